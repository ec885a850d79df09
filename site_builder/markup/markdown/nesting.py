"""Emphasis and the HTML of an editor, kept balanced: what is open in each element of the engine's tree."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from site_builder.diagnostics import SourceError, error
from site_builder.markup.markdown.complaints import Complaints
from site_builder.markup.markdown.tokens import Kind, Token
from site_builder.tree import VOID_TAGS

DEEPEST = 20
"""How many elements, emphasis among them, may be open inside one block."""

_IMPLIED_ENDS = {
    "li": {"li"},
    "p": {"p"},
    "dt": {"dt", "dd"},
    "dd": {"dt", "dd"},
    "td": {"td", "th"},
    "th": {"td", "th"},
    "tr": {"tr", "td", "th"},
    "tbody": {"thead", "tbody", "tr", "td", "th", "caption", "colgroup"},
    "thead": {"caption", "colgroup"},
    "rt": {"rt", "rp"},
    "rp": {"rt", "rp"},
}
"""{element that begins: those that it ends, when they are the innermost} (HTML, section 13.1.2.4)."""
_MAY_STAY_OPEN = frozenset().union(*_IMPLIED_ENDS.values())
_PROTECTION = "x-keep"
_CROSSING = "the emphasis does not end in the element in which it begins"
_UNCROSS = "begin and end it on the same side of the tag, or of -{"


@dataclass(slots=True)
class Level:
    """The HTML elements that are open inside one element of the engine's tree, outermost first."""

    open: list[tuple[str, Token]] = field(default_factory=list)

    def has(self, tag: str) -> bool:
        """Return whether an element *tag* is open."""
        return any(name == tag for name, _ in self.open)


class Nesting:
    """Opens and closes the elements of an editor, so that they never reach beyond the element they stand in."""

    def __init__(self, complaints: Complaints) -> None:
        self._complaints = complaints
        self._links = 0

    @property
    def in_link(self) -> bool:
        """Whether a link is open; links do not nest."""
        return self._links > 0

    @contextmanager
    def link(self) -> Iterator[None]:
        """Have a link open."""
        self._links += 1
        yield
        self._links -= 1

    def open(self, tag: str, start_tag: str, token: Token, level: Level) -> str:
        """Return *start_tag*, after the ends of the elements that it ends."""
        ends = _IMPLIED_ENDS.get(tag, ())
        parts: list[str] = []
        while level.open and level.open[-1][0] in ends:
            parts.append(self._pop(level))
        parts.append(start_tag)
        if tag not in VOID_TAGS:
            if len(level.open) >= DEEPEST:
                place = self._complaints.locate(token.start, token.end - token.start)
                message = f"elements are nested deeper than {DEEPEST}"
                raise SourceError(error("markdown-too-deep", message, place, "close them"))
            level.open.append((tag, token))
            self._links += tag == "a"
        return "".join(parts)

    def close(self, token: Token, level: Level) -> str:
        """Return the end of the element that *token* ends, ``""`` when it ends none."""
        tag, length = token.value, token.end - token.start
        if not level.has(tag):
            if token.kind is Kind.EMPHASIS_END:
                self._complaints.warn("emphasis-unclosed", _CROSSING, token.start, length, _UNCROSS)
            else:
                hint = "remove it, or write the tag that begins the element into the same block"
                self._complaints.warn("text-stray-tag", f"</{tag}> ends nothing", token.start, length, hint)
            return ""
        return self._close_down_to(tag, level)

    def close_protection(self, level: Level) -> str:
        """Return the end of a protected text; nothing if emphasis or a link has ended it already."""
        return self._close_down_to(_PROTECTION, level) if level.has(_PROTECTION) else ""

    def close_all(self, level: Level) -> str:
        """Return the ends of all that is open."""
        parts: list[str] = []
        while level.open:
            self._report(*level.open[-1])
            parts.append(self._pop(level))
        return "".join(parts)

    def _close_down_to(self, tag: str, level: Level) -> str:
        parts: list[str] = []
        while level.open[-1][0] != tag:
            self._report(*level.open[-1])
            parts.append(self._pop(level))
        return "".join((*parts, self._pop(level)))

    def _pop(self, level: Level) -> str:
        tag, _ = level.open.pop()
        self._links -= tag == "a"
        return f"</{tag}>"

    def _report(self, tag: str, token: Token) -> None:
        length = token.end - token.start
        if tag == _PROTECTION:
            message = "the protected text does not end in the emphasis, link or block in which it begins"
            self._complaints.fail("protection-malformed", message, token.start, length, "move -{ or }-")
        elif token.kind is Kind.EMPHASIS:
            self._complaints.warn("emphasis-unclosed", _CROSSING, token.start, length, _UNCROSS)
        elif tag not in _MAY_STAY_OPEN:
            message = f"<{tag}> is not closed where it began"
            self._complaints.warn("text-stray-tag", message, token.start, length, f"write </{tag}>")
