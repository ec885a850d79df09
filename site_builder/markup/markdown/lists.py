"""Lists as editors indent them: by two, three or four spaces, right under a paragraph or not."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence

from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor

from site_builder.markup.markdown.tokens import PLACEHOLDER

_MARKER = re.compile(r"(?P<indent> *)(?P<marker>[-*+]|(?P<number>\d{1,9})[.)])(?:(?P<space> +)(?P<text>.*)|$)")
_RULE = re.compile(r" {0,3}(?:(?:- *){3,}|(?:_ *){3,}|(?:\* *){3,})$")
_ENDS_LAZILY = re.compile(r" {0,3}(?:#{1,6}|>|```|~~~|(?:- *){3,}$|(?:_ *){3,}$|(?:\* *){3,}$)")
"""What ends a list although it is not indented less than by four spaces; other lines go on with the last item."""
_TASK = re.compile(r"\[(?P<done>[ xX])\] +")
_DEEP = 2
"""A marker that is indented by so many spaces more than its list's first begins a list of the item above it."""
_CODE = 4


class ListProcessor(BlockProcessor):
    """Reads the items of a list by their indentation, as CommonMark does, with two liberties.

    A marker two spaces deeper than the list's own is nested even under ``1. ``, and the items of one list
    need not be indented equally.
    """

    def __init__(self, parser: BlockParser, *, anywhere: bool) -> None:
        super().__init__(parser)
        self._anywhere = anywhere
        """Whether the list may begin on any line of a block, not only on the first."""

    def test(self, parent: ET.Element, block: str) -> bool:
        """Return whether *block* has a list."""
        del parent
        return self._first_line(block.split("\n")) >= 0

    def _first_line(self, lines: Sequence[str]) -> int:
        """Return the index of the line that begins a list, -1 when there is none."""
        if _begins_list(lines[0]):
            return 0
        if self._anywhere:
            for index, line in enumerate(lines[1:], 1):
                if _begins_list(line) and _interrupts(line):
                    return index
        return -1

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        """Turn the list, with all blocks that belong to it, into an element."""
        lines = blocks.pop(0).split("\n")
        first = self._first_line(lines)
        if first:
            self.parser.parseBlocks(parent, ["\n".join(lines[:first])])
        items = _Items(lines[first])
        rest = items.take(lines[first + 1 :])
        while not rest and blocks and items.goes_on(blocks[0]):
            rest = items.take_after_blank(blocks.pop(0).split("\n"))
        if rest:
            blocks.insert(0, "\n".join(rest))
        self._build(parent, items)

    def _build(self, parent: ET.Element, items: _Items) -> None:
        element = ET.SubElement(parent, "ol" if items.number else "ul")
        if items.number and int(items.number) != 1:
            element.set("start", str(int(items.number)))
        self.parser.state.set("item")
        for lines in items.lines:
            item = ET.SubElement(element, "li")
            text = "\n".join(lines).strip("\n")
            if task := _TASK.match(text):
                item.set("class", "task")
                text = f"{'☐' if task['done'] == ' ' else '☑'} {text[task.end() :]}"
            self.parser.parseChunk(item, text)
        self.parser.state.reset()
        if not items.is_loose and not any(_paragraphs(item) > 1 for item in element):
            for item in element:
                _unwrap(item)


class _Items:
    """The items of one list while its lines are read."""

    def __init__(self, line: str) -> None:
        marker = _matched(line)
        self.number: str = marker["number"] or ""
        self._kind = marker["marker"][-1]
        self._indent = len(marker["indent"])
        self.lines: list[list[str]] = []
        self.is_loose = False
        self._text_indent = 0
        self._is_fresh = False
        self._begin(marker)

    def _begin(self, marker: re.Match[str]) -> None:
        space = marker["space"] or ""
        # Five spaces or more are one space and indented code.
        width = len(space) if 0 < len(space) <= _CODE else 1
        self._text_indent = len(marker["indent"]) + len(marker["marker"]) + width
        self._is_fresh = True
        self.lines.append([" " * (len(space) - width) + (marker["text"] or "")])

    def take(self, lines: Sequence[str]) -> list[str]:
        """Add *lines*, which follow without a blank one, and return those that are no longer part of the list."""
        for index, line in enumerate(lines):
            if not self._takes(line):
                marker = _MARKER.match(line)
                if marker and self._is_sibling(marker) and not _RULE.match(line):
                    self._begin(marker)
                elif _begins_list(line) or _ENDS_LAZILY.match(line) or PLACEHOLDER.fullmatch(line):
                    return list(lines[index:])
                else:
                    self.lines[-1].append(line.lstrip(" "))
        return []

    def goes_on(self, block: str) -> bool:
        """Return whether *block*, after a blank line, is a part of the list."""
        line = next((line for line in block.split("\n") if line), "")
        marker = _MARKER.match(line)
        return not line or self._is_inside(line) or bool(marker and self._is_sibling(marker) and not _RULE.match(line))

    def take_after_blank(self, lines: Sequence[str]) -> list[str]:
        """Add the lines of a block that goes on with the list, and return those that do not."""
        first = next((index for index, line in enumerate(lines) if line), len(lines))
        if first < len(lines) and not self._is_inside(lines[first]):
            self.is_loose = True
        self.lines[-1] += [""] * (first + 1)
        return self.take(lines[first:])

    def _is_inside(self, line: str) -> bool:
        return len(line) - len(line.lstrip(" ")) >= min(self._text_indent, self._indent + _DEEP)

    def _takes(self, line: str) -> bool:
        """Add *line* to the last item if it is indented like its text, or like a list of its own."""
        indent = len(line) - len(line.lstrip(" "))
        if not self._is_inside(line) or (indent < self._text_indent and not self._may_nest(line)):
            return False
        if self._is_fresh:
            # The first line beneath says how far this editor indents.
            self._text_indent = min(self._text_indent, indent)
            self._is_fresh = False
        self.lines[-1].append(line[min(indent, self._text_indent) :])
        return True

    def _may_nest(self, line: str) -> bool:
        """Whether *line*, indented less than the item's text, is still meant to be beneath it."""
        return _MARKER.match(line) is not None or not self.lines[-1][-1]

    def _is_sibling(self, marker: re.Match[str]) -> bool:
        return marker["marker"][-1] == self._kind and len(marker["indent"]) < self._indent + _DEEP


def _matched(line: str) -> re.Match[str]:
    match = _MARKER.match(line)
    if match is None:
        raise ValueError(f"no list begins with {line!r}")
    return match


def _begins_list(line: str) -> bool:
    marker = _MARKER.match(line)
    return marker is not None and len(marker["indent"]) < _CODE and _RULE.match(line) is None


def _interrupts(line: str) -> bool:
    """Whether a list that begins with *line* may stand right under a paragraph: it has text, and starts with 1."""
    marker = _matched(line)
    return bool(marker["text"]) and (marker["number"] is None or int(marker["number"]) == 1)


def _paragraphs(item: ET.Element) -> int:
    return sum(child.tag == "p" for child in item)


def _unwrap(item: ET.Element) -> None:
    """Set the one paragraph of a tight item's text directly into it."""
    for index, child in enumerate(item):
        if child.tag == "p" and not child.attrib:
            if index:
                item[index - 1].tail = child.text
            else:
                item.text = child.text
            item.remove(child)
            return
