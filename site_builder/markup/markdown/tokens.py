"""What is taken out of a Markdown text before the engine sees it, and the placeholders that stand for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from site_builder.diagnostics import Diagnostic

_DIGITS = str.maketrans("01234567", "\x10\x11\x12\x13\x14\x15\x16\x17")
_INDICES = {value: key for key, value in _DIGITS.items()}
PLACEHOLDER = re.compile("([\x0e\x18])([\x10-\x17]+)\x0f")
"""A placeholder: an index between control characters that are no white space, and that no source has."""
PLACEHOLDER_END = "\x0f"


def placeholder(index: int, *, is_mark: bool = False) -> str:
    """Return what stands in the text for the token at *index*; it has no word characters and no white space."""
    return f"{chr(0x18) if is_mark else chr(0x0E)}{f'{index:o}'.translate(_DIGITS)}{PLACEHOLDER_END}"


def index_of(match: re.Match[str]) -> int:
    """Return the index of the token that a match of :data:`PLACEHOLDER` stands for."""
    return int(match[2].translate(_INDICES), 8)


class Kind(Enum):
    """What a token is; in brackets what its value says."""

    MARK = auto()
    """A place in the source: the beginning of a heading or of a link's text."""
    ESCAPE = auto()
    """A backslash and a character (the character)."""
    BREAK = auto()
    """A backslash at the end of a line."""
    NEWLINE = auto()
    """A line break inside ``<pre>``."""
    CODE = auto()
    """A code span (the code)."""
    FENCE = auto()
    """A fenced block (the code); attribute ``class`` says the language."""
    COMMENT = auto()
    """An HTML comment (its text)."""
    OPEN_TAG = auto()
    """A start tag (the element)."""
    CLOSE_TAG = auto()
    """An end tag (the element)."""
    LITERAL = auto()
    """HTML that is shown as text (what it is)."""
    ADDRESS = auto()
    """A bare address, or one in angle brackets (the address)."""
    NOTE = auto()
    """A footnote mark (the label)."""
    EMPHASIS = auto()
    """The beginning of emphasis (the element)."""
    EMPHASIS_END = auto()
    """Its end (the element)."""
    STANDING = auto()
    """Emphasis marks that mean nothing."""
    KEEP = auto()
    """The ``-{`` of a protected text."""
    KEPT = auto()
    """Its ``}-``."""
    CHOICE = auto()
    """A ``-{…}-`` with a rule (the rule)."""
    READING = auto()
    """A reading set in place (the base); attribute ``reading``."""
    BAD_NOTATION = auto()
    """Notation that cannot be read (the index of its problem)."""


@dataclass(frozen=True, slots=True)
class Token:
    """Something taken out of the text; offsets are those of the whole source, half-open."""

    kind: Kind
    start: int
    end: int
    value: str = ""
    attrs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of running text: offsets of the source, half-open, and what the engine sees of it."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Lexed:
    """A text with placeholders, and what they stand for."""

    source: str
    """The whole source, front matter included."""
    text: str
    tokens: tuple[Token, ...]
    problems: tuple[Diagnostic, ...] = ()
    """What is wrong with it wherever it stands: an unclosed fence."""
    notation_problems: tuple[Diagnostic, ...] = ()
    """What is wrong with its notation, unless it turns out to be code; ``BAD_NOTATION`` tokens point here."""
    runs: tuple[Run, ...] = ()

    def token(self, match: re.Match[str]) -> Token:
        """Return the token that a match of :data:`PLACEHOLDER` stands for."""
        return self.tokens[index_of(match)]

    def written(self, text: str) -> str:
        """Return *text*, which has placeholders, as it stands in the source."""
        if PLACEHOLDER_END not in text:
            return text
        return PLACEHOLDER.sub(lambda match: self.source_of(self.token(match)), text)

    def source_of(self, token: Token) -> str:
        """Return what *token* was made of."""
        return self.source[token.start : token.end]

    def prose(self, start: int) -> str:
        """Return the source with everything but running text from *start* on blanked out, offsets unchanged."""
        pieces = [_blanked(self.source[:start])]
        position = start
        protected = 0
        for token in self.tokens:
            if token.kind in _PROSE or token.start < position:
                continue
            between = self.source[position : token.start]
            pieces += (_blanked(between) if protected else between, _blanked(self.source_of(token)))
            position = token.end
            protected += (token.kind is Kind.KEEP) - (token.kind is Kind.KEPT)
        return "".join((*pieces, self.source[position:]))


_PROSE = frozenset({
    Kind.MARK, Kind.ESCAPE, Kind.BREAK, Kind.NEWLINE, Kind.READING, Kind.EMPHASIS, Kind.EMPHASIS_END, Kind.STANDING,
})  # fmt: skip
"""Tokens that do not keep what they cover from being read as running text."""
_INK = re.compile(r"\S")


def _blanked(text: str) -> str:
    return _INK.sub(" ", text)
