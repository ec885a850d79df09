"""Which reading a polyphone has where it stands: dictionary, neighbours and a recurrent network, weighed together."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from site_builder.text.pairs import Integers, code_points
from site_builder.text.pinyin.lookup import COVERINGS, Lookup, corrected_lookup, second_lookup
from site_builder.text.pinyin.neighbours import hashes
from site_builder.text.pinyin.recurrent import Floats, Network
from site_builder.text.words import Words

PACKAGED = "polyphones.npz"
"""The trained weights, beside this module; ``training/pinyin.py`` makes them."""

_LONGEST_PHRASE = 5
"""Longer phrases of the dictionary are trusted like these."""
SUPPORTS = len(COVERINGS) + _LONGEST_PHRASE - 1
"""The phrases around a character, then those of the second opinion by length, from two characters on."""
_FLOOR = -8.0
"""A logarithm of a probability as low as the network's opinion goes."""
_OPINIONS = 10
"""Steps of half a nat into which the network's opinion is sorted."""
SLOTS = 1 << 21
"""Places for neighbourhoods that count: so many that few have to share one."""
_MARK_BITS = 10
"""So many tell a neighbourhood that counts from another of its place: one in a thousand of those is taken for it."""


@dataclass(frozen=True, slots=True)
class Question:
    """The polyphones of a text, and what is known of each before they are weighed."""

    at: Integers
    """Offsets of the polyphones."""
    character: Integers
    """Number of the polyphone among those known."""
    context: NDArray[np.uint64]
    """(polyphones, neighbourhoods): what stands around it, hashed together with the polyphone."""
    agrees: Floats
    """(polyphones, readings): 1 for the reading that the dictionary gives."""
    reach: Integers
    """Length of the phrase for which the dictionary gives it, 1 for none."""
    covering: Integers
    """(polyphones, :data:`SUPPORTS`): code point of the code that each phrase gives the character, 0 for none."""
    opinion: Floats
    """(polyphones, readings): logarithm of the network's probability."""


@dataclass(frozen=True, slots=True)
class Polyphones:
    """The characters that are weighed, and their readings."""

    numbers: Integers
    """Number of each character of the Basic Multilingual Plane, -1 for one that is not weighed."""
    readings: Integers
    """(characters, readings): code points of the codes of a character's readings, 0 to fill up."""
    classes: Integers
    """(characters, readings): the reading's number in the network, -1 for one it does not know."""
    network: Network
    lookup: Lookup
    second: Lookup

    def ask(self, text: str, codes: str, reach: bytes, ends: Sequence[int], words: Words) -> Question:
        """Return what is to be weighed in *text* (Simplified), looked up as *codes* by phrases as long as *reach*.

        *ends* are where its sentences end, *words* its words.
        """
        points = code_points(text)
        numbers = self.numbers[np.minimum(points, 0xFFFF)]
        at = np.flatnonzero(numbers >= 0)
        character = numbers[at]
        readings = self.readings[character]
        given = code_points(codes)[at]
        length = np.minimum(np.frombuffer(reach, np.uint8)[at].astype(np.int64), _LONGEST_PHRASE)
        covering = self.lookup.covering(text, at)
        context = hashes(text, at, np.column_stack((given * 8 + length, covering)), ends, words)
        return Question(
            at,
            character,
            context,
            (readings == given[:, None]).astype(np.float32),
            length,
            np.concatenate((covering, self._second_opinions(text, at)), axis=1),
            self._opinions(points, at, character, (0, *ends)),
        )

    def _second_opinions(self, text: str, at: Integers) -> Integers:
        """Return (polyphones, lengths) what the second dictionary's phrases read, 0 where none of the length is."""
        codes, reach = self.second.read(text)
        length = np.minimum(np.frombuffer(reach, np.uint8)[at].astype(np.int64), _LONGEST_PHRASE)
        return np.where(length[:, None] == np.arange(2, _LONGEST_PHRASE + 1), code_points(codes)[at][:, None], 0)

    def _opinions(self, points: Integers, at: Integers, character: Integers, bounds: Sequence[int]) -> Floats:
        """Return the logarithms of the network's probabilities among each polyphone's readings."""
        classes = self.classes[character]
        if not len(at):
            return np.zeros(classes.shape, np.float32)
        scores = self.network.scores(self.network.states(points, bounds, at), np.maximum(classes, 0))
        known = np.where(classes >= 0, scores, -20.0)
        known = np.where(self.readings[character] > 0, known, -np.inf)
        known -= known.max(axis=1, keepdims=True)
        found: Floats = known - np.log(np.exp(known).sum(axis=1, keepdims=True))
        return np.maximum(found, _FLOOR).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Weights:
    """What each piece of evidence counts."""

    prior: Floats
    """(characters, readings): what each reading counts wherever it stands."""
    dictionary: Floats
    """(characters, phrase lengths): for the reading that the dictionary gives."""
    covering: Floats
    """(characters, :data:`SUPPORTS`): for the reading that a phrase gives."""
    trust: Floats
    """(characters,): for the network's logarithm."""
    steps: Floats
    """(steps,): for each step of it."""
    slots: NDArray[np.uint16]
    """Marks of the neighbourhoods that count, at the place that their hash gives; 0 for an empty one."""
    rows: NDArray[np.int32]
    """Row of each slot in ``values``."""
    values: Floats
    """(rows, readings): what each neighbourhood counts for the readings that follow the commonest one."""

    def scores(self, question: Question, options: Integers) -> Floats:
        """Return the score of each of the *options* (polyphones, readings), minus infinity where there is none."""
        character = question.character
        found = self.prior[character].copy()
        found += question.agrees * self.dictionary[character, question.reach][:, None]
        support = options[:, None, :] == question.covering[:, :, None]
        found += np.einsum("pck,pc->pk", support.astype(np.float32), self.covering[character])
        found += question.opinion * self.trust[character][:, None]
        found += self.steps[opinion_steps(question.opinion)]
        place, mark = places(question.context, len(self.slots))
        hit = self.slots.take(place) == mark
        values = self.values.take(self.rows.take(place[hit]), axis=0)
        # What is found stands row by row: sums of neighbours, for the rows that have any.
        counts = np.count_nonzero(hit, axis=1)
        some = np.flatnonzero(counts)
        if len(some):
            firsts = np.cumsum(counts)[some] - counts[some]
            found[some, 1 : values.shape[1] + 1] += np.add.reduceat(values, firsts, axis=0)
        found[options == 0] = -np.inf
        return found


