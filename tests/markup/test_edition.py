import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.addresses import Addresses
from site_builder.config import Config, ForeignImages
from site_builder.markup.edition import Setting, edit
from site_builder.markup.parsing import parse
from site_builder.model import Document, Edition, Source
from site_builder.text.glossary import NO_GLOSSARY, Glossary, Word
from site_builder.text.registry import annotator
from site_builder.text.variants import HANS, HANT, VARIANTS, Script, Variant
from site_builder.tree import parse as parse_html
from site_builder.tree import text_of

FIXTURES = Path(__file__).parent / "fixtures"


def document_of(markdown: str, *, script: str = "", name: str = "a.md") -> Document:
    declared = f"script: {script}\n" if script else ""
    return parse(Source(name, f"---\ntitle: 题\n{declared}---\n\n{markdown}\n".encode(), "0"), Config())


def edition_of(  # noqa: PLR0913 - what an edition depends on
    document: Document,
    variant: Variant,
    *,
    annotated: bool = False,
    glossary: Glossary = NO_GLOSSARY,
    links: dict[str, str] | None = None,
    foreign_images: ForeignImages = ForeignImages.KEEP,
) -> Edition:
    setting = Setting(
        variant=variant,
        glossary=glossary,
        annotator=annotator("pinyin") if annotated else None,
        levels="none",
        quotes=True,
        foreign_images=foreign_images,
        links=links or {},
        sizes={"/media/p.png": (30, 20)},
        url="https://example.org/zh-hant/a/",
        addresses=Addresses("https://example.org/"),
    )
    return edit(document, setting)


def inside(html: str) -> str:
    """The content of the first block, without ids."""
    found = re.match(r"\s*<(p|h2|li|td)[^>]*>(.*?)</\1>", html, re.DOTALL)
    assert found, html
    return found[2]


def cases() -> Iterator[tuple[str, str, str]]:
    blocks = (FIXTURES / "editions.txt").read_text(encoding="utf-8").split("\n\n")
    for block in blocks:
        lines = [line for line in block.strip().splitlines() if not line.startswith("# ")]
        if lines:
            variant, markdown, expected = lines
            yield variant, markdown, expected


@pytest.mark.parametrize(("tag", "markdown", "expected"), list(cases()))
def test_words_are_converted_whole_and_markup_stays_on_its_characters(tag: str, markdown: str, expected: str) -> None:
    target = VARIANTS[tag]
    source = "zh-Hant-TW" if target.script is Script.HANS else "zh-Hans"
    assert inside(edition_of(document_of(markdown, script=source), target).body_html) == expected


def test_there_are_at_least_thirty_cases_and_every_variant_is_among_them() -> None:
    listed = list(cases())
    assert len(listed) >= 30
    assert {tag for tag, *_ in listed} == set(VARIANTS)


def test_a_soft_line_break_inside_a_word_is_joined() -> None:
    assert inside(edition_of(document_of("头\n发很**长\n了**"), HANT).body_html) == "頭髮很<strong>長了</strong>"


def test_a_footnote_mark_inside_a_word_does_not_split_it() -> None:
    html = inside(edition_of(document_of("头[^1]发\n\n[^1]: 注"), HANT).body_html)
    assert re.fullmatch(r"頭<sup[^>]*><a[^>]*>1</a></sup>髮", html)


def test_headings_table_cells_and_lists_are_converted() -> None:
    html = edition_of(document_of("## 头发\n\n- 发现\n\n| 后来 |\n| --- |\n| 皇后 |\n"), HANT).body_html
    for word in ("頭髮", "發現", "後來", "皇后"):
        assert word in html


def test_alt_and_title_texts_are_converted_and_other_attributes_are_not() -> None:
    document = document_of('![头发](图.png "后来") [x](后.md){: .发 }')
    html = edition_of(document, HANT, links={"图.png": "/media/p.png", "后.md": "/zh-hant/后/"}).body_html
    assert 'alt="頭髮"' in html
    assert 'title="後來"' in html
    assert 'href="/zh-hant/后/"' in html


def test_comments_and_code_blocks_are_byte_identical() -> None:
    html = edition_of(document_of("<!-- 头发 -->\n\n```\n头发 < 后来\n```\n"), HANT).body_html
    assert "<!-- 头发 -->" in html
    assert "头发 &lt; 后来" in html


def test_the_glossary_wins_and_a_words_lengths_may_differ() -> None:
    glossary = Glossary((Word((("zh-Hans", "计算机"), ("zh-Hant", "電子計算機"))),))
    html = inside(edition_of(document_of("计**算机**"), HANT, glossary=glossary).body_html)
    assert text_of(parse_html(html)) == "電子計算機"
    assert html.startswith("電")
    assert html.endswith("</strong>")


def test_a_page_glossary_wins_over_the_site() -> None:
    document = parse(
        Source("a.md", "---\ntitle: 题\nglossary:\n  - {zh-Hans: 软件, zh-Hant: 乙}\n---\n\n软件\n".encode(), "0"),
        Config(),
    )
    site = Glossary((Word((("zh-Hans", "软件"), ("zh-Hant", "甲"))),))
    assert inside(edition_of(document, HANT, glossary=site).body_html) == "乙"


