"""Which converted characters are most likely wrong: the few that an editor should look at, and how to settle them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain

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
    found: list[Doubt] = []
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
            if offset not in settled and (doubt := _doubt(number, run, simplified, result[offset], decision, reading)):
                found.append(doubt)
    found = [
        replace(doubt, start=places[doubt.run][doubt.start], end=places[doubt.run][doubt.start] + 1)
        for doubt in _with_two_ways(found, folded, forms)
    ]
    found.sort(key=lambda doubt: (-doubt.chance, doubt.run, doubt.start))
    hanzi = sum(map(is_hanzi, chain.from_iterable(runs)))
    return tuple(found[: math.ceil(hanzi * limit / 1000)])


def _doubt(  # noqa: PLR0913, PLR0917 - all of one place
    number: int, run: str, simplified: str, written: str, decision: Decision, reading: str
) -> Doubt | None:
    """Return what is doubtful about one character; None for nothing."""
    stands = class_of(written, decision.classes)
    if stands < 0:
        return None
    chances = _chances(decision.scores)
    chance = 1 - chances[stands]
    reasons: list[Reason] = []
    if decision.best != stands:
        reasons.append(Reason.UNUSUAL)
    elif chance > _CLOSE:
        reasons.append(Reason.CLOSE)
    if decision.second >= 0 and decision.second != stands:
        reasons.append(Reason.SECOND_OPINION)
    expected = _READINGS.get(simplified[decision.offset], {}).get(reading)
    if expected and written not in expected:
        reasons.append(Reason.READING)
        chance = max(chance, _CONTRADICTED)
    if chance < _LEAST:
        return None
    order = sorted(range(len(chances)), key=lambda i: -chances[i])
    candidates = tuple(written if i == stands else decision.classes[i][0] for i in order)
    likeliest = next((c for c in candidates if c != written), written)
    start, end = _word_at(simplified, decision.offset)
    source = run[start:end]
    form = source[: decision.offset - start] + likeliest + source[decision.offset - start + 1 :]
    return Doubt(
        number,
        decision.offset,
        decision.offset + 1,
        written,
        candidates,
        tuple(reasons or [Reason.CLOSE]),
        chance,
        (source, form),
    )


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
    found: Sequence[Doubt], runs: Sequence[str], forms: Mapping[str, Sequence[tuple[slice, list[str]]]]
) -> list[Doubt]:
    """Return *found*, those doubts raised whose neighbourhood is written in two ways in the text.

    *forms* are, for each Simplified neighbourhood, the places where it stands and what is written there.
    """
    several = {near for near, places in forms.items() if len({"".join(result[at]) for at, result in places}) > 1}
    raised: list[Doubt] = []
    for doubt in found:
        near = runs[doubt.run][max(0, doubt.start - 1) : doubt.start + 2]
        if near in several:
            reasons = (*doubt.reasons, Reason.TWO_WAYS)
            raised.append(replace(doubt, chance=max(doubt.chance, _TWO_WAYS), reasons=reasons))
        else:
            raised.append(doubt)
    return raised
