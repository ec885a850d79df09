"""The engine's tree as HTML: every placeholder becomes what its token means where it ended up."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from dataclasses import dataclass, field
from html import unescape

from site_builder.diagnostics import Diagnostic, Severity, SourceError, error, locate, warning
from site_builder.markup import notation
from site_builder.markup.decoding import FORBIDDEN
from site_builder.markup.html import ADDRESS_ATTRIBUTES, PLACE, is_allowed_attribute, is_safe_address
from site_builder.markup.markdown.blocks import HTML, LEAF, NOTE
from site_builder.markup.markdown.engine import Parsed
from site_builder.markup.markdown.lexing import PLACEHOLDER, Kind, Lexed, Token, index_of
from site_builder.text.rules import Rule, parse_rule
from site_builder.text.slugs import slugify
from site_builder.text.variants import HANS
from site_builder.tree import VOID_TAGS, escape_attribute, escape_text, serialize

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_LEFT_STANDING = re.compile(r"\*\*+|~~+")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_UNFIT_FOR_ADDRESSES = re.compile(r"[\s\"<>\\^`{|}]")
_BACKLINKS = "\x1d"
_DEEPEST = 40
"""How deep HTML may nest inside one block."""
_CONTEXT = 8

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


@dataclass(frozen=True, slots=True)
class Written:
    """A text as HTML that is not yet sanitised."""

    html: str
    rules: tuple[Rule, ...]
    """The rules of the notation that speak of the whole page, in order."""
    problems: tuple[Diagnostic, ...]
    """In the order of the text. Those about the notation forbid going on."""


@dataclass(slots=True)
class _Level:
    """The HTML elements that are open inside one element of the engine's tree."""

    open: list[tuple[str, Token]] = field(default_factory=list)


@dataclass(slots=True)
class _Note:
    number: int
    slug: str
    marks: int = 0


def write(lexed: Lexed, parsed: Parsed, path: str, tags: frozenset[str]) -> Written:
    """Return what *parsed*, made of *lexed*, means as HTML; *tags* are the HTML elements of the site."""
    writer = _Writer(lexed, parsed, path, tags)
    html = writer.document()
    return Written(html, tuple(writer.rules), tuple(sorted(writer.problems, key=lambda problem: problem.sort_key)))