def test_a_text_that_is_not_to_be_converted_is_shown_as_written() -> None:
    document = parse(Source("a.md", "---\ntitle: 头发\nconvert: false\n---\n\n头发“长”\n".encode(), "0"), Config())
    edition = edition_of(document, HANT)
    assert inside(edition.body_html) == "头发“长”"
    assert edition.title == "頭髮"


def test_a_dead_link_keeps_its_text_and_a_dead_image_goes() -> None:
    html = inside(
        edition_of(document_of("看[这里](no.md)和![图](no.png)。"), HANS, links={"no.md": "", "no.png": ""}).body_html
    )
    assert html == "看这里和。"


def test_an_image_has_its_size_and_is_lazy() -> None:
    html = edition_of(document_of("![图](p.png)"), HANS, links={"p.png": "/media/p.png"}).body_html
    assert 'width="30" height="20"' in html
    assert 'loading="lazy"' in html


def test_an_image_of_another_site_sends_no_referrer_or_becomes_a_link() -> None:
    document = document_of("![图](https://example.net/p.png)")
    assert 'referrerpolicy="no-referrer"' in edition_of(document, HANS).body_html
    linked = edition_of(document, HANS, foreign_images=ForeignImages.LINK).body_html
    assert "<img" not in linked
    assert '<a href="https://example.net/p.png"' in linked


def test_every_hanzi_is_annotated_one_ruby_a_word() -> None:
    html = inside(edition_of(document_of("我们去学校，用 Python 写 `代码`。"), HANS, annotated=True).body_html)
    assert "<ruby>我<rt>wǒ</rt>们<rt>men</rt></ruby>" in html
    assert "<ruby>学<rt>xué</rt>校<rt>xiào</rt></ruby>，" in html
    assert "<code>代码</code>" in html
    assert " Python " in html


def test_a_reading_set_in_place_wins_in_every_variant() -> None:
    document = document_of("他干这{行|háng}，{重庆|chóng qìng}人")
    for variant in (HANS, HANT):
        html = edition_of(document, variant, annotated=True).body_html
        assert "行<rt>háng</rt>" in html
        assert "<rt>chóng</rt>" in html
        assert "|" not in html


def test_a_word_that_crosses_markup_is_read_as_a_word() -> None:
    html = inside(edition_of(document_of("重**庆**的音**乐**"), HANT, annotated=True).body_html)
    assert re.sub(r"<[^>]+>", "", re.sub(r"<rt>.*?</rt>", "", html)) == "重慶的音樂"
    assert re.findall(r"<rt>(.*?)</rt>", html) == ["chóng", "qìng", "de", "yīn", "yuè"]


def test_ruby_of_the_editor_stays_and_is_not_nested() -> None:
    html = inside(edition_of(document_of("<ruby>行<rt>háng</rt></ruby>长来了"), HANS, annotated=True).body_html)
    assert html.startswith("<ruby>行<rt>háng</rt></ruby><ruby>长<rt>")


def test_text_in_another_language_is_left_alone() -> None:
    html = edition_of(document_of('头发<span lang="ja">头发</span>'), HANT, annotated=True).body_html
    assert '<span lang="ja">头发</span>' in html


def test_headings_for_the_contents_have_no_readings() -> None:
    edition = edition_of(
        document_of("## 头**发**的[长](https://example.org/)短[^1]\n\n文\n\n[^1]: 注"), HANT, annotated=True
    )
    [heading] = edition.headings
    assert (heading.level, heading.html) == (2, "頭<strong>髮</strong>的長短")


def test_the_text_for_feeds_is_absolute_and_without_readings() -> None:
    document = document_of("[看](b.md)和[^1]<!-- x -->\n\n[^1]: 注")
    plain = edition_of(document, HANT, annotated=True, links={"b.md": "/zh-hant/b/"}).plain_html
    assert 'href="https://example.org/zh-hant/b/"' in plain
    assert 'href="https://example.org/zh-hant/a/#fn' in plain
    assert "<rt>" not in plain
    assert "<!--" not in plain


plain_text = st.text(
    st.one_of(
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), st.sampled_from("，。；：？！、「」“”‘’（）《》 a1")
    ),
    min_size=1,
    max_size=60,
)


@given(plain_text)
def test_the_original_script_shows_the_text_as_written(text: str) -> None:
    document = document_of(text.strip() or "文")
    for annotated in (False, True):
        html = edition_of(document, document.script, annotated=annotated).body_html
        assert text_of(parse_html(html)).split() == text_of(document.body).split()


@given(plain_text, st.sampled_from(sorted(VARIANTS)))
def test_ids_are_equal_in_all_variants(text: str, tag: str) -> None:
    document = document_of(f"## {text.strip() or '文'}\n\n{text}\n\n- {text}\n")
    ids = re.findall(r' id="([^"]*)"', edition_of(document, HANS).body_html)
    assert ids == re.findall(r' id="([^"]*)"', edition_of(document, VARIANTS[tag], annotated=True).body_html)
