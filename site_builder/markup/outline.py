"""The shape of a text: its title, the levels of its headings, and an id for every heading and paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from site_builder.diagnostics import Diagnostic, warning
from site_builder.markup.html import PLACE
from site_builder.markup.measures import plain_text
from site_builder.markup.places import Locate
from site_builder.text.slugs import slugify
from site_builder.text.variants import HANS
from site_builder.tree import Element, Node, Nodes, Text, map_elements, merged, text_of, walk

_HEADING = re.compile("h[1-6]")
_TOP = 2
"""The level of the first headings in a body; the title above it is the first."""
_LAST = 6
_LONGEST_SLUG = 80


@dataclass(frozen=True, slots=True)
class Outline:
    """A text with its title taken out of it."""

    title: Nodes
    body: Nodes
    problems: tuple[Diagnostic, ...]


def outlined(nodes: Nodes, title: Nodes, locate: Locate) -> Outline:
    """Return *nodes* with headings from the second level on, and ids; *title* is the front matter's.

    A first heading that says the title, or serves as one, is taken out of the body. *nodes* carry the places of
    headings in :data:`PLACE`.
    """
    problems: list[Diagnostic] = []
    first = nodes[0] if nodes and isinstance(nodes[0], Element) and _HEADING.fullmatch(nodes[0].tag) else None
    if first and (not title or (first.tag == "h1" and _words(first.children) == _words(title))):
        title, nodes = _as_title(first.children), nodes[1:]
        nodes = _without_lost_marks(first, nodes, locate, problems)
    elif not title:
        heading = next((element for element in walk(nodes) if _HEADING.fullmatch(element.tag)), None)
        title = _as_title(heading.children) if heading else ()
    nodes = _shifted(nodes)
    problems += _skipped_levels(nodes, locate)
    return Outline(title, _identified(nodes, locate, problems), tuple(problems))


def without_places(nodes: Nodes) -> Nodes:
    """Return *nodes* without the places that elements carry for the steps of parsing."""
    return map_elements(nodes, lambda element: (element.with_attr(PLACE, None),))


def _words(nodes: Iterable[Node]) -> str:
    return "".join(text_of(nodes, _is_aside).split())


def _is_aside(element: Element) -> bool:
    return element.tag in ("rt", "rp") or "footnote-ref" in element.classes()


def _as_title(nodes: Sequence[Node]) -> Nodes:
    """Return inline nodes fit for a title: no links, images, notes or line breaks."""

    def change(element: Element) -> Nodes:
        if _is_aside(element):
            return ()
        if element.tag == "a":
            return element.children
        if element.tag in ("img", "br"):
            return (Text(element.get("alt") if element.tag == "img" else " "),)
        return (element.with_attr("id", None).with_attr(PLACE, None),)

    return merged(map_elements(nodes, change))


def _without_lost_marks(heading: Element, nodes: Nodes, locate: Locate, problems: list[Diagnostic]) -> Nodes:
    """Return *nodes* without the links back to footnote marks of *heading*, which the title cannot show."""
    lost = {f"#{element.get('id')}" for element in walk(heading.children) if "footnote-ref" in element.classes()}
    if not lost:
        return nodes
    message = "a title cannot have a footnote mark; the note stays, without one"
    place = locate(int(heading.get(PLACE, "0")), 1)
    problems.append(warning("footnote-missing", message, place, "set the mark behind a word of the text"))
    return map_elements(
        nodes,
        lambda element: () if "footnote-backref" in element.classes() and element.get("href") in lost else (element,),
    )


def _shifted(nodes: Nodes) -> Nodes:
    """Return *nodes* with all headings moved by the same number of levels, so that the highest is the second."""
    levels = [int(element.tag[1]) for element in walk(nodes) if _HEADING.fullmatch(element.tag)]
    shift = _TOP - min(levels) if levels else 0
    if not shift:
        return nodes

    def change(element: Element) -> Nodes:
        if not _HEADING.fullmatch(element.tag):
            return (element,)
        return (replace(element, tag=f"h{min(_LAST, int(element.tag[1]) + shift)}"),)

    return map_elements(nodes, change)


def _skipped_levels(nodes: Nodes, locate: Locate) -> Iterable[Diagnostic]:
    previous = _TOP - 1
    for element in walk(nodes):
        if _HEADING.fullmatch(element.tag):
            level = int(element.tag[1])
            if level > previous + 1:
                message = f"this heading is {level - previous} levels below the one before it"
                place = locate(int(element.get(PLACE, "0")), 1)
                yield warning("heading-level", message, place, f"take away {'#' * (level - previous - 1)}")
            previous = level


def _identified(nodes: Nodes, locate: Locate, problems: list[Diagnostic]) -> Nodes:
    """Return *nodes* with an id on every heading and paragraph, none given twice; the editor's own ids stay."""
    taken: set[str] = set()
    repeated: set[int] = set()
    for element in walk(nodes):
        identifier = element.get("id")
        if identifier in taken:
            repeated.add(id(element))
            place = locate(int(element.get(PLACE, "0")), 1)
            problems.append(warning("markdown-unhonoured", f"the id {identifier} is given twice", place, "choose another"))
        elif identifier:
            taken.add(identifier)
    numbers = {"p": 0, "section": 0}

    def numbered(prefix: str) -> str:
        while True:
            numbers[prefix] += 1
            candidate = f"{prefix}{numbers[prefix]}" if prefix == "p" else f"{prefix}-{numbers[prefix]}"
            if candidate not in taken:
                return candidate

    def unique(slug: str) -> str:
        candidate, number = slug, 1
        while candidate in taken:
            number += 1
            candidate = f"{slug}-{number}"
        return candidate

    def identify(level: Nodes) -> Nodes:
        result: list[Node] = []
        for node in level:
            if not isinstance(node, Element) or "footnote" in node.classes():
                result.append(node)
                continue
            element = node.with_attr("id", None) if id(node) in repeated else node
            if not element.get("id") and (element.tag == "p" or _HEADING.fullmatch(element.tag)):
                slug = "" if element.tag == "p" else _slug(element)
                identifier = unique(slug) if slug else numbered("p" if element.tag == "p" else "section")
                taken.add(identifier)
                element = element.with_attr("id", identifier)
            result.append(element.with_children(identify(element.children)))
        return tuple(result)

    return identify(nodes)


def _slug(heading: Element) -> str:
    slug = slugify(plain_text(heading.children, HANS))
    return slug if len(slug) <= _LONGEST_SLUG else slug[:_LONGEST_SLUG].rpartition("-")[0]
