"""What templates see: small frozen values, every address final, every text in the page's variant.

Only fields of type ``Markup`` hold HTML; templates escape everything else.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from site_builder.render.interface import Words


@dataclass(frozen=True, slots=True)
class Label:
    """A short text: a title, the name of a tag."""

    text: str
    html: Markup
    """With readings, if the site annotates."""
    lang: str
    """BCP 47 tag: the variant's for the site's own texts, the interface's for its words."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address and what to call it."""

    href: str
    label: Label
    is_here: bool = False
    """Whether it leads to the page it stands on."""
    count: int = 0
    """How many texts stand behind it; 0 when that is not said."""


@dataclass(frozen=True, slots=True)
class Switch:
    """A link to the same page in a variant."""

    href: str
    tag: str
    """BCP 47 tag."""
    name: str
    """As the variant's readers call it, in their script."""
    is_here: bool
    is_original: bool
    """Whether the text was written in it."""


@dataclass(frozen=True, slots=True)
class Day:
    """A date."""

    iso: str
    text: str


@dataclass(frozen=True, slots=True)
class Length:
    """How much there is to read; equal in all variants."""

    hanzi: int
    words: int
    """Latin words and numbers."""
    minutes: int


@dataclass(frozen=True, slots=True)
class Level:
    """How hard a text is, by the site's word list."""

    number: int
    """From 1; 7 stands for 7 to 9, 8 for what is beyond the list."""
    name: str
    """With the word list: HSK 4 (2025)."""
    href: str
    """The page of all texts of the level."""
    count: int = 0
    """How many texts there are; 0 when that is not said."""
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A text in a list."""

    href: str
    title: Label
    summary: str
    author: str
    day: Day | None
    length: Length
    level: Level | None


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under a heading of their own."""

    id: str
    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Alternate:
    """The address of a page in another variant, for machines."""

    tag: str
    """``hreflang``: BCP 47 tag or ``x-default``."""
    url: str


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of itself to machines."""

    name: str
    """What the page shows, without the site's title."""
    title: str
    """For the tab: with the site's title."""
    description: str
    url: str
    """Absolute; canonical."""
    kind: str
    """OpenGraph type: ``article`` or ``website``."""
    alternates: tuple[Alternate, ...]
    """Every variant, this one too, then ``x-default``; empty for a page that no index should list."""
    linked_data: Markup
    """JSON-LD, or nothing."""
    published: str = ""
    modified: str = ""
    """ISO dates, or ``""``."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds the content of every page of a variant."""

    lang: str
    locale: str
    """As OpenGraph writes it: ``zh_TW``."""
    words_lang: Markup
    """The ``lang`` attribute of interface words in the page; empty where they are in the page's own language."""
    texts_lang: Markup
    """The ``lang`` attribute of the site's texts among interface words; empty likewise."""
    site: str
    """The site's title."""
    home: str
    feed: str
    feed_url: str
    chooser: str
    """The root page, which lets a reader choose the script anew."""
    switches: tuple[Switch, ...]
    navigation: tuple[Link, ...]
    crumbs: tuple[Link, ...]
    """From the home page to the page's parent."""
    reading: str
    """The annotator; ``""`` for a page without readings."""
    pinyin: str
    """The start mode of the readings."""
    level: int
    """Up to which level words count as known at first; 0 for a site without levels."""
    levels: str
    """The name of the word list, in the interface's words; ``""`` for a site without."""
    worker: str
    """The address of the service worker; ``""`` for a site that is not read offline."""
    policy: str
    """Content-Security-Policy."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a table of contents."""

    level: int
    id: str
    html: Markup


@dataclass(frozen=True, slots=True)
class Credit:
    """Where a text was published first."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Origin:
    """How the page came about: in which variant the text was written, and what was done since."""

    variant: str
    """The name of the variant the text was written in, in the interface's words."""
    tag: str
    """Its BCP 47 tag."""
    way: str
    """``as-written``, ``converted`` or ``handmade``."""
    original: Switch | None
    """The page as written, unless it is this one or is not published."""
    chosen: tuple[tuple[str, str], ...]
    """(as written, as shown) for the words that a glossary wrote otherwise."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The texts before and after one."""

    around: Link
    """The series or section they are all in."""
    place: int
    """From 1; 0 where the place says nothing."""
    total: int
    previous: Link | None
    next: Link | None


@dataclass(frozen=True, slots=True)
class Article:
    """A text."""

    title: Label
    body: Markup
    lang: str
    """BCP 47 tag of a body that is not in the page's own variant, else ``""``."""
    contents: tuple[Entry, ...]
    author: str
    day: Day | None
    updated: Day | None
    length: Length
    level: Level | None
    credit: Credit | None
    tags: tuple[Link, ...]
    origin: Origin
    readings: str
    """Where the readings come from and how they are written; ``""`` for a text without."""
    series: Neighbours | None
    section: Neighbours


@dataclass(frozen=True, slots=True)
class Section:
    """A folder of texts."""

    title: Label
    intro: Markup
    sections: tuple[Link, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """The first page of a variant."""

    title: Label
    description: str
    intro: Markup
    newest: tuple[Row, ...]
    has_more: bool
    """Whether the archive has older texts."""
    archive: str
    sections: tuple[Link, ...]
    series: tuple[Link, ...]
    levels: tuple[Level, ...]
    tags: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A tag or a series."""

    title: Label
    rows: tuple[Row, ...]
    length: Length
    """Of all its texts together."""


@dataclass(frozen=True, slots=True)
class LevelPage:
    """The texts of one level."""

    level: Level
    levels: tuple[Level, ...]
    """Every level that has texts."""
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """All tags, or all series."""

    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Archive:
    """Every text, by year."""

    groups: tuple[Group, ...]
    levels: tuple[Level, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Choice:
    """What the root page says in one variant."""

    switch: Switch
    title: str
    description: str
    ui: Words
    """The interface's words as the variant writes them."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """A page that only leads to another."""

    href: str
    url: str
    """The same address, absolute."""
    title: str


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A text in a feed."""

    title: str
    url: str
    updated: str
    """RFC 3339."""
    published: str
    """RFC 3339, or ``""``."""
    author: str
    summary: str
    html: str
    """Without readings; a plain string, because a feed carries it escaped."""
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """The newest texts of a variant."""

    lang: str
    title: str
    subtitle: str
    author: str
    url: str
    home: str
    updated: str
    entries: tuple[FeedEntry, ...]


@dataclass(frozen=True, slots=True)
class MappedPage:
    """A page in the sitemap."""

    url: str
    modified: str
    alternates: tuple[Alternate, ...]
