"""How hard words and texts are, by the word lists of the HSK examination; the table is that of tables/README.md."""

from __future__ import annotations

import lzma
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from site_builder.text.folding import fold
from site_builder.text.words import is_hanzi

TABLE = "levels.txt.xz"
HIGHEST = 7
"""Stands for the levels 7 to 9, which the lists do not part."""
BEYOND = HIGHEST + 1
"""The level of a text with too many characters that no list has."""
COVERAGE = 0.95
"""A reader of a level knows this share of the Hanzi of its texts: enough to guess the rest."""
_LONGEST_WORD = 12


class Standard(StrEnum):
    """A list that levels are taken from; they differ on half of the words."""

    HSK_2025 = "hsk-2025"
    """The syllabus of the examination since 2026."""
    HSK_2021 = "hsk-2021"
    """The national standard GF0025-2021."""
    HSK_2 = "hsk-2.0"
    """The six levels used before."""


ORDER = tuple(Standard)
"""The order of the columns of the table."""


@dataclass(frozen=True, slots=True)
class Levels:
    """The lists of one standard."""

    words: Mapping[str, int]
    """{Simplified word: its level, from 1}."""
    characters: Mapping[str, int]
    """{Simplified character: the level at which it is learnt}."""

    def of_word(self, folded: str) -> int:
        """Return the level of a Simplified word, 0 for one that has none.

        A word that is not listed is as hard as the hardest of the listed words it is made of, the longest first.
        """
        known = self.words.get(folded)
        if known:
            return known
        hardest = at = 0
        while at < len(folded):
            for end in range(min(len(folded), at + _LONGEST_WORD), at, -1):
                level = self.words.get(folded[at:end]) if end > at + 1 else self._of_character(folded[at])
                if level:
                    hardest, at = max(hardest, level), end
                    break
            else:
                return 0
        return hardest

    def _of_character(self, character: str) -> int:
        if not is_hanzi(character):
            return 1
        listed = (self.words.get(character), self.characters.get(character))
        return min(filter(None, listed), default=0)

    def of_counts(self, counts: Iterable[tuple[str, int]]) -> int:
        """Return the level of a text from (Simplified character, how often): 0 without Hanzi."""
        by_level = [0] * (BEYOND + 1)
        for character, count in counts:
            by_level[self.characters.get(character, BEYOND)] += count
        enough = COVERAGE * sum(by_level)
        known = 0
        for level, count in enumerate(by_level):
            known += count
            if known and known >= enough:
                return level
        return 0


@cache
def levels(standard: str) -> Levels:
    """Return the lists of *standard*; raises :class:`ValueError` for a name that is none."""
    column = ORDER.index(Standard(standard))
    words: dict[str, int] = {}
    characters: dict[str, int] = {}
    kept = words
    for line in lzma.decompress((files(__package__) / "tables" / TABLE).read_bytes()).decode().splitlines():
        if not line:
            kept = characters
            continue
        text, _, digits = line.partition("\t")
        if digits[column] != "0":
            kept[text] = int(digits[column])
    return Levels(words, characters)


def text_levels(text: str) -> tuple[tuple[str, int], ...]:
    """Return (standard, level) of *text*, in either script, for every standard; see :meth:`Levels.of_counts`."""
    counts = [(character, count) for character, count in Counter(fold(text)).items() if is_hanzi(character)]
    return tuple((standard.value, levels(standard).of_counts(counts)) for standard in ORDER)
