"""Pages: what they show, where they lead, and that they are the same in every variant."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from typing import NoReturn

import pytest

from site_builder.config import ForeignImages, PinyinMode
from site_builder.model import Site
from site_builder.render.scene import Phrases
from site_builder.render.targets import targets
from site_builder.render.theme import load
from site_builder.text.variants import HANT

ARTICLE = "zh-hant/essays/shan/index.html"


class Reader(HTMLParser):
    """Collects the elements of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [
            attrs
            for name, attrs in self.elements
            if name == tag and all(attrs.get(key) == value for key, value in wanted.items())
        ]


def test_every_variant_has_the_same_pages(rendered: dict[str, str]) -> None:
    hans = {path.partition("/")[2] for path in rendered if path.startswith("zh-hans/")}
    hant = {path.partition("/")[2] for path in rendered if path.startswith("zh-hant/")}

    assert hans == hant
    assert hans >= {
        "index.html", "404.html", "feed.xml", "archive/index.html", "essays/index.html", "essays/shan/index.html",
        "tags/index.html", "tags/shan-shui/index.html", "series/index.html", "series/shan-shui-ji/index.html",
    }  # fmt: skip


def test_a_page_names_itself_and_its_counterparts(rendered: dict[str, str]) -> None:
    head = Reader(rendered[ARTICLE])

    assert head.all("link", rel="canonical")[0]["href"] == "https://example.org/reading/zh-hant/essays/shan/"
    assert [(link["hreflang"], link["href"]) for link in head.all("link", rel="alternate") if "hreflang" in link] == [
        ("zh-Hans", "https://example.org/reading/zh-hans/essays/shan/"),
        ("zh-Hant", "https://example.org/reading/zh-hant/essays/shan/"),
        ("x-default", "https://example.org/reading/zh-hans/essays/shan/"),
    ]


def test_readers_of_no_variant_get_the_text_as_written(rendered: dict[str, str]) -> None:
    links = Reader(rendered["zh-hans/essays/shui/index.html"]).all("link", hreflang="x-default")

    assert [link["href"] for link in links] == ["https://example.org/reading/zh-hant/essays/shui/"]


def test_the_script_switch_names_each_script_in_itself(rendered: dict[str, str]) -> None:
    page = rendered[ARTICLE]
    switches = [link for link in Reader(page).all("a") if "data-script" in link]

    assert [(link["href"], link["lang"], link.get("aria-current")) for link in switches] == [
        ("/reading/zh-hans/essays/shan/", "zh-Hans", None),
        ("/reading/zh-hant/essays/shan/", "zh-Hant", "true"),
    ]
    assert re.search(r">简体<span[^>]*>[^<]*原文", page), "the original is marked"


def test_a_converted_page_says_so_and_links_to_the_original(rendered: dict[str, str]) -> None:
    assert "由程序轉換而成" in rendered[ARTICLE]
    assert '<a href="/reading/zh-hans/essays/shan/" hreflang="zh-Hans">看原文</a>' in rendered[ARTICLE]
    assert "这一页就是原文" in rendered["zh-hans/essays/shan/index.html"]
    assert "看原文" not in rendered["zh-hans/essays/shan/index.html"]


def test_a_handmade_page_says_so(site: Site, render: Callable[..., dict[str, str]]) -> None:
    page = site.pages[0]
    handmade = replace(page, handmade={"zh-Hant": replace(page.document, script=HANT)})
    sections = tuple(
        replace(section, pages=tuple(handmade if p.inner == page.inner else p for p in section.pages))
        for section in site.sections
    )

    rendered = render(replace(site, pages=(handmade, *site.pages[1:]), sections=sections))

    assert "由编者另行写定" in rendered["zh-hant/essays/shan/index.html"].replace("編", "编").replace("寫", "写")


def test_the_figures_are_equal_in_all_variants(rendered: dict[str, str]) -> None:
    for variant in ("zh-hans", "zh-hant"):
        assert "1,234字" in rendered[f"{variant}/essays/shan/index.html"]
        assert "5分" in rendered[f"{variant}/essays/shan/index.html"]


