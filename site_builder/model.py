"""The nouns of a site, in the order in which they come about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from site_builder.config import Config, PinyinMode
from site_builder.diagnostics import Diagnostic, Location
from site_builder.text.glossary import NO_GLOSSARY, Glossary
from site_builder.text.variants import Variant
from site_builder.tree import Nodes


@dataclass(frozen=True, slots=True)
class Source:
    """A text file of the content folder, as it lies on disk."""

    path: str
    """Relative to the content folder, with ``/``."""
    data: bytes
    digest: str


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that is published as it is: an image beside a text, a style sheet of the theme."""

    path: str
    """Relative to the folder it comes from, with ``/``."""
    data: bytes
    digest: str
    """Hexadecimal BLAKE2b of *data*."""


@dataclass(frozen=True, slots=True)
class Project:
    """Everything that was read from disk: enough to build the site without touching the disk again."""

    config: Config
    sources: tuple[Source, ...] = ()
    """Markdown and plain texts, sorted by path."""
    assets: tuple[Asset, ...] = ()
    """The other files of the content folder, sorted by path."""
    statics: tuple[Asset, ...] = ()
    """The static files, the site's before the theme's, sorted by path."""
    templates: Mapping[str, str] = field(default_factory=dict)
    """Template sources by name; the theme's own stand under ``default/`` as well."""
    glossary: Glossary = NO_GLOSSARY
    diagnostics: tuple[Diagnostic, ...] = ()
    """What was wrong with the files that were read (an unknown key, an unreadable file)."""


