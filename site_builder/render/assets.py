"""Static files as they are published: under a name that holds their digest, so that caches may keep them for ever."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterable, Mapping

from site_builder.model import Artifact, Asset

ROOT = "root/"
"""What lies in this folder goes to the site's root under its own name: CNAME, favicon.ico, a verification page."""

_DIGITS = 12
_ADDRESS = re.compile(
    r"""(?P<before>url\(\s*|@import\s+)(?P<quote>["']?)(?P<path>[^"'()\s#?:]+)(?P<rest>[#?][^"'()\s]*)?(?P=quote)"""
)


def publish(assets: Iterable[Asset]) -> dict[str, Artifact]:
    """Return {path: the file as it is published}, where a style sheet names other files by their new names.

    A style sheet's digest covers the names in it, so a changed font gives every sheet that uses it a new name. Sheets
    that import each other in a circle keep the old names where the circle closes.
    """
    by_path = {asset.path: asset for asset in assets}
    done: dict[str, Artifact] = {}
    for path in sorted(by_path):
        _publish(path, by_path, done, ())
    return {path: done[path] for path in sorted(done)}


def _publish(path: str, assets: Mapping[str, Asset], done: dict[str, Artifact], importers: tuple[str, ...]) -> Artifact:
    if path not in done:
        data = assets[path].data
        if path.endswith(".css"):
            data = _with_new_names(path, data.decode("utf-8", "replace"), assets, done, (*importers, path)).encode()
        done[path] = Artifact(fingerprinted(path, data), data)
    return done[path]


def _with_new_names(
    path: str, text: str, assets: Mapping[str, Asset], done: dict[str, Artifact], importers: tuple[str, ...]
) -> str:
    folder = posixpath.dirname(path)

    def rename(match: re.Match[str]) -> str:
        wanted = posixpath.normpath(posixpath.join(folder, match["path"]))
        if wanted not in assets or wanted in importers:
            return match[0]
        new = posixpath.relpath(
            _publish(wanted, assets, done, importers).path, posixpath.dirname(path.removeprefix(ROOT)) or "."
        )
        return f"{match['before']}{match['quote']}{new}{match['rest'] or ''}{match['quote']}"

    return _ADDRESS.sub(rename, text)


def fingerprinted(path: str, data: bytes) -> str:
    """Return *path* with the first digits of the BLAKE2b of *data* before its suffix."""
    if path.startswith(ROOT):
        return path.removeprefix(ROOT)
    stem, suffix = posixpath.splitext(path)
    return f"{stem}.{hashlib.blake2b(data).hexdigest()[:_DIGITS]}{suffix}"
