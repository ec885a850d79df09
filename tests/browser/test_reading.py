"""The reading page in a real browser: readings, the line that is kept, settings, finding one's way."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import reading_site
from tests.browser.reading_site import PHRASE

ARTICLE = "zh-hans/wen/chang/"
TRADITIONAL = "zh-hant/wen/chang/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the published site."""
    with reading_site.served(reading_site.make(tmp_path_factory.mktemp("reading"), 'pinyin = "all"\n')) as address:
        yield address


def prefer(page: Page, **choices: object) -> None:
    """Let *page* belong to a reader who chose so before."""
    text = json.dumps(json.dumps(choices))
    page.add_init_script(f"localStorage.getItem('site-builder') ?? localStorage.setItem('site-builder', {text})")


def until(page: Page, condition: str) -> None:
    """Wait until *condition* holds; the page's policy forbids Playwright's own way."""
    for _ in range(100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never came true: {condition}")


def open_lifted(page: Page, address: str) -> None:
    """Open *address* and wait until the readings are out of the text."""
    page.goto(address)
    until(page, "!document.querySelector('rt:not(:empty)')")


def settle(page: Page) -> None:
    page.wait_for_timeout(250)


# Readings


def test_a_phrase_across_words_is_found_while_its_readings_show(page: Page, site: str) -> None:
    open_lifted(page, site + ARTICLE)
    assert page.evaluate(f"window.find('{PHRASE}')")
    assert page.evaluate("getSelection().toString()") == PHRASE
    assert page.evaluate("getComputedStyle(document.querySelector('rt'), '::before').content").startswith('"')


def test_a_phrase_far_below_the_view_is_found(page: Page, site: str) -> None:
    open_lifted(page, site + ARTICLE)
    for _ in range(8):
        assert page.evaluate(f"window.find('{PHRASE}')")
    assert page.evaluate("scrollY") > 1000


def test_a_link_to_a_phrase_leads_to_it(page: Page, site: str) -> None:
    page.goto(site + "zh-hans/")
    page.goto(f"{site}{ARTICLE}#:~:text=" + "那时的桥还是木头的")
    until(page, "scrollY > 100")


@pytest.mark.parametrize("mode", ["all", "off"])
def test_the_copied_text_is_the_text(page: Page, site: str, mode: str) -> None:
    prefer(page, pinyin=mode)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_lifted(page, site + ARTICLE)
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.text'))")
    page.keyboard.press("Control+c")
    assert page.evaluate("navigator.clipboard.readText()") == reading_site.body()


def test_a_reading_is_not_a_part_of_what_is_read_out(page: Page, site: str) -> None:
    open_lifted(page, site + ARTICLE)
    snapshot = page.locator("#p1").aria_snapshot().replace(" ", "")
    assert "清早的雾" in snapshot
    assert "qīng" not in snapshot


@pytest.mark.parametrize("size", ["small", "medium", "huge"])
@pytest.mark.parametrize("position", ["above", "below"])
def test_lines_are_equally_high_in_every_mode(page: Page, site: str, position: str, size: str) -> None:
    prefer(page, position=position, size=size)
    open_lifted(page, f"{site}zh-hans/wen/ge/")
    assert_equally_high(page)


def assert_equally_high(page: Page) -> None:
    # Readings change where lines break; so what is compared is how much more than whole lines a block is.
    extra = """[...document.querySelectorAll(".text :is(p, li, h2, td)")].map((block) => {
        const rest = block.getBoundingClientRect().height % parseFloat(getComputedStyle(block).lineHeight);
        return Math.round(rest);
    })"""
    found = []
    for mode in ("off", "tap", "above", "all"):
        page.evaluate(f"document.documentElement.dataset.pinyin = '{mode}'")
        found.append(page.evaluate(extra))
        assert found[-1] == pytest.approx(found[0], abs=1)


def test_tapping_a_word_shows_its_reading_and_moves_nothing(page: Page, site: str) -> None:
    prefer(page, pinyin="tap")
    open_lifted(page, site + ARTICLE)
    heights = "[...document.querySelectorAll('.text > p')].slice(0, 5).map(p => p.getBoundingClientRect().top)"
    before = page.evaluate(heights)
    word = page.locator("#p1 ruby").first
    word.click()
    expect(word).to_have_attribute("data-shown", "qīng zǎo")
    assert page.evaluate(heights) == before
    word.click()
    expect(word).not_to_have_attribute("data-shown", "qīng zǎo")


def test_only_words_above_the_level_have_readings(page: Page, site: str) -> None:
    prefer(page, pinyin="above", level="3")
    open_lifted(page, site + ARTICLE)
    shown = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('.text ruby')].map((ruby) =>
            [ruby.className, getComputedStyle(ruby.querySelector('rt')).display !== 'none']))"""
    )
    assert {name: is_shown for name, is_shown in shown.items() if name in ("l1", "l2", "l3")} == dict.fromkeys(
        ("l1", "l2", "l3"), False
    )
    assert all(is_shown for name, is_shown in shown.items() if name not in ("l1", "l2", "l3"))
    assert len(shown) > 4


def test_the_level_can_be_chosen(page: Page, site: str) -> None:
    prefer(page, pinyin="above")
    open_lifted(page, site + ARTICLE)
    visible = "[...document.querySelectorAll('.text rt')].filter(rt => rt.getClientRects().length).length"
    page.get_by_title("拼音").click()
    counts = []
    for level in ("1", "4", "6"):
        page.locator(f"input[name=level][value='{level}']").check()
        counts.append(page.evaluate(visible))
    assert counts[0] > counts[1] > counts[2]


def test_tones_have_colours_only_when_asked_for(page: Page, site: str) -> None:
    open_lifted(page, site + ARTICLE)
    colours = "new Set([...document.querySelectorAll('#p1 rt')].map(rt => getComputedStyle(rt).color)).size"
    assert page.evaluate(colours) == 1
    page.get_by_title("显示设置").click()
    page.locator("input[name=tones][value=on]").check()
    assert page.evaluate(colours) >= 4


# Other readings


@pytest.fixture(scope="module")
def taiwan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a site with Zhuyin in Traditional and Jyutping in Simplified script."""
    settings = 'pinyin = "all"\nreadings = {zh-Hant = "zhuyin", zh-Hans = "jyutping"}\n'
    with reading_site.served(reading_site.make(tmp_path_factory.mktemp("taiwan"), settings)) as address:
        yield address


