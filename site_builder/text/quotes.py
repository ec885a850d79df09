"""Quotation marks by region: “ ” ‘ ’ on the mainland, 「 」 『 』 where Traditional script is written."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from site_builder.text.variants import Script, Variant
from site_builder.text.words import HANZI

_CURLY = "“”‘’"
_CORNER = "「」『』"
_PARTNER = dict(zip("“‘「『", "”’」』", strict=True))
_MARK = re.compile(f"[{_CURLY}{_CORNER}]")
_DEEPEST = 16
"""How many open quotations a closing mark may close at once; keeps the time linear on nonsense."""
_FARTHEST = 4
"""How many marks and spaces may stand between a quotation mark and the text that it touches."""
_INSIDE_WORD = re.compile(r"(?<=[^\W_])’(?=[^\W_])")


def convert_quotes(run: str, target: Variant) -> str:
    """Return *run* with the quotation marks of *target*'s region; as long as *run*, nesting kept.

    Marks change in Chinese context only: a Hanzi or full-width punctuation stands within the quotation or
    next to it. Apostrophes (it’s) and quotations of Latin text within Latin text stay.
    """
    from_marks, to_marks = (_CORNER, _CURLY) if target.script is Script.HANS else (_CURLY, _CORNER)
    if not any(mark in run for mark in from_marks):
        return run
    change = dict(zip(from_marks, to_marks, strict=True))
    chars = list(run)
    chinese = [match.start() for match in _chinese().finditer(run)]
    for start, end in _quotations(run):
        if _is_chinese(run, chinese, start, end):
            for i in {start, end} - {-1}:
                chars[i] = change.get(chars[i], chars[i])
    return "".join(chars)


@cache
def _chinese() -> re.Pattern[str]:
    """Return what finds Hanzi and full-width punctuation; made when needed, because its classes are slow to compile."""
    return re.compile(f"[{HANZI}\u3001-\u300b\u3010-\u301c\uff01-\uff60\uffe0-\uffe6]")


def _quotations(run: str) -> list[tuple[int, int]]:
    """Return (offset of the opening mark, offset of the closing mark) pairs; -1 where the partner is missing."""
    open_marks: list[int] = []
    pairs: list[tuple[int, int]] = []
    apostrophes = _apostrophes(run)
    for match in _MARK.finditer(run):
        i, mark = match.start(), match[0]
        if mark in _PARTNER:
            open_marks.append(i)
        elif i not in apostrophes:
            depth = next(
                (
                    d
                    for d in range(len(open_marks) - 1, len(open_marks) - _DEEPEST, -1)
                    if d >= 0 and _PARTNER[run[open_marks[d]]] == mark
                ),
                None,
            )
            if depth is None:
                pairs.append((-1, i))
            else:
                pairs += ((start, -1) for start in open_marks[depth + 1 :])
                pairs.append((open_marks[depth], i))
                del open_marks[depth:]
    return pairs + [(start, -1) for start in open_marks]


def _apostrophes(run: str) -> set[int]:
    """Return where ’ stands between letters that are not Chinese, as in it’s."""
    found = (match.start() for match in _INSIDE_WORD.finditer(run))
    return {i for i in found if not _chinese().match(run, i - 1) and not _chinese().match(run, i + 1)}


def _is_chinese(run: str, chinese: Sequence[int], start: int, end: int) -> bool:
    """Say whether a quotation holds or touches Chinese text, which stands at the offsets *chinese*."""
    if start >= 0 and end >= 0:
        following = bisect_right(chinese, start)
        if following < len(chinese) and chinese[following] < end:
            return True
    return any(_touches(run, place, step) for place in (start, end) if place >= 0 for step in (-1, 1))


def _touches(run: str, place: int, step: int) -> bool:
    """Say whether the next character on one side, past marks and spaces, is Chinese."""
    for i in range(place + step, place + step * (_FARTHEST + 1), step):
        if not 0 <= i < len(run):
            return False
        if not (run[i].isspace() or run[i] in _CURLY + _CORNER):
            return _chinese().match(run, i) is not None
    return False
