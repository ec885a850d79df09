from datetime import date
from pathlib import Path

import pytest

from site_builder import store as store_module
from site_builder.diagnostics import Location, warning
from site_builder.model import Document, Edition, FrontMatter, Heading, Membership, Phrase
from site_builder.store import Store, cache_path
from site_builder.text.glossary import Glossary, Word
from site_builder.text.variants import HANS, HANT
from site_builder.tree import parse

CACHE = "cache.sqlite"
PROBLEM = warning("link-missing", "no page", Location("content/a.md", 3, 2, "行", 1), "hint")
DOCUMENT = Document(
    path="a.md",
    front=FrontMatter(
        title="题",
        date=date(2026, 11, 21),
        tags=("诗",),
        series=Membership("长篇", 2),
        script=HANT,
        glossary=Glossary((Word((("zh-Hans", "甲"),)),)),
    ),
    title=parse("题<x-keep>目</x-keep>"),
    summary="摘要",
    body=parse('<p id="p1">头<b>发</b><br><code>&lt;</code><!-- c --></p>'),
    script=HANS,
    hanzi=2,
    words=0,
    diagnostics=(PROBLEM,),
    digest="d",
)
EDITION = Edition(HANT, "题", "题", "摘", "<p>文</p>", "<p>文</p>", (Heading(2, "a", "甲"),), annotated=True)
VALUES = (DOCUMENT, EDITION, Phrase("a", "b"), (PROBLEM,))


def never() -> object:
    pytest.fail("it was kept")


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_value_comes_back_equal_in_the_next_build(tmp_path: Path, value: object) -> None:
    first = Store(tmp_path / CACHE)
    assert first.remember("key", lambda: value) == value
    first.save()
    second = Store(tmp_path / CACHE)
    assert second.remember("key", never) == value
    assert second.harvest.fresh == {}


def test_what_a_build_did_not_use_is_forgotten(tmp_path: Path) -> None:
    first = Store(tmp_path / CACHE)
    first.remember("old", lambda: EDITION)
    first.save()
    second = Store(tmp_path / CACHE)
    second.remember("new", lambda: EDITION)
    second.save()
    third = Store(tmp_path / CACHE)
    assert third.remember("old", lambda: None) is None


def test_a_damaged_cache_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / CACHE
    path.write_bytes(b"no database" * 1000)
    store = Store(tmp_path / CACHE)
    assert store.remember("key", lambda: EDITION) == EDITION
    store.save()
    Store(tmp_path / CACHE).save()
    assert Store(tmp_path / CACHE).remember("key", lambda: EDITION) == EDITION


def test_another_version_of_the_tool_sees_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Store(tmp_path / CACHE)
    first.remember("key", lambda: EDITION)
    first.save()
    monkeypatch.setattr(store_module, "tool_fingerprint", lambda: "another")
    assert Store(tmp_path / CACHE).remember("key", lambda: Phrase("x", "x")) == Phrase("x", "x")


def test_every_site_has_a_cache_of_its_own_outside_of_it(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    assert cache_path(tmp_path / "one") != cache_path(tmp_path / "two")
    assert cache_path(tmp_path / "one") == cache_path(tmp_path / "two" / ".." / "one")
    assert not cache_path(tmp_path / "one").is_relative_to(tmp_path)
