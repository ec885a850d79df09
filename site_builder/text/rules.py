"""MediaWiki's inline notation for script variants, ``-{ … }-``: protect, choose, add a rule."""

from __future__ import annotations

import re
from dataclasses import dataclass

from site_builder.text.glossary import Glossary, Word, protected
from site_builder.text.variants import VARIANTS, Variant, find_variant

FLAGS = frozenset("AHTRDN-")
"""A: add a rule and show it; H: add it, show nothing; -: remove it; T: for the title only; R: as it is;
D: describe the rule; N: the name of a variant."""

_TAG = r"[Zz][Hh](?:-[A-Za-z]+)*"
_SOURCE = "[^;=]*(?:=(?!>)[^;=]*)*"
_RULE = re.compile(rf"(?:(?P<source>{_SOURCE})=>)?\s*(?P<tag>{_TAG})\s*:")
_SEPARATOR = re.compile(rf";(?=\s*(?:(?:{_SOURCE}=>\s*)?{_TAG}\s*:|$))")
_FLAGS_LOOK = re.compile(rf"\s*(?:[A-Za-z-]|{_TAG})(?:\s*;\s*(?:[A-Za-z-]|{_TAG}))*\s*\|")


class RuleError(ValueError):
    """Raised for a rule that cannot be read; *offset* is the place within it."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Rule:
    """What stands between ``-{`` and ``}-``."""

    flags: frozenset[str]
    """Out of :data:`FLAGS`."""
    text: str
    """What is written after the flags, as it is."""
    forms: tuple[tuple[str, str], ...] = ()
    """(variant tag, form) pairs of a choice, as written."""
    one_way: tuple[tuple[str, str, str], ...] = ()
    """(text in the source, variant tag, form) triples."""
    only: tuple[str, ...] = ()
    """Tags of the variants that show the text (``-{zh-hans|…}-``); empty for all."""

    @property
    def removes(self) -> bool:
        """Whether its words are taken out of the glossary, rather than put in."""
        return "-" in self.flags

    @property
    def for_title(self) -> bool:
        """Whether it speaks of the page's title, not of the place where it stands."""
        return "T" in self.flags

    def text_for(self, target: Variant) -> str:
        """Return what *target* shows where the rule stands; never to be converted further."""
        if self.flags & {"H", "-", "T"}:
            return ""
        if self.only and not {target.tag, *target.fallbacks} & set(self.only):
            return ""
        if "N" in self.flags:
            named = find_variant(self.text)
            return named.name if named else self.text
        if "D" in self.flags:
            return self._described()
        return self.choice(target)

    def choice(self, target: Variant) -> str:
        """Return the form that *target* takes, by itself or its fallbacks; else the first one."""
        if "R" in self.flags or not (self.forms or self.one_way):
            return self.text
        for tag in (target.tag, *target.fallbacks):
            for known, form in (*self.forms, *((tag, form) for _, tag, form in self.one_way)):
                if known == tag:
                    return form
        return self.forms[0][1] if self.forms else self.one_way[0][0]

    def words(self) -> tuple[Word, ...]:
        """Return the words that an A, H or - rule speaks of; none for another."""
        if not self.flags & {"A", "H", "-"}:
            return ()
        if "R" in self.flags or not (self.forms or self.one_way):
            return (protected(self.text),) if self.text else ()
        two_way = (Word(self.forms),) if self.forms else ()
        return (*two_way, *(Word(((tag, form),), source=source) for source, tag, form in self.one_way))

    def applied(self, glossary: Glossary) -> Glossary:
        """Return *glossary* with the rule's words added, or taken out."""
        if self.removes:
            gone = {spelling for word in self.words() for spelling in word.spellings()}
            return Glossary(tuple(word for word in glossary.words if not gone & set(word.spellings())))
        words = self.words()
        return glossary | Glossary(words) if words else glossary

    def _described(self) -> str:
        forms = [f"{VARIANTS[tag].name}：{form}" for tag, form in self.forms]
        rules = [f"{source}⇒{VARIANTS[tag].name}：{form}" for source, tag, form in self.one_way]
        return "；".join((*forms, *rules)) or self.text


def parse_rule(inner: str) -> Rule:
    """Return the rule that *inner*, the text between ``-{`` and ``}-``, states.

    Raises :class:`RuleError` for an unknown flag or variant, and for a variant given twice.
    """
    flags, only, start = _parse_flags(inner)
    text = inner[start:].strip()
    if flags & {"R", "N"} or not _RULE.match(inner, start):
        return Rule(flags, text if flags or only else inner, only=only)
    forms: dict[str, str] = {}
    one_way: list[tuple[str, str, str]] = []
    for part_start, part_end in _parts(inner, start):
        match = _RULE.match(inner, part_start, part_end)
        if match is None:
            raise RuleError("A part of the rule names no variant.", part_start)
        tag = _known_tag(match["tag"], match.start("tag"))
        form = inner[match.end() : part_end].strip()
        source = (match["source"] or "").strip()
        if source:
            one_way.append((source, tag, form))
        elif match["source"] is not None:
            raise RuleError("A one-way rule has nothing before its =>.", part_start)
        elif tag in forms:
            raise RuleError(f"The variant {match['tag']} is given twice.", match.start("tag"))
        else:
            forms[tag] = form
    return Rule(flags, text, tuple(forms.items()), tuple(one_way), only)


def _parse_flags(inner: str) -> tuple[frozenset[str], tuple[str, ...], int]:
    """Return the flags, the variants the text is meant for, and where the text starts."""
    look = _FLAGS_LOOK.match(inner)
    if look is None:
        return frozenset(), (), 0
    flags: set[str] = set()
    only: list[str] = []
    offset = 0
    for part in inner[: look.end() - 1].split(";"):
        flag, place = part.strip(), offset + len(part) - len(part.lstrip())
        if flag.upper() in FLAGS:
            flags.add(flag.upper())
        elif len(flag) == 1:
            raise RuleError(f"There is no flag {flag}.", place)
        else:
            only.append(_known_tag(flag, place))
        offset += len(part) + 1
    return frozenset(flags), tuple(only), look.end()


def _parts(inner: str, start: int) -> list[tuple[int, int]]:
    """Return the parts that semicolons before a variant, or at the end, divide."""
    parts: list[tuple[int, int]] = []
    for match in _SEPARATOR.finditer(inner, start):
        parts.append((start, match.start()))
        start = match.end()
    if inner[start:].strip():
        parts.append((start, len(inner)))
    return parts


def _known_tag(tag: str, offset: int) -> str:
    variant = find_variant(tag)
    if variant is None:
        known = ", ".join(VARIANTS)
        raise RuleError(f"There is no script variant {tag}; the known ones are {known}.", offset)
    return variant.tag
