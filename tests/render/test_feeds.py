"""Atom feeds."""

from collections.abc import Callable
from dataclasses import replace

from lxml import etree

from site_builder.model import Site

ATOM = "{http://www.w3.org/2005/Atom}"


def parse(text: str) -> etree._Element:
    return etree.fromstring(text.encode())


def test_a_feed_holds_the_newest_texts_without_readings(rendered: dict[str, str]) -> None:
    feed = parse(rendered["zh-hant/feed.xml"])
    entries = feed.findall(f"{ATOM}entry")

    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["遠山", "寫山", "遠山"]
    assert entries[0].findtext(f"{ATOM}content").startswith('<p id="p1">遠山長。</p>')
    assert "ruby" not in rendered["zh-hant/feed.xml"]


def test_a_feeds_dates_come_from_its_texts_alone(rendered: dict[str, str]) -> None:
    feed = parse(rendered["zh-hans/feed.xml"])

    assert feed.findtext(f"{ATOM}updated") == "2026-11-05T00:00:00Z"
    assert [entry.findtext(f"{ATOM}updated") for entry in feed.findall(f"{ATOM}entry")] == [
        "2026-11-05T00:00:00Z",
        "2025-03-01T00:00:00Z",
        "1970-01-01T00:00:00Z",
    ]
    assert [entry.findtext(f"{ATOM}published") for entry in feed.findall(f"{ATOM}entry")][2] is None


def test_a_feeds_addresses_are_absolute(rendered: dict[str, str]) -> None:
    feed = parse(rendered["zh-hans/feed.xml"])

    assert feed.findtext(f"{ATOM}id") == "https://example.org/reading/zh-hans/feed.xml"
    assert all(link.get("href").startswith("https://example.org/reading/zh-hans/") for link in feed.iter(f"{ATOM}link"))


def test_a_feed_has_as_many_texts_as_the_site_wants(
    site_with: Callable[..., Site], render: Callable[..., dict[str, str]]
) -> None:
    feed = parse(render(site_with(feed_entries=1))["zh-hans/feed.xml"])

    assert len(feed.findall(f"{ATOM}entry")) == 1


def test_a_text_without_body_shows_its_title(site: Site, render: Callable[..., dict[str, str]]) -> None:
    page = replace(site.pages[0], document=replace(site.pages[0].document, body=()))

    feed = parse(render(replace(site, pages=(page,)))["zh-hans/feed.xml"])

    assert feed.findtext(f"{ATOM}entry/{ATOM}content") == "<p>远山</p>"