@dataclass(frozen=True, slots=True)
class Credit:
    """Where a text was published first."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Membership:
    """A text's place in a series."""

    name: str
    order: int = 0


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What an editor says of a text above it. The docstring of each field is its entry in the guide."""

    title: str = ""
    """The title; without one the first heading serves."""
    date: dt.date | None = None
    """The day of first publication, as 2026-11-21."""
    updated: dt.date | None = None
    """The day of the last change worth telling readers."""
    author: str = ""
    """Who wrote the text."""
    source: Credit | None = None
    """Where it comes from: a name, or a name and a url."""
    summary: str = ""
    """One or two sentences for lists and search engines; without it the first sentences serve."""
    tags: tuple[str, ...] = ()
    """What it is about."""
    series: Membership | None = None
    """The series it belongs to: a name, or a name and an order."""
    slug: str = ""
    """The last part of its address; without it the file's name serves."""
    aliases: tuple[str, ...] = ()
    """Older addresses that lead here."""
    draft: bool = False
    """Whether it is left out unless drafts are asked for."""
    script: Variant | None = None
    """The script variant it is written in; detected when not given."""
    convert: bool = True
    """Whether other variants are made from it; false shows it everywhere as it is written."""
    pinyin: PinyinMode | None = None
    """How its readings are shown at first; ``none`` for a page without."""
    reading: str = ""
    """Its annotator, if it is not the site's."""
    glossary: Glossary = NO_GLOSSARY
    """Words of this text alone."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A link or image in a text, as the editor wrote its address."""

    target: str
    """The address as it stands in the tree's ``href`` or ``src``."""
    is_image: bool
    location: Location


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed text: what one source says, before it has an address."""

    path: str
    """The source's path relative to the content folder."""
    front: FrontMatter
    title: Nodes
    """Inline nodes of the title (it may hold ``-{…}-`` and ``{行|háng}``)."""
    summary: str
    """Plain text in the source script: the front matter's, or the first sentences."""
    body: Nodes
    """Blocks; headings and paragraphs have ids; ``x-…`` elements hold the editor's notation (see :mod:`markup`)."""
    script: Variant
    """The variant the text is written in, declared or detected."""
    hanzi: int
    """How many Hanzi the title and body have, code left out."""
    words: int
    """How many Latin words and numbers."""
    references: tuple[Reference, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    levels: tuple[tuple[str, int], ...] = ()
    """(word list, level of the text by it), the title included; see text/levels.py."""
    digest: str = ""
    """The digest of its source."""
    places: Mapping[str, Location] = field(default_factory=dict)
    """{key of the front matter: where its value stands}."""

    def level(self, standard: str) -> int:
        """Return the level of the text by the word list *standard*; 0 where it has none."""
        return dict(self.levels).get(standard, 0)

    def place_of(self, key: str) -> Location:
        """Return where the front matter's *key* stands, else the file as a whole."""
        return self.places.get(key, Location(f"content/{self.path}"))


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of a page's table of contents, in one edition."""

    level: int
    id: str
    html: str
    """Its inline content without ids, links or readings."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A document in one variant: what a page of it shows. Strings ending in ``_html`` are safe to insert."""

    variant: Variant
    title: str
    """Plain text."""
    title_html: str
    """With readings, if annotated."""
    summary: str
    body_html: str
    """With readings, if annotated; links resolved."""
    plain_html: str
    """Without readings: for feeds; links absolute."""
    headings: tuple[Heading, ...]
    annotated: bool
    chosen: tuple[tuple[str, str], ...] = ()
    """(as written, as shown) for the words that a glossary wrote otherwise."""
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """A short text in one variant."""

    text: str
    """Plain."""
    html: str
    """With readings, if the site is annotated; safe to insert."""


@dataclass(frozen=True, slots=True)
class Translation:
    """A text in another language beside its original, paired block by block by id."""

    language: str
    """BCP 47 tag: ``en``."""
    document: Document
    pairs: tuple[tuple[str, Nodes], ...]
    """(block id of the original, blocks of the translation)."""


@dataclass(frozen=True, slots=True)
class Page:
    """A document with its address."""

    document: Document
    inner: str
    """Its address inside each variant's tree, with final slash: ``essays/lao-jie/``."""
    section: str
    """The address of its section inside the tree: ``essays/``, ``""`` for the root."""
    handmade: Mapping[str, Document]
    """{variant tag: the document written by hand for it}."""
    translations: tuple[Translation, ...] = ()

    def document_for(self, variant: Variant) -> Document:
        """Return the document that *variant* is made from."""
        return self.handmade.get(variant.tag, self.document)


@dataclass(frozen=True, slots=True)
class Section:
    """A folder of texts."""

    inner: str
    """Its address inside each variant's tree: ``essays/``; ``""`` for the root."""
    title: Nodes
    script: Variant
    """The variant its title is written in."""
    intro: Page | None
    """What its ``_index.md`` says, if there is one."""
    pages: tuple[Page, ...]
    """Newest first."""
    parent: str | None
    """The address of the section it lies in; None for the root."""


@dataclass(frozen=True, slots=True)
class Term:
    """A tag or a series with the pages that carry it."""

    name: str
    script: Variant
    """The variant its name is written in."""
    slug: str
    pages: tuple[Page, ...]
    """Newest first for a tag, in reading order for a series."""


@dataclass(frozen=True, slots=True)
class Level:
    """The texts of one level, by the site's word list."""

    number: int
    """From 1; 7 stands for 7 to 9, 8 for what is beyond the list."""
    pages: tuple[Page, ...]
    """Newest first."""


@dataclass(frozen=True, slots=True)
class Site:
    """All pages, placed and linked; nothing is rendered yet."""

    config: Config
    glossary: Glossary
    pages: tuple[Page, ...]
    """Newest first; without the intros of sections."""
    sections: tuple[Section, ...]
    """The root first, then by address."""
    tags: tuple[Term, ...]
    """By number of pages, then by slug."""
    series: tuple[Term, ...]
    links: Mapping[str, Mapping[str, str]]
    """{document path: {address as written: where it leads}}.

    It leads to ``page:INNER#id``, to ``asset:PATH``, to an absolute address, or to ``""`` when it is dead.
    """
    redirects: Mapping[str, str]
    """{old address from the site's root: inner address of the page}."""
    assets: Mapping[str, str]
    """{path of a content asset: its fingerprinted path in the output}."""
    statics: Mapping[str, str]
    """{path of a static file: its fingerprinted path in the output}."""
    levels: tuple[Level, ...] = ()
    """The easiest first; those with texts only."""


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file of the output."""

    path: str
    """Relative to the output folder, with ``/``."""
    data: bytes
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """A file of the output that is rendered when it is asked for."""

    path: str
    render: Callable[[], Artifact]


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole site resolved, nothing rendered."""

    site: Site
    targets: Mapping[str, Target]
    """By output path."""
    diagnostics: tuple[Diagnostic, ...]
