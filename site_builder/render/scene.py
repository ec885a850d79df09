"""What the pages of one variant are made from: the site, its order, the theme, and how texts come into the variant."""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from site_builder.addresses import Addresses, level_inner
from site_builder.config import NO_LEVELS
from site_builder.model import Document, Edition, Page, Phrase, Section, Site, Term
from site_builder.render import views
from site_builder.render.interface import ENGLISH, Words, chinese_words, english_words
from site_builder.render.theme import Theme
from site_builder.render.titles import Qualifier
from site_builder.text.glossary import NO_GLOSSARY, Glossary
from site_builder.text.levels import HIGHEST, Standard
from site_builder.text.variants import Variant
from site_builder.tree import Nodes, Text

Editions = Callable[[Page, Variant], Edition]
Phrases = Callable[[Nodes, Variant, Variant, Glossary], Phrase]
"""A short text, the variant it is written in, the variant it is wanted in, and the words of the page it belongs to."""


@dataclass(frozen=True, slots=True)
class Order:
    """Which section, series and tags a page belongs to, by inner address."""

    sections: Mapping[str, Section]
    children: Mapping[str, Sequence[Section]]
    series: Mapping[str, Term]
    tags: Mapping[str, Sequence[Term]]
    in_section: Mapping[str, int]
    """The index of a text among those of its section."""
    in_series: Mapping[str, int]
    """The index of a text among those of its series."""

    @classmethod
    def of(cls, site: Site) -> Order:
        """Index *site*."""
        children: dict[str, list[Section]] = {}
        for section in site.sections:
            if section.parent is not None:
                children.setdefault(section.parent, []).append(section)
        tags: dict[str, list[Term]] = {}
        for tag in site.tags:
            for page in tag.pages:
                tags.setdefault(page.inner, []).append(tag)
        return cls(
            sections={section.inner: section for section in site.sections},
            children=children,
            series={page.inner: term for term in site.series for page in term.pages},
            tags=tags,
            in_section={page.inner: at for section in site.sections for at, page in enumerate(section.pages)},
            in_series={page.inner: at for term in site.series for at, page in enumerate(term.pages)},
        )

    def within(self, inner: str) -> tuple[Page, ...]:
        """Return every text below the section at *inner*, its subsections' included."""
        below = [page for child in self.children.get(inner, ()) for page in self.within(child.inner)]
        return (*self.sections[inner].pages, *below)


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that a page of one variant may know."""

    site: Site
    order: Order
    qualifiers: Mapping[str, Qualifier]
    """{inner address: what tells a text's title from an equal one}, for the few that need it."""
    theme: Theme
    addresses: Addresses
    variant: Variant
    words: Words
    editions: Editions
    phrases: Phrases

    # Texts in the variant

    def label(self, nodes: Nodes, script: Variant, glossary: Glossary = NO_GLOSSARY) -> views.Label:
        """Return a short text, written in *script*, as the variant has it."""
        phrase = self.phrases(nodes, script, self.variant, glossary)
        return views.Label(phrase.text, Markup(phrase.html), self.variant.tag)  # noqa: S704 - serialized from a sanitised tree

    def text(self, text: str, script: Variant) -> str:
        """Return a short plain text, written in *script*, as the variant has it."""
        return self.phrases((Text(text),), script, self.variant, NO_GLOSSARY).text if text else ""

    def site_text(self, text: str) -> str:
        """Return a text of site.toml, which may be in either script, as the variant has it."""
        return self.text(text, self.site.config.variants[0])

    def title(self, page: Page) -> views.Label:
        """Return the title of *page*, without making its edition."""
        document = page.document_for(self.variant)
        return self.label(document.title, document.script, document.front.glossary)

    def qualified(self, title: str, inner: str) -> str:
        """Return the *title* of the page at *inner*, with what tells it from equal ones."""
        qualifier = self.qualifiers.get(inner, "")
        more = self.section_title(qualifier).text if isinstance(qualifier, Section) else qualifier
        return f"{title} · {more}" if more else title

    def section_title(self, section: Section) -> views.Label:
        """Return the title of *section*."""
        return self.label(section.title, section.script)

    def term_name(self, term: Term) -> views.Label:
        """Return the name of a tag or series."""
        return self.label((Text(term.name),), term.script)

    def author(self, document: Document) -> str:
        """Return who wrote *document*."""
        if document.front.author:
            return self.text(document.front.author, document.script)
        return self.site_text(self.site.config.author)

    @property
    def site_title(self) -> str:
        """The site's title."""
        return self.site_text(self.site.config.title)

    def site_label(self) -> views.Label:
        """Return the site's title, with readings."""
        return self.label((Text(self.site.config.title),), self.site.config.variants[0])

    # Figures

    def day(self, day: date | None) -> views.Day | None:
        """Return *day* as the interface writes it."""
        return views.Day(day.isoformat(), self.words.day(day)) if day else None

    def length(self, documents: Iterable[Document]) -> views.Length:
        """Return how much *documents*, the originals, are to read: the same figures in every variant."""
        texts = tuple(documents)
        hanzi, words = sum(text.hanzi for text in texts), sum(text.words for text in texts)
        config = self.site.config
        minutes = hanzi / config.hanzi_per_minute + words / config.words_per_minute
        return views.Length(hanzi, words, max(1, math.ceil(minutes)))

    # Levels

    def levels(self, here: int = 0) -> tuple[views.Level, ...]:
        """Return the levels that have texts; *here* is the one whose page they stand on."""
        return tuple(
            self._level(level.number, count=len(level.pages), is_here=level.number == here)
            for level in self.site.levels
        )

    def level(self, document: Document) -> views.Level | None:
        """Return how hard *document* is, if that can be said."""
        number = document.level(self.site.config.levels)
        return self._level(number) if number else None

    def _level(self, number: int, *, count: int = 0, is_here: bool = False) -> views.Level:
        standard = self.site.config.levels
        text = str(number)
        if number >= HIGHEST:
            # No list parts the levels 7 to 9, and the oldest ends with 6.
            text = "6+" if standard == Standard.HSK_2 else "7–9" if number == HIGHEST else "9+"
        name = self.words(f"level-{standard}", level=text)
        return views.Level(number, name, self.href(level_inner(number)), count, is_here)

    @property
    def level_list(self) -> str:
        """The name of the word list that levels are taken from."""
        standard = self.site.config.levels
        return "" if standard == NO_LEVELS else self.words(f"list-{standard}")

    # Addresses

    def href(self, inner: str) -> str:
        """Return the address of *inner* in the variant's tree."""
        return self.addresses.page_href(self.variant, inner)

    def url(self, inner: str) -> str:
        """Return the absolute address of *inner* in the variant's tree."""
        return self.addresses.page_url(self.variant, inner)

    def static(self, path: str) -> str:
        """Return the address of a static file."""
        return self.addresses.href(published_static(self.site.statics, path))

    def has_static(self, path: str) -> bool:
        """Whether there is a static file *path*."""
        return path in self.site.statics

    # Links and lists

    def page_link(self, page: Page) -> views.Link:
        """Return a link to *page*."""
        return views.Link(self.href(page.inner), self.title(page))

    def section_link(self, section: Section) -> views.Link:
        """Return a link to *section*; the root section is the home page."""
        label = self.section_title(section) if section.inner else self.word("home")
        return views.Link(self.href(section.inner), label, count=len(self.order.within(section.inner)))

    def term_link(self, term: Term, inner: str) -> views.Link:
        """Return a link to the page of a tag or series."""
        return views.Link(self.href(inner), self.term_name(term), count=len(term.pages))

    def word(self, key: str) -> views.Label:
        """Return a word of the interface as a label."""
        return views.Label(self.words(key), Markup.escape(self.words(key)), self.words.language)

    def row(self, page: Page) -> views.Row:
        """Return *page* as an entry of a list."""
        shown = page.document_for(self.variant)
        return views.Row(
            href=self.href(page.inner),
            title=self.title(page),
            summary=self.text(shown.summary, shown.script),
            author=self.text(shown.front.author, shown.script),
            day=self.day(page.document.front.date),
            length=self.length((page.document,)),
            level=self.level(page.document),
        )

    def rows(self, pages: Iterable[Page]) -> tuple[views.Row, ...]:
        """Return *pages* as a list."""
        return tuple(map(self.row, pages))


def interface_words(site: Site, theme: Theme, variant: Variant, phrases: Phrases) -> Words:
    """Return the interface's words for the pages of *variant*."""
    if site.config.interface == ENGLISH:
        return english_words(theme.interface)
    return chinese_words(
        theme.interface, variant, lambda text, script: phrases((Text(text),), script, variant, NO_GLOSSARY).text
    )


def published_static(statics: Mapping[str, str], path: str) -> str:
    """Return the output path of the static file *path*; raises :class:`LookupError`, which names a near one."""
    if path in statics:
        return statics[path]
    near = difflib.get_close_matches(path, statics, 1)
    raise LookupError(f"there is no static file {path!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
