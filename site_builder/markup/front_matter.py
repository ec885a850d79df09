"""The YAML above a text: read with places, checked against a table of keys. Strings stay strings."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlsplit

import yaml

from site_builder.config import PinyinMode
from site_builder.diagnostics import Diagnostic, Location, SourceError, error, locate
from site_builder.markup.decoding import FORBIDDEN
from site_builder.model import Credit, FrontMatter, Membership
from site_builder.text.glossary import Glossary, words_from
from site_builder.text.registry import ANNOTATORS
from site_builder.text.variants import VARIANTS, Variant, find_variant

_FENCE = re.compile(r"---[ \t]*\n(?![ \t]*\n)")
"""The first line of a file; a line of hyphens above an empty line is a rule of the text."""
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_KEY_LINE = re.compile(r"[ \t]*(?:#|[\w-]+[ \t]*:(?:\s|$))")
_LARGEST = 65_536
"""Characters of front matter, and of one of its values; more is a mistake."""
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a text, and what is wrong with it."""

    front: FrontMatter
    body_start: int
    """Offset of the first character after it; 0 without front matter."""
    problems: tuple[Diagnostic, ...] = ()
    places: Mapping[str, Location] = field(default_factory=dict)
    """{key: where its value stands}."""
    title_start: int = 0
    """Offset of the title's first character in the file."""


def read_head(text: str, path: str) -> Head:
    """Return the front matter of *text*, the content of the file *path*."""
    opening = _FENCE.match(text)
    if opening is None:
        return Head(FrontMatter(), 0)
    start = opening.end()
    closing = _CLOSING.search(text, start)
    if closing is None:
        if not _KEY_LINE.match(text, start):
            return Head(FrontMatter(), 0)
        place = locate(path, text, 0, 3)
        hint = "write --- on a line of its own below the last key"
        problem = error("front-matter-unclosed", "the front matter is not closed", place, hint)
        return Head(FrontMatter(), len(text), (problem,))
    block = text[start : closing.start()]
    body_start = min(closing.end() + 1, len(text))
    try:
        mapping = _read_block(block, start, path, text)
    except SourceError as problem:
        return Head(FrontMatter(), body_start, problem.diagnostics)
    front, problems = _front(mapping)
    title = next((value for key, value in mapping.pairs if key.text == "title"), None)
    return Head(
        front,
        body_start,
        problems,
        {key.text: value.place for key, value in mapping.pairs if key.text in _READERS},
        start + title.start if isinstance(title, _Scalar) else 0,
    )


# YAML as a tree with places


@dataclass(frozen=True, slots=True)
class _Scalar:
    text: str
    place: Location
    start: int
    """Offset of its first character in the block, quotation mark left out."""


@dataclass(frozen=True, slots=True)
class _List:
    items: tuple[_Value, ...]
    place: Location


@dataclass(frozen=True, slots=True)
class _Mapping:
    pairs: tuple[tuple[_Scalar, _Value], ...]
    place: Location


_Value = _Scalar | _List | _Mapping


def _problem(code: str, message: str, place: Location, hint: str = "") -> SourceError:
    return SourceError(error(code, message, place, hint))


