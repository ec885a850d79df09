"""The annotator of pinyin: words, their syllables, and where on the run they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Literal

from site_builder.text.annotation import Annotation, Syllable
from site_builder.text.folding import fold
from site_builder.text.pinyin.lookup import plain_lookup, readings_of, spellings
from site_builder.text.pinyin.orthography import joined
from site_builder.text.pinyin.reader import Guess, read_all
from site_builder.text.pinyin.sandhi import spoken
from site_builder.text.pinyin.spelling import parse_reading, to_numbers, without_tone
from site_builder.text.words import is_hanzi, masked, segment

_MARKS = (
    "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u302a-\u302f\u3099\u309a"
    "\ufe00-\ufe0f\ufe20-\ufe2f\U000e0100-\U000e01ef"
)
_TRANSPARENT = re.compile(f"[{_MARKS}]+|\n")
_MARKS_AFTER = re.compile(f"[{_MARKS}]*")

_ALWAYS_NEUTRAL = frozenset("的地得了着过们么吗呢吧啊呀哇子儿头")
"""Particles and suffixes that no one reads in full."""
_CHILDREN = "女儿 婴儿 幼儿 孤儿 胎儿 健儿 男儿 宠儿 少儿 小儿 产儿 育儿 混血儿 幸运儿"
_NO_ERHUA = frozenset(_CHILDREN.split())
"""Words in which 儿 is a child."""
# What _make does, without its check in Python, which takes three times as long.
_SYLLABLE = partial(tuple.__new__, Syllable)
_ANNOTATION = partial(tuple.__new__, Annotation)
_BATCH = 60_000
"""Characters, about, that are read together: enough that the model is fast, little enough to stay in the cache."""
DOUBTFUL = 0.85
"""Readings less certain than this are worth an editor's look: about one Hanzi in a hundred."""


@dataclass(frozen=True, slots=True)
class PinyinAnnotator:
    """Mandarin in Hanyu Pinyin; the choices are how it is shown, the same for a whole page."""

    name: str = "pinyin"
    tag: str = "zh-Latn-pinyin"
    words: Literal["separate", "joined"] = "separate"
    """A reading for each character, or for each word after GB/T 16159 (Chóngqìng, Xī'ān, dì-sān)."""
    tones: Literal["dictionary", "spoken"] = "dictionary"
    """The tones of the dictionary, or as 一, 不 and third tones change in speech."""
    neutral: Literal["usual", "full"] = "usual"
    """Neutral tones as dictionaries give them, or in words the full tone where the character has one (dōng xī)."""
    erhua: Literal["separate", "fused"] = "separate"
    """儿 as a syllable of its own, or as the r of the syllable before it (nǎr)."""
    style: Literal["marks", "numbers"] = "marks"
    """Tone marks or numbers."""

    def annotate(
        self,
        run: str,
        *,
        readings: Mapping[str, str] | None = None,
        fixed: Sequence[Syllable] = (),
    ) -> Sequence[Annotation]:
        """Return the annotated words of *run*, in order; see :class:`~site_builder.text.annotation.Annotator`.

        A word of *readings* whose reading does not fit it is passed over: the check of the glossary reports it.
        """
        (annotations,) = self.annotate_all([run], readings=readings, fixed=[fixed])
        return annotations

    def annotate_all(
        self,
        runs: Sequence[str],
        *,
        readings: Mapping[str, str] | None = None,
        fixed: Sequence[Sequence[Syllable]] = (),
    ) -> list[Sequence[Annotation]]:
        """Return the annotated words of each of *runs*: the same as one by one, with one call of the model."""
        extra = frozenset(readings or ())
        return [
            self._shown(run, text, extra, given)
            for run, text, given in zip(runs, _read(runs, readings), fixed or [()] * len(runs), strict=True)
        ]

    def _shown(
        self, run: str, text: _ReadText, extra: frozenset[str], fixed: Sequence[Syllable]
    ) -> Sequence[Annotation]:
        """Return the annotated words of *run* as this annotator's choices show them; *extra* are the glossary's."""
        found: Sequence[str] = text.found
        words = _words(text, extra)
        found = _with_light_er(text.folded, found, words)
        if self.neutral == "full":
            found = _in_full(text.folded, found, words)
        if self.tones == "spoken":
            found = spoken(text.folded, found, words)
        annotations = placed(run, text.places, words, found, fixed)
        if self.erhua == "fused":
            annotations = [_fused(run, annotation) for annotation in annotations]
        if self.style == "numbers":
            annotations = [_numbered(annotation) for annotation in annotations]
        return joined(run, annotations) if self.words == "joined" else annotations

    def doubts(
        self,
        run: str,
        *,
        readings: Mapping[str, str] | None = None,
        fixed: Sequence[Syllable] = (),
        below: float = DOUBTFUL,
    ) -> Sequence[Guess]:
        """Return the readings of *run* that are less certain than *below*, in order, offsets in *run*.

        What the glossary or the editor set is not in doubt.
        """
        (text,) = _read([run], readings)
        places = text.places
        certain = {at for start, end, _ in text.chosen for at in range(places[start], places[end - 1] + 1)}
        certain |= {at for syllable in fixed for at in range(syllable.start, syllable.end)}
        doubtful = [replace(guess, offset=places[guess.offset]) for guess in text.guesses if guess.confidence < below]
        return sorted((guess for guess in doubtful if guess.offset not in certain), key=lambda guess: guess.offset)


