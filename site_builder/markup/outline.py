"""The shape of a text: its title, the levels of its headings, and an id for every heading and paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from site_builder.diagnostics import Diagnostic, Location, warning
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
    """Return *nodes* with headings from the second level on; *title* is the front matter's.

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
    nodes = map_elements(_shifted(nodes), _with_picture)
    problems += _skipped_levels(nodes, locate)
    return Outline(title, nodes, tuple(problems))


def _with_picture(element: Element) -> Nodes:
    """Return *element*; a paragraph that is one image and nothing else gets the class ``picture``."""
    if element.tag != "p" or text_of(element.children).strip():
        return (element,)
    images = sum(child.tag == "img" for child in walk(element.children))
    return (element.with_attr("class", " ".join((*element.classes(), "picture"))) if images == 1 else element,)


def _words(nodes: Iterable[Node]) -> str:
    return "".join(text_of(nodes, _is_aside).split())


def _is_aside(element: Element) -> bool:
    return element.tag in ("rt", "rp") or "footnote-ref" in element.classes()


def _as_title(nodes: Nodes) -> Nodes:
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


def identified(nodes: Nodes, locate: Locate) -> tuple[Nodes, tuple[Diagnostic, ...]]:
    """Return *nodes* with an id on every heading and paragraph, without places; and what is wrong with their ids.

    The editor's own ids stay, but none is given twice. Paragraphs are numbered (``p1``), headings are named by
    what they say.
    """
    identifiers = _Identifiers(nodes, locate)
    return identifiers.given(nodes), tuple(identifiers.problems)


class _Identifiers:
    """Gives ids that are not taken."""

    def __init__(self, nodes: Nodes, locate: Locate) -> None:
        self.problems: list[Diagnostic] = []
        self._taken: set[str] = set()
        self._repeated: set[int] = set()
        self._last: dict[str, int] = {}
        """{beginning of an id: the last number that was given after it}."""
        for element in walk(nodes):
            identifier = element.get("id")
            if identifier in self._taken:
                self._repeated.add(id(element))
                place = locate(int(element.get(PLACE, "0")), 1)
                message = f"the id {identifier} is given twice"
                self.problems.append(warning("markdown-unhonoured", message, place, "choose another"))
            elif identifier:
                self._taken.add(identifier)

    def given(self, nodes: Nodes, *, in_notes: bool = False) -> Nodes:
        """Return *nodes* with ids; paragraphs of footnotes need none."""
        return tuple(self._with_id(node, in_notes=in_notes) if isinstance(node, Element) else node for node in nodes)

    def _with_id(self, element: Element, *, in_notes: bool) -> Element:
        in_notes = in_notes or "footnote" in element.classes()
        result = element.with_attr(PLACE, None)
        if id(element) in self._repeated:
            result = result.with_attr("id", None)
        if not result.has("id"):
            if _HEADING.fullmatch(element.tag):
                slug = _slug(element)
                result = result.with_attr("id", self._named(slug) if slug else self._numbered("section-"))
            elif element.tag == "p" and not in_notes:
                result = result.with_attr("id", self._numbered("p"))
        return result.with_children(self.given(element.children, in_notes=in_notes)) if element.children else result

    def _numbered(self, prefix: str) -> str:
        while True:
            self._last[prefix] = self._last.get(prefix, 0) + 1
            if (identifier := f"{prefix}{self._last[prefix]}") not in self._taken:
                self._taken.add(identifier)
                return identifier

    def _named(self, slug: str) -> str:
        if slug not in self._taken:
            self._taken.add(slug)
            return slug
        prefix = f"{slug}-"
        self._last.setdefault(prefix, 1)
        return self._numbered(prefix)


def places_of_blocks(nodes: Nodes, source: str, start: int, locate: Locate) -> dict[str, Location]:
    """Return {``#`` and id: place} of the headings and paragraphs of *nodes*, as far as their beginnings are found.

    They are looked for in *source* from offset *start* on, one after the other.
    """
    places: dict[str, Location] = {}
    for element in walk(nodes):
        if element.get("id") and (element.tag == "p" or _HEADING.fullmatch(element.tag)):
            beginning = text_of(element.children, _is_aside)[:_BEGINNING].partition("\n")[0]
            at = source.find(beginning, start) if beginning else -1
            if at >= 0:
                places[f"#{element.get('id')}"] = locate(at, len(beginning))
                start = at + len(beginning)
    return places


_BEGINNING = 12


def _slug(heading: Element) -> str:
    slug = slugify(plain_text(heading.children, HANS))
    return slug if len(slug) <= _LONGEST_SLUG else slug[:_LONGEST_SLUG].rpartition("-")[0]
