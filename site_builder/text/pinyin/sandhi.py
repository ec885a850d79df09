"""Tones as they are spoken: 一, 不 and third tones change before what follows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from site_builder.text.pinyin.spelling import to_marks, to_numbers

_NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两0123456789０１２３４５６７８９")
_ORDINAL = frozenset("第初")
_FULL_TONE = {"个": "4", "個": "4", "上": "4", "下": "4", "去": "4", "过": "4", "里": "3", "姐": "3"}
"""Tones that neutral syllables have of their own and that still work on what stands before them."""
_CALENDAR = frozenset("月号號日")


def spoken(text: str, readings: Sequence[str], words: Sequence[tuple[int, int]]) -> list[str]:
    """Return *readings* (with marks, one for each character of *text*, ``""`` for none) as they are spoken.

    *words* are the words of *text*: third tones change inside them first, then before the next word where one of the
    two has a single syllable. 一 keeps its tone in numbers, ordinals and dates and at the end of a phrase.
    """
    numbers = [to_numbers(reading) if reading else "" for reading in readings]
    _third_tones(numbers, words)
    for at, character in enumerate(text):
        if character == "一" and numbers[at][:2] == "yi":
            numbers[at] = _one(text, numbers, at)
        elif character == "不" and numbers[at][:2] == "bu":
            numbers[at] = _not(text, numbers, at)
    return [to_marks(number) if number else "" for number in numbers]


def _one(text: str, numbers: Sequence[str], at: int) -> str:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    tone = _tone(text, numbers, at + 1)
    if before and before == after and before not in _NUMERALS:
        return "yi5"
    if not tone or before in _ORDINAL or before in _NUMERALS or (after in _NUMERALS and after not in "百千万亿"):
        return "yi1"
    if after in _CALENDAR:
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


def _third_tones(numbers: list[str], words: Sequence[tuple[int, int]]) -> None:
    for start, end in words:
        for at in range(start, end - 1):
            if _is_third(numbers, at) and _is_third(numbers, at + 1):
                numbers[at] = f"{numbers[at][:-1]}2"
    # From the right: of three in a row (我很好) the middle one changes, and the first stays.
    for (start, end), (after, stop) in reversed(tuple(pairwise(words))):
        touching = end == after and _is_third(numbers, end - 1) and _is_third(numbers, after)
        if touching and (end - start == 1 or stop - after == 1):
            numbers[end - 1] = f"{numbers[end - 1][:-1]}2"


def _is_third(numbers: Sequence[str], at: int) -> bool:
    return numbers[at].endswith("3")
