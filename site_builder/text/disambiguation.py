"""Which Traditional character a Simplified one stands for, told by its context; a linear model over OpenCC's answer.

The candidates of a character are grouped into classes: characters that differ in house style only (裡, 裏) are
one class, and within a class OpenCC's choice stands. The model weighs the characters and words around, OpenCC's
answer and that of the word lattice; it overrules OpenCC only by a margin. ``python -m training.disambiguator``
makes the weights.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import NamedTuple

from site_builder.text.lattice import Span, form_of, words_of
from site_builder.text.words import HANZI

SCALE = 32
"""Steps of a unit in which the packaged weights are written."""
_MARGIN_SECOND_OPINION = 0.0
"""How sure the model has to be where the word lattice contradicts OpenCC, in nats."""
_MARGIN_ALONE = 0.5
"""How sure it has to be where the word lattice agrees with OpenCC."""

_PAD = "$" * 6
_HANZI_RUN = re.compile(f"[{HANZI}]+")
_TO_PLAIN = str.maketrans(
    {
        **dict.fromkeys("0123456789０１２３４５６７８９", "0"),
        **{chr(code + shift): "a" for code in range(65, 91) for shift in (0, 32, 0xFEE0, 0xFEE0 + 32)},
        **dict.fromkeys("“‘『", "「"),
        **dict.fromkeys("”’』", "」"),
    }
)
_OTHER = re.compile(f"[^{HANZI}、，。：「」（）《》·？！；0a-]")
_AROUND = (
    (-1, 1),
    (0, 2),
    (-2, 1),
    (-1, 2),
    (0, 3),
    (-3, 1),
    (-2, 2),
    (-1, 3),
    (0, 4),
    (-4, 1),
    (0, 5),
    (-3, 2),
    (-2, 3),
)
"""Windows that hold the character, from and to, relative to it."""
_BESIDE = ((-2, -1), (2, 3), (-3, -2), (3, 4), (-3, -1), (2, 4))
"""Windows beside it."""
_NEAR_KINDS = ((-1, 0), (1, 2), (-2, 0), (1, 3))
"""Windows over the kinds of the characters."""

EXTENTS = (*_AROUND, *_BESIDE, (-1, 2), *_NEAR_KINDS, (-1, 2), (-2, 3))
"""How far each template of characters and kinds reaches, relative to the character; the words' templates follow."""
OWN_WORD = (len(EXTENTS), len(EXTENTS) + 3)
"""The templates of the word itself: which it is, and where in it the character stands."""
TEMPLATES = len(EXTENTS) + 6 + 3
"""How many keys a character has: those, then its words', OpenCC's class, the lattice's, and both."""


class Decision(NamedTuple):
    """What the model says of one character."""

    offset: int
    scores: tuple[float, ...]
    """Of each class, in nats."""
    classes: tuple[str, ...]
    """The characters of each class, the usual one first."""
    first: int
    """The class of OpenCC's answer; -1 when it is none of them."""
    second: int
    """The class of the word lattice's answer; -1 when it is none of them."""

    @property
    def best(self) -> int:
        """The class with the highest score."""
        return self.scores.index(max(self.scores))

    @property
    def margin(self) -> float:
        """How much better the best class is than OpenCC's, in nats."""
        return max(self.scores) - (self.scores[self.first] if self.first >= 0 else 0.0)

    @property
    def chosen(self) -> int:
        """The class that is written: OpenCC's, unless the model is sure of another."""
        needed = _MARGIN_SECOND_OPINION if self.first != self.second else _MARGIN_ALONE
        return self.best if self.margin > needed else self.first


@dataclass(frozen=True, slots=True)
class Chooser:
    """The weights of one Simplified character."""

    classes: tuple[str, ...]
    prior: tuple[int, ...]
    weights: tuple[Mapping[str, tuple[int, ...]], ...]
    """By template: {what stands there: weight of each class}."""
    settled: frozenset[str]
    """Words, each with the place of the character, in which OpenCC and the lattice were right whenever they agreed."""


def choose(run: str, base: str) -> str:
    """Return *base*, OpenCC's conversion of the Simplified *run*, with the characters that the model overrules.

    Both are of the same length; a character of *base* that is no candidate at all (a settled one) stays.
    """
    chars: list[str] | None = None
    for decision in weighed(run, base, Choosers.packaged(), only_open=True):
        chosen = decision.chosen
        if chosen != decision.first:
            if chars is None:
                chars = list(base)
            chars[decision.offset] = decision.classes[chosen][0]
    return base if chars is None else "".join(chars)


def decisions(run: str, base: str) -> Iterator[Decision]:
    """Yield what the model says of each ambiguous character of *run*, in order."""
    return weighed(run, base, Choosers.packaged(), only_open=False)


def weighed(run: str, base: str, choosers: Choosers, *, only_open: bool) -> Iterator[Decision]:
    """Yield what *choosers* say of the ambiguous characters of *run*, in order.

    With *only_open* those are passed over that OpenCC and the lattice agree on in a word where that was always
    right: to weigh them takes most of the time and changes nothing.
    """
    context: Context | None = None
    for match in choosers.ambiguous.finditer(run):
        offset = match.start()
        chooser = choosers[match[0]]
        first = class_of(base[offset], chooser.classes)
        if first < 0:
            continue
        if context is None:
            context = Context(run, choosers.kinds, choosers.ambiguous)
        span = context.word_at(offset)
        second = class_of(form_of(run[span.start : span.end], offset - span.start), chooser.classes)
        if only_open and first == second and f"{offset - span.start}{run[span.start : span.end]}" in chooser.settled:
            continue
        found = [
            weights
            for table, key in zip(chooser.weights, (*context.keys_at(offset), *opinions(first, second)), strict=True)
            if (weights := table.get(key))
        ]
        scores = tuple(total / SCALE for total in map(sum, zip(chooser.prior, *found, strict=True)))
        yield Decision(offset, scores, chooser.classes, first, second)


