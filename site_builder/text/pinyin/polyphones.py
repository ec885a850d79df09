"""Which reading a polyphone has where it stands: dictionary, neighbours and a recurrent network, weighed together."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from site_builder.text.pinyin.lookup import COVERINGS, Lookup, corrected_lookup, second_lookup
from site_builder.text.pinyin.recurrent import Floats, Integers, Network

PACKAGED = "polyphones.npz"
"""The trained weights, beside this module; ``training/pinyin.py`` makes them."""

WIDEST = 6
"""Characters to either side that are looked at; texts are padded with as many zeros."""
_CONTEXTS = (
    (-1,), (1,), (-2,), (2,), (-3,), (3,), (-4,), (4,),
    (-2, -1), (1, 2), (-1, 1), (-3, -2), (2, 3), (-2, 1), (-1, 2), (-2, 2),
    (-3, -2, -1), (1, 2, 3), (-2, -1, 1), (-1, 1, 2), (-2, -1, 1, 2), (-4, -3, -2, -1), (1, 2, 3, 4),
)  # fmt: skip
"""The neighbourhoods that count: the characters at these distances, together."""
_BAG = tuple(at for at in range(-WIDEST, WIDEST + 1) if at)
"""Distances at which a character counts wherever in the neighbourhood it stands."""
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_RANDOM = np.random.default_rng(16159).integers(
    1, 1 << 63, (2 * WIDEST + 2, len(_CONTEXTS) + 1), np.uint64
) | np.uint64(1)
_MULTIPLIERS = np.zeros((2 * WIDEST + 1, len(_CONTEXTS) + len(_BAG)), np.uint64)
for _column, _distances in enumerate(_CONTEXTS):
    for _by in _distances:
        _MULTIPLIERS[_by + WIDEST, _column] = _RANDOM[_by + WIDEST, _column]
for _column, _by in enumerate(_BAG, len(_CONTEXTS)):
    # A character of the bag is hashed alike at every distance.
    _MULTIPLIERS[_by + WIDEST, _column] = _RANDOM[0, -1]
_TOLD = _RANDOM[-1, : 2 + len(COVERINGS)]
_ORDER = np.concatenate(
    (
        np.arange(1, len(_CONTEXTS) + 1, dtype=np.uint64),
        np.full(len(_BAG), len(_CONTEXTS) + 1, np.uint64),
        np.arange(101, 103 + len(COVERINGS), dtype=np.uint64),
    )
)
"""What tells the hashes of one neighbourhood from another's."""
_LONGEST_PHRASE = 5
"""Longer phrases of the dictionary are trusted like these."""
SUPPORTS = len(COVERINGS) + _LONGEST_PHRASE - 1
"""The phrases around a character, then those of the second opinion by length, from two characters on."""
_FLOOR = -8.0
"""A logarithm of a probability as low as the network's opinion goes."""
_OPINIONS = 10
"""Steps of half a nat into which the network's opinion is sorted."""
SLOTS = 1 << 19
"""Places for neighbourhoods that count."""
_CLASSES = np.arange(0x10000)
for _first, _last in ("09", "０９"):
    _CLASSES[ord(_first) : ord(_last) + 1] = ord("0")
for _first, _last in ("az", "AZ", "ａｚ", "ＡＺ"):
    _CLASSES[ord(_first) : ord(_last) + 1] = ord("a")


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
    varied: NDArray[np.bool_]
    """(characters,): whether examples of more than one reading were seen."""
    network: Network
    lookup: Lookup
    second: Lookup

    def ask(self, text: str, codes: str, reach: bytes, ends: Sequence[int]) -> Question:
        """Return what is to be weighed in *text* (Simplified), looked up as *codes* by phrases as long as *reach*.

        *ends* are where its sentences end.
        """
        points = code_points(text)
        numbers = self.numbers[np.minimum(points, 0xFFFF)]
        at = np.flatnonzero(numbers >= 0)
        character = numbers[at]
        readings = self.readings[character]
        given = code_points(codes)[at]
        length = np.minimum(np.frombuffer(reach, np.uint8)[at].astype(np.int64), _LONGEST_PHRASE)
        covering = np.array(self.lookup.covering(text, at.tolist()), np.int64).reshape(len(at), len(COVERINGS))
        context = _contexts(points, at, np.column_stack((given * 8 + length, covering)), ends)
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
    rows: Integers
    """Row of each slot in ``values``."""
    values: Floats
    """(rows, readings): what each neighbourhood counts for the commonest readings."""

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
        row, column = np.nonzero(self.slots[place] == mark)
        values = self.values[self.rows[place[row, column]]]
        for reading in range(values.shape[1]):
            found[:, reading] += np.bincount(row, values[:, reading], len(found))
        found[options == 0] = -np.inf
        return found


