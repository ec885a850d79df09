"""The pages without a mouse, with large text, and with wide spacing."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import reading_site

ARTICLE = "zh-hans/wen/ge/"
HOME = "zh-hans/"
BEGUN = {"wen/chang/": {"id": "p31", "share": 0.5, "title": "河边", "lang": "zh-Hans", "day": 1}}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the published site."""
    with reading_site.served(reading_site.make(tmp_path_factory.mktemp("access"), 'pinyin = "all"\n')) as address:
        yield address


FOCUSED = """() => {
    const element = document.activeElement;
    if (element === document.body) return null;
    // A radio button is invisible over the words that are its face.
    const face = element.matches('input') ? element.nextElementSibling : element;
    const box = face.getBoundingClientRect();
    const style = getComputedStyle(face);
    const seen = document.elementFromPoint(
        Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1), (box.top + box.bottom) / 2);
    return {
        key: element.href || element.textContent.trim() || element.id,
        isOutlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        isSeen: box.bottom > 0 && box.top < innerHeight
            && Boolean(seen && (face.contains(seen) || element.contains(seen) || seen.contains(face))),
    };
}"""
REACHABLE = """() => [...document.querySelectorAll('a[href], button, summary')]
    .filter((element) => element.checkVisibility({ contentVisibilityAuto: false }) && !element.closest('[hidden]'))
    .map((element) => element.href || element.textContent.trim())"""


@pytest.mark.parametrize("address", [HOME, ARTICLE, "zh-hans/archive/"])
@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_everything_can_be_reached_and_seen_by_keyboard(page: Page, site: str, address: str, key: str) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(site + address)
    wanted = set(page.evaluate(REACHABLE))
    reached = []
    for _ in range(100):
        page.keyboard.press(key)
        focused = page.evaluate(FOCUSED)
        if focused is None:
            break
        assert focused["isOutlined"], focused["key"]
        assert focused["isSeen"], focused["key"]
        reached.append(focused["key"])
    else:
        pytest.fail("the keyboard is trapped: " + " ".join(reached[-3:]))
    assert wanted <= set(reached), wanted - set(reached)


def test_the_script_switch_is_among_the_first_three_stops(page: Page, site: str) -> None:
    page.goto(site + ARTICLE)
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.locator(".scripts a").first).to_be_focused()


def test_a_menu_is_used_and_left_by_keyboard(page: Page, site: str) -> None:
    page.goto(site + ARTICLE)
    menu = page.locator(".menu-settings")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(FOCUSED)["isOutlined"]
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    page.keyboard.press("Escape")
    expect(menu.locator("summary")).to_be_focused()
    expect(menu).not_to_have_attribute("open", "")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="恢复原样").focus()
    page.keyboard.press("Tab")
    expect(menu).not_to_have_attribute("open", "")


def test_the_list_of_keys_holds_the_focus_until_it_is_closed(page: Page, site: str) -> None:
    page.goto(site + ARTICLE)
    page.keyboard.press("?")
    expect(page.get_by_role("button", name="关上")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("body")).to_be_focused()


CUT = """() => [...document.querySelectorAll('body *')].filter((element) => {
    if (!element.checkVisibility() || element.closest('.unseen, .skip, .original, pre, table')) return false;
    const style = getComputedStyle(element);
    const cuts = style.overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1
        || style.overflowY === 'hidden' && element.scrollHeight > element.clientHeight + 1;
    return cuts || element.getBoundingClientRect().right > innerWidth + 1;
}).map((element) => element.outerHTML.slice(0, 120))"""
SPACED = """
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-bottom: 2em !important; }
"""
"""What readers may set by WCAG 1.4.12."""


@pytest.mark.parametrize("spacing", ["/* usual */", SPACED])
@pytest.mark.parametrize("address", [HOME, ARTICLE, "zh-hant/archive/", "zh-hans/series/he/"])
def test_nothing_is_cut_on_a_small_screen_with_text_twice_as_large(
    browser: Browser, site: str, address: str, spacing: str
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, bypass_csp=True)
    context.add_init_script(f"localStorage.setItem('site-builder', {json.dumps(json.dumps({'places': BEGUN}))})")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Page.enable")
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    page.goto(site + address)
    page.add_style_tag(content=spacing)
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    for menu in ("", ".menu summary", ".menu-settings summary"):
        if menu:
            page.locator(menu).first.click()
        assert page.evaluate(CUT) == []
    context.close()
