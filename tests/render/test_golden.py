"""Whole pages, compared with files that are read in the diff.

`pytest tests/render --rewrite-golden` writes them anew.
"""

from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"
PAGES = (
    "index.html",
    "404.html",
    "old/shan.html",
    "sitemap.xml",
    "zh-hans/index.html",
    "zh-hans/essays/index.html",
    "zh-hans/essays/shan/index.html",
    "zh-hant/essays/shan/index.html",
    "zh-hans/archive/index.html",
    "zh-hans/tags/shan-shui/index.html",
    "zh-hans/series/shan-shui-ji/index.html",
    "zh-hant/feed.xml",
)


@pytest.mark.parametrize("path", PAGES)
def test_page_is_as_expected(path: str, rendered: dict[str, str], pytestconfig: pytest.Config) -> None:
    file = GOLDEN / path.replace("/", "__")
    if pytestconfig.getoption("--rewrite-golden", default=False):
        file.write_text(rendered[path], encoding="utf-8")

    assert rendered[path] == file.read_text(encoding="utf-8")
