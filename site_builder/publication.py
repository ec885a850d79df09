"""Publishing: replace an output folder by new artifacts, all at once or not at all."""

from __future__ import annotations

import ctypes
import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from site_builder.diagnostics import Location, SourceError, error
from site_builder.model import Artifact

MANIFEST = ".site-builder.json"
"""Lists, inside the output folder, the files that are ours."""

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_LOCK_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication did."""

    files: int
    written: int
    removed: int


def check_output(output: Path, site: Path) -> None:
    """Refuse, with a :class:`SourceError`, an output folder where publishing would destroy something."""
    resolved, home = output.resolve(), site.resolve()
    sources = [home / name for name in ("content", "templates", "static")]
    reason = ""
    if output.is_symlink():
        reason = "is a symbolic link"
    elif resolved == home or home.is_relative_to(resolved):
        reason = "holds the site itself"
    elif any(resolved == source or resolved.is_relative_to(source) for source in sources):
        reason = "lies inside the site's own sources"
    elif resolved == Path.home() or resolved == Path(resolved.anchor):
        reason = "is a home or root folder"
    elif output.exists() and not output.is_dir():
        reason = "is a file"
    elif output.is_dir() and any(output.iterdir()) and not (output / MANIFEST).is_file():
        reason = "holds files that site-builder did not write"
    if reason:
        hint = "name an empty or a new folder with --output"
        raise SourceError(error("output-refused", f"the output folder {output} {reason}", Location(str(output)), hint))


def publish(output: Path, artifacts: Iterable[Artifact]) -> Published:
    """Make *output* hold exactly *artifacts*, and the files in it that were never ours.

    The new tree is staged beside the old one and takes its place in one step: readers see the old site or the
    new one. Nothing is written when nothing changed. Raises :class:`OSError` as the file system does,
    and :class:`TimeoutError` when another build holds the folder.
    """
    output = output.absolute()
    output.parent.mkdir(parents=True, exist_ok=True)
    with _locked(output):
        stage = output.with_name(f".{output.name}.site-builder-stage")
        _recover(output, stage)
        old = _ours(output)
        stage.mkdir()
        try:
            published = _stage(stage, output, artifacts, old)
            if published.written or published.removed:
                _exchange(stage, output)
        finally:
            shutil.rmtree(stage, ignore_errors=True)
        return published


def _stage(stage: Path, output: Path, artifacts: Iterable[Artifact], old: frozenset[str]) -> Published:
    written = 0
    ours: list[str] = []
    for artifact in artifacts:
        ours.append(artifact.path)
        target, present = stage / artifact.path, output / artifact.path
        target.parent.mkdir(parents=True, exist_ok=True)
        if _has_content(present, artifact.data):
            _link(present, target)
        else:
            target.write_bytes(artifact.data)
            written += 1
    manifest = json.dumps({"files": sorted(ours)}, ensure_ascii=False, indent=0).encode()
    present = output / MANIFEST
    if _has_content(present, manifest):
        _link(present, stage / MANIFEST)
    else:
        (stage / MANIFEST).write_bytes(manifest)
        written += 1
    new = frozenset(ours)
    for path in _foreign(output, old):
        target = stage / path
        if path not in new and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            _link(output / path, target)
    removed = sum((output / path).exists() for path in old - new)
    return Published(len(ours), written, removed)


def _ours(output: Path) -> frozenset[str]:
    try:
        listed = json.loads((output / MANIFEST).read_bytes())["files"]
        return frozenset(path for path in listed if isinstance(path, str))
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()


def _foreign(output: Path, ours: frozenset[str]) -> Iterator[str]:
    for folder, folders, files in os.walk(output):
        links = [name for name in folders if Path(folder, name).is_symlink()]
        for name in sorted(files + links):
            path = Path(folder, name).relative_to(output).as_posix()
            if path not in ours and path != MANIFEST:
                yield path


def _has_content(path: Path, data: bytes) -> bool:
    try:
        return not path.is_symlink() and path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _link(present: Path, target: Path) -> None:
    """Give the file a second name in the stage; copy it where the file system has no such thing."""
    try:
        os.link(present, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(present, target, follow_symlinks=False)


def _exchange(stage: Path, output: Path) -> None:
    """Swap the two trees in one step where the kernel can, else by two renames."""
    if not output.exists():
        stage.rename(output)
        return
    libc = ctypes.CDLL(None, use_errno=True)
    rename = getattr(libc, "renameat2", None)
    if rename and not rename(_AT_FDCWD, os.fsencode(stage), _AT_FDCWD, os.fsencode(output), _RENAME_EXCHANGE):
        return
    retired = _retired(output)
    output.rename(retired)
    stage.rename(output)
    shutil.rmtree(retired, ignore_errors=True)


def _retired(output: Path) -> Path:
    return output.with_name(f".{output.name}.site-builder-old")


def _recover(output: Path, stage: Path) -> None:
    """Mend what a build that was killed left behind."""
    retired = _retired(output)
    if retired.exists() and not output.exists():
        retired.rename(output)
    for leftover in (stage, retired):
        if leftover.exists():
            shutil.rmtree(leftover)


@contextmanager
def _locked(output: Path) -> Iterator[None]:
    """Hold the folder for one build; the lock goes with the process, so a killed build leaves none that holds."""
    name = hashlib.blake2b(os.fsencode(output.resolve()), digest_size=16).hexdigest()
    lock = FileLock(Path(tempfile.gettempdir()) / f"site-builder-{name}.lock", timeout=_LOCK_SECONDS)
    try:
        with lock:
            yield
    except Timeout:
        message = f"another build is writing {output}; wait for it to end"
        raise TimeoutError(errno.EBUSY, message) from None
