"""What the preview answers over HTTP: the pages of the current snapshot, and for each open page a stream of events.

Nothing here reads the disk or changes any state: an address is among the targets of the plan, or it is not there.
"""

from __future__ import annotations

import json
import mimetypes
import re
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from importlib import resources
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from site_builder.addresses import NOT_FOUND, encode, output_path
from site_builder.cache import digest
from site_builder.diagnostics import Diagnostic
from site_builder.serve import overlay
from site_builder.serve.guard import Guard, is_own_page
from site_builder.serve.loop import Preview
from site_builder.serve.snapshot import Snapshot

HTML = "text/html; charset=utf-8"


def create_app(preview: Preview, host: str) -> ASGIApp:
    """Return the application that shows *preview* to browsers that call it *host* or by another name of its own."""

    async def page(request: Request) -> Response:
        return _response(request, await answer(await preview.current(), request.scope["path"]))

    async def events(request: Request) -> Response:
        if not is_own_page(request.headers):
            return PlainTextResponse("Only pages of the preview may listen.", 403)
        if request.method == "HEAD":
            return Response(media_type="text/event-stream")
        address = request.query_params.get("page")
        shown = request.query_params.get("shown", "")
        stream = _events(preview, None if address is None else unquote(address), shown)
        return StreamingResponse(stream, media_type="text/event-stream")

    routes = [
        Route(overlay.PREFIX + "events", events),
        *(Route(overlay.PREFIX + file.name, file) for file in _client_files()),
        Route("/{path:path}", page),
    ]
    return Guard(Starlette(routes=routes), {"localhost", "127.0.0.1", "[::1]", host.lower(), f"[{host.lower()}]"})


# Pages


@dataclass(frozen=True, slots=True)
class Answer:
    """What a snapshot has at an address."""

    status: int
    body: bytes
    media_type: str
    digest: str
    """Of the body without the preview's script."""
    problems: tuple[Diagnostic, ...] = ()
    """What to lay over the page."""
    location: str = ""
    """Where else the page is."""


async def answer(snapshot: Snapshot, address: str) -> Answer:
    """Return what *snapshot* has at *address*, a decoded path with its first slash."""
    targets = snapshot.pages.targets
    path = output_path(address.removeprefix("/"))
    if path in targets:
        return await _page(snapshot, path, 200)
    if f"{path}/index.html" in targets:
        return Answer(307, b"", HTML, "", location=f"/{encode(path)}/")
    if not targets and snapshot.problems:
        return _problem_page(snapshot.problems)
    for missing in (f"{path.partition('/')[0]}/{NOT_FOUND}", NOT_FOUND):
        if missing in targets:
            return await _page(snapshot, missing, 404)
    return _own_page(404, "Not found", "<h2>There is no such page.</h2>", snapshot.problems)


async def _page(snapshot: Snapshot, path: str, status: int) -> Answer:
    rendering = await snapshot.pages.render(path)
    problems = tuple(dict.fromkeys((*snapshot.problems, *rendering.problems)))
    if rendering.data is None:
        return _problem_page(problems)
    media_type, body, mark = media_type_of(path), rendering.data, f"{status}-{rendering.digest}"
    if media_type == HTML:
        body = overlay.with_client(body, mark)
    return Answer(status, body, media_type, mark, problems)


def _problem_page(problems: tuple[Diagnostic, ...]) -> Answer:
    """Return the page that stands in for one that has never been made; it shows the problems itself."""
    return _own_page(500, "This page cannot be made yet", overlay.fragment(problems), ())


def _own_page(status: int, title: str, body: str, problems: tuple[Diagnostic, ...]) -> Answer:
    html = overlay.page(title, body)
    mark = f"{status}-{digest(html)}"
    return Answer(status, overlay.with_client(html, mark), HTML, mark, problems)


def _response(request: Request, found: Answer) -> Response:
    if found.location:
        return Response(status_code=found.status, headers={"Location": found.location})
    headers = {"ETag": f'"{found.digest}"'}
    if found.status == 200 and request.headers.get("if-none-match") == headers["ETag"]:  # noqa: PLR2004 - well known
        return Response(status_code=304, headers=headers)
    return Response(found.body, found.status, headers, found.media_type)


# The system's own table differs from machine to machine, so the types are those of Python and these.
_TYPES = mimetypes.MimeTypes()
for _suffix, _type in {
    ".atom": "application/atom+xml",
    ".avif": "image/avif",
    ".ico": "image/x-icon",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".opus": "audio/ogg",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}.items():
    _TYPES.add_type(_type, _suffix)

_TEXTUAL = re.compile(r"text/.*|application/(json|manifest\+json|xml|.*\+xml)|image/svg\+xml")


def media_type_of(path: str) -> str:
    """Return the media type of the file *path*, with its charset if it is text."""
    media_type = _TYPES.guess_type(path)[0] or "application/octet-stream"
    return f"{media_type}; charset=utf-8" if _TEXTUAL.fullmatch(media_type) else media_type


# Events


async def _events(preview: Preview, address: str | None, shown: str) -> AsyncIterator[str]:
    """Tell the page at *address*, which shows the digest *shown*, its problems, and then when either changes.

    Without an address every new snapshot is told.
    """
    problems: dict[str, int | str] | None = None
    yield ": listening\n\n"
    async for snapshot in preview.snapshots():
        if address is None:
            current, found = str(snapshot.version), snapshot.problems
        else:
            page = await answer(snapshot, address)
            current, found = page.digest, page.problems
        told = ""
        if current != shown:
            told += _event("page", {"digest": current})
        if overlay.payload(found) != problems:
            told += _event("problems", overlay.payload(found))
        shown, problems = current, overlay.payload(found)
        # A comment keeps the connection alive, and finds out whether it still is.
        yield told or ": still listening\n\n"


def _event(name: str, content: dict[str, int | str] | dict[str, str]) -> str:
    return f"event: {name}\ndata: {json.dumps(content)}\n\n"


# The client's script and style


class _ClientFile:
    """A file of this package as an endpoint."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._body = (resources.files(__package__) / "client" / name).read_bytes()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await Response(self._body, media_type=media_type_of(self.name))(scope, receive, send)


def _client_files() -> Iterable[_ClientFile]:
    return [_ClientFile("client.js"), _ClientFile("overlay.css")]
