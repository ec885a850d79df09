"""The annotator of Jyutping: Cantonese, by the optional package ToJyutping."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from site_builder.text.annotation import Annotation, MissingPackageError, Syllable
from site_builder.text.pinyin.annotator import legible, placed
from site_builder.text.words import is_hanzi, segment

PACKAGE = "ToJyutping"
"""What to install: BSD-2-Clause, data of words.hk and Rime."""
_SYLLABLE = re.compile(r"[a-z]{1,6}[1-6]")


class _ToJyutping(Protocol):
    def get_jyutping_list(self, text: str) -> list[tuple[str, str | None]]:
        """Return each character with its reading."""


@dataclass(frozen=True, slots=True)
class JyutpingAnnotator:
    """Cantonese in Jyutping with tone numbers."""

    name: str = "jyutping"
    tag: str = "yue-Latn-jyutping"

    def annotate(
        self,
        run: str,
        *,
        readings: Mapping[str, str] | None = None,
        fixed: Sequence[Syllable] = (),
    ) -> Sequence[Annotation]:
        """Return the annotated words of *run*; readings that are no Jyutping (a glossary's pinyin) are passed over.

        Raises MissingPackageError where ToJyutping is not installed.
        """
        text, places = legible(run)
        words = {word: given for word, reading in (readings or {}).items() if (given := _given(word, reading))}
        spans = segment(text, frozenset(words))
        found = _read(text)
        for start, end in spans:
            found[start:end] = words.get(text[start:end], found[start:end])
        return placed(run, places, spans, found, [s for s in fixed if _SYLLABLE.fullmatch(s.reading)])

    def annotate_all(
        self,
        runs: Sequence[str],
        *,
        readings: Mapping[str, str] | None = None,
        fixed: Sequence[Sequence[Syllable]] = (),
    ) -> list[Sequence[Annotation]]:
        """Return the annotated words of each of *runs*."""
        return [
            self.annotate(run, readings=readings, fixed=given)
            for run, given in zip(runs, fixed or [()] * len(runs), strict=True)
        ]


def _given(word: str, reading: str) -> list[str]:
    """Return a reading for each character of *word*, nothing when *reading* is no Jyutping or does not fit."""
    syllables = reading.lower().split()
    fits = len(syllables) == len(word) and all(map(is_hanzi, word)) and all(map(_SYLLABLE.fullmatch, syllables))
    return syllables if fits else []


def _read(text: str) -> list[str]:
    """Return the reading of each character of *text*, ``""`` for none."""
    found = [""] * len(text)
    # Lone surrogates are no text to the package.
    legal = "".join("\ufffc" if "\ud800" <= c <= "\udfff" else c for c in text)
    at = 0
    for piece, reading in _package().get_jyutping_list(legal):
        syllables = (reading or "").split()
        if len(syllables) == len(piece):
            found[at : at + len(piece)] = syllables
        at += len(piece)
    return [reading if is_hanzi(c) else "" for c, reading in zip(text, found, strict=True)]


@cache
def _package() -> _ToJyutping:
    try:
        return cast("_ToJyutping", import_module(PACKAGE))
    except ImportError as missing:
        message = f"Jyutping needs the package {PACKAGE}: pip install site-builder[jyutping]"
        raise MissingPackageError(message) from missing
