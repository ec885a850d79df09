"""Where the words of a text are: the cheapest way through a lattice of word frequencies, in either script."""

from __future__ import annotations

import lzma
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from site_builder.text.folding import fold
from site_builder.text.pairs import PLANES, SLOTS, Integers, Keys, code_points, extended, pair_keys, slots

HANZI = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
"""Every Hanzi, as the inside of a character class: the unified blocks with their extensions, compatibility, 〇."""

_HANZI_RUN = re.compile(f"[{HANZI}]+")
_UNKNOWN = 18.0
"""Cost of a Hanzi that the table does not have, in nats; dearer than any that it has."""
_LEVELS = 8
"""Steps of a nat in which the packaged costs are written."""
APART = "\ufffc"
"""No Hanzi: stands between texts that are looked at together, and in place of words that are given."""
_PAIR = 2


class Words(NamedTuple):
    """The words of a text, in order; they cover every Hanzi and nothing else."""

    spans: Integers
    """(words, 2): half-open."""
    numbers: Integers
    """(words,): place of each among the words of :func:`lexicon`, -1 for a Hanzi that is not there."""


class _Index(NamedTuple):
    """The words of the lexicon, made ready to be found many at once."""

    costs: NDArray[np.float64]
    """By number; the last is that of an unknown Hanzi, which has the number -1."""
    singles: Integers
    """Number of each code point."""
    longest: NDArray[np.uint8]
    """Length of the longest word that begins with a pair, by a hash of the pair: never less, seldom more."""
    longer: tuple[tuple[Keys, Integers], ...]
    """Words of two characters, of three, and so on: their keys, ascending, and their numbers."""


class _Found(NamedTuple):
    """Words wherever they may be in a text, overlapping or not."""

    starts: Integers
    sizes: Integers
    numbers: Integers


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
    given = _extra_spans(run, folded, frozenset(extra)) if extra else []
    starts, ends = cut(masked(folded, given)).spans.T.tolist()
    found = list(zip(starts, ends, strict=True))
    return sorted(found + given) if given else found


