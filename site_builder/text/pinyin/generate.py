"""Makes the packaged tables out of dictionaries: ``python -m site_builder.text.pinyin.generate``.

Run it after an update of pypinyin; a test compares the first table with the installed package. The corrections
are made anew where the package ``pypinyin-dict`` is installed.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

from site_builder.text.pinyin.lookup import Lookup
from site_builder.text.pinyin.spelling import without_tone
from site_builder.text.pinyin.tables import CORRECTIONS, PYPINYIN, Table, packed, packed_phrases
from site_builder.text.words import lexicon

_HERE = Path(__file__).parent
_COMMON_HANZI = re.compile("[\u4e00-\u9fff]{2,}")
_DICTIONARY_TONES = {("一", "yí"): "yī", ("一", "yì"): "yī", ("一", "yi"): "yī", ("不", "bú"): "bù", ("不", "bu"): "bù"}
"""Sandhi that pypinyin's phrases write here and there: one page must not mix it with dictionary tones."""


def pypinyin_table() -> Table:
    """Return pypinyin's characters and phrases, the readings in its order."""
    characters = {chr(code): tuple(readings.split(",")) for code, readings in PINYIN_DICT.items()}
    phrases = {phrase: tuple(options[0] for options in readings) for phrase, readings in PHRASES_DICT.items()}
    return Table.of(characters, phrases)


def corrections(table: Table, source: Mapping[str, list[list[str]]], *, common_only: bool) -> dict[str, str]:
    """Return the phrases of *source* that change what *table* reads, in its code.

    *common_only* keeps to words that are in use, and to differences of more than a neutral tone: the largest
    collections have many slips in rare words.
    """
    lookup, words = Lookup.of(table), lexicon().costs
    found: dict[str, str] = {}
    for phrase, options in source.items():
        if not _COMMON_HANZI.fullmatch(phrase) or len(options) != len(phrase):
            continue
        codes = table.coded(dictionary_tones(phrase, tuple(option[0] for option in options)))
        before = lookup.read(phrase)[0]
        if codes is None or codes == before:
            continue
        if common_only and (phrase in table.phrases or phrase not in words or _same_letters(table, codes, before)):
            continue
        found[phrase] = codes
    return found


def dictionary_tones(phrase: str, readings: tuple[str, ...]) -> tuple[str, ...]:
    """Return *readings* with 一 and 不 in the tone of the dictionary."""
    return tuple(_DICTIONARY_TONES.get(pair, pair[1]) for pair in zip(phrase, readings, strict=True))


def _same_letters(table: Table, one: str, other: str) -> bool:
    """Say whether two readings differ in neutral tones only."""
    pairs = [(table.spelled(a), table.spelled(b)) for a, b in zip(one, other, strict=True) if a != b]
    return all(without_tone(a) == without_tone(b) and (a.isascii() or b.isascii()) for a, b in pairs)


def main() -> None:
    """Write the tables and say how large they are."""
    table = pypinyin_table()
    contents = {PYPINYIN: packed(table)}
    if find_spec("pypinyin_dict"):
        large = import_module("pypinyin_dict.phrase_pinyin_data.large_pinyin").phrases_dict
        cedict = import_module("pypinyin_dict.phrase_pinyin_data.cc_cedict").phrases_dict
        own = {phrase: [[reading] for reading in map(table.spelled, codes)] for phrase, codes in table.phrases.items()}
        sandhi = corrections(table, {p: r for p, r in own.items() if "一" in p or "不" in p}, common_only=False)
        table = table.corrected(sandhi)
        found = sandhi | corrections(table, large, common_only=True)
        contents[CORRECTIONS[0]] = packed_phrases(found)
        contents[CORRECTIONS[1]] = packed_phrases(corrections(table, cedict, common_only=False))
    for name, content in contents.items():
        (_HERE / name).write_bytes(content)
        sys.stdout.write(f"{name}: {len(content)} bytes\n")


if __name__ == "__main__":
    main()
