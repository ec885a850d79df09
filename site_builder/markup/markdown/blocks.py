"""Block processors that Python-Markdown lacks, or has in a form that Chinese editors stumble over."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping, Sequence

from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor, ParagraphProcessor, ReferenceProcessor
from markdown.extensions.def_list import DefListIndentProcessor
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.tables import TableProcessor
from markdown.util import AtomicString

from site_builder.markup.markdown.lexing import HTML_BLOCKS
from site_builder.markup.markdown.tokens import PLACEHOLDER, PLACEHOLDER_END, Kind, Token

LEAF = "x-leaf"
"""An element whose text is a placeholder that makes a block of its own: a fence, a comment."""
HTML = "x-html"
"""An element whose text is a block of HTML, in which Markdown means nothing."""
NOTE = "x-note"
"""A footnote; its attribute ``label`` says which."""

Tokens = Callable[[str], Sequence[Token]]
"""Gives the tokens that stand in a text."""
Complaints = list[tuple[str, str, str]]
"""(code, message, text with placeholders) of what cannot be honoured."""

_ONLY_PLACEHOLDERS = re.compile(rf" {{0,3}}(?:{PLACEHOLDER.pattern} *)+")
_FIRST_PLACEHOLDER = re.compile(rf" {{0,3}}(?={PLACEHOLDER.pattern})")


class _LineProcessor(BlockProcessor):
    """Finds a line of a block that means something by itself, and parses what stands above it first."""

    def __init__(self, parser: BlockParser, tokens: Tokens, *, anywhere: bool) -> None:
        super().__init__(parser)
        self._tokens = tokens
        self._anywhere = anywhere
        """Whether the line may be any of the block's, not only its first."""

    def test(self, parent: ET.Element, block: str) -> bool:
        """Return whether *block* has such a line."""
        del parent
        return PLACEHOLDER_END in block and self._find(block.split("\n")) >= 0

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        """Parse the block."""
        lines = blocks.pop(0).split("\n")
        at = self._find(lines)
        if at:
            self.parser.parseBlocks(parent, ["\n".join(lines[:at])])
        rest = self.build(parent, lines[at:])
        if rest:
            blocks.insert(0, "\n".join(rest))

    def _find(self, lines: Sequence[str]) -> int:
        for index, line in enumerate(lines if self._anywhere else lines[:1]):
            if PLACEHOLDER_END in line and self.is_meant(line):
                return index
        return -1

    def is_meant(self, line: str) -> bool:
        """Return whether *line* is one of those that are sought."""
        raise NotImplementedError

    def build(self, parent: ET.Element, lines: Sequence[str]) -> Sequence[str]:
        """Add to *parent* what *lines*, the first being the one sought, mean; return those left over."""
        raise NotImplementedError


class Leaves(_LineProcessor):
    """Reads fences and comments, each on a line of its own."""

    def is_meant(self, line: str) -> bool:
        """Return whether *line* is a fence, or nothing but comments."""
        if not _ONLY_PLACEHOLDERS.fullmatch(line):
            return False
        return all(token.kind in (Kind.FENCE, Kind.COMMENT) for token in self._tokens(line))

    def build(self, parent: ET.Element, lines: Sequence[str]) -> Sequence[str]:
        """Add the fence or the comments."""
        for match in PLACEHOLDER.finditer(lines[0]):
            ET.SubElement(parent, LEAF).text = AtomicString(match[0])
        return lines[1:]


class HtmlBlocks(_LineProcessor):
    """Reads blocks of HTML: from a line that begins with a tag to the next blank line."""

    def is_meant(self, line: str) -> bool:
        """Return whether *line* begins with the tag of a block."""
        match = _FIRST_PLACEHOLDER.match(line)
        if match is None:
            return False
        token = self._tokens(line)[0]
        return token.kind in (Kind.OPEN_TAG, Kind.CLOSE_TAG) and token.value in HTML_BLOCKS

    def build(self, parent: ET.Element, lines: Sequence[str]) -> Sequence[str]:
        """Add the block as it is."""
        ET.SubElement(parent, HTML).text = AtomicString("\n".join(lines))
        return ()


