"""What is on disk, compared with what was there before."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import NamedTuple

Changes = frozenset[str]
"""Paths of files that are new, gone or have another content."""


class _Fingerprint(NamedTuple):
    """What is cheap to know of a file; the inode and the time of the last status change give a disguised write away."""

    inode: int
    size: int
    modified: int
    changed: int


class Disk:
    """Remembers files as they were seen last."""

    def __init__(self, roots: tuple[str, ...], ignored: Callable[[str], bool]) -> None:
        """Look at *roots*: folders, taken whole, and single files; names that are *ignored* do not exist."""
        self._roots = roots
        self._ignored = ignored
        self._seen = self._look()
        self._digests: dict[str, bytes] = {}
        """Of the files that were written since; for the others nobody had to read the content yet."""

    def changes(self, hints: Collection[str] = ()) -> Changes:
        """Return what changed since the last call; files named by *hints* are read even if they look the same."""
        before, now = self._seen, self._look()
        self._seen = now
        gone = before.keys() - now.keys()
        for path in gone:
            self._digests.pop(path, None)
        suspects = {path for path in before.keys() & now.keys() if path in hints or before[path] != now[path]}
        return Changes((now.keys() - before.keys()) | gone | {path for path in suspects if self._is_rewritten(path)})

    def _is_rewritten(self, path: str) -> bool:
        """Return whether the content is another than when it was read last; content never read counts as another."""
        known, self._digests[path] = self._digests.get(path), _digest(path)
        return self._digests[path] != known

    def _look(self) -> dict[str, _Fingerprint]:
        return dict(entry for root in self._roots for entry in self._walk(root))

    def _walk(self, path: str) -> Iterator[tuple[str, _Fingerprint]]:
        try:
            with os.scandir(path) as scan:
                entries = [entry for entry in scan if not self._ignored(entry.name)]
        except NotADirectoryError:
            yield from _fingerprint(Path(path))
            return
        except OSError:  # it vanished, or may not be read
            return
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from self._walk(entry.path)
            else:
                yield from _fingerprint(entry)


def _digest(path: str) -> bytes:
    """Return the digest of a regular file's content, ``b""`` for anything else: a pipe would keep us waiting."""
    try:
        if not Path(path).is_file():
            return b""
        with Path(path).open("rb") as file:
            return hashlib.file_digest(file, "blake2b").digest()
    except OSError:
        return b""


def _fingerprint(file: os.DirEntry[str] | Path) -> Iterator[tuple[str, _Fingerprint]]:
    """Yield the one pair of the path of *file* and its fingerprint, nothing when it has vanished."""
    try:
        status = file.stat()
    except OSError:
        return
    yield os.fspath(file), _Fingerprint(status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
