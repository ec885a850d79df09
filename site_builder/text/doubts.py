"""Which converted characters are most likely wrong: the few that an editor should look at, and how to settle them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

from site_builder.text.conversion import base_of, settled_places, without_soft
from site_builder.text.disambiguation import Decision, class_of, decisions
from site_builder.text.folding import fold
from site_builder.text.glossary import NO_GLOSSARY, Glossary
from site_builder.text.variants import HANT, Script, Variant
from site_builder.text.words import is_hanzi, segment

USUAL_LIMIT = 3.0
"""How many doubts in 1,000 Hanzi are worth an editor's time."""
_LEAST = 0.001
"""A doubt below this chance of being wrong is none."""
_CLOSE = 0.1
_TWO_WAYS = 0.2
_CONTRADICTED = 0.5
_READINGS: Mapping[str, Mapping[str, str]] = {
    "发": {"fā": "發", "fà": "髮"},
    "只": {"zhī": "隻", "zhǐ": "只祇衹"},
    "干": {"gān": "乾干", "gàn": "幹"},
    "卷": {"juǎn": "捲", "juàn": "卷"},
    "系": {"jì": "繫", "xì": "系係繫"},
    "尽": {"jǐn": "儘", "jìn": "盡"},
    "吁": {"yù": "籲", "xū": "吁"},
    "咽": {"yàn": "嚥", "yān": "咽", "yè": "咽"},
    "扎": {"zā": "紮", "zhá": "扎"},
    "术": {"zhú": "朮", "shù": "術"},
}
"""{Simplified character: {reading: the Traditional characters that have it}}."""


