import time
from datetime import date

import pytest

from site_builder.config import PinyinMode
from site_builder.diagnostics import Diagnostic
from site_builder.markup.front_matter import Head, read_head
from site_builder.model import Credit, FrontMatter, Membership
from site_builder.text.glossary import Word
from site_builder.text.variants import HANT, VARIANTS


def head_of(block: str) -> Head:
    return read_head(f"---\n{block}\n---\n正文\n", "content/a.md")


def front(block: str) -> FrontMatter:
    head = head_of(block)
    assert head.problems == ()
    return head.front


def problem(block: str) -> Diagnostic:
    return head_of(block).problems[0]


def placed(block: str) -> tuple[str, int, int]:
    found = problem(block)
    return found.code, found.location.line, found.location.column


def test_a_text_without_front_matter_begins_at_once() -> None:
    assert read_head("正文\n", "a") == Head(FrontMatter(), 0)


def test_a_rule_at_the_beginning_is_no_front_matter() -> None:
    assert read_head("---\n\n正文\n\n---\n", "a").body_start == 0


def test_the_body_begins_after_the_closing_line() -> None:
    text = "---\ntitle: 晒书\n---\n正文\n"
    head = read_head(text, "a")
    assert text[head.body_start :] == "正文\n"
    assert text[head.title_start :].startswith("晒书")


@pytest.mark.parametrize("title", ["1984", "no", "0123", "22:22", "1e3", "null", "~", "2026-01-01"])
def test_strings_stay_strings(title: str) -> None:
    assert front(f"title: {title}").title == title


def test_every_key_is_read() -> None:
    read = front(
        "title: 晒书\ndate: 2026-11-21\nupdated: 2026-11-22 08:00:00\nauthor: 顾青禾\n"
        "source: {name: 小报, url: https://example.org/}\nsummary: 一句\ntags: [书, 夏天]\n"
        "series: {name: 四季, order: 2}\nslug: shai\naliases: /old/\ndraft: yes\nscript: zh-tw\npinyin: off\n"
        "glossary:\n  - {keep: 甲}\n"
    )
    assert read.date == date(2026, 11, 21)
    assert read.updated == date(2026, 11, 22)
    assert read.source == Credit("小报", "https://example.org/")
    assert read.tags == ("书", "夏天")
    assert read.series == Membership("四季", 2)
    assert read.aliases == ("/old/",)
    assert read.draft
    assert read.script == VARIANTS["zh-Hant-TW"]
    assert read.pinyin is PinyinMode.OFF
    assert [word.form(HANT) for word in read.glossary.words] == ["甲"]


def test_short_forms_are_read() -> None:
    read = front("source: 小报\nseries: 四季\ntags: 书, 夏天，风、书")
    assert (read.source, read.series, read.tags) == (Credit("小报"), Membership("四季"), ("书", "夏天", "风"))


def test_an_empty_value_counts_as_not_given() -> None:
    assert front("title:\ntags:\ndate: ''") == FrontMatter()


def test_glossary_words_are_read() -> None:
    read = front("glossary:\n  - {zh-Hans: 软件, zh-Hant: 軟件, reading: ruǎn jiàn}")
    assert read.glossary.words == (Word((("zh-Hans", "软件"), ("zh-Hant", "軟件")), reading="ruǎn jiàn"),)


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("title: x\ntitel: y", ("front-matter-unknown-key", 3, 1)),
        ("title: a\ntitle: b", ("front-matter-duplicate-key", 3, 1)),
        ("title: [a, b]", ("front-matter-type", 2, 8)),
        ("draft: maybe", ("front-matter-type", 2, 8)),
        ("pinyin: loud", ("front-matter-type", 2, 9)),
        ("script: zh-Hanx", ("variant-unknown", 2, 9)),
        ("date: 2026-02-30", ("front-matter-date", 2, 7)),
        ("date: 昨天", ("front-matter-date", 2, 7)),
        ("date: 0000-01-01", ("front-matter-date", 2, 7)),
        ("source: {name: 报, url: javascript:x}", ("front-matter-type", 2, 9)),
        ("source: {nom: 报}", ("front-matter-unknown-key", 2, 10)),
        ("series: {name: 四季, order: two}", ("front-matter-type", 2, 9)),
        ("tags: {a: b}", ("front-matter-type", 2, 7)),
        ("- a\n- b", ("front-matter-type", 2, 1)),
        ("title: [x\ndate: 2026-01-02", ("front-matter-syntax", 2, 8)),
        ("title: x\n\tdate: 1", ("front-matter-syntax", 3, 1)),
        ("title: a: b", ("front-matter-syntax", 2, 9)),
        ("title: !!python/object/apply:os.system [x]", ("front-matter-syntax", 2, 8)),
        ("title: &a x", ("front-matter-syntax", 2, 8)),
        ("title: *a", ("front-matter-syntax", 2, 8)),
        ('title: "\\ud800"', ("character-forbidden", 2, 8)),
        ('title: "a\\u0000b"', ("character-forbidden", 2, 8)),
        ("glossary:\n  - {keep: 甲}\n  - {zh-Hanx: 乙}", ("glossary-entry", 4, 5)),
        ("glossary: 甲", ("front-matter-type", 2, 11)),
    ],
)
def test_a_mistake_is_found_where_it_stands(block: str, expected: tuple[str, int, int]) -> None:
    assert placed(block) == expected


def test_a_typing_error_is_met_with_a_suggestion() -> None:
    assert problem("titel: x").hint == "did you mean title?"
    assert problem("script: zh-hanss").hint == "did you mean zh-Hans?"


def test_both_lines_of_a_repeated_key_are_named() -> None:
    assert problem("title: a\ndate: 2026-01-01\ntitle: b").message == "title is given twice: on line 2 and on line 4"


def test_all_mistakes_are_told_at_once() -> None:
    codes = [found.code for found in head_of("titel: x\ndate: soon\nscript: none").problems]
    assert codes == ["front-matter-unknown-key", "front-matter-date", "variant-unknown"]


def test_front_matter_without_an_end_is_told() -> None:
    found = read_head("---\ntitle: x\n\n正文\n", "a").problems[0]
    assert (found.code, found.location.line) == ("front-matter-unclosed", 1)


@pytest.mark.parametrize(
    "block",
    ["title: " + "[" * 5000 + "]" * 5000, "\n".join(f"k{i}: v" for i in range(20_000)), "title: " + "长" * 350_000],
)
def test_monstrous_front_matter_is_refused_quickly(block: str) -> None:
    start = time.perf_counter()
    assert problem(block).code in ("front-matter-syntax", "file-too-large")
    assert time.perf_counter() - start < 2


def test_the_places_of_values_are_kept() -> None:
    place = head_of("title: 晒书\nslug: shai").places["slug"]
    assert (place.line, place.column, place.length) == (3, 7, 4)
