"""Characters with several Traditional forms are chosen by context, and OpenCC's answer stands in doubt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.text.conversion import base_of, convert
from site_builder.text.disambiguation import choose, decisions
from site_builder.text.variants import HANS, HANT


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("这件东西被发明出来以后", "這件東西被發明出來以後"),
        ("美国制裁了那家公司", "美國制裁了那家公司"),
        ("许多工人参与制造了这艘船", "許多工人參與製造了這艘船"),
        ("她用中文采访了一位老人", "她用中文採訪了一位老人"),
        ("这只会让事情更糟", "這只會讓事情更糟"),
        ("书里展示了如何做豆腐", "書裡展示了如何做豆腐"),
        ("说法云云，不必当真", "說法云云，不必當真"),
        ("七纳米制程的芯片", "七納米製程的芯片"),
        ("他系上围裙去煮面条", "他繫上圍裙去煮麵條"),
        ("中文系的系主任", "中文系的系主任"),
        ("皇后在后宫后面", "皇后在後宮後面"),
        ("谷仓里堆满稻谷，山谷里没有人", "穀倉裡堆滿稻穀，山谷裡沒有人"),
    ],
)
def test_words_across_a_boundary_do_not_mislead(simplified: str, traditional: str) -> None:
    assert convert(simplified, HANS, HANT).text == traditional


def test_without_the_model_opencc_stands() -> None:
    assert convert("美国制裁", HANS, HANT, disambiguate=False).text == base_of("美国制裁")


def test_house_style_is_left_to_opencc() -> None:
    assert choose("这里", "這裏") == "這裏"


def test_a_settled_character_stays() -> None:
    assert choose("头发", "頭\ufffc") == "頭\ufffc"


@given(st.text(alphabet=st.one_of(st.sampled_from("头发后面里干只系制，a1“\n\ufffc\ud800"), st.characters())))
def test_any_run_keeps_its_length_and_scores_every_class(run: str) -> None:
    base = convert(run, HANS, HANT, disambiguate=False, quotes=False).text
    if len(base) == len(run):
        assert len(choose(run, base)) == len(run)
        for decision in decisions(run, base):
            assert len(decision.scores) == len(decision.classes)
            assert decision.margin >= 0
