"""Addresses of texts: from a source's path and front matter to a permalink inside every variant's tree."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass

from site_builder import addresses
from site_builder.diagnostics import Diagnostic, Location, error
from site_builder.text.slugs import slugify
from site_builder.text.variants import Variant, find_variant

INTRO = "_index"
"""The stem of the file that introduces its folder; other tools call it ``index``, and so may an editor."""

RESERVED = frozenset(
    {*(address.rstrip("/") for address in addresses.RESERVED), "404", "feed", "index", "level", "search"}
)
"""First segments of addresses that the site itself uses inside a variant's tree."""

_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))})
_SLUG = re.compile(r"[a-z0-9]+(?:[-_.]+[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Name:
    """What the name of a source says."""

    folder: str
    """The folder it lies in: ``essays``, ``""`` for the content folder itself."""
    stem: str
    """Its name without language and suffix; equal for a text, its translations and its hand-made variants."""
    language: str
    """The tag between stem and suffix (``en``, ``zh-Hant``), ``""`` for the text itself."""

    @property
    def key(self) -> str:
        """What the files of one text have in common."""
        return posixpath.join(self.folder, self.stem)

    @property
    def variant(self) -> Variant | None:
        """The variant that a hand-made file is for."""
        return find_variant(self.language) if self.language else None

    @property
    def is_variant(self) -> bool:
        """Whether the tag claims to be a variant of Chinese."""
        return self.language.lower() == "zh" or self.language.lower().startswith("zh-")


def read_name(path: str) -> Name:
    """Take *path* (relative to the content folder) apart.

    >>> read_name("essays/tea.en.md")
    Name(folder='essays', stem='tea', language='en')
    """
    folder, base = posixpath.split(path)
    stem = base.rsplit(".", 1)[0]
    if stem == "index" or stem.startswith("index."):
        stem = f"_{stem}"
    name, dot, tag = stem.rpartition(".")
    if dot and name and _LANGUAGE.fullmatch(tag) and (find_variant(tag) or tag.startswith("zh-") or len(tag) == 2):  # noqa: PLR2004 - ISO 639-1
        return Name(folder, name, tag)
    return Name(folder, stem, "")


def section_address(folder: str, slugs: dict[str, str]) -> str:
    """Return the address of *folder* inside a variant's tree; *slugs* are those that its intros chose."""
    parts: list[str] = []
    path = ""
    for part in filter(None, folder.split("/")):
        path = posixpath.join(path, part)
        parts.append(slugs.get(path) or slugify(part) or "section")
    return "".join(f"{part}/" for part in parts)


def check_slug(slug: str, location: Location) -> Iterable[Diagnostic]:
    """Yield what is wrong with *slug* as the last part of an address on every file system."""
    suggestion = slugify(slug)
    hint = f"write {suggestion}" if suggestion else "use letters a-z, digits and hyphens"
    if not _SLUG.fullmatch(slug):
        yield error("slug-malformed", f"the slug {slug!r} has characters that an address cannot have", location, hint)
    elif len(slug) > _LONGEST:
        yield error(
            "slug-malformed", f"the slug is longer than {_LONGEST} characters", location, "choose a shorter one"
        )
    elif slug.split(".", maxsplit=1)[0] in _DEVICES:
        yield error("slug-malformed", f"{slug!r} is the name of a device on Windows", location, f"write {slug}-1")