def opinions(first: int, second: int) -> tuple[str, str, str]:
    """Return the keys that tell OpenCC's class, the lattice's, and both."""
    return f"{first}", f"{second}", f"{first}{second}"


def class_of(char: str, classes: Sequence[str]) -> int:
    """Return which of *classes* holds *char*, -1 for none."""
    for index, members in enumerate(classes):
        if char in members:
            return index
    return -1


def plain_text(run: str) -> str:
    """Return *run* with its digits, letters and rare signs made alike; as long as before."""
    return _OTHER.sub("-", run.translate(_TO_PLAIN))


class Context:
    """A run made ready for its characters to be looked at."""

    def __init__(self, run: str, kinds: Mapping[int, int], ambiguous: re.Pattern[str]) -> None:
        self._run = run
        self._plain = f"{_PAD}{plain_text(run)}{_PAD}"
        self._kinds = self._plain.translate(kinds)
        self._ambiguous = ambiguous

    @cached_property
    def _spans(self) -> list[Span]:
        """The words of those stretches that hold an ambiguous character."""
        run = self._run
        return [
            span
            for match in _HANZI_RUN.finditer(run)
            if self._ambiguous.search(run, match.start(), match.end())
            for span in words_of(match[0], match.start())
        ]

    @cached_property
    def _starts(self) -> list[int]:
        return [span.start for span in self._spans]

    def word_at(self, offset: int) -> Span:
        """Return the word that holds the ambiguous character at *offset*."""
        return self._spans[bisect_right(self._starts, offset) - 1]

    def keys_at(self, offset: int) -> list[str]:
        """Return what stands around the ambiguous character at *offset*, one key a template."""
        place = offset + len(_PAD)
        plain, kinds = self._plain, self._kinds
        keys = [plain[place + start : place + end] for start, end in _AROUND]
        keys += [plain[place + start : place + end] for start, end in _BESIDE]
        keys.append(plain[place - 1] + plain[place + 1])
        keys += [kinds[place + start : place + end] for start, end in _NEAR_KINDS]
        keys.append(kinds[place - 1] + kinds[place + 1])
        keys.append(kinds[place - 2 : place] + kinds[place + 1 : place + 3])
        spans, i = self._spans, bisect_right(self._starts, offset) - 1
        span = spans[i]
        start, end = span.start, span.end
        before = spans[i - 1] if i and spans[i - 1].end == start else None
        after = spans[i + 1] if i + 1 < len(spans) and spans[i + 1].start == end else None
        word = f"{offset - start}{self._run[start:end]}"
        left = self._run[before.start : before.end] if before else "$"
        right = self._run[after.start : after.end] if after else "$"
        alone = end - start == 1
        keys += (
            word,
            f"{left}|{word}",
            f"{word}|{right}",
            "alone" if alone else "first" if offset == start else "last" if offset == end - 1 else "within",
            left if alone else "",
            right if alone else "",
        )
        return keys


class Choosers(dict[str, Chooser]):
    """The packaged weights by Simplified character, made ready when they are first asked for."""

    def __init__(self, kinds: Mapping[int, int], sections: Mapping[str, str]) -> None:
        super().__init__()
        self.kinds = kinds
        self.ambiguous = re.compile(f"[{''.join(sections)}]")
        self._sections = sections

    def __missing__(self, char: str) -> Chooser:
        head, *lines = self._sections[char].split("\n")
        classes, prior, settled = head.split("\t")
        tables: list[dict[str, tuple[int, ...]]] = [{} for _ in range(TEMPLATES)]
        for line in lines:
            template, numbers, keys = line.split("\t")
            weights = tuple(map(int, numbers.split(",")))
            tables[int(template)].update(dict.fromkeys(keys.split(" "), weights))
        self[char] = chooser = Chooser(
            tuple(classes.split(" ")), tuple(map(int, prior.split(","))), tuple(tables), frozenset(settled.split(" "))
        )
        return chooser

    @staticmethod
    @cache
    def packaged() -> Choosers:
        """Return the packaged weights (``tables/README.md`` names what they were learned from)."""
        return Choosers.unpacked((files(__package__) / "tables" / "disambiguation.bin").read_bytes())

    @staticmethod
    def unpacked(packed: bytes) -> Choosers:
        """Return the weights that :func:`pack_choosers` packed."""
        kinds, *sections = zlib.decompress(packed).decode().split("\n#")
        characters, names = kinds.split("\t")
        return Choosers(str.maketrans(characters, names), {section[0]: section[2:] for section in sections})


def pack_choosers(kinds: Mapping[str, str], choosers: Mapping[str, Chooser]) -> bytes:
    """Return the file of weights, as :func:`decisions` reads it."""
    sections = ["".join(kinds) + "\t" + "".join(kinds.values())]
    for char, chooser in sorted(choosers.items()):
        settled = " ".join(sorted(chooser.settled))
        lines = [f"{char}\t{' '.join(chooser.classes)}\t{','.join(map(str, chooser.prior))}\t{settled}"]
        for template, table in enumerate(chooser.weights):
            groups: dict[tuple[int, ...], list[str]] = {}
            for key, weights in sorted(table.items()):
                groups.setdefault(weights, []).append(key)
            lines += (f"{template}\t{','.join(map(str, w))}\t{' '.join(keys)}" for w, keys in sorted(groups.items()))
        sections.append("\n".join(lines))
    return zlib.compress("\n#".join(sections).encode(), 9)