@dataclass(frozen=True, slots=True)
class _ReadText:
    """A run made legible and read."""

    legible: str
    places: Sequence[int]
    """Offset in the run of each character of the legible text."""
    folded: str
    chosen: Sequence[_Chosen]
    """The glossary's words."""
    words: Sequence[tuple[int, int]]
    """The other words, where the glossary has none."""
    found: Sequence[str]
    """The reading of each character, ``""`` for none."""
    guesses: Sequence[Guess]


def _read(runs: Iterable[str], readings: Mapping[str, str] | None) -> Iterator[_ReadText]:
    """Yield *runs* with the reading of each character, and which were guessed."""
    glossary = tuple(readings.items()) if readings else ()
    batch: list[str] = []
    size = 0
    for run in runs:
        batch.append(run)
        size += len(run)
        if size >= _BATCH:
            yield from _read_batch(batch, glossary)
            batch, size = [], 0
    if batch:
        yield from _read_batch(batch, glossary)


def _read_batch(runs: Sequence[str], glossary: tuple[tuple[str, str], ...]) -> Iterator[_ReadText]:
    texts = [legible(run) for run in runs]
    folded = [fold(text) for text, _ in texts]
    chosen = [_chosen(text, f, glossary) if glossary else [] for (text, _), f in zip(texts, folded, strict=True)]
    hidden = [masked(f, ((start, end) for start, end, _ in given)) for f, given in zip(folded, chosen, strict=True)]
    readings = read_all([text for text, _ in texts], hidden)
    for (text, places), f, given, reading in zip(texts, folded, chosen, readings, strict=True):
        for start, end, syllables in given:
            reading.syllables[start:end] = syllables
        yield _ReadText(text, places, f, given, reading.words, reading.syllables, reading.guesses)


def _with_light_er(text: str, found: Sequence[str], words: Sequence[tuple[int, int]]) -> list[str]:
    """Return the readings with a neutral ``er`` for the suffix 儿 of *text*: dictionaries are of two minds."""
    light = list(found)
    for start, end in words if "儿" in text else ():
        if end - start > 1 and text[end - 1] == "儿" and light[end - 1] == "ér" and text[start:end] not in _NO_ERHUA:
            light[end - 1] = "er"
    return light


def _in_full(text: str, found: Sequence[str], words: Sequence[tuple[int, int]]) -> list[str]:
    """Return the readings with full tones for the neutral ones inside words of *text* (Simplified)."""
    full = list(found)
    spelled = spellings()
    for start, end in words:
        if end - start == 1 or not any(reading.isascii() for reading in found[start:end]):
            continue
        codes = plain_lookup().read(text[start:end])[0]
        for at in range(start, end):
            light = found[at] and found[at].isascii() and text[at] not in _ALWAYS_NEUTRAL
            if light and text[at] != text[at - 1 : at]:
                options = (spelled[codes[at - start]], *readings_of(text[at]))
                letters = without_tone(found[at])
                full[at] = next((r for r in options if not r.isascii() and without_tone(r) == letters), found[at])
    return full


def _fused(run: str, annotation: Annotation) -> Annotation:
    """Return *annotation* with 儿 after a syllable as its r."""
    syllables: list[Syllable] = []
    for syllable in annotation.syllables:
        is_suffix = run[syllable.start] in "儿兒" and syllable.reading in ("r", "er")
        if is_suffix and syllables and syllables[-1].end == syllable.start:
            before = syllables.pop()
            syllable = Syllable(before.start, syllable.end, f"{before.reading}r")  # noqa: PLW2901 - the two are one
        syllables.append(syllable)
    word = fold(run[annotation.start : annotation.end])
    return annotation if word in _NO_ERHUA else Annotation(annotation.start, annotation.end, tuple(syllables))


def _numbered(annotation: Annotation) -> Annotation:
    syllables = (Syllable(s.start, s.end, to_numbers(s.reading)) for s in annotation.syllables)
    return Annotation(annotation.start, annotation.end, tuple(syllables))


def legible(run: str) -> tuple[str, Sequence[int]]:
    """Return *run* without what stands between Hanzi but is no sign of its own, and each character's offset in *run*.

    That is a mark on the Hanzi before it (a variation selector, say) and a single line break between two Hanzi.
    """
    pieces: list[str] = []
    places: list[int] = []
    taken = 0
    for match in _TRANSPARENT.finditer(run):
        start, end = match.span()
        before = run[start - 1] if start > taken else (run[places[-1]] if places and start else "")
        after = run[end : end + 1]
        if before and is_hanzi(before) and (match[0] != "\n" or (after and is_hanzi(after))):
            pieces.append(run[taken:start])
            places.extend(range(taken, start))
            taken = end
    if not taken:
        return run, range(len(run))
    pieces.append(run[taken:])
    places.extend(range(taken, len(run)))
    return "".join(pieces), places


