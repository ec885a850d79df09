"""Where offsets of a source lie, for sources with many places to name."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from site_builder.diagnostics import Location

Locate = Callable[[int, int], Location]
"""Gives the place of (offset, length)."""


def locator(path: str, source: str) -> Locate:
    """Return what :func:`site_builder.diagnostics.locate` does for *source*, without counting lines each time."""
    starts = [0]
    while (found := source.find("\n", starts[-1])) >= 0:
        starts.append(found + 1)

    def locate(offset: int, length: int = 1) -> Location:
        offset = min(max(offset, 0), len(source))
        line = bisect_right(starts, offset)
        start = starts[line - 1]
        end = starts[line] - 1 if line < len(starts) else len(source)
        return Location(path, line, offset - start + 1, source[start:end], max(1, length))

    return locate
