"""Words are found in either script and cover every Hanzi."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.text.words import is_hanzi, segment


def words(run: str, *extra: str) -> list[str]:
    return [run[start:end] for start, end in segment(run, extra)]


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        ("被发明", "被 发明"),
        ("參與製造", "參與 製造"),
        ("少数组织", "少数 组织"),
        ("中文采访", "中文 采访"),
        ("展示了如何", "展示 了 如何"),
        ("重慶的音樂", "重慶 的 音樂"),
    ],
)
def test_frequent_words_win_over_words_across_a_boundary(run: str, expected: str) -> None:
    assert words(run) == expected.split()


def test_extra_words_always_win_and_the_longest_first() -> None:
    assert words("少数组织", "数组", "数组织") == ["少", "数组织"]


def test_extra_words_are_found_in_the_other_script() -> None:
    assert words("張澤於是來了", "张泽于") == ["張澤於", "是", "來了"]


def test_extra_words_may_hold_latin_letters() -> None:
    assert words("插入U盘后", "U盘") == ["插入", "U盘", "后"]


def test_other_characters_are_no_words() -> None:
    assert words("a，头发\nb") == ["头发"]


@pytest.mark.parametrize("char", ["中", "㐀", "〇", "\U00020000", "\U0002a700", "\U00031350", "\uf900"])
def test_every_ideograph_is_a_hanzi(char: str) -> None:
    assert is_hanzi(char)


@pytest.mark.parametrize("char", ["a", "、", "あ", "\u3000", "ㄅ", "\ufffc", "々", "\ud840"])
def test_other_characters_are_no_hanzi(char: str) -> None:
    assert not is_hanzi(char)


@given(
    st.text(alphabet=st.one_of(st.sampled_from("我们在重慶被发明的組織a，\n"), st.characters())),
    st.sets(st.text(max_size=3)),
)
def test_spans_are_in_order_and_cover_every_hanzi_once(run: str, extra: set[str]) -> None:
    spans = segment(run, extra)
    assert all(a < b for a, b in spans)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))
    covered = {i for start, end in spans for i in range(start, end)}
    assert {i for i, char in enumerate(run) if is_hanzi(char)} <= covered


def test_time_is_linear_in_the_length() -> None:
    run = "一二三四五六七八九十" * 10_000
    before = time.perf_counter()
    assert segment(run)[-1][1] == len(run)
    assert time.perf_counter() - before < 5
