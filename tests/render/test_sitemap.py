"""sitemap.xml and robots.txt."""

from lxml import etree

NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
BASE = "https://example.org/reading/"


def urls(rendered: dict[str, str]) -> dict[str, etree._Element]:
    root = etree.fromstring(rendered["sitemap.xml"].encode())
    return {url.findtext("s:loc", namespaces=NS): url for url in root.findall("s:url", NS)}


def test_the_sitemap_lists_every_page_but_the_404s_and_redirects(rendered: dict[str, str]) -> None:
    pages = {
        BASE + path.removesuffix("index.html")
        for path, text in rendered.items()
        if path.endswith(".html") and 'content="noindex"' not in text
    }

    assert set(urls(rendered)) == pages
    assert BASE in pages


def test_the_sitemap_names_the_counterparts_of_each_page(rendered: dict[str, str]) -> None:
    links = urls(rendered)[BASE + "zh-hans/essays/shui/"].findall("x:link", NS)

    assert [(link.get("hreflang"), link.get("href")) for link in links] == [
        ("zh-Hans", BASE + "zh-hans/essays/shui/"),
        ("zh-Hant", BASE + "zh-hant/essays/shui/"),
        ("x-default", BASE + "zh-hant/essays/shui/"),
    ]


def test_the_sitemap_says_when_a_text_was_changed(rendered: dict[str, str]) -> None:
    listed = urls(rendered)

    assert listed[BASE + "zh-hans/essays/shan/"].findtext("s:lastmod", namespaces=NS) == "2026-11-05"
    assert listed[BASE + "zh-hans/essays/"].find("s:lastmod", NS) is None


def test_robots_may_read_everything_and_find_the_sitemap(rendered: dict[str, str]) -> None:
    assert rendered["robots.txt"] == f"User-agent: *\nAllow: /\n\nSitemap: {BASE}sitemap.xml\n"
