"""The editor's own notation, ``-{…}-`` and ``{行|háng}``: found in a text, checked, written as ``x-…`` elements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from site_builder.diagnostics import Diagnostic, error
from site_builder.markup.places import Locate
from site_builder.text.pinyin.spelling import parse_reading
from site_builder.text.rules import Rule, RuleError, parse_rule
from site_builder.text.words import HANZI, is_hanzi
from site_builder.tree import Element, Node, Nodes, Text, merged

READING = rf"\{{(?=[^{{}}|\n]*[{HANZI}])(?P<base>[^{{}}|\n]+)\|(?P<reading>[^{{}}|\n]*)\}}"
"""``{行|háng}``; braces around anything but Hanzi are ordinary braces."""
OPENING = rf"-\{{(?![^{{}}|\n]*[{HANZI}][^{{}}|\n]*\|[^{{}}|\n]*\}}(?!-))"
"""``-{``, but not a hyphen before a reading."""
CLOSING = r"\}-"
ESCAPED = r"\\(?:-\{|\}-|[\\{}])"
"""What a backslash takes its meaning from, in texts that have no other escapes."""

_MARKS = re.compile(rf"(?P<escaped>{ESCAPED})|(?P<opening>{OPENING})|(?P<closing>{CLOSING})|{READING}")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


class Kind(Enum):
    """What a mark is."""

    ESCAPED = auto()
    """``\\{``: the character itself."""
    OPENING = auto()
    CLOSING = auto()
    READING = auto()


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of notation; offsets are half-open."""

    kind: Kind
    start: int
    end: int
    base: str = ""
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Notated:
    """Running text with its notation as elements."""

    nodes: Nodes
    rules: tuple[Rule, ...] = ()
    """The rules that say something about the whole page, in order."""
    problems: tuple[Diagnostic, ...] = ()


def pairs(marks: Iterable[tuple[int, Kind]]) -> dict[int, int]:
    """Return {index of an opening mark: index of its closing mark} for (index, kind) pairs in order.

    Pairs nest; a closing mark without an opening one is ordinary text.
    """
    found: dict[int, int] = {}
    waiting: list[int] = []
    for index, kind in marks:
        if kind is Kind.OPENING:
            waiting.append(index)
        elif kind is Kind.CLOSING and waiting:
            found[waiting.pop()] = index
    return found


def read_rule(inner: str, start: int, locate: Locate) -> Rule | Diagnostic | None:
    """Return the rule that *inner*, at offset *start* of the source, states; None for text that is merely protected."""
    try:
        rule = parse_rule(inner)
    except RuleError as problem:
        place = locate(start + problem.offset)
        return error("protection-malformed", problem.message, place, "as in -{zh-hans:计算机; zh-hant:電腦}-")
    return rule if rule.flags or rule.forms or rule.one_way or rule.only else None


def speaks_of_page(rule: Rule) -> bool:
    """Return whether *rule* goes beyond the place where it stands: adds or removes words, or names the page."""
    return bool(rule.flags & {"A", "H", "-", "T"})


def unclosed(start: int, locate: Locate) -> Diagnostic:
    """Return the problem of a ``-{`` at offset *start* that has no end."""
    hint = r"write }- after the protected text, or \-{ to show the characters themselves"
    return error("protection-unclosed", "this -{ is not closed in its paragraph", locate(start, 2), hint)


def read_reading(base: str, reading: str, start: int, locate: Locate) -> str | Diagnostic:
    """Return *reading*, set on *base* at offset *start*, with tone marks and parted by spaces."""
    hint = r"as in {行|háng} or {银行|yín háng}; write \{ to show the brace itself"
    place = locate(start, len(base) + len(reading) + 3)
    characters = _SELECTORS.sub("", base)
    if not all(map(is_hanzi, characters)):
        return error("reading-malformed", f"{base} has characters that are no Hanzi", place, hint)
    try:
        return " ".join(parse_reading(reading, len(characters)))
    except ValueError as problem:
        return error("reading-malformed", f"the reading of {base} cannot be read: {problem}", place, hint)


def reading_element(base: str, reading: str) -> Element:
    """Return the element of a reading set in place."""
    return Element("x-reading", (("reading", reading),), (Text(base),))


def choice_element(inner: str) -> Element:
    """Return the element of the rule that *inner* states."""
    return Element("x-choice", (("rule", inner),))


def title_of(rule: Rule) -> Nodes:
    """Return the title that a rule with flag T gives the page."""
    if not rule.forms:
        return (Element("x-keep", (), (Text(rule.text),)),)
    return (choice_element("; ".join(f"{tag}:{form}" for tag, form in rule.forms)),)


def notate(text: str, start: int, locate: Locate) -> Notated:
    """Return *text*, which stands at offset *start* of its source and has no other markup, with its notation."""
    marks = _marks(text)
    closers = pairs((index, mark.kind) for index, mark in enumerate(marks))
    writer = _Writer(text, start, locate)
    writer.write(marks, closers)
    return Notated(merged(writer.levels[0]), tuple(writer.rules), tuple(writer.problems))


def _marks(text: str) -> list[Mark]:
    kinds = {"escaped": Kind.ESCAPED, "opening": Kind.OPENING, "closing": Kind.CLOSING, "reading": Kind.READING}
    return [
        Mark(kinds[str(match.lastgroup)], match.start(), match.end(), match["base"] or "", match["reading"] or "")
        for match in _MARKS.finditer(text)
    ]


class _Writer:
    """Turns text and marks into nodes, level by level of protection."""

    def __init__(self, text: str, start: int, locate: Locate) -> None:
        self._text, self._start, self._locate = text, start, locate
        self.levels: list[list[Node]] = [[]]
        self.rules: list[Rule] = []
        self.problems: list[Diagnostic] = []

    def write(self, marks: Sequence[Mark], closers: dict[int, int]) -> None:
        ends = set(closers.values())
        position = 0
        for index, mark in enumerate(marks):
            if mark.start < position:
                continue
            self._add(Text(self._text[position : mark.start]))
            position = mark.end
            if mark.kind is Kind.ESCAPED:
                self._add(Text(self._text[mark.start + 1 : mark.end]))
            elif mark.kind is Kind.READING:
                self._write_reading(mark)
            elif mark.kind is Kind.OPENING and index in closers:
                closing = marks[closers[index]]
                if self._write_rule(self._text[mark.end : closing.start], mark.end):
                    position = closing.end
                else:
                    self.levels.append([])
            elif mark.kind is Kind.CLOSING and index in ends:
                kept = merged(self.levels.pop())
                self._add(Element("x-keep", (), kept))
            else:
                if mark.kind is Kind.OPENING:
                    self.problems.append(unclosed(self._start + mark.start, self._locate))
                self._add(Text(self._text[mark.start : mark.end]))
        self._add(Text(self._text[position:]))

    def _add(self, node: Node) -> None:
        self.levels[-1].append(node)

    def _write_reading(self, mark: Mark) -> None:
        reading = read_reading(mark.base, mark.reading, self._start + mark.start, self._locate)
        if isinstance(reading, Diagnostic):
            self.problems.append(reading)
            self._add(Text(self._text[mark.start : mark.end]))
        else:
            self._add(reading_element(mark.base, reading))

    def _write_rule(self, inner: str, start: int) -> bool:
        """Write the choice that *inner* states; return False for text that is merely protected."""
        rule = read_rule(inner, self._start + start, self._locate)
        if rule is None:
            return False
        if isinstance(rule, Diagnostic):
            self.problems.append(rule)
        else:
            if speaks_of_page(rule):
                self.rules.append(rule)
            self._add(choice_element(inner))
        return True
