"""The cache on disk: what parsing and editing returned in earlier builds, in one SQLite file for each site."""

from __future__ import annotations

import functools
import json
import os
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar, cast

from cattrs.preconf.json import make_converter
from platformdirs import user_cache_path

from site_builder.cache import digest
from site_builder.diagnostics import Diagnostic
from site_builder.model import Document, Edition, Phrase
from site_builder.text.variants import VARIANTS, Variant
from site_builder.tree import Nodes, parse, serialize

T = TypeVar("T")

_KINDS: Mapping[str, Any] = {
    "document": Document,
    "edition": Edition,
    "phrase": Phrase,
    "problems": tuple[Diagnostic, ...],
}
_LIBRARIES = ("markdown", "nh3", "opencc", "pypinyin", "pyyaml")


@dataclass(slots=True)
class Harvest:
    """What one process took from the cache and has to add to it."""

    used: set[str] = field(default_factory=set)
    fresh: dict[str, str] = field(default_factory=dict)
    """{key: encoded value}."""

    def add(self, other: Harvest) -> None:
        """Join the harvest of another process."""
        self.used |= other.used
        self.fresh.update(other.fresh)


def cache_path(site: Path) -> Path:
    """Return the cache of the folder *site*: the user's own, so that nothing but texts lies in a site."""
    return user_cache_path("site-builder") / f"{digest(str(site.resolve()))}.sqlite"


class Store:
    """A memo that outlives the process; keys hold the tool's own version, so that no build sees another tool's work.

    A damaged cache is dropped. A value of a kind that it cannot encode is computed anew in each process.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._values: dict[str, object] = {}
        self._connection: sqlite3.Connection | None = None
        self._owner = 0
        self.harvest = Harvest()

    def remember(self, key: str, compute: Callable[[], T]) -> T:
        """Return the value kept under *key*, or compute and keep it."""
        if key not in self._values:
            full = digest(tool_fingerprint(), key)
            self.harvest.used.add(full)
            kept = self._lookup(full)
            value = _decoded(kept) if kept is not None else None
            if value is None:
                value = compute()
                encoded = _encoded(value)
                if encoded is not None:
                    self.harvest.fresh[full] = encoded
            self._values[key] = value
        return cast("T", self._values[key])

    def save(self) -> None:
        """Write what is new and forget what this build did not use; a cache that cannot be written is no error."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with sqlite3.connect(self._path) as connection:
                connection.execute("create table if not exists kept (key text primary key, value text not null)")
                known = {key for (key,) in connection.execute("select key from kept")}
                connection.executemany(
                    "delete from kept where key = ?", ((key,) for key in sorted(known - self.harvest.used))
                )
                connection.executemany("insert or replace into kept values (?, ?)", sorted(self.harvest.fresh.items()))
            connection.close()
        except (sqlite3.Error, OSError):
            self._drop()

    def _lookup(self, key: str) -> str | None:
        if self._owner != os.getpid():
            # A connection must not cross a fork.
            self._owner = os.getpid()
            self._connection = self._open()
        if self._connection is None:
            return None
        try:
            row = self._connection.execute("select value from kept where key = ?", (key,)).fetchone()
        except (sqlite3.Error, UnicodeDecodeError):
            self._connection = None
            self._drop()
            return None
        return str(row[0]) if row else None

    def _open(self) -> sqlite3.Connection | None:
        try:
            return sqlite3.connect(f"file:{self._path}?mode=ro", uri=True) if self._path.is_file() else None
        except sqlite3.Error:
            return None

    def _drop(self) -> None:
        try:
            self._path.unlink(missing_ok=True)
        except OSError:
            return


@functools.cache
def tool_fingerprint() -> str:
    """Return a digest of the tool's code and tables, and of the libraries whose output is kept."""
    package = Path(__file__).parent
    files = (path for path in sorted(package.rglob("*")) if path.is_file() and path.suffix != ".pyc")
    contents = [part for path in files for part in (path.name.encode(), path.read_bytes())]
    return digest(*contents, *(f"{name} {version(name)}" for name in _LIBRARIES))


# Values as text

_converter = make_converter()
_converter.register_unstructure_hook(Variant, lambda variant: variant.tag)
_converter.register_structure_hook(Variant, lambda tag, _: VARIANTS[tag])
_converter.register_unstructure_hook_func(lambda kind: kind == Nodes, serialize)
_converter.register_structure_hook_func(lambda kind: kind == Nodes, lambda html, _: parse(html))


def _encoded(value: object) -> str | None:
    for name, kind in _KINDS.items():
        if isinstance(value, kind if isinstance(kind, type) else tuple):
            return json.dumps([name, _converter.unstructure(value, kind)], ensure_ascii=False)
    return None


def _decoded(text: str) -> object | None:
    try:
        name, plain = json.loads(text)
        return cast("object", _converter.structure(plain, _KINDS[name]))
    except Exception:  # noqa: BLE001 - whatever a damaged cache holds, the value is computed again
        return None
