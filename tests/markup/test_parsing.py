from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.config import Config
from site_builder.diagnostics import SourceError
from site_builder.markup.parsing import parse
from site_builder.model import Document, Source
from site_builder.text.variants import HANS, HANT
from site_builder.tree import parse as parse_html
from site_builder.tree import serialize, text_of, walk


def document(text: str, name: str = "a.md", config: Config | None = None) -> Document:
    return parse(Source(name, text.encode(), "digest"), config or Config())


def test_a_document_says_all_that_its_source_does() -> None:
    read = document("---\ntitle: 晒书\ndate: 2026-11-21\n---\n院里鋪滿了 3 本書。\n", "essays/a.md")
    assert (read.path, read.digest, read.front.date) == ("essays/a.md", "digest", date(2026, 11, 21))
    assert (text_of(read.title), read.summary) == ("晒书", "院里鋪滿了 3 本書。")
    assert (read.script, read.hanzi, read.words) == (HANT, 9, 1)
    assert read.place_of("date").line == 3


def test_the_script_is_simplified_when_nothing_tells() -> None:
    assert document("---\ntitle: 山\n---\n山水").script == HANS


def test_a_declared_script_wins() -> None:
    assert document("---\ntitle: 山\nscript: zh-Hant\n---\n这里说的是风").script == HANT


def test_all_errors_of_a_file_are_told_at_once() -> None:
    with pytest.raises(SourceError) as caught:
        document("---\ntitel: x\ndate: soon\n---\n-{甲\n\n{行|xx}\n\n[乙](javascript:x)\n")
    codes = [problem.code for problem in caught.value.diagnostics]
    assert codes == [
        "front-matter-unknown-key", "front-matter-date", "protection-unclosed", "reading-malformed", "link-unsafe",
    ]  # fmt: skip


def test_a_document_with_an_unsafe_link_can_be_shown() -> None:
    read = document("# 题\n\n[甲](javascript:x)")
    assert [problem.code for problem in read.diagnostics] == ["link-unsafe"]


def test_references_know_their_places() -> None:
    read = document(
        "# 题\n\n见 [甲](a.md)，![乙](b.png)，\nhttps://c.cn/。<img src=d.png alt=丁>\n\n[戊][x]\n\n[x]: e.md\n"
    )
    assert [(r.target, r.is_image, r.location.line, r.location.column) for r in read.references] == [
        ("a.md", False, 3, 4),
        ("b.png", True, 3, 15),
        ("https://c.cn/", False, 4, 1),
        ("d.png", True, 4, 15),
        ("e.md", False, 6, 2),
    ]


def test_the_places_of_a_translation_s_blocks_are_kept() -> None:
    read = document(
        "---\ntitle: Books\n---\n\nThe yard was *full* of books.\n\n## Cats\n\n> They came, too.\n", "a.en.md"
    )
    lines = {key: place.line for key, place in read.places.items()}
    assert lines == {"title": 2, "#p1": 5, "#cats": 7, "#p2": 9}


def test_rules_for_the_page_join_its_glossary_in_order() -> None:
    read = document(
        "---\ntitle: 题\nglossary:\n  - {keep: 甲}\n---\n-{H|zh-hans:乙; zh-hant:丙}-\n\n-{A|zh-hans:丁; zh-hant:戊}-"
    )
    assert [word.form(HANT) for word in read.front.glossary.words] == ["甲", "丙", "戊"]


def test_a_rule_in_code_adds_nothing() -> None:
    assert (
        document("# 题\n\n`-{H|zh-hans:乙; zh-hant:丙}-`\n\n    -{H|zh-hans:乙; zh-hant:丙}-").front.glossary.words
        == ()
    )


def test_many_problems_of_a_kind_are_counted() -> None:
    problems = document("# 题\n\n" + "<x>\n\n" * 50).diagnostics
    assert len(problems) == 21
    assert problems[-1].message == "30 more problems of this kind from here on"


def test_the_tags_of_the_site_are_the_ones_that_pass() -> None:
    config = Config(html=frozenset({"b"}))
    assert serialize(document("# 题\n\n<b>甲</b><i>乙</i>", config=config).body) == (
        '<p id="p1"><b>甲</b>&lt;i&gt;乙&lt;/i&gt;</p>'
    )


HANZI = st.sampled_from("书风猫院晒漢語這说𠮷〇，。：“”「」（）《》！？、…—1a")


@given(st.lists(st.text(HANZI, min_size=1, max_size=30), min_size=1, max_size=8))
def test_plain_prose_loses_nothing(paragraphs: list[str]) -> None:
    body = document("---\ntitle: 题\nscript: zh-Hans\n---\n\n甲" + "\n\n甲".join(paragraphs)).body
    assert [text_of((block,)) for block in body] == [f"甲{paragraph}" for paragraph in paragraphs]


@given(st.lists(st.text(HANZI, min_size=1, max_size=30), min_size=1, max_size=8))
def test_plain_text_loses_nothing(paragraphs: list[str]) -> None:
    body = document("---\ntitle: 题\nscript: zh-Hans\n---\n" + "\n".join(paragraphs), "a.txt").body
    assert [text_of((block,)) for block in body] == paragraphs


MARKUP = [
    "*", "**", "_", "__", "~~", "`", "``", "```\n", "~~~\n", "\n", "\n\n", "- ", "1. ", "> ", "# ", "## ",
    " ", "    ", "\t", "|", "|-|-|\n", "| a | b |\n", ":   ", "[", "]", "(", ")", "![", "[^1]", "[^1]: ",
    "[a]: u\n", "*[HTML]: x\n", "HTML", "<", ">", "<b>", "</b>", "<div>", "</div>", "<p>", "<li>", "<td>",
    "<!--", "-->", "<![CDATA[", "<script>", "<a href=y>", "<pre>", "</pre>", "&amp;", "&#0;", "{", "}",
    "{#id}", "{: .c }", "{行|háng}", "-{", "}-", "-{zh-hans:甲; zh-hant:乙}-", "\\", "学", "時", "，", "「", "”",
    "a", "https://a.b/c", "javascript:x", "---\n", "===\n", "\u3000\u3000", "\u200b", "𠮷",
]  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(MARKUP), max_size=60).map("".join), st.sampled_from(["a.md", "a.txt"]))
def test_whatever_is_written_makes_a_sound_tree_or_is_refused(text: str, name: str) -> None:
    try:
        body = document(f"---\ntitle: 题\n---\n{text}", name).body
    except SourceError:
        return
    html = serialize(body)
    identifiers = [element.get("id") for element in walk(body) if element.get("id")]
    assert parse_html(html) == body
    assert len(identifiers) == len(set(identifiers))
    assert not any(character in html for character in "\x02\x03\x0e\x0f\x18\x1d")
    assert "data-at" not in html


@settings(max_examples=300)
@given(st.text(max_size=80), st.sampled_from(["a.md", "a.txt", "a.en.md"]))
def test_nothing_but_a_source_error_is_raised(text: str, name: str) -> None:
    with suppress(SourceError):
        parse(Source(name, text.encode("utf-8", "surrogatepass"), ""), Config())
