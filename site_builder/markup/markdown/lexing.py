"""From a Markdown source to a text for the engine: line by line, with placeholders for all that it must not read."""

from __future__ import annotations

import re

from site_builder.diagnostics import Diagnostic, warning
from site_builder.markup.markdown.emphasis import MARKS, emphasised
from site_builder.markup.markdown.spans import Spans
from site_builder.markup.markdown.tokens import Kind, Lexed, Run, Token, placeholder
from site_builder.markup.places import Locate

HTML_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "caption", "center", "col", "colgroup", "dd", "details", "div",
    "dl", "dt", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main",
    "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
"""The elements that, at the start of a line, begin a block of HTML (CommonMark 0.31, section 4.6)."""

_TAB = 4
_PREFIX = r"(?P<prefix>[ \t]*(?:>[ \t]*)*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)"
_ANY_PREFIX = re.compile(_PREFIX)
_FENCE = re.compile(_PREFIX + r"(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})(?P<info>[^\n]*)$")
_COMMENT_START = re.compile(_PREFIX + "(?=<!--)")
_PRE_START = re.compile(_PREFIX + r"(?=<pre[\s>])", re.IGNORECASE)
_PRE_END = re.compile("</pre>", re.IGNORECASE)
_STARTS_BLOCK = re.compile(
    r"\u3000\u3000"
    r"|[ \t]*(?:[-*+][ \t]|\d{1,9}[.)][ \t]|#{1,6}|\||:[ \t]|\*?\[[^\]\n]*\]:|(?:[-*_][ \t]*){3,}$|=+[ \t]*$)"
)
"""A line, or the inside of a quoted one, that does not go on with the paragraph above it."""
_QUOTES = re.compile(r"[ \t]*(?:>[ \t]?)*")
_DELIMITER_ROW = re.compile(r"[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_DEFINITION = re.compile(r"[ \t]*(?:>[ \t]*)*(?:\[(?!\^)[^\]\n]+\]:|\*\[[^\]\n]+\][ ]?:)")
_NOTE_START = re.compile(r"[ \t]*(?:>[ \t]*)*\[\^[^\]\n]+\]:")
_HEADING = re.compile(_PREFIX + r"#{1,6}(?!#)[ \t]*")
_LONE_LINE = re.compile(r"(?P<whole>#{1,6}|(?:\*[ ]{0,2}){3,}$|(?:_[ ]{0,2}){3,}$)|(?:-{3,}|={3,})[ ]*$")
"""A heading, or a rule, or what makes a heading of the line above. They are parted from the lines around them, because
the engine looks through a whole block once for each."""
_DEFINED = re.compile(r"[ ]{0,3}:[ ]{1,3}")
_LANGUAGE = re.compile(r"\{?[ \t]*\.?(?P<language>[\w#+.-]+)")
_IDENTIFIER = re.compile(r"\{[^}\n]*#(?P<id>[\w-]+)")
_SPECIAL = re.compile(rf"[\\`<{{}}\[]|https?:|{MARKS.pattern}")
"""What running text needs to have any token."""


def lex(source: str, start: int, tags: frozenset[str], locate: Locate) -> Lexed:
    """Take the tokens out of *source* from offset *start* on; *tags* are the HTML elements that may stand in it."""
    lexer = _Lexer(source, tags, locate)
    lexer.lex(start)
    return Lexed(
        source,
        _tidied("".join(lexer.pieces)),
        tuple(lexer.tokens),
        tuple(lexer.problems),
        tuple(lexer.spans.problems),
        tuple(lexer.runs),
    )


_LEADING_TABS = re.compile(r"^[ ]*\t[ \t]*", re.MULTILINE)
_BLANK_LINE = re.compile("^[ \t\u3000]+$", re.MULTILINE)


def _tidied(text: str) -> str:
    """Return *text* with spaces for leading tabs and nothing on blank lines."""
    text = _BLANK_LINE.sub("", text)
    return _LEADING_TABS.sub(lambda match: match[0].expandtabs(_TAB), text) if "\t" in text else text


