"""Where the words of a run are: a lattice over word frequencies, in either script."""

from __future__ import annotations

import lzma
import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from site_builder.text.folding import fold

HANZI = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
"""Every Hanzi, as the inside of a character class: the unified blocks with their extensions, compatibility, 〇."""

_HANZI_RUN = re.compile(f"[{HANZI}]+")
_UNKNOWN = 18.0
"""Cost of a Hanzi that the table does not have, in nats; dearer than any that it has."""
_PAIR = 2
_LEVELS = 8
"""Steps of a nat in which the packaged costs are written."""


class Lexicon(NamedTuple):
    """Words of Simplified text and what they cost."""

    costs: Mapping[str, float]
    """{word: minus the logarithm of its share of all words}."""
    longest: Mapping[str, int]
    """{first two characters: length of the longest word that starts so}, for words of three characters and more."""


def is_hanzi(char: str) -> bool:
    """Say whether *char* is a Hanzi: any CJK ideograph, compatibility ones and 〇 included."""
    return _HANZI_RUN.match(char) is not None


def segment(run: str, extra: Collection[str] = (), folded: str | None = None) -> list[tuple[int, int]]:
    """Return the words of *run* as half-open spans, in order; they cover every Hanzi and nothing else.

    *extra* are words that always win, the longest first; they may hold other characters than Hanzi.
    Passed as a frozenset they are prepared once. *folded* is the folding of *run*, where it is known already.
    Time is linear in the length of the run.
    """
    folded = fold(run) if folded is None else folded
    spans: list[tuple[int, int]] = []
    start = 0
    if extra:
        for word_start, word_end in _extra_spans(run, folded, frozenset(extra)):
            spans += _lattice(folded, start, word_start)
            spans.append((word_start, word_end))
            start = word_end
    spans += _lattice(folded, start, len(run))
    return spans


def _lattice(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the cheapest words of the Hanzi between *start* and *end*."""
    spans: list[tuple[int, int]] = []
    for match in _HANZI_RUN.finditer(folded, start, end):
        spans += _cheapest(match[0], match.start())
    return spans


def _cheapest(text: str, offset: int) -> list[tuple[int, int]]:
    """Return the cheapest way through the words of *text*, which is Hanzi only."""
    costs, longest = lexicon()
    cost_of, longest_of = costs.get, longest.get
    size = len(text)
    # One place more than there is: at the end of the text its last character stands for a pair, and leads nowhere.
    best = [float("inf")] * (size + 2)
    best[0] = 0.0
    back = [0] * (size + 2)
    for i, char in enumerate(text):
        here = best[i]
        cost = here + cost_of(char, _UNKNOWN)
        if cost < best[i + 1]:
            best[i + 1], back[i + 1] = cost, i
        pair = text[i : i + 2]
        pair_cost = cost_of(pair)
        if pair_cost is not None and here + pair_cost < best[i + 2]:
            best[i + 2], back[i + 2] = here + pair_cost, i
        length = longest_of(pair)
        # Most pairs begin no longer word.
        if length is not None:
            for j in range(i + 3, min(size, i + length) + 1):
                word_cost = cost_of(text[i:j])
                if word_cost is not None and here + word_cost < best[j]:
                    best[j], back[j] = here + word_cost, i
    spans: list[tuple[int, int]] = []
    j = size
    while j:
        i = back[j]
        spans.append((offset + i, offset + j))
        j = i
    spans.reverse()
    return spans


def _extra_spans(run: str, folded: str, extra: frozenset[str]) -> list[tuple[int, int]]:
    """Return where the words of *extra* stand, as written or in the other script; longest first, left to right."""
    by_first = _by_first_character(extra)
    spans: list[tuple[int, int]] = []
    i = 0
    while i < len(run):
        end = i
        for text in (run, folded):
            for word in by_first.get(text[i], ()):
                if text.startswith(word, i):
                    end = max(end, i + len(word))
                    break
        if end > i:
            spans.append((i, end))
        i = max(end, i + 1)
    return spans


@lru_cache(maxsize=32)
def _by_first_character(words: frozenset[str]) -> Mapping[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted({*words, *map(fold, words)}, key=len, reverse=True):
        if word:
            found[word[0]].append(word)
    return dict(found)


@cache
def lexicon() -> Lexicon:
    """Return the packaged words (``tables/README.md`` names their source); loaded once."""
    packed = (files(__package__) / "tables" / "words.txt.xz").read_bytes()
    costs: dict[str, float] = {}
    lengths: defaultdict[int, list[str]] = defaultdict(list)
    for line in lzma.decompress(packed).decode().splitlines():
        size, level, text = line.split("\t")
        length = int(size)
        words = [text[i : i + length] for i in range(0, len(text), length)]
        costs.update(dict.fromkeys(words, int(level) / _LEVELS))
        lengths[length] += words
    longest: dict[str, int] = {}
    for length in sorted(lengths):
        if length > _PAIR:
            longest.update(dict.fromkeys([word[:2] for word in lengths[length]], length))
    return Lexicon(costs, longest)
