"""Words are found in either script and cover every Hanzi."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.text.words import cut, is_hanzi, lexicon, segment


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


_UNKNOWN = 18.0
_HANZI_TEXT = st.text(alphabet=st.sampled_from("中国人民大学生物理论文化石头发明白天真一二的\U00020000，"), max_size=30)


def _least_cost(text: str) -> float:
    """Return what the cheapest words of *text* cost, Hanzi only, by trying every way."""
    costs = lexicon()
    best = [0.0]
    for end in range(1, len(text) + 1):
        single = best[-1] + costs.get(text[end - 1], _UNKNOWN)
        longer = (best[start] + costs[text[start:end]] for start in range(end - 1) if text[start:end] in costs)
        best.append(min(single, *longer, float("inf")))
    return best[-1]


@given(_HANZI_TEXT)
def test_no_other_words_are_cheaper(text: str) -> None:
    costs = lexicon()
    chosen = sum(costs.get(text[start:end], _UNKNOWN) for start, end in cut(text).spans.tolist())
    assert chosen == sum(map(_least_cost, text.split("，")))


@given(st.lists(_HANZI_TEXT))
def test_texts_that_are_cut_together_are_cut_like_each_alone(texts: list[str]) -> None:
    together = cut("\ufffc".join(texts)).spans.tolist()
    alone = []
    start = 0
    for text in texts:
        alone += [[start + first, start + end] for first, end in segment(text)]
        start += len(text) + 1
    assert together == alone


def test_words_are_numbered_as_in_the_lexicon() -> None:
    text = "重庆的音乐\U0002a700"
    words, numbers = cut(text)
    known = list(lexicon())
    assert [known[number] if number >= 0 else "" for number in numbers] == ["重庆", "的", "音乐", ""]
    assert words.tolist() == [[0, 2], [2, 3], [3, 5], [5, 6]]


def test_time_is_linear_in_the_length() -> None:
    run = "一二三四五六七八九十" * 10_000
    before = time.perf_counter()
    assert segment(run)[-1][1] == len(run)
    assert time.perf_counter() - before < 5
