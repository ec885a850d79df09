"""What tells pages of the same title apart in the tabs and histories of browsers."""

from __future__ import annotations

from collections.abc import Mapping

from site_builder.model import Page, Section, Site
from site_builder.text.folding import fold
from site_builder.tree import Nodes, text_of

Titled = Page | Section


def qualifiers(site: Site) -> Mapping[str, str]:
    """Return {inner address: what is to be added to the title} for the texts and sections whose title is not unique.

    What is added is the address of the section around them where that tells them apart, else their own. Titles are
    compared folded to Simplified, so that no variant has two of the same.
    """
    titled: list[Titled] = [*site.pages, *(section for section in site.sections if section.inner)]
    groups: dict[str, list[Titled]] = {}
    for item in titled:
        groups.setdefault(_key(item), []).append(item)
    found: dict[str, str] = {}
    for group in groups.values():
        if len(group) > 1:
            around = [_around(item) for item in group]
            tells = len(set(around)) == len(group)
            for item, section in zip(group, around, strict=True):
                found[item.inner] = (section if tells else item.inner).strip("/")
    return found


def _key(item: Titled) -> str:
    title: Nodes = item.document.title if isinstance(item, Page) else item.title
    return fold(" ".join(text_of(title).split())).casefold()


def _around(item: Titled) -> str:
    return item.section if isinstance(item, Page) else item.parent or ""
