"""Readings out of the dictionary alone: leftmost-longest phrases, else a character's first reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import repeat

from site_builder.text.pinyin.tables import FIRST_CODE, Table, corrected_dictionary, dictionary, opinions

NO_CODE = "\0"
"""Stands in a string of codes for a character without a reading."""

COVERINGS = ((0, 2), (1, 2), (0, 3), (1, 3), (2, 3), (0, 4), (1, 4), (2, 4), (3, 4))
"""Phrases around a character: how many characters they have before it, and how many in all."""
_BY_START = [
    (start, {length: at for at, (before, length) in enumerate(COVERINGS) if before == start}) for start in range(4)
]
"""The same by the first number: {length: place in :data:`COVERINGS`}."""

_REACHES = [bytes((size,)) * size for size in range(256)]
"""What a phrase of each size is to the bytes of reach."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """A table made ready for looking up texts."""

    first: Mapping[str, str]
    """{character: the code of its first reading}."""
    phrases: Mapping[str, str]
    """{phrase: the codes of its readings}."""
    lengths: Mapping[str, tuple[int, ...]]
    """{first two characters: the lengths of the phrases that start so, longest first}.

    Two characters settle for nearly every place in a text that no phrase starts there.
    """

    @classmethod
    def of(cls, table: Table) -> Lookup:
        """Return *table* made ready."""
        by_length: dict[int, list[str]] = {}
        for phrase in table.phrases:
            by_length.setdefault(len(phrase), []).append(phrase)
        lengths: dict[str, tuple[int, ...]] = {}
        for length, phrases in sorted(by_length.items()):
            for start in {phrase[:2] for phrase in phrases}:
                lengths[start] = (length, *lengths.get(start, ()))
        return cls({character: codes[0] for character, codes in table.characters.items()}, table.phrases, lengths)

    def read(self, text: str) -> tuple[str, bytes]:
        """Return the code of each character's reading, and the length of the phrase that says so (1 for none).

        *text* is Simplified (a folding). Leftmost and longest phrases win, as in pypinyin. Linear in its length.
        """
        first, phrases, lengths = self.first, self.phrases, self.lengths
        codes = list(map(first.get, text, repeat(NO_CODE)))
        reach = bytearray(b"\x01") * len(text)
        at, end = 0, len(text) - 1
        while at < end:
            for length in lengths.get(text[at : at + 2], ()):
                found = phrases.get(text[at : at + length])
                if found:
                    codes[at : at + length] = found
                    size = len(found)
                    reach[at : at + size] = _REACHES[size]
                    at += size - 1
                    break
            at += 1
        return "".join(codes), bytes(reach)

    def covering(self, text: str, places: Iterable[int]) -> list[int]:
        """Return, place by place, the code (its code point) that each phrase around a character gives it, 0 for none.

        The phrases are those of :data:`COVERINGS`, whether or not they overlap others.
        """
        phrases, lengths = self.phrases, self.lengths
        found: list[int] = []
        for place in places:
            given = [0] * len(COVERINGS)
            for before, by_length in _BY_START:
                start = place - before
                for length in lengths.get(text[start : start + 2], ()) if start >= 0 else ():
                    column = by_length.get(length)
                    codes = phrases.get(text[start : start + length]) if column is not None else None
                    if column is not None and codes and len(codes) == length:
                        given[column] = ord(codes[before])
            found += given
        return found


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
