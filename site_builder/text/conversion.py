"""Script conversion: a text run as a script variant writes it, each character with its source range."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import opencc

from site_builder.text.alignment import Converted, joined, unchanged
from site_builder.text.disambiguation import choose
from site_builder.text.folding import fold
from site_builder.text.glossary import NO_GLOSSARY, Glossary
from site_builder.text.quotes import convert_quotes
from site_builder.text.urls import URL
from site_builder.text.variants import VARIANTS, Script, Variant
from site_builder.text.vocabulary import Replacement, changes_wording, regional_words
from site_builder.text.words import APART, is_hanzi, masked

TAIWAN = VARIANTS["zh-Hant-TW"]
_INVISIBLE = "\u200b\u2060\ufeff\u00ad"
_MAYBE_SOFT = re.compile(f"[\n{_INVISIBLE}]+")
_URL = re.compile(URL)
_MOST_READY = 64
_UNSAFE = re.compile("[\x00\ud800-\udfff]")
"""Characters that cannot pass through OpenCC."""


class _Pieces(NamedTuple):
    """A stretch of the run that is settled, or all of it."""

    text: str
    lengths: tuple[tuple[int, int], ...]


def convert(  # noqa: PLR0913 - the two switches are keyword-only
    run: str,
    source: Variant,
    target: Variant,
    glossary: Glossary = NO_GLOSSARY,
    *,
    quotes: bool = True,
    disambiguate: bool = True,
) -> Converted:
    """Return *run* as *target* writes it, with the source range of every character.

    The glossary's words win over every table, the longest first; no later stage touches them. Text that is
    already in *target* comes back unchanged but for one-way rules. Invisible characters, and one line break,
    between two Hanzi do not part a word; U+FFFC does. With *quotes* the quotation marks follow the region; with
    *disambiguate* the model may overrule OpenCC where a Simplified character has several Traditional ones.
    """
    same_wording = source.script is target.script and not changes_wording(source, target)
    rules = _rules(glossary, target, one_way=same_wording)
    if not run or (same_wording and not rules.forms):
        return unchanged(run)
    soft = _soft_places(run)
    clean = _without(run, soft) if soft else run
    fixed = _settled(clean, rules)
    converted = clean
    if not same_wording:
        if quotes and source.script is not target.script:
            converted = convert_quotes(clean, target)
        base = _masked(converted, fixed)
        if target.script is Script.HANS:
            converted = base if source.script is Script.HANS else fold(base)
        elif source.script is Script.HANS:
            converted = base_of(base)
            if disambiguate:
                converted = choose(clean, converted)
            converted = _styled(converted, TAIWAN, target)
        else:
            converted = _styled(base, source, target)
        if changes_wording(source, target):
            fixed = _merged(fixed, regional_words(fold(_masked(clean, fixed)), source, target))
    pieces = list(_assembled(converted, fixed))
    return joined(_with_soft(pieces, run, soft) if soft else pieces)


def base_of(simplified: str) -> str:
    """Return OpenCC's Traditional for *simplified*, in Taiwan's standard characters; as long as before."""
    return _opencc(simplified, "s2tw")


def settled_places(clean: str, target: Variant, glossary: Glossary) -> frozenset[int]:
    """Return the offsets of *clean* where the glossary says what *target* writes."""
    found = _settled(clean, _rules(glossary, target, one_way=False))
    return frozenset(offset for place in found for offset in range(place.start, place.end))


def without_soft(run: str) -> tuple[str, Sequence[int]]:
    """Return *run* without what stands between two Hanzi but parts no word, and the offset of each character left."""
    soft = _soft_places(run)
    if not soft:
        return run, range(len(run))
    starts, ends = zip(*soft, strict=True)
    places = [i for start, end in zip((0, *ends), (*starts, len(run)), strict=True) for i in range(start, end)]
    return _without(run, soft), places


def _soft_places(run: str) -> list[tuple[int, int]]:
    """Return the stretches between two Hanzi that part no word: invisible characters, and at most one line break."""
    places: list[tuple[int, int]] = []
    for match in _MAYBE_SOFT.finditer(run):
        start, end = match.span()
        before, after, breaks = run[max(0, start - 1) : start], run[end : end + 1], match[0].count("\n")
        in_word = bool(before) and (is_hanzi(before) or (not breaks and before.isascii() and before.isalnum()))
        if in_word and breaks <= 1 and after and is_hanzi(after):
            places.append((start, end))
    return places


def _without(run: str, places: Sequence[tuple[int, int]]) -> str:
    """Return *run* without the stretches *places*."""
    starts, ends = [start for start, _ in places], [end for _, end in places]
    return "".join(run[start:end] for start, end in zip((0, *ends), (*starts, len(run)), strict=True))


@dataclass(frozen=True, slots=True)
class _Rules:
    """A glossary made ready for one target."""

    glossary: Glossary
    forms: Mapping[str, str]
    """{text in the source: its form in the target}."""
    longest: Mapping[str, int]
    """{first character: length of the longest text that starts so}."""
    firsts: re.Pattern[str]
    """Finds where a text may start."""


_ready: dict[tuple[int, str, bool], _Rules] = {}
"""Glossaries made ready, by identity: hashing one costs as much as preparing it. Each is kept alive by its rules."""


def _rules(glossary: Glossary, target: Variant, *, one_way: bool) -> _Rules:
    """Return *glossary* made ready; with *one_way* only the rules that hold in text of any source, the target's too."""
    key = (id(glossary), target.tag, one_way)
    if key not in _ready:
        words = tuple(word for word in glossary.words if word.source) if one_way else glossary.words
        forms = {text: form for text, form in Glossary(words).replacements(target).items() if text}
        longest: dict[str, int] = {}
        for text in forms:
            longest[text[0]] = max(len(text), longest.get(text[0], 0))
        firsts = re.compile(f"[{re.escape(''.join(longest))}]" if longest else "(?!)")
        if len(_ready) >= _MOST_READY:
            _ready.clear()
        _ready[key] = _Rules(glossary, forms, longest, firsts)
    return _ready[key]


