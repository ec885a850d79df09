"""Problems as values: what is wrong, where, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from unicodedata import east_asian_width


class Severity(StrEnum):
    """How bad a problem is: an error stops publication, a warning does so under ``--strict``, a doubt never does."""

    ERROR = "error"
    WARNING = "warning"
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a source file."""

    path: str
    """The file as the editor knows it, relative to the site, with ``/``."""
    line: int = 0
    """From 1; 0 when the problem is the file as a whole."""
    column: int = 0
    """From 1, in characters; 0 when the problem is the line as a whole."""
    text: str = ""
    """The source line itself, for the excerpt."""
    length: int = 1
    """How many characters the caret underlines."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem, as it is shown in the terminal, as JSON and in the browser."""

    code: str
    """A stable, kebab-case name out of :data:`CODES`."""
    message: str
    """What is wrong, in the reader's words."""
    location: Location
    hint: str = ""
    """How to mend it."""
    severity: Severity = Severity.ERROR

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"unlisted diagnostic code: {self.code}")

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order by place, then by code and message."""
        place = self.location
        return (place.path, place.line, place.column, self.code, self.message)


class SourceError(Exception):
    """Raised by a stage that cannot go on with its input; carries what to tell the editor."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        # The arguments are the diagnostics themselves, so that the exception survives the way between processes.
        super().__init__(*diagnostics)
        self.diagnostics = diagnostics

    def __str__(self) -> str:
        return "; ".join(diagnostic.message for diagnostic in self.diagnostics)


def error(code: str, message: str, location: Location, hint: str = "") -> Diagnostic:
    """Return a diagnostic that stops publication."""
    return Diagnostic(code, message, location, hint, Severity.ERROR)


def warning(code: str, message: str, location: Location, hint: str = "") -> Diagnostic:
    """Return a diagnostic that stops publication only under ``--strict``."""
    return Diagnostic(code, message, location, hint, Severity.WARNING)


def locate(path: str, source: str, offset: int, length: int = 1) -> Location:
    """Return the place of the character at *offset* (from 0) of *source*."""
    offset = min(max(offset, 0), len(source))
    start = source.rfind("\n", 0, offset) + 1
    end = source.find("\n", offset)
    line = source[start : end if end >= 0 else len(source)]
    return Location(path, source.count("\n", 0, offset) + 1, offset - start + 1, line, max(1, length))


def excerpt(location: Location, width: int = 72) -> tuple[str, str]:
    """Return the source line and the line with the caret beneath it, at most *width* characters wide.

    A full-width character takes two columns in a terminal, so the caret line pads with U+3000 there.
    """
    text, column = location.text.replace("\t", " "), location.column
    if not text or not location.line:
        return ("", "")
    start = max(0, min(column - 1 - width // 2, len(text) - width)) if len(text) > width else 0
    shown = text[start : start + width]
    if not column:
        return (shown, "")
    padding = "".join("\u3000" if _is_wide(character) else " " for character in text[start : column - 1])
    marked = text[column - 1 : min(column - 1 + location.length, start + width)]
    carets = "".join("\uff3e" if _is_wide(character) else "^" for character in marked)
    return (shown, padding + (carets or "^"))


def _is_wide(character: str) -> bool:
    return east_asian_width(character) in "WF"


CODES: dict[str, str] = {
    # files
    "encoding-unknown": "The file is not UTF-8.",
    "character-forbidden": "The file holds a control character, a lone surrogate or another character no text has.",
    "file-empty": "The file has no text.",
    "file-too-large": "The file, or one of its paragraphs, is larger than the site allows.",
    "file-unreadable": "The file cannot be read, or is a link that leaves the site's folder.",
    # front matter
    "front-matter-unclosed": "The front matter has no closing line of three hyphens.",
    "front-matter-syntax": "The front matter is no valid YAML.",
    "front-matter-unknown-key": "The front matter has a key that does not exist.",
    "front-matter-type": "A value of the front matter is of the wrong kind.",
    "front-matter-duplicate-key": "A key of the front matter is given twice.",
    "front-matter-date": "A date of the front matter is no date.",
    "title-missing": "The text has neither a title in the front matter nor a first heading.",
    "variant-unknown": "A script variant is not one that the tool or the site knows.",
    # configuration and glossary
    "config-missing": "There is no site.toml in the folder.",
    "config-syntax": "site.toml is no valid TOML.",
    "config-unknown-key": "site.toml has a key that does not exist.",
    "config-type": "A value of site.toml is of the wrong kind.",
    "glossary-syntax": "glossary.toml is no valid TOML.",
    "glossary-entry": "An entry of a glossary is incomplete, ill-typed or contradicts another.",
    "output-refused": "The output folder holds something that is not ours, or lies where it would do harm.",
    # markup
    "protection-unclosed": "A -{ has no }-.",
    "protection-malformed": "The rule between -{ and }- cannot be read.",
    "reading-malformed": "A reading is no pinyin, or does not fit its characters.",
    "html-shown-as-text": "HTML that is not on the site's list is shown as text.",
    "link-unsafe": "A link or image has an address that browsers would run as a program.",
    "markdown-too-deep": "Lists, quotations or emphasis are nested deeper than the tool follows.",
    "markdown-too-complex": "The text has so many brackets or references that reading it would take very long.",
    "markdown-unhonoured": "A piece of Markdown means something that cannot be honoured as written.",
    "emphasis-unclosed": "An emphasis mark was left standing in the text.",
    "heading-level": "A heading skips a level.",
    "footnote-missing": "A footnote mark has no note, or a note has no mark.",
    # structure
    "slug-malformed": "A slug has characters that an address cannot have.",
    "slug-duplicate": "Two texts would have the same address.",
    "alias-conflict": "An alias is the address of another page, or of two texts.",
    "variant-orphan": "A hand-made variant or a translation belongs to no text.",
    "translation-mismatch": "A translation does not have the same paragraphs as its text.",
    "script-mixed": "The paragraphs of a text are not all in one script.",
    "link-missing": "A link leads to no page of the site.",
    "anchor-missing": "A link leads to a page that has no such anchor.",
    "image-missing": "An image is not there.",
    "image-foreign": "An image lies on another site.",
    "tag-unknown": "A tag is not on the site's list.",
    "series-order": "Two texts of a series have the same place.",
    # suspicious text
    "text-private-use": "The text has private-use or replacement characters, as a wrong encoding leaves them.",
    "text-invisible": "The text has invisible characters between Hanzi.",
    "text-stray-tag": "A piece of an HTML tag stands in the text.",
    "text-reading": "A reading stands in brackets in the text.",
    "text-repeated": "A text begins with the same line twice, as when a title is copied with it.",
    "text-damaged": "The text looks damaged by a wrong encoding.",
    # proofreading
    "doubtful-character": "A converted character may be the wrong one.",
    "doubtful-reading": "A reading may be the wrong one.",
    # rendering
    "template-error": "A template cannot be rendered.",
    "template-missing": "A template that is named does not exist.",
    # the tool itself
    "internal": "The tool itself failed on this input; please report it.",
}
"""Every code there is, with one sentence of what it means."""
