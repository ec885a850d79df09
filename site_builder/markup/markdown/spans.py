"""The tokens of running text: code spans, HTML, notation, addresses, footnote marks, escapes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from site_builder.diagnostics import Diagnostic
from site_builder.markup import notation
from site_builder.markup.markdown.tokens import Kind, Token
from site_builder.markup.places import Locate
from site_builder.text.urls import URL

_TAG_NAME = r"[A-Za-z][A-Za-z0-9-]*"
_TAG_ATTRIBUTE = r"""\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?"""
_TOKEN = re.compile(
    rf"""
    (?P<escape>\\(?:-\{{|\}}-|[!-/:-@\[-`{{-~]))
    |(?P<hardbreak>\\\n)
    |(?P<ticks>`+)
    |(?P<comment><!--)
    |(?P<autolink><(?P<address>[A-Za-z][A-Za-z0-9+.-]{{1,31}}:[^\s<>]*|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)>)
    |(?P<tag><(?P<slash>/?)(?P<name>{_TAG_NAME})(?P<attrs>(?:{_TAG_ATTRIBUTE})*)\s*/?>)
    |(?P<declaration><(?:![A-Za-z\[]|\?[A-Za-z])[^<>\n]*>?)
    |(?P<opening>{notation.OPENING})
    |(?P<closing>{notation.CLOSING})
    |(?P<notated>{notation.READING})
    |(?P<mark>\[\^(?P<label>[^\]\s\[][^\]\n\[]*)\])
    |(?P<link>!?\[)
    |(?P<url>(?<![A-Za-z0-9/@.=]){URL})
    """,
    re.VERBOSE,
)
"""Everything that may be a token. What Python-Markdown itself reads (emphasis, links) is not among it."""
_ATTRIBUTE = re.compile(r"""([A-Za-z_:][\w.:-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
_LINE_START = re.compile(r"\n[ \t]*(?:>[ \t]?)*")
_TASK = re.compile(r"[ xX]\][ \t]")
_ENDS_EARLIER = re.compile(r"^-?>|--!>|<!--|--$|-$")
"""What makes browsers end a comment before its end, or makes the next one a part of it."""
_SENTENCE_MARKS = ".,;:!?'\"*_~&"
_NOTATION_ESCAPES = ("-{", "}-", "{")


class Spans:
    """Finds the tokens of one source, piece by piece."""

    def __init__(self, source: str, tags: frozenset[str], locate: Locate) -> None:
        self._source, self._tags, self._locate = source, tags, locate
        self.problems: list[Diagnostic] = []
        """What is wrong with the notation found so far."""
        self._unclosed_comments = len(source) + 1
        """From here on no comment is closed, as far as is known."""

    def between(self, start: int, end: int, *, in_html: bool = False) -> list[Token]:
        """Return the tokens between two offsets, in order; in a block of HTML, those that have a meaning there."""
        return list(self._paired(list(self._found(start, end, in_html=in_html))))

    def tag_at(self, offset: int) -> str:
        """Return the name of the element whose tag stands at *offset*, ``""`` when there is none."""
        match = _TOKEN.match(self._source, offset)
        return match["name"].lower() if match and match["name"] else ""

    def comment_at(self, start: int) -> Token | None:
        """Return the comment that begins at *start*, if it has an end."""
        if start >= self._unclosed_comments:
            return None
        close = self._source.find("-->", start + 4)
        if close < 0:
            self._unclosed_comments = start
            return None
        text = self._source[start + 4 : close]
        if _ENDS_EARLIER.search(text):
            return Token(Kind.LITERAL, start, close + 3, "a comment that browsers would end earlier")
        return Token(Kind.COMMENT, start, close + 3, text)

    def _found(self, start: int, end: int, *, in_html: bool) -> Iterator[Token]:
        """Yield the tokens, the marks of protection unpaired."""
        ticks = _Ticks(self._source, start, end)
        position = start
        while match := _TOKEN.search(self._source, position, end):
            position = match.end()
            token = self._html_token(match, end) or self._notation_token(match)
            if not token and not in_html:
                token = self._markdown_token(match, ticks)
            if token:
                yield token
                position = max(token.end, position) if token.kind is Kind.MARK else token.end

    def _html_token(self, match: re.Match[str], end: int) -> Token | None:
        if match[0][0] != "<" or self._source.startswith("](", match.start() - 2):
            # No HTML, or the address of a link in angle brackets.
            return None
        if match["name"] is not None:
            return self._tag(match)
        if match["declaration"] is not None:
            return Token(Kind.LITERAL, *match.span(), "a declaration")
        comment = self.comment_at(match.start()) if match["comment"] is not None else None
        return comment if comment and comment.end <= end else None

    def _notation_token(self, match: re.Match[str]) -> Token | None:
        if match["opening"] is not None:
            return Token(Kind.KEEP, *match.span())
        if match["closing"] is not None:
            return Token(Kind.KEPT, *match.span())
        if match["notated"] is not None:
            return self._reading(match)
        if match["escape"] is not None and match[0][1:] in _NOTATION_ESCAPES:
            return Token(Kind.ESCAPE, *match.span(), match[0][1:])
        return None

    def _markdown_token(self, match: re.Match[str], ticks: _Ticks) -> Token | None:
        start, end = match.span()
        if match["ticks"] is not None:
            return ticks.span(start, end)
        if match["autolink"] is not None:
            is_destination = self._source.startswith("](", start - 2)
            return None if is_destination else Token(Kind.ADDRESS, start, end, match["address"])
        if match["link"] is not None:
            return None if _TASK.match(self._source, end) else Token(Kind.MARK, end, end)
        if match["url"] is not None:
            address = _trimmed(match[0])
            return Token(Kind.ADDRESS, start, start + len(address), address)
        kind = {"escape": Kind.ESCAPE, "hardbreak": Kind.BREAK, "mark": Kind.NOTE}.get(match.lastgroup or "")
        return Token(kind, start, end, (match["label"] or match[0][1:]).strip()) if kind else None

    def _tag(self, match: re.Match[str]) -> Token:
        name = match["name"].lower()
        if name not in self._tags:
            return Token(Kind.LITERAL, *match.span(), f"<{match['slash']}{match['name']}>")
        if match["slash"]:
            return Token(Kind.CLOSE_TAG, *match.span(), name)
        attrs: dict[str, str] = {}
        for attribute in _ATTRIBUTE.finditer(match["attrs"]):
            attrs.setdefault(attribute[1].lower(), attribute[2] or attribute[3] or attribute[4] or "")
        return Token(Kind.OPEN_TAG, *match.span(), name, tuple(attrs.items()))

    def _reading(self, match: re.Match[str]) -> Token:
        reading = notation.read_reading(match["base"], match["reading"], match.start(), self._locate)
        if isinstance(reading, Diagnostic):
            return self._bad(match.start(), match.end(), reading)
        return Token(Kind.READING, *match.span(), match["base"], (("reading", reading),))

    def _bad(self, start: int, end: int, problem: Diagnostic) -> Token:
        self.problems.append(problem)
        return Token(Kind.BAD_NOTATION, start, end, str(len(self.problems) - 1))

    def _paired(self, tokens: Sequence[Token]) -> Iterator[Token]:
        """Yield *tokens* with rules as one token each, and marks of protection that have no partner as such."""
        kinds = {Kind.KEEP: notation.Kind.OPENING, Kind.KEPT: notation.Kind.CLOSING}
        closers = notation.pairs((i, kinds[token.kind]) for i, token in enumerate(tokens) if token.kind in kinds)
        ends = set(closers.values())
        position = 0
        for index, token in enumerate(tokens):
            if token.start < position or (token.kind is Kind.KEPT and index not in ends):
                continue
            if token.kind is not Kind.KEEP:
                yield token
            elif index not in closers:
                yield self._bad(token.start, token.end, notation.unclosed(token.start, self._locate))
            else:
                protected = self._protected(token, tokens[closers[index]])
                position = protected.end
                yield protected

    def _protected(self, opening: Token, closing: Token) -> Token:
        """Return *opening* itself, or the rule that it begins."""
        inner = self._source[opening.end : closing.start]
        rule = notation.read_rule(inner, opening.end, self._locate)
        if rule is None:
            return opening
        if isinstance(rule, Diagnostic):
            return self._bad(opening.start, closing.end, rule)
        return Token(Kind.CHOICE, opening.start, closing.end, _LINE_START.sub(" ", inner))


class _Ticks:
    """The runs of backticks in a piece of running text, so that each finds its partner at once."""

    def __init__(self, source: str, start: int, end: int) -> None:
        self._source, self._start, self._end = source, start, end
        self._runs: dict[int, list[int]] | None = None

    def span(self, start: int, end: int) -> Token | None:
        """Return the code span that the backticks between two offsets open, if they do."""
        if self._runs is None:
            self._runs = {}
            for match in _TICKS.finditer(self._source, self._start, self._end):
                self._runs.setdefault(len(match[0]), []).append(match.start())
        partners = self._runs.get(end - start, [])
        following = bisect_right(partners, start)
        if following == len(partners):
            return None
        close = partners[following]
        code = _LINE_START.sub(" ", self._source[end:close])
        return Token(Kind.CODE, start, close + end - start, code.strip() or code)


_TICKS = re.compile("`+")


def _trimmed(url: str) -> str:
    """Return *url* without the punctuation of the sentence it stands in, and without unpaired brackets at its end."""
    url = url.rstrip(_SENTENCE_MARKS)
    surplus = {")": url.count(")") - url.count("("), "]": url.count("]") - url.count("[")}
    end = len(url)
    while end and ((url[end - 1] in surplus and surplus[url[end - 1]] > 0) or url[end - 1] in _SENTENCE_MARKS):
        if url[end - 1] in surplus:
            surplus[url[end - 1]] -= 1
        end -= 1
    return url[:end]