class Reason(StrEnum):
    """Why a character is doubtful."""

    CLOSE = "the candidates fit almost equally well"
    SECOND_OPINION = "another way to part the words gives another character"
    TWO_WAYS = "the same word is written in two ways in this text"
    READING = "the reading belongs to another character"
    UNUSUAL = "another character is more usual here"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A character that may be the wrong one."""

    run: int
    """Which of the runs it stands in."""
    start: int
    """Offset in the run."""
    end: int
    written: str
    """What stands, or is going to stand, there."""
    candidates: tuple[str, ...]
    """The Traditional characters that it may be, the likeliest first."""
    reasons: tuple[Reason, ...]
    chance: float
    """How likely it is to be wrong, 0 to 1; doubts are in this order."""
    word: tuple[str, str]
    """The word around it: (as the source writes it, as the likeliest other candidate would have it)."""

    @property
    def glossary_entry(self) -> str:
        """The entry of ``glossary.toml`` that writes the other candidate in every place of the word."""
        source, form = self.word
        key = "from" if self.written in source else "zh-Hans"
        return f'[[word]]\n{key} = "{source}"\nzh-Hant = "{form}"'


def doubts(
    runs: Sequence[str],
    source: Variant,
    glossary: Glossary = NO_GLOSSARY,
    *,
    readings: Sequence[Mapping[int, str]] = (),
    limit: float = USUAL_LIMIT,
) -> tuple[Doubt, ...]:
    """Return the doubtful characters of a text's *runs*, most doubtful first, at most *limit* in 1,000 Hanzi.

    Of Simplified runs it says what their conversion to Traditional would get wrong; of Traditional ones, what
    an earlier conversion got wrong (美國製裁). *readings* are, for each run, {offset: syllable with tone mark},
    and are compared with the readings of the candidates. What the glossary settles is never doubtful.
    """
    found: list[_Suspect] = []
    forms: defaultdict[str, list[tuple[slice, list[str]]]] = defaultdict(list)
    clean, places = zip(*map(without_soft, runs), strict=True) if runs else ((), ())
    folded = clean if source.script is Script.HANS else tuple(map(fold, clean))
    for number, (run, simplified) in enumerate(zip(clean, folded, strict=True)):
        settled = settled_places(run, HANT, glossary)
        base = base_of(simplified)
        result = list(run if source.script is Script.HANT else base)
        said = readings[number] if number < len(readings) else {}
        for decision in decisions(simplified, base):
            offset = decision.offset
            if source.script is Script.HANS and decision.chosen != decision.first:
                result[offset] = decision.classes[decision.chosen][0]
            reading = said.get(places[number][offset], "")
            near = slice(max(0, offset - 1), offset + 2)
            forms[simplified[near]].append((near, result))
            if offset not in settled:
                found += _suspects(number, simplified[offset], result[offset], decision, reading)
    found = _with_two_ways(found, folded, forms)
    found.sort(key=lambda suspect: (-suspect.chance, suspect.run, suspect.decision.offset))
    hanzi = sum(map(is_hanzi, chain.from_iterable(runs)))
    # Few are shown: only their words are looked for.
    shown = found[: math.ceil(hanzi * limit / 1000)]
    return tuple(_doubt(s, clean[s.run], folded[s.run], places[s.run][s.decision.offset]) for s in shown)


class _Suspect(NamedTuple):
    """A character that is less than certain, before it is told which ones are worth showing."""

    run: int
    decision: Decision
    written: str
    stands: int
    """The class of what is written."""
    chances: Sequence[float]
    """Of each class, to be the right one."""
    chance: float
    """How likely it is to be wrong."""
    reasons: tuple[Reason, ...]


def _suspects(number: int, simplified: str, written: str, decision: Decision, reading: str) -> Iterator[_Suspect]:
    """Yield what is doubtful about one character, if anything is."""
    stands = class_of(written, decision.classes)
    if stands < 0:
        return
    chances = _chances(decision.scores)
    chance = 1 - chances[stands]
    reasons: list[Reason] = []
    if decision.best != stands:
        reasons.append(Reason.UNUSUAL)
    elif chance > _CLOSE:
        reasons.append(Reason.CLOSE)
    if decision.second >= 0 and decision.second != stands:
        reasons.append(Reason.SECOND_OPINION)
    expected = _READINGS.get(simplified, {}).get(reading)
    if expected and written not in expected:
        reasons.append(Reason.READING)
        chance = max(chance, _CONTRADICTED)
    if chance >= _LEAST:
        yield _Suspect(number, decision, written, stands, chances, chance, tuple(reasons or [Reason.CLOSE]))


def _doubt(suspect: _Suspect, run: str, simplified: str, place: int) -> Doubt:
    """Return what is to be shown of *suspect*, which stands in *run* and at *place* of the run as it was given."""
    offset, classes, written = suspect.decision.offset, suspect.decision.classes, suspect.written
    order = sorted(range(len(classes)), key=lambda i: -suspect.chances[i])
    candidates = tuple(written if i == suspect.stands else classes[i][0] for i in order)
    likeliest = next((c for c in candidates if c != written), written)
    start, end = _word_at(simplified, offset)
    source = run[start:end]
    form = source[: offset - start] + likeliest + source[offset - start + 1 :]
    return Doubt(suspect.run, place, place + 1, written, candidates, suspect.reasons, suspect.chance, (source, form))


def _chances(scores: Iterable[float]) -> list[float]:
    """Return the chances that belong to *scores*."""
    top = max(scores := list(scores))
    shares = [math.exp(score - top) for score in scores]
    return [share / sum(shares) for share in shares]


def _word_at(run: str, offset: int) -> tuple[int, int]:
    """Return the word that holds the character at *offset*, or its two neighbours where it stands alone."""
    low = max(0, offset - 8)
    for start, end in segment(run[low : offset + 8]):
        if low + start <= offset < low + end:
            if end - start > 1:
                return low + start, low + end
            break
    start = offset - 1 if offset and is_hanzi(run[offset - 1]) else offset
    end = offset + 2 if offset + 1 < len(run) and is_hanzi(run[offset + 1]) else offset + 1
    return start, end


def _with_two_ways(
    found: Sequence[_Suspect], runs: Sequence[str], forms: Mapping[str, Sequence[tuple[slice, list[str]]]]
) -> list[_Suspect]:
    """Return *found*, those raised whose neighbourhood is written in two ways in the text.

    *forms* are, for each Simplified neighbourhood, the places where it stands and what is written there.
    """
    several = {near for near, places in forms.items() if len({"".join(result[at]) for at, result in places}) > 1}
    raised: list[_Suspect] = []
    for suspect in found:
        offset = suspect.decision.offset
        if runs[suspect.run][max(0, offset - 1) : offset + 2] in several:
            reasons = (*suspect.reasons, Reason.TWO_WAYS)
            raised.append(suspect._replace(chance=max(suspect.chance, _TWO_WAYS), reasons=reasons))
        else:
            raised.append(suspect)
    return raised
