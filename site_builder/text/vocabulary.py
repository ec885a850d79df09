"""Regional words: how Taiwan, Hong Kong and the mainland call the same thing, and which pieces correspond."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain

from site_builder.text.lattice import words_of
from site_builder.text.variants import Variant
from site_builder.text.words import HANZI, is_hanzi

_HANZI_RUN = re.compile(f"[{HANZI}]+")
_LONG = 4
_BENEATH = {"taiwan-from-hongkong": ("taiwan",), "hongkong-from-taiwan": ("hongkong",)}
"""Tables that hold only what they have beside another."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """A regional word in place of another; offsets are characters of the run, half-open."""

    start: int
    end: int
    text: str
    lengths: tuple[tuple[int, int], ...]
    """(source length, target length) of the pieces that correspond, in order."""


@dataclass(frozen=True, slots=True)
class _Entry:
    text: str
    lengths: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """One direction's words, keyed by Simplified spelling."""

    entries: Mapping[str, _Entry]
    longest: Mapping[str, int]
    """{first two characters, or the only one: length of the longest key that starts so}."""
    mixed: re.Pattern[str]
    """Finds the keys that hold other characters than Hanzi, not within a Latin word."""


def regional_words(folded: str, source: Variant, target: Variant) -> list[Replacement]:
    """Return the replacements that lead from *source*'s wording to *target*'s, in order, never overlapping.

    *folded* is the run in Simplified. A word of Hanzi is replaced only where the words of the run begin and
    end with it, so that 少数组织 holds no array.
    """
    name = _name(source, target)
    if not name:
        return []
    vocabulary = _vocabulary(name)
    spans = [(match.start(), match.end()) for match in vocabulary.mixed.finditer(folded)]
    if _may_occur(folded, vocabulary):
        spans += _hanzi_places(folded, vocabulary)
    found: list[Replacement] = []
    taken = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= taken:
            entry = vocabulary.entries[folded[start:end]]
            found.append(Replacement(start, end, entry.text, entry.lengths))
            taken = end
    return found


def changes_wording(source: Variant, target: Variant) -> bool:
    """Say whether *target*'s region has words of its own that *source*'s does not use."""
    return bool(_name(source, target))


def _name(source: Variant, target: Variant) -> str:
    """Return the table that leads from *source*'s wording to *target*'s, ``""`` for none."""
    if target.region in {"", source.region}:
        return ""
    if target.region == "CN":
        # Simplified text without a region is worded as on the mainland already.
        if source.script is target.script:
            return ""
        return "mainland-from-hongkong" if source.region == "HK" else "mainland-from-taiwan"
    if target.region == "TW":
        return "taiwan-from-hongkong" if source.region == "HK" else "taiwan"
    return "hongkong-from-taiwan" if source.region == "TW" else "hongkong"


def _may_occur(folded: str, vocabulary: _Vocabulary) -> bool:
    """Say whether characters of *folded* start a key; most runs need no segmentation."""
    longest = vocabulary.longest
    return any(folded[i : i + 2] in longest or folded[i] in longest for i in range(len(folded)))


def _hanzi_places(folded: str, vocabulary: _Vocabulary) -> list[tuple[int, int]]:
    """Return the longest key at each start of a word that ends with a word too, or starts a longer one (前列腺癌).

    A key of four characters or more is the word that it seems to be, wherever it ends. A word that holds no such
    key may end with one of three (搭计程车).
    """
    words = [span for match in _HANZI_RUN.finditer(folded) for span in words_of(match[0], match.start())]
    ends = {end for _, end in words}
    entries, longest_of = vocabulary.entries, vocabulary.longest
    spans: list[tuple[int, int]] = []
    for start, word_end in words:
        longest = longest_of.get(folded[start : start + 2], 1)
        for end in range(min(start + longest, len(folded)), start, -1):
            if (end in ends or start + 1 < end < word_end or end - start >= _LONG) and folded[start:end] in entries:
                spans.append((start, end))
                break
        else:
            at = next((i for i in range(start + 1, word_end - 2) if folded[i:word_end] in entries), word_end)
            if at < word_end:
                spans.append((at, word_end))
    return spans


@cache
def _vocabulary(name: str) -> _Vocabulary:
    entries: dict[str, _Entry] = {}
    longest: dict[str, int] = {}
    mixed: list[str] = []
    tables = files(__package__) / "tables"
    lines = [(tables / f"{table}.tsv").read_text("utf-8").splitlines() for table in (*_BENEATH.get(name, ()), name)]
    for line in chain.from_iterable(lines):
        key, text, pieces = line.split("\t")
        lengths = tuple((int(before), int(after)) for before, after in (piece.split(":") for piece in pieces.split()))
        entries[key] = _Entry(text, lengths)
        if all(map(is_hanzi, key)):
            longest[key[:2]] = max(len(key), longest.get(key[:2], 0))
        else:
            mixed.append((r"(?<![A-Za-z0-9])" if key[0].isascii() else "") + re.escape(key))
    mixed.sort(key=len, reverse=True)
    return _Vocabulary(entries, longest, re.compile("|".join(mixed)))