def opinion_steps(opinion: Floats) -> Integers:
    """Return the step of each logarithm."""
    return np.minimum((opinion * -2).astype(np.int64), _OPINIONS - 1)


def places(context: NDArray[np.uint64], size: int) -> tuple[Integers, NDArray[np.uint16]]:
    """Return where in a table of *size* (a power of two) each hash belongs, and the mark (not 0) it leaves there."""
    mark = (context >> np.uint64(64 - _MARK_BITS)).astype(np.uint16)
    return (context & np.uint64(size - 1)).astype(np.int64), np.maximum(mark, 1, out=mark)


@cache
def packaged() -> tuple[Polyphones, Weights]:
    """Return the trained model, read once per process."""
    content = resources.files(__package__).joinpath(PACKAGED).read_bytes()
    with np.load(io.BytesIO(content)) as file:
        arrays = {name: file[name] for name in file.files}
    arrays["embedding"] = arrays["embedding"].astype(np.float32) * arrays.pop("embedding_scale")
    numbers = np.full(0x10000, -1, np.int64)
    numbers[arrays["characters"]] = np.arange(len(arrays["characters"]))
    polyphones = Polyphones(
        numbers,
        arrays["readings"].astype(np.int64),
        arrays["classes"].astype(np.int64),
        Network.of(arrays),
        corrected_lookup(),
        second_lookup(),
    )
    return polyphones, _weights(arrays)


def _weights(arrays: Mapping[str, NDArray[np.generic]]) -> Weights:
    occupied = np.cumsum(np.asarray(arrays["occupied"], np.int64))
    slots = np.zeros(SLOTS, np.uint16)
    # The high bytes are few and apart from the low ones: so they take little space.
    low, high = np.asarray(arrays["marks"], np.uint16)
    slots[occupied] = low | high << 8
    rows = np.zeros(SLOTS, np.int32)
    rows[occupied] = np.arange(len(occupied))
    floats = {
        name: np.asarray(arrays[name], np.float32) for name in ("prior", "dictionary", "covering", "trust", "steps")
    }
    values = np.asarray(arrays["values"], np.float32) * np.asarray(arrays["scale"], np.float32)
    return Weights(**floats, slots=slots, rows=rows, values=values)
