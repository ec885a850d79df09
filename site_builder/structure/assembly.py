"""From documents to the site: which document is which page, in which section, under which address."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from site_builder.addresses import ARCHIVE, HOME, SERIES, TAGS, level_inner, series_inner, tag_inner
from site_builder.config import Config
from site_builder.diagnostics import Diagnostic, error, warning
from site_builder.model import Document, Page, Section, Site, Translation
from site_builder.structure import links, taxonomies
from site_builder.structure.permalinks import (
    INTRO,
    RESERVED,
    Name,
    check_slug,
    read_name,
    section_address,
)
from site_builder.structure.translations import pair
from site_builder.text.glossary import Glossary
from site_builder.text.slugs import slugify
from site_builder.tree import Text, walk

SITE_PAGE = "a page that the site makes itself"


def assemble(
    documents: Sequence[Document], config: Config, glossary: Glossary, files: links.Files
) -> tuple[Site, tuple[Diagnostic, ...]]:
    """Place *documents* (in any order) and resolve their links.

    A page whose address is taken is left out and reported.
    """
    problems: list[Diagnostic] = []
    groups = _group(documents, config, problems)
    slugs = {
        posixpath.dirname(group.text.path): group.text.front.slug
        for group in groups
        if read_name(group.text.path).stem == INTRO and group.text.front.slug
    }
    pages, intros = _place(groups, slugs, problems)
    sections = _sections(pages, intros, slugs, config)
    tags = taxonomies.tags(pages)
    series, clashes = taxonomies.series(pages)
    problems += clashes
    problems += taxonomies.unknown_tags(pages, config.tags)
    made = [HOME, ARCHIVE, *(tag_inner(term.slug) for term in tags), *(series_inner(term.slug) for term in series)]
    levels = taxonomies.levels(pages, config.levels)
    made += [level_inner(level.number) for level in levels]
    made += [TAGS] * bool(tags) + [SERIES] * bool(series)
    known = links.directory(pages, sections, made, files, (variant.folder for variant in config.variants))
    resolved: dict[str, Mapping[str, str]] = {}
    for page in (*pages, *intros.values()):
        for document in (page.document, *page.handmade.values(), *(t.document for t in page.translations)):
            resolved[document.path], dead = links.resolve(document, page.inner, known)
            problems += dead
    redirects = _redirects(pages, known, problems)
    site = Site(
        config=config,
        glossary=glossary,
        pages=taxonomies.newest_first(pages),
        sections=sections,
        tags=tags,
        series=series,
        links=resolved,
        redirects=redirects,
        assets=_used(resolved, files.assets),
        statics=files.statics,
        levels=levels,
    )
    return site, tuple(problems)


@dataclass(frozen=True, slots=True)
class _Group:
    """The files of one text."""

    text: Document
    handmade: Mapping[str, Document]
    translations: tuple[Translation, ...]


def _group(documents: Sequence[Document], config: Config, problems: list[Diagnostic]) -> list[_Group]:
    families: dict[str, list[tuple[Name, Document]]] = defaultdict(list)
    for document in sorted(documents, key=lambda document: document.path):
        name = read_name(document.path)
        families[name.key].append((name, document))
    groups: list[_Group] = []
    for members in families.values():
        originals = [document for name, document in members if not name.language]
        problems += (_taken(members[0][0].key, f"content/{originals[0].path}", extra) for extra in originals[1:])
        for name, document in members:
            if name.language and not originals:
                problems.append(
                    error(
                        "variant-orphan",
                        f"there is no text {name.key}.md that this file could belong to",
                        document.place_of("title"),
                        f"rename it, or write {name.key}.md",
                    )
                )
        if originals:
            groups.append(_complete(originals[0], members, config, problems))
    return groups


def _complete(
    text: Document, members: Sequence[tuple[Name, Document]], config: Config, problems: list[Diagnostic]
) -> _Group:
    handmade: dict[str, Document] = {}
    translations: list[Translation] = []
    for name, document in members:
        if not name.language:
            continue
        if name.is_variant:
            variant = name.variant
            if variant is None or variant not in config.variants:
                published = ", ".join(variant.tag for variant in config.variants)
                problems.append(
                    error(
                        "variant-unknown",
                        f"{name.language} is no variant that the site publishes",
                        document.place_of("title"),
                        f"use one of {published} in the file's name, or add it to variants in site.toml",
                    )
                )
                continue
            handmade[variant.tag] = document
            problems += _compare(text, document)
        else:
            pairs, mismatches = pair(text, document)
            problems += mismatches
            translations.append(Translation(name.language, document, pairs))
    return _Group(text, handmade, tuple(translations))


def _compare(text: Document, handmade: Document) -> Iterable[Diagnostic]:
    """Say where a hand-made variant has other ids than its text: links and the switch would lose their place."""
    ours = [e.get("id") for e in walk(text.body) if e.get("id")]
    theirs = [e.get("id") for e in walk(handmade.body) if e.get("id")]
    if ours != theirs:
        at = next(
            (i for i, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), min(len(ours), len(theirs))
        )
        here = theirs[at] if at < len(theirs) else "nothing"
        there = ours[at] if at < len(ours) else "nothing"
        yield warning(
            "translation-mismatch",
            f"it has {here} where {text.path} has {there}",
            handmade.place_of("title"),
            "give both files the same headings and paragraphs, so that readers keep their place when they switch",
        )


def _place(
    groups: Sequence[_Group], slugs: dict[str, str], problems: list[Diagnostic]
) -> tuple[list[Page], dict[str, Page]]:
    """Return the pages, and the intros of sections by folder."""
    pages: dict[str, Page] = {}
    intros: dict[str, Page] = {}
    folders: dict[str, str] = {}
    for group in groups:
        for folder in _ancestors(read_name(group.text.path).folder):
            address = section_address(folder, slugs)
            first = folders.setdefault(address, folder)
            if first != folder or address.split("/")[0] in RESERVED:
                owner = f"the folder content/{first}" if first != folder else SITE_PAGE
                problems.append(_taken(address, owner, group.text))
    for group in groups:
        name = read_name(group.text.path)
        section = section_address(name.folder, slugs)
        if name.stem == INTRO:
            intros[name.folder] = Page(group.text, section, section, group.handmade, group.translations)
            continue
        slug = group.text.front.slug or slugify(name.stem)
        inner = f"{section}{slug}/"
        wrong = list(_check_address(slug, inner, group.text, pages, folders))
        problems += wrong
        if not wrong:
            pages[inner] = Page(group.text, inner, section, group.handmade, group.translations)
    return list(pages.values()), intros


def _check_address(
    slug: str, inner: str, text: Document, pages: Mapping[str, Page], folders: Mapping[str, str]
) -> Iterable[Diagnostic]:
    if not slug:
        stem = read_name(text.path).stem
        hint = "add a slug: to its front matter"
        yield error("slug-malformed", f"the name {stem!r} makes no address", text.place_of("slug"), hint)
        return
    malformed = list(check_slug(slug, text.place_of("slug")))
    yield from malformed
    if malformed:
        return
    if inner in pages:
        yield _taken(inner, f"content/{pages[inner].document.path}", text)
    elif inner in folders:
        yield _taken(inner, f"the folder content/{folders[inner]}", text)
    elif slug == "index" or inner.removesuffix("/") in RESERVED:
        yield _taken(inner, SITE_PAGE, text)


def _taken(address: str, owner: str, text: Document) -> Diagnostic:
    return error(
        "slug-duplicate",
        f"its address {address} is also that of {owner}",
        text.place_of("slug"),
        "rename one of them, or give one a slug: of its own",
    )


def _ancestors(folder: str) -> Iterable[str]:
    """Yield *folder* and every folder above it."""
    while folder:
        yield folder
        folder = posixpath.dirname(folder)
    yield ""


def _sections(
    pages: Sequence[Page], intros: Mapping[str, Page], slugs: dict[str, str], config: Config
) -> tuple[Section, ...]:
    folders = {folder for page in pages for folder in _ancestors(posixpath.dirname(page.document.path))}
    folders |= {above for folder in intros for above in _ancestors(folder)} | {""}
    sections: list[Section] = []
    for folder in sorted(folders, key=lambda folder: section_address(folder, slugs)):
        inner = section_address(folder, slugs)
        intro = intros.get(folder)
        title = intro.document.title if intro else (Text(posixpath.basename(folder) or config.title),)
        sections.append(
            Section(
                inner=inner,
                title=title,
                script=intro.document.script if intro else config.variants[0],
                intro=intro,
                pages=taxonomies.newest_first(page for page in pages if page.section == inner),
                parent=section_address(posixpath.dirname(folder), slugs) if folder else None,
            )
        )
    return tuple(sections)


def _redirects(pages: Sequence[Page], known: links.Directory, problems: list[Diagnostic]) -> dict[str, str]:
    redirects: dict[str, str] = {}
    for page in sorted(pages, key=lambda page: page.inner):
        for alias in page.document.front.aliases:
            path = alias.strip().strip("/")
            place = page.document.place_of("aliases")
            parts = path.split("/")
            slugs_wrong = [d for part in parts if part for d in check_slug(part.removesuffix(".html").lower(), place)]
            if not path or "" in parts or slugs_wrong:
                problems.append(
                    error(
                        "alias-conflict",
                        f"the alias {alias!r} is no address of this site",
                        place,
                        "write it as /old/path/",
                    )
                )
                continue
            inside = "/".join(parts[1:]) + "/" if parts[0] in known.folders else ""
            if path in redirects or path in known.folders or (inside in known.addresses and inside):
                problems.append(
                    error("alias-conflict", f"the alias {alias!r} is the address of another page", place, "remove it")
                )
                continue
            redirects[path] = page.inner
    return redirects


def _used(resolved: Mapping[str, Mapping[str, str]], assets: Mapping[str, str]) -> dict[str, str]:
    """Return the content assets that some text refers to; the others are not published."""
    targets = {target.removeprefix("asset:") for of in resolved.values() for target in of.values()}
    return {path: output for path, output in assets.items() if output in targets}
