"""What tells pages of the same title apart in the tabs and histories of browsers."""

from __future__ import annotations

from collections.abc import Mapping

from site_builder.model import Page, Section, Site
from site_builder.text.folding import fold
from site_builder.tree import Nodes, text_of

Titled = Page | Section
Qualifier = Section | str
"""The section around a page, or an address."""


def qualifiers(site: Site) -> Mapping[str, Qualifier]:
    """Return {inner address: what is to be added to the title} for the texts and sections whose title is not unique.

    That is the section around them where its title tells them apart, else their address. Titles are compared folded
    to Simplified, so that no variant has two of the same.
    """
    sections = {section.inner: section for section in site.sections}
    titled: list[Titled] = [*site.pages, *(section for section in site.sections if section.inner)]
    groups: dict[str, list[Titled]] = {}
    for item in titled:
        groups.setdefault(_key(_title(item)), []).append(item)
    found: dict[str, Qualifier] = {}
    for group in groups.values():
        if len(group) > 1:
            around = [sections[(item.section if isinstance(item, Page) else item.parent) or ""] for item in group]
            tells = len({_key(section.title) for section in around}) == len(group)
            for item, section in zip(group, around, strict=True):
                found[item.inner] = section if tells and section.inner else item.inner.strip("/")
    return found


def _title(item: Titled) -> Nodes:
    return item.document.title if isinstance(item, Page) else item.title


def _key(title: Nodes) -> str:
    return fold(" ".join(text_of(title).split())).casefold()
