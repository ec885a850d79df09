"""Frozen HTML nodes: parse, serialize, and change the text run of a block as a whole. Knows no Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from html import unescape

BOUNDARY = "\ufffc"
"""Stands in a run for an element that interrupts it (code, an image)."""

VOID_TAGS = frozenset(
    """
    area base br col embed hr img input link meta source track wbr
    """.split()  # noqa: SIM905 - a list of strings would fill a page
)
BLOCK_TAGS = frozenset(
    """
    address article aside blockquote body caption col colgroup dd details div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre section summary table tbody td
    tfoot th thead tr ul
    """.split()  # noqa: SIM905 - a list of strings would fill a page
)


@dataclass(frozen=True, slots=True)
class Text:
    """Characters, not escaped."""

    text: str


@dataclass(frozen=True, slots=True)
class Comment:
    """An HTML comment, as written between its delimiters."""

    text: str


@dataclass(frozen=True, slots=True)
class Element:
    """An element with its attributes in order and its children."""

    tag: str
    attrs: tuple[tuple[str, str], ...] = ()
    children: tuple[Node, ...] = ()

    def get(self, name: str, default: str = "") -> str:
        """Return the value of the attribute *name*, or *default*."""
        for key, value in self.attrs:
            if key == name:
                return value
        return default

    def has(self, name: str) -> bool:
        """Return whether there is an attribute *name*."""
        return any(key == name for key, _ in self.attrs)

    def classes(self) -> list[str]:
        """Return the class names."""
        return self.get("class").split()

    def with_attr(self, name: str, value: str | None) -> Element:
        """Return the element with the attribute *name* set (in its old place) or, for None, removed."""
        if not self.has(name):
            return self if value is None else Element(self.tag, (*self.attrs, (name, value)), self.children)
        kept = ((key, old if key != name else value) for key, old in self.attrs)
        return Element(self.tag, tuple((key, new) for key, new in kept if new is not None), self.children)

    def with_children(self, children: Iterable[Node]) -> Element:
        """Return the element with other children."""
        return Element(self.tag, self.attrs, tuple(children))


Node = Text | Comment | Element
Nodes = tuple[Node, ...]


# Parsing and serializing the normal form

_TOKEN = re.compile(r"""<!--(.*?)-->|<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[^\s=>"/]+(?:="[^"]*")?)*)\s*/?>""", re.DOTALL)
_ATTR = re.compile(r"([^\s=>\"/]+)(?:=\"([^\"]*)\")?")


class _Open:
    """The elements that are open while HTML is parsed, and the nodes gathered in each."""

    def __init__(self) -> None:
        self._stack: list[tuple[str, tuple[tuple[str, str], ...], list[Node]]] = [("", (), [])]

    def add(self, node: Node) -> None:
        self._stack[-1][2].append(node)

    def add_text(self, text: str) -> None:
        if text:
            self.add(Text(unescape(text)))

    def start(self, tag: str, attrs: tuple[tuple[str, str], ...]) -> None:
        if tag in VOID_TAGS:
            self.add(Element(tag, attrs))
        else:
            self._stack.append((tag, attrs, []))

    def end(self, tag: str) -> None:
        if any(entry[0] == tag for entry in self._stack[1:]):
            while self._close() != tag:
                pass

    def finish(self) -> Nodes:
        while len(self._stack) > 1:
            self._close()
        return merged(self._stack[0][2])

    def _close(self) -> str:
        tag, attrs, children = self._stack.pop()
        self.add(Element(tag, attrs, tuple(children)))
        return tag


def parse(html: str) -> Nodes:
    """Parse HTML in normal form: balanced, lower-case tags, double-quoted attributes, as a sanitiser writes it.

    An end tag that closes nothing is dropped; what is open at the end is closed.
    """
    elements = _Open()
    position = 0
    for match in _TOKEN.finditer(html):
        elements.add_text(html[position : match.start()])
        position = match.end()
        comment, slash, tag, attributes = match.groups()
        if tag is None:
            elements.add(Comment(comment))
        elif slash:
            elements.end(tag)
        else:
            elements.start(tag, tuple((name, unescape(value)) for name, value in _ATTR.findall(attributes)))
    elements.add_text(html[position:])
    return elements.finish()


def merged(nodes: Iterable[Node]) -> Nodes:
    """Return *nodes* with neighbouring texts joined and empty ones dropped, at this level."""
    result: list[Node] = []
    for node in nodes:
        if isinstance(node, Text):
            if not node.text:
                continue
            if result and isinstance(result[-1], Text):
                result[-1] = Text(result[-1].text + node.text)
                continue
        result.append(node)
    return tuple(result)


def escape_text(text: str) -> str:
    """Escape *text* for HTML content."""
    if "&" not in text and "<" not in text and ">" not in text:
        return text
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_attribute(text: str) -> str:
    """Escape *text* for a double-quoted attribute."""
    return escape_text(text).replace('"', "&quot;")


def serialize(nodes: Iterable[Node], unwrapped: Collection[str] = ()) -> str:
    """Return *nodes* as HTML in normal form; of elements with the tags *unwrapped* only what is in them."""
    parts: list[str] = []
    _write(nodes, parts, unwrapped)
    return "".join(parts)


def _write(nodes: Iterable[Node], parts: list[str], unwrapped: Collection[str]) -> None:
    for node in nodes:
        if isinstance(node, Text):
            parts.append(escape_text(node.text))
        elif isinstance(node, Comment):
            parts.append(f"<!--{node.text}-->")
        elif node.tag in unwrapped:
            _write(node.children, parts, unwrapped)
        else:
            attrs = "".join(f' {name}="{escape_attribute(value)}"' for name, value in node.attrs) if node.attrs else ""
            parts.append(f"<{node.tag}{attrs}>")
            if node.tag not in VOID_TAGS:
                _write(node.children, parts, unwrapped)
                parts.append(f"</{node.tag}>")


# Walking and rebuilding


def walk(nodes: Iterable[Node]) -> Iterator[Element]:
    """Yield every element, parents first, in document order."""
    for node in nodes:
        if isinstance(node, Element):
            yield node
            yield from walk(node.children)


def text_of(
    nodes: Iterable[Node], skip: Callable[[Element], bool] = lambda element: element.tag in ("rt", "rp")
) -> str:
    """Return the characters of *nodes*, readings left out."""
    parts: list[str] = []

    def collect(level: Iterable[Node]) -> None:
        for node in level:
            if isinstance(node, Text):
                parts.append(node.text)
            elif isinstance(node, Element) and not skip(node):
                collect(node.children)

    collect(nodes)
    return "".join(parts)


def map_elements(nodes: Nodes, change: Callable[[Element], Nodes]) -> Nodes:
    """Replace every element, children first, by what *change* makes of it; what does not change is shared."""
    result: list[Node] = []
    is_changed = False
    for node in nodes:
        if not isinstance(node, Element):
            result.append(node)
            continue
        children = map_elements(node.children, change) if node.children else ()
        element = node if children is node.children else Element(node.tag, node.attrs, children)
        changed = change(element)
        if len(changed) == 1 and changed[0] is node:
            result.append(node)
        else:
            result.extend(changed)
            is_changed = True
    return merged(result) if is_changed else nodes


# Text runs


class Role(Enum):
    """What an element means to the text run that it stands in."""

    BLOCK = auto()
    """It ends the run; its content makes runs of its own."""
    INLINE = auto()
    """Its text is a part of the run."""
    SKIPPED = auto()
    """It is not there for the run: a footnote mark, a reading."""
    OPAQUE = auto()
    """It interrupts the run and keeps its content: code, an image."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A text node's share of a run."""

    start: int
    end: int
    ancestors: tuple[Element, ...]
    """The elements it stands in, outermost first."""


