"""One thread for everything that computes: the server answers meanwhile, and no library meets a second thread."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")


class Worker:
    """Makes calls one after another in a thread of its own.

    The thread is a daemon: a build of many seconds must not keep the process from ending.
    """

    def __init__(self) -> None:
        """Start the thread."""
        self._calls: queue.SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None] = queue.SimpleQueue()
        threading.Thread(target=self._work, name="site-builder-worker", daemon=True).start()

    async def call(self, function: Callable[[], T]) -> T:
        """Return what *function* returns, or raise what it raises, when its turn has come."""
        future: Future[T] = Future()
        self._calls.put((future, function))
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """End the thread after the calls that were asked for."""
        self._calls.put(None)

    def _work(self) -> None:
        while (call := self._calls.get()) is not None:
            future, function = call
            if not future.set_running_or_notify_cancel():
                continue
            try:
                result = function()
            except BaseException as problem:  # noqa: BLE001 - whoever awaits the call gets it
                future.set_exception(problem)
            else:
                future.set_result(result)
