"""Python-Markdown, assembled for texts that went through :mod:`.lexing`: blocks, links, tables."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass
from functools import cache
from typing import Self, TypeVar

import markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import (
    BlockProcessor,
    BlockQuoteProcessor,
    CodeBlockProcessor,
    EmptyBlockProcessor,
    HashHeaderProcessor,
    HRProcessor,
    SetextHeaderProcessor,
)
from markdown.extensions.abbr import AbbrBlockprocessor
from markdown.extensions.def_list import DefListProcessor
from markdown.extensions.footnotes import FootnoteBlockProcessor
from markdown.inlinepatterns import (
    IMAGE_LINK_RE,
    LINE_BREAK_RE,
    LINK_RE,
    ImageInlineProcessor,
    LinkInlineProcessor,
    Pattern,
    SubstituteTagInlineProcessor,
)
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import InlineProcessor, Treeprocessor
from markdown.util import Registry

from site_builder.diagnostics import SourceError, error
from site_builder.markup.markdown import inline
from site_builder.markup.markdown.blocks import (
    NOTE,
    DefinitionIndents,
    HtmlBlocks,
    Leaves,
    Notes,
    Paragraphs,
    References,
    Tables,
)
from site_builder.markup.markdown.lists import ListProcessor
from site_builder.markup.markdown.tokens import PLACEHOLDER, Lexed, Token
from site_builder.markup.places import Locate


@dataclass(frozen=True, slots=True)
class Parsed:
    """What the engine makes of a text."""

    root: ET.Element
    """The blocks, then the notes (:data:`NOTE`) in the order of their definitions."""
    complaints: tuple[tuple[str, str, str], ...]
    """(code, message, text with placeholders where it is) of what could not be honoured."""


def parse(lexed: Lexed, locate: Locate) -> Parsed:
    """Return the tree of *lexed*; its texts and attributes hold the placeholders still.

    Raises :class:`SourceError` when the engine meets something nested deeper than it can follow.
    """
    try:
        return _reader().read(lexed)
    except RecursionError:
        message = "something in this text is nested deeper than can be followed"
        raise SourceError(error("markdown-too-deep", message, locate(0), "divide the text")) from None


@cache
def _reader() -> _Reader:
    # Assembling an instance takes longer than most texts.
    return _Reader()


class _Reader(markdown.Markdown):
    """Python-Markdown with the processors that we want, and none that we do not."""

    def __init__(self) -> None:
        self._lexed = Lexed("", "", ())
        self._abbreviations: dict[str, str] = {}
        self._complaints: list[tuple[str, str, str]] = []
        self._used_labels: set[str] = set()
        super().__init__()

    def build_parser(self) -> Self:
        """Assemble the processors; called once by the constructor."""
        self.preprocessors = Registry[Preprocessor]()
        self.postprocessors = Registry[Postprocessor]()
        self.parser = BlockParser(self)
        self._notes = Notes(self.parser, self._complaints)
        _register(self.parser.blockprocessors, self._block_processors())
        self.inlinePatterns = Registry[Pattern]()
        _register(self.inlinePatterns, self._inline_patterns())
        self.treeprocessors = Registry[Treeprocessor]()
        _register(self.treeprocessors, self._tree_processors())
        return self

    def _block_processors(self) -> list[BlockProcessor]:
        """Return the block processors; the first that takes a block has it."""
        parser = self.parser
        return [
            EmptyBlockProcessor(parser),
            Leaves(parser, self._tokens_in, anywhere=False),
            HtmlBlocks(parser, self._tokens_in, anywhere=False),
            DefinitionIndents(parser),
            CodeBlockProcessor(parser),
            ListProcessor(parser, anywhere=False),
            Tables(parser, self._complaints),
            HashHeaderProcessor(parser),
            SetextHeaderProcessor(parser),
            HRProcessor(parser),
            ListProcessor(parser, anywhere=True),
            DefListProcessor(parser),
            BlockQuoteProcessor(parser),
            FootnoteBlockProcessor(self._notes),
            AbbrBlockprocessor(parser, self._abbreviations),
            References(parser),
            Leaves(parser, self._tokens_in, anywhere=True),
            HtmlBlocks(parser, self._tokens_in, anywhere=True),
            Paragraphs(parser, self._abbreviations),
        ]

    def _inline_patterns(self) -> list[Pattern]:
        """Return what is found inside blocks, the first taking precedence; tokens have taken most of it away."""
        return [
            inline.Reference(LINK_RE, self, self._label),
            LinkInlineProcessor(LINK_RE, self),
            ImageInlineProcessor(IMAGE_LINK_RE, self),
            inline.ImageReference(IMAGE_LINK_RE, self, self._label),
            inline.ShortReference(LINK_RE, self, self._label),
            inline.ShortImageReference(IMAGE_LINK_RE, self, self._label),
            SubstituteTagInlineProcessor(LINE_BREAK_RE, "br"),
        ]

    def _tree_processors(self) -> list[Treeprocessor]:
        return [InlineProcessor(self), inline.StrictAttributes(self), inline.Abbreviations(self, self._abbreviations)]

    def read(self, lexed: Lexed) -> Parsed:
        """Parse *lexed*."""
        self.reset()
        self._lexed = lexed
        self._abbreviations.clear()
        self._complaints.clear()
        self._used_labels.clear()
        self._notes.texts.clear()
        if "*[" in lexed.text:
            # A definition may follow the texts that it is about.
            self._abbreviations[""] = ""
        try:
            root = ET.Element("div")
            self.parser.parseChunk(root, f"{lexed.text}\n\n")
            self._parse_notes(root)
            self._abbreviations.pop("", None)
            for processor in self.treeprocessors:
                processor.run(root)
            self._report_unused()
        finally:
            self.parser.state.clear()
        return Parsed(root, tuple(self._complaints))

    def _parse_notes(self, root: ET.Element) -> None:
        done: set[str] = set()
        # A note may define another.
        while waiting := [label for label in self._notes.texts if label not in done]:
            for label in waiting:
                done.add(label)
                note = ET.SubElement(root, NOTE, {"label": label})
                self.parser.parseChunk(note, self._notes.texts[label])

    def _report_unused(self) -> None:
        for label in sorted(self.references.keys() - self._used_labels):
            message = f"this line gives an address to [{label}], which no link uses; it is not shown"
            self._complaints.append(("markdown-unhonoured", message, f"[{label}]:"))

    def _tokens_in(self, text: str) -> list[Token]:
        return [self._lexed.token(match) for match in PLACEHOLDER.finditer(text)]

    def _label(self, text: str) -> str:
        label = self._lexed.written(text).strip().lower()
        self._used_labels.add(label)
        return label


_T = TypeVar("_T")


def _register(registry: Registry[_T], items: list[_T]) -> None:
    for index, item in enumerate(items):
        registry.register(item, f"{index:02}", len(items) - index)
