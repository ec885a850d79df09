"""Readings that follow from grammar: where a rule is right, it needs no model."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NUMERALS = "一二两三四五六七八九十百千万亿几数半每这那哪某双"
_SURNAMES = {
    "曾": "zēng", "单": "shàn", "任": "rén", "华": "huà", "葛": "gě", "解": "xiè", "仇": "qiú", "查": "zhā",
    "盖": "gě",
    "朴": "piáo", "区": "ōu", "翟": "zhái", "缪": "miào", "冼": "xiǎn", "尹": "yǐn", "燕": "yān", "宁": "nìng",
    "乐": "yuè",
    "纪": "jǐ", "洗": "xiǎn", "员": "yùn", "黑": "hè", "逄": "páng", "召": "shào", "种": "chóng",
}  # fmt: skip
"""Surnames that are read otherwise than the word: 通用规范汉字表 and the usual lists of surnames agree on these."""
_TITLES = (
    "先生|女士|小姐|教授|老师|博士|同学|医生|主任|书记|局长|厂长|院长|校长|主席|总统|记者|师傅|太太|夫人|警官|律师"
)
_ADJECTIVE = r"(?:(\w)\1(\w)\2|(\w)(\w)\4|(\w)\5)"

_DE = re.compile(rf"(?<![一-鿿]){_ADJECTIVE}地(?=[一-鿿])|(?:(\w)\6(\w)\7|\w(\w)\8)地(?=[一-鿿])")
_ZHI = re.compile(rf"(?<=[{_NUMERALS}0-9０-９])只(?=[一-鿿，。、！？；：]|$)(?!有|是|能|要|会|好|不|得|可|见|为|需)")
_PATTERNS = (
    (re.compile("[什甚](?=么)"), "shén"),
    (re.compile("(?<=[一-鿿]不)了"), "liǎo"),
    (re.compile("的(?=确(?![定认切诊立保信实]))"), "dí"),
    (
        re.compile(
            "(?<=[我你他她它们您咱谁都就还也总又])得(?![了到出知意益罪分胜奖票名手救病逞着体以其主第起很不天心力宠失道])"
        ),
        "děi",
    ),
    (re.compile("(?<!老)么(?![妹弟儿蛾])"), "me"),
    (
        re.compile(
            "(?<=[概频效速功税汇利比胜死存转换准命机辨产亡业用格败费盈毛险爆还签留复购斜])率(?![领先众队兵军部团师])"
        ),
        "lǜ",
    ),
    (re.compile(r"(?<=[一-鿿])率(?=[的，。、；：）)是为约高低达仅上下及和与将也0-9０-９\s]|$)"), "lǜ"),
    (re.compile("倒(?=[是也还])"), "dào"),
    (re.compile("(?<=[补自])给|(?<=[^提]供)给|(?<=^供)给|给(?=[予付养])"), "jǐ"),
    (re.compile("与(?=会[者人嘉代各背成学专的国])"), "yù"),
)
"""Places that their neighbours settle, and how they are read."""
_SURNAME = re.compile(rf"(?<![一-鿿])([{''.join(_SURNAMES)}])(?:[一-鿿]{{0,2}}?)(?={_TITLES})")


def settled(text: str) -> Iterator[tuple[int, str]]:
    """Yield (offset, reading) for the places of *text* (Simplified) that a rule settles.

    - reduplication before 地: an adverb, ``de`` (慢慢地, 高高兴兴地);
    - a number before 只: the measure word, ``zhī`` (三只鸟), unless it is 只有, 只是 …;
    - 什 before 么, ``shén``; 了 in 受不了, ``liǎo``; 的 in 的确, ``dí``, but not in 的确定;
    - 得 between a pronoun or adverb and a verb: must, ``děi`` (我得走, 都得去), but not in 得到, 得知 …;
    - 么 everywhere but in 老么, 么妹; 率 as the rate (分辨率, 就业率); 倒 before 是, 也, 还; 给 in 供给, 给予;
      与 in 与会者;
    - a surname at the beginning of a name with a title (单先生).
    """
    for match in _DE.finditer(text):
        yield match.end() - 1, "de"
    for match in _ZHI.finditer(text):
        yield match.start(), "zhī"
    for pattern, reading in _PATTERNS:
        for match in pattern.finditer(text):
            yield match.start(), reading
    for match in _SURNAME.finditer(text):
        yield match.start(), _SURNAMES[match[1]]
