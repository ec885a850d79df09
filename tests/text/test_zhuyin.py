"""Zhuyin and Taiwan's readings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style
from pypinyin.style import convert

from site_builder.text.annotation import Syllable
from site_builder.text.pinyin.spelling import without_tone
from site_builder.text.pinyin.tables import dictionary
from site_builder.text.zhuyin import ZhuyinAnnotator, to_zhuyin

_ZHUYIN = ZhuyinAnnotator()


def _read(run: str) -> str:
    return " ".join(syllable.reading for word in _ZHUYIN.annotate(run) for syllable in word.syllables)


@pytest.mark.parametrize(
    ("pinyin", "zhuyin"),
    [
        ("zhōng", "ㄓㄨㄥ"), ("guó", "ㄍㄨㄛˊ"), ("nǚ", "ㄋㄩˇ"), ("xué", "ㄒㄩㄝˊ"), ("de", "˙ㄉㄜ"), ("shì", "ㄕˋ"),
        ("ér", "ㄦˊ"), ("yuán", "ㄩㄢˊ"), ("wǒ", "ㄨㄛˇ"), ("lüè", "ㄌㄩㄝˋ"), ("xiong2", "ㄒㄩㄥˊ"),
        ("huār", "ㄏㄨㄚㄦ"),
        ("?", "?"),
    ],
)  # fmt: skip
def test_syllable_in_zhuyin(pinyin: str, zhuyin: str) -> None:
    assert to_zhuyin(pinyin) == zhuyin


def test_every_syllable_is_written_as_pypinyin_writes_it() -> None:
    for syllable in dictionary().syllables:
        # pypinyin has no signs of their own for these interjections.
        if without_tone(syllable) in {"m", "n", "ng", "hng", "hm", "ê"}:
            continue
        theirs = convert(syllable, Style.BOPOMOFO, strict=True)
        ours = to_zhuyin(syllable)
        assert ours.removeprefix("˙") == theirs.removesuffix("˙"), syllable


@pytest.mark.parametrize(
    ("run", "zhuyin"),
    [
        ("垃圾", "ㄌㄜˋ ㄙㄜˋ"), ("星期", "ㄒㄧㄥ ㄑㄧˊ"), ("知識", "ㄓ ㄕˋ"), ("研究", "ㄧㄢˊ ㄐㄧㄡˋ"),
        ("企業", "ㄑㄧˋ ㄧㄝˋ"),
        ("你和我", "ㄋㄧˇ ㄏㄢˋ ㄨㄛˇ"), ("和平", "ㄏㄜˊ ㄆㄧㄥˊ"), ("头发", "ㄊㄡˊ ㄈㄚˇ"),
    ],
)  # fmt: skip
def test_taiwan_reads_otherwise(run: str, zhuyin: str) -> None:
    assert _read(run) == zhuyin


def test_reading_that_was_set_stays() -> None:
    (word,) = _ZHUYIN.annotate("星期", fixed=[Syllable(1, 2, "qī")])
    assert word.syllables[1].reading == "ㄑㄧ"
    assert [s.reading for s in _ZHUYIN.annotate("星期", readings={"星期": "xīng qī"})[0].syllables] == [
        "ㄒㄧㄥ",
        "ㄑㄧ",
    ]


@given(st.text(alphabet=st.one_of(st.sampled_from("垃圾星期和研究，\n儿"), st.characters())))
def test_any_text_is_read(run: str) -> None:
    for word in _ZHUYIN.annotate(run):
        assert all(word.start <= s.start < s.end <= word.end for s in word.syllables)


def test_many_runs_are_read_like_each_alone() -> None:
    runs = ["垃圾星期。", "", "和研究\n儿", "垃圾", "她在星期日和朋友研究銀行的法律"]
    fixed = [[Syllable(0, 1, "lā")], [], [], [], []]
    readings = {"研究": "yán jiū"}
    assert _ZHUYIN.annotate_all(runs, readings=readings, fixed=fixed) == [
        _ZHUYIN.annotate(run, readings=readings, fixed=given) for run, given in zip(runs, fixed, strict=True)
    ]
    assert _ZHUYIN.annotate_all([]) == []
