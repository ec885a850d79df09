"""Where the links and images of texts lead, and which of them lead nowhere."""

from __future__ import annotations

import difflib
import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from site_builder.diagnostics import Diagnostic, warning
from site_builder.model import Document, Page, Reference, Section
from site_builder.text.slugs import slugify
from site_builder.tree import text_of, walk

SOURCES = (".md", ".txt")
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_COMPARED = 500
"""In a folder of more files than these no similar name is looked for."""


@dataclass(frozen=True, slots=True)
class Files:
    """The files that texts may refer to."""

    assets: Mapping[str, str]
    """{path inside the content folder: path in the output}."""
    statics: Mapping[str, str]
    """{path inside the static folder: path in the output}."""


@dataclass(frozen=True, slots=True)
class Directory:
    """Everything that a link of the site can lead to."""

    pages: Mapping[str, Page]
    """By source path, intros of sections among them."""
    addresses: Mapping[str, Page | None]
    """By inner address; None for a page that the site makes itself."""
    files: Files
    folders: frozenset[str]
    """The first segments of the variants' trees."""


def directory(
    pages: Iterable[Page],
    sections: Iterable[Section],
    made: Iterable[str],
    files: Files,
    folders: Iterable[str],
) -> Directory:
    """Index the site's pages; *made* are the addresses of pages that have no source."""
    listed = list(pages)
    addresses: dict[str, Page | None] = dict.fromkeys(made)
    addresses.update((section.inner, section.intro) for section in sections)
    addresses.update((page.inner, page) for page in listed)
    by_path = {page.document.path: page for page in listed}
    for section in sections:
        if section.intro:
            by_path[section.intro.document.path] = section.intro
    return Directory(by_path, addresses, files, frozenset(folders))


def resolve(document: Document, inner: str, site: Directory) -> tuple[dict[str, str], list[Diagnostic]]:
    """Resolve the references of *document*, the page at *inner*.

    Returns {address as written: where it leads}, as :class:`site_builder.model.Site` keeps it, and what is wrong.
    """
    found: dict[str, str] = {}
    problems: list[Diagnostic] = []
    for reference in document.references:
        target, problem = _follow(reference, document, inner, site)
        found[reference.target] = target
        if problem:
            problems.append(problem)
    return found, problems


Outcome = tuple[str, Diagnostic | None]
"""Where a reference leads, and what is wrong with it."""


def _follow(reference: Reference, document: Document, inner: str, site: Directory) -> Outcome:
    address = reference.target.strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        hint = "check the brackets and colons"
        return "", warning("link-missing", f"{address!r} is no address", reference.location, hint)
    if parts.scheme or parts.netloc:
        is_foreign = reference.is_image and parts.scheme in ("http", "https", "")
        return address, _foreign_image(parts.netloc, reference) if is_foreign else None
    path, fragment = unquote(parts.path), unquote(parts.fragment)
    if not path:
        return _anchor(document, inner, fragment, reference)
    if file := _file(path, document, site):
        return file, None
    if reference.is_image:
        known = [*site.files.assets, *(f"/static/{static}" for static in site.files.statics)]
        return "", _missing("image-missing", "there is no image", reference, document, known)
    return _to_page(path, fragment, reference, document, inner, site)


def _foreign_image(host: str, reference: Reference) -> Diagnostic:
    hint = "copy it into the content folder, so that readers do not depend on that site"
    return warning("image-foreign", f"the image lies on another site: {host}", reference.location, hint)


def _to_page(  # noqa: PLR0913, PLR0917 - one step of _follow
    path: str, fragment: str, reference: Reference, document: Document, inner: str, site: Directory
) -> Outcome:
    found = _page(path, document, inner, site)
    if found is None:
        return "", _missing("link-missing", "no page of the site has the address", reference, document, site.pages)
    page = site.addresses[found]
    return _anchor(page.document, found, fragment, reference) if page else (f"page:{found}", None)


