"""Traditional text folds to Simplified, one character for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.text.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("頭髮", "头发"),
        ("他為爲難", "他为为难"),
        ("這裡與這裏", "这里与这里"),
        ("臺北與台北", "台北与台北"),
        ("她看著窗外睡著了", "她看着窗外睡着了"),
        ("顯著的著作", "显著的著作"),
        ("乾淨的乾坤", "干净的乾坤"),
        ("藉口", "借口"),
        ("土著說", "土著说"),
        ("皇后在後面", "皇后在后面"),
    ],
)
def test_traditional_text_folds_phrase_by_phrase(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize("text", ["他的显著特点", "乾隆年间的一位皇后", "干净的头发", "他借着灯光看书", "叶声陶著", ""])
def test_simplified_text_comes_back_as_it_is(text: str) -> None:
    assert fold(text) == text


@given(
    st.text(
        alphabet=st.one_of(
            st.sampled_from("著着乾干藉借瞭後后裡頭髮\n“」a\ud800\ue000\ufffc\U0002f800"), st.characters()
        )
    )
)
def test_folding_keeps_the_length_of_any_text(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(alphabet=st.sampled_from("乾坤淨著作看瞭解望於是藉口後頭髮裡"), max_size=12))
def test_each_folded_offset_is_stable_under_folding_again(text: str) -> None:
    assert len(fold(fold(text))) == len(text)
