"""The disk: read a site's folder into a project, and publish artifacts into an output folder."""

from __future__ import annotations

import hashlib
import os
import stat
import tomllib
from collections.abc import Iterator
from pathlib import Path

from site_builder.config import CONFIG_FILE, Config, place_of_key, read_config, toml_problem
from site_builder.diagnostics import Diagnostic, Location, SourceError, error, locate
from site_builder.model import Asset, Project, Source
from site_builder.text.glossary import Glossary, words_from

GLOSSARY_FILE = "glossary.toml"
TEXT_SUFFIXES = (".md", ".txt")
SITE_FOLDERS = ("content", "templates", "static")

_PACKAGE = Path(__file__).parent
THEME = _PACKAGE / "theme" if (_PACKAGE / "theme").is_dir() else _PACKAGE.parent
"""Where the default theme lies: inside the wheel, or beside the package in a checkout."""


def load(site: Path) -> Project:
    """Read the site in the folder *site*; nothing is written.

    Raises :class:`SourceError` when site.toml is missing or wrong, and :class:`OSError` when the folder cannot be read.
    What is wrong with single files stands in the project's diagnostics.
    """
    config = _load_config(site)
    problems: list[Diagnostic] = []
    sources: list[Source] = []
    assets: list[Asset] = []
    for path, data in _read_folder(site / "content", "content", problems, limit=config.max_file_bytes):
        if path.lower().endswith(TEXT_SUFFIXES):
            sources.append(Source(path, data, digest_of(data)))
        else:
            assets.append(Asset(path, data, digest_of(data)))
    templates = {f"default/{name}": text for name, text in _load_templates(THEME, problems)}
    templates |= {name.removeprefix("default/"): text for name, text in templates.items()}
    statics = dict(_read_folder(THEME / "static", "static", problems))
    if not _is_same(site, THEME):
        templates |= dict(_load_templates(site, problems))
        statics |= dict(_read_folder(site / "static", "static", problems))
    return Project(
        config=config,
        sources=tuple(sources),
        assets=tuple(assets),
        statics=tuple(Asset(path, statics[path], digest_of(statics[path])) for path in sorted(statics)),
        templates=templates,
        glossary=_load_glossary(site, problems),
        diagnostics=tuple(problems),
    )


def watched(site: Path) -> tuple[Path, ...]:
    """Return the folders and files whose change changes the site."""
    folders = [site / name for name in SITE_FOLDERS]
    theme = [] if _is_same(site, THEME) else [THEME / "templates", THEME / "static"]
    return (*folders, site / CONFIG_FILE, site / GLOSSARY_FILE, *theme)