class _Composer:
    """Builds values from YAML's events; anchors, tags and deep nesting are refused as soon as they appear."""

    def __init__(self, block: str, start: int, path: str, text: str) -> None:
        self._events = iter(yaml.parse(block, Loader=yaml.SafeLoader))
        self._block, self._start, self._path, self._text = block, start, path, text

    def compose(self) -> _Value | None:
        """Return the value of the document; None when it is empty."""
        try:
            for event in self._events:
                if isinstance(event, yaml.NodeEvent):
                    return self._value(event, 0)
        except yaml.MarkedYAMLError as problem:
            raise self._syntax_problem(problem) from None
        except yaml.YAMLError as problem:
            raise _problem("front-matter-syntax", str(problem).partition("\n")[0], self._place(0)) from None
        return None

    def _syntax_problem(self, problem: yaml.MarkedYAMLError) -> SourceError:
        message = str(problem.problem or problem.context or "no valid YAML")
        # An unclosed bracket is noticed at the end; where it opens says more.
        marks = (problem.context_mark, problem.problem_mark) if "expected" in message else (problem.problem_mark,)
        place = self._place(next((mark.index for mark in marks if mark), 0))
        if "'\\t'" in message:
            return _problem("front-matter-syntax", "a tab cannot indent YAML", place, "use spaces")
        hint = 'put a value that has : # [ ] { } or quotation marks inside "…"'
        return _problem("front-matter-syntax", message, place, hint)

    def _place(self, index: int, length: int = 1) -> Location:
        return locate(self._path, self._text, self._start + min(index, len(self._block)), length)

    def _value(self, event: yaml.Event, depth: int) -> _Value:
        start, end = (mark.index if mark else 0 for mark in (event.start_mark, event.end_mark))
        is_scalar = isinstance(event, yaml.ScalarEvent) and "\n" not in self._block[start:end]
        place = self._place(start, end - start if is_scalar else 1)
        if getattr(event, "anchor", None):
            hint = "write the value out; a text that begins with & or * stands in quotation marks"
            raise _problem("front-matter-syntax", "anchors and aliases are not allowed", place, hint)
        if tag := getattr(event, "tag", None):
            hint = "put a text that begins with ! in quotation marks"
            raise _problem("front-matter-syntax", f"the tag {tag} is not allowed", place, hint)
        if depth > _DEEPEST:
            raise _problem("front-matter-syntax", f"brackets are nested deeper than {_DEEPEST}", place)
        if isinstance(event, yaml.ScalarEvent):
            return _Scalar(self._checked(event.value, place), place, start + (event.style in ("'", '"')))
        if isinstance(event, yaml.SequenceStartEvent):
            return _List(tuple(self._values(yaml.SequenceEndEvent, depth)), place)
        return _Mapping(self._pairs(self._values(yaml.MappingEndEvent, depth)), place)

    def _values(self, end: type[yaml.Event], depth: int) -> list[_Value]:
        values: list[_Value] = []
        for event in self._events:
            if isinstance(event, end):
                break
            values.append(self._value(event, depth + 1))
        return values

    def _pairs(self, values: list[_Value]) -> tuple[tuple[_Scalar, _Value], ...]:
        pairs: list[tuple[_Scalar, _Value]] = []
        first: dict[str, Location] = {}
        for key, value in zip(values[::2], values[1::2], strict=True):
            if not isinstance(key, _Scalar):
                raise _problem("front-matter-type", "a key is a list or a mapping", key.place, "a key is a word")
            if key.text in first:
                message = f"{key.text} is given twice: on line {first[key.text].line} and on line {key.place.line}"
                raise _problem("front-matter-duplicate-key", message, key.place, "remove one of the two")
            first[key.text] = key.place
            pairs.append((key, value))
        return tuple(pairs)

    @staticmethod
    def _checked(value: str, place: Location) -> str:
        if forbidden := FORBIDDEN.search(value):
            message = f"the value has U+{ord(forbidden[0]):04X}, which is no character of a text"
            raise _problem("character-forbidden", message, place, "remove the escape sequence")
        return value


# The keys


def _read_block(block: str, start: int, path: str, text: str) -> _Mapping:
    """Return the keys and values of *block*, which begins at offset *start* of the file."""
    if len(block) > _LARGEST:
        message = f"the front matter has {len(block):,} characters"
        raise _problem("file-too-large", message, locate(path, text, start), "does it lack the closing --- of its own?")
    value = _Composer(block, start, path, text).compose()
    if isinstance(value, _Mapping):
        return value
    if value is None:
        return _Mapping((), locate(path, text, start))
    raise _problem("front-matter-type", "the front matter is no list of keys", value.place, "as in title: 春望")


def _front(mapping: _Mapping) -> tuple[FrontMatter, tuple[Diagnostic, ...]]:
    values: dict[str, object] = {}
    problems: list[Diagnostic] = []
    for key, value in mapping.pairs:
        try:
            reader = _READERS.get(key.text)
            if reader is None:
                near = difflib.get_close_matches(key.text.lower(), _READERS, 1)
                hint = f"did you mean {near[0]}?" if near else "the keys are: " + ", ".join(_READERS)
                raise _problem("front-matter-unknown-key", f"there is no key {_short(key.text)}", key.place, hint)
            if not isinstance(value, _Scalar) or value.text.strip():
                values[key.text] = reader(value)
        except SourceError as problem:
            problems += problem.diagnostics
    front = replace(FrontMatter(), **values)  # type: ignore[arg-type]  # each reader returns its field's type
    return front, tuple(problems)


def _short(text: str) -> str:
    return text if len(text) < _LONG else text[:_LONG] + "…"


def _plain(value: _Value) -> object:
    if isinstance(value, _Scalar):
        return value.text
    if isinstance(value, _List):
        return [_plain(item) for item in value.items]
    return {key.text: _plain(inner) for key, inner in value.pairs}


def _ill_typed(key: str, expected: str, value: _Value, hint: str = "") -> SourceError:
    return _problem("front-matter-type", f"{key} is not {expected}", value.place, hint)


def _line(key: str) -> Callable[[_Value], str]:
    def read(value: _Value) -> str:
        if not isinstance(value, _Scalar):
            raise _ill_typed(key, "a text", value, "put a text with brackets or braces in quotation marks")
        return " ".join(value.text.split())

    return read


