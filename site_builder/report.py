"""Diagnostics as text for a terminal and as JSON for programs."""

from __future__ import annotations

import json
import os
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TextIO

from site_builder.diagnostics import Diagnostic, Location, Severity, excerpt

SHOWN_PER_RUN = 50
"""More problems than this are counted, not printed: nobody reads them, and the first ones often cause the others."""

_RESET = "\x1b[0m"
_BOLD = "\x1b[1m"
_SEVERITY_COLOURS = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m", Severity.DOUBT: "\x1b[1;36m"}
_CARET_COLOUR = "\x1b[36m"


@dataclass(frozen=True, slots=True)
class Entry:
    """One problem in the words that the terminal and the browser show; no field has a control character."""

    severity: Severity
    place: str
    """``content/essay.md:3:7``; ``content/essay.md`` when the problem is the file as a whole."""
    code: str
    message: str
    source: str
    """The source line, ``""`` when there is none to show."""
    carets: str
    """What stands beneath the source line."""
    hint: str

    @property
    def label(self) -> str:
        """The severity with the code: ``error[link-missing]``."""
        return f"{self.severity}[{self.code}]"


def entry(diagnostic: Diagnostic) -> Entry:
    """Return the words that show *diagnostic*."""
    source, carets = excerpt(diagnostic.location)
    return Entry(
        diagnostic.severity,
        visible(_place(diagnostic.location)),
        diagnostic.code,
        visible(diagnostic.message),
        visible(source),
        carets,
        visible(diagnostic.hint),
    )


def to_text(diagnostics: Iterable[Diagnostic], *, colour: bool = False, limit: int = SHOWN_PER_RUN) -> str:
    """Return the report of a run: at most *limit* problems ordered by place, then the line that counts all of them."""
    problems = list(diagnostics)
    hidden = max(0, len(problems) - limit)
    closing = f"{count(problems)}; {hidden} not shown" if hidden else count(problems)
    return "\n".join([*blocks(problems, colour=colour, limit=limit), closing])


def blocks(diagnostics: Sequence[Diagnostic], *, colour: bool = False, limit: int = SHOWN_PER_RUN) -> list[str]:
    """Return at most *limit* problems, ordered by place, each as the lines that show it."""
    return [_block(entry(problem), colour=colour) for problem in select(diagnostics, limit)]


def to_json(diagnostics: Iterable[Diagnostic]) -> str:
    """Return all *diagnostics*, ordered by place, as a JSON object on lines of two spaces' indent.

    A lone surrogate, which no output encoding can carry, is written as the escape JSON has for it.
    """
    problems = sorted(diagnostics, key=lambda problem: problem.sort_key)
    table = {**_numbers(problems), "diagnostics": [_fields(problem) for problem in problems]}
    return json.dumps(table, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace").decode("utf-8")


def write(diagnostics: Iterable[Diagnostic], stream: TextIO) -> None:
    """Print the report of a run to *stream*, in colour if it wants colour."""
    stream.write(to_text(diagnostics, colour=wants_colour(stream, os.environ)) + "\n")


def select(diagnostics: Sequence[Diagnostic], limit: int = SHOWN_PER_RUN) -> list[Diagnostic]:
    """Return at most *limit* of *diagnostics*: problems ordered by place, then doubts in the order they came in.

    Warnings are left out before errors, doubts before both; of many problems of one kind the later ones go first, so
    that five hundred dead links do not hide the one damaged text.
    """
    doubts = [diagnostic for diagnostic in diagnostics if diagnostic.severity is Severity.DOUBT]
    problems = sorted((p for p in diagnostics if p.severity is not Severity.DOUBT), key=lambda p: p.sort_key)
    seen: Counter[str] = Counter()
    ranked: list[tuple[bool, int, Diagnostic]] = []
    for problem in problems:
        seen[problem.code] += 1
        ranked.append((problem.severity is not Severity.ERROR, seen[problem.code], problem))
    ranked.sort(key=lambda rank: rank[:2])
    shown = [problem for _, _, problem in ranked[:limit]]
    return [*sorted(shown, key=lambda problem: problem.sort_key), *doubts[: max(0, limit - len(problems))]]


def count(diagnostics: Sequence[Diagnostic]) -> str:
    """Return how many problems there are: ``2 errors, 1 warning in 2 files``, ``no problems``."""
    if not diagnostics:
        return "no problems"
    numbers = _numbers(diagnostics)
    parts = [_plural(numbers[f"{severity}s"], str(severity)) for severity in Severity if numbers[f"{severity}s"]]
    files = len({diagnostic.location.path for diagnostic in diagnostics})
    return f"{', '.join(parts)} in {_plural(files, 'file')}"


def wants_colour(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Return whether *stream* is a terminal whose user has not asked for plain text (https://no-color.org)."""
    return stream.isatty() and not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"


def visible(line: str) -> str:
    """Return *line* with every character that a terminal or a browser would obey replaced by a picture of it.

    Sources are not trusted: an escape sequence or a right-to-left override in them must not rewrite the report. The
    length stays, so that carets keep their place.
    """
    return "".join(map(_visible_character, line))


def _visible_character(character: str) -> str:
    if character < " ":
        return chr(0x2400 + ord(character))  # the control pictures of Unicode
    if character == "\x7f":
        return "\u2421"
    if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or character in _BIDI_CONTROLS:
        return "\ufffd"
    return character


_BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _place(location: Location) -> str:
    numbers = [number for number in (location.line, location.column) if number]
    return ":".join([location.path, *map(str, numbers)])


def _block(shown: Entry, *, colour: bool) -> str:
    def paint(code: str, words: str) -> str:
        return f"{code}{words}{_RESET}" if colour and words else words

    place = f"{paint(_BOLD, shown.place)}: " if shown.place else ""
    label = paint(_SEVERITY_COLOURS[shown.severity], shown.label)
    return "\n".join([f"{place}{label} {shown.message}", *_details(shown, paint(_CARET_COLOUR, shown.carets))])


def _details(shown: Entry, carets: str) -> Iterator[str]:
    if shown.source:
        yield f"    {shown.source}"
    if carets:
        yield f"    {carets}"
    if shown.hint:
        yield f"    hint: {shown.hint}"


def _fields(problem: Diagnostic) -> dict[str, str | int]:
    place = problem.location
    return {
        "severity": str(problem.severity),
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "length": place.length,
        "text": place.text,
    }


def _numbers(diagnostics: Sequence[Diagnostic]) -> dict[str, int]:
    return {f"{severity}s": sum(diagnostic.severity is severity for diagnostic in diagnostics) for severity in Severity}


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