_Chosen = tuple[int, int, Sequence[str]]
"""A glossary word in the text: start, end, and a reading or ``""`` for each of its characters."""


@dataclass(frozen=True, slots=True)
class _Readings:
    """A glossary made ready: words as written, words as folded, and the lengths of words by first character."""

    words: Mapping[str, Sequence[str]]
    folded: Mapping[str, Sequence[str]]
    lengths: Mapping[str, Sequence[int]]


@lru_cache(maxsize=16)
def _prepared(readings: tuple[tuple[str, str], ...]) -> _Readings:
    words: dict[str, Sequence[str]] = {}
    for word, reading in readings:
        hanzi = [is_hanzi(c) for c in word]
        try:
            syllables = iter(parse_reading(reading, sum(hanzi)))
        except ValueError:
            continue
        words[word] = [next(syllables) if sounded else "" for sounded in hanzi]
    # A word given in one script only serves the other as well, unless a single character decides the meaning.
    folded = {fold(word): syllables for word, syllables in words.items() if len(word) > 1}
    lengths: dict[str, set[int]] = {}
    for word in (*words, *folded):
        lengths.setdefault(word[0], set()).add(len(word))
    return _Readings(words, folded, {c: sorted(found, reverse=True) for c, found in lengths.items()})


def _chosen(text: str, folded: str, readings: tuple[tuple[str, str], ...]) -> list[_Chosen]:
    """Return the glossary's words in *text*, leftmost and longest first."""
    glossary = _prepared(readings)
    found: list[_Chosen] = []
    taken = 0
    for at, (written, simplified) in enumerate(zip(text, folded, strict=True)):
        if at < taken:
            continue
        lengths = {*glossary.lengths.get(written, ()), *glossary.lengths.get(simplified, ())}
        for length in sorted(lengths, reverse=True):
            syllables = glossary.words.get(text[at : at + length]) or glossary.folded.get(folded[at : at + length])
            if syllables:
                taken = at + len(syllables)
                found.append((at, taken, syllables))
                break
    return found


def _words(text: _ReadText, extra: frozenset[str]) -> Sequence[tuple[int, int]]:
    """Return the words of *text* that have Hanzi, in order; those of *extra* and the chosen ones are whole."""
    if not text.chosen:
        return segment(text.legible, extra, text.folded) if extra else text.words
    found: list[tuple[int, int]] = []
    taken = 0
    for start, end, _ in (*text.chosen, (len(text.legible), len(text.legible), ())):
        if start > taken:
            piece = text.legible[taken:start]
            found.extend((taken + left, taken + right) for left, right in segment(piece, extra))
        if end > start:
            found.append((start, end))
        taken = end
    return found


def placed(
    run: str,
    places: Sequence[int],
    words: Iterable[tuple[int, int]],
    found: Sequence[str],
    fixed: Sequence[Syllable],
) -> list[Annotation]:
    """Return the annotations of *words* (offsets of the legible text), read as *found*, on *run*."""
    # Where nothing was left out of the run, no Hanzi bears a mark.
    unmarked = isinstance(places, range)
    if unmarked and not fixed:
        # All syllables at once: one by one they cost three times as much.
        size = len(found)
        each = tuple(map(_SYLLABLE, zip(range(size), range(1, size + 1), found, strict=True)))
        return [
            _ANNOTATION((start, end, _sounded(each[start:end]) if "" in found[start:end] else each[start:end]))
            for start, end in words
            if any(found[start:end])
        ]
    given = {syllable.start: syllable for syllable in fixed}
    covered = {at: syllable.start for syllable in fixed for at in range(syllable.start, syllable.end)}
    annotations: list[Annotation] = []
    syllables: list[Syllable] = []
    start = end = 0
    for word_start, word_end in words:
        if not (covered and covered.get(places[word_start], places[word_start]) < places[word_start] and annotations):
            start, syllables = places[word_start], []
        else:
            # A reading set in place reaches over the border of two words: they are shown as one.
            last = annotations.pop()
            start, syllables = last.start, list(last.syllables)
        for at in range(word_start, word_end):
            place = places[at]
            end = place + 1 if unmarked else _end(run, place)
            if place in covered:
                if place == covered[place]:
                    syllables.append(given[place])
                end = max(end, given[covered[place]].end)
            elif found[at]:
                syllables.append(Syllable(place, end, found[at]))
        annotations.append(Annotation(start, end, tuple(syllables)))
    return [annotation for annotation in annotations if annotation.syllables]


def _sounded(syllables: Iterable[Syllable]) -> tuple[Syllable, ...]:
    return tuple(syllable for syllable in syllables if syllable.reading)


def _end(run: str, place: int) -> int:
    """Return the end of the Hanzi at *place* with the marks on it."""
    match = _MARKS_AFTER.match(run, place + 1)
    return match.end() if match else place + 1
