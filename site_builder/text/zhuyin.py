"""The annotator of Zhuyin (Bopomofo): Mandarin as Taiwan writes and reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from site_builder.text.annotation import Annotation, Syllable
from site_builder.text.folding import fold
from site_builder.text.pinyin.annotator import PinyinAnnotator
from site_builder.text.pinyin.spelling import to_numbers
from site_builder.text.pinyin.tables import taiwan_readings

_INITIALS = {
    "zh": "ㄓ", "ch": "ㄔ", "sh": "ㄕ", "b": "ㄅ", "p": "ㄆ", "m": "ㄇ", "f": "ㄈ", "d": "ㄉ", "t": "ㄊ",
    "n": "ㄋ", "l": "ㄌ",
    "g": "ㄍ", "k": "ㄎ", "h": "ㄏ", "j": "ㄐ", "q": "ㄑ", "x": "ㄒ", "r": "ㄖ", "z": "ㄗ", "c": "ㄘ", "s": "ㄙ",
}  # fmt: skip
_FINALS = {
    "a": "ㄚ", "o": "ㄛ", "e": "ㄜ", "ê": "ㄝ", "ai": "ㄞ", "ei": "ㄟ", "ao": "ㄠ", "ou": "ㄡ", "an": "ㄢ",
    "en": "ㄣ",
    "ang": "ㄤ", "eng": "ㄥ", "er": "ㄦ", "ong": "ㄨㄥ",
    "i": "ㄧ", "ia": "ㄧㄚ", "io": "ㄧㄛ", "ie": "ㄧㄝ", "iao": "ㄧㄠ", "iu": "ㄧㄡ", "ian": "ㄧㄢ", "in": "ㄧㄣ",
    "iang": "ㄧㄤ", "ing": "ㄧㄥ", "iong": "ㄩㄥ",
    "u": "ㄨ", "ua": "ㄨㄚ", "uo": "ㄨㄛ", "uai": "ㄨㄞ", "ui": "ㄨㄟ", "uan": "ㄨㄢ", "un": "ㄨㄣ", "uang": "ㄨㄤ",
    "v": "ㄩ", "ve": "ㄩㄝ", "van": "ㄩㄢ", "vn": "ㄩㄣ",
}  # fmt: skip
_WHOLE = {
    "yi": "ㄧ", "ya": "ㄧㄚ", "yo": "ㄧㄛ", "ye": "ㄧㄝ", "yai": "ㄧㄞ", "yao": "ㄧㄠ", "you": "ㄧㄡ", "yan": "ㄧㄢ",
    "yin": "ㄧㄣ", "yang": "ㄧㄤ", "ying": "ㄧㄥ", "yong": "ㄩㄥ", "yu": "ㄩ", "yue": "ㄩㄝ", "yuan": "ㄩㄢ",
    "yun": "ㄩㄣ",
    "wu": "ㄨ", "wa": "ㄨㄚ", "wo": "ㄨㄛ", "wai": "ㄨㄞ", "wei": "ㄨㄟ", "wan": "ㄨㄢ", "wen": "ㄨㄣ",
    "wang": "ㄨㄤ",
    "weng": "ㄨㄥ", "wong": "ㄨㄥ", "r": "ㄦ", "m": "ㄇ", "n": "ㄋ", "ng": "ㄫ", "hm": "ㄏㄇ", "hng": "ㄏㄫ",
}  # fmt: skip
_BARE = frozenset({"zhi", "chi", "shi", "ri", "zi", "ci", "si"})
"""Syllables whose i has no sign of its own."""
_TONES = {"1": "", "2": "ˊ", "3": "ˇ", "4": "ˋ"}

_ONE_SENSE = frozenset("会多听比令行玩胜从差应扎颇肖朴度曲劳哪蒙柏夹法筑累轴卡")
"""Characters that Taiwan reads otherwise in one sense only; the words with that sense have notes of their own."""
_OWN_WORD = frozenset("和")
"""Characters that Taiwan reads otherwise only where they are a word."""
_PINYIN = PinyinAnnotator(neutral="full")
"""Taiwan has few neutral tones: particles, suffixes and doubled words (爸爸)."""


@dataclass(frozen=True, slots=True)
class ZhuyinAnnotator:
    """Mandarin in Zhuyin, with Taiwan's readings where CC-CEDICT notes them (垃圾 ㄌㄜˋㄙㄜˋ, 期 ㄑㄧˊ)."""

    name: str = "zhuyin"
    tag: str = "zh-Bopo"

    def annotate(
        self,
        run: str,
        *,
        readings: Mapping[str, str] | None = None,
        fixed: Sequence[Syllable] = (),
    ) -> Sequence[Annotation]:
        """Return the annotated words of *run*; the glossary's readings are pinyin and are shown as Zhuyin."""
        (annotations,) = self.annotate_all([run], readings=readings, fixed=[fixed])
        return annotations

    def annotate_all(
        self,
        runs: Sequence[str],
        *,
        readings: Mapping[str, str] | None = None,
        fixed: Sequence[Sequence[Syllable]] = (),
    ) -> list[Sequence[Annotation]]:
        """Return the annotated words of each of *runs*: the same as one by one, with one call of the model."""
        fixed = fixed or [()] * len(runs)
        found = _PINYIN.annotate_all(runs, readings=readings, fixed=fixed)
        return [
            _in_zhuyin(run, annotations, readings or {}, given)
            for run, annotations, given in zip(runs, found, fixed, strict=True)
        ]


