"""A memo of pure functions, keyed by the digest of what went in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Protocol, TypeVar, cast

T = TypeVar("T")


class Memo(Protocol):
    """Remembers what a pure function returned."""

    def remember(self, key: str, compute: Callable[[], T]) -> T:
        """Return the value kept under *key*, or compute and keep it."""


class NoMemo:
    """Remembers nothing."""

    def remember(self, key: str, compute: Callable[[], T]) -> T:  # noqa: ARG002 - the protocol's shape
        """Compute the value."""
        return compute()


NO_MEMO: Memo = NoMemo()


class RecentMemo:
    """Remembers, in memory, what was asked for since the turn before the last; so a preview can run all day."""

    def __init__(self) -> None:
        self._current: dict[str, object] = {}
        self._previous: dict[str, object] = {}

    def turn(self) -> None:
        """Forget what was not asked for since the last turn."""
        self._previous, self._current = self._current, {}

    def remember(self, key: str, compute: Callable[[], T]) -> T:
        """Return the value kept under *key*, or compute and keep it."""
        if key not in self._current:
            self._current[key] = self._previous[key] if key in self._previous else compute()
        return cast("T", self._current[key])


def digest(*parts: str | bytes) -> str:
    """Return a digest of *parts*; different splits of the same characters differ."""
    state = hashlib.blake2b(digest_size=16)
    for part in parts:
        content = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        state.update(len(content).to_bytes(8, "big"))
        state.update(content)
    return state.hexdigest()