def test_only_an_annotated_page_has_readings_and_their_control(rendered: dict[str, str]) -> None:
    annotated, bare = rendered["zh-hans/essays/shan/index.html"], rendered["zh-hans/notes/shan/index.html"]

    assert '<html lang="zh-Hans" data-annotated="pinyin" data-pinyin="off" data-level="3">' in annotated
    assert "<ruby>山<rt>shān</rt></ruby>" in annotated
    assert len(Reader(annotated).all("input", name="pinyin")) == 4
    assert '<html lang="zh-Hans">' in bare
    assert not Reader(bare).all("input", name="pinyin")


def test_a_page_opens_in_its_own_mode(site_with: Callable[..., Site], render: Callable[..., dict[str, str]]) -> None:
    rendered = render(site_with(pinyin=PinyinMode.TAP))
    page = Reader(rendered["zh-hans/essays/shan/index.html"])

    root = {"lang": "zh-Hans", "data-annotated": "pinyin", "data-pinyin": "tap", "data-level": "3"}
    assert page.elements[0] == ("html", root)
    assert [choice["value"] for choice in page.all("input", name="pinyin") if "checked" in choice] == ["tap"]


def test_a_text_tells_its_level_and_leads_to_others_of_it(rendered: dict[str, str]) -> None:
    for page in (ARTICLE, "zh-hans/essays/index.html"):
        assert "HSK 4" in rendered[page]
    level = rendered["zh-hans/level/4/index.html"]
    assert "HSK考试大纲（2025）" in level
    assert "/reading/zh-hans/essays/shan/" in level
    assert "/reading/zh-hans/notes/shan/" not in level
    assert [link["href"] for link in Reader(level).all("a") if "/level/" in link["href"]][-2:] == [
        "/reading/zh-hans/level/4/",
        "/reading/zh-hans/level/7/",
    ]
    assert "HSK 7–9" in rendered["zh-hant/level/7/index.html"]


def test_a_site_without_levels_names_none(
    site_with: Callable[..., Site], render: Callable[..., dict[str, str]]
) -> None:
    rendered = render(replace(site_with(levels="none"), levels=()))
    assert not any("HSK" in text for text in rendered.values())
    assert not Reader(rendered[ARTICLE]).all("input", name="level")


def test_words_that_the_glossary_chose_are_named_where_the_text_was_converted(rendered: dict[str, str]) -> None:
    assert '<span lang="zh-Hans">山路</span> → 山道' in rendered[ARTICLE]
    assert "山路</span> → 山道" not in rendered["zh-hans/essays/shan/index.html"], "there the text is as written"


def test_a_text_says_how_its_readings_are_written(
    site_with: Callable[..., Site], render: Callable[..., dict[str, str]], rendered: dict[str, str]
) -> None:
    page = "zh-hans/essays/shan/index.html"
    assert "拼音由程序标注：一字一音，分开写；声调照词典" in rendered[page]
    assert "由程序标注" not in rendered["zh-hans/notes/shan/index.html"], "it has no readings"
    joined = render(site_with(pinyin_words="joined", pinyin_tones="spoken"))[page]
    assert "按词连写（GB/T 16159）；声调照说话时的变调" in joined
    mixed = render(site_with(readings={"zh-Hant": "zhuyin"}))
    assert 'data-annotated="zhuyin"' in mixed[ARTICLE]
    assert '<summary title="注音">' in mixed[ARTICLE]
    assert "注音由程序標注，照台湾" in mixed[ARTICLE]
    assert 'data-annotated="pinyin"' in mixed[page]


def test_a_service_worker_is_made_only_for_a_site_that_asks_for_it(
    site_with: Callable[..., Site], render: Callable[..., dict[str, str]], rendered: dict[str, str]
) -> None:
    assert "offline.js" not in rendered
    assert "data-offline" not in rendered[ARTICLE]
    offline = render(site_with(offline=True))
    assert 'data-offline="/reading/offline.js"' in offline[ARTICLE]
    assert 'const ROOT = "/reading/";' in offline["offline.js"]


