"""The site that ``site-builder new`` makes."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path


def create(folder: Path) -> tuple[Path, ...]:
    """Copy the starter site into *folder* and return the files made.

    Raises :class:`FileExistsError` when *folder* is a file or holds anything; no file is ever overwritten.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(17, "there already", str(folder))
    made: list[Path] = []
    with as_file(files("site_builder") / "starter_site") as starter:
        for original in sorted(path for path in starter.rglob("*") if path.is_file()):
            target = folder / original.relative_to(starter)
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                file.write(original.read_bytes())
            made.append(target)
    return tuple(made)
