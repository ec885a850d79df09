"""What stands around a polyphone, as hashes: characters, its word, others by their kind, borders of words, names."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from site_builder.text.pairs import MULTIPLIER, Integers, code_points
from site_builder.text.words import Words

Hashes = NDArray[np.uint64]

KINDS = "kinds.npz"
"""The kinds of words, beside this module; ``training/kinds.py`` makes them."""

_WIDEST = 6
"""Characters to either side that are looked at; texts are padded with as many zeros."""
_CONTEXTS = (
    (-1,), (1,), (-2,), (2,), (-3,), (3,), (-4,), (4,),
    (-2, -1), (1, 2), (-1, 1), (-3, -2), (2, 3), (-2, 1), (-1, 2), (-2, 2),
    (-3, -2, -1), (1, 2, 3), (-2, -1, 1), (-1, 1, 2), (-2, -1, 1, 2), (-4, -3, -2, -1), (1, 2, 3, 4),
)  # fmt: skip
"""The neighbourhoods that count: the characters at these distances, together."""
_BAG = tuple(at for at in range(-_WIDEST, _WIDEST + 1) if at)
"""Distances at which a character counts wherever in the neighbourhood it stands."""
_WORDS = ((-1,), (1,), (-2, -1), (1, 2), (-1, 1))
"""Neighbourhoods of words, by fine, middle and coarse kinds."""
_COARSE_WORDS = ((-2,), (2,), (3,), (1, 2, 3), (-1, 1, 2))
"""Neighbourhoods of words by coarse kinds alone."""
_REACH = 3
"""Words to either side that are looked at."""
_REPEATED = (-3, -2, -1, 1, 2, 3)
"""Distances at which it tells something that the polyphone stands there again (数了数)."""
_BORDERS = (-2, -1, 0, 1, 2, 3)
"""Distances at which it tells something that a word begins there."""
_GIVEN = frozenset(
    "伟芳娜秀敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华文玉红玲芬燕彩春菊凤洁梅琳素云莲真环雪荣爱妹香月莺媛瑞凡佳嘉"
    "琼勤珍贞莉娣叶璧璐娅琦晶妍茜秋珊莎锦黛青倩婷姣婉娴瑾颖露瑶怡婵雁蓓纨仪荷丹蓉眉君琴蕊薇菁梦岚苑婕馨瑗琰韵融园艺"
    "咏卿聪澜纯毓悦昭冰爽琬茗羽希宁欣飘滢馥筠柔竹霭凝晓欢霄枫芸菲寒伊亚宜可姬舒影荔枝思毅俊峰保东辉力永健世广志义兴"
    "良海山仁波贵福生龙元全国胜学祥才发武新利清飞彬富顺信子昌成康星光天达安岩中茂进林有坚和彪博诚先敬震振壮会群豪心"
    "邦承乐绍功松善厚庆民友裕河哲江浩亮政谦亨奇固之轮翰朗伯宏言若鸣朋斌梁栋维启克伦翔旭鹏泽晨辰士以建家致树炎德行时"
    "泰盛雄琛钧冠策腾楠榕风航弘荫权曦莹萱轩涵梓宇皓铭荃藩"
)
"""Characters that given names are made of, by our own knowledge: they tell a surname before them."""

_GENERATOR = np.random.default_rng(16159)


def _odd(*shape: int) -> Hashes:
    return _GENERATOR.integers(1, 1 << 63, shape, np.uint64) | np.uint64(1)


_BY_PLACE, _TOLD, _PARTS = _odd(2 * _WIDEST + 1, len(_CONTEXTS) + 1), _odd(16), _odd(4)
_TERMS = tuple(
    tuple((by + _WIDEST, _BY_PLACE[by + _WIDEST, column]) for by in distances)
    for column, distances in enumerate(_CONTEXTS)
) + tuple(((by + _WIDEST, _BY_PLACE[0, -1]),) for by in _BAG)
"""Of each neighbourhood of characters: which columns of those around, and by what each is multiplied.

A character of the bag is hashed alike at every distance.
"""
_ORDER = np.array([*range(1, len(_CONTEXTS) + 1), *[len(_CONTEXTS) + 1] * len(_BAG)], np.uint64)
"""What tells the hashes of one neighbourhood from another's: of characters, …"""
_TOLD_ORDER = 101
"""… of what is told of a polyphone, …"""
_WORD_ORDER = 201
"""… and of words."""

