"""The running text of a tree made sound: blocks without blanks between them, lines of Hanzi without a space."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from site_builder.text.words import HANZI
from site_builder.tree import BLOCK_TAGS, Comment, Element, Node, Nodes, Run, Text, map_runs, merged

_WIDE = rf"{HANZI}\u3000-\u303f\u3040-\u30ff\u3100-\u312f\ufe30-\ufe4f\uff01-\uff65"
_OPEN_WIDTH = "“”‘’—…·"
"""Punctuation that Chinese shares with other scripts: wide beside what is wide."""
_SOFT_BREAK = re.compile(
    rf"(?<=[{_WIDE}])[ \t]*\n[ \t]*(?=[{_WIDE}{_OPEN_WIDTH}])|(?<=[{_OPEN_WIDTH}])[ \t]*\n[ \t]*(?=[{_WIDE}])"
)
INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufeff"
"""Characters without width, as the inside of a character class; between Hanzi they only hide words."""
_HIDDEN = re.compile(rf"(?<=[{HANZI}])[{INVISIBLE}]+(?=[{HANZI}])")
_BLANK = " \t\n"


def settled(nodes: Iterable[Node]) -> Nodes:
    """Return *nodes* as blocks, without blanks between blocks, and with what only hides words taken out.

    A line break between Hanzi (or full-width punctuation) is the editor's own and leaves no space; one beside
    Latin letters stays.
    """
    return map_runs(_blocks(_between_blocks(tuple(nodes))), _joined)


def _between_blocks(nodes: Nodes, *, in_block: bool = True) -> Nodes:
    """Drop white space at the ends of blocks and after line breaks, at every level but in preformatted text."""
    has_blocks = in_block or any(map(_is_block, nodes))
    result: list[Node] = []
    for index, node in enumerate(nodes):
        if isinstance(node, Text):
            before = nodes[index - 1] if index else None
            after = nodes[index + 1] if index + 1 < len(nodes) else None
            text = node.text
            if (isinstance(before, Element) and before.tag == "br") or (has_blocks and _is_edge(before)):
                text = text.lstrip(_BLANK)
            if has_blocks and _is_edge(after):
                text = text.rstrip(_BLANK)
            result.append(node if text == node.text else Text(text))
        elif isinstance(node, Element) and node.children and node.tag != "pre":
            result.append(node.with_children(_between_blocks(node.children, in_block=_is_block(node))))
        else:
            result.append(node)
    return merged(result)


def _is_edge(node: Node | None) -> bool:
    return node is None or _is_block(node)


def _is_block(node: Node) -> bool:
    return isinstance(node, Element) and node.tag in BLOCK_TAGS


def _blocks(nodes: Sequence[Node]) -> Nodes:
    """Return *nodes* with every stretch that is no block made a paragraph, and empty paragraphs dropped."""
    result: list[Node] = []
    stretch: list[Node] = []

    def end_stretch() -> None:
        if any(isinstance(node, Element) or (isinstance(node, Text) and node.text.strip()) for node in stretch):
            result.append(Element("p", (), merged(stretch)))
        else:
            result.extend(node for node in stretch if isinstance(node, Comment))
        stretch.clear()

    for node in nodes:
        if not _is_block(node):
            stretch.append(node)
            continue
        end_stretch()
        if isinstance(node, Element) and node.tag == "p" and _is_hollow(node):
            result.extend(child for child in node.children if isinstance(child, Comment))
        else:
            result.append(node)
    end_stretch()
    return merged(result)


def _is_hollow(element: Element) -> bool:
    """Whether there is nothing to see in *element*."""
    return not element.attrs and all(
        isinstance(child, Comment) or (isinstance(child, Text) and not child.text.strip()) for child in element.children
    )


def _joined(run: Run) -> list[Sequence[Node]]:
    gone = [match.span() for pattern in (_SOFT_BREAK, _HIDDEN) for match in pattern.finditer(run.text)]
    if not gone:
        return [(Text(run.text[leaf.start : leaf.end]),) for leaf in run.leaves]
    kept = bytearray(b"\x01" * len(run.text))
    for start, end in gone:
        kept[start:end] = bytes(end - start)
    return [(Text("".join(run.text[at] for at in range(leaf.start, leaf.end) if kept[at])),) for leaf in run.leaves]
