"""Conversion writes a run as the target variant does, and knows where each character came from."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.text.alignment import Converted
from site_builder.text.conversion import convert
from site_builder.text.glossary import NO_GLOSSARY, Glossary, Word, protected
from site_builder.text.variants import HANS, HANT, VARIANTS, Variant

CN, TW, HK = (VARIANTS[tag] for tag in ("zh-Hans-CN", "zh-Hant-TW", "zh-Hant-HK"))
PAIRS = list(itertools.product(VARIANTS.values(), repeat=2))
ANY = st.text(
    alphabet=st.one_of(
        st.sampled_from("头发內存条打印机U盘盤润于裡里著“”’「」\n\u200b\ufffc\ud800\0abc少数组织"), st.characters()
    )
)


def pieces(run: str, converted: Converted) -> list[tuple[str, str]]:
    return [
        (run[one.source_start : one.source_end], converted.text[one.target_start : one.target_end])
        for one in converted.segments
    ]


@pytest.mark.parametrize(
    ("run", "target", "expected"),
    [
        ("他头发后面的皇后", HANT, "他頭髮後面的皇后"),
        ("为了这里的群众", HANT, "為了這裡的群眾"),
        ("为了这里的群众", HK, "為了這裏的羣眾"),
        ("打印机的软件", HANT, "打印機的軟件"),
        ("打印机的软件", TW, "印表機的軟體"),
        ("U盘里", TW, "隨身碟裡"),
        ("少数组织", TW, "少數組織"),
        ("服务器的软件", HK, "伺服器的軟件"),
        ("他说：“‘看’着。”", HANT, "他說：「『看』著。」"),
    ],
)
def test_simplified_text_becomes_traditional(run: str, target: Variant, expected: str) -> None:
    assert convert(run, HANS, target).text == expected


@pytest.mark.parametrize(
    ("run", "source", "target", "expected"),
    [
        ("計程車裡的「軟體」", TW, CN, "出租车里的“软件”"),
        ("計程車裡的「軟體」", TW, HANS, "计程车里的“软体”"),
        ("軟件與軟體", HANT, TW, "軟體與軟體"),
        ("裡面的伺服器", HANT, HK, "裏面的伺服器"),
        ("看著顯著的成果", HANT, HANS, "看着显著的成果"),
    ],
)
def test_traditional_text_changes_script_and_wording(run: str, source: Variant, target: Variant, expected: str) -> None:
    assert convert(run, source, target).text == expected


@pytest.mark.parametrize("separator", ["\n", "\u200b", "\u2060", "\ufeff", "\u00ad", "\u200b\n"])
def test_a_word_reaches_over_what_does_not_part_it(separator: str) -> None:
    run = f"头{separator}发，内存{separator}条，头发"
    converted = convert(run, HANS, TW)
    assert converted.text == f"頭{separator}髮，記憶體{separator}模組，頭髮"
    assert ("内存", "記憶體") in pieces(run, converted)


@pytest.mark.parametrize("separator", ["\n\n", "\ufffc", " ", "，"])
def test_a_word_does_not_reach_over_a_boundary(separator: str) -> None:
    assert convert(f"头{separator}发", HANS, HANT).text == f"頭{separator}發"


def test_soft_characters_within_an_indivisible_word_stay_in_place() -> None:
    run = "U\u200b盘"
    converted = convert(run, HANS, TW)
    assert converted.text.replace("\u200b", "") == "隨身碟"
    place = converted.text.index("\u200b")
    assert converted.source_range(place) == (1, 2)


def test_unequal_words_are_divided_as_finely_as_is_known() -> None:
    run = "插内存条"
    assert pieces(run, convert(run, HANS, TW)) == [("插", "插"), ("内存", "記憶體"), ("条", "模組")]


def test_equal_words_correspond_character_by_character() -> None:
    converted = convert("打印机", HANS, TW)
    assert [converted.source_range(i) for i in range(3)] == [(0, 1), (1, 2), (2, 3)]


UNEQUAL = Glossary((Word((("zh-Hans", "条打"), ("zh-Hant", "一二三"))),))
NAME = Word((("zh-Hans", "润于"), ("zh-Hant", "潤于")))


def test_glossary_wins_over_tables_and_phrases() -> None:
    assert convert("润于是后羿", HANS, HANT, Glossary((NAME, protected("是后")))).text == "潤于是后羿"


def test_longest_glossary_word_wins() -> None:
    glossary = Glossary(
        (Word((("zh-Hans", "甲"), ("zh-Hant", "一"))), Word((("zh-Hans", "甲乙"), ("zh-Hant", "二三四"))))
    )
    assert convert("甲乙甲", HANS, HANT, glossary).text == "二三四一"


def test_glossary_words_are_locked_against_wording_and_quotes() -> None:
    glossary = Glossary((protected("“软件"), protected("打印")))
    assert convert("“软件”打印机", HANS, TW, glossary).text == "“软件」打印機"


def test_one_way_rule_holds_even_in_text_of_the_target() -> None:
    glossary = Glossary((Word((("zh-Hant", "巨集"),), source="宏"), NAME))
    assert convert("宏觀润于", HANT, HANT, glossary).text == "巨集觀润于"


def test_characters_that_no_converter_takes_stay() -> None:
    assert convert("后\ud800面\0头发", HANS, HANT).text == "後\ud800面\0頭髮"


@given(ANY, st.sampled_from([*VARIANTS.values()]))
def test_text_in_the_target_comes_back_unchanged(run: str, variant: Variant) -> None:
    assert convert(run, variant, variant).text == run


@pytest.mark.parametrize("target", [HANS, CN])
@given(run=ANY)
def test_text_in_the_script_comes_back_unchanged_without_wording(target: Variant, run: str) -> None:
    assert convert(run, HANS, target).text == run


@given(ANY, st.sampled_from(PAIRS), st.sampled_from([NO_GLOSSARY, UNEQUAL]))
def test_segments_cover_source_and_target_in_order(run: str, pair: tuple[Variant, Variant], glossary: Glossary) -> None:
    converted = convert(run, *pair, glossary)
    source = target = 0
    for one in converted.segments:
        assert (one.source_start, one.target_start) == (source, target)
        assert one.source_end >= source
        assert one.target_end >= target
        source, target = one.source_end, one.target_end
    assert (source, target) == (len(run), len(converted.text))
    assert all(0 <= start < end <= len(run) for start, end in map(converted.source_range, range(len(converted.text))))
    assert converted.owners() == sorted(converted.owners())
    breaks = [run.count("\n"), run.count("\u200b"), run.count("\ufffc")]
    assert [converted.text.count(c) for c in "\n\u200b\ufffc"] == breaks


@pytest.mark.parametrize("tag", sorted(VARIANTS))
def test_web_addresses_are_left_alone(tag: str) -> None:
    run = "见https://example.org/软件/后来?发=面。"
    converted = convert(run, VARIANTS["zh-Hans"], VARIANTS[tag])
    assert "https://example.org/软件/后来?发=面" in converted.text
    assert convert("见https://example.org后来", VARIANTS["zh-Hans"], VARIANTS["zh-Hant"]).text.endswith("org後來")


@pytest.mark.parametrize(
    ("source", "text", "target", "expected"),
    [
        ("zh-Hant-TW", "軟體和印表機", "zh-Hant-HK", "軟件和打印機"),
        ("zh-Hant-TW", "搭計程車去紐西蘭餐廳吃鮪魚", "zh-Hant-HK", "搭的士去新西蘭餐廳吃吞拿魚"),
        ("zh-Hant-HK", "搭的士去買雪糕", "zh-Hant-TW", "搭計程車去買冰淇淋"),
        ("zh-Hant-HK", "網絡上的軟件", "zh-Hant-TW", "網路上的軟體"),
        ("zh-Hant-HK", "吞拿魚三文治", "zh-Hans-CN", "金枪鱼三明治"),
        ("zh-Hans", "用打印机的出租车公司", "zh-Hant-HK", "用打印機的的士公司"),
    ],
)
def test_taiwan_and_hong_kong_have_words_of_their_own(source: str, text: str, target: str, expected: str) -> None:
    assert convert(text, VARIANTS[source], VARIANTS[target]).text == expected