def code_points(text: str) -> Integers:
    """Return the code points of *text*, lone surrogates included."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)


def opinion_steps(opinion: Floats) -> Integers:
    """Return the step of each logarithm."""
    return np.minimum((opinion * -2).astype(np.int64), _OPINIONS - 1)


def places(context: NDArray[np.uint64], size: int) -> tuple[Integers, NDArray[np.uint16]]:
    """Return where in a table of *size* (a power of two) each hash belongs, and the mark that it leaves there."""
    return (context & np.uint64(size - 1)).astype(np.int64), ((context >> np.uint64(40)) | np.uint64(1)).astype(
        np.uint16
    )


def _contexts(points: Integers, at: Integers, told: Integers, ends: Sequence[int]) -> NDArray[np.uint64]:
    """Return the hashes of what stands around the characters at *at*, and of what dictionaries *told* of each.

    A neighbourhood ends with its sentence.
    """
    padded = np.zeros(len(points) + 2 * WIDEST, np.uint64)
    padded[WIDEST:-WIDEST] = _classes(points)
    bounds = np.asarray((0, *ends), np.int64)
    sentence = np.searchsorted(bounds, at, "right")
    seen = at[:, None] + np.arange(-WIDEST, WIDEST + 1)
    inside = (seen >= bounds[sentence - 1][:, None]) & (seen < bounds[np.minimum(sentence, len(bounds) - 1)][:, None])
    around = np.where(inside, padded[seen + WIDEST], np.uint64(0))
    before = around[:, WIDEST - 1 :: -1]
    twice = (before[:, 0] == before[:, 1]) + 2 * ((before[:, 0] == before[:, 1]) & (before[:, 2] == before[:, 3]))
    told = np.column_stack((twice, told))
    # One multiplier for each place in each neighbourhood: the sum wraps, and the multiplications below spread it.
    hashes = np.concatenate((around @ _MULTIPLIERS, told.astype(np.uint64) * _TOLD), axis=1) + _ORDER
    hashes += points[at].astype(np.uint64)[:, None] * _MULTIPLIER
    hashes = (hashes ^ (hashes >> np.uint64(29))) * _MULTIPLIER
    mixed: NDArray[np.uint64] = hashes ^ (hashes >> np.uint64(32))
    return mixed


def _classes(points: Integers) -> NDArray[np.uint64]:
    """Return *points* with all digits alike and all Latin letters alike."""
    return np.where(points < len(_CLASSES), _CLASSES[np.minimum(points, len(_CLASSES) - 1)], points).astype(np.uint64)


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
        arrays["varied"].astype(np.bool_),
        Network.of(arrays),
        corrected_lookup(),
        second_lookup(),
    )
    return polyphones, _weights(arrays)


def _weights(arrays: Mapping[str, NDArray[np.generic]]) -> Weights:
    occupied = np.cumsum(np.asarray(arrays["occupied"], np.int64))
    slots = np.zeros(SLOTS, np.uint16)
    slots[occupied] = arrays["marks"]
    rows = np.zeros(SLOTS, np.int64)
    rows[occupied] = np.arange(len(occupied))
    floats = {
        name: np.asarray(arrays[name], np.float32) for name in ("prior", "dictionary", "covering", "trust", "steps")
    }
    values = np.asarray(arrays["values"], np.float32) * np.asarray(arrays["scale"], np.float32)
    return Weights(**floats, slots=slots, rows=rows, values=values)