@dataclass(frozen=True, slots=True)
class Run:
    """The text of one block as a reader sees it, over all inline markup."""

    text: str
    leaves: tuple[Leaf, ...]
    """In order; they cover *text* but for the :data:`BOUNDARY` of opaque elements."""


def default_role(element: Element) -> Role:
    """Return the role that HTML itself suggests."""
    if element.tag in ("pre", "code", "kbd", "samp", "tt", "textarea", "script", "style", "math", "svg", "img"):
        return Role.OPAQUE
    if element.tag in ("rt", "rp", "rtc"):
        return Role.SKIPPED
    return Role.BLOCK if element.tag in BLOCK_TAGS else Role.INLINE


class _Gatherer:
    """Collects the runs of a tree, in document order."""

    def __init__(self, role: Callable[[Element], Role]) -> None:
        self._role = role
        self._pieces: list[str] = []
        self._leaves: list[Leaf] = []
        self._length = 0
        self.runs: list[Run] = []

    def gather(self, level: Iterable[Node], ancestors: tuple[Element, ...] = ()) -> None:
        for node in level:
            if isinstance(node, Text):
                self._add_leaf(node.text, ancestors)
            elif isinstance(node, Element):
                self._enter(node, ancestors)

    def end_run(self) -> None:
        if self._leaves:
            self.runs.append(Run("".join(self._pieces), tuple(self._leaves)))
        self._pieces, self._leaves, self._length = [], [], 0

    def _enter(self, element: Element, ancestors: tuple[Element, ...]) -> None:
        role = self._role(element)
        if role is Role.OPAQUE:
            self._add(BOUNDARY)
        elif role is Role.INLINE:
            self.gather(element.children, (*ancestors, element))
        elif role is Role.BLOCK:
            self.end_run()
            self.gather(element.children, (*ancestors, element))
            self.end_run()

    def _add(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)

    def _add_leaf(self, text: str, ancestors: tuple[Element, ...]) -> None:
        if text:
            self._leaves.append(Leaf(self._length, self._length + len(text), ancestors))
            self._add(text)


def map_runs(
    nodes: Iterable[Node],
    change: Callable[[Run], Sequence[Sequence[Node]]],
    role: Callable[[Element], Role] = default_role,
) -> Nodes:
    """Replace each text node by the nodes that *change* gives for it, run by run.

    *change* is called once for each run that has text and returns as many sequences as the run has leaves.
    """
    return map_all_runs(nodes, lambda runs: map(change, runs), role)


def map_all_runs(
    nodes: Iterable[Node],
    change: Callable[[Sequence[Run]], Iterable[Sequence[Sequence[Node]]]],
    role: Callable[[Element], Role] = default_role,
) -> Nodes:
    """Do what :func:`map_runs` does, where *change* is given all the runs that have text and returns its changes."""
    roots = tuple(nodes)
    gatherer = _Gatherer(role)
    gatherer.gather(roots)
    gatherer.end_run()
    changes = zip(gatherer.runs, change(gatherer.runs), strict=True)
    replacements = (replacement for run, changed in changes for replacement in zip(run.leaves, changed, strict=True))

    def rebuild(level: Iterable[Node]) -> Nodes:
        result: list[Node] = []
        for node in level:
            if isinstance(node, Text) and node.text:
                result.extend(next(replacements)[1])
            elif isinstance(node, Element) and role(node) in (Role.BLOCK, Role.INLINE):
                result.append(node.with_children(rebuild(node.children)))
            else:
                result.append(node)
        return merged(result)

    return rebuild(roots)