@pytest.mark.parametrize("direction", ["horizontal", "vertical"])
def test_zhuyin_stands_in_a_column_with_the_tone_beside_it(page: Page, taiwan: str, direction: str) -> None:
    prefer(page, direction=direction)
    open_lifted(page, taiwan + TRADITIONAL)
    rt = page.locator("#p1 rt").first
    part = "(rt, part) => { const { content, writingMode, left, top } = getComputedStyle(rt, part);"
    signs = rt.evaluate(part + " return [content, writingMode] }", "::before")
    mark = rt.evaluate(part + " return [content, parseFloat(left) > 0] }", "::after")
    assert signs == ['"ㄑㄧㄥ" / ""', "vertical-rl"]
    assert mark == ['"" / ""', True]
    expect(page.locator("#p1 rt").nth(1)).to_have_attribute("data-mark", "ˇ")
    box = rt.bounding_box()
    assert box is not None
    room = box["width"] if direction == "horizontal" else box["height"]
    assert room == pytest.approx(34 if direction == "horizontal" else 24, abs=2)


def test_zhuyin_makes_no_line_higher(page: Page, taiwan: str) -> None:
    open_lifted(page, f"{taiwan}zh-hant/wen/ge/")
    assert_equally_high(page)


@pytest.mark.parametrize("tree", ["zh-hant", "zh-hans"])
def test_a_phrase_is_found_under_every_kind_of_reading(page: Page, taiwan: str, tree: str) -> None:
    open_lifted(page, f"{taiwan}{tree}/wen/chang/")
    phrase = {"zh-hant": "河邊已經有人", "zh-hans": PHRASE}[tree]
    assert page.evaluate(f"window.find('{phrase}')")