def _day(key: str) -> Callable[[_Value], date]:
    def read(value: _Value) -> date:
        text = _line(key)(value)
        match = re.fullmatch(r"(\d{4}-\d\d-\d\d)(?:[T ]\d\d?:\d\d(?::\d\d)?.*)?", text)
        try:
            return date.fromisoformat(match[1] if match else "")
        except ValueError:
            raise _problem(
                "front-matter-date", f"{key} is no date: {_short(text)}", value.place, "write it as 2026-11-21"
            ) from None

    return read


_LONG = 40


def _flag(key: str) -> Callable[[_Value], bool]:
    def read(value: _Value) -> bool:
        text = _line(key)(value).lower()
        if text not in _FLAGS:
            raise _ill_typed(key, "true or false", value, "write true or false")
        return _FLAGS[text]

    return read


_FLAGS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def _several(key: str, separators: str) -> Callable[[_Value], tuple[str, ...]]:
    def read(value: _Value) -> tuple[str, ...]:
        if isinstance(value, _Scalar):
            items = re.split(separators, value.text) if separators else [value.text]
        elif isinstance(value, _List):
            items = [_line(f"one of the {key}")(item) for item in value.items]
        else:
            raise _ill_typed(key, "a list", value, "as in [春, 夏]")
        return tuple(dict.fromkeys(item.strip() for item in items if item.strip()))

    return read


def _credit(value: _Value) -> Credit:
    named = _named("source", value, "url")
    url = named.get("url", "")
    if url and not _is_web_address(url):
        raise _ill_typed("the url of source", "an http or https address", value, "as in https://example.org/")
    return Credit(named["name"], url)


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s<>\"]", url)
    except ValueError:
        return False


def _membership(value: _Value) -> Membership:
    named = _named("series", value, "order")
    order = named.get("order", "0")
    if not re.fullmatch(r"\d{1,6}", order):
        raise _ill_typed("the order of series", "a whole number", value, "as in {name: 西行, order: 2}")
    return Membership(named["name"], int(order))


def _named(key: str, value: _Value, other: str) -> Mapping[str, str]:
    """Return a text, or a mapping of a name and *other*, as a mapping."""
    shape = f"a name, or a name and {'an' if other == 'order' else 'a'} {other}"
    if isinstance(value, _Scalar):
        return {"name": _line(key)(value)}
    if not isinstance(value, _Mapping):
        raise _ill_typed(key, shape, value)
    found = {name.text: _line(f"the {name.text} of {key}")(inner) for name, inner in value.pairs}
    if unknown := found.keys() - {"name", other}:
        place = next(name.place for name, _ in value.pairs if name.text in unknown)
        message = f"{key} has no {min(unknown)!r}"
        raise _problem("front-matter-unknown-key", message, place, f"its keys are name and {other}")
    if not found.get("name"):
        raise _ill_typed(key, shape, value, "add name: …")
    return {name: text for name, text in found.items() if text}


def _script(value: _Value) -> Variant:
    text = _line("script")(value)
    variant = find_variant(text)
    if variant is None:
        near = difflib.get_close_matches(text, VARIANTS, 1)
        hint = f"did you mean {near[0]}?" if near else "the variants are: " + ", ".join(VARIANTS)
        raise _problem("variant-unknown", f"there is no script variant {_short(text)}", value.place, hint)
    return variant


def _mode(value: _Value) -> PinyinMode:
    text = _line("pinyin")(value).lower()
    # YAML readers, and editors with them, take a bare off for false and on for true.
    text = {"false": "off", "no": "off"}.get(text, text)
    if text not in tuple(PinyinMode):
        raise _ill_typed("pinyin", "a mode", value, "the modes are: " + ", ".join(PinyinMode))
    return PinyinMode(text)


def _reading(value: _Value) -> str:
    text = _line("reading")(value)
    if text not in ANNOTATORS:
        raise _ill_typed("reading", "an annotator", value, "the annotators are: " + ", ".join(ANNOTATORS))
    return text


def _glossary(value: _Value) -> Glossary:
    if not isinstance(value, _List):
        raise _ill_typed("glossary", "a list of words", value, "as in: - {zh-Hans: 软件, zh-Hant: 軟體}")
    words, mistakes = words_from([_plain(item) for item in value.items])
    if mistakes:
        raise SourceError(*(error("glossary-entry", what, value.items[at].place, hint) for at, what, hint in mistakes))
    return Glossary(words)


_READERS: Mapping[str, Callable[[_Value], object]] = {
    "title": _line("title"),
    "date": _day("date"),
    "updated": _day("updated"),
    "author": _line("author"),
    "source": _credit,
    "summary": _line("summary"),
    "tags": _several("tags", "[,，、]"),
    "series": _membership,
    "slug": _line("slug"),
    "aliases": _several("aliases", ""),
    "draft": _flag("draft"),
    "script": _script,
    "convert": _flag("convert"),
    "pinyin": _mode,
    "reading": _reading,
    "glossary": _glossary,
}
"""What each key is read with; the keys are the fields of :class:`FrontMatter`."""
