"""The editor's own words: how each variant writes them and how they are read."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from site_builder.text.pinyin.spelling import parse_reading
from site_builder.text.variants import VARIANTS, Variant, find_variant
from site_builder.text.words import is_hanzi


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


# Reading the entries of a glossary.toml or of a page's glossary

_KEYS = ("keep", "from", "reading")


class _EntryError(Exception):
    """An entry that cannot be read; says what is wrong and how to mend it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def words_from(entries: Sequence[object]) -> tuple[tuple[Word, ...], tuple[tuple[int, str, str], ...]]:
    """Return the words that *entries* stand for, and (index, message, hint) for each entry that is none.

    An entry is a mapping: ``{zh-Hans: …, zh-Hant: …, reading: …}`` for a word, ``{keep: …}`` for one that is the
    same everywhere, ``{from: …, zh-Hant: …}`` for a one-way rule. An entry that gives a text another form than
    an earlier entry does is one of the problems.
    """
    words: list[Word] = []
    problems: list[tuple[int, str, str]] = []
    forms_given: dict[tuple[str, str], tuple[int, str]] = {}
    for index, entry in enumerate(entries):
        try:
            word = _word(entry)
            _check_agreement(word, index, forms_given)
        except _EntryError as problem:
            problems.append((index, problem.message, problem.hint))
        else:
            words.append(word)
    return tuple(words), tuple(problems)


def _word(entry: object) -> Word:
    if not isinstance(entry, Mapping):
        raise _EntryError("the entry is no mapping", "write {zh-Hans: …, zh-Hant: …} or {keep: …}")
    values = {str(key): _text(str(key), value) for key, value in entry.items()}
    source, kept, reading = (values.pop(key, "") for key in ("from", "keep", "reading"))
    forms: dict[str, str] = {}
    for key, value in values.items():
        variant = find_variant(key)
        if variant is None:
            raise _EntryError(f"there is no script variant and no key {key!r}", _suggestion(key))
        if variant.tag in forms:
            raise _EntryError(f"the variant {variant.tag} is given twice")
        forms[variant.tag] = value
    if kept and (forms or source):
        raise _EntryError("keep stands alone: such a word has no other forms", "leave out keep, or everything else")
    if kept:
        forms = dict(protected(kept).forms)
    if source and not forms:
        raise _EntryError("from says what is replaced, but nothing says by what", "add zh-Hans: … or zh-Hant: …")
    if not forms:
        raise _EntryError("the entry gives no form", "add zh-Hans: … or zh-Hant: …")
    word = Word(tuple(forms.items()), source, reading)
    if reading:
        _check_reading(word)
    return word


def _text(key: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _EntryError(f"{key} is no text", "write it in quotation marks")
    return value.strip()


def _suggestion(key: str) -> str:
    known = (*VARIANTS, *_KEYS)
    folded = {name.lower(): name for name in known}
    near = difflib.get_close_matches(key.lower(), folded, 1)
    return f"did you mean {folded[near[0]]}?" if near else "the keys are: " + ", ".join(known)


def _check_reading(word: Word) -> None:
    """Raise for a reading that does not fit each form that has Hanzi only, one syllable for each."""
    for text in dict.fromkeys((*word.spellings(), *(form for _, form in word.forms))):
        try:
            parse_reading(word.reading, sum(map(is_hanzi, text)))
        except ValueError as problem:
            raise _EntryError(f"the reading of {text} cannot be read: {problem}", "as in: chóng qìng") from None


def _check_agreement(word: Word, index: int, forms_given: dict[tuple[str, str], tuple[int, str]]) -> None:
    """Raise when an earlier entry writes one of the word's spellings otherwise in the same variant."""
    pairs = [((text, tag), form) for text in word.spellings() for tag, form in word.forms]
    for (text, tag), form in pairs:
        earlier, before = forms_given.get((text, tag), (index, form))
        if before != form:
            raise _EntryError(
                f"{text} is {form} in {tag} here, but {before} in entry {earlier + 1}", "keep one of the two entries"
            )
    forms_given.update({key: (index, form) for key, form in pairs})