def _file(path: str, document: Document, site: Directory) -> str:
    if path.startswith("/static/") and path.removeprefix("/static/") in site.files.statics:
        return f"asset:{site.files.statics[path.removeprefix('/static/')]}"
    inside = path[1:] if path.startswith("/") else posixpath.join(posixpath.dirname(document.path), path)
    inside = posixpath.normpath(inside)
    return f"asset:{site.files.assets[inside]}" if inside in site.files.assets else ""


def _page(path: str, document: Document, inner: str, site: Directory) -> str | None:
    """Return the inner address that *path* names: a source, an address of the site, or one relative to the page."""
    folder = posixpath.dirname(document.path)
    from_folder = posixpath.normpath(path[1:] if path.startswith("/") else posixpath.join(folder, path))
    candidates = [from_folder, *(from_folder + suffix for suffix in SOURCES)]
    candidates += [posixpath.join(from_folder, stem + suffix) for stem in ("_index", "index") for suffix in SOURCES]
    for candidate in candidates:
        if candidate in site.pages:
            return site.pages[candidate].inner
    if path.startswith("/"):
        first, _, rest = path[1:].partition("/")
        absolute = rest if first in site.folders else path[1:]
        addresses = [absolute]
    else:
        base = inner if path.endswith("/") or "." not in posixpath.basename(path) else posixpath.dirname(inner)
        addresses = [
            posixpath.normpath(posixpath.join(start, path)).removeprefix("./")
            for start in (base, posixpath.dirname(base.rstrip("/")))
        ]
    for address in addresses:
        address = address.removesuffix("index.html").strip("/")  # noqa: PLW2901 - normal form
        address = "" if address in (".", "") else address + "/"  # noqa: PLW2901 - normal form
        if address in site.addresses:
            return address
    return None


def _anchor(document: Document, inner: str, fragment: str, reference: Reference) -> Outcome:
    """Return the link to *fragment*: an id, or a heading's text as its author sees it."""
    if not fragment:
        return f"page:{inner}", None
    ids = {element.get("id") for element in walk(document.body) if element.get("id")}
    if fragment in ids or fragment == "top":
        return f"page:{inner}#{fragment}", None
    wanted = slugify(fragment)
    for element in walk(document.body):
        if element.tag in HEADINGS and (
            text_of((element,)).strip() == fragment or (wanted and slugify(text_of((element,))) == wanted)
        ):
            return f"page:{inner}#{element.get('id')}", None
    headings = [text_of((e,)).strip() for e in walk(document.body) if e.tag in HEADINGS]
    near = difflib.get_close_matches(fragment, [*headings, *sorted(ids)], 1, 0.5)
    hint = (
        f"did you mean #{near[0]}?" if near else "link to a heading by its words, or to a paragraph by its number (#p3)"
    )
    problem = warning(
        "anchor-missing", f"{document.path} has no heading or paragraph #{fragment}", reference.location, hint
    )
    return f"page:{inner}", problem


def _missing(code: str, message: str, reference: Reference, document: Document, names: Iterable[str]) -> Diagnostic:
    address = reference.target.strip()
    near = _near(unquote(urlsplit(address).path), posixpath.dirname(document.path), names)
    hint = f"did you mean {near}?" if near else "check the path, from the folder of the text"
    return warning(code, f"{message} {address}", reference.location, hint)


def _near(path: str, start: str, names: Iterable[str]) -> str:
    """Return the file that *path*, from the folder *start*, most likely means.

    That is one of its name elsewhere, or one that begins alike in the same folder: comparing with every file of the
    site would cost more than all the rest of a plan.
    """
    folder, base = posixpath.split(path if path.startswith("/") else posixpath.normpath(posixpath.join(start, path)))
    similar: dict[str, str] = {}
    for name in names:
        theirs = posixpath.basename(name)
        if base in (theirs, posixpath.splitext(theirs)[0]):
            return name
        if theirs[:1] == base[:1] and posixpath.dirname(name).strip("/") == folder.strip("/"):
            similar.setdefault(theirs, name)
    found = difflib.get_close_matches(base, similar, 1, 0.6) if len(similar) <= _COMPARED else []
    return similar[found[0]] if found else ""
