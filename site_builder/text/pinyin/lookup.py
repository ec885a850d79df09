"""Readings out of the dictionary alone: leftmost-longest phrases, else a character's first reading."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from site_builder.text.pinyin.tables import dictionary


def look_up(text: str) -> list[str]:
    """Return the reading of each character of *text*, with its tone mark; ``""`` where there is none.

    *text* is Simplified (a folding), and the result equals pypinyin's for it. Linear in its length.
    """
    first, phrases, lengths, spelled = _index()
    found = [first.get(character, "") for character in text]
    at, end = 0, len(text) - 1
    while at < end:
        for length in lengths.get(text[at : at + 2], ()):
            codes = phrases.get(text[at : at + length])
            if codes:
                found[at : at + length] = [spelled[code] for code in codes]
                at += len(codes) - 1
                break
        at += 1
    return found


def readings_of(character: str) -> tuple[str, ...]:
    """Return every reading the dictionary knows of *character*, the commonest first."""
    table = dictionary()
    return tuple(table.spelled(code) for code in table.characters.get(character, ""))


_Index = tuple[Mapping[str, str], Mapping[str, str], Mapping[str, tuple[int, ...]], Mapping[str, str]]


@cache
def _index() -> _Index:
    """Return {character: reading}, {phrase: codes}, {first two characters: phrase lengths}, {code: reading}.

    The lengths are longest first. Two characters settle for nearly every place that no phrase starts there.
    """
    table = dictionary()
    spelled = {code: table.spelled(code) for codes in table.characters.values() for code in codes}
    spelled |= {code: table.spelled(code) for codes in table.phrases.values() for code in codes if code not in spelled}
    lengths: dict[str, set[int]] = {}
    for phrase in table.phrases:
        lengths.setdefault(phrase[:2], set()).add(len(phrase))
    return (
        {character: spelled[codes[0]] for character, codes in table.characters.items()},
        table.phrases,
        {start: tuple(sorted(found, reverse=True)) for start, found in lengths.items()},
        spelled,
    )
