"""A state of the site that pages are shown from; each page is rendered once, when it is first asked for."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from pathlib import Path

from site_builder.cache import digest
from site_builder.diagnostics import Diagnostic, Location, SourceError, error
from site_builder.model import Artifact, Target
from site_builder.serve.worker import Worker


@dataclass(frozen=True, slots=True)
class Rendering:
    """What a target came to."""

    data: bytes | None
    """The file; the last good one when this one could not be made; None when there never was one."""
    digest: str
    """Of *data*: two renderings that look the same have the same."""
    problems: tuple[Diagnostic, ...]


class Pages:
    """The targets of one plan, and what has been rendered of them. For the event loop's thread alone."""

    def __init__(
        self,
        targets: Mapping[str, Target],
        worker: Worker,
        last_good: MutableMapping[str, bytes],
        failed: Callable[[str, tuple[Diagnostic, ...]], None],
    ) -> None:
        """*last_good* is shared by the plans of a session; *failed* hears of targets that cannot be rendered."""
        self.targets = targets
        self._worker = worker
        self._last_good = last_good
        """{output path: what it held when it could be rendered last}."""
        self._failed = failed
        self._renderings: dict[str, asyncio.Task[Rendering]] = {}

    async def render(self, path: str) -> Rendering:
        """Return the rendering of the target *path*, which must be one of :attr:`targets`."""
        if path not in self._renderings:
            self._renderings[path] = asyncio.create_task(self._render(path))
        # All who ask for a page wait for the same task: one who goes away must not take it along.
        return await asyncio.shield(self._renderings[path])

    async def _render(self, path: str) -> Rendering:
        try:
            artifact: Artifact = await self._worker.call(self.targets[path].render)
        except Exception as exception:  # noqa: BLE001 - the preview outlives whatever a template does
            data, problems = self._last_good.get(path), diagnostics_of(exception)
            self._failed(path, problems)
            return Rendering(data, digest(data or b""), problems)
        self._last_good[path] = artifact.data
        return Rendering(artifact.data, digest(artifact.data), artifact.diagnostics)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the preview shows until the next change."""

    version: int
    """Counts the changes; 0 before the first build."""
    pages: Pages
    """Those of the last plan without errors; of the latest one while there was none without."""
    problems: tuple[Diagnostic, ...] = ()
    """What is wrong with the latest plan."""
    was_good: bool = True
    """Whether *pages* are those of a plan without errors."""


def diagnostics_of(exception: Exception) -> tuple[Diagnostic, ...]:
    """Return what to tell the editor of *exception*, whoever is to blame for it."""
    if isinstance(exception, SourceError):
        return exception.diagnostics
    if isinstance(exception, OSError):
        reason = exception.strerror or str(exception)
        return (error("file-unreadable", f"it cannot be read: {reason}", Location(str(exception.filename or ""))),)
    frame = traceback.extract_tb(exception.__traceback__)[-1]
    place = Location(Path(frame.filename).name, frame.lineno or 0, 0, frame.line or "")
    what = f"the tool itself failed here: {type(exception).__name__}: {exception}"
    return (error("internal", what, place, "please report it together with the file you changed last"),)
