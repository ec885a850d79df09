"""The packaged dictionaries of readings: which readings a character has, and how phrases are read."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import accumulate, pairwise

from site_builder.text.pinyin.spelling import to_marks, without_tone
from site_builder.text.words import lexicon

PYPINYIN = "pypinyin.bin"
"""pypinyin's data as it is."""
CORRECTIONS = ("large.bin", "cedict.bin", "own.bin")
"""Phrases of other dictionaries that pypinyin lacks or reads otherwise; a later file wins (sources: ``README.md``)."""
OPINIONS = ("pinyin_pro.bin", "marked.bin")
"""A second opinion for the model to weigh: phrases that pinyin-pro's dictionary reads otherwise, and our own."""

LIGHT = "light.bin"
"""Words in use that dictionaries or speakers give a neutral tone where the tables above have a full one."""
NAMES = "names.bin"
"""Words in use that CC-CEDICT writes with a capital."""
WORDS = "words.bin"
"""Which words of the segmentation dictionaries have, too; the rest are common phrases (很好, 我想)."""
TAIWAN = "taiwan.bin"
"""Words and characters that Taiwan reads otherwise, as CC-CEDICT notes."""

FIRST_CODE = 0x100
"""A reading is kept as one character, this one and those after it, so that a phrase's readings are a plain string."""


@dataclass(frozen=True, slots=True)
class Table:
    """Characters and phrases with their readings in code: ``syllables[ord(code) - FIRST_CODE]`` is a reading."""

    syllables: tuple[str, ...]
    """Every reading there is, with its tone mark, and each in the neutral tone."""
    characters: Mapping[str, str]
    """{character: its readings in code, the commonest first}."""
    phrases: Mapping[str, str]
    """{phrase of two characters or more: its readings in code, one for each character}."""

    @classmethod
    def of(cls, characters: Mapping[str, tuple[str, ...]], phrases: Mapping[str, tuple[str, ...]]) -> Table:
        """Return the table of readings that are spelled out."""
        spelled = {reading for readings in (*characters.values(), *phrases.values()) for reading in readings}
        syllables = tuple(sorted(spelled | {to_marks(without_tone(reading)) for reading in spelled}))
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
        # Distances of code points: nearly all are one, and take no space.
        " ".join(str(ord(after) - ord(before)) for before, after in pairwise(("\0", *characters))),
        " ".join(table.characters[character] for character in characters),
        " ".join(phrases),
        ",".join(readings),
    )
    return zlib.compress("\n".join(lines).encode(), 9)


def unpacked(content: bytes) -> Table:
    """Return the table that *content* holds: the inverse of :func:`packed`."""
    syllables, distances, options, phrases, readings = zlib.decompress(content).decode().split("\n")
    characters = map(chr, accumulate(map(int, distances.split(" "))))
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
    return dictionary().corrected(_phrases(CORRECTIONS))


@cache
def opinions() -> Table:
    """Return the phrases of the second opinion alone, read once per process."""
    return Table(dictionary().syllables, dictionary().characters, _phrases(OPINIONS))


@cache
def light_words() -> Mapping[str, str]:
    """Return {word in Simplified script: 1 for each syllable that is light when it is spoken, else 0}."""
    return unpacked_phrases(_content(LIGHT))


@cache
def names() -> frozenset[str]:
    """Return the proper names among the words in use, in Simplified script."""
    return frozenset(zlib.decompress(_content(NAMES)).decode().split(" "))


def packed_words(dictionary_words: Collection[str]) -> bytes:
    """Return, as the bytes of the packaged file, which words of the segmentation are *dictionary_words*: a bit each."""
    words = _segmented_words()
    bits = sum(1 << at for at, word in enumerate(words) if word in dictionary_words)
    return zlib.compress(_digest(words) + bits.to_bytes(len(words) // 8 + 1, "little"), 9)


@cache
def dictionary_words() -> frozenset[str]:
    """Return the words of the segmentation that dictionaries have.

    Raises ValueError when the segmentation's words are not those that the table was made for.
    """
    words, content = _segmented_words(), zlib.decompress(_content(WORDS))
    if content[:4] != _digest(words):
        raise ValueError(f"{WORDS} was made for other words: run python -m site_builder.text.pinyin.generate")
    return frozenset(word for at, word in enumerate(words) if content[4 + at // 8] >> at % 8 & 1)


def _segmented_words() -> list[str]:
    return sorted(word for word in lexicon() if len(word) > 1)


def _digest(words: Iterable[str]) -> bytes:
    return zlib.crc32(" ".join(words).encode()).to_bytes(4, "little")


@cache
def taiwan_readings() -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return {word in Simplified script: (its reading, the reading in Taiwan)}, with tone marks."""
    lines = (line.split("\t") for line in zlib.decompress(_content(TAIWAN)).decode().splitlines())
    return {word: (tuple(usual.split(" ")), tuple(taiwan.split(" "))) for word, usual, taiwan in lines}


def _phrases(names: Iterable[str]) -> Mapping[str, str]:
    """Return the phrases of several files; those of a later one win."""
    phrases: dict[str, str] = {}
    for name in names:
        phrases |= unpacked_phrases(_content(name))
    return phrases


def _content(name: str) -> bytes:
    return resources.files(__package__).joinpath(name).read_bytes()


def _first_readings(phrase: str, characters: Mapping[str, str]) -> str:
    return "".join(characters.get(character, " ")[0] for character in phrase)
