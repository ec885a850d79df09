"""The preview's state: what is shown after which change."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from site_builder.diagnostics import Location, SourceError, error
from site_builder.serve import loop
from site_builder.serve.disk import Changes
from site_builder.serve.snapshot import Snapshot
from tests.serve.conftest import FakeSite


async def rendered(snapshot: Snapshot, path: str) -> str:
    return ((await snapshot.pages.render(path)).data or b"").decode()


def test_a_change_is_shown_by_the_next_snapshot(site: FakeSite) -> None:
    async def scenario() -> None:
        await site.change()
        before = await site.preview.current()
        await site.change(index="changed")
        after = await site.preview.current()
        assert after.version > before.version
        assert "home" in await rendered(before, "index.html")
        assert "changed" in await rendered(after, "index.html")

    asyncio.run(scenario())


def test_a_page_is_rendered_once_for_everybody_who_asks(site: FakeSite) -> None:
    async def scenario() -> None:
        await site.change()
        snapshot = await site.preview.current()
        first, second = await asyncio.gather(*(snapshot.pages.render("index.html") for _ in range(2)))
        assert first is second

    asyncio.run(scenario())


def test_somebody_who_goes_away_does_not_take_the_page_along(site: FakeSite) -> None:
    async def scenario() -> None:
        await site.change()
        pages = (await site.preview.current()).pages
        impatient = asyncio.create_task(pages.render("index.html"))
        await asyncio.sleep(0)
        impatient.cancel()
        assert (await pages.render("index.html")).data

    asyncio.run(scenario())


def test_an_error_keeps_the_last_good_pages_and_shows_the_problem(site: FakeSite) -> None:
    async def scenario() -> None:
        await site.change()
        await site.change(index="new", a__index="error:no title")
        snapshot = await site.preview.current()
        assert "home" in await rendered(snapshot, "index.html")
        assert [problem.message for problem in snapshot.problems] == ["no title"]
        await site.change(a__index="mended")
        snapshot = await site.preview.current()
        assert "new" in await rendered(snapshot, "index.html")
        assert snapshot.problems == ()

    asyncio.run(scenario())


def test_without_a_good_plan_the_pages_that_could_be_made_are_shown_and_follow_changes(site: FakeSite) -> None:
    async def scenario() -> None:
        for text in ("first", "second"):
            await site.change(index=text, a__index="error:no title")
            snapshot = await site.preview.current()
            assert not snapshot.was_good
            assert text in await rendered(snapshot, "index.html")

    asyncio.run(scenario())


def test_warnings_hold_nothing_back(site: FakeSite) -> None:
    async def scenario() -> None:
        await site.change()
        await site.change(index="new", a__index="warning:dead link")
        snapshot = await site.preview.current()
        assert "new" in await rendered(snapshot, "index.html")
        assert [problem.message for problem in snapshot.problems] == ["dead link"]

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (SourceError(error("config-syntax", "no TOML", Location("site.toml", 3))), "config-syntax"),
        (PermissionError(13, "Permission denied", "/site/site.toml"), "file-unreadable"),
        (ZeroDivisionError("a bug"), "internal"),
    ],
)
def test_the_preview_outlives_whatever_loading_raises(site: FakeSite, failure: Exception, code: str) -> None:
    async def scenario() -> None:
        await site.change()
        site.load_failure = failure
        await site.change(index="new")
        snapshot = await site.preview.current()
        assert [problem.code for problem in snapshot.problems] == [code]
        assert "home" in await rendered(snapshot, "index.html")
        site.load_failure = None
        await site.change()
        assert "new" in await rendered(await site.preview.current(), "index.html")

    asyncio.run(scenario())


def test_a_page_that_cannot_be_rendered_shows_what_it_showed_last(site: FakeSite) -> None:
    async def scenario() -> None:
        await site.change()
        await rendered(await site.preview.current(), "index.html")
        await site.change(index="failure:no such filter")
        await site.change(index="failure:no such filter either")
        rendering = await (await site.preview.current()).pages.render("index.html")
        assert b"home" in (rendering.data or b"")
        assert [problem.message for problem in rendering.problems] == ["no such filter either"]

    asyncio.run(scenario())


def test_changes_during_a_build_are_answered_by_one_more(site: FakeSite) -> None:
    async def scenario() -> None:
        changes: asyncio.Queue[Changes] = asyncio.Queue()
        following = asyncio.create_task(site.preview.follow(changes))
        for name in ("", "a", "b", "c"):
            changes.put_nowait(Changes({name} if name else ()))
            await asyncio.sleep(0)
        async for snapshot in site.preview.snapshots():
            if snapshot.version == 2:
                break
        following.cancel()
        assert site.loads == 2

    asyncio.run(scenario())


def test_the_terminal_shows_a_problem_when_it_comes_up_and_counts_it_while_it_stays(site: FakeSite) -> None:
    async def scenario() -> None:
        await site.change()
        await site.change(a__index="error:no title")
        await site.change(index="new")
        await site.change(a__index="mended")
        await site.change(a__index="error:no title")

    asyncio.run(scenario())
    assert [problems for _, problems in site.told] == [[], ["no title"], [], [], ["no title"]]
    assert [line.partition(", ")[2] for line, _ in site.told] == [
        "no problems",
        "1 error in 1 file",
        "1 error in 1 file",
        "no problems",
        "1 error in 1 file",
    ]


def test_a_failed_rendering_is_told_once(site: FakeSite) -> None:
    async def scenario() -> None:
        await site.change(index="failure:no such filter", a__index="failure:no such filter")
        pages = (await site.preview.current()).pages
        await pages.render("index.html")
        await pages.render("index.html")

    asyncio.run(scenario())
    assert site.told[1:] == [("index.html cannot be rendered: 1 error in 1 file", ["no such filter"])]


def test_the_line_names_what_changed(site: FakeSite, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    files = [str(tmp_path / "content" / name) for name in ("b.md", "a.md")]

    async def scenario() -> None:
        for changed in ((), files[:1], files):
            await site.preview.rebuild(Changes(changed))

    asyncio.run(scenario())
    names = [line.partition(":")[0] for line, _ in site.told]
    assert names == ["Built", "content/b.md", "content/a.md and 1 more"]


def test_waiting_for_snapshots_beats_and_ends_with_the_preview(site: FakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "HEARTBEAT", 0.01)

    async def scenario() -> list[int]:
        await site.change()
        versions = []
        async for snapshot in site.preview.snapshots():
            versions.append(snapshot.version)
            if len(versions) == 3:
                site.preview.close()
        return versions

    assert asyncio.run(scenario()) == [1, 1, 1]
