"""What the engine must not interpret, taken out of a Markdown text: code, HTML, notation, addresses, notes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from site_builder.diagnostics import Diagnostic, locate, warning
from site_builder.markup import notation

# Placeholders: C0 control characters that are no white space; no source has them.

_DIGITS = str.maketrans("01234567", "\x10\x11\x12\x13\x14\x15\x16\x17")
_INDICES = {value: key for key, value in _DIGITS.items()}
PLACEHOLDER = re.compile("([\x0e\x18])([\x10-\x17]+)\x0f")
MARKS = re.compile("\x18[\x10-\x17]+\x0f")
"""The placeholders that only mark a place."""


def placeholder(index: int, *, is_mark: bool = False) -> str:
    """Return what stands in the text for the token at *index*; it has no word characters and no white space."""
    return f"{chr(0x18) if is_mark else chr(0x0e)}{oct(index)[2:].translate(_DIGITS)}\x0f"


def index_of(match: re.Match[str]) -> int:
    """Return the index of the token that a match of :data:`PLACEHOLDER` stands for."""
    return int(match[2].translate(_INDICES), 8)


class Kind(Enum):
    """What a token is; in brackets what its value says."""

    MARK = auto()
    """A place in the source."""
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
    """HTML that is shown as text (the reason)."""
    ADDRESS = auto()
    """A bare address, or one in angle brackets (the address)."""
    NOTE = auto()
    """A footnote mark (the label)."""
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
    runs: tuple[tuple[int, str], ...] = ()
    """(offset in the source, text with placeholders) of each piece of running text."""

    def source_of(self, index: int) -> str:
        """Return what the token at *index* was made of."""
        token = self.tokens[index]
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
            pieces.append(_blanked(between) if protected else between)
            pieces.append(_blanked(self.source[token.start : token.end]))
            position = token.end
            protected += (token.kind is Kind.KEEP) - (token.kind is Kind.KEPT)
        return "".join((*pieces, self.source[position:]))


_PROSE = frozenset({Kind.MARK, Kind.ESCAPE, Kind.BREAK, Kind.NEWLINE, Kind.READING})
"""Tokens that do not keep what they cover from being read as running text."""
_INK = re.compile(r"\S")


def _blanked(text: str) -> str:
    return _INK.sub(" ", text)


# The lines of a text

_PREFIX = r"(?P<prefix>[ \t]*(?:>[ \t]*)*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)"
_ANY_PREFIX = re.compile(_PREFIX)
_FENCE = re.compile(_PREFIX + r"(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})(?P<info>[^\n]*)$")
_COMMENT_START = re.compile(_PREFIX + "(?=<!--)")
_PRE_START = re.compile(_PREFIX + r"(?=<pre[\s>])", re.IGNORECASE)
_PRE_END = re.compile("</pre>", re.IGNORECASE)
_STARTS_BLOCK = re.compile(
    r"[ \t]*(?:>|[-*+][ \t]|\d{1,9}[.)][ \t]|#{1,6}|\||:[ \t]|\[[^\]\n]*\]:|\*\[[^\]\n]*\]:|(?:[-*_][ \t]*){3,}$|=+[ \t]*$)"
)
"""A line that does not go on with the paragraph above it."""
_DELIMITER_ROW = re.compile(r"[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_DEFINITION = re.compile(r"[ \t]*(?:>[ \t]*)*(?:\[(?!\^)[^\]\n]+\]:|\*\[[^\]\n]+\][ ]?:)")
_NOTE_START = re.compile(r"[ \t]*(?:>[ \t]*)*\[\^[^\]\n]+\]:")
_HEADING = re.compile(_PREFIX + r"#{1,6}(?!#)[ \t]*")
_TASK = re.compile(r"[ xX]\][ \t]")
_LANGUAGE = re.compile(r"\{?[ \t]*\.?(?P<language>[\w#+.-]+)")
_IDENTIFIER = re.compile(r"\{[^}\n]*#(?P<id>[\w-]+)")

# The inside of a line

_TAG_NAME = r"[A-Za-z][A-Za-z0-9-]*"
_TAG_ATTRIBUTE = r"""\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?"""
_URL = r"https?://[A-Za-z0-9\[][A-Za-z0-9\-._~:/?\#\[\]@!$&'()*+,;=%]*"
_TOKENS = re.compile(
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
    |\[\^(?P<note>[^\]\s\[][^\]\n\[]*)\]
    |(?P<link>!?\[)
    |(?P<url>(?<![A-Za-z0-9/@.=]){_URL})
    """,
    re.VERBOSE,
)
_ATTRIBUTE = re.compile(r"""([A-Za-z_:][\w.:-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
_SPECIAL = re.compile(r"[\\`<{}\[]|https?:")
_UNSAFE_COMMENT = re.compile(r"^-?>|--!>|<!--|--$|-$|<!-$")
_URL_END = re.compile(r"[.,;:!?'\"*_~&]+$")


def lex(source: str, start: int, path: str, tags: frozenset[str]) -> Lexed:
    """Take the tokens out of *source* from offset *start* on; *tags* are the HTML elements that may stand in it."""
    lexer = _Lexer(source, path, tags)
    lexer.lex(start)
    return Lexed(
        source,
        _tidy("".join(lexer.pieces)),
        tuple(lexer.tokens),
        tuple(lexer.problems),
        tuple(lexer.notation_problems),
        tuple(lexer.runs),
    )


_LEADING_TABS = re.compile(r"^[ ]*\t[ \t]*", re.MULTILINE)
_BLANK_LINES = re.compile("^[ \t\u3000]+$", re.MULTILINE)
_TAB = 4


def _tidy(text: str) -> str:
    """Return *text* with spaces for leading tabs and nothing on blank lines."""
    text = _BLANK_LINES.sub("", text)
    return _LEADING_TABS.sub(lambda match: match[0].expandtabs(_TAB), text) if "\t" in text else text


class _Lexer:
    """Goes through a source once, line by line, and through the running text of each paragraph once."""

    def __init__(self, source: str, path: str, tags: frozenset[str]) -> None:
        self._source, self._path, self._tags = source, path, tags
        self.pieces: list[str] = []
        self.tokens: list[Token] = []
        self.problems: list[Diagnostic] = []
        self.notation_problems: list[Diagnostic] = []
        self.runs: list[tuple[int, str]] = []
        self._comments_end = 0
        """From here on no comment is closed; 0 while that is not known."""
        self._pres_end = 0
        """The same for ``<pre>``."""

    def lex(self, start: int) -> None:
        """Lex the source from offset *start* on."""
        source = self._source
        position = segment = start
        in_table = in_html = False
        while position < len(source):
            end = self._line_end(position)
            if not source[position:end].strip():
                self._run(segment, position, in_html=in_html)
                self.pieces.append(source[position : end + 1])
                position = segment = end + 1
                in_table = in_html = False
                continue
            leaf_end = 0 if in_html else self._leaf(segment, position, end)
            if leaf_end:
                position = segment = leaf_end
                continue
            if position == segment:
                in_html = self._starts_html(position, end)
                in_table = not in_html and self._starts_table(end)
            elif not in_html and (in_table or self._starts_table(end) or _STARTS_BLOCK.match(source, position, end)):
                in_table = in_table or self._starts_table(end)
                self._run(segment, position)
                segment = position
                in_html = self._starts_html(position, end)
            position = end + 1
        self._run(segment, len(source), in_html=in_html)

    def _line_end(self, position: int) -> int:
        end = self._source.find("\n", position)
        return len(self._source) if end < 0 else end

    def _starts_table(self, line_end: int) -> bool:
        """Whether the line after *line_end* is the delimiter row of a table."""
        start = line_end + 1
        row = self._source[start : self._line_end(start)]
        return "-" in row and "|" in row and _DELIMITER_ROW.match(row) is not None

    def _starts_html(self, position: int, end: int) -> bool:
        prefix = _ANY_PREFIX.match(self._source, position, end)
        match = _TOKENS.match(self._source, prefix.end() if prefix else position)
        return match is not None and match.lastgroup == "tag" and match["name"].lower() in HTML_BLOCKS & self._tags

    # Leaves: what takes whole lines

    def _leaf(self, segment: int, position: int, end: int) -> int:
        """Lex a fence, a long comment or a ``<pre>`` that begins on this line; return where it ends, else 0."""
        source = self._source
        if (match := _FENCE.match(source, position, end)) is not None:
            self._run(segment, position)
            return self._fence(match)
        if (match := _COMMENT_START.match(source, position, end)) is not None:
            close = self._comment_end(match.end())
            if close > end:
                self._run(segment, position)
                self.pieces.append(match["prefix"])
                self._comment(match.end(), close)
                return close
        elif "pre" in self._tags and _PRE_START.match(source, position, end):
            close = self._pre_end(end)
            if close:
                self._run(segment, position)
                self._run(position, close, in_html=True, is_pre=True)
                return close
        return 0

    def _fence(self, match: re.Match[str]) -> int:
        """Lex the fenced block that *match* opens; return where it ends."""
        source = self._source
        prefix, fence, info = match["prefix"], match["fence"], match["info"].strip()
        quotes = prefix.count(">")
        indent = len(prefix[prefix.rfind(">") + 1 :].expandtabs(_TAB)) if not quotes else 0
        closing = re.compile(rf"[ \t]*{re.escape(fence[0])}{{{len(fence)},}}[ \t]*")
        quote = re.compile(rf"(?:[ \t]*>){{{quotes}}}[ ]?") if quotes else None
        lines: list[str] = []
        position = match.end() + 1
        end = match.end()
        is_closed = False
        while position < len(source) and not is_closed:
            line_end = self._line_end(position)
            line = source[position:line_end]
            if quote:
                quoted = quote.match(line)
                if not quoted:
                    break
                line = line[quoted.end() :]
            end = line_end
            position = line_end + 1
            is_closed = closing.fullmatch(line) is not None
            if not is_closed:
                lines.append(_dedented(line, indent))
        if not is_closed:
            place = locate(self._path, source, match.start("fence"), len(fence))
            message = "the code that begins here has no end"
            self.problems.append(warning("markdown-unhonoured", message, place, f"write {fence} on a line below it"))
        attrs: list[tuple[str, str]] = []
        if language := _LANGUAGE.match(info):
            attrs.append(("class", f"language-{language['language']}"))
        if identifier := _IDENTIFIER.match(info):
            attrs.append(("id", identifier["id"]))
        self.pieces.append(prefix)
        code = "".join(f"{line}\n" for line in lines)
        self._add(Token(Kind.FENCE, match.start("fence"), end, code, tuple(attrs)))
        return end

    def _comment_end(self, start: int) -> int:
        """Return the offset after the comment that begins at *start*; 0 when it has no end."""
        if self._comments_end and start >= self._comments_end:
            return 0
        close = self._source.find("-->", start + 4)
        if close < 0:
            self._comments_end = start
            return 0
        return close + 3

    def _pre_end(self, start: int) -> int:
        """Return the end of the line that closes the ``<pre>`` before *start*; 0 when nothing does."""
        if self._pres_end and start >= self._pres_end:
            return 0
        close = _PRE_END.search(self._source, start)
        if close is None:
            self._pres_end = start
            return 0
        return self._line_end(close.end())

    def _comment(self, start: int, end: int) -> None:
        text = self._source[start + 4 : end - 3]
        if _UNSAFE_COMMENT.search(text):
            self._add(Token(Kind.LITERAL, start, end, "a comment that browsers would end earlier"))
        else:
            self._add(Token(Kind.COMMENT, start, end, text))

    # Running text

    def _add(self, token: Token) -> None:
        self.pieces.append(placeholder(len(self.tokens), is_mark=token.kind is Kind.MARK))
        self.tokens.append(token)

    def _run(self, start: int, end: int, *, in_html: bool = False, is_pre: bool = False) -> None:
        """Lex the running text between two offsets."""
        if start >= end:
            return
        first = len(self.pieces)
        self._lex_run(start, end, in_html=in_html, is_pre=is_pre)
        self.runs.append((start, "".join(self.pieces[first:])))

    def _lex_run(self, start: int, end: int, *, in_html: bool, is_pre: bool) -> None:
        source = self._source
        definition = _DEFINITION.match(source, start, end)
        if definition and not in_html:
            line_end = min(self._line_end(start), end)
            self.pieces.append(source[start:line_end])
            start = line_end
        if not _SPECIAL.search(source, start, end) and not _HEADING.match(source, start, end) and not is_pre:
            self.pieces.append(source[start:end])
            return
        tokens = list(self._paired(list(self._find(start, end, in_html=in_html))))
        if is_pre:
            breaks = [Token(Kind.NEWLINE, at, at + 1) for at in range(start, end) if source[at] == "\n"]
            tokens = sorted((*tokens, *breaks), key=lambda token: token.start)
        position = start
        for token in tokens:
            if token.start < position:
                continue
            self.pieces.append(source[position : token.start])
            self._add(token)
            position = token.end
        self.pieces.append(source[position:end])

    def _find(self, start: int, end: int, *, in_html: bool) -> Iterator[Token]:
        """Yield the tokens between two offsets, in order; opening and closing marks of protection unpaired."""
        source = self._source
        ticks = _Ticks(source, start, end)
        position = start
        if heading := _HEADING.match(source, start, end):
            position = heading.end()
            yield Token(Kind.MARK, position, position)
        elif note := _NOTE_START.match(source, start, end):
            position = note.end()
        while match := _TOKENS.search(source, position, end):
            token = self._token(match, ticks, end, in_html=in_html)
            position = match.end()
            if token:
                yield token
                position = max(token.end, position if token.kind is Kind.MARK else token.end)

    def _token(self, match: re.Match[str], ticks: _Ticks, end: int, *, in_html: bool) -> Token | None:
        start, stop = match.span()
        kind = match.lastgroup
        if match["note"] is not None:
            return None if in_html else Token(Kind.NOTE, start, stop, match["note"].strip())
        if match["notated"] is not None:
            return self._reading(match)
        if match["name"] is not None:
            return self._tag(match)
        if match["address"] is not None:
            return None if in_html else Token(Kind.ADDRESS, start, stop, match["address"])
        if kind == "comment":
            close = self._comment_end(start)
            if not close or close > end:
                return None
            text = self._source[start + 4 : close - 3]
            if _UNSAFE_COMMENT.search(text):
                return Token(Kind.LITERAL, start, close, "a comment that browsers would end earlier")
            return Token(Kind.COMMENT, start, close, text)
        if kind == "declaration":
            return Token(Kind.LITERAL, start, stop, "a declaration")
        if kind == "opening":
            return Token(Kind.KEEP, start, stop)
        if kind == "closing":
            return Token(Kind.KEPT, start, stop)
        if kind == "escape" and (not in_html or match[0][1:] in ("-{", "}-", "{")):
            return Token(Kind.ESCAPE, start, stop, match[0][1:])
        if in_html:
            return None
        if kind == "hardbreak":
            return Token(Kind.BREAK, start, stop)
        if kind == "ticks":
            return ticks.span(start, stop)
        if kind == "link":
            return None if _TASK.match(self._source, stop) else Token(Kind.MARK, stop, stop)
        if kind == "url":
            address = _trimmed(match[0])
            return Token(Kind.ADDRESS, start, start + len(address), address)
        return None

    def _tag(self, match: re.Match[str]) -> Token:
        start, stop = match.span()
        name = match["name"].lower()
        if name not in self._tags:
            return Token(Kind.LITERAL, start, stop, f"<{name}>")
        if match["slash"]:
            return Token(Kind.CLOSE_TAG, start, stop, name)
        attrs: dict[str, str] = {}
        for attribute in _ATTRIBUTE.finditer(match["attrs"]):
            attrs.setdefault(attribute[1].lower(), attribute[2] or attribute[3] or attribute[4] or "")
        return Token(Kind.OPEN_TAG, start, stop, name, tuple(attrs.items()))

    def _reading(self, match: re.Match[str]) -> Token:
        reading = notation.read_reading(match["base"], match["reading"], match.start(), self._path, self._source)
        if isinstance(reading, Diagnostic):
            return self._bad(match.start(), match.end(), reading)
        return Token(Kind.READING, match.start(), match.end(), match["base"], (("reading", reading),))

    def _bad(self, start: int, end: int, problem: Diagnostic) -> Token:
        self.notation_problems.append(problem)
        return Token(Kind.BAD_NOTATION, start, end, str(len(self.notation_problems) - 1))

    def _paired(self, tokens: Sequence[Token]) -> Iterator[Token]:
        """Yield *tokens* with the marks of protection paired: rules as one token, marks without a partner as such."""
        kinds = {Kind.KEEP: notation.Kind.OPENING, Kind.KEPT: notation.Kind.CLOSING}
        closers = notation.pairs((i, kinds[token.kind]) for i, token in enumerate(tokens) if token.kind in kinds)
        ends = set(closers.values())
        position = 0
        for index, token in enumerate(tokens):
            if token.start < position:
                continue
            if token.kind is Kind.KEEP and index in closers:
                closing = tokens[closers[index]]
                inner = self._source[token.end : closing.start]
                rule = notation.read_rule(inner, token.end, self._path, self._source)
                if rule is None:
                    yield token
                    continue
                position = closing.end
                if isinstance(rule, Diagnostic):
                    yield self._bad(token.start, closing.end, rule)
                else:
                    yield Token(Kind.CHOICE, token.start, closing.end, inner)
            elif token.kind is Kind.KEEP:
                yield self._bad(token.start, token.end, notation.unclosed(token.start, self._path, self._source))
            elif token.kind is not Kind.KEPT or index in ends:
                yield token


class _Ticks:
    """The runs of backticks in a piece of running text, so that each finds its partner at once."""

    def __init__(self, source: str, start: int, end: int) -> None:
        self._source, self._start, self._end = source, start, end
        self._runs: dict[int, list[int]] | None = None

    def span(self, start: int, stop: int) -> Token | None:
        """Return the code span that the backticks between two offsets open, if they do."""
        if self._runs is None:
            self._runs = {}
            for match in re.compile("`+").finditer(self._source, self._start, self._end):
                self._runs.setdefault(len(match[0]), []).append(match.start())
        runs = self._runs.get(stop - start, [])
        following = bisect_right(runs, start)
        if following == len(runs):
            return None
        code = re.sub(r"\n[ \t]*(?:>[ \t]?)*", " ", self._source[stop : runs[following]])
        return Token(Kind.CODE, start, runs[following] + stop - start, code.strip() or code)


HTML_BLOCKS = frozenset(
    "address article aside blockquote caption center col colgroup dd details div dl dt figcaption figure footer h1 h2 h3 "
    "h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
"""The elements that, at the start of a line, begin a block of HTML (CommonMark 0.31, section 4.6)."""


def _dedented(line: str, columns: int) -> str:
    """Return *line* without up to *columns* leading spaces."""
    expanded = line.expandtabs(_TAB) if line.startswith((" ", "\t")) and "\t" in line[:columns] else line
    blank = len(expanded) - len(expanded.lstrip(" "))
    return expanded[min(columns, blank) :]


def _trimmed(url: str) -> str:
    """Return *url* without the punctuation of the sentence it stands in, and without an unpaired bracket."""
    url = _URL_END.sub("", url)
    while url.endswith((")", "]")):
        opening = "(" if url[-1] == ")" else "["
        if url.count(url[-1]) <= url.count(opening):
            break
        url = _URL_END.sub("", url[:-1])
    return url