class DefinitionIndents(DefListIndentProcessor):
    """Reads what is indented beneath a definition; lists take care of themselves."""

    ITEM_TYPES = ["dd"]  # noqa: RUF012  # a plain class attribute of the base
    LIST_TYPES = ["dl"]  # noqa: RUF012

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        """Add what is indented; the next definition of the term, right below it, is not a part of it."""
        lines = blocks[0].split("\n")
        end = next((index for index, line in enumerate(lines) if _DEFINITION.match(line)), len(lines))
        blocks[0] = "\n".join(lines[:end])
        if end < len(lines):
            blocks.insert(1, "\n".join(lines[end:]))
        super().run(parent, blocks)


_DEFINITION = re.compile(r" {0,3}:[ ]{1,3}")


class Paragraphs(ParagraphProcessor):
    """Reads paragraphs; a line that begins with two ideographic spaces begins another one."""

    def __init__(self, parser: BlockParser, abbreviations: Mapping[str, str]) -> None:
        super().__init__(parser)
        self._abbreviations = abbreviations

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        """Add one paragraph or more."""
        if self.parser.state.isstate("list"):
            super().run(parent, blocks)
            return
        for part in _INDENTED_LINE.split(blocks.pop(0)):
            text = "\n".join(line.lstrip("\u3000") for line in part.split("\n")).strip()
            if text:
                # Most Chinese paragraphs have no markup at all: the engine need not search them.
                is_plain = not self._abbreviations and not _SPECIAL.search(text)
                ET.SubElement(parent, "p").text = AtomicString(text) if is_plain else text


_SPECIAL = re.compile(r"[\[{]|  \n")
_INDENTED_LINE = re.compile("\n(?=\u3000\u3000)")


class References(ReferenceProcessor):
    """Reads the definitions of link addresses, each on one line."""

    RE = re.compile(
        r"""^[ ]{0,3}\[(?!\^)([^\[\]]+)\]:[ ]*(<[^<>\n]*>|\S+)[ ]*((["'])(.*)\4[ ]*|\((.*)\)[ ]*)?$""", re.MULTILINE
    )


class Tables(TableProcessor):
    """Reads tables, also right under a paragraph line, and loses no cell."""

    def __init__(self, parser: BlockParser, complaints: Complaints) -> None:
        super().__init__(parser, {"use_align_attribute": False})
        self._complaints = complaints
        self._first = 0

    def test(self, parent: ET.Element, block: str) -> bool:
        """Return whether *block* has a table."""
        lines = block.split("\n")
        for index, line in enumerate(lines[1:], 1):
            if "-" in line and _DELIMITER_ROW.fullmatch(line) and "|" in lines[index - 1] + line:
                self._first = index - 1
                return bool(super().test(parent, "\n".join(lines[index - 1 : index + 2])))
        return False

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        """Add the table, after what stands above it."""
        lines = blocks[0].split("\n")
        separator, border = self.separator, self.border
        if self._first:
            above = "\n".join(lines[: self._first])
            blocks[0] = "\n".join(lines[self._first :])
            self.parser.parseBlocks(parent, [above])
            self.separator, self.border = separator, border
        super().run(parent, blocks)

    def _build_row(self, row: str, parent: ET.Element, align: Sequence[str | None]) -> None:
        cells: list[str] = self._split_row(row)  # type: ignore[attr-defined]  # not in the stubs
        if len(cells) > len(align):
            message = f"the row has {len(cells)} cells, the table {len(align)} columns"
            self._complaints.append(("markdown-unhonoured", message, row))
            last = len(align) - 1
            cells[last:] = [" | ".join(cell.strip() for cell in cells[last:])]
        element = ET.SubElement(parent, "tr")
        for index, alignment in enumerate(align):
            cell = ET.SubElement(element, "th" if parent.tag == "thead" else "td")
            cell.text = cells[index].strip(" ") if index < len(cells) else ""
            if alignment:
                cell.set("class", f"align-{alignment}")


_DELIMITER_ROW = re.compile(r" *\|?(?: *:?-+:? *\|)* *:?-+:? *\|? *")


class Notes(FootnoteExtension):
    """Keeps the texts of footnotes by label, in order."""

    def __init__(self, parser: BlockParser, complaints: Complaints) -> None:
        super().__init__()
        self.parser = parser
        self.texts: dict[str, str] = {}
        self._complaints = complaints

    def setFootnote(self, id: str, text: str) -> None:  # noqa: A002, N802  # the engine's own names
        """Keep *text*; a second note for a label is added to the first, so that nothing is lost."""
        if id in self.texts:
            self._complaints.append(("footnote-missing", f"the note [^{id}] is given twice", f"[^{id}]:"))
            text = f"{self.texts[id]}\n\n{text}"
        self.texts[id] = text
