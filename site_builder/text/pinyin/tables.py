"""The packaged dictionaries of readings: which readings a character has, and how phrases are read."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

PYPINYIN = "pypinyin.bin"
"""pypinyin's data as it is."""
CORRECTIONS = ("large.bin", "cedict.bin")
"""Phrases of other dictionaries that pypinyin lacks or reads otherwise; a later file wins. ``README.md`` has the licences."""

FIRST_CODE = 0x100
"""A reading is kept as one character, this one and those after it, so that a phrase's readings are a plain string."""


@dataclass(frozen=True, slots=True)
class Table:
    """Characters and phrases with their readings in code: ``syllables[ord(code) - FIRST_CODE]`` is a reading."""

    syllables: tuple[str, ...]
    """Every reading there is, with its tone mark."""
    characters: Mapping[str, str]
    """{character: its readings in code, the commonest first}."""
    phrases: Mapping[str, str]
    """{phrase of two characters or more: its readings in code, one for each character}."""

    @classmethod
    def of(cls, characters: Mapping[str, tuple[str, ...]], phrases: Mapping[str, tuple[str, ...]]) -> Table:
        """Return the table of readings that are spelled out."""
        spelled = {reading for readings in (*characters.values(), *phrases.values()) for reading in readings}
        syllables = tuple(sorted(spelled))
        codes = {syllable: chr(FIRST_CODE + at) for at, syllable in enumerate(syllables)}
        return cls(
            syllables,
            {character: "".join(codes[r] for r in readings) for character, readings in characters.items()},
            {phrase: "".join(codes[r] for r in readings) for phrase, readings in phrases.items()},
        )

    def spelled(self, code: str) -> str:
        """Return the reading that *code* stands for."""
        return self.syllables[ord(code) - FIRST_CODE]

    def coded(self, readings: tuple[str, ...]) -> str | None:
        """Return *readings* in code, None where the table does not know one of them."""
        numbers = _numbers(self.syllables)
        codes = [numbers.get(reading) for reading in readings]
        return None if None in codes else "".join(chr(FIRST_CODE + code) for code in codes if code is not None)

    def corrected(self, phrases: Mapping[str, str]) -> Table:
        """Return the table with *phrases* (their readings in its code) added; they win."""
        return Table(self.syllables, self.characters, {**self.phrases, **phrases})


@cache
def _numbers(syllables: tuple[str, ...]) -> Mapping[str, int]:
    return {syllable: at for at, syllable in enumerate(syllables)}


def packed(table: Table) -> bytes:
    """Return *table* as the bytes of the packaged file.

    A phrase whose readings are all its characters' first ones is kept without them.
    """
    phrases = sorted(table.phrases)
    readings = [
        "" if table.phrases[phrase] == _first_readings(phrase, table.characters) else table.phrases[phrase]
        for phrase in phrases
    ]
    characters = sorted(table.characters)
    lines = (
        " ".join(table.syllables),
        "".join(characters),
        " ".join(table.characters[character] for character in characters),
        " ".join(phrases),
        ",".join(readings),
    )
    return zlib.compress("\n".join(lines).encode(), 9)


def unpacked(content: bytes) -> Table:
    """Return the table that *content* holds: the inverse of :func:`packed`."""
    syllables, characters, options, phrases, readings = zlib.decompress(content).decode().split("\n")
    of_character = dict(zip(characters, options.split(" "), strict=True))
    first = {ord(character): codes[0] for character, codes in of_character.items()}
    return Table(
        tuple(syllables.split(" ")),
        of_character,
        {
            phrase: codes or phrase.translate(first)
            for phrase, codes in zip(phrases.split(" "), readings.split(","), strict=True)
        },
    )


def packed_phrases(phrases: Mapping[str, str]) -> bytes:
    """Return *phrases*, readings in code, as the bytes of a file of corrections."""
    ordered = sorted(phrases)
    return zlib.compress("\n".join((" ".join(ordered), " ".join(phrases[p] for p in ordered))).encode(), 9)


def unpacked_phrases(content: bytes) -> Mapping[str, str]:
    """Return the phrases that *content* holds: the inverse of :func:`packed_phrases`."""
    phrases, readings = zlib.decompress(content).decode().split("\n")
    return dict(zip(phrases.split(" "), readings.split(" "), strict=True))


@cache
def dictionary() -> Table:
    """Return pypinyin's table, read once per process."""
    return unpacked(_content(PYPINYIN))


@cache
def corrected_dictionary() -> Table:
    """Return pypinyin's table with the corrections of the other dictionaries, read once per process."""
    phrases: dict[str, str] = {}
    for name in CORRECTIONS:
        phrases |= unpacked_phrases(_content(name))
    return dictionary().corrected(phrases)


def _content(name: str) -> bytes:
    return resources.files(__package__).joinpath(name).read_bytes()


def _first_readings(phrase: str, characters: Mapping[str, str]) -> str:
    return "".join(characters.get(character, " ")[0] for character in phrase)
