"""Run the preview until it is interrupted: the socket, the signals, the threads."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import os
import signal
import socket
import sys
import threading
import time
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from ipaddress import ip_address
from pathlib import Path
from types import FrameType

import click
import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from site_builder import report
from site_builder.diagnostics import Diagnostic
from site_builder.files import is_ignored
from site_builder.model import Plan, Project
from site_builder.serve.disk import Changes
from site_builder.serve.loop import Preview
from site_builder.serve.server import create_app
from site_builder.serve.watch import Watcher

OK, WRONG_USAGE = 0, 2

HEAD_SECONDS = 20.0
"""A request whose head is not complete after so long is given up: nobody can hold connections open."""
SHUTDOWN_SECONDS = 1
"""Responses that are not sent so long after the interruption are cut off."""


def run(  # noqa: PLR0913 - what the command line asks
    load: Callable[[], Project],
    plan: Callable[[Project], Plan],
    watched: Sequence[Path],
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    open_browser: bool = False,
) -> int:
    """Show the site that *load* reads and *plan* resolves until Ctrl-C; return the exit code of the command.

    Both are called anew whenever something changes in *watched* (folders and files, there already or not), always in
    the same thread. Nothing is written to disk. Port 0 takes any free one.
    """
    try:
        listener = _listen(host, port)
    except OSError as problem:
        _say(_refusal(host, port, problem))
        return WRONG_USAGE
    address, port = listener.getsockname()[:2]
    if not ip_address(address).is_loopback:
        _say(f"Warning: everyone who can reach this machine by {address} can read the site and its drafts.")
    with listener, contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(load, plan, watched, listener, host=host, url=_url(host, port), open_browser=open_browser))
    return OK


async def _serve(  # noqa: PLR0913 - the settings of one session, used here only
    load: Callable[[], Project],
    plan: Callable[[Project], Plan],
    watched: Sequence[Path],
    listener: socket.socket,
    *,
    host: str,
    url: str,
    open_browser: bool,
) -> None:
    loop = asyncio.get_running_loop()
    changes: asyncio.Queue[Changes] = asyncio.Queue()
    watcher = Watcher(watched, is_ignored, _say)
    preview = Preview(load, plan, _tell)

    def pass_changes_on() -> None:
        with contextlib.suppress(RuntimeError):  # the event loop may end first
            for changed in watcher.changes():
                loop.call_soon_threadsafe(changes.put_nowait, changed)

    async def announce() -> None:
        if not (await preview.current()).version:
            return
        _say(f"Preview at {url} (Ctrl-C ends it)")
        if open_browser:
            threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()

    watching = threading.Thread(target=pass_changes_on, name="site-builder-watcher", daemon=True)
    watching.start()
    async with asyncio.TaskGroup() as tasks:
        following = tasks.create_task(preview.follow(changes))
        tasks.create_task(announce())
        await Server(create_app(preview, host), preview.close).serve([listener])
        following.cancel()
    watcher.stop()
    watching.join(SHUTDOWN_SECONDS)


class Server(uvicorn.Server):
    """Uvicorn that ends at the first signal, with a clean exit code and without waiting for event streams."""

    def __init__(self, app: ASGIApp, end_streams: Callable[[], None]) -> None:
        """Serve *app*, whose responses that have no end are ended by *end_streams*."""
        super().__init__(
            uvicorn.Config(
                app,
                http=_Protocol,
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="error",
                access_log=False,
                proxy_headers=False,
                server_header=False,
                timeout_graceful_shutdown=SHUTDOWN_SECONDS,
            )
        )
        self._end_streams = end_streams

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take signals for the request to end that they are; uvicorn would raise them again afterwards."""

        def end(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signature of signal handlers
            self.should_exit = True

        before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, previous in before.items():
                signal.signal(number, previous)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, then everything else."""
        self._end_streams()
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # what is cut off now is no error
        await super().shutdown(sockets)


class _Protocol(H11Protocol):
    """HTTP/1.1 with a time limit for the head of a request, which uvicorn would await for ever."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn declares it
        """Expect the first request."""
        super().connection_made(transport)
        self._deadline = self.loop.call_later(HEAD_SECONDS, transport.close)

    def data_received(self, data: bytes) -> None:
        """Take what came; a head that is now begun has its time limit, one that is complete needs none."""
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._forget_deadline()
        elif self._deadline is None:
            self._deadline = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def connection_lost(self, exc: Exception | None) -> None:
        """Expect nothing any more."""
        self._forget_deadline()
        super().connection_lost(exc)

    def _forget_deadline(self) -> None:
        if self._deadline:
            self._deadline.cancel()
            self._deadline = None


# The socket


def _listen(host: str, port: int) -> socket.socket:
    return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=2048)


def _refusal(host: str, port: int, problem: OSError) -> str:
    """Return why there can be no preview at *host* and *port*, and what to do."""
    if problem.errno == errno.EADDRINUSE:
        return f"Port {port} is in use already. Try --port {_free_port(host, port)}."
    if problem.errno == errno.EACCES:
        return f"Port {port} needs an administrator. Try --port {_free_port(host, max(port, 7999))}."
    return f"Cannot listen on {host}, port {port}: {problem.strerror or problem}."


def _free_port(host: str, port: int) -> int:
    """Return a free port, the next ones after *port* being tried first."""
    for candidate in range(port + 1, min(port + 20, 65536)):
        with contextlib.suppress(OSError), _listen(host, candidate):
            return candidate
    with _listen(host, 0) as listener:
        return int(listener.getsockname()[1])


def _url(host: str, port: int) -> str:
    name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - only asked about
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"


# What the terminal shows


def _say(line: str) -> None:
    with contextlib.suppress(OSError):  # the terminal may be gone
        click.echo(line)


def _tell(line: str, problems: Sequence[Diagnostic]) -> None:
    for block in report.blocks(problems, colour=report.wants_colour(sys.stdout, os.environ)):
        _say(block)
    _say(f"{time.strftime('%H:%M:%S')} {line}")
