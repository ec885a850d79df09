"""Traditional text as Simplified, character by character: the same length, always."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from site_builder.text.script import telling


class _Table(NamedTuple):
    """What the characters fold to, and the phrases in which some fold otherwise."""

    characters: Mapping[int, int]
    phrases: re.Pattern[str]
    """Finds the longest phrase at its first character."""
    folded_phrases: Mapping[str, str]


def fold(text: str) -> str:
    """Return *text* in Simplified script; the character at each offset stands for the one at that offset.

    Text that is Simplified comes back as it is: characters of both scripts (著, 乾, 藉) are folded only
    where the text has Traditional characters, or nothing tells its script. Source of the table: OpenCC.
    """
    if text.isascii():
        return text
    simplified, traditional = telling(text)
    if simplified and not traditional:
        return text
    table = _table()
    folded = text.translate(table.characters)
    pieces: list[str] = []
    done = 0
    for match in table.phrases.finditer(text):
        pieces += (folded[done : match.start()], table.folded_phrases[match[0]])
        done = match.end()
    return "".join((*pieces, folded[done:])) if done else folded


@cache
def _table() -> _Table:
    lines = (files(__package__) / "tables" / "folding.tsv").read_text("utf-8").splitlines()
    traditional, simplified = lines[0].split("\t")
    phrases = dict(line.split("\t") for line in lines[1:])
    return _Table(str.maketrans(traditional, simplified), _longest_first(phrases), phrases)


def _longest_first(words: Mapping[str, str]) -> re.Pattern[str]:
    """Return a pattern that finds the longest of *words*, grouped by first character so that it looks at few."""
    by_first: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        by_first.setdefault(word[0], []).append(re.escape(word[1:]))
    groups = "|".join(f"{re.escape(first)}(?:{'|'.join(rests)})" for first, rests in by_first.items())
    return re.compile(f"(?=[{re.escape(''.join(by_first))}])(?:{groups})")
