"""What an annotator says: which parts of a text run are words, and how their characters are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol


class Syllable(NamedTuple):
    """A reading placed on one character (more for fused erhua); offsets are characters of the run, half-open."""

    start: int
    end: int
    reading: str


class Annotation(NamedTuple):
    """A word of the run with its syllables in order; a character of it without a reading has none."""

    start: int
    end: int
    syllables: tuple[Syllable, ...]


class MissingPackageError(RuntimeError):
    """Raised where an annotator is asked for and the optional package that it needs is not installed."""


class Annotator(Protocol):
    """Says how the words of a text run are read."""

    @property
    def name(self) -> str:
        """As ``site.toml`` spells it: ``pinyin``."""

    @property
    def tag(self) -> str:
        """BCP 47 tag of the annotation: ``zh-Latn-pinyin``."""

    def annotate(
        self,
        run: str,
        *,
        readings: Mapping[str, str] | None = None,
        fixed: Sequence[Syllable] = (),
    ) -> Sequence[Annotation]:
        """Return the annotated words of *run*, in order, never overlapping.

        *run* is displayed text in either script, any length, with any characters. *readings* is the
        glossary: {word as displayed: syllables parted by spaces}; its words win and are kept whole.
        *fixed* are readings set in place; they win over everything.
        """

    def annotate_all(
        self,
        runs: Sequence[str],
        *,
        readings: Mapping[str, str] | None = None,
        fixed: Sequence[Sequence[Syllable]] = (),
    ) -> list[Sequence[Annotation]]:
        """Return what :meth:`annotate` returns for each of *runs*, faster than one by one.

        *fixed* has the readings set in place for each run, or is empty.
        """