_CLASSES = np.arange(0x10000)
for _first, _last in ("09", "０９"):
    _CLASSES[ord(_first) : ord(_last) + 1] = ord("0")
for _first, _last in ("az", "AZ", "ａｚ", "ＡＺ"):
    _CLASSES[ord(_first) : ord(_last) + 1] = ord("a")
_IS_GIVEN = np.zeros(0x10000, np.int64)
_IS_GIVEN[[ord(character) for character in _GIVEN]] = 1
_FIRST_HANZI, _LAST_HANZI = 0x4E00, 0x9FFF
_SIGN = 1 << 12
"""Kinds from here on are those of signs that are no words: their code point is added."""
_UNKNOWN = 1 << 11
"""Kinds from here on are those of words without one: their length is added."""
_LONG = 4
"""Longer words without a kind are all alike."""


class Kinds(NamedTuple):
    """The kinds of words, 0 standing for none."""

    fine: Integers
    """Of each word of the lexicon by its number, and last that of what is not there."""
    middle: Integers
    """Of each fine kind."""
    coarse: Integers


def hashes(text: str, at: Integers, told: Integers, ends: Sequence[int], words: Words) -> Hashes:
    """Return (polyphones, neighbourhoods): hashes of what stands around the characters of *text* at *at*.

    *told* (polyphones, sources) is what dictionaries say of each. Sentences end at *ends*, and neighbourhoods with
    them; *words* are those of *text*.
    """
    points = code_points(text)
    bounds = np.asarray((0, *ends), np.int64)
    sentence = np.searchsorted(bounds, at, "right")
    seen = at[:, None] + np.arange(-_WIDEST, _WIDEST + 1)
    inside = (seen >= bounds[sentence - 1][:, None]) & (seen < bounds[np.minimum(sentence, len(bounds) - 1)][:, None])
    around = np.where(inside, np.pad(_classes(points), _WIDEST)[seen + _WIDEST], 0)
    pieces = _Pieces.of(points, words)
    borders = np.where(inside, np.pad(pieces.begins, _WIDEST)[seen + _WIDEST], 1)
    found = np.concatenate(
        (
            _of_characters(around),
            _of_told(around, told),
            _of_words(pieces, at, bounds, around, borders),
        ),
        axis=1,
    )
    found += (points[at].astype(np.uint64) * MULTIPLIER)[:, None]
    # The sums wrapped; this spreads them.
    found = (found ^ (found >> np.uint64(29))) * MULTIPLIER
    mixed: Hashes = found ^ (found >> np.uint64(32))
    return mixed


def _classes(points: Integers) -> Integers:
    """Return *points* with all digits alike and all Latin letters alike."""
    found: Integers = np.where(points < len(_CLASSES), _CLASSES[np.minimum(points, len(_CLASSES) - 1)], points)
    return found


def _of_characters(around: Integers) -> Hashes:
    # Column by column: a product of matrices would multiply by zero seven times out of eight.
    columns = np.ascontiguousarray(around.T).astype(np.uint64)
    found = np.empty((len(_TERMS), len(around)), np.uint64)
    for number, ((first, by), *others) in enumerate(_TERMS):
        np.multiply(columns[first], by, out=found[number])
        for column, multiplier in others:
            found[number] += columns[column] * multiplier
    found += _ORDER[:, None]
    return np.ascontiguousarray(found.T)


def _of_told(around: Integers, told: Integers) -> Hashes:
    one, two, three, four = (around[:, _WIDEST - by] for by in (1, 2, 3, 4))
    twice = (one == two) + 2 * ((one == two) & (three == four))
    columns = np.column_stack((twice, told)).astype(np.uint64)
    size = columns.shape[1]
    found: Hashes = columns * _TOLD[:size] + np.arange(_TOLD_ORDER, _TOLD_ORDER + size, dtype=np.uint64)
    return found