def test_an_article_leads_to_its_neighbours(rendered: dict[str, str]) -> None:
    first, second = Reader(rendered[ARTICLE]), Reader(rendered["zh-hant/essays/shui/index.html"])

    assert [link["href"] for link in first.all("a", rel="next")] == ["/reading/zh-hant/essays/shui/"]
    assert [link["href"] for link in first.all("a", rel="prev")] == ["/reading/zh-hant/essays/shui/"], (
        "older, in the section"
    )
    assert [link["href"] for link in second.all("a", rel="prev")] == ["/reading/zh-hant/essays/shan/"]


def test_contents_list_the_headings(rendered: dict[str, str]) -> None:
    links = [link["href"] for link in Reader(rendered[ARTICLE]).all("a")]

    assert "#shan" in links
    assert "#shui" in links


def test_texts_of_one_title_are_told_apart(rendered: dict[str, str]) -> None:
    pages = [text for path, text in rendered.items() if path.startswith("zh-hans/") and path.endswith(".html")]
    titles = [title for page in pages if "refresh" not in page for title in re.findall("<title>(.*)</title>", page)]

    assert len(titles) == len(set(titles))
    assert "远山 · 札记 · 小书房" in titles


def test_linked_data_cannot_leave_its_element(site: Site, render: Callable[..., dict[str, str]]) -> None:
    page = site.pages[0]
    front = replace(page.document.front, author="</script><script>alert(1)</script>")
    spoiled = replace(page, document=replace(page.document, front=front))

    html = render(replace(site, pages=(spoiled, *site.pages[1:])))["zh-hans/essays/shan/index.html"]

    assert "<script>alert" not in html
    (data,) = re.findall('<script type="application/ld\\+json">(.*?)</script>', html)
    assert json.loads(data)["@graph"][0]["author"]["name"] == "</script><script>alert(1)</script>"


def test_nothing_in_a_page_is_inline(rendered: dict[str, str]) -> None:
    for path, page in rendered.items():
        if path.endswith(".html"):
            reader = Reader(page)
            assert all(
                script.get("src") or script.get("type") == "application/ld+json" for script in reader.all("script")
            )
            assert not reader.all("style")
            assert not [
                attrs for _, attrs in reader.elements if "style" in attrs or any(a.startswith("on") for a in attrs)
            ]


def test_the_policy_allows_foreign_pictures_only_where_the_site_keeps_them(
    site_with: Callable[..., Site], render: Callable[..., dict[str, str]]
) -> None:
    def policy(images: ForeignImages) -> str:
        page = Reader(render(site_with(foreign_images=images))[ARTICLE])
        return str(page.all("meta", **{"http-equiv": "Content-Security-Policy"})[0]["content"])

    assert "img-src 'self' https: http:;" in policy(ForeignImages.KEEP)
    assert "img-src 'self';" in policy(ForeignImages.LINK)


def test_english_labels_are_marked_as_english(
    site_with: Callable[..., Site], render: Callable[..., dict[str, str]]
) -> None:
    page = render(site_with(interface="en"))["zh-hant/essays/shan/index.html"]

    assert "2 November 2026" in page
    assert '<a class="skip" href="#_main" lang="en">Skip to the text</a>' in page
    assert '<header class="bar" lang="en">\n<a class="bar-home" href="/reading/zh-hant/" lang="zh-Hant">' in page
    assert "跳到" not in page


def test_the_archive_goes_by_year_and_ends_with_undated_texts(rendered: dict[str, str]) -> None:
    headings = re.findall(r"<h2[^>]*>(.*?)</h2>", rendered["zh-hans/archive/index.html"])

    assert headings == ["2026年", "2025年", "未注日期"]


def refuse(*_: object) -> NoReturn:
    pytest.fail("this may not be asked for")


def test_nothing_is_rendered_before_it_is_asked_for(site: Site, theme_templates: dict[str, str]) -> None:
    planned = {target.path for target in targets(site, load(theme_templates), refuse, refuse)}

    assert "zh-hans/essays/shan/index.html" in planned


def test_a_list_needs_no_edition(site: Site, theme_templates: dict[str, str], phrase: Phrases) -> None:
    planned = {target.path: target for target in targets(site, load(theme_templates), refuse, phrase)}

    assert 'href="/reading/zh-hans/essays/shan/"' in planned["zh-hans/archive/index.html"].render().data.decode()
