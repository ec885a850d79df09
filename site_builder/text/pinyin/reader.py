"""From a run of text to the reading of each of its Hanzi, and how sure each one is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from site_builder.text.folding import fold
from site_builder.text.pairs import PLANES
from site_builder.text.pinyin.evidence import decided
from site_builder.text.pinyin.lookup import NO_CODE, corrected_lookup, spellings
from site_builder.text.pinyin.polyphones import Polyphones, Question, Weights, packaged
from site_builder.text.pinyin.rules import settled
from site_builder.text.pinyin.spelling import without_tone
from site_builder.text.words import APART, Words, cut

_SENTENCE = re.compile(r"[^。！？；!?;\n\ufffc]{0,120}[。！？；!?;\n\ufffc]?”?", re.DOTALL)
"""Sentences, cut where one is longer than any sentence should be, so that time stays linear."""
_DOUBLED = re.compile(r"([\u4e00-\u9fff])\1(?!\1)([\u4e00-\u9fff])\2")
Model = tuple[Polyphones, Weights]


@dataclass(frozen=True, slots=True)
class Guess:
    """A reading that is not certain."""

    offset: int
    candidates: tuple[str, ...]
    """The readings that come into question, the likeliest first."""
    confidence: float
    """Probability of the first, from 0 to 1."""


class Reading(NamedTuple):
    """How a text is read."""

    syllables: list[str]
    """The reading of each character, ``""`` for none."""
    guesses: list[Guess]
    """Those that had to be guessed."""
    words: list[tuple[int, int]]
    """The words of the text, half-open: of its folding, where parts of it are hidden."""


def read(text: str, folded: str | None = None, model: Model | None = None) -> Reading:
    """Return how *text* is read.

    *text* is displayed text in either script; *folded* is its folding, where parts are to be hidden from the
    dictionary. Dictionary and model see the folding, the spelling of Traditional characters decides where it can.
    *model* stands in for the packaged one (a benchmark measures one that has not seen its sentences).
    """
    (found,) = read_all([text], [fold(text) if folded is None else folded], model)
    return found


def read_all(texts: Sequence[str], folded: Sequence[str], model: Model | None = None) -> list[Reading]:
    """Return what :func:`read` returns for each of *texts* with its folding, in one call of the model."""
    starts = [0, *accumulate(len(text) + len(APART) for text in folded)]
    joined = APART.join(folded)
    codes, reach = corrected_lookup().read(joined)
    spelled = spellings()
    readings = [spelled[code] for code in codes]
    ends: list[int] = []
    for start, text in zip(starts, folded, strict=False):
        ends += [start + match.end() for match in _SENTENCE.finditer(text) if match.end() > match.start()]
        ends.append(start + len(text) + len(APART))
    # The last text has no border after it.
    ends[-1:] = []
    polyphones, weights = model or packaged()
    words = cut(joined)
    guesses = _weigh(polyphones, weights, polyphones.ask(joined, codes, reach, ends, words), readings)
    shares: list[dict[int, Guess]] = [{} for _ in texts]
    for at, guess in guesses.items():
        index = bisect_right(starts, at) - 1
        shares[index][at - starts[index]] = replace(guess, offset=at - starts[index])
    parts = zip(texts, folded, starts, _by_text(words, starts), shares, strict=False)
    return [
        _corrected(text, simplified, readings[start : start + len(text)], found, share)
        for text, simplified, start, found, share in parts
    ]


def _by_text(words: Words, starts: Sequence[int]) -> Iterator[list[tuple[int, int]]]:
    """Yield the spans of *words* in each of the texts that begin at *starts*, the last of which is the end."""
    begins = words.spans[:, 0]
    bounds = np.searchsorted(begins, starts)
    own = words.spans - np.repeat(starts[:-1], np.diff(bounds))[:, None]
    spans = list(zip(*own.T.tolist(), strict=True))
    for first, end in pairwise(bounds.tolist()):
        yield spans[first:end]


def _corrected(
    text: str, folded: str, readings: list[str], words: list[tuple[int, int]], guesses: dict[int, Guess]
) -> Reading:
    """Put into *readings* what rules and the spelling of *text* know better; return all that is known of the text."""
    # Text that folds to itself has no Traditional character to tell anything.
    evidence = _credible(decided(text), text, folded, words, readings) if folded != text else {}
    for offset, reading in (*settled(folded), *evidence.items()):
        if readings[offset] and readings[offset] != reading:
            readings[offset] = reading
        guesses.pop(offset, None)
    for match in _DOUBLED.finditer(folded):
        # 清楚 has a neutral tone, 清清楚楚 has none.
        third, fourth = match.end() - 2, match.end() - 1
        if without_tone(readings[third]) == without_tone(readings[fourth]):
            readings[third] = readings[fourth]
    if folded != text:
        first, spelled = corrected_lookup().first, spellings()
        for offset in (at for at, reading in enumerate(readings) if not reading and text[at] != folded[at]):
            readings[offset] = spelled[chr(first[min(ord(text[offset]), PLANES - 1)])]
    return Reading(readings, list(guesses.values()), words)


def _credible(
    evidence: Mapping[int, str], text: str, folded: str, words: Sequence[tuple[int, int]], readings: Sequence[str]
) -> dict[int, str]:
    """Return what of the *evidence* of the spelling holds.

    A neutral tone stays one: 頭髮 is read like 头发. And a word that begins with the character and is read otherwise is
    believed more than its spelling, which a machine may have written: 髮現, 鬨搶.
    """
    if not evidence:
        return {}
    phrases, spelled = corrected_lookup().phrases, spellings()
    first = {start: phrases.get(folded[start:end], "") for start, end in words if end - start > 1 and start in evidence}
    return {
        offset: reading
        for offset, reading in evidence.items()
        if not (readings[offset].isascii() and readings[offset] == without_tone(reading))
        and (text[offset] == _ALWAYS_CREDIBLE or spelled[first.get(offset, "")[:1] or NO_CODE] in ("", reading))
    }


def _weigh(polyphones: Polyphones, weights: Weights, question: Question, readings: list[str]) -> dict[int, Guess]:
    """Put the model's choice into *readings*; return what it is less than certain of, by offset."""
    if not len(question.at):
        return {}
    options = polyphones.readings[question.character]
    scores = weights.scores(question, options)
    best = scores.argmax(axis=1)
    scores -= scores.max(axis=1, keepdims=True)
    chance = np.exp(scores)
    chance /= chance.sum(axis=1, keepdims=True)
    rows = np.arange(len(best))
    sure = chance[rows, best]
    spelled = spellings()
    # A phrase may know a reading that the model does not, 弟弟 dìdi: it stays. So does its neutral tone against a
    # guess, and whatever an idiom says.
    foreign = (question.reach > 1) & (question.agrees.sum(axis=1) == 0)
    asked = foreign | (question.agrees[rows, best] == 0) | (sure < _CERTAIN)
    guesses: dict[int, Guess] = {}
    weighed = np.flatnonzero(asked & (question.reach < _IDIOM))
    # Lists: to take numbers out of arrays one by one costs more than all the arithmetic above.
    columns = (question.at, question.reach > 1, foreign, options[rows, best], sure)
    for row, (at, by_phrase, is_foreign, code, certainty) in zip(
        weighed.tolist(), zip(*(column[weighed].tolist() for column in columns), strict=True), strict=True
    ):
        given, chosen = readings[at], spelled[chr(code)]
        lighter = by_phrase and given.isascii() and without_tone(given) == without_tone(chosen)
        if is_foreign or (lighter and certainty < _CERTAIN):
            same = given == chosen or (without_tone(given) == without_tone(chosen) and given.isascii())
            if not same:
                guesses[at] = Guess(at, (given, chosen), 0.5)
            continue
        readings[at] = chosen
        if certainty < _CERTAIN:
            chances = sorted(zip((-chance[row]).tolist(), options[row].tolist(), strict=True), key=itemgetter(0))
            candidates = tuple(spelled[chr(option)] for less, option in chances if option and less < -_POSSIBLE)
            guesses[at] = Guess(at, candidates, certainty)
    return guesses


_ALWAYS_CREDIBLE = "儘"
"""Taiwan writes it where the words of the mainland have 盡 (儘速)."""
_IDIOM = 4
"""Phrases as long as this are always right."""
_CERTAIN = 0.87
"""Readings less probable than this are guesses."""
_POSSIBLE = 0.02
"""Readings less probable than this do not come into question."""