class _Lexer:
    """Goes through a source once, line by line, and through the running text of each paragraph once."""

    def __init__(self, source: str, tags: frozenset[str], locate: Locate) -> None:
        self._source, self._tags, self._locate = source, tags, locate
        self.spans = Spans(source, tags, locate)
        self.pieces: list[str] = []
        self.tokens: list[Token] = []
        self.problems: list[Diagnostic] = []
        self.runs: list[Run] = []
        self._unclosed_pres = len(source) + 1
        """From here on no ``<pre>`` is closed, as far as is known."""

    def lex(self, start: int) -> None:
        """Lex the source from offset *start* on."""
        source = self._source
        position = run = start
        in_table = in_html = False
        depth = 0
        while position < len(source):
            end = self._line_end(position)
            if not source[position:end].strip():
                self._run(run, position, in_html=in_html, in_table=in_table)
                self.pieces.append(source[position : end + 1])
                position = run = end + 1
                in_table = in_html = False
                continue
            if not in_html and (leaf_end := self._leaf(run, position, end)):
                position = run = leaf_end
                continue
            begins_table = not in_html and self._begins_table(end)
            quotes = _quotes(source, position, end)
            begins_block = in_table or begins_table or quotes[0] != depth or _STARTS_BLOCK.match(source, quotes[1], end)
            if position > run and begins_block and not in_html:
                self._run(run, position, in_table=in_table)
                run = position
            elif position > run and not in_html and self._begins_term(run, end):
                self._run(run, position)
                self.pieces.append("\n")
                run = position
            if position == run:
                depth = quotes[0]
                in_table = in_table or begins_table
                in_html = not in_table and self._begins_html(position, end)
                if not in_table and (lone := _LONE_LINE.match(source, position, end)):
                    self.pieces.append("\n" if lone["whole"] else "")
                    self._run(position, end)
                    self.pieces.append(source[end : end + 1] + "\n")
                    run = end + 1
            position = end + 1
        self._run(run, len(source), in_html=in_html, in_table=in_table)

    def _line_end(self, position: int) -> int:
        end = self._source.find("\n", position)
        return len(self._source) if end < 0 else end

    def _begins_table(self, line_end: int) -> bool:
        """Whether the line after *line_end* is the delimiter row of a table."""
        start = line_end + 1
        row = self._source[start : self._line_end(start)]
        return "-" in row and "|" in row and _DELIMITER_ROW.match(row) is not None

    def _begins_term(self, run: int, line_end: int) -> bool:
        """Whether the line up to *line_end* is a term, right under the definition that begins at *run*."""
        is_definition = _DEFINED.match
        return bool(is_definition(self._source, run) and is_definition(self._source, line_end + 1))

    def _begins_html(self, position: int, end: int) -> bool:
        prefix = _ANY_PREFIX.match(self._source, position, end)
        return self.spans.tag_at(prefix.end() if prefix else position) in HTML_BLOCKS & self._tags

    # Leaves: what takes whole lines

    def _leaf(self, run: int, position: int, end: int) -> int:
        """Lex a fence, a long comment or a ``<pre>`` that begins on this line; return where it ends, else 0."""
        source = self._source
        if (match := _FENCE.match(source, position, end)) is not None:
            self._run(run, position)
            return self._fence(match)
        if (match := _COMMENT_START.match(source, position, end)) is not None:
            comment = self.spans.comment_at(match.end())
            if comment and comment.end > end:
                self._run(run, position)
                self.pieces.append(match["prefix"])
                self._add(comment)
                return comment.end
        elif "pre" in self._tags and _PRE_START.match(source, position, end) and (close := self._pre_end(end)):
            self._run(run, position)
            self._run(position, close, in_html=True, is_pre=True)
            return close
        return 0

    def _pre_end(self, start: int) -> int:
        """Return the end of the line that closes the ``<pre>`` before *start*; 0 when nothing does."""
        if start >= self._unclosed_pres:
            return 0
        close = _PRE_END.search(self._source, start)
        if close is None:
            self._unclosed_pres = start
            return 0
        return self._line_end(close.end())

    def _fence(self, match: re.Match[str]) -> int:
        """Lex the fenced block that *match* opens; return where it ends."""
        prefix, fence, info = match["prefix"], match["fence"], match["info"].strip()
        lines, end, is_closed = self._fenced_lines(match)
        if not is_closed:
            place = self._locate(match.start("fence"), len(fence))
            message, hint = "the code that begins here has no end", f"write {fence[:10]} on a line below it"
            self.problems.append(warning("markdown-unhonoured", message, place, hint))
        attrs: list[tuple[str, str]] = []
        if language := _LANGUAGE.match(info):
            attrs.append(("class", f"language-{language['language']}"))
        if identifier := _IDENTIFIER.match(info):
            attrs.append(("id", identifier["id"]))
        self.pieces.append(prefix or "\n")
        self._add(Token(Kind.FENCE, match.start("fence"), end, "".join(f"{line}\n" for line in lines), tuple(attrs)))
        self.pieces.append("" if prefix else "\n")
        return end

    def _fenced_lines(self, match: re.Match[str]) -> tuple[list[str], int, bool]:
        """Return the lines of the block that *match* opens, where it ends, and whether it is closed."""
        source, prefix, fence = self._source, match["prefix"], match["fence"]
        quotes = prefix.count(">")
        quote = re.compile(rf"(?:[ \t]*>){{{quotes}}}[ ]?") if quotes else None
        indent = 0 if quotes else len(prefix.expandtabs(_TAB))
        lines: list[str] = []
        end = match.end()
        while end < len(source):
            line_end = self._line_end(end + 1)
            line = source[end + 1 : line_end]
            if quote:
                quoted = quote.match(line)
                if not quoted:
                    break
                line = line[quoted.end() :]
            end = line_end
            bare = line.strip()
            if len(bare) >= len(fence) and not bare.strip(fence[0]):
                return lines, end, True
            lines.append(_dedented(line, indent))
        return lines, end, False

    # Running text

    def _run(
        self, start: int, end: int, *, in_html: bool = False, is_pre: bool = False, in_table: bool = False
    ) -> None:
        """Lex the running text between two offsets."""
        if start < end:
            first = len(self.pieces)
            self._lex_run(start, end, in_html=in_html, is_pre=is_pre, in_table=in_table)
            self.runs.append(Run(start, end, "".join(self.pieces[first:])))

    def _lex_run(self, start: int, end: int, *, in_html: bool, is_pre: bool, in_table: bool) -> None:
        source = self._source
        if not in_html and (match := _HEADING.match(source, start, end)):
            self.pieces.append(match[0])
            start = match.end()
            self._add(Token(Kind.MARK, start, start))
        elif not in_html and (match := _NOTE_START.match(source, start, end)):
            self.pieces.append(match[0])
            start = match.end()
        elif not in_html and _DEFINITION.match(source, start, end):
            line_end = min(self._line_end(start), end)
            self.pieces.append(source[start:line_end])
            start = line_end
        if not is_pre and not _SPECIAL.search(source, start, end):
            self.pieces.append(source[start:end])
            return
        tokens = self.spans.between(start, end, in_html=in_html)
        if not in_html and MARKS.search(source, start, end):
            tokens = emphasised(source, start, end, tokens, in_table=in_table)
        if is_pre:
            # An empty line must not end the block.
            breaks = [Token(Kind.NEWLINE, at, at + 1) for at in range(start, end) if source[at] == "\n"]
            tokens = sorted((*tokens, *breaks), key=lambda token: token.start)
        for token in tokens:
            if token.start >= start:
                self.pieces.append(source[start : token.start])
                self._add(token)
                start = token.end
        self.pieces.append(source[start:end])

    def _add(self, token: Token) -> None:
        self.pieces.append(placeholder(len(self.tokens), is_mark=token.kind is Kind.MARK))
        self.tokens.append(token)


def _quotes(source: str, position: int, end: int) -> tuple[int, int]:
    """Return how many quotations the line between two offsets is in, and where what it says begins."""
    match = _QUOTES.match(source, position, end)
    return (match[0].count(">"), match.end()) if match and ">" in match[0] else (0, position)


def _dedented(line: str, columns: int) -> str:
    """Return *line* without up to *columns* leading spaces."""
    expanded = line.expandtabs(_TAB) if line.startswith((" ", "\t")) and "\t" in line[:columns] else line
    blank = len(expanded) - len(expanded.lstrip(" "))
    return expanded[min(columns, blank) :]
