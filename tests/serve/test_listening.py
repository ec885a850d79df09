"""The command: its socket, its timeouts, and how it ends."""

from __future__ import annotations

import asyncio
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from site_builder import serve
from site_builder.model import Plan, Project
from site_builder.serve import listening
from tests.serve.conftest import FakeSite, plan_of


def must_not_load() -> Project:
    raise AssertionError("nothing is loaded before there is a socket")


def plan(_: Project) -> Plan:
    return plan_of({})


# Where it listens


def test_a_port_in_use_is_refused_with_a_free_one(capsys: pytest.CaptureFixture[str]) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        assert serve.run(must_not_load, plan, (), port=port) == 2
    said = re.fullmatch(rf"Port {port} is in use already\. Try --port (\d+)\.\n", capsys.readouterr().out)
    assert said
    socket.create_server(("127.0.0.1", int(said[1]))).close()


def test_an_address_of_another_machine_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert serve.run(must_not_load, plan, (), host="192.0.2.1", port=0) == 2
    assert capsys.readouterr().out.startswith("Cannot listen on 192.0.2.1, port 0: ")


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:80/"),
        ("::1", "http://[::1]:80/"),
        ("0.0.0.0", "http://127.0.0.1:80/"),
        ("my.local", "http://my.local:80/"),
    ],
)
def test_the_announced_address_can_be_opened(host: str, url: str) -> None:
    assert listening._url(host, 80) == url  # noqa: SLF001 - not every machine has these addresses


# How long it waits


@asynccontextmanager
async def listening_for(site: FakeSite) -> AsyncIterator[int]:
    """Serve *site* as the command does; the value is the port."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = listening.Server(site.app, site.preview.close)
    serving = asyncio.create_task(server.serve([listener]))
    try:
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        await serving


async def received(reader: asyncio.StreamReader, seconds: float) -> bytes:
    """Return what comes until the end of the connection; fail if there is no end within *seconds*."""
    async with asyncio.timeout(seconds):
        return await reader.read()


@pytest.mark.parametrize("start", [b"", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-"])
def test_a_request_that_is_never_finished_is_given_up(
    site: FakeSite, monkeypatch: pytest.MonkeyPatch, start: bytes
) -> None:
    monkeypatch.setattr(listening, "HEAD_SECONDS", 0.2)

    async def scenario() -> None:
        async with listening_for(site) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(start)
            assert await received(reader, 5) == b""
            writer.close()

    asyncio.run(scenario())


def test_the_second_request_of_a_connection_is_given_up_alike(site: FakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "HEAD_SECONDS", 0.2)

    async def scenario() -> None:
        await site.change()
        async with listening_for(site) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            await reader.readuntil(b"</html>")
            writer.write(b"GET /")
            assert await received(reader, 3) == b""  # uvicorn's own limit for idle connections is 5 s
            writer.close()

    asyncio.run(scenario())


def test_an_event_stream_outlives_the_time_limit_and_ends_with_the_server(
    site: FakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "HEAD_SECONDS", 0.1)

    async def scenario() -> None:
        await site.change()
        async with listening_for(site) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET /__preview/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            await reader.readuntil(b"event: page")
            await asyncio.sleep(0.3)
            await site.change()
            await reader.readuntil(b"event: page")
            started = time.monotonic()
        await received(reader, 2)
        assert time.monotonic() - started < 2
        writer.close()

    asyncio.run(scenario())


def test_a_response_has_no_header_that_names_the_server_and_head_has_no_body(site: FakeSite) -> None:
    async def scenario() -> None:
        await site.change()
        async with listening_for(site) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"HEAD / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            head, _, body = (await received(reader, 5)).partition(b"\r\n\r\n")
            assert b"\nserver:" not in head.lower()
            assert b"\ncontent-length:" in head.lower()
            assert body == b""
            writer.close()

    asyncio.run(scenario())


# How it ends


Start = Callable[[], tuple[subprocess.Popen[str], int]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Return a function that starts the command on a small site, and returns its process and port."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "a.md").write_text("# 春\n\n春天来了。\n", encoding="utf-8")
    (tmp_path / "site.toml").write_text('title = "书房"\n', encoding="utf-8")
    started: list[subprocess.Popen[str]] = []

    def begin() -> tuple[subprocess.Popen[str], int]:
        command = [sys.executable, "-m", "site_builder", "serve", "--site", str(tmp_path), "--port", "0"]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
        )
        started.append(process)
        for line in process.stdout or ():
            if announced := re.search(r"Preview at http://127\.0\.0\.1:(\d+)/", line):
                return process, int(announced[1])
        raise AssertionError("the preview ended before it began")

    yield begin
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_at_once_and_cleanly_while_pages_listen(
    start: Start, tmp_path: Path, number: signal.Signals
) -> None:
    before = sorted(tmp_path.rglob("*"))
    process, port = start()
    with closing(socket.create_connection(("127.0.0.1", port))) as stream:
        stream.sendall(b"GET /__preview/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert stream.recv(100).startswith(b"HTTP/1.1 200")
        started = time.monotonic()
        process.send_signal(number)
        output, _ = process.communicate(timeout=10)
    assert time.monotonic() - started < 2
    assert process.returncode == 0
    assert "Traceback" not in output
    assert sorted(tmp_path.rglob("*")) == before
