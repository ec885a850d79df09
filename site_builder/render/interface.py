"""The interface's own words: labels, dates and counts, in each variant and in English."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from site_builder.diagnostics import Location, SourceError, error
from site_builder.text.variants import HANS, Variant

Entry = Mapping[str, str]
"""One word of the interface: {BCP 47 tag, or a tag with ``-one`` for the singular: its form}."""

ENGLISH = "en"
_ONE = "-one"
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905 - reads as one line
)


class UnknownWordError(LookupError):
    """A template asks for a word, or a word for a value, that nobody gave."""


@dataclass(frozen=True, slots=True)
class Words:
    """The interface's words in one language. Templates call it as ``ui("home")``, ``ui("texts", count=3)``."""

    language: str
    """BCP 47 tag."""
    forms: Mapping[str, str]
    """By key; the form for a count of one stands under the key with ``-one``."""

    def __call__(self, key: str, **values: object) -> str:
        """Return the word *key* with *values* in its placeholders; whole numbers get their thousands marked."""
        form = self.forms.get(key)
        if values.get("count") == 1:
            form = self.forms.get(key + _ONE, form)
        if form is None:
            raise UnknownWordError(f"interface.toml has no word {key!r} in {self.language}")

        def fill(match: re.Match[str]) -> str:
            if match[1] not in values:
                raise UnknownWordError(f"the word {key!r} needs a value for {{{match[1]}}}")
            value = values[match[1]]
            return f"{value:,}" if isinstance(value, int) else str(value)

        return _PLACEHOLDER.sub(fill, form)

    def day(self, day: date) -> str:
        """Return *day* as the language writes it: 2026年11月21日, 21 November 2026."""
        if self.language == ENGLISH:
            return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
        return f"{day.year}年{day.month}月{day.day}日"


def read_interface(text: str, path: str) -> dict[str, Entry]:
    """Return the words that *text*, the content of an interface.toml, gives.

    Raises :class:`SourceError` with everything that is wrong.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exception:
        found = re.search(r"line (\d+), column (\d+)", str(exception))
        line, column = (int(found[1]), int(found[2])) if found else (0, 0)
        lines = text.splitlines()
        place = Location(path, line, column, lines[line - 1] if 0 < line <= len(lines) else "")
        raise SourceError(error("template-error", f"{path} is no valid TOML: {exception}", place)) from None
    problems = [
        error(
            "template-error",
            f"the word {key!r} is no table of strings",
            _place_of(key, text, path),
            'write it as: home = { zh-Hans = "首页", en = "Home" }',
        )
        for key, entry in table.items()
        if not isinstance(entry, dict) or not all(isinstance(form, str) for form in entry.values())
    ]
    if problems:
        raise SourceError(*problems)
    return table


def _place_of(key: str, text: str, path: str) -> Location:
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith((key, f'"{key}"', f"[{key}")):
            return Location(path, number, 0, line)
    return Location(path)


def merge(theirs: Mapping[str, Entry], ours: Mapping[str, Entry]) -> dict[str, Entry]:
    """Return the theme's words with the site's own before them.

    A form that the site gives in Chinese replaces every Chinese form of the theme, so that none stays behind.
    """
    merged = dict(theirs)
    for key, entry in ours.items():
        languages = {tag.partition("-")[0] for tag in entry}
        kept = {tag: form for tag, form in theirs.get(key, {}).items() if tag.partition("-")[0] not in languages}
        merged[key] = {**kept, **entry}
    return merged


def chinese_words(entries: Mapping[str, Entry], variant: Variant, convert: Callable[[str, Variant], str]) -> Words:
    """Return the words as *variant* writes them.

    A form given for the variant or one of its fallbacks wins; else *convert* makes one from the Simplified form.
    """
    forms: dict[str, str] = {}
    for key, entry in entries.items():
        given = next((entry[tag] for tag in (variant.tag, *variant.fallbacks) if tag in entry), None)
        if given is not None:
            forms[key] = given
        elif HANS.tag in entry:
            forms[key] = convert(entry[HANS.tag], HANS)
    return Words(variant.tag, forms)


def english_words(entries: Mapping[str, Entry]) -> Words:
    """Return the words in English."""
    forms: dict[str, str] = {}
    for key, entry in entries.items():
        for tag, suffix in ((ENGLISH, ""), (ENGLISH + _ONE, _ONE)):
            if tag in entry:
                forms[key + suffix] = entry[tag]
    return Words(ENGLISH, forms)
