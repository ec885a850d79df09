"""Words written together after GB/T 16159-2012: capitals, apostrophes, hyphens."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from site_builder.text.annotation import Annotation, Syllable
from site_builder.text.folding import fold
from site_builder.text.pinyin.spelling import without_tone
from site_builder.text.pinyin.tables import dictionary_words, names
from site_builder.text.words import lexicon

_SENTENCE_END = re.compile(r"[。！？…!?\n\ufffc][”』」》）)\s]*$|[：:]\s*[“「『]$|^[“「『《（(\s]*$")
_NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿")
_ORDINAL = re.compile(f"[第初][{''.join(sorted(_NUMERALS))}]+")
_PAIRS, _FOUR = 2, 4


def joined(run: str, annotations: Iterable[Annotation]) -> list[Annotation]:
    """Return *annotations* with one reading for each word, written as the standard has it.

    - syllables together, an apostrophe before a, o, e inside a word (4.1; 隔音符号);
    - a capital for names (those that CC-CEDICT writes with one) and at the beginning of a sentence;
    - a hyphen in ordinals (dì-sān), in AABB words (qīngqīng-chǔchǔ) and between the halves of four-syllable idioms.
    """
    found = []
    for annotation in (piece for whole in annotations for piece in _words_of(run, whole)):
        word = run[annotation.start : annotation.end]
        reading = _spelled(fold(word), [syllable.reading for syllable in annotation.syllables])
        if fold(word) in names() or _SENTENCE_END.search(run[max(0, annotation.start - 8) : annotation.start]):
            reading = reading[:1].upper() + reading[1:]
        first, last = annotation.syllables[0], annotation.syllables[-1]
        whole = Syllable(first.start, last.end, reading)
        found.append(Annotation(annotation.start, annotation.end, (whole,)))
    return found


def _words_of(run: str, annotation: Annotation) -> list[Annotation]:
    """Return the words that *annotation* falls into: the segmentation keeps common phrases (很好, 我想去) whole."""
    word = fold(run[annotation.start : annotation.end])
    words, syllables = dictionary_words(), annotation.syllables
    if len(word) != len(syllables) or len(word) == 1:
        return [annotation]
    ordinal = _ORDINAL.match(word)
    if not ordinal and (word in words or word not in lexicon() or set(word) <= _NUMERALS or _is_doubled(word)):
        return [annotation]
    pieces: list[Annotation] = []
    at = 0
    if ordinal:
        at = ordinal.end()
        pieces.append(Annotation(annotation.start, syllables[at - 1].end, syllables[:at]))
    while at < len(word):
        end = next((end for end in range(len(word), at + 1, -1) if word[at:end] in words), at + 1)
        pieces.append(Annotation(syllables[at].start, syllables[end - 1].end, syllables[at:end]))
        at = end
    return pieces


def _spelled(word: str, syllables: Sequence[str]) -> str:
    """Return *syllables* as one word."""
    if len(word) == len(syllables) == _FOUR and (_is_doubled(word) or _has_halves(word)):
        return f"{_run_together(syllables[:_PAIRS])}-{_run_together(syllables[_PAIRS:])}"
    if len(word) == len(syllables) and _ORDINAL.fullmatch(word):
        return f"{syllables[0]}-{_run_together(syllables[1:])}"
    return _run_together(syllables)


def _run_together(syllables: Sequence[str]) -> str:
    return "".join(
        f"'{syllable}" if at and without_tone(syllable)[:1] in tuple("aoeê") else syllable
        for at, syllable in enumerate(syllables)
    )


def _is_doubled(word: str) -> bool:
    return len(word) == _FOUR and word[0] == word[1] and word[2] == word[3]


def _has_halves(word: str) -> bool:
    """Say whether a word of four falls into two and two: no word of three stands in it, and it is no name."""
    words = dictionary_words()
    return word in words and word not in names() and word[:3] not in words and word[1:] not in words
