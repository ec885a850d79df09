"""The words of Simplified text with their Traditional forms: what OpenCC's longest match cannot weigh."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

LEVELS = 4
"""Steps of a nat in which the packaged costs are written."""
_UNKNOWN = 18.0
"""Cost of a Hanzi that the table does not have, in nats; dearer than any that it has."""


class Words(NamedTuple):
    """The words that start with one character."""

    costs: Mapping[str, float]
    """{word: minus the logarithm of its share of all words}."""
    lengths: Mapping[str, tuple[int, ...]]
    """{first two characters: lengths of the words that start so, in order}."""


class Span(NamedTuple):
    """A word in its place; offsets are half-open."""

    start: int
    end: int


def words_of(text: str, offset: int) -> list[Span]:
    """Return the cheapest words of *text*, which is Simplified Hanzi only and stands at *offset* of its run."""
    words = _Words.packaged()
    size = len(text)
    best = [1e9] * (size + 1)
    best[0] = 0.0
    back = [0] * (size + 1)
    for i, char in enumerate(text):
        costs, lengths = words[char]
        here = best[i]
        cost = here + costs.get(char, _UNKNOWN)
        if cost < best[i + 1]:
            best[i + 1], back[i + 1] = cost, i
        for length in lengths.get(text[i : i + 2], ()):
            j = i + length
            if j > size:
                break
            word_cost = costs.get(text[i:j])
            if word_cost is not None and here + word_cost < best[j]:
                best[j], back[j] = here + word_cost, i
    spans: list[Span] = []
    j = size
    while j:
        i = back[j]
        spans.append(Span(offset + i, offset + j))
        j = i
    spans.reverse()
    return spans


def form_of(word: str, place: int) -> str:
    """Return the Traditional character at *place* of *word*: the word's own, else the usual one."""
    forms = _Words.packaged().forms
    return forms[word][place] if word in forms else forms.get(word[place], word[place])


def is_word(text: str) -> bool:
    """Tell whether *text*, which is not empty, is one of the words."""
    return text in _Words.packaged()[text[0]].costs


class _Words(dict[str, Words]):
    """The packaged words by first character, each group made ready when it is first asked for."""

    def __init__(self, lines: Mapping[str, str], forms: Mapping[str, str]) -> None:
        super().__init__()
        self._lines = lines
        self.forms = forms

    def __missing__(self, first: str) -> Words:
        costs: dict[str, float] = {}
        lengths: dict[str, tuple[int, ...]] = {}
        line = self._lines.get(first)
        for field in line.split("\t") if line else ():
            head, rests = field.split(":")
            size, cost = int(head[0]), int(head[1:]) / LEVELS
            if size == 1:
                costs[first] = cost
                continue
            for i in range(0, len(rests), size - 1):
                word = first + rests[i : i + size - 1]
                costs[word] = cost
                # The fields are in order of size.
                known = lengths.get(word[:2], ())
                if size not in known:
                    lengths[word[:2]] = (*known, size)
        self[first] = words = Words(costs, lengths)
        return words

    @staticmethod
    @cache
    def packaged() -> _Words:
        """Return the packaged words (``tables/README.md`` names their sources)."""
        tables = files(__package__) / "tables"
        lines = zlib.decompress((tables / "lattice.bin").read_bytes()).decode().split("\n")
        pairs = zlib.decompress((tables / "forms.bin").read_bytes()).decode().split("\n")
        return _Words({line[0]: line[2:] for line in lines}, dict(zip(pairs[::2], pairs[1::2], strict=True)))


def pack_words(costs: Mapping[str, float], forms: Mapping[str, str]) -> tuple[bytes, bytes]:
    """Return the files of words and of Traditional forms, as :func:`words_of` reads them."""
    groups: dict[str, dict[tuple[int, int], list[str]]] = {}
    for word, cost in sorted(costs.items()):
        fields = groups.setdefault(word[0], {})
        fields.setdefault((len(word), round(cost * LEVELS)), []).append(word[1:])
    lines = (
        "\t".join((first, *(f"{size}{level}:{''.join(rests)}" for (size, level), rests in sorted(fields.items()))))
        for first, fields in groups.items()
    )
    pairs = (f"{word}\n{form}" for word, form in sorted(forms.items()))
    return zlib.compress("\n".join(lines).encode(), 9), zlib.compress("\n".join(pairs).encode(), 9)
