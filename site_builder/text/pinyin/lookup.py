"""Readings out of the dictionary alone: leftmost-longest phrases, else a character's first reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from site_builder.text.pairs import PLANES, SLOTS, Integers, code_points, pair_keys, slots
from site_builder.text.pinyin.tables import FIRST_CODE, Table, corrected_dictionary, dictionary, opinions

NO_CODE = "\0"
"""Stands in a string of codes for a character without a reading."""

COVERINGS = ((0, 2), (1, 2), (0, 3), (1, 3), (2, 3), (0, 4), (1, 4), (2, 4), (3, 4))
"""Phrases around a character: how many characters they have before it, and how many in all."""
_BY_START = [{length: at for at, (before, length) in enumerate(COVERINGS) if before == start} for start in range(4)]
"""The same by the first number: {length: place in :data:`COVERINGS`}."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """A table made ready for looking up texts."""

    first: Integers
    """The code (its code point) of the first reading of each code point."""
    phrases: Mapping[str, str]
    """{phrase: the codes of its readings}."""
    lengths: Mapping[str, tuple[int, ...]]
    """{first two characters: the lengths of the phrases that start so, longest first}."""
    begins: NDArray[np.bool_]
    """Whether a phrase begins with a pair, by the pair's slot: for nearly every place in a text that settles it."""

    @classmethod
    def of(cls, table: Table) -> Lookup:
        """Return *table* made ready."""
        first = np.zeros(PLANES, np.int64)
        codes = "".join(map(itemgetter(0), table.characters.values()))
        first[code_points("".join(table.characters))] = code_points(codes)
        by_length: dict[int, list[str]] = {}
        for phrase in table.phrases:
            by_length.setdefault(len(phrase), []).append(phrase)
        lengths: dict[str, tuple[int, ...]] = {}
        for length, phrases in sorted(by_length.items()):
            for start in {phrase[:2] for phrase in phrases}:
                lengths[start] = (length, *lengths.get(start, ()))
        begins = np.zeros(SLOTS, np.bool_)
        begins[slots(pair_keys(code_points("".join(lengths)))[::2])] = True
        return cls(first, table.phrases, lengths, begins)

    def read(self, text: str) -> tuple[str, bytes]:
        """Return the code of each character's reading, and the length of the phrase that says so (1 for none).

        *text* is Simplified (a folding). Leftmost and longest phrases win, as in pypinyin. Linear in its length.
        """
        phrases, lengths = self.phrases, self.lengths
        points = code_points(text)
        starts: list[int] = []
        found: list[str] = []
        end = 0
        for at in np.flatnonzero(self._may_begin(points)).tolist():
            for length in lengths.get(text[at : at + 2], ()) if at >= end else ():
                codes = phrases.get(text[at : at + length])
                if codes:
                    starts.append(at)
                    found.append(codes)
                    end = at + len(codes)
                    break
        codes_at = self.first[np.minimum(points, PLANES - 1)]
        reach = np.ones(len(points), np.uint8)
        sizes = np.fromiter(map(len, found), np.int64, len(found))
        read = np.repeat(np.array(starts, np.int64) - np.cumsum(sizes) + sizes, sizes) + np.arange(sizes.sum())
        codes_at[read] = code_points("".join(found))
        reach[read] = np.repeat(sizes, sizes)
        return codes_at.astype(np.uint32).tobytes().decode("utf-32-le"), reach.tobytes()

    def covering(self, text: str, places: Integers) -> Integers:
        """Return (places, :data:`COVERINGS`): the code (its code point) that each phrase around gives, 0 for none.

        Whether or not the phrases overlap others.
        """
        phrases, lengths = self.phrases, self.lengths
        starts = places[:, None] - np.arange(len(_BY_START))
        may = (starts >= 0) & self._may_begin(code_points(text))[np.maximum(starts, 0)]
        given = np.zeros((len(places), len(COVERINGS)), np.int64)
        rows, before = np.nonzero(may)
        for row, by, start in zip(rows.tolist(), before.tolist(), starts[may].tolist(), strict=True):
            by_length = _BY_START[by]
            for length in lengths.get(text[start : start + 2], ()):
                column = by_length.get(length)
                codes = phrases.get(text[start : start + length]) if column is not None else None
                # At the end of the text a shorter phrase may be what is left.
                if codes and len(codes) == length:
                    given[row, column] = ord(codes[by])
        return given

    def _may_begin(self, points: Integers) -> NDArray[np.bool_]:
        """Return for each of *points* whether a phrase may begin there."""
        return np.append(self.begins[slots(pair_keys(points))], np.False_)[: len(points)]


def look_up(text: str) -> list[str]:
    """Return the reading of each character of *text*, with its tone mark; ``""`` where there is none.

    *text* is Simplified (a folding). The result equals pypinyin's, character for character.
    """
    codes, _ = plain_lookup().read(text)
    spelled = spellings()
    return [spelled[code] for code in codes]


def readings_of(character: str) -> tuple[str, ...]:
    """Return every reading the dictionary knows of *character*, the commonest first."""
    table = dictionary()
    return tuple(table.spelled(code) for code in table.characters.get(character, ""))


@cache
def plain_lookup() -> Lookup:
    """Return the lookup of pypinyin's own data."""
    return Lookup.of(dictionary())


@cache
def corrected_lookup() -> Lookup:
    """Return the lookup of pypinyin's data with the corrections of the other dictionaries."""
    return Lookup.of(corrected_dictionary())


@cache
def second_lookup() -> Lookup:
    """Return the lookup of the second opinion: only its phrases tell anything."""
    return Lookup.of(opinions())


@cache
def spellings() -> Mapping[str, str]:
    """Return {code: reading}, ``""`` for :data:`NO_CODE`."""
    table = dictionary()
    return {NO_CODE: ""} | {chr(FIRST_CODE + at): syllable for at, syllable in enumerate(table.syllables)}