def digest_of(data: bytes) -> str:
    """Return the digest that fingerprints carry."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def _is_same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()


def _load_config(site: Path) -> Config:
    path = site / CONFIG_FILE
    if not path.is_file():
        what = f"there is no {CONFIG_FILE} in {site}" if site.is_dir() else f"there is no folder {site}"
        raise SourceError(
            error("config-missing", what, Location(CONFIG_FILE), "run site-builder new DIR, or name a site with --site")
        )
    return read_config(_read_toml(path, "config-syntax"))


def _read_toml(path: Path, code: str) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as exception:
        line = data.count(b"\n", 0, exception.start) + 1
        raise SourceError(error(code, "the file is not UTF-8", Location(path.name, line), "save it as UTF-8")) from None


def _load_glossary(site: Path, problems: list[Diagnostic]) -> Glossary:
    path = site / GLOSSARY_FILE
    if not path.is_file():
        return Glossary()
    try:
        text = _read_toml(path, "glossary-syntax")
    except SourceError as exception:
        problems += exception.diagnostics
        return Glossary()
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exception:
        problems.append(toml_problem("glossary-syntax", exception, text, GLOSSARY_FILE))
        return Glossary()
    for key in table.keys() - {"word"}:
        place = place_of_key(text, key, GLOSSARY_FILE)
        problems.append(error("glossary-entry", f"a glossary has no {key!r}", place, "its entries begin with [[word]]"))
    entries = table.get("word", [])
    words, mistakes = words_from(entries if isinstance(entries, list) else [entries])
    starts = list(_entry_offsets(text))
    for index, message, hint in mistakes:
        place = locate(GLOSSARY_FILE, text, starts[index], 8) if index < len(starts) else Location(GLOSSARY_FILE)
        problems.append(error("glossary-entry", message, place, hint))
    return Glossary(words)


def _entry_offsets(text: str) -> Iterator[int]:
    at = text.find("[[word]]")
    while at >= 0:
        yield at
        at = text.find("[[word]]", at + 1)


def _load_templates(site: Path, problems: list[Diagnostic]) -> Iterator[tuple[str, str]]:
    for path, data in _read_folder(site / "templates", "templates", problems):
        try:
            yield path, data.decode("utf-8-sig")
        except UnicodeDecodeError as exception:
            line = data.count(b"\n", 0, exception.start) + 1
            place = Location(f"templates/{path}", line)
            problems.append(error("encoding-unknown", "the template is not UTF-8", place, "save it as UTF-8"))


# Reading a folder without leaving it


def is_ignored(name: str) -> bool:
    """Return whether *name* is a hidden file or what an editor leaves beside a text while it saves."""
    return (
        name.startswith((".", "#"))
        or name.endswith(("~", ".tmp", ".bak", ".swp", ".swx", ".orig", ".crdownload", ".part"))
        or "___jb_" in name
        or name == "4913"
        or name in ("Thumbs.db", "desktop.ini")
    )


def _read_folder(
    folder: Path, label: str, problems: list[Diagnostic], limit: int | None = None
) -> Iterator[tuple[str, bytes]]:
    """Yield (path, content) of the regular files below *folder*, sorted; links that lead out of it are refused."""
    if not folder.is_dir():
        return
    root = folder.resolve()
    for file in _walk(folder, root, label, problems):
        relative = file.relative_to(folder).as_posix()
        place = Location(f"{label}/{relative}")
        try:
            relative.encode("utf-8")
        except UnicodeEncodeError:
            shown = relative.encode("utf-8", "replace").decode()
            problems.append(
                error("file-unreadable", "its name is not UTF-8", Location(f"{label}/{shown}"), "rename the file")
            )
            continue
        try:
            status = file.stat()
            if not stat.S_ISREG(status.st_mode):
                problems.append(error("file-unreadable", "it is no regular file", place, "remove it"))
            elif limit and status.st_size > limit and relative.lower().endswith(TEXT_SUFFIXES):
                size = f"{status.st_size / 1e6:.1f} MB, more than {limit / 1e6:.1f}"
                hint = "split it, or raise max_file_bytes in site.toml"
                problems.append(error("file-too-large", f"the text has {size}", place, hint))
            else:
                yield relative, file.read_bytes()
        except OSError as exception:
            reason = exception.strerror or str(exception)
            problems.append(error("file-unreadable", f"it cannot be read: {reason}", place, "check its permissions"))


def _walk(folder: Path, root: Path, label: str, problems: list[Diagnostic]) -> Iterator[Path]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as exception:
        place = Location(f"{label}/{folder.name}")
        problems.append(error("file-unreadable", f"the folder cannot be read: {exception.strerror}", place))
        return
    for entry in entries:
        if is_ignored(entry.name):
            continue
        path = folder / entry.name
        if entry.is_symlink():
            try:
                target = path.resolve(strict=True)
                inside = target.is_relative_to(root) and not path.is_dir()
            except (OSError, RuntimeError):
                inside = False
            if not inside:
                shown = f"{label}/{path.relative_to(_base(folder, label)).as_posix()}"
                hint = "copy what it links to into the folder"
                problems.append(
                    error(
                        "file-unreadable", "it is a link that leaves the folder or leads nowhere", Location(shown), hint
                    )
                )
                continue
        if path.is_dir():
            yield from _walk(path, root, label, problems)
        else:
            yield path


def _base(folder: Path, label: str) -> Path:
    """Return the folder called *label* that *folder* is or lies in."""
    return next((path for path in (folder, *folder.parents) if path.name == label), folder)