def _in_zhuyin(
    run: str, annotations: Sequence[Annotation], readings: Mapping[str, str], fixed: Sequence[Syllable]
) -> list[Annotation]:
    """Return *annotations* (pinyin) of *run* in Zhuyin, with Taiwan's readings where nobody set one."""
    given: set[int] = set()
    for syllable in fixed:
        given.update(range(syllable.start, syllable.end))
    found: list[Annotation] = []
    for annotation in annotations:
        word = fold(run[annotation.start : annotation.end])
        is_given = not given.isdisjoint(range(annotation.start, annotation.end)) or word in readings
        syllables = annotation.syllables if is_given else _in_taiwan(word, annotation.syllables)
        shown = tuple(Syllable(s.start, s.end, to_zhuyin(s.reading)) for s in syllables)
        found.append(Annotation(annotation.start, annotation.end, shown))
    return found


@lru_cache(maxsize=4096)
def to_zhuyin(syllable: str) -> str:
    """Return a pinyin *syllable* (marks or number) in Zhuyin; the neutral tone's dot stands first, as in ruby.

    What is no syllable comes back as it is.
    """
    number = to_numbers(syllable)
    letters, tone = number[:-1], number[-1]
    signs = _signs(letters)
    if not signs and letters.endswith("r") and _signs(letters[:-1]):
        signs = f"{_signs(letters[:-1])}ㄦ"
    if not signs:
        return syllable
    return f"˙{signs}" if tone == "5" and letters != "r" else signs + _TONES.get(tone, "")


def _signs(letters: str) -> str:
    if letters in _WHOLE:
        return _WHOLE[letters]
    if letters in _BARE:
        return _INITIALS[letters[:-1]]
    initial = next((i for i in _INITIALS if letters.startswith(i)), "")
    final = letters[len(initial) :]
    if initial in ("j", "q", "x") and final.startswith("u"):
        final = "v" + final[1:]
    return _INITIALS.get(initial, "") + _FINALS[final] if final in _FINALS else ""


def _in_taiwan(word: str, syllables: Sequence[Syllable]) -> Sequence[Syllable]:
    """Return *syllables* of *word* (Simplified) as Taiwan reads them."""
    if len(word) != len(syllables):
        return syllables
    table, longest = taiwan_readings(), _longest()
    changed = [syllable.reading for syllable in syllables]
    at = 0
    while at < len(word):
        for size in range(min(longest.get(word[at], 0), len(word) - at), 0, -1):
            entry = table.get(word[at : at + size])
            if entry and _applies(word, at, size, changed, entry[0]):
                changed[at : at + size] = entry[1]
                at += size - 1
                break
        at += 1
    return [Syllable(s.start, s.end, reading) for s, reading in zip(syllables, changed, strict=True)]


def _applies(word: str, at: int, size: int, readings: Sequence[str], usual: Sequence[str]) -> bool:
    if size > 1:
        return True
    character = word[at]
    if character in _ONE_SENSE or (character in _OWN_WORD and len(word) > 1):
        return False
    return readings[at] == usual[0]


@cache
def _longest() -> Mapping[str, int]:
    longest: dict[str, int] = {}
    for word in taiwan_readings():
        longest[word[0]] = max(longest.get(word[0], 0), len(word))
    return longest
