"""What a site.toml may say, and its defaults."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from urllib.parse import urlsplit

from site_builder.diagnostics import Diagnostic, Location, SourceError, error, locate
from site_builder.text.levels import Standard
from site_builder.text.registry import ANNOTATORS
from site_builder.text.variants import HANS, HANT, VARIANTS, Variant, find_variant

LOCAL_ORIGIN = "http://localhost:8000"

NO_LEVELS = "none"
"""What ``levels`` says where texts and words have no levels."""
LEVELS = (*Standard, NO_LEVELS)
START_LEVELS = range(1, 7)

READINGS = tuple(ANNOTATORS)
"""The annotators that ``reading`` may name."""


class PinyinMode(StrEnum):
    """How a page shows its readings when it is opened; a reader may change it."""

    OFF = "off"
    TAP = "tap"
    ABOVE = "above"
    ALL = "all"
    NONE = "none"
    """The page is not annotated at all."""


class ForeignImages(StrEnum):
    """What becomes of images that lie on other sites."""

    KEEP = "keep"
    LINK = "link"


DEFAULT_HTML_TAGS = frozenset(
    """
    a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure
    h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary sup table
    tbody td tfoot th thead time tr u ul var wbr
    """.split()  # noqa: SIM905 - a list of strings would fill a page
)


@dataclass(frozen=True, slots=True)
class Config:
    """A site's settings. The docstring of each field is its entry in the guide."""

    title: str = "Site"
    """The site's name, in either script."""
    description: str = ""
    """One sentence for search engines and the home page."""
    author: str = ""
    """The author of texts that name none."""
    base_url: str = f"{LOCAL_ORIGIN}/"
    """The absolute address the site is published at, path included; a path alone means this machine."""
    variants: tuple[Variant, ...] = (HANS, HANT)
    """The script variants to publish, the first being the default."""
    interface: str = "zh"
    """The language of navigation and labels: ``zh`` (each variant's own) or ``en``."""
    reading: str = "pinyin"
    """The annotator."""
    readings: Mapping[str, str] = field(default_factory=dict)
    """The annotator of single variants, by tag."""
    pinyin_words: str = "separate"
    """Whether syllables stand apart, or joined into words as GB/T 16159 writes them."""
    pinyin_tones: str = "dictionary"
    """Tones as dictionaries give them, or as they are spoken (一, 不, third tones)."""
    pinyin_neutral: str = "usual"
    """Neutral tones where they are usual, or full tones everywhere."""
    pinyin_erhua: str = "separate"
    """Whether 儿 after a rime has a syllable of its own, or is fused with the one before it."""
    pinyin: PinyinMode = PinyinMode.OFF
    """The start mode of pages that do not say; ``none`` annotates nothing."""
    levels: str = Standard.HSK_2025.value
    """The word list that levels are taken from; ``none`` for a site without."""
    level: int = 3
    """In the mode ``above``: the level whose words are known, until a reader says otherwise."""
    quotes: bool = True
    """Whether quotation marks follow the region of the variant."""
    html: frozenset[str] = DEFAULT_HTML_TAGS
    """The HTML elements that texts may use."""
    foreign_images: ForeignImages = ForeignImages.KEEP
    """Whether images of other sites are shown or become links."""
    tags: tuple[str, ...] = ()
    """The only tags allowed; empty allows all."""
    feed_entries: int = 20
    """How many texts an Atom feed holds."""
    recent: int = 10
    """How many texts the home page lists."""
    hanzi_per_minute: int = 300
    """Reading speed for Hanzi."""
    words_per_minute: int = 200
    """Reading speed for Latin words."""
    max_file_bytes: int = 5_000_000
    """Larger sources are refused."""
    max_paragraph: int = 100_000
    """Longer paragraphs (in characters) are refused."""
    offline: bool = False
    """Whether browsers keep the pages that were visited, to be read without a connection."""

    def reading_for(self, variant: Variant, own: str = "") -> str:
        """Return the name of the annotator for a page in *variant* whose front matter names *own*, or none."""
        return own or self.readings.get(variant.tag, self.reading)


# Reading site.toml

CONFIG_FILE = "site.toml"
_KEYS = tuple(field.name for field in fields(Config))


