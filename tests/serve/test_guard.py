"""What hostile pages in the same browser try."""

from __future__ import annotations

import pytest

from site_builder.serve.server import create_app
from tests.serve.conftest import FakeSite


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", "FOO"])
def test_nothing_can_be_done_but_read(site: FakeSite, method: str) -> None:
    for reply in site.answers("/", "/__preview/events", method=method):
        assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "localhost.evil.example:8000",
        "evil-localhost:8000",
        "127.0.0.1@evil.example",
        "[::1].evil.example",
        "10.0.0.1:8000",
        "localhost:8000, evil.example",
        "%00localhost",
        "localhost:",
        "",
    ],
)
def test_a_foreign_host_is_turned_away(site: FakeSite, host: str) -> None:
    for reply in site.answers("/", "/__preview/events", "/__preview/client.js", host=host):
        assert reply.status == 421
        assert "home" not in reply.text


@pytest.mark.parametrize("host", ["localhost:8000", "LOCALHOST", "127.0.0.1:9", "[::1]:8000"])
def test_its_own_names_are_answered(site: FakeSite, host: str) -> None:
    (reply,) = site.answers("/", host=host)
    assert reply.status == 200


def test_the_name_it_was_started_with_is_its_own(site: FakeSite) -> None:
    site.app = create_app(site.preview, "Preview.Local")
    (reply,) = site.answers("/", host="preview.local:8000")
    assert reply.status == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1:8000", "http://10.0.0.1:8000"]
)
def test_pages_of_another_origin_cannot_listen(site: FakeSite, origin: str) -> None:
    (reply,) = site.answers("/__preview/events", origin=origin)
    assert reply.status == 403


@pytest.mark.parametrize("site_relation", ["cross-site", "same-site"])
def test_elements_of_another_site_cannot_listen(site: FakeSite, site_relation: str) -> None:
    (reply,) = site.answers("/__preview/events", sec_fetch_site=site_relation)
    assert reply.status == 403


def test_every_response_forbids_guessing_keeping_and_embedding(site: FakeSite) -> None:
    replies = [
        *site.answers("/", "/nowhere", "/style.css", "/__preview/client.js", origin="http://evil.example"),
        *site.answers("/", host="evil.example"),
        *site.answers("/", method="POST"),
    ]
    for reply in replies:
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["cache-control"] == "no-store"
        assert reply.headers["cross-origin-resource-policy"] == "same-origin"
        assert not [name for name in reply.headers if name.startswith("access-control") or name == "server"]
