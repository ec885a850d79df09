"""A translation beside its text: paired block by block, and where the two part."""

from __future__ import annotations

from collections.abc import Sequence

from site_builder.diagnostics import Diagnostic, Location, warning
from site_builder.model import Document
from site_builder.tree import Element, Nodes, text_of, walk

Pairs = tuple[tuple[str, Nodes], ...]

_APART = frozenset({"hr"})
"""Blocks that say nothing and need no counterpart."""


def pair(original: Document, translation: Document) -> tuple[Pairs, tuple[Diagnostic, ...]]:
    """Pair the blocks of *original* with those of *translation*, by kind and order.

    Returns (block id of the original, its translation) as far as the two agree, and a ``translation-mismatch`` at the
    first place where they do not.
    """
    ours, theirs = _blocks(original.body), _blocks(translation.body)
    pairs: list[tuple[str, Nodes]] = []
    for block, counterpart in zip(ours, theirs, strict=False):
        if block.tag != counterpart.tag:
            return tuple(pairs), (_mismatch(original, translation, ours, theirs, len(pairs)),)
        pairs.append((_id_of(block), (counterpart,)))
    if len(ours) != len(theirs):
        return tuple(pairs), (_mismatch(original, translation, ours, theirs, len(pairs)),)
    return tuple(pairs), ()


def _blocks(nodes: Nodes) -> list[Element]:
    return [
        node
        for node in nodes
        if isinstance(node, Element) and node.tag not in _APART and "footnote" not in node.classes()
    ]


def _id_of(block: Element) -> str:
    return next((element.get("id") for element in walk((block,)) if element.get("id")), "")


def _mismatch(
    original: Document, translation: Document, ours: Sequence[Element], theirs: Sequence[Element], at: int
) -> Diagnostic:
    here, there = _shown(theirs, at), _shown(ours, at)
    return warning(
        "translation-mismatch",
        f"block {at + 1} is {here}, but {there} in {original.path}",
        _place(translation, theirs, at),
        "give both texts the same headings, paragraphs and lists in the same order",
    )


def _shown(blocks: Sequence[Element], at: int) -> str:
    if at >= len(blocks):
        return "missing"
    text = " ".join(text_of((blocks[at],)).split())
    return f"<{blocks[at].tag}> “{text[:12]}…”" if text else f"<{blocks[at].tag}>"


def _place(translation: Document, blocks: Sequence[Element], at: int) -> Location:
    """Return where the block at *at* stands, or the last one that does."""
    near = (block for block in reversed(blocks[: at + 1]) if _id_of(block))
    block = next(near, None)
    return translation.place_of(f"#{_id_of(block)}") if block else translation.place_of("title")
