"""The engine's tree as HTML: every placeholder becomes what its token means where it ended up."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import unescape
from urllib.parse import quote

from site_builder.diagnostics import Diagnostic
from site_builder.markup import notation
from site_builder.markup.decoding import FORBIDDEN
from site_builder.markup.html import ADDRESS_ATTRIBUTES, PLACE, is_allowed_attribute
from site_builder.markup.markdown.blocks import HTML, LEAF, NOTE
from site_builder.markup.markdown.complaints import Complaints
from site_builder.markup.markdown.engine import Parsed
from site_builder.markup.markdown.nesting import Level, Nesting
from site_builder.markup.markdown.notes import Notes
from site_builder.markup.markdown.tokens import PLACEHOLDER, PLACEHOLDER_END, Kind, Lexed, Token
from site_builder.markup.places import Locate
from site_builder.text.rules import Rule, parse_rule
from site_builder.text.variants import HANS
from site_builder.text.words import HANZI
from site_builder.tree import VOID_TAGS, escape_attribute, escape_text, serialize

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_PROSE = re.compile(f"[{HANZI}]{{6,}}[，。、；：？！][{HANZI}]+.*[。？！”」…]$", re.MULTILINE)
"""A line that is a sentence rather than code."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_UNFIT_FOR_ADDRESSES = re.compile(r"[\s\"<>\\^`{|}]")
_HAS_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_MARKDOWN_ONLY = frozenset({Kind.CODE, Kind.ADDRESS, Kind.NOTE, Kind.BREAK, Kind.FENCE})
"""Tokens that are ordinary text in a block of HTML."""
_WITHOUT_TEXT = frozenset({Kind.MARK, Kind.KEEP, Kind.KEPT, Kind.EMPHASIS, Kind.EMPHASIS_END})
"""Tokens that only say something about the text beside them."""


@dataclass(frozen=True, slots=True)
class Written:
    """A text as HTML that is not yet sanitised."""

    html: str
    rules: tuple[Rule, ...]
    """The rules of the notation that speak of the whole page, in order."""
    problems: tuple[Diagnostic, ...]


def write(lexed: Lexed, parsed: Parsed, locate: Locate) -> Written:
    """Return what *parsed*, made of *lexed*, means as HTML. Elements carry their places in :data:`PLACE`.

    Raises :class:`SourceError` when HTML nests too deep.
    """
    writer = _Writer(lexed, parsed, Complaints(lexed, locate))
    html = writer.document()
    return Written(html, tuple(writer.rules), tuple(writer.complaints.problems))


