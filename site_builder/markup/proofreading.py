"""The places of a text that an editor should look at: characters and readings that are likely to be wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from site_builder.diagnostics import Diagnostic, Location, Severity
from site_builder.markup.edition import runs_of
from site_builder.markup.places import Locate, locator
from site_builder.model import Document
from site_builder.text.annotation import Annotator
from site_builder.text.doubts import doubts
from site_builder.text.glossary import Glossary
from site_builder.text.memory import recurring_names
from site_builder.text.pinyin.annotator import PinyinAnnotator
from site_builder.text.variants import HANT

_CONTEXTS = (8, 5, 3, 2, 1, 0)
"""How many characters on each side are sought in the source to find a place again; markup may lie between."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A doubtful place."""

    chance: float
    """How likely it is to be wrong, 0 to 1."""
    diagnostic: Diagnostic


def proofread(document: Document, source: str, glossary: Glossary, annotator: Annotator | None) -> tuple[Finding, ...]:
    """Return what is doubtful in *document*, most doubtful first.

    Of a Simplified text the characters are those that its conversion to Traditional would choose, of a Traditional
    one those that stand there. *source* is the text of its file, for the places.
    """
    runs = runs_of(document.body)
    words = recurring_names(runs, document.script, HANT) | glossary | document.front.glossary
    place_in = _Places(source, f"content/{document.path}")
    found = [*_characters(document, runs, words, annotator, place_in)]
    if isinstance(annotator, PinyinAnnotator):
        found += _readings(runs, words, annotator, place_in)
    return tuple(sorted(found, key=lambda finding: (-finding.chance, finding.diagnostic.sort_key)))


class _Find(Protocol):
    def __call__(self, run: str, start: int, end: int) -> Location: ...


class _Places:
    """Finds the characters of a run in the source that it was parsed from."""

    def __init__(self, source: str, path: str) -> None:
        self._source = source
        self._path = path
        self._locate: Locate = locator(path, source)

    def __call__(self, run: str, start: int, end: int) -> Location:
        for width in _CONTEXTS:
            first = max(0, start - width)
            at = self._source.find(run[first : end + width])
            if at >= 0:
                return self._locate(at + start - first, end - start)
        return Location(self._path)


def _characters(
    document: Document, runs: list[str], glossary: Glossary, annotator: Annotator | None, find: _Find
) -> Iterator[Finding]:
    readings: list[dict[int, str]] = []
    if isinstance(annotator, PinyinAnnotator):
        said = annotator.annotate_all(runs, readings=glossary.readings())
        readings = [{s.start: s.reading for word in words for s in word.syllables} for words in said]
    for doubt in doubts(runs, document.script, glossary, readings=readings):
        run = runs[doubt.run]
        others = [candidate for candidate in doubt.candidates if candidate != doubt.written]
        standing = run[doubt.start : doubt.end]
        becomes = f"{standing} becomes {doubt.written}" if doubt.written != standing else f"{standing} stands here"
        message = f"{becomes}; it may be {' or '.join(others)}: {'; '.join(doubt.reasons)}"
        source, form = doubt.word
        key = "from" if doubt.written in source else "zh-Hans"
        hint = f"if it is wrong, settle it in the glossary: - {{{key}: {source}, zh-Hant: {form}}}"
        place = find(run, doubt.start, doubt.end)
        yield Finding(doubt.chance, Diagnostic("doubtful-character", message, place, hint, Severity.DOUBT))


def _readings(runs: Iterable[str], glossary: Glossary, annotator: PinyinAnnotator, find: _Find) -> Iterator[Finding]:
    given = glossary.readings()
    for run in runs:
        for guess in annotator.doubts(run, readings=given):
            character = run[guess.offset]
            others = guess.candidates[1:]
            message = f"{character} is read {guess.candidates[0]}; it may be {' or '.join(others)}"
            hint = f"if it is wrong, write the reading: {{{character}|{others[0]}}}" if others else ""
            place = find(run, guess.offset, guess.offset + 1)
            yield Finding(1 - guess.confidence, Diagnostic("doubtful-reading", message, place, hint, Severity.DOUBT))
