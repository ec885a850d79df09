"""Plain text: paragraphs and nothing else, but for the editor's own notation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from site_builder.config import Config
from site_builder.diagnostics import Diagnostic, SourceError, error
from site_builder.markup.notation import Notated, notate
from site_builder.markup.places import Locate
from site_builder.text.rules import Rule
from site_builder.tree import Element, Nodes

_BLANK_LINE = re.compile(r"\n[ \t\u3000]*(?=\n)")
_LONGEST_TITLE = 40
_FINAL = "。！…；;：:，,.!”」』"
"""Punctuation that ends a sentence or a part of one, and so no title; titles that ask are common."""


@dataclass(frozen=True, slots=True)
class PlainText:
    """A plain text as blocks."""

    title: Nodes
    """What the first line says, if it is a title."""
    blocks: Nodes
    prose: str
    """The source with the front matter blanked out."""
    rules: tuple[Rule, ...]
    problems: tuple[Diagnostic, ...]


def read(text: str, start: int, locate: Locate, config: Config, *, has_title: bool) -> PlainText:
    """Return the paragraphs of *text* from offset *start* on.

    Paragraphs are lines, or blocks between blank lines where some block has several lines that are not
    indented. The first line is the title when there is none and it is short and ends like one.
    """
    paragraphs = list(_paragraphs(text, start))
    notated: list[Notated] = []
    for at, paragraph in paragraphs:
        if len(paragraph) > config.max_paragraph:
            message = f"the paragraph has {len(paragraph):,} characters; the site allows {config.max_paragraph:,}"
            hint = "divide it, or raise max_paragraph"
            raise SourceError(error("file-too-large", message, locate(at), hint))
        notated.append(notate(paragraph, at, locate))
    is_titled = not has_title and len(paragraphs) > 1 and _is_title(paragraphs[0][1])
    blocks = tuple(Element("p", (), piece.nodes) for piece in notated[int(is_titled) :])
    return PlainText(
        notated[0].nodes if is_titled else (),
        blocks,
        " " * start + text[start:],
        tuple(rule for piece in notated for rule in piece.rules),
        tuple(problem for piece in notated for problem in piece.problems),
    )


def _paragraphs(text: str, start: int) -> Iterator[tuple[int, str]]:
    """Yield (offset, text) of each paragraph, leading white space left out."""
    if not _has_blocks(text[start:]):
        for match in re.finditer(r"[^\n]+", text[start:]):
            yield from _stripped(start + match.start(), match[0])
        return
    position = start
    for match in _BLANK_LINE.finditer(text, start):
        yield from _stripped(position, text[position : match.start()])
        position = match.end()
    yield from _stripped(position, text[position:])


def _stripped(offset: int, text: str) -> Iterator[tuple[int, str]]:
    body = text.lstrip()
    if body:
        yield offset + len(text) - len(body), body.rstrip()


def _has_blocks(text: str) -> bool:
    """Whether blank lines divide the paragraphs: most blocks between them have several, unindented lines."""
    blocks = [block.strip("\n").split("\n") for block in _BLANK_LINE.split(text) if block.strip()]
    several = [lines for lines in blocks if len(lines) > 1]
    indented = [lines for lines in several if all(line.startswith(("\u3000", "  ", "\t")) for line in lines[1:])]
    return len(blocks) > 1 and len(several) - len(indented) > len(blocks) // 2


def _is_title(line: str) -> bool:
    return "\n" not in line and len(line) <= _LONGEST_TITLE and not line.endswith(tuple(_FINAL))
