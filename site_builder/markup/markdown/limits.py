"""What is refused before the engine sees it, in linear time: texts that would take it very long, or nest too deep."""

from __future__ import annotations

import re

from site_builder.config import Config
from site_builder.diagnostics import SourceError, error
from site_builder.markup.markdown.tokens import Lexed, Run
from site_builder.markup.places import Locate

DEEPEST = 20
"""How deep quotations and lists may nest."""
_MOST_WORK = 2_000_000
"""Characters that the engine may look through, in one piece of text, for the partners of brackets."""
_MOST_CELLS = 20_000
_MOST_COLUMNS = 500
_MOST_DEFINITIONS = {"note": 3_000, "abbreviation": 300, "definition": 1_000}

_QUOTES = re.compile(r"(?:[ ]{0,3}>)+")
_MARKERS = re.compile(r"[ ]*(?:(?:[-*+]|\d{1,9}[.)])[ ]+)+")
_MARKER = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ ]+")
_BRACKETS = re.compile(r"[\[\]()]")
_TABLE = re.compile(r"^[ >]*\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)+\|?[ ]*$", re.MULTILINE)
_DEFINITIONS = {
    "note": re.compile(r"^[ ]{0,3}\[\^[^\]\n]+\]:", re.MULTILINE),
    "abbreviation": re.compile(r"^[ ]{0,3}\*\[[^\]\n]+\]:", re.MULTILINE),
    "definition": re.compile(r"^[ ]{0,3}:[ ]{1,3}", re.MULTILINE),
}


class _OverLimitError(Exception):
    """Something is over a limit, at an offset."""

    def __init__(self, code: str, message: str, offset: int, hint: str = "divide the text") -> None:
        super().__init__(message)
        self.code, self.offset, self.hint = code, offset, hint


def check(lexed: Lexed, start: int, locate: Locate, config: Config) -> None:
    """Raise :class:`SourceError` when the text of *lexed*, from offset *start* of its source on, is over a limit."""
    try:
        for run in lexed.runs:
            _check_run(run, config)
        _check_depth(lexed)
        _check_definitions(lexed, start)
        _check_tables(lexed, start)
    except _OverLimitError as problem:
        raise SourceError(error(problem.code, str(problem), locate(problem.offset), problem.hint)) from None


def _check_run(run: Run, config: Config) -> None:
    text, length = run.text, run.end - run.start
    if length > config.max_paragraph:
        message = f"the paragraph has {length:,} characters; the site allows {config.max_paragraph:,}"
        raise _OverLimitError("file-too-large", message, run.start, "divide it by empty lines, or raise max_paragraph")
    if "[" in text and _bracket_work(text) > _MOST_WORK:
        raise _OverLimitError("markdown-too-complex", "the brackets of this paragraph take too long to pair", run.start)


def _bracket_work(text: str) -> int:
    """Return how many characters lie between brackets and their partners, or the end where there is none."""
    work = 0
    waiting: dict[str, list[int]] = {"[": [], "(": []}
    for match in _BRACKETS.finditer(text):
        bracket, at = match[0], match.start()
        if bracket == "[" or (bracket == "(" and text.startswith("]", at - 1)):
            waiting[bracket].append(at)
        elif opened := waiting["[" if bracket == "]" else "("]:
            work += at - opened.pop()
    return work + sum(len(text) - at for places in waiting.values() for at in places)


def _check_depth(lexed: Lexed) -> None:
    """Raise for quotations and lists that nest too deep."""
    indents: list[int] = []
    for run in lexed.runs:
        offset, text = run.start, run.text
        quotes = _QUOTES.match(text)
        if quotes and quotes[0].count(">") > DEEPEST:
            raise _OverLimitError("markdown-too-deep", f"quotations are nested deeper than {DEEPEST}", offset)
        rest = quotes.end() if quotes else 0
        markers = _MARKERS.match(text, rest)
        if not markers:
            if text[rest : rest + 1] != " ":
                indents.clear()
            continue
        indent = len(markers[0]) - len(markers[0].lstrip())
        while indents and indents[-1] >= indent:
            indents.pop()
        indents.append(indent)
        if len(indents) + len(_MARKER.findall(markers[0])) - 1 > DEEPEST:
            raise _OverLimitError("markdown-too-deep", f"lists are nested deeper than {DEEPEST}", offset)


def _check_definitions(lexed: Lexed, start: int) -> None:
    for name, pattern in _DEFINITIONS.items():
        for number, match in enumerate(pattern.finditer(lexed.source, start), 1):
            if number > _MOST_DEFINITIONS[name]:
                message = f"the text has more than {_MOST_DEFINITIONS[name]:,} {name}s"
                raise _OverLimitError("markdown-too-complex", message, match.start())


def _check_tables(lexed: Lexed, start: int) -> None:
    while match := _TABLE.search(lexed.source, start):
        end = lexed.source.find("\n\n", match.end())
        start = end if end >= 0 else len(lexed.source)
        rows, columns = lexed.source.count("\n", match.end(), start), match[0].count("|") + 1
        if columns * max(rows, 1) > _MOST_CELLS or columns > _MOST_COLUMNS:
            message = f"the table has {columns:,} columns and {rows:,} rows"
            raise _OverLimitError("markdown-too-complex", message, match.start())
