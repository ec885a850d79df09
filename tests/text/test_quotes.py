"""Quotation marks follow the region, in Chinese context only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.text.quotes import convert_quotes
from site_builder.text.variants import HANS, HANT, VARIANTS


@pytest.mark.parametrize(
    ("mainland", "traditional"),
    [
        ("他说：“我看过‘红楼’。”", "他说：「我看过『红楼』。」"),
        ("“hello”是你好", "「hello」是你好"),
        ("她说“it’s fine”就走了", "她说「it’s fine」就走了"),
        ("“上一段没有结束", "「上一段没有结束"),
        ("到这里才结束。”", "到这里才结束。」"),
        ("He said “it’s ok” and left.", "He said “it’s ok” and left."),
        ("it’s", "it’s"),
        ("‘单引号’", "『单引号』"),
    ],
)
def test_marks_change_with_the_region_and_back(mainland: str, traditional: str) -> None:
    assert convert_quotes(mainland, HANT) == traditional
    assert convert_quotes(traditional, HANS) == mainland


@pytest.mark.parametrize("variant", VARIANTS.values(), ids=VARIANTS)
def test_marks_of_the_own_region_stay(variant: str) -> None:
    run = "“甲”" if variant.script == "Hans" else "「甲」"
    assert convert_quotes(run, variant) == run


@given(st.text(alphabet="“”‘’中a 。'"))
def test_conversion_keeps_the_length_and_comes_back(run: str) -> None:
    there = convert_quotes(run, HANT)
    assert len(there) == len(run)
    assert convert_quotes(there, HANS) == run


def test_deep_nesting_takes_linear_time() -> None:
    run = "“" * 50_000 + "‘" * 50_000 + "”" * 100_000
    assert len(convert_quotes(run, HANT)) == len(run)
