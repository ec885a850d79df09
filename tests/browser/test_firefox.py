"""Finding, copying and line heights in Firefox, where one is installed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser import firefox, reading_site
from tests.browser.firefox import Firefox

ARTICLE = "zh-hans/wen/chang/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the published site."""
    with reading_site.served(reading_site.make(tmp_path_factory.mktemp("firefox"), 'pinyin = "all"\n')) as address:
        yield address


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """Return the system's Firefox."""
    program = firefox.installed()
    if program is None:
        pytest.skip("Firefox is not installed; tools/install-browser does it where the system has it")
    with firefox.launched(program, tmp_path_factory.mktemp("profile")) as running:
        yield running


@pytest.fixture
def article(browser: Firefox, site: str) -> Firefox:
    """Return Firefox with the article open, its readings out of the text and shown."""
    browser.goto(site + ARTICLE)
    browser.until("!document.querySelector('rt:not(:empty)')")
    assert browser.evaluate("document.querySelector('rt').getBoundingClientRect().width") > 0
    return browser


def test_a_phrase_across_words_is_found_while_its_readings_show(article: Firefox) -> None:
    assert article.evaluate(f"window.find('{reading_site.PHRASE}')")
    assert article.evaluate("getSelection().toString()") == reading_site.PHRASE


@pytest.mark.parametrize("mode", ["all", "off"])
def test_the_copied_text_is_the_text(article: Firefox, mode: str) -> None:
    article.evaluate(f"document.documentElement.dataset.pinyin = '{mode}'")
    article.evaluate("""(() => {
        const blocks = document.querySelectorAll('.text > p');
        const range = document.createRange();
        range.setStart(blocks[0], 0);
        range.setEnd(blocks[blocks.length - 1], blocks[blocks.length - 1].childNodes.length);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
    })()""")
    article.press_with_control("c")
    article.evaluate("document.body.prepend(Object.assign(document.createElement('textarea'), {id: 'pasted'}))")
    article.evaluate("document.querySelector('#pasted').focus()")
    article.press_with_control("v")
    assert article.evaluate("document.querySelector('#pasted').value") == reading_site.body()


def test_no_line_grows_by_its_readings(article: Firefox) -> None:
    blocks = "[...document.querySelectorAll('.text > p')].slice(0, 8)"
    assert article.evaluate(f"{blocks}.map((block) => block.getBoundingClientRect().height % 40)") == [15] * 8


def test_the_choices_hold_from_the_start(article: Firefox, site: str) -> None:
    article.evaluate("localStorage.setItem('site-builder', JSON.stringify({theme: 'dark', pinyin: 'off'}))")
    article.goto(site + ARTICLE)
    assert article.evaluate("document.documentElement.dataset.pinyin") == "off"
    assert article.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(23, 23, 26)"
    article.evaluate("localStorage.clear()")
