"""The packaged dictionary of readings: which readings a character has, and how phrases are read."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

PACKAGED = "pypinyin.bin"
"""The file beside this module; ``README.md`` there names its source and licence."""

_FIRST_CODE = 0x100
"""A reading is kept as one character, this one and those after it, so that a phrase's readings are a plain string."""


@dataclass(frozen=True, slots=True)
class Table:
    """Characters and phrases with their readings in code: ``syllables[ord(code) - 0x100]`` is a reading."""

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
        codes = {syllable: chr(_FIRST_CODE + at) for at, syllable in enumerate(syllables)}
        return cls(
            syllables,
            {character: "".join(codes[r] for r in readings) for character, readings in characters.items()},
            {phrase: "".join(codes[r] for r in readings) for phrase, readings in phrases.items()},
        )

    def spelled(self, code: str) -> str:
        """Return the reading that *code* stands for."""
        return self.syllables[ord(code) - _FIRST_CODE]


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


@cache
def dictionary() -> Table:
    """Return the packaged table, read once per process."""
    return unpacked(resources.files(__package__).joinpath(PACKAGED).read_bytes())


def _first_readings(phrase: str, characters: Mapping[str, str]) -> str:
    return "".join(characters.get(character, " ")[0] for character in phrase)
