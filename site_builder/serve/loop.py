"""The preview's state: on every change load, plan, and swap one reference."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence

from site_builder import report
from site_builder.diagnostics import Diagnostic, Severity
from site_builder.model import Plan, Project, Target
from site_builder.serve.disk import Changes
from site_builder.serve.snapshot import Pages, Snapshot, diagnostics_of
from site_builder.serve.worker import Worker

HEARTBEAT = 15.0
"""Who waits for a new snapshot hears of the current one again after so many seconds."""

Tell = Callable[[str, Sequence[Diagnostic]], None]
"""Gets a line on what has been done, and the problems that came up in it."""


class Preview:
    """The current state of a site, and those who wait for the next. For the event loop's thread alone."""

    def __init__(self, load: Callable[[], Project], plan: Callable[[Project], Plan], tell: Tell) -> None:
        """Show nothing yet; *load* and *plan* will run in the worker's thread."""
        self._build = lambda: plan(load())
        self._tell = tell
        self._worker = Worker()
        self._last_good: dict[str, bytes] = {}
        self._told: set[object] = set()
        self._snapshot = Snapshot(0, self._pages({}), was_good=False)
        self._swapped = asyncio.Event()
        """Set when the snapshot is no longer the current one; each snapshot has its own."""
        self._is_closed = False

    async def follow(self, changes: asyncio.Queue[Changes]) -> None:
        """Build for each of *changes*; those that arrive during a build are answered by one more."""
        while True:
            changed = await changes.get()
            while not changes.empty():
                changed |= changes.get_nowait()
            await self.rebuild(changed)

    async def rebuild(self, changed: Changes) -> None:
        """Load and plan the site, and show it unless it has errors; *changed* is only reported."""
        started = time.perf_counter()
        targets: Mapping[str, Target] = {}
        try:
            plan = await self._worker.call(self._build)
        except Exception as exception:  # noqa: BLE001 - the preview outlives bad content, configuration and code
            problems = diagnostics_of(exception)
        else:
            targets, problems = plan.targets, plan.diagnostics
        milliseconds = 1000 * (time.perf_counter() - started)
        self._swap(targets, problems)
        self._tell(f"{_names(changed)}: {milliseconds:.0f} ms, {report.count(problems)}", self._untold(problems))

    async def current(self) -> Snapshot:
        """Return the current state, after the first build; when the preview is closed before, an empty one."""
        while not (self._snapshot.version or self._is_closed):
            await self._swapped.wait()
        return self._snapshot

    async def snapshots(self) -> AsyncIterator[Snapshot]:
        """Yield the current state, each later one when it comes, and the same one again after a heartbeat.

        Begins with the first build, ends when the preview is closed. States that pass while the receiver is busy are
        left out.
        """
        await self.current()
        while not self._is_closed:
            swapped = self._swapped
            yield self._snapshot
            try:
                async with asyncio.timeout(HEARTBEAT):
                    await swapped.wait()
            except TimeoutError:
                continue

    def close(self) -> None:
        """Let everybody go who waits for a snapshot."""
        self._is_closed = True
        self._swapped.set()
        self._worker.close()

    def _swap(self, targets: Mapping[str, Target], problems: tuple[Diagnostic, ...]) -> None:
        is_good = not any(problem.severity is Severity.ERROR for problem in problems)
        keeps = self._snapshot.was_good and not is_good
        pages = self._snapshot.pages if keeps else self._pages(targets)
        self._told &= {_identity(problem) for problem in problems}
        self._snapshot = Snapshot(self._snapshot.version + 1, pages, problems, was_good=is_good or keeps)
        for path in self._last_good.keys() - pages.targets.keys():
            del self._last_good[path]
        self._swapped.set()
        self._swapped = asyncio.Event()

    def _pages(self, targets: Mapping[str, Target]) -> Pages:
        return Pages(targets, self._worker, self._last_good, self._tell_failure)

    def _tell_failure(self, path: str, problems: tuple[Diagnostic, ...]) -> None:
        if untold := self._untold(problems):
            self._tell(f"{path} cannot be rendered: {report.count(problems)}", untold)

    def _untold(self, problems: Sequence[Diagnostic]) -> list[Diagnostic]:
        """Return those of *problems* that were not there after the last build, and remember them."""
        untold = [problem for problem in problems if _identity(problem) not in self._told]
        self._told |= {_identity(problem) for problem in untold}
        return untold


def _identity(problem: Diagnostic) -> object:
    """Return what stays the same of *problem* when lines are added above it."""
    return (problem.code, problem.location.path, problem.message)


def _names(changed: Changes) -> str:
    """Return *changed* in the few words that fit on a line."""
    names = sorted(map(os.path.relpath, changed))
    if not names:
        return "Built"
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
