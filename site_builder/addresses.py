"""Where pages and files are published: output paths, and the addresses that lead to them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from site_builder.text.variants import Variant

HOME = ""
TAGS = "tags/"
SERIES = "series/"
ARCHIVE = "archive/"
LEVELS = "level/"
FEED = "feed.xml"
NOT_FOUND = "404.html"
WORKER = "offline.js"

RESERVED = (TAGS, SERIES, ARCHIVE, LEVELS)
"""Addresses inside a variant's tree that the site makes itself: no section or text may have them."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of a site published at *base_url*.

    An inner address is one inside a variant's tree: ``essays/lao-jie/``, ``""`` for its home page, ``feed.xml``.
    Addresses come out percent-encoded; output paths do not.
    """

    base_url: str
    """Absolute, with its path and its final slash."""

    @property
    def root(self) -> str:
        """The path of the base URL: ``/`` or ``/reading/``."""
        return urlsplit(self.base_url).path.rstrip("/") + "/"

    def href(self, path: str) -> str:
        """Return the root-relative address of *path*, which is relative to the site's root and not encoded."""
        return self.root + encode(path)

    def absolute(self, href: str) -> str:
        """Return the absolute form of the root-relative address *href*."""
        return self.base_url.rstrip("/") + "/" + href.removeprefix(self.root)

    def page_href(self, variant: Variant, inner: str) -> str:
        """Return the root-relative address of *inner* in *variant*'s tree."""
        return self.href(variant_path(variant, inner))

    def page_url(self, variant: Variant, inner: str) -> str:
        """Return the absolute address of *inner* in *variant*'s tree."""
        return self.absolute(self.page_href(variant, inner))


def encode(path: str) -> str:
    """Return *path* as an address has it: only what would end or change it is percent-encoded."""
    return quote(path, safe="/~!$&'()*+,;=:@-._")


def variant_path(variant: Variant, inner: str) -> str:
    """Return the address of *inner* in *variant*'s tree, relative to the site's root and not encoded."""
    return f"{variant.folder}/{inner}"


def output_path(path: str) -> str:
    """Return the file that is served under *path*: a folder's is its ``index.html``."""
    return f"{path}index.html" if path.endswith("/") or not path else path


def tag_inner(slug: str) -> str:
    """Return the inner address of the page of a tag."""
    return f"{TAGS}{slug}/"


def series_inner(slug: str) -> str:
    """Return the inner address of the page of a series."""
    return f"{SERIES}{slug}/"


def level_inner(number: int) -> str:
    """Return the inner address of the page of a level."""
    return f"{LEVELS}{number}/"