def read_config(text: str, path: str = CONFIG_FILE) -> Config:
    """Return the settings that *text*, the content of a site.toml, asks for.

    Raises :class:`SourceError` with everything that is wrong.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exception:
        raise SourceError(toml_problem("config-syntax", exception, text, path)) from None
    problems: list[Diagnostic] = []
    values: dict[str, object] = {}
    for key, value in table.items():
        place = place_of_key(text, key, path)
        if key not in _KEYS:
            near = difflib.get_close_matches(key, _KEYS, 1)
            hint = f"did you mean {near[0]}?" if near else "the keys are: " + ", ".join(_KEYS)
            problems.append(error("config-unknown-key", f"site.toml has no key {key!r}", place, hint))
            continue
        try:
            values[key] = _READERS[key](value)
        except _IllTypedError as exception:
            problems.append(error(exception.code, f"{key} {exception}", place, exception.hint))
    if problems:
        raise SourceError(*problems)
    return replace(Config(), **values)  # type: ignore[arg-type]  # each reader returns its field's type


def with_base_url(config: Config, base_url: str) -> Config:
    """Return *config* for another address; raises :class:`ValueError` when it is none."""
    try:
        return replace(config, base_url=_base_url(base_url))
    except _IllTypedError as exception:
        raise ValueError(f"the base URL {exception}; {exception.hint}") from None


def toml_problem(code: str, exception: tomllib.TOMLDecodeError, text: str, path: str) -> Diagnostic:
    """Return the diagnostic of a TOML syntax error, at its place."""
    message = str(exception)
    found = re.search(r"\(at line (\d+), column (\d+)\)", message)
    lines = text.split("\n")
    line, column = (int(found[1]), int(found[2])) if found else (len(lines), 1)
    shown = lines[line - 1] if line <= len(lines) else ""
    what = message[: found.start()].strip() if found else message.partition(" (")[0]
    what = what[:1].lower() + what[1:]
    return error(code, what, Location(path, line, column, shown), "strings stand in quotation marks, lists in [ ]")


def place_of_key(text: str, key: str, path: str) -> Location:
    """Return where *key* is set in a TOML *text*."""
    found = re.search(
        rf"^[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*[=.]|^[ \t]*\[+{re.escape(key)}\b", text, re.MULTILINE
    )
    if not found:
        return Location(path)
    start = found.start() + found[0].index(key)
    return locate(path, text, start, len(key))


class _IllTypedError(Exception):
    """A value of the wrong kind; says what was expected."""

    def __init__(self, message: str, hint: str, code: str = "config-type") -> None:
        super().__init__(message)
        self.hint = hint
        self.code = code


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise _IllTypedError("is no string", 'write it in quotation marks: "…"')
    return value


def _boolean(value: object) -> bool:
    if not isinstance(value, bool):
        raise _IllTypedError("is neither true nor false", "write true or false, without quotation marks")
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise _IllTypedError("is no whole number above 0", "write digits without quotation marks")
    return value


def _start_level(value: object) -> int:
    if value not in START_LEVELS or isinstance(value, bool):
        raise _IllTypedError("is no level", "write a whole number from 1 to 6")
    return _count(value)


def _strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _IllTypedError("is no list of strings", 'write it as ["…", "…"]')
    return tuple(value)


def _base_url(value: object) -> str:
    url = _string(value).strip()
    if url.startswith("/") and not url.startswith("//"):
        url = LOCAL_ORIGIN + url
    parts = urlsplit(url)
    is_whole = parts.scheme in ("http", "https") and parts.netloc and not parts.query and not parts.fragment
    if not is_whole or re.search(r"[\s\"<>]", url):
        hint = "write it as https://example.org/ or https://example.org/reading/"
        raise _IllTypedError(f"is no absolute address: {url!r}", hint)
    return url.rstrip("/") + "/"


def _variants(value: object) -> tuple[Variant, ...]:
    found: list[Variant] = []
    for tag in _strings(value):
        variant = find_variant(tag)
        if variant is None:
            near = difflib.get_close_matches(tag, VARIANTS, 1)
            hint = f"did you mean {near[0]}?" if near else "the variants are: " + ", ".join(VARIANTS)
            raise _IllTypedError(f"names the unknown variant {tag!r}", hint, "variant-unknown")
        found.append(variant)
    if not found or len(set(found)) < len(found):
        raise _IllTypedError("is empty or names a variant twice", 'write it as ["zh-Hans", "zh-Hant"]')
    return tuple(found)


def _readings(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise _IllTypedError("is no table", 'write it as {zh-Hant-TW = "zhuyin"}')
    return {_variants([tag])[0].tag: _choice(READINGS)(name) for tag, name in sorted(value.items())}


def _html(value: object) -> frozenset[str]:
    tags = frozenset(tag.strip("<>").lower() for tag in _strings(value))
    unsafe = sorted(tags - DEFAULT_HTML_TAGS)
    if unsafe:
        raise _IllTypedError(f"allows <{unsafe[0]}>", "choose among: " + ", ".join(sorted(DEFAULT_HTML_TAGS)))
    return tags


def _choice(options: Sequence[str]) -> Callable[[object], str]:
    def read(value: object) -> str:
        if value not in options:
            near = difflib.get_close_matches(str(value), options, 1)
            hint = f"did you mean {near[0]}?" if near else "write one of: " + ", ".join(options)
            raise _IllTypedError(f"cannot be {value!r}", hint)
        return str(value)

    return read


_READERS: Mapping[str, Callable[[object], object]] = {
    "title": _string,
    "description": _string,
    "author": _string,
    "base_url": _base_url,
    "variants": _variants,
    "interface": _choice(("zh", "en")),
    "reading": _choice(READINGS),
    "readings": _readings,
    "pinyin_words": _choice(("separate", "joined")),
    "pinyin_tones": _choice(("dictionary", "spoken")),
    "pinyin_neutral": _choice(("usual", "full")),
    "pinyin_erhua": _choice(("separate", "fused")),
    "pinyin": lambda value: PinyinMode(_choice([*PinyinMode])(value)),
    "levels": _choice([str(name) for name in LEVELS]),
    "level": _start_level,
    "quotes": _boolean,
    "html": _html,
    "foreign_images": lambda value: ForeignImages(_choice([*ForeignImages])(value)),
    "tags": _strings,
    "feed_entries": _count,
    "recent": _count,
    "hanzi_per_minute": _count,
    "words_per_minute": _count,
    "max_file_bytes": _count,
    "max_paragraph": _count,
    "offline": _boolean,
}