def masked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return *text* with its *spans* blotted out, so that no word or phrase reaches into them."""
    pieces: list[str] = []
    taken = 0
    for start, end in spans:
        pieces += (text[taken:start], APART * (end - start))
        taken = end
    return "".join((*pieces, text[taken:]))


def cut(text: str) -> Words:
    """Return the words of *text*, which is Simplified (a folding).

    Many texts with anything but a Hanzi between them are cut like each alone, and faster.
    """
    index = _index()
    points = code_points(text)
    size = len(points)
    places = np.arange(size)
    possible = np.minimum(points, PLANES - 1)
    hanzi = _are_hanzi()[possible]
    stops = np.minimum.accumulate(np.where(hanzi, size, places)[::-1])[::-1]
    found = _longer_words(index, points, stops - places)
    # No word reaches over these: the ways through the parts between them do not depend on each other.
    opened = np.bincount(found.starts + 1, minlength=size + 1)
    closed = np.bincount(found.starts + found.sizes, minlength=size + 1)
    inside = (opened - closed).cumsum()[:size] > 0
    begins = hanzi & ~inside
    numbers = np.where(hanzi, index.singles[possible], -1)
    if len(found.starts):
        single = np.flatnonzero(inside | _next(inside))
        one = _Found(single, np.ones(len(single), np.int64), numbers[single])
        chosen = _cheapest(index, _Found(*map(np.concatenate, zip(one, found, strict=True))), begins, inside)
        begins[chosen.starts] = True
        numbers[chosen.starts] = chosen.numbers
    starts = np.flatnonzero(begins)
    ends = np.minimum(np.append(starts[1:], size), stops[starts])
    return Words(np.column_stack((starts, ends)), numbers[starts])


def _longer_words(index: _Index, points: Integers, room: Integers) -> _Found:
    """Return the words of two characters and more among *points*; *room* is how many Hanzi follow, from each on."""
    keys = pair_keys(points)
    reach = np.minimum(index.longest[slots(keys)], room[:-1])
    at = np.flatnonzero(reach >= _PAIR)
    keys = keys[at]
    found: list[_Found] = []
    for size, (known, numbers) in enumerate(index.longer, _PAIR):
        place = np.minimum(np.searchsorted(known, keys), len(known) - 1)
        hit = np.flatnonzero(known[place] == keys)
        found.append(_Found(at[hit], np.full(len(hit), size), numbers[place[hit]]))
        further = np.flatnonzero(reach[at] > size)
        at = at[further]
        if not len(at):
            break
        keys = extended(keys[further], points[at + size])
    return _Found(*map(np.concatenate, zip(*found, strict=True)))


def _cheapest(index: _Index, words: _Found, begins: NDArray[np.bool_], inside: NDArray[np.bool_]) -> _Found:
    """Return which of *words* are on the cheapest ways through the parts of a text.

    Parts start where it *begins*; *inside* one are the characters after its first. All parts are gone through side by
    side, from their starts on.
    """
    heads = np.maximum.accumulate(np.where(begins, np.arange(len(begins)), 0))
    step = words.starts - heads[words.starts]
    order = np.lexsort((words.sizes, step))
    words, step = _Found(*(column[order] for column in words)), step[order]
    lasts, costs = words.starts + words.sizes - 1, index.costs[words.numbers]
    # What the cheapest way up to a character and with it costs, and its last word.
    best = np.full(len(begins), np.inf)
    last_word = np.zeros(len(begins), np.int64)
    borders = np.flatnonzero((np.diff(step) != 0) | (np.diff(words.sizes) != 0)) + 1
    for first, end in pairwise([0, *borders.tolist(), len(step)]):
        cost, to = costs[first:end], lasts[first:end]
        if step[first]:
            cost = cost + best[words.starts[first:end] - 1]
        better = np.flatnonzero(cost < best[to])
        best[to[better]] = cost[better]
        last_word[to[better]] = better + first
    on_the_way: list[Integers] = []
    at = np.flatnonzero(inside & ~_next(inside))
    while len(at):
        word = last_word[at]
        on_the_way.append(word)
        at = words.starts[word][step[word] > 0] - 1
    return _Found(*(column[np.concatenate(on_the_way)] for column in words))


def _next(flags: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return of each place what the next one's is."""
    return np.append(flags[1:], np.False_)


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
def lexicon() -> Mapping[str, float]:
    """Return {word of Simplified text: minus the logarithm of its share of all words}; loaded once.

    ``tables/README.md`` names the source.
    """
    return {text[at : at + size]: cost for size, cost, text in _packaged() for at in range(0, len(text), size)}


@cache
def _packaged() -> tuple[tuple[int, float, str], ...]:
    """Return the length of words, their cost, and all of the length and the cost in a row; read once per process."""
    packed = (files(__package__) / "tables" / "words.txt.xz").read_bytes()
    rows = (line.split("\t") for line in lzma.decompress(packed).decode().splitlines())
    return tuple((int(size), int(level) / _LEVELS, text) for size, level, text in rows)


@cache
def _index() -> _Index:
    """Return the lexicon made ready; loaded once."""
    texts: defaultdict[int, list[str]] = defaultdict(list)
    numbers: defaultdict[int, list[Integers]] = defaultdict(list)
    costs: list[NDArray[np.float64]] = []
    total = 0
    for size, cost, text in _packaged():
        count = len(text) // size
        texts[size].append(text)
        numbers[size].append(np.arange(total, total + count))
        costs.append(np.full(count, cost))
        total += count
    singles = np.full(PLANES, -1, np.int64)
    longest = np.zeros(SLOTS, np.uint8)
    longer: list[tuple[Keys, Integers]] = []
    for size in range(1, max(texts) + 1):
        number = np.concatenate(numbers[size])
        first, *others = code_points("".join(texts[size])).reshape(-1, size).T
        if not others:
            singles[first] = number
            continue
        keys = extended(first.astype(np.uint64), others[0])
        longest[slots(keys)] = size
        for points in others[1:]:
            keys = extended(keys, points)
        order = np.argsort(keys)
        longer.append((keys[order], number[order]))
    return _Index(np.concatenate((*costs, [_UNKNOWN])), singles, longest, tuple(longer))


@cache
def _are_hanzi() -> NDArray[np.bool_]:
    """Return whether each code point is a Hanzi."""
    found = np.zeros(PLANES, np.bool_)
    for match in re.finditer("(.)(?:-(.))?", HANZI):
        found[ord(match[1]) : ord(match[2] or match[1]) + 1] = True
    return found