@dataclass(frozen=True, slots=True)
class _Pieces:
    """A text cut into its words, and the signs between them, each of which is a piece of its own."""

    begins: Integers
    """1 for each character at which a piece begins."""
    starts: Integers
    lengths: Integers
    words: Integers
    """The number of each piece in the lexicon, -1 for what is not there."""
    levels: tuple[Integers, ...]
    """The kind of each piece: fine, middle, coarse."""

    @classmethod
    def of(cls, points: Integers, words: Words) -> _Pieces:
        """Return the pieces of a text of *points* with *words*."""
        begin, end = words.spans.T
        step = np.zeros(len(points) + 1, np.int64)
        step[begin + 1] += 1
        step[end] -= 1
        begins = (step[:-1].cumsum() == 0).astype(np.int64)
        starts = np.flatnonzero(begins)
        told = kinds()
        fine = _SIGN + _classes(points[starts])
        kind = told.fine[words.numbers]
        place = np.searchsorted(starts, begin)
        fine[place] = np.where(kind, kind, _UNKNOWN + np.minimum(end - begin, _LONG))
        known = fine < _UNKNOWN
        row = np.where(known, fine, 0)
        levels = (fine, np.where(known, told.middle[row], fine), np.where(known, told.coarse[row], fine))
        numbers = np.full(len(starts), -1)
        numbers[place] = words.numbers
        return cls(begins, starts, np.diff(starts, append=len(points)), numbers, levels)


def _of_words(pieces: _Pieces, at: Integers, bounds: Integers, around: Integers, borders: Integers) -> Hashes:
    """Return the hashes of the words around, and of what is known of the polyphone's place."""
    piece = np.searchsorted(pieces.starts, at, "right") - 1
    sentence = np.pad(np.searchsorted(bounds, pieces.starts, "right"), _REACH, constant_values=-1)
    here = sentence[piece + _REACH]
    places = {by: piece + _REACH + by for by in range(-_REACH, _REACH + 1)}
    beside = [
        {by: np.where(sentence[place] == here, np.pad(level, _REACH)[place], 0) for by, place in places.items()}
        for level in pieces.levels
    ]
    length = pieces.lengths[piece]
    alone = (length == 1).astype(np.int64)
    templates: list[tuple[dict[int, Integers], tuple[int, ...]]]
    templates = [(level, distances) for level in beside for distances in _WORDS]
    templates += [(beside[-1], distances) for distances in _COARSE_WORDS]
    columns = [_together([alone, *(level[by] for by in distances)]) for level, distances in templates]
    within = length * 8 + at - pieces.starts[piece]
    columns += [_together([within, *own]) for own in ((), (pieces.words[piece],), (beside[0][0],))]
    columns += [_together([shape]) for shape in _shapes(around, borders)]
    order = np.arange(_WORD_ORDER, _WORD_ORDER + len(columns), dtype=np.uint64)
    found: Hashes = np.stack(columns, axis=1) + order
    return found


def _shapes(around: Integers, borders: Integers) -> Iterator[Integers]:
    """Yield what repetitions, borders of words and characters of names there are around each polyphone."""
    near = {by: around[:, _WIDEST + by] for by in range(-_REACH, _REACH + 1)}
    given = {by: _IS_GIVEN[np.minimum(near[by], 0xFFFF)] for by in (-1, 1, 2)}
    hanzi = {by: ((near[by] >= _FIRST_HANZI) & (near[by] <= _LAST_HANZI)).astype(np.int64) for by in (-1, 2)}
    begins = [borders[:, _WIDEST + by] for by in _BORDERS]
    name = _bits([given[1], given[2], hanzi[2], hanzi[-1], given[-1]])
    yield _bits([(near[by] == near[0]).astype(np.int64) for by in _REPEATED])
    yield _bits(begins)
    yield name
    yield name * 16 + _bits(begins[2:])


def _bits(flags: Sequence[Integers]) -> Integers:
    return sum((flag << place for place, flag in enumerate(flags)), start=np.zeros_like(flags[0]))


def _together(parts: Sequence[Integers]) -> Hashes:
    found = np.zeros(len(parts[0]), np.uint64)
    for part, by in zip(parts, _PARTS, strict=False):
        found += part.astype(np.uint64) * by
    return found


@cache
def kinds() -> Kinds:
    """Return the packaged kinds of the words of the segmentation, read once per process."""
    content = resources.files(__package__).joinpath(KINDS).read_bytes()
    with np.load(io.BytesIO(content)) as file:
        fine, middle, coarse = (file[name].astype(np.int64) for name in ("fine", "middle", "coarse"))
    return Kinds(
        np.append(fine, 0),
        np.concatenate(([0], middle + 1)),
        np.concatenate(([0], coarse + 1)),
    )
