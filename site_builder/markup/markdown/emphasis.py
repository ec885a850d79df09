"""Emphasis, as CommonMark pairs its marks, but with rules for what may open and close it that suit Hanzi.

CommonMark lets punctuation decide (``**重点。**后`` would stay as it is); here only white space does. Marks are paired
inside links and table cells by themselves, never across their borders.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown.extensions.attr_list import get_attrs_and_remainder

from site_builder.markup.markdown.inline import ATTRIBUTES, WORD
from site_builder.markup.markdown.tokens import Kind, Token

MARKS = re.compile(r"\*+|_+|~~+")
"""Runs of characters that may be emphasis."""

_BORDERS = re.compile(rf"{MARKS.pattern}|\[|\][(\[]?|[()|]")
_ATTRIBUTES = re.compile(ATTRIBUTES)
_WORD = re.compile(f"[{WORD}]")
_STRIKE = 2
_OPAQUE = "\x0e"
"""Stands for each character of a token: no white space, no letter, no mark."""


@dataclass(slots=True)
class _Mark:
    """A run of marks, of which both ends may be used up."""

    character: str
    start: int
    end: int
    can_open: bool
    can_close: bool
    length: int
    """As it was at first."""

    @property
    def left(self) -> int:
        return self.end - self.start

    def fits(self, closer: _Mark) -> bool:
        """Whether emphasis that *closer* ends may begin here (CommonMark's rules 9 and 10)."""
        if self.character != closer.character or not self.left:
            return False
        total = self.length + closer.length
        is_ambiguous = self.can_close or closer.can_open
        return not (is_ambiguous and total % 3 == 0 and (self.length % 3 or closer.length % 3))


@dataclass(frozen=True, slots=True)
class _Pair:
    """Where emphasis begins and ends: (start, end) of both marks."""

    tag: str
    opening: tuple[int, int]
    closing: tuple[int, int]


def emphasised(source: str, start: int, end: int, tokens: Sequence[Token], *, in_table: bool) -> list[Token]:
    """Return *tokens*, those of the running text between two offsets, with the tokens of its emphasis, in order.

    Marks of two characters and more that look like emphasis, but pair with none, are ``STANDING`` tokens.
    """
    text = _masked(source, start, end, tokens)
    pairs: list[_Pair] = []
    standing: list[_Mark] = []
    for marks in _scopes(text, in_table=in_table):
        pairs += _paired(marks)
        standing += (mark for mark in marks if mark.left > 1 and (mark.can_open or mark.can_close))
    found = [*tokens]
    for pair in pairs:
        attrs, attrs_end = _attributes(text, pair.closing[1])
        found.append(Token(Kind.EMPHASIS, start + pair.opening[0], start + pair.opening[1], pair.tag, attrs))
        found.append(Token(Kind.EMPHASIS_END, start + pair.closing[0], start + attrs_end, pair.tag))
    found += (Token(Kind.STANDING, start + mark.start, start + mark.end) for mark in standing)
    return sorted(found, key=lambda token: (token.start, token.end))


def _masked(source: str, start: int, end: int, tokens: Sequence[Token]) -> str:
    pieces: list[str] = []
    position = start
    for token in tokens:
        pieces.append(source[position : token.start])
        pieces.append((" " if token.kind is Kind.BREAK else _OPAQUE) * (token.end - token.start))
        position = token.end
    return "".join((*pieces, source[position:end]))


def _scopes(text: str, *, in_table: bool) -> Iterator[list[_Mark]]:
    """Yield the marks of *text* in groups that do not pair with each other: inside links, in cells, and the rest."""
    matches = list(_BORDERS.finditer(text))
    ends = _destination_ends(matches)
    waiting: list[list[_Mark]] = [[]]
    position = 0
    for match in matches:
        if match.start() < position:
            continue
        border = match[0]
        if border[0] in "*_~":
            waiting[-1].append(_mark(text, match))
        elif border == "[":
            waiting.append([])
        elif border[0] == "]" and len(waiting) > 1:
            inner = waiting.pop()
            if border in ("](", "]["):
                yield inner
                position = ends.get(match.start(), match.end())
            else:
                # No link after all, or a short reference: the brackets are ordinary text.
                waiting[-1] += inner
        elif border == "|" and in_table:
            yield from waiting
            waiting = [[]]
    yield [mark for marks in waiting for mark in marks]


def _destination_ends(matches: Sequence[re.Match[str]]) -> dict[int, int]:
    """Return {offset of a ``](``: offset after the bracket that closes its address}."""
    ends: dict[int, int] = {}
    waiting: list[int] = []
    for match in matches:
        if match[0] in ("(", "]("):
            waiting.append(match.start())
        elif match[0] == ")" and waiting:
            ends[waiting.pop()] = match.end()
    return ends


def _mark(text: str, match: re.Match[str]) -> _Mark:
    start, end = match.span()
    before, after = text[start - 1 : start], text[end : end + 1]
    can_open, can_close = bool(after.strip()), bool(before.strip())
    if match[0][0] == "_":
        can_open, can_close = can_open and not _WORD.match(before), can_close and not _WORD.match(after)
    if match[0][0] == "~" and end - start != _STRIKE:
        can_open = can_close = False
    return _Mark(match[0][0], start, end, can_open, can_close, end - start)


def _paired(marks: Sequence[_Mark]) -> Iterator[_Pair]:
    """Yield the pairs among *marks*, using them up. Linear: no stretch is searched twice for the same kind of mark."""
    openers: list[_Mark] = []
    bottoms: dict[tuple[str, bool, int], int] = {}
    for closer in marks:
        key = (closer.character, closer.can_open, closer.length % 3)
        while closer.can_close and closer.left:
            bottom = min(bottoms.get(key, 0), len(openers))
            at = next((i for i in range(len(openers) - 1, bottom - 1, -1) if openers[i].fits(closer)), -1)
            if at < 0:
                bottoms[key] = len(openers)
                break
            opener = openers[at]
            del openers[at + 1 :]
            yield _pair(opener, closer)
            if not opener.left:
                openers.pop()
        if closer.can_open and closer.left:
            openers.append(closer)


def _pair(opener: _Mark, closer: _Mark) -> _Pair:
    """Use up one or two characters of both marks."""
    size = 2 if opener.left > 1 and closer.left > 1 else 1
    tag = "del" if opener.character == "~" else ("em", "strong")[size - 1]
    opener.end -= size
    closer.start += size
    return _Pair(tag, (opener.end, opener.end + size), (closer.start - size, closer.start))


def _attributes(text: str, offset: int) -> tuple[tuple[tuple[str, str], ...], int]:
    """Return the attribute list at *offset*, if there is one, and where it ends."""
    match = _ATTRIBUTES.match(text, offset)
    if match is None:
        return (), offset
    attrs: dict[str, str] = {}
    for key, value in get_attrs_and_remainder(match[1])[0]:
        name = "class" if key == "." else key
        attrs[name] = f"{attrs.get(name, '')} {value or ''}".strip()
    return tuple(attrs.items()), match.end()