class _Writer:
    def __init__(self, lexed: Lexed, parsed: Parsed, path: str, tags: frozenset[str]) -> None:
        self._lexed, self._path, self._tags = lexed, path, tags
        self._root = parsed.root
        self._note_elements = {note.get("label", ""): note for note in parsed.root.findall(NOTE)}
        self._notes: dict[str, _Note] = {}
        self._note_slugs: set[str] = set()
        self._links = 0
        """How many links are open."""
        self._cursor = 0
        """Where in the source the last thing with a known place was."""
        self.rules: list[Rule] = []
        self.problems: list[Diagnostic] = []
        for code, message, text in parsed.complaints:
            self._warn(code, message, *self._place_of(text))

    def document(self) -> str:
        """Return the whole text."""
        level = _Level()
        parts = [self._element(child, level) for child in self._root if child.tag != NOTE]
        parts.append(self._close_all(level))
        parts.append(self._footnotes())
        return "".join(parts)

    # Elements

    def _element(self, element: etree.Element, level: _Level) -> str:
        """Return *element*, which stands in an element with *level*, without its tail."""
        text = element.text or ""
        if element.tag == LEAF:
            return self._leaf(text)
        if element.tag == HTML:
            return self._running(text, level, is_html=True)
        if element.tag == "pre":
            # Indented code: the engine has escaped it already.
            code = "".join(child.text or "" for child in element)
            for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
                code = code.replace(entity, character)
            return f"<pre><code>{escape_text(self._source_of(code).rstrip())}\n</code></pre>"
        attrs = self._attributes(element)
        if element.tag == "a":
            return self._link(element, attrs)
        if element.tag == "img":
            return self._image(attrs, self._mark(element.get("alt") or ""))
        if element.tag in _HEADINGS and (place := self._mark(text)) >= 0:
            attrs[PLACE] = str(place)
        inner = self._children(element)
        return inner if element.tag == "p" and not inner.strip() else _tagged(element.tag, attrs, inner)

    def _children(self, element: etree.Element) -> str:
        level = _Level()
        parts = [self._running(element.text or "", level)]
        for child in element:
            parts += (self._element(child, level), self._running(child.tail or "", level))
        parts.append(self._close_all(level))
        return "".join(parts)

    def _leaf(self, text: str) -> str:
        parts: list[str] = []
        for match in PLACEHOLDER.finditer(text):
            token = self._token(match)
            if token.kind is Kind.COMMENT:
                parts.append(f"<!--{token.value}-->")
            else:
                parts.append(f"<pre>{_tagged('code', dict(token.attrs), escape_text(token.value))}</pre>")
        return "".join(parts)

    def _link(self, element: etree.Element, attrs: dict[str, str]) -> str:
        place = self._mark(element.text or "")
        if not self._is_safe(attrs.get("href", ""), place) or self._links:
            return self._children(element)
        self._links += 1
        inner = self._children(element)
        self._links -= 1
        return _tagged("a", attrs | {PLACE: str(max(place, 0))}, inner)

    def _image(self, attrs: dict[str, str], place: int) -> str:
        if not self._is_safe(attrs.get("src", ""), place):
            return escape_text(attrs.get("alt", ""))
        return _tagged("img", attrs | {PLACE: str(max(place, 0))}, "")

    def _attributes(self, element: etree.Element) -> dict[str, str]:
        """Return the attributes of an element of the engine that may stay."""
        attrs: dict[str, str] = {}
        for raw_name, raw in element.items():
            name, value = raw_name.lower(), self._attribute(raw or "")
            if name in ADDRESS_ATTRIBUTES:
                value = _address(value)
            if is_allowed_attribute(element.tag, name, value):
                attrs[name] = value
            else:
                self._warn(
                    "markdown-unhonoured",
                    f"the attribute {name} of <{element.tag}> is left out",
                    *self._place_of(f"{raw_name}="),
                    hint="attributes that run programs or change the page's look cannot be used",
                )
        return attrs

    def _attribute(self, text: str) -> str:
        """Return *text*, which stands in an attribute, with its placeholders and entities resolved."""

        def resolve(match: re.Match[str]) -> str:
            token = self._token(match)
            if token.kind is Kind.MARK:
                return ""
            if token.kind in (Kind.ESCAPE, Kind.READING):
                return token.value
            if token.kind is Kind.CHOICE:
                self._warn("markdown-unhonoured", "a choice cannot stand in an image's text or a title", token.start, 2)
                return parse_rule(token.value).choice(HANS)
            return "" if token.kind in (Kind.KEEP, Kind.KEPT) else self._lexed.source_of(index_of(match))

        return _ENTITY.sub(_decoded, PLACEHOLDER.sub(resolve, text))

    # Running text

    def _running(self, text: str, level: _Level, *, is_html: bool = False) -> str:
        """Return *text*, a run of an element with *level*; in a block of HTML Markdown's own tokens mean nothing."""
        if "\x0f" not in text:
            return self._plain(text, is_html=is_html)
        parts: list[str] = []
        position = 0
        for match in PLACEHOLDER.finditer(text):
            parts.append(self._plain(text[position : match.start()], is_html=is_html))
            position = match.end()
            token = self._token(match)
            self._cursor = token.start
            if is_html and token.kind in _MARKDOWN_ONLY:
                parts.append(escape_text(self._lexed.source[token.start : token.end]))
            else:
                parts.append(self._write_token(token, level))
        parts.append(self._plain(text[position:], is_html=is_html))
        return "".join(parts)

    def _plain(self, text: str, *, is_html: bool) -> str:
        if not text:
            return ""
        if not is_html and (standing := _LEFT_STANDING.search(text)):
            self._report_emphasis(text, standing)
        if "&" not in text:
            return escape_text(text)
        parts: list[str] = []
        position = 0
        for match in _ENTITY.finditer(text):
            parts += (escape_text(text[position : match.start()]), escape_text(_decoded(match)))
            position = match.end()
        return "".join((*parts, escape_text(text[position:])))

    def _write_token(self, token: Token, level: _Level) -> str:  # noqa: C901, PLR0911  # one line for each kind
        value = token.value
        match token.kind:
            case Kind.ESCAPE:
                return escape_text(value)
            case Kind.BREAK:
                return "<br>"
            case Kind.NEWLINE:
                return "\n"
            case Kind.CODE | Kind.FENCE:
                return f"<code>{escape_text(value)}</code>"
            case Kind.COMMENT:
                return f"<!--{value}-->"
            case Kind.OPEN_TAG:
                return self._open(token, level)
            case Kind.CLOSE_TAG:
                return self._close(token, level)
            case Kind.ADDRESS:
                return self._bare_address(token)
            case Kind.NOTE:
                return self._note_mark(token)
            case Kind.KEEP:
                return self._begin("x-keep", "<x-keep>", token, level)
            case Kind.KEPT:
                return self._end_protection(token, level)
            case Kind.CHOICE:
                rule = parse_rule(value)
                if notation.speaks_of_page(rule):
                    self.rules.append(rule)
                return serialize((notation.choice_element(value),))
            case Kind.READING:
                return serialize((notation.reading_element(value, dict(token.attrs)["reading"]),))
            case Kind.BAD_NOTATION:
                self.problems.append(self._lexed.notation_problems[int(value)])
                return self._literal(token)
            case Kind.LITERAL:
                hint = r"write `code`, or a backslash before the <, if it is meant as text"
                message = f"{value} is not among the HTML that texts may use; it is shown as text"
                self._warn("html-shown-as-text", message, token.start, token.end - token.start, hint=hint)
                return self._literal(token)
        return ""

    def _literal(self, token: Token) -> str:
        return escape_text(self._lexed.source[token.start : token.end])

    def _bare_address(self, token: Token) -> str:
        address = token.value
        if self._links:
            return escape_text(address)
        if not self._is_safe(address, token.start):
            return self._literal(token)
        has_scheme = re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", address)
        href = _address(_ENTITY.sub(_decoded, address if has_scheme else f"mailto:{address}"))
        return _tagged("a", {"href": href, PLACE: str(token.start)}, escape_text(_ENTITY.sub(_decoded, address)))

    # HTML that the editor wrote

    def _open(self, token: Token, level: _Level) -> str:
        tag = token.value
        attrs: dict[str, str] = {}
        for name, raw in token.attrs:
            value = _ENTITY.sub(_decoded, raw)
            if name in ADDRESS_ATTRIBUTES:
                value = _address(value)
                if not self._is_safe(value, token.start):
                    continue
            if is_allowed_attribute(tag, name, value):
                attrs[name] = value
            else:
                hint = "attributes that run programs or change the page's look cannot be used"
                message = f"the attribute {name} of <{tag}> is left out"
                self._warn("markdown-unhonoured", message, token.start, token.end - token.start, hint=hint)
        if tag in ("a", "img") or tag in _HEADINGS:
            attrs[PLACE] = str(token.start)
        ends = _IMPLIED_ENDS.get(tag, ())
        closed: list[str] = []
        while level.open and level.open[-1][0] in ends:
            closed.append(self._pop(level))
        start = _tagged(tag, attrs, "", is_open=True)
        if tag in VOID_TAGS:
            return "".join((*closed, start))
        return "".join((*closed, self._begin(tag, start, token, level)))

    def _begin(self, tag: str, start: str, token: Token, level: _Level) -> str:
        if len(level.open) >= _DEEPEST:
            place = locate(self._path, self._lexed.source, token.start, token.end - token.start)
            raise SourceError(error("markdown-too-deep", f"elements nested deeper than {_DEEPEST}", place))
        level.open.append((tag, token))
        self._links += tag == "a"
        return start

    def _close(self, token: Token, level: _Level) -> str:
        if not any(tag == token.value for tag, _ in level.open):
            hint = "remove it, or write the tag that begins the element into the same block"
            self._warn("text-stray-tag", f"</{token.value}> ends nothing", token.start, token.end - token.start, hint=hint)
            return self._literal(token)
        parts: list[str] = []
        while level.open[-1][0] != token.value:
            self._report_open(*level.open[-1])
            parts.append(self._pop(level))
        return "".join((*parts, self._pop(level)))

    def _end_protection(self, token: Token, level: _Level) -> str:
        if any(tag == "x-keep" for tag, _ in level.open):
            parts = []
            while level.open[-1][0] != "x-keep":
                self._report_open(*level.open[-1])
                parts.append(self._pop(level))
            return "".join((*parts, self._pop(level)))
        # Its beginning was inside emphasis or a link, at the end of which the protection was closed.
        return ""

    def _close_all(self, level: _Level) -> str:
        parts: list[str] = []
        while level.open:
            self._report_open(*level.open[-1])
            parts.append(self._pop(level))
        return "".join(parts)

    def _pop(self, level: _Level) -> str:
        tag, _ = level.open.pop()
        self._links -= tag == "a"
        return f"</{tag}>"

    def _report_open(self, tag: str, token: Token) -> None:
        if tag == "x-keep":
            message = "the protected text does not end in the emphasis, link or block in which it begins"
            self._warn("protection-malformed", message, token.start, 2, severity=Severity.ERROR)
        elif tag not in _MAY_STAY_OPEN:
            message = f"<{tag}> is not closed where it began"
            self._warn("text-stray-tag", message, token.start, token.end - token.start, hint=f"write </{tag}>")

    # Footnotes

    def _note_mark(self, token: Token) -> str:
        label = token.value
        if label not in self._note_elements:
            hint = f"write [^{label}]: and its text in a paragraph of its own"
            self._warn("footnote-missing", f"there is no note [^{label}]", token.start, token.end - token.start, hint=hint)
            return self._literal(token)
        note = self._notes.get(label) or self._numbered(label)
        note.marks += 1
        mark = {"class": "footnote-ref", "id": _mark_id(note, note.marks)}
        return _tagged("sup", mark, _tagged("a", {"href": f"#fn-{note.slug}"}, str(note.number)))

    def _numbered(self, label: str) -> _Note:
        number = len(self._notes) + 1
        slug = label.lower() if re.fullmatch("[A-Za-z0-9_-]{1,40}", label) else slugify(label)[:40].strip("-")
        slug = slug if slug and slug not in self._note_slugs else f"note-{number}"
        self._note_slugs.add(slug)
        self._notes[label] = _Note(number, slug)
        return self._notes[label]

    def _footnotes(self) -> str:
        """Return the notes in the order of their marks; a note may have marks of its own."""
        items: dict[str, str] = {}
        while waiting := [label for label in self._notes if label not in items]:
            for label in waiting:
                items[label] = self._note(label)
        for label in self._note_elements:
            if label not in items:
                place, length = self._place_of(f"[^{label}]:")
                hint = f"write [^{label}] where the note belongs"
                self._warn("footnote-missing", f"nothing in the text refers to the note [^{label}]", place, length, hint=hint)
                self._numbered(label)
                items[label] = self._note(label)
        if not items:
            return ""
        backlinks = {str(note.number): self._backlinks(note) for note in self._notes.values()}
        html = "".join(items.values())
        html = re.sub(f"{_BACKLINKS}(\\d+){_BACKLINKS}", lambda match: backlinks[match[1]], html)
        return f'<div class="footnote"><ol>{html}</ol></div>'

    def _note(self, label: str) -> str:
        note, element = self._notes[label], self._note_elements[label]
        inner = self._children(element)
        back = f"{_BACKLINKS}{note.number}{_BACKLINKS}"
        inner = f"{inner[:-4]}{back}</p>" if inner.endswith("</p>") else f"{inner}<p>{back}</p>"
        return _tagged("li", {"id": f"fn-{note.slug}"}, inner)

    @staticmethod
    def _backlinks(note: _Note) -> str:
        links = (
            _tagged("a", {"class": "footnote-backref", "href": f"#{_mark_id(note, number)}"}, "↩")
            for number in range(1, note.marks + 1)
        )
        return "".join(f"\u00a0{link}" for link in links)

    # Places and problems

    def _token(self, match: re.Match[str]) -> Token:
        return self._lexed.tokens[index_of(match)]

    def _source_of(self, text: str) -> str:
        return PLACEHOLDER.sub(lambda match: self._lexed.source_of(index_of(match)), text)

    def _mark(self, text: str) -> int:
        """Return the place that a mark at the beginning of *text* stands for, -1 without one."""
        match = PLACEHOLDER.match(text)
        token = self._token(match) if match else None
        return token.start if token and token.kind is Kind.MARK else -1

    def _place_of(self, text: str) -> tuple[int, int]:
        """Return offset and length of *text*, which may hold placeholders, in the source; or of where we are."""
        if match := PLACEHOLDER.search(text):
            token = self._token(match)
            return token.start, max(1, token.end - token.start)
        found = self._lexed.source.find(text, self._cursor)
        found = found if found >= 0 else self._lexed.source.find(text)
        return (found, len(text)) if found >= 0 else (self._cursor, 1)

    def _is_safe(self, address: str, place: int) -> bool:
        if is_safe_address(address):
            return True
        location = locate(self._path, self._lexed.source, place if place >= 0 else self._place_of(address)[0])
        message = f"the address {address[:60]} is none that a page may lead to; the link is left out"
        self.problems.append(error("link-unsafe", message, location, "write an address that begins with https://"))
        return False

    def _report_emphasis(self, text: str, standing: re.Match[str]) -> None:
        left = text[max(0, standing.start() - _CONTEXT) : standing.start()]
        right = text[standing.start() : standing.end() + _CONTEXT]
        for context, before in ((left + right, len(left)), (right, 0), (standing[0], 0)):
            found = self._lexed.source.find(context, self._cursor)
            if found < 0:
                found = self._lexed.source.find(context)
            if found >= 0:
                hint = rf"close it in the same paragraph, or write \{standing[0][0]} for the character itself"
                message = f"{standing[0]} was left standing in the text"
                self._warn("emphasis-unclosed", message, found + before, len(standing[0]), hint=hint)
                self._cursor = found + before
                return

    def _warn(  # noqa: PLR0913  # the fields of a diagnostic
        self, code: str, message: str, place: int, length: int, *, hint: str = "", severity: Severity = Severity.WARNING
    ) -> None:
        location = locate(self._path, self._lexed.source, place, length)
        make = warning if severity is Severity.WARNING else error
        self.problems.append(make(code, message, location, hint))


_MARKDOWN_ONLY = frozenset({Kind.CODE, Kind.ADDRESS, Kind.NOTE, Kind.BREAK, Kind.FENCE})


def _tagged(tag: str, attrs: dict[str, str], inner: str, *, is_open: bool = False) -> str:
    written = "".join(f' {name}="{escape_attribute(value)}"' for name, value in attrs.items())
    return f"<{tag}{written}>{inner}" + ("" if is_open or tag in VOID_TAGS else f"</{tag}>")


def _mark_id(note: _Note, number: int) -> str:
    return f"fnref-{note.slug}" if number == 1 else f"fnref-{note.slug}-{number}"


def _decoded(match: re.Match[str]) -> str:
    """Return the characters that an entity stands for; the entity itself when there are none that a text may have."""
    text = unescape(match[0])
    return match[0] if not text or FORBIDDEN.search(text) or text == "\ufffd" else text


def _address(text: str) -> str:
    """Return *text* with what an address cannot have percent-encoded."""
    return _UNFIT_FOR_ADDRESSES.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), text.strip())
