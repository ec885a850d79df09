"""Tones as they are spoken: 一, 不 and third tones change before what follows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from site_builder.text.pinyin.spelling import to_marks, to_numbers
from site_builder.text.pinyin.tables import light_words
from site_builder.text.words import lexicon

_NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两0123456789０１２３４５６７８９")
_ORDINAL = frozenset("第初")
_FULL_TONE = {"个": "4", "個": "4", "上": "4", "下": "4", "去": "4", "过": "4", "里": "3", "姐": "3"}
"""Tones that neutral syllables have of their own and that still work on what stands before them."""
_CALENDAR = frozenset("月号號")
_COUNTED = frozenset("统唯惟之万专单合划如归初周期拜纯統萬專單劃歸純週")
"""Characters after which 一 ends a word and keeps its tone (统一的, 星期一上午), unless it counts (一周一次)."""
_FOOT, _LONG = 2, 4


def spoken(text: str, readings: Sequence[str], words: Sequence[tuple[int, int]]) -> list[str]:
    """Return *readings* (with marks, one for each character of *text*, ``""`` for none) as they are spoken.

    *words* are the words of *text*: third tones change inside them first, foot by foot, then before the next word where
    one of the two has a single syllable. 一 keeps its tone in numbers, ordinals and dates and at the end of a word;
    不 is light inside words like 对不起. Words that are usually said with a neutral tone have it.
    """
    numbers = [to_numbers(reading) if reading else "" for reading in readings]
    for start, end in words:
        light = light_words().get(text[start:end], "") if end - start > 1 else ""
        for at, is_light in enumerate(light, start):
            if is_light == "1" and numbers[at]:
                numbers[at] = f"{numbers[at][:-1]}5"
    _third_tones(text, numbers, words)
    inside = {start + 1 for start, end in words if end - start == _FOOT + 1}
    for at, character in enumerate(text):
        if character == "一" and numbers[at][:2] == "yi":
            numbers[at] = _one(text, numbers, at)
        elif character == "不" and numbers[at][:2] == "bu":
            numbers[at] = "bu5" if at in inside else _not(text, numbers, at)
    return [to_marks(number) if number else "" for number in numbers]


def _one(text: str, numbers: Sequence[str], at: int) -> str:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    tone = _tone(text, numbers, at + 1)
    if before and before == after and before not in _NUMERALS and text[at - 2 : at - 1] != "一":
        return "yi5"
    if not tone or before in _ORDINAL or before in _NUMERALS or (after in _NUMERALS and after not in "百千万亿"):
        return "yi1"
    if after in _CALENDAR or (before in _COUNTED and after != "次") or (before == "月" and after == "日"):
        return "yi1"
    return "yi2" if tone == "4" else "yi4"


def _not(text: str, numbers: Sequence[str], at: int) -> str:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if before and before == after:
        return "bu5"
    return "bu2" if _tone(text, numbers, at + 1) == "4" else "bu4"


def _tone(text: str, numbers: Sequence[str], at: int) -> str:
    """Return the tone at *at* that works on the syllable before it, ``""`` where no syllable follows."""
    if at >= len(numbers) or not numbers[at]:
        return ""
    tone = numbers[at][-1]
    return _FULL_TONE.get(text[at], tone) if tone == "5" else tone


def _third_tones(text: str, numbers: list[str], words: Sequence[tuple[int, int]]) -> None:
    for start, end in words:
        for first, last in _feet(text, start, end):
            for at in range(first, last - 1):
                if _is_third(numbers, at) and _is_third(numbers, at + 1):
                    numbers[at] = f"{numbers[at][:-1]}2"
    # From the right: of three in a row (我很好) the middle one changes, and the first stays.
    for (start, end), (after, stop) in reversed(tuple(pairwise(words))):
        touching = end == after and _is_third(numbers, end - 1) and _is_third(numbers, after)
        if touching and (end - start == 1 or stop - after == 1):
            numbers[end - 1] = f"{numbers[end - 1][:-1]}2"


def _feet(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the parts of a word within which third tones change: 岂有|此理, 纸|老虎, but 展览馆."""
    if end - start >= _LONG:
        return [(at, min(at + _FOOT, end)) for at in range(start, end, _FOOT)]
    costs = lexicon()
    if end - start == _FOOT + 1 and text[start + 1 : end] in costs and text[start : end - 1] not in costs:
        return [(start + 1, end)]
    return [(start, end)]


def _is_third(numbers: Sequence[str], at: int) -> bool:
    return numbers[at].endswith("3")