def _settled(clean: str, rules: _Rules) -> list[Replacement]:
    """Return what no table may touch: web addresses, and outside of them the glossary's words."""
    words = _glossary_places(clean, rules)
    if "://" not in clean:
        return words
    addresses = [Replacement(m.start(), m.end(), m[0], ((len(m[0]), len(m[0])),)) for m in _URL.finditer(clean)]
    free = [word for word in words if all(word.end <= a.start or word.start >= a.end for a in addresses)]
    return _merged(free, addresses)


def _glossary_places(clean: str, rules: _Rules) -> list[Replacement]:
    """Return where the glossary's words stand, the longest at each place, left to right."""
    found: list[Replacement] = []
    match = rules.firsts.search(clean)
    while match:
        i = match.start()
        end = next((j for j in range(i + rules.longest[clean[i]], i, -1) if clean[i:j] in rules.forms), i)
        if end > i:
            # Near the end of the run the slice is shorter than it was asked to be.
            end = min(end, len(clean))
            word, form = clean[i:end], rules.forms[clean[i:end]]
            found.append(Replacement(i, end, form, _corresponding(word, form)))
        match = rules.firsts.search(clean, max(end, i + 1))
    return found


def _corresponding(word: str, form: str) -> tuple[tuple[int, int], ...]:
    """Return the finest pieces of two spellings that are sure to correspond: a common start, the rest."""
    if len(word) == len(form):
        return ((len(word), len(form)),)
    word, form = fold(word), fold(form)
    shorter = min(len(word), len(form)) - 1
    start = next((i for i in range(shorter) if word[i] != form[i]), max(shorter, 0))
    rest = (len(word) - start, len(form) - start)
    return ((start, start), rest) if start else (rest,)


def _masked(text: str, locked: list[Replacement]) -> str:
    """Return *text* with the settled stretches hidden, as long as before."""
    return masked(text, ((place.start, place.end) for place in locked))


def _styled(text: str, source: Variant, target: Variant) -> str:
    """Return Traditional *text* in the characters that *target*'s region prefers (裡, 裏), as long as before.

    Text without a region keeps its characters.
    """
    configurations: tuple[str, ...] = ()
    if target.region == "HK":
        configurations = ("tw2t", "t2hk")
    elif target.region == "TW" and source.region == "HK":
        configurations = ("hk2t", "t2tw")
    for configuration in configurations:
        text = _opencc(text, configuration)
    return text


def _opencc(text: str, configuration: str) -> str:
    """Return what OpenCC makes of *text*; as long as *text*."""
    safe = _UNSAFE.sub(APART, text)
    converted: str = _converter(configuration).convert(safe)
    if len(converted) != len(text):
        # No table of these configurations changes a length; should one ever, stay aligned.
        converted = "".join(one if len(one) == 1 else c for c in safe for one in [_converter(configuration).convert(c)])
    if safe is text or safe == text:
        return converted
    return "".join(c if _UNSAFE.match(c) else new for c, new in zip(text, converted, strict=True))


@cache
def _converter(configuration: str) -> opencc.OpenCC:
    return opencc.OpenCC(configuration)


def _merged(first: list[Replacement], second: list[Replacement]) -> list[Replacement]:
    """Return both, in order; they do not overlap."""
    return sorted([*first, *second], key=lambda place: place.start)


def _assembled(converted: str, fixed: list[Replacement]) -> Iterator[_Pieces]:
    """Yield the converted characters with the settled stretches in their places."""
    done = 0
    for place in fixed:
        if place.start > done:
            yield _Pieces(converted[done : place.start], ((place.start - done, place.start - done),))
        yield _Pieces(place.text, place.lengths)
        done = place.end
    if done < len(converted):
        yield _Pieces(converted[done:], ((len(converted) - done, len(converted) - done),))


def _with_soft(pieces: list[_Pieces], run: str, soft: list[tuple[int, int]]) -> Iterator[_Pieces]:
    """Yield *pieces* cut where soft characters stand in *run*, and these in between."""
    cuts: list[tuple[int, str]] = []
    removed = 0
    for start, end in soft:
        cuts.append((start - removed, run[start:end]))
        removed += end - start
    at = 0
    waiting = iter(cuts)
    cut = next(waiting, None)
    for piece in pieces:
        target = 0
        for before, after in piece.lengths:
            text = piece.text[target : target + after]
            target += after
            consumed = drawn = 0
            while cut is not None and cut[0] < at + before:
                inside = cut[0] - at
                share = inside if before == after else inside * after // before
                yield _Pieces(text[drawn:share], ((inside - consumed, share - drawn),))
                yield _Pieces(cut[1], ((len(cut[1]), len(cut[1])),))
                consumed, drawn = inside, share
                cut = next(waiting, None)
            yield _Pieces(text[drawn:], ((before - consumed, after - drawn),))
            at += before
    if cut is not None:
        yield _Pieces(cut[1], ((len(cut[1]), len(cut[1])),))
