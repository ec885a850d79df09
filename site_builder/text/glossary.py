"""The editor's own words: how each variant writes them and how they are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from site_builder.text.variants import VARIANTS, Variant


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a glossary."""

    forms: tuple[tuple[str, str], ...]
    """(variant tag, form) pairs. A word with the same form everywhere is protected."""
    source: str = ""
    """A one-way rule: only this text is replaced, in every source; ``""`` for a two-way word."""
    reading: str = ""
    """Its reading with tone marks or numbers, syllables parted by spaces; ``""`` when not given."""

    def form(self, variant: Variant) -> str | None:
        """Return how *variant* writes the word, by its own form or its fallbacks', else None."""
        forms = dict(self.forms)
        return next((forms[tag] for tag in (variant.tag, *variant.fallbacks) if tag in forms), None)

    def spellings(self) -> tuple[str, ...]:
        """Return every text that stands for the word."""
        spelled = (self.source,) if self.source else tuple(form for _, form in self.forms)
        return tuple(dict.fromkeys(filter(None, spelled)))


@dataclass(frozen=True, slots=True)
class Glossary:
    """Words that win over every table and model; later words win over earlier ones."""

    words: tuple[Word, ...] = ()

    def __or__(self, other: Glossary) -> Glossary:
        """Return both; *other* (a page's glossary, say) wins."""
        return Glossary(self.words + other.words)

    def replacements(self, target: Variant) -> Mapping[str, str]:
        """Return {text in a source: its form in *target*}."""
        found: dict[str, str] = {}
        for word in self.words:
            form = word.form(target)
            if form is not None:
                found.update(dict.fromkeys(word.spellings(), form))
        return found

    def readings(self) -> Mapping[str, str]:
        """Return {word as displayed: its reading} for the words that have one."""
        return {
            text: word.reading
            for word in self.words
            if word.reading
            for text in dict.fromkeys((*word.spellings(), *(form for _, form in word.forms)))
        }


NO_GLOSSARY = Glossary()


def protected(text: str) -> Word:
    """Return the word that keeps *text* as it is in every variant."""
    return Word(tuple((tag, text) for tag in VARIANTS))
