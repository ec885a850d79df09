"""MediaWiki's notation is read as it is written, and errors say where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.text.glossary import Glossary, Word, protected
from site_builder.text.rules import RuleError, parse_rule
from site_builder.text.variants import HANS, HANT, VARIANTS

TW = VARIANTS["zh-Hant-TW"]
HK = VARIANTS["zh-Hant-HK"]


def test_plain_text_is_protected() -> None:
    rule = parse_rule("不转换")
    assert rule.text_for(HANT) == rule.text_for(HANS) == "不转换"
    assert rule.words() == ()


def test_spaces_of_plain_text_are_kept() -> None:
    assert parse_rule(" 不 ").text_for(HANT) == " 不 "


def test_choice_takes_the_form_of_the_target() -> None:
    rule = parse_rule("zh-hans:计算机; zh-hant:電腦;")
    assert (rule.text_for(HANS), rule.text_for(HANT), rule.text_for(TW)) == ("计算机", "電腦", "電腦")


def test_choice_falls_back_and_else_takes_the_first() -> None:
    rule = parse_rule("zh-cn:软件;zh-tw:軟體")
    assert (rule.text_for(HANS), rule.text_for(HANT), rule.text_for(HK)) == ("软件", "軟體", "軟體")
    assert parse_rule("zh-hans:只有一个").text_for(HANT) == "只有一个"


def test_semicolons_within_a_form_are_text() -> None:
    assert parse_rule("zh-hans:甲;乙;zh-hant:丙").text_for(HANS) == "甲;乙"


def test_one_way_rule_shows_the_form_for_its_variant_only() -> None:
    rule = parse_rule("宏=>zh-hant:巨集")
    assert (rule.text_for(HANT), rule.text_for(HANS)) == ("巨集", "宏")


def test_add_shows_and_hide_does_not() -> None:
    assert parse_rule("A|zh-hans:甲;zh-hant:乙").text_for(HANT) == "乙"
    assert parse_rule("H|zh-hans:甲;zh-hant:乙").text_for(HANT) == ""


def test_added_words_are_two_way_or_one_way() -> None:
    two_way = Word((("zh-Hans", "甲"), ("zh-Hant", "乙")))
    assert parse_rule("A|zh-hans:甲;zh-hant:乙").words() == (two_way,)
    assert parse_rule("H|宏=>zh-tw:巨集").words() == (Word((("zh-Hant-TW", "巨集"),), source="宏"),)
    assert parse_rule("A|润于").words() == (protected("润于"),)


def test_removal_takes_the_word_out() -> None:
    glossary = parse_rule("H|zh-hans:甲;zh-hant:乙").applied(Glossary((protected("丙"),)))
    assert parse_rule("-|zh-hans:甲;zh-hant:乙").applied(glossary) == Glossary((protected("丙"),))


def test_title_raw_name_and_description() -> None:
    title = parse_rule("T|zh-hans:题;zh-hant:題")
    assert (title.for_title, title.text_for(HANT), title.choice(HANT)) == (True, "", "題")
    assert parse_rule("R|zh-hans:题").text_for(HANT) == "zh-hans:题"
    assert parse_rule("N|zh-tw").text_for(HANS) == "臺灣正體"
    assert parse_rule("D|zh-hans:甲;zh-hant:乙").text_for(HANS) == "简体：甲；繁體：乙"


def test_text_may_be_meant_for_some_variants() -> None:
    rule = parse_rule("zh-hant|只给繁体读者")
    assert (rule.text_for(HANS), rule.text_for(TW)) == ("", "只给繁体读者")


@pytest.mark.parametrize(
    ("inner", "offset", "message"),
    [
        ("zh-hans:甲; zh-xx:乙", 11, "There is no script variant zh-xx"),
        ("X|甲", 0, "There is no flag X."),
        ("A; Q|甲", 3, "There is no flag Q."),
        ("zh-hans:甲;zh-hans:乙", 10, "The variant zh-hans is given twice."),
        ("=>zh-hant:乙", 0, "A one-way rule has nothing before its =>."),
    ],
)
def test_malformed_rules_say_where(inner: str, offset: int, message: str) -> None:
    with pytest.raises(RuleError, match="^" + message) as caught:
        parse_rule(inner)
    assert caught.value.offset == offset


@given(st.text(alphabet=st.one_of(st.sampled_from("zh-hanstw:;=>|AHTRDN 甲"), st.characters())))
def test_any_text_is_a_rule_or_a_rule_error(inner: str) -> None:
    try:
        rule = parse_rule(inner)
    except RuleError as error:
        offset = error.offset
    else:
        offset = 0
        rule.applied(Glossary())
        assert all(isinstance(rule.text_for(variant), str) for variant in VARIANTS.values())
    assert 0 <= offset <= len(inner)
