"""The script of a text is told by characters that only one script has."""

from __future__ import annotations

import pytest

from site_builder.text.script import detect, telling
from site_builder.text.variants import Script


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("这是一本书", Script.HANS),
        ("這是一本書", Script.HANT),
        ("學而時習之，不亦說乎", Script.HANT),
        ("学而时习之，不亦说乎", Script.HANS),
        ("道可道，非常道", None),
        ("白日依山", None),
        ("皇后的台子在里面", None),
        ("乾坤", None),
        ("看著", None),
        ("hello", None),
        ("", None),
        ("台灣的群山", Script.HANT),
        ("我們裡面有一個“汉字”", Script.HANT),
    ],
)
def test_script_is_told_by_the_telling_characters(text: str, script: Script | None) -> None:
    assert detect(text) is script


def test_telling_counts_each_occurrence() -> None:
    assert telling("书书書") == (2, 1)


def test_a_draw_tells_nothing() -> None:
    assert detect("书書") is None
