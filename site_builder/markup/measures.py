"""What is counted and quoted of a text: its plain text, Hanzi and words, and the summary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from site_builder.text.rules import parse_rule
from site_builder.text.variants import Variant
from site_builder.text.words import HANZI
from site_builder.tree import Element, Node, Nodes, Text, text_of

_HANZI = re.compile(f"[{HANZI}]")
_WORD = re.compile(r"[0-9A-Za-z\u00c0-\u024f]+(?:['’.,-][0-9A-Za-z\u00c0-\u024f]+)*")
_CONTAINERS = frozenset({"article", "blockquote", "details", "div", "section"})
_CODE = frozenset({"pre", "code", "kbd", "samp"})

_LONGEST_SUMMARY = 120
_SHORT = 40
"""A paragraph shorter than this does not make a summary by itself."""
_PAIRS = dict(zip("「『“‘（(《〈【[", "」』”’）)》〉】]", strict=True))
_CLOSING = "".join(_PAIRS.values())
_SENTENCE = tuple("。！？!?")
_CLAUSE = frozenset("，；：、,;:")


def plain_text(nodes: Iterable[Node], variant: Variant) -> str:
    """Return what *variant* reads in *nodes*: choices made, readings and footnote marks left out."""
    parts: list[str] = []
    for node in nodes:
        if isinstance(node, Text):
            parts.append(node.text)
        elif isinstance(node, Element):
            if node.tag == "x-choice":
                parts.append(parse_rule(node.get("rule")).text_for(variant))
            elif not _is_aside(node):
                parts.append(plain_text(node.children, variant))
    return "".join(parts)


def _is_aside(element: Element) -> bool:
    return element.tag in ("rt", "rp") or bool({"footnote-ref", "footnote-backref"} & set(element.classes()))


def counted_text(nodes: Iterable[Node]) -> str:
    """Return what is counted of *nodes*: everything but code, readings and footnote marks."""
    return text_of(nodes, lambda element: element.tag in _CODE or _is_aside(element))


def counts(nodes: Iterable[Node]) -> tuple[int, int]:
    """Return how many Hanzi and how many Latin words and numbers *nodes* have, code left out."""
    text = counted_text(nodes)
    return len(_HANZI.findall(text)), len(_WORD.findall(text))


_TAG = re.compile(r"</?[A-Za-z!?][^<>]*>?")


def summary(body: Nodes, variant: Variant) -> str:
    """Return the first sentences of *body*, as *variant* reads them, about 120 characters at most.

    HTML that is shown as text is left out: a summary stands where nobody wants to see tags.
    """
    text = ""
    for paragraph in _paragraphs(body):
        piece = " ".join(_TAG.sub("", plain_text(paragraph.children, variant)).split())
        if piece:
            space = " " if text and text[-1].isascii() and piece[0].isascii() else ""
            text = f"{text}{space}{piece}"
        if len(text) >= _SHORT:
            break
    return cut(text, _LONGEST_SUMMARY)


def _paragraphs(nodes: Iterable[Node]) -> Iterable[Element]:
    for node in nodes:
        if isinstance(node, Element):
            if node.tag == "p":
                yield node
            elif node.tag in _CONTAINERS and "footnote" not in node.classes():
                yield from _paragraphs(node.children)


def cut(text: str, longest: int) -> str:
    """Return the sentences of *text* that fit into *longest* characters, never ending inside brackets or quotes.

    Where no sentence ends, a clause serves, or the last place outside of brackets; an ellipsis then says so.
    """
    if len(text) <= longest:
        return text
    ends = [(at, text[at - 1]) for at in _outside(text[:longest])]
    sentence = max((at for at, _ in ends if text[:at].rstrip(_CLOSING).endswith(_SENTENCE)), default=0)
    if sentence:
        return text[:sentence]
    clause = max((at for at, character in ends if character in _CLAUSE), default=0)
    if clause:
        return f"{text[: clause - 1]}…"
    anywhere = max((at for at, _ in ends if at < longest), default=longest - 1)
    return f"{text[:anywhere]}…"


def _outside(text: str) -> Iterator[int]:
    """Yield the offsets after each character of *text* at which no bracket is open."""
    waiting: list[str] = []
    for at, character in enumerate(text, 1):
        if character in _PAIRS:
            waiting.append(_PAIRS[character])
        elif waiting and character == waiting[-1]:
            waiting.pop()
        if not waiting:
            yield at
