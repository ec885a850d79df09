"""What the tests of the preview share: sites in memory, and a browser made of dictionaries."""

from __future__ import annotations

import asyncio
import functools
import html
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import pytest
from starlette.types import ASGIApp, Message

from site_builder.config import Config
from site_builder.diagnostics import Diagnostic, SourceError, error, locate, warning
from site_builder.model import Artifact, Plan, Project, Site, Target
from site_builder.serve.disk import Changes
from site_builder.serve.loop import Preview
from site_builder.serve.server import create_app
from site_builder.text.glossary import NO_GLOSSARY

NO_CHANGES = Changes()

Event = tuple[str, dict[str, Any]]
"""Its name and content."""


def plan_of(files: Mapping[str, str]) -> Plan:
    """Return the plan of a site whose output files are *files*.

    A text that begins with ``error:``, ``warning:`` or ``failure:`` is a problem of the plan or of the rendering.
    """
    problems = [_problem(path, text) for path, text in files.items() if text.startswith(("error:", "warning:"))]
    targets = {
        path: Target(path, functools.partial(_render, path, text))
        for path, text in files.items()
        if not text.startswith("error:")
    }
    return Plan(Site(Config(), NO_GLOSSARY, (), (), (), (), {}, {}, {}, {}), targets, tuple(problems))


def _render(path: str, text: str) -> Artifact:
    if text.startswith("failure:"):
        raise SourceError(_problem(path, text))
    if path.endswith(".html"):
        text = (
            f"<!DOCTYPE html><html lang='zh'><title>{path}</title><body><main>{html.escape(text)}</main></body></html>"
        )
    return Artifact(path, text.encode())


def _problem(path: str, text: str) -> Diagnostic:
    kind, _, message = text.partition(":")
    make = warning if kind == "warning" else error
    return make("template-error" if kind == "failure" else "title-missing", message, locate(path, text, 0), "mend it")


class FakeSite:
    """A preview of files that a test changes."""

    def __init__(self, files: dict[str, str]) -> None:
        self.files = files
        self.load_failure: Exception | None = None
        self.loads = 0
        self.told: list[tuple[str, list[str]]] = []
        """The lines of the terminal, each with the messages of the problems shown."""
        self.preview = Preview(self._load, self._plan, self._tell)
        self.app = create_app(self.preview, "127.0.0.1")

    async def change(self, **files: str | None) -> None:
        """Change *files* (``__`` stands for ``/``, the suffix is .html; None removes one) and build."""
        for name, text in files.items():
            path = f"{name.replace('__', '/')}.html"
            if text is None:
                del self.files[path]
            else:
                self.files[path] = text
        await self.preview.rebuild(NO_CHANGES)

    def answers(self, *targets: str, method: str = "GET", **headers: str) -> list[Reply]:
        """Build, and return the replies to requests for *targets*."""

        async def scenario() -> list[Reply]:
            await self.change()
            return [await self.ask(target, method, **headers) for target in targets]

        return asyncio.run(scenario())

    async def ask(self, target: str, method: str = "GET", **headers: str) -> Reply:
        return await ask(self.app, target, method, **headers)

    def listen(self, target: str) -> AbstractAsyncContextManager[Callable[[], Awaitable[Event]]]:
        return listen(self.app, target)

    @asynccontextmanager
    async def page_at(self, address: str) -> AsyncIterator[Callable[[], Awaitable[Event]]]:
        """Open the page at *address*; the value awaits what it hears after the first word on its problems."""
        shown = (await self.ask(address)).headers["etag"].strip('"')
        async with self.listen(f"/__preview/events?page={address}&shown={shown}") as next_event:
            assert (await next_event())[0] == "problems"
            yield next_event

    def _load(self) -> Project:
        self.loads += 1
        if self.load_failure:
            raise self.load_failure
        return Project(Config())

    def _plan(self, _: Project) -> Plan:
        return plan_of(self.files)

    def _tell(self, line: str, problems: list[Diagnostic]) -> None:
        self.told.append((line, [problem.message for problem in problems]))


@pytest.fixture
def site() -> Iterator[FakeSite]:
    made = FakeSite(
        {
            "index.html": "home",
            "a/index.html": "page a",
            "404.html": "nothing here",
            "style.css": "p {}",
            "學/index.html": "學而",
        }
    )
    yield made
    made.preview.close()


@dataclass
class Reply:
    """An answer over HTTP."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def text(self) -> str:
        return self.body.decode()


def _scope(target: str, method: str, headers: Mapping[str, str]) -> dict[str, object]:
    path, _, query = target.partition("?")
    fields = {"host": "127.0.0.1:8000"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "server": ("127.0.0.1", 8000),
        "client": ("127.0.0.1", 50000),
        "headers": [(name.encode(), value.encode()) for name, value in fields.items() if value],
    }


async def ask(app: ASGIApp, target: str, method: str, **headers: str) -> Reply:
    """Return what *app* answers; ``sec_fetch_site="none"`` gives the header of that name, ``host=""`` leaves it out."""
    reply = Reply()

    async def receive() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            reply.status = message["status"]
            reply.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            reply.body += message.get("body", b"")

    await app(_scope(target, method, headers), receive, send)
    return reply


@asynccontextmanager
async def listen(app: ASGIApp, target: str) -> AsyncIterator[Callable[[], Awaitable[Event]]]:
    """Open the event stream *target*; the value awaits the next event."""
    events: asyncio.Queue[Event] = asyncio.Queue()
    left = asyncio.Event()

    async def receive() -> Message:
        await left.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        for block in message.get("body", b"").decode().split("\n\n"):
            if block.startswith("event: "):
                name, _, data = block.removeprefix("event: ").partition("\ndata: ")
                events.put_nowait((name, json.loads(data)))

    async def next_event() -> Event:
        async with asyncio.timeout(2):
            return await events.get()

    serving = asyncio.create_task(app(_scope(target, "GET", {}), receive, send))
    try:
        yield next_event
    finally:
        left.set()
        await serving