def test_a_tap_shows_the_whole_of_zhuyin(page: Page, taiwan: str) -> None:
    prefer(page, pinyin="tap")
    open_lifted(page, taiwan + TRADITIONAL)
    word = page.locator("#p1 ruby").first
    word.click()
    expect(word).to_have_attribute("data-shown", "ㄑㄧㄥ ㄗㄠˇ")


def test_jyutping_stands_over_its_characters(page: Page, taiwan: str) -> None:
    open_lifted(page, taiwan + ARTICLE)
    expect(page.locator("#p1 rt").first).to_have_attribute("data-reading", "cing1")
    page.get_by_title("粤拼").click()
    expect(page.get_by_role("radiogroup", name="粤拼")).to_be_visible()


# The line that is read

LINE = """() => {
    const top = document.querySelector('.bar').getBoundingClientRect().bottom;
    const walker = document.createTreeWalker(document.querySelector('.text'), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.parentElement.closest('rt')) continue;
        for (let at = 0; at < node.length; at++) {
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + 1);
            if (range.getBoundingClientRect().height && range.getBoundingClientRect().top >= top) {
                window.line = range;
                return range.getBoundingClientRect().top;
            }
        }
    }
}"""


HELD = """() => {
    // How far the character that began the first whole line is from the edge at which reading begins.
    const text = document.querySelector('.text');
    const vertical = getComputedStyle(text).writingMode === 'vertical-rl';
    const box = text.getBoundingClientRect();
    const top = Math.max(0, document.querySelector('.bar').getBoundingClientRect().bottom);
    const held = JSON.parse(sessionStorage.getItem('held'));
    for (const block of held ? [document.getElementById(held.id)] : text.children) {
        const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
        let index = 0;
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            if (node.parentElement.closest('rt')) continue;
            for (let at = 0; at < node.length; at++, index++) {
                const range = document.createRange();
                range.setStart(node, at);
                range.setEnd(node, at + 1);
                const rect = range.getBoundingClientRect();
                const distance = vertical ? box.right - rect.right : rect.top - top;
                if (held ? index < held.index : !rect.height || distance < -1) continue;
                if (!held) sessionStorage.setItem('held', JSON.stringify({id: block.id, index}));
                return distance;
            }
        }
    }
}"""


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(
    ("choice", "menu"),
    [
        ("[name=pinyin][value=off]", "拼音"),
        ("[name=pinyin][value=above]", "拼音"),
        ("[name=size][value=large]", "显示设置"),
        ("[name=size][value=small]", "显示设置"),
        ("[name=leading][value=loose]", "显示设置"),
        ("[name=width][value=narrow]", "显示设置"),
        ("[name=spacing][value=loose]", "显示设置"),
        ("[name=position][value=below]", "显示设置"),
        ("[name=theme][value=sepia]", "显示设置"),
    ],
)
def test_a_choice_does_not_move_the_line_that_is_read(
    page: Page, site: str, choice: str, menu: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    open_lifted(page, site + ARTICLE)
    page.evaluate("scrollTo({top: document.querySelector('#p31').offsetTop + 100, behavior: 'instant'})")
    until(page, "document.documentElement.dataset.bar === 'away'")
    page.evaluate("scrollBy({top: -20, behavior: 'instant'})")
    until(page, "!document.documentElement.dataset.bar")
    settle(page)
    page.get_by_title(menu).click()
    settle(page)
    before = page.evaluate(LINE)
    page.locator(f"input{choice}").check()
    settle(page)
    assert page.evaluate("window.line.getBoundingClientRect().top") == pytest.approx(before, abs=1)


def test_the_script_switch_keeps_the_paragraph(page: Page, site: str) -> None:
    open_lifted(page, site + ARTICLE)
    page.evaluate("document.querySelector('#p31').scrollIntoView()")
    for step in (60, -30):
        page.evaluate(f"scrollBy({{top: {step}, behavior: 'instant'}})")
        settle(page)
    before = page.locator("#p31").bounding_box()
    page.get_by_role("link", name="繁體").click()
    page.wait_for_url("**/zh-hant/**#p31")
    settle(page)
    after = page.locator("#p31").bounding_box()
    assert before is not None
    assert after is not None
    assert after["y"] == pytest.approx(before["y"], abs=2)


@pytest.mark.parametrize("variants", ['["zh-Hant-TW", "zh-Hant-HK"]', '["zh-Hant-TW", "zh-Hans"]'])
def test_the_script_switch_keeps_the_line_where_text_is_vertical(
    page: Page, tmp_path_factory: pytest.TempPathFactory, variants: str
) -> None:
    output = reading_site.make(tmp_path_factory.mktemp("vertical"), f"variants = {variants}\n")
    prefer(page, direction="vertical")
    with reading_site.served(output) as address:
        open_lifted(page, f"{address}zh-hant-tw/wen/chang/")
        page.evaluate("document.querySelector('.text').scrollBy({left: -2000, behavior: 'instant'})")
        settle(page)
        before = page.evaluate(HELD)
        page.locator(".scripts a:not([aria-current])").click()
        page.wait_for_url("**#p*")
        settle(page)
        # Where the direction changes as well, the line comes to the edge.
        assert page.evaluate(HELD) == pytest.approx(before if "HK" in variants else 16, abs=1)


def test_a_change_of_direction_keeps_the_line(page: Page, site: str) -> None:
    prefer(page, direction="vertical")
    open_lifted(page, site + TRADITIONAL)
    page.evaluate("document.querySelector('.text').scrollBy({left: -2000, behavior: 'instant'})")
    settle(page)
    page.evaluate(HELD)
    page.get_by_title("顯示").click()
    for direction in ("horizontal", "vertical"):
        page.locator(f"input[name=direction][value={direction}]").check()
        settle(page)
        # A row, whose beginning is kept from then on, is as long as two columns.
        assert 0 <= page.evaluate(HELD) <= 80


# The bar


def test_the_bar_makes_room_while_one_reads_on(page: Page, site: str) -> None:
    open_lifted(page, site + ARTICLE)
    bottom = "document.querySelector('.bar').getBoundingClientRect().bottom"
    page.mouse.wheel(0, 600)
    until(page, f"{bottom} === 0")
    page.mouse.wheel(0, -100)
    until(page, f"{bottom} === 48")
    page.mouse.wheel(0, 300)
    until(page, f"{bottom} === 0")
    page.locator(".bar-home").focus()
    page.keyboard.press("Tab")
    until(page, f"{bottom} === 48")


# Settings


def test_choices_are_kept_and_can_be_reset(page: Page, site: str) -> None:
    page.goto(site + ARTICLE)
    page.get_by_title("显示设置").click()
    page.locator("input[name=theme][value=sepia]").check()
    page.locator("input[name=size][value=huge]").check()
    page.reload()
    root = page.locator("html")
    expect(root).to_have_attribute("data-theme", "sepia")
    expect(root).to_have_attribute("data-size", "huge")
    page.get_by_title("显示设置").click()
    page.get_by_role("button", name="恢复原样").click()
    assert page.evaluate("document.documentElement.dataset.theme ?? ''") == ""
    assert page.evaluate("'theme' in JSON.parse(localStorage.getItem('site-builder'))") is False
    assert page.locator("input[name=size][value=medium]").is_checked()


def test_traditional_text_can_run_in_columns(page: Page, site: str) -> None:
    prefer(page, direction="vertical")
    open_lifted(page, site + TRADITIONAL)
    text = page.locator(".text")
    assert text.evaluate("element => getComputedStyle(element).writingMode") == "vertical-rl"
    assert text.evaluate("element => element.scrollWidth > element.clientWidth")
    assert text.evaluate(
        """(element) => [...element.children].slice(0, 9).every((block) =>
            Math.abs(block.getBoundingClientRect().top - element.getBoundingClientRect().top) < 1)"""
    ), "all columns begin at the top"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_title("顯示設定").or_(page.get_by_title("顯示設置")).click()
    expect(page.locator("input[name=direction]").first).to_be_visible()
    open_lifted(page, site + ARTICLE)
    assert page.locator(".text").evaluate("element => getComputedStyle(element).writingMode") == "horizontal-tb"
    page.get_by_title("显示设置").click()
    expect(page.locator("input[name=direction]").first).to_be_hidden()


def test_nothing_is_wider_than_a_small_phone(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    for address in (ARTICLE, TRADITIONAL, "zh-hans/", "zh-hans/archive/"):
        page.goto(site + address)
        for menu in ("拼音", "显示设置") if "hans" in address else ():
            page.get_by_title(menu).click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


# Finding one's way


@pytest.mark.parametrize("address", ["zh-hans/", "zh-hans/archive/"])
def test_a_level_narrows_the_list_down_and_widens_it_again(page: Page, site: str, address: str) -> None:
    page.goto(site + address)
    titles = page.locator(".row-title:visible")
    level = page.get_by_role("link", name="HSK 3")
    expect(titles).to_have_count(3)
    level.click()
    expect(titles).to_contain_text(["短文"])
    expect(level).to_have_attribute("aria-current", "true")
    page.get_by_role("link", name="HSK 7").click()
    expect(titles).to_contain_text(["河边"])
    page.get_by_role("link", name="HSK 7").click()
    expect(titles).to_have_count(3)
    assert page.url == site + address


def test_a_reader_who_returns_is_offered_the_place(page: Page, site: str) -> None:
    open_lifted(page, site + ARTICLE)
    page.evaluate("document.querySelector('#p31').scrollIntoView()")
    until(page, "JSON.parse(localStorage.getItem('site-builder'))?.places?.['wen/chang/']?.id === 'p31'")
    page.goto(site + TRADITIONAL)
    link = page.locator(".resume")
    expect(link).to_be_visible()
    assert page.evaluate("scrollY") == 0
    link.click()
    expect(link).to_be_hidden()
    assert page.evaluate("scrollY") > 1000
    page.goto(site + "zh-hans/")
    begun = page.locator(".begun a")
    expect(begun).to_have_text("河边")
    expect(page.locator(".row .progress")).to_have_text("50%")
    begun.click()
    page.wait_for_url("**/zh-hans/wen/chang/#p31")


def test_a_text_that_was_read_to_its_end_is_marked_in_its_series(page: Page, site: str) -> None:
    open_lifted(page, site + ARTICLE)
    page.evaluate("scrollTo(0, 1e6)")
    page.wait_for_timeout(200)
    page.evaluate("scrollTo(0, 1e6)")
    until(page, "JSON.parse(localStorage.getItem('site-builder'))?.places?.['wen/chang/']?.share === 1")
    page.goto(site + "zh-hans/series/he/")
    expect(page.locator(".row .progress")).to_have_text("已读完")
    page.goto(site + ARTICLE)
    expect(page.locator(".resume")).to_be_hidden()


def test_a_link_to_a_paragraph_stands_beside_it(page: Page, site: str) -> None:
    page.goto(site + ARTICLE)
    link = page.locator(".permalink")
    expect(link).to_be_hidden()
    page.locator("#p3").hover()
    expect(link).to_be_visible()
    assert link.evaluate("element => element.hash") == "#p3"
    beside, paragraph = link.bounding_box(), page.locator("#p3").bounding_box()
    assert beside is not None
    assert paragraph is not None
    assert beside["y"] == pytest.approx(paragraph["y"] + 7.5, abs=1), "beside its first line"
    assert beside["x"] + beside["width"] <= paragraph["x"]


def test_keys_lead_through_the_text(page: Page, site: str) -> None:
    open_lifted(page, site + ARTICLE)
    page.keyboard.press("p")
    expect(page.locator("html")).to_have_attribute("data-pinyin", "off")
    settle(page)
    for _ in range(5):
        page.keyboard.press("j")
    down = page.evaluate("scrollY")
    page.keyboard.press("k")
    assert 0 < page.evaluate("scrollY") < down
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("s")
    page.wait_for_url("**/zh-hant/wen/chang/*")


def test_keys_can_be_switched_off_and_are_silent_in_fields(page: Page, site: str) -> None:
    page.goto(site + ARTICLE)
    page.get_by_title("显示设置").click()
    page.locator("input[name=shortcuts][value=on]").focus()
    page.keyboard.press("p")
    page.locator("input[name=shortcuts][value=off]").check()
    page.keyboard.press("Escape")
    page.keyboard.press("p")
    expect(page.locator("html")).to_have_attribute("data-pinyin", "all")


# Without JavaScript


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    """Return a page of a browser that runs no scripts."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 700})
    yield context.new_page()
    context.close()


def test_without_scripts_the_modes_and_the_script_switch_work(plain_page: Page, site: str) -> None:
    page = plain_page
    page.goto(site + ARTICLE)
    easy, hard = page.locator("#p1 ruby.l1 rt").first, page.locator(".text ruby.l7 rt").first
    expect(easy).to_be_visible()
    page.get_by_title("拼音").click()
    for mode, seen in (("off", (False, False)), ("above", (False, True)), ("all", (True, True))):
        page.locator(f"input[name=pinyin][value={mode}]").check()
        assert (easy.is_visible(), hard.is_visible()) == seen
    page.get_by_role("link", name="繁體").click()
    page.wait_for_url("**/zh-hant/**")


@pytest.mark.parametrize(
    ("choice", "element", "changed"),
    [
        ("[name=theme][value=dark]", "html", "backgroundColor"),
        ("[name=theme][value=sepia]", "html", "backgroundColor"),
        ("[name=size][value=huge]", ".text", "fontSize"),
        ("[name=leading][value=loose]", ".text", "lineHeight"),
        ("[name=spacing][value=loose]", ".text", "letterSpacing"),
        ("[name=position][value=below]", ".text ruby", "rubyPosition"),
    ],
)
def test_without_scripts_settings_hold_for_the_page(
    plain_page: Page, site: str, choice: str, element: str, changed: str
) -> None:
    plain_page.goto(site + ARTICLE)
    value = f"getComputedStyle(document.querySelector('{element}')).{changed}"
    before = plain_page.evaluate(value)
    plain_page.get_by_title("显示设置").click()
    plain_page.locator(f"input{choice}").check()
    assert plain_page.evaluate(value) != before
    expect(plain_page.locator("input[name=shortcuts]").first).to_be_hidden()
    plain_page.get_by_role("button", name="恢复原样").click()
    assert plain_page.evaluate(value) == before


def test_without_scripts_every_page_can_be_reached(plain_page: Page, site: str) -> None:
    plain_page.goto(site)
    plain_page.get_by_role("link", name="繁體").click()
    plain_page.get_by_role("link", name="歸檔").click()
    for link in (".levels a[href$='/3/']", ".row-title", ".around[href*='series']", ".row-title"):
        plain_page.locator(link).first.click()
    assert plain_page.url == site + TRADITIONAL


# Offline


def test_visited_pages_can_be_read_offline_where_the_site_says_so(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    output = reading_site.make(tmp_path_factory.mktemp("offline"), "offline = true\n")
    context = browser.new_context()
    page = context.new_page()
    with reading_site.served(output) as address:
        page.goto(address + ARTICLE)
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        until(page, "Boolean(navigator.serviceWorker.controller)")
        page.reload()
        page.wait_for_load_state()
    page.reload()
    expect(page.locator("h1")).to_contain_text("河")
    context.close()


def test_nobody_is_kept_offline_unless_the_site_says_so(page: Page, site: str) -> None:
    page.goto(site + ARTICLE)
    settle(page)
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(list => list.length)") == 0
