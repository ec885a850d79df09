"""Watch files and folders: a blocking generator of the paths whose content changed.

Events only say when to look, and where to look closely; what changed is found by comparing the disk with what was seen
before. So lost events, renamed folders and every editor's way of saving come out the same.
"""

from __future__ import annotations

import errno
import logging
import os
import queue
import stat
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from watchdog import events
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

from site_builder.serve.disk import Changes, Disk

# What watchdog complains about (an overflow of its queue, say) is made good by the next look at the disk.
logging.getLogger("watchdog").setLevel(logging.CRITICAL)
# It finds a new folder with folders in it twice, which does no harm.
warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)


@dataclass(frozen=True, slots=True)
class Pace:
    """How long to wait for what, in seconds."""

    quiet: float = 0.07
    """A burst of events is over after so long without one: a save is several events, a checkout is thousands."""
    longest: float = 1.0
    """A burst that does not end is answered after so long."""
    rescan: float = 2.0
    """The disk is looked at so often without any event."""
    polling: float = 0.5
    """The same where the system gives no events."""


USUAL_PACE = Pace()


class Watcher:
    """Sees changes of folders, watched whole, and of single files; both may be missing and appear later."""

    def __init__(
        self,
        paths: Sequence[Path],
        ignored: Callable[[str], bool],
        say: Callable[[str], None],
        pace: Pace = USUAL_PACE,
    ) -> None:
        """Be ready to watch *paths*.

        *ignored* tells from a name what editors leave beside a file while they save it; *say* gets what the user ought
        to know.
        """
        self._roots = tuple(str(path.absolute()) for path in paths)
        self._ignored = ignored
        self._say = say
        self._pace = pace
        self._hints: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        """Paths that events named; None ends the generator."""

    def changes(self) -> Iterator[Changes]:
        """Yield an empty set as soon as changes are being seen; then what changed, each time that something did."""
        observation = _Observation(self._roots, self._hint)
        try:
            observation.refresh()
            if observation.refusal:
                self._say(_BLIND.format(reason=observation.refusal, seconds=self._pace.polling))
            disk = Disk(self._roots, self._ignored)
            yield Changes()
            while (hints := self._burst(self._pace.polling if observation.refusal else self._pace.rescan)) is not None:
                observation.refresh()
                if changes := disk.changes(hints):
                    yield changes
        finally:
            observation.stop()

    def stop(self) -> None:
        """End the generator, from any thread."""
        self._hints.put(None)

    def _hint(self, path: str) -> None:
        is_watched = any(path == root or path.startswith(root + os.sep) for root in self._roots)
        if is_watched and not self._ignored(Path(path).name):
            self._hints.put(path)

    def _burst(self, patience: float) -> set[str] | None:
        """Return the paths that the next burst of events names, none after *patience* seconds without; None to end."""
        hints: set[str] = set()
        end = float("inf")
        wait = patience
        while wait > 0:
            try:
                hint = self._hints.get(timeout=wait)
            except queue.Empty:
                break
            if hint is None:
                return None
            now = time.monotonic()
            end = min(end, now + self._pace.longest)
            wait = min(self._pace.quiet, end - now)
            hints.add(hint)
        return hints


_BLIND = (
    "The system does not tell of changed files ({reason}); looking every {seconds} s instead. "
    "On Linux, raise fs.inotify.max_user_watches or fs.inotify.max_user_instances."
)


class _Observation(events.FileSystemEventHandler):
    """The folders that the system is asked to tell of, kept in step with those that exist."""

    _WANTED: tuple[type[events.FileSystemEvent], ...] = (
        events.FileCreatedEvent,
        events.FileModifiedEvent,
        events.FileClosedEvent,
        events.FileMovedEvent,
        events.FileDeletedEvent,
        events.DirCreatedEvent,
        events.DirMovedEvent,
        events.DirDeletedEvent,
    )
    """Not among them: files opened and closed for reading, as we do ourselves at each load."""

    def __init__(self, roots: tuple[str, ...], hint: Callable[[str], None]) -> None:
        self.refusal = ""
        """Why the system tells of nothing; ``""`` when it does."""
        self._roots = roots
        self._hint = hint
        self._scheduled: dict[tuple[str, bool], tuple[int, ObservedWatch]] = {}
        """{(folder, whether it is watched whole): (its inode, the watch)}."""
        self._observer: BaseObserver | None = None
        try:
            self._observer = Observer()
            self._observer.start()
        except OSError as problem:
            self._refuse(problem)

    def refresh(self) -> None:
        """Ask for the folders that have appeared since, and forget those that are gone or were replaced."""
        parents = {(str(Path(root).parent), False) for root in self._roots}
        for folder, whole in sorted({*parents, *((root, True) for root in self._roots)}):
            inode = _inode(folder)
            known = self._scheduled.get((folder, whole))
            if self._observer is None or (known and known[0] == inode):
                continue
            try:
                if known:
                    del self._scheduled[folder, whole]
                    self._observer.unschedule(known[1])
                if inode:
                    watch = self._observer.schedule(self, folder, recursive=whole, event_filter=list(self._WANTED))
                    self._scheduled[folder, whole] = (inode, watch)
            except FileNotFoundError:
                continue
            except OSError as problem:
                self._refuse(problem)

    def stop(self) -> None:
        """Ask for nothing any more."""
        if self._observer and self._observer.is_alive():
            self._observer.stop()
            self._observer.join()
        self._observer = None

    def on_any_event(self, event: events.FileSystemEvent) -> None:
        """Pass on the paths that *event* names."""
        for path in (event.src_path, event.dest_path):
            if path:
                self._hint(os.fsdecode(path))

    def _refuse(self, problem: OSError) -> None:
        limits = {errno.ENOSPC: "too many folders", errno.EMFILE: "too many watchers"}
        self.refusal = limits.get(problem.errno or 0, problem.strerror or str(problem))
        self.stop()


def _inode(folder: str) -> int:
    """Return the inode of *folder*, 0 when there is no such folder."""
    try:
        status = Path(folder).stat()
    except OSError:
        return 0
    return status.st_ino if stat.S_ISDIR(status.st_mode) else 0
