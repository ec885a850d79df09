"""What the preview answers over HTTP."""

from __future__ import annotations

import asyncio
import re

import pytest

from site_builder.diagnostics import Location, SourceError, error
from site_builder.serve.server import media_type_of
from tests.serve.conftest import FakeSite

NO_PROBLEMS = {"errors": 0, "warnings": 0, "html": ""}

# Pages


def test_a_page_is_served_with_the_client_at_the_end_of_its_body(site: FakeSite) -> None:
    (reply,) = site.answers("/a/")
    assert reply.status == 200
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert re.search(r'page a</main><script src="/__preview/client.js" data-preview="200-\w+"', reply.text)


def test_a_request_before_the_first_build_waits_for_it(site: FakeSite) -> None:
    async def scenario() -> None:
        asking = asyncio.create_task(site.ask("/"))
        await asyncio.sleep(0.01)
        await site.change()
        assert "home" in (await asking).text

    asyncio.run(scenario())


def test_other_files_are_served_as_they_are(site: FakeSite) -> None:
    (reply,) = site.answers("/style.css")
    assert (reply.body, reply.headers["content-type"]) == (b"p {}", "text/css; charset=utf-8")


def test_chinese_addresses_are_found_percent_encoded(site: FakeSite) -> None:
    assert [reply.status for reply in site.answers("/%E5%AD%B8/", "/%e5%ad%b8/", "/%e5%ad%b8")] == [200, 200, 307]


def test_an_address_without_its_slash_leads_to_the_page(site: FakeSite) -> None:
    known, encoded, unknown = site.answers("/a", "/%E5%AD%B8", "//evil.example/a")
    assert (known.status, known.headers["location"]) == (307, "/a/")
    assert encoded.headers["location"] == "/%E5%AD%B8/"
    assert unknown.status == 404


def test_only_what_the_plan_has_is_there(site: FakeSite) -> None:
    targets = ["/../a/", "/a/..", "/..%2f..%2fetc/passwd", "/a/%00", "/%ff", "/a//", "http://127.0.0.1/a/", "/a/index"]
    assert {reply.status for reply in site.answers(*targets)} == {404}


def test_a_missing_page_is_answered_by_the_site_s_own_page_for_it(site: FakeSite) -> None:
    site.files["zh-hant/404.html"] = "找不到"
    own, general = site.answers("/zh-hant/x/", "/x/")
    assert (own.status, "找不到" in own.text) == (404, True)
    assert (general.status, "nothing here" in general.text) == (404, True)


def test_a_page_that_has_not_changed_is_not_sent_again(site: FakeSite) -> None:
    (first,) = site.answers("/a/")
    (second,) = site.answers("/a/", if_none_match=first.headers["etag"])
    assert (second.status, second.body) == (304, b"")


def test_without_any_good_state_there_are_the_pages_that_could_be_made(site: FakeSite) -> None:
    site.files["index.html"] = "error:no title"
    broken, whole = site.answers("/", "/a/")
    assert (broken.status, whole.status, "page a" in whole.text) == (404, 200, True)


def test_when_no_page_could_be_made_the_problems_are_the_page(site: FakeSite) -> None:
    site.load_failure = SourceError(error("config-syntax", "no <b>TOML</b>", Location("site.toml", 3)))
    (reply,) = site.answers("/a/")
    assert reply.status == 500
    assert "no &lt;b&gt;TOML&lt;/b&gt;" in reply.text
    assert "data-preview=" in reply.text


def test_a_page_that_has_never_been_rendered_shows_why(site: FakeSite) -> None:
    site.files["b/index.html"] = "failure:no such filter"
    (reply,) = site.answers("/b/")
    assert (reply.status, "no such filter" in reply.text) == (500, True)


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("reader.js", "text/javascript; charset=utf-8"),
        ("feed.xml", "application/xml; charset=utf-8"),
        ("icon.svg", "image/svg+xml; charset=utf-8"),
        ("site.webmanifest", "application/manifest+json; charset=utf-8"),
        ("font.woff2", "font/woff2"),
        ("photo.jpeg", "image/jpeg"),
        ("LICENSE", "application/octet-stream"),
    ],
)
def test_media_types_do_not_depend_on_the_machine(path: str, media_type: str) -> None:
    assert media_type_of(path) == media_type


# Events


def test_an_open_page_hears_of_its_change_and_no_other_page_does(site: FakeSite) -> None:
    async def scenario() -> None:
        await site.change()
        async with site.page_at("/a/") as next_event:
            await site.change(index="other page")
            await site.change(a__index="changed")
            name, content = await next_event()
            assert (name, content["digest"]) == ("page", (await site.ask("/a/")).headers["etag"].strip('"'))

    asyncio.run(scenario())


def test_a_page_that_was_away_is_told_at_once(site: FakeSite) -> None:
    async def scenario() -> None:
        await site.change()
        async with site.listen("/__preview/events?page=/%E5%AD%B8/&shown=200-old") as next_event:
            assert (await next_event())[0] == "page"

    asyncio.run(scenario())


def test_problems_come_and_go_without_a_change_of_the_page(site: FakeSite) -> None:
    async def scenario() -> None:
        await site.change()
        async with site.page_at("/a/") as next_event:
            await site.change(index="error:no <title>")
            name, content = await next_event()
            assert (name, content["errors"], content["warnings"]) == ("problems", 1, 0)
            assert "no &lt;title&gt;" in content["html"]
            await site.change(index="mended")
            assert await next_event() == ("problems", NO_PROBLEMS)

    asyncio.run(scenario())


def test_a_page_that_was_away_while_its_problems_went_is_told(site: FakeSite) -> None:
    async def scenario() -> None:
        await site.change()
        async with site.listen("/__preview/events?page=/a/") as next_event:
            assert [(await next_event())[0], await next_event()] == ["page", ("problems", NO_PROBLEMS)]

    asyncio.run(scenario())


def test_a_page_that_cannot_be_rendered_any_more_stays_and_gets_its_problems(site: FakeSite) -> None:
    async def scenario() -> None:
        await site.change()
        async with site.page_at("/a/") as next_event:
            await site.change(a__index="failure:no such filter")
            name, content = await next_event()
            assert (name, content["errors"]) == ("problems", 1)

    asyncio.run(scenario())


def test_a_page_hears_when_its_address_is_gone(site: FakeSite) -> None:
    async def scenario() -> None:
        await site.change()
        async with site.page_at("/a/") as next_event:
            await site.change(a__index=None)
            name, content = await next_event()
            assert (name, content["digest"][:4]) == ("page", "404-")

    asyncio.run(scenario())


def test_who_names_no_page_hears_of_every_build(site: FakeSite) -> None:
    async def scenario() -> None:
        await site.change()
        async with site.listen("/__preview/events") as next_event:
            assert await next_event() == ("page", {"digest": "1"})
            assert (await next_event())[0] == "problems"
            await site.change()
            assert await next_event() == ("page", {"digest": "2"})

    asyncio.run(scenario())


def test_event_streams_end_with_the_preview(site: FakeSite) -> None:
    async def scenario() -> None:
        await site.change()
        asking = asyncio.create_task(site.ask("/__preview/events"))
        await asyncio.sleep(0.01)
        site.preview.close()
        async with asyncio.timeout(1):
            assert (await asking).status == 200

    asyncio.run(scenario())
