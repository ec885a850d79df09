"""The live preview in a real browser: edit, break, mend."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PreviewedSite

SOURCE = "content/wen/chang.md"
ADDRESS = "/zh-hans/wen/chang/"


def text(*, title: str = "长文", date: str = "2026-01-02", changed: str = "", before: str = "") -> str:
    """Return a text of eighty paragraphs; *changed* stands in the one marked §40, *before* above all.

    Readings stand between the characters, so marks and single characters are what can be looked for.
    """
    paragraphs = [f"§{number:02} 春去秋来，山上的树又高了一些。" for number in range(80)]
    paragraphs[40] += changed
    return f"---\ntitle: {title}\ndate: {date}\n---\n\n" + "\n\n".join(filter(None, [before, *paragraphs])) + "\n"


@pytest.fixture
def site(previewed: PreviewedSite) -> PreviewedSite:
    previewed.write(SOURCE, text())
    previewed.start()
    return previewed


@pytest.fixture
def reader(page: Page, site: PreviewedSite) -> Page:
    """Return a page on which somebody reads §40."""
    page.goto(site.url(ADDRESS))
    page.evaluate("window.sameDocument = true; window.frame = document.querySelectorAll('main, .menu')")
    page.evaluate("element => element.scrollIntoView({ block: 'center' })", paragraph(page).element_handle())
    return page


def paragraph(page: Page, words: str = "§40") -> Locator:
    return page.locator("main p", has_text=words)


def top(page: Page) -> float:
    return page.evaluate("element => element.getBoundingClientRect().top", paragraph(page).element_handle())


def is_same_document(page: Page) -> bool:
    return page.evaluate("window.sameDocument === true")


def panel(page: Page) -> Locator:
    return page.locator("site-builder-preview .panel")


def badge(page: Page) -> Locator:
    return page.locator("site-builder-preview .badge")


def test_an_edit_appears_in_place_and_nothing_moves(reader: Page, site: PreviewedSite) -> None:
    place = top(reader)
    reader.evaluate(
        "document.documentElement.dataset.pinyin = 'above'; document.documentElement.dataset.theme = 'dark'"
    )
    place = top(reader)
    site.write(SOURCE, text(changed="鸟也多了。"))
    expect(paragraph(reader)).to_contain_text("鸟")
    assert is_same_document(reader)
    assert top(reader) == pytest.approx(place, abs=2)
    root = reader.locator("html")
    expect(root).to_have_attribute("data-pinyin", "above")
    expect(root).to_have_attribute("data-theme", "dark")


def test_paragraphs_inserted_above_do_not_push_the_reader_away(reader: Page, site: PreviewedSite) -> None:
    place = top(reader)
    for number in range(1, 4):
        site.write(SOURCE, text(before="\n\n".join(["§new 新的开头。"] * number)))
        expect(reader.locator("main p", has_text="§new")).to_have_count(number)
        assert top(reader) == pytest.approx(place, abs=2)
    assert is_same_document(reader)


def test_what_has_not_changed_stays_as_the_reader_left_it(reader: Page, site: PreviewedSite) -> None:
    menu = reader.locator(".menu").first
    menu.locator("summary").click()
    site.write(SOURCE, text(changed="鸟也多了。"))
    expect(paragraph(reader)).to_contain_text("鸟")
    expect(menu).to_have_attribute("open", "")
    assert reader.evaluate("[...frame].every((element) => element.isConnected)")


def test_a_new_title_appears_everywhere(reader: Page, site: PreviewedSite) -> None:
    site.write(SOURCE, text(title="新题目"))
    expect(reader.locator("h1")).to_contain_text("新")
    expect(reader).to_have_title(re.compile("新题目"))
    assert is_same_document(reader)


def test_a_broken_file_is_shown_over_the_last_good_page_until_it_is_mended(reader: Page, site: PreviewedSite) -> None:
    place = top(reader)
    site.write(SOURCE, text(date="2026-99-99", changed="坏了。"))
    expect(panel(reader)).to_be_visible()
    expect(panel(reader).locator(".place")).to_have_text(re.compile(r"^content/wen/chang\.md:3(:\d+)?$"))
    expect(panel(reader).locator(".message")).to_contain_text("error[front-matter-date]")
    expect(panel(reader).locator("pre")).to_contain_text("date: 2026-99-99")
    expect(panel(reader).locator("pre")).to_contain_text("^")
    expect(paragraph(reader)).to_be_visible()
    expect(paragraph(reader)).not_to_contain_text("坏")

    reader.keyboard.press("Escape")
    expect(panel(reader)).to_be_hidden()
    site.write(SOURCE, text(date="2026-88-88"))
    expect(panel(reader)).to_be_visible()

    site.write(SOURCE, text(changed="好了。"))
    expect(panel(reader)).to_be_hidden()
    expect(badge(reader)).to_be_hidden()
    expect(paragraph(reader)).to_contain_text("好")
    assert is_same_document(reader)
    assert top(reader) == pytest.approx(place, abs=2)


def test_a_broken_configuration_is_shown_and_mended_alike(reader: Page, site: PreviewedSite) -> None:
    site.write("site.toml", 'title = "书房"\ntitel = "书屋"\n')
    expect(panel(reader).locator(".place")).to_have_text(re.compile(r"^site\.toml:2"))
    site.write("site.toml", 'title = "书屋"\n')
    expect(panel(reader)).to_be_hidden()
    expect(reader).to_have_title(re.compile("书屋"))


def test_a_broken_template_is_shown_over_the_last_good_page(reader: Page, site: PreviewedSite) -> None:
    site.write(
        "templates/article.html",
        "{% extends 'default/article.html' %}\n{% block main %}\n{{ nobody.knows }}\n{% endblock %}\n",
    )
    expect(panel(reader).locator(".place").first).to_have_text(re.compile(r"^templates/article\.html:3"))
    expect(paragraph(reader)).to_be_visible()
    site.write("templates/article.html", "{% extends 'default/article.html' %}\n")
    expect(panel(reader)).to_be_hidden()


def test_what_a_message_quotes_is_never_markup(reader: Page, site: PreviewedSite) -> None:
    site.write(SOURCE, text(date="<img src=x onerror='window.hacked=1'>"))
    expect(panel(reader)).to_contain_text("<img src=x")
    assert reader.evaluate("window.hacked") is None


def test_warnings_wait_behind_a_badge_beside_the_text(reader: Page, site: PreviewedSite) -> None:
    site.write(SOURCE, text(changed="看[这里](/nowhere/)。"))
    expect(badge(reader)).to_be_visible()
    expect(panel(reader)).to_be_hidden()
    for size in ({"width": 1000, "height": 700}, {"width": 360, "height": 700}):
        reader.set_viewport_size(size)
        left = badge(reader).bounding_box()["x"]
        words = reader.locator("main p").first.bounding_box()
        assert left >= words["x"] + words["width"]
    badge(reader).click()
    expect(panel(reader).locator(".message")).to_contain_text("warning[link-missing]")
    expect(panel(reader).locator(".place")).to_contain_text("content/wen/chang.md")


def test_a_style_sheet_is_exchanged_without_loading_the_page(reader: Page, site: PreviewedSite) -> None:
    site.write("static/site.css", "main p { color: rgb(1, 2, 3) }\n")
    expect(paragraph(reader)).to_have_css("color", "rgb(1, 2, 3)")
    site.write("static/site.css", "main p { color: rgb(3, 2, 1) }\n")
    expect(paragraph(reader)).to_have_css("color", "rgb(3, 2, 1)")
    expect(reader.locator("link[href*='site.']")).to_have_count(1)
    assert is_same_document(reader)


def test_a_new_script_loads_the_page_anew_at_the_same_place(reader: Page, site: PreviewedSite) -> None:
    place = top(reader)
    site.write("static/reader.js", "document.documentElement.dataset.new = '';\n")
    expect(reader.locator("html")).to_have_attribute("data-new", "")
    reader.wait_for_load_state()
    reader.wait_for_timeout(250)
    assert not is_same_document(reader)
    assert top(reader) == pytest.approx(place, abs=2)


def test_an_address_that_is_gone_shows_the_page_for_that_and_comes_back(reader: Page, site: PreviewedSite) -> None:
    site.write(SOURCE, text().replace("title:", "slug: other\ntitle:"))
    expect(paragraph(reader)).to_have_count(0)
    site.write(SOURCE, text())
    expect(paragraph(reader)).to_be_visible()


def test_a_page_catches_up_when_the_preview_is_started_again(reader: Page, site: PreviewedSite) -> None:
    assert site.stop() == 0
    expect(badge(reader)).to_have_class(re.compile("lost"))
    site.write(SOURCE, text(changed="重新开始。"))
    site.start()
    expect(paragraph(reader)).to_contain_text("重")
    expect(badge(reader)).to_be_hidden()
    assert is_same_document(reader)


def test_a_site_that_is_broken_from_the_start_recovers_by_itself(page: Page, previewed: PreviewedSite) -> None:
    previewed.write("site.toml", "title = \n")
    previewed.write(SOURCE, text())
    previewed.start()
    page.goto(previewed.url(ADDRESS))
    expect(page.locator(".place")).to_have_text(re.compile(r"^site\.toml:1"))
    previewed.write("site.toml", 'title = "书房"\n')
    expect(paragraph(page)).to_be_visible()
