"""The interface's words."""

from datetime import date

import pytest

from site_builder.diagnostics import SourceError
from site_builder.render.interface import UnknownWordError, chinese_words, english_words, merge, read_interface
from site_builder.text.variants import HANS, HANT, VARIANTS, Variant


def shout(text: str, source: Variant) -> str:
    return f"{text}/{source.tag}"


def test_a_form_given_for_the_variant_wins_over_conversion() -> None:
    entries = {"home": {"zh-Hans": "首页", "zh-Hant": "首頁", "zh-Hant-HK": "主頁"}}

    assert chinese_words(entries, VARIANTS["zh-Hant-HK"], shout)("home") == "主頁"
    assert chinese_words(entries, VARIANTS["zh-Hant-TW"], shout)("home") == "首頁"
    assert chinese_words({"home": {"zh-Hans": "首页"}}, HANT, shout)("home") == "首页/zh-Hans"


def test_counts_have_their_thousands_marked_and_english_its_singular() -> None:
    words = english_words({"texts": {"en": "{count} texts", "en-one": "{count} text"}})

    assert [words("texts", count=n) for n in (0, 1, 1234)] == ["0 texts", "1 text", "1,234 texts"]


def test_dates_are_written_as_the_language_does() -> None:
    assert english_words({}).day(date(2026, 11, 1)) == "1 November 2026"
    assert chinese_words({}, HANS, shout).day(date(2026, 11, 1)) == "2026年11月1日"


def test_an_unknown_word_is_an_error() -> None:
    with pytest.raises(UnknownWordError, match=r"interface\.toml has no word 'hom' in en"):
        english_words({"home": {"en": "Home"}})("hom")


def test_a_word_without_its_value_is_an_error() -> None:
    with pytest.raises(UnknownWordError, match=r"needs a value for \{count\}"):
        english_words({"texts": {"en": "{count} texts"}})("texts")


def test_a_sites_chinese_form_replaces_every_chinese_form_of_the_theme() -> None:
    theirs = {"home": {"zh-Hans": "首页", "zh-Hant": "首頁", "en": "Home"}}

    assert merge(theirs, {"home": {"zh-Hans": "门厅"}}) == {"home": {"en": "Home", "zh-Hans": "门厅"}}


def test_broken_toml_is_reported_with_its_line() -> None:
    with pytest.raises(SourceError) as caught:
        read_interface('a = { en = "x" }\nb = \n', "templates/interface.toml")
    problem = caught.value.diagnostics[0]

    assert problem.code == "template-error"
    assert problem.location.line == 2


def test_a_word_that_is_no_table_is_reported_with_its_line() -> None:
    with pytest.raises(SourceError) as caught:
        read_interface('a = { en = "x" }\nhome = "首页"\n', "templates/interface.toml")
    problem = caught.value.diagnostics[0]

    assert problem.message == "the word 'home' is no table of strings"
    assert (problem.location.path, problem.location.line) == ("templates/interface.toml", 2)


def test_every_word_of_the_theme_exists_in_both_languages(theme_templates: dict[str, str]) -> None:
    entries = read_interface(theme_templates["interface.toml"], "interface.toml")

    assert [key for key, entry in entries.items() if not {"zh-Hans", "en"} <= set(entry)] == []