class _Writer:
    def __init__(self, lexed: Lexed, parsed: Parsed, complaints: Complaints) -> None:
        self._lexed, self._root = lexed, parsed.root
        self.complaints = complaints
        self.rules: list[Rule] = []
        self._nesting = Nesting(complaints)
        self._note_elements = {note.get("label", ""): note for note in parsed.root.findall(NOTE)}
        self._notes = Notes(self._note_elements, complaints)
        self._write = self._meanings()
        self._shown: set[str] = set()
        """HTML that was reported as shown as text."""
        for code, message, text in parsed.complaints:
            complaints.warn(code, message, *complaints.place_of(text))

    def document(self) -> str:
        """Return the whole text."""
        level = Level()
        parts = [self._element(child, level) for child in self._root if child.tag != NOTE]
        parts.append(self._nesting.close_all(level))
        parts.append(self._notes.section(lambda label: self._children(self._note_elements[label])))
        return "".join(parts)

    # Elements

    def _element(self, element: ET.Element, level: Level) -> str:
        """Return *element*, which stands in an element with *level*, without its tail."""
        tag, text = element.tag, element.text or ""
        if tag == LEAF:
            return self._leaf(text)
        if tag == HTML:
            return self._running(text, level, is_html=True)
        if tag == "pre":
            return self._indented_code(element)
        attrs = self._attributes(element)
        if tag == "a":
            return self._link(element, attrs)
        if tag == "img":
            return self._image(attrs, self._mark(element.get("alt") or ""))
        if tag in _HEADINGS and (place := self._mark(text)) >= 0:
            attrs[PLACE] = str(place)
        inner = self._children(element)
        return inner if tag == "p" and not inner.strip() else tagged(tag, attrs, inner)

    def _children(self, element: ET.Element) -> str:
        level = Level()
        parts = [self._running(element.text or "", level)]
        for child in element:
            parts += (self._element(child, level), self._running(child.tail or "", level))
        parts.append(self._nesting.close_all(level))
        return "".join(parts)

    def _leaf(self, text: str) -> str:
        parts: list[str] = []
        for match in PLACEHOLDER.finditer(text):
            token = self._lexed.token(match)
            if token.kind is Kind.COMMENT:
                parts.append(f"<!--{token.value}-->")
            else:
                parts.append(f"<pre>{tagged('code', dict(token.attrs), escape_text(token.value))}</pre>")
        return "".join(parts)

    def _indented_code(self, element: ET.Element) -> str:
        code = "".join(child.text or "" for child in element)
        # The engine has escaped it already.
        for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
            code = code.replace(entity, character)
        code = self._lexed.written(code).rstrip()
        if _PROSE.search(code):
            hint = "begin paragraphs with two ideographic spaces, or none; code in Chinese can stand between ```"
            message = "a paragraph indented by four spaces is shown as code"
            start, length = self.complaints.place_of(code.partition("\n")[0])
            self.complaints.warn("markdown-unhonoured", message, start, length, hint)
        return f"<pre><code>{escape_text(code)}\n</code></pre>"

    def _link(self, element: ET.Element, attrs: dict[str, str]) -> str:
        place = self._mark(element.text or "")
        if self._nesting.in_link or not self.complaints.is_safe(attrs.get("href", ""), place):
            return self._children(element)
        with self._nesting.link():
            inner = self._children(element)
        attrs["href"] = _encoded(attrs.get("href", ""))
        return tagged("a", attrs | {PLACE: str(max(place, 0))}, inner)

    def _image(self, attrs: dict[str, str], place: int) -> str:
        if not self.complaints.is_safe(attrs.get("src", ""), place):
            return escape_text(attrs.get("alt", ""))
        attrs["src"] = _encoded(attrs.get("src", ""))
        return tagged("img", attrs | {PLACE: str(max(place, 0))}, "")

    def _attributes(self, element: ET.Element) -> dict[str, str]:
        """Return the attributes of an element of the engine that may stay."""
        attrs: dict[str, str] = {}
        for raw_name, raw in element.items():
            name, value = raw_name.lower(), self._attribute(raw or "")
            if is_allowed_attribute(element.tag, name, value):
                attrs[name] = value
            else:
                self.complaints.attribute(element.tag, name, *self.complaints.place_of(raw_name))
        return attrs

    def _attribute(self, text: str) -> str:
        """Return *text*, which stands in an attribute, with its placeholders and entities resolved."""

        def resolve(match: re.Match[str]) -> str:
            token = self._lexed.token(match)
            if token.kind in _WITHOUT_TEXT:
                return ""
            if token.kind in (Kind.ESCAPE, Kind.READING):
                return token.value
            if token.kind is Kind.CHOICE:
                message = "a choice cannot stand in an image's text or a title"
                self.complaints.warn("markdown-unhonoured", message, token.start, 2)
                return parse_rule(token.value).choice(HANS)
            return self._lexed.source_of(token)

        return decoded(PLACEHOLDER.sub(resolve, text) if PLACEHOLDER_END in text else text)

    # Running text

    def _running(self, text: str, level: Level, *, is_html: bool = False) -> str:
        """Return *text*, a run of an element with *level*; in a block of HTML Markdown's own tokens mean nothing."""
        if PLACEHOLDER_END not in text:
            return _escaped(text)
        parts: list[str] = []
        position = 0
        for match in PLACEHOLDER.finditer(text):
            parts.append(_escaped(text[position : match.start()]))
            position = match.end()
            token = self._lexed.token(match)
            self.complaints.cursor = token.start
            if is_html and token.kind in _MARKDOWN_ONLY:
                parts.append(self._literal(token))
            else:
                parts.append(self._write[token.kind](token, level))
        parts.append(_escaped(text[position:]))
        return "".join(parts)

    def _meanings(self) -> Mapping[Kind, Callable[[Token, Level], str]]:
        """Return how the tokens of running text are written."""
        return {
            Kind.MARK: lambda _token, _level: "",
            Kind.ESCAPE: lambda token, _: escape_text(token.value),
            Kind.BREAK: lambda _token, _level: "<br>",
            Kind.NEWLINE: lambda _token, _level: "\n",
            Kind.CODE: lambda token, _: f"<code>{escape_text(token.value)}</code>",
            Kind.FENCE: lambda token, _: f"<code>{escape_text(token.value)}</code>",
            Kind.COMMENT: lambda token, _: f"<!--{token.value}-->",
            Kind.OPEN_TAG: self._open,
            Kind.CLOSE_TAG: lambda token, level: self._nesting.close(token, level) or self._literal(token),
            Kind.LITERAL: lambda token, _: self._shown_html(token),
            Kind.ADDRESS: lambda token, _: self._address(token),
            Kind.NOTE: lambda token, _: self._notes.mark(token) or self._literal(token),
            Kind.EMPHASIS: self._open,
            Kind.EMPHASIS_END: lambda token, level: self._nesting.close(token, level) or self._literal(token),
            Kind.STANDING: lambda token, _: self._standing(token),
            Kind.KEEP: lambda token, level: self._nesting.open("x-keep", "<x-keep>", token, level),
            Kind.KEPT: lambda _, level: self._nesting.close_protection(level),
            Kind.CHOICE: lambda token, _: self._choice(token),
            Kind.READING: lambda token, _: self._reading(token),
            Kind.BAD_NOTATION: lambda token, _: self._bad_notation(token),
        }

    def _literal(self, token: Token) -> str:
        return escape_text(self._lexed.source_of(token))

    def _reading(self, token: Token) -> str:
        return serialize((notation.reading_element(token.value, dict(token.attrs)["reading"]),))

    def _bad_notation(self, token: Token) -> str:
        self.complaints.problems.append(self._lexed.notation_problems[int(token.value)])
        return self._literal(token)

    def _choice(self, token: Token) -> str:
        rule = parse_rule(token.value)
        if notation.speaks_of_page(rule):
            self.rules.append(rule)
        return serialize((notation.choice_element(token.value),))

    def _address(self, token: Token) -> str:
        address = decoded(token.value)
        if self._nesting.in_link:
            return escape_text(address)
        if not self.complaints.is_safe(address, token.start):
            return self._literal(token)
        href = address if _HAS_SCHEME.match(address) else f"mailto:{address}"
        return tagged("a", {"href": _encoded(href), PLACE: str(token.start)}, escape_text(address))

    def _standing(self, token: Token) -> str:
        marks = self._lexed.source_of(token)
        hint = rf"close it in the same paragraph, or write \{marks[0]} for the character itself"
        message = f"{marks[:10]} was left standing in the text"
        self.complaints.warn("emphasis-unclosed", message, token.start, len(marks), hint)
        return self._literal(token)

    def _shown_html(self, token: Token) -> str:
        opening = token.value.replace("</", "<")
        if opening == token.value or opening not in self._shown:
            self._shown.add(opening)
            hint = r"write `code`, or a backslash before the <, if it is meant as text"
            message = f"{token.value} is not among the HTML that texts may use; it is shown as text"
            self.complaints.warn("html-shown-as-text", message, token.start, token.end - token.start, hint)
        return self._literal(token)

    # HTML that the editor wrote

    def _open(self, token: Token, level: Level) -> str:
        tag = token.value
        attrs: dict[str, str] = {}
        for name, raw in token.attrs:
            value = decoded(raw)
            if name in ADDRESS_ATTRIBUTES:
                if not self.complaints.is_safe(value, token.start):
                    continue
                value = _encoded(value)
            if is_allowed_attribute(tag, name, value):
                attrs[name] = value
            else:
                self.complaints.attribute(tag, name, token.start, token.end - token.start)
        if tag == "img" and "src" not in attrs:
            return escape_text(attrs.get("alt", ""))
        if tag in ("a", "img") or tag in _HEADINGS:
            attrs[PLACE] = str(token.start)
        return self._nesting.open(tag, tagged(tag, attrs, None), token, level)

    def _mark(self, text: str) -> int:
        """Return the place that a mark at the beginning of *text* stands for, -1 without one."""
        match = PLACEHOLDER.match(text)
        token = self._lexed.token(match) if match else None
        return token.start if token and token.kind is Kind.MARK else -1


def tagged(tag: str, attrs: dict[str, str], inner: str | None) -> str:
    """Return an element as HTML; only its start tag when *inner* is None."""
    written = "".join(f' {name}="{escape_attribute(value)}"' for name, value in attrs.items())
    if inner is None or tag in VOID_TAGS:
        return f"<{tag}{written}>"
    return f"<{tag}{written}>{inner}</{tag}>"


def decoded(text: str) -> str:
    """Return *text* with its entities decoded, but for those that stand for no character a text may have."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def _escaped(text: str) -> str:
    return escape_text(decoded(text))


def _character(match: re.Match[str]) -> str:
    character = unescape(match[0])
    return match[0] if not character or character == "\ufffd" or FORBIDDEN.search(character) else character


def _encoded(address: str) -> str:
    """Return *address* with what an address cannot have percent-encoded."""
    return _UNFIT_FOR_ADDRESSES.sub(lambda match: quote(match[0], safe=""), address.strip())
