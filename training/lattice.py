"""Derive the word lattice of script conversion: words, what they cost, and their Traditional forms.

    python -m training.lattice OPENCC_TEXT_FOLDER MCBOPOMOFO_WORDS JIEBA_DICTIONARY

OPENCC_TEXT_FOLDER and MCBOPOMOFO_WORDS are as in ``training.tables``; JIEBA_DICTIONARY is ``jieba/dict.txt``.
A word that is dearer than its own parts is never on a cheapest way and is left out.
"""

from __future__ import annotations

import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from site_builder.text.folding import fold
from site_builder.text.lattice import pack_words
from site_builder.text.words import HANZI
from training.tables import TABLES, converter, read_dictionary

PHRASE_COUNT = 200
"""What an OpenCC phrase counts for, in tenths, as all counts here; chosen on the development parts out of 3 to 200."""
RAREST_COUNT = 10
"""Words of jieba's that are rarer are left out."""
LONGEST_WORD = 8
_UNKNOWN = 18.0

_ALL_HANZI = re.compile(f"[{HANZI}]+")


SURNAMES = {**{c: c for c in "于范余郁岳姜沈谷卜游后"}, "钟": "鍾"}
IN_FOREIGN_NAMES = frozenset("里干于范余采松")
"""Characters that names keep, whatever they become in other words."""


def main(dictionaries: Path, counts: Path, jieba: Path) -> None:
    """Write ``lattice.bin`` and ``forms.bin``."""
    forms = count_forms(dictionaries, counts)
    names = {name: kept for name, kept in known_names(jieba) if kept}
    shares = mixed_shares(forms, jieba, names)
    chars = {c: converter("s2tw").convert(c) for c in read_dictionary(dictionaries / "STCharacters.txt")}
    chars |= {word: found.most_common(1)[0][0] for word, found in forms.items() if len(word) == 1}
    missing = [word for word in shares if word not in forms]
    converted = converter("s2tw").convert("\n".join(missing)).split("\n")
    best = {
        word: "".join(names.get(word, {}).get(i, c) for i, c in enumerate(form))
        for word, form in zip(missing, converted, strict=True)
    }
    best |= {w: found.most_common(1)[0][0] for w, found in forms.items()}
    costs = without_dear_words({word: -math.log(share) for word, share in shares.items()})
    for name, packed in zip(("lattice", "forms"), pack_words(costs, telling_forms(costs, best, chars)), strict=True):
        (TABLES / f"{name}.bin").write_bytes(packed)


def known_names(jieba: Path) -> Iterator[tuple[str, dict[int, str]]]:
    """Yield the names of jieba's list with {place: character that names keep}."""
    for line in jieba.read_text("utf-8").splitlines():
        word, _, tag = line.split(" ")
        if tag == "nr" and word[0] in SURNAMES:
            yield word, {0: SURNAMES[word[0]]}
        elif tag == "nrt":
            yield word, {i: c for i, c in enumerate(word) if c in IN_FOREIGN_NAMES}
        elif tag == "ns" and "里" in word:
            yield word, {i: c for i, c in enumerate(word) if c == "里"}


def telling_forms(words: Iterable[str], best: Mapping[str, str], chars: Mapping[str, str]) -> dict[str, str]:
    """Return the Traditional forms of single characters, and of words that differ from those of theirs."""
    usual = {char: form for char, form in chars.items() if form != char}
    own = {w: best[w] for w in words if len(w) > 1 and best[w] != "".join(usual.get(c, c) for c in w)}
    return usual | own


def count_forms(dictionaries: Path, counts: Path) -> dict[str, Counter[str]]:
    """Return {Simplified word: how often each Traditional form occurs}."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for line in counts.read_text("utf-8").splitlines():
        word, count = line.rsplit(" ", 1)
        if _ALL_HANZI.fullmatch(word) and len(word) <= LONGEST_WORD:
            found[fold(word)][word] += max(round(10 * float(count)), 3)
    for phrase, candidates in read_dictionary(dictionaries / "STPhrases.txt").items():
        if _ALL_HANZI.fullmatch(phrase) and 1 < len(phrase) <= LONGEST_WORD:
            found[phrase][converter("t2tw").convert(candidates[0])] += PHRASE_COUNT
    return dict(found)


def mixed_shares(forms: dict[str, Counter[str]], jieba: Path, rare: Collection[str]) -> dict[str, float]:
    """Return {word: its share of all words}, the mean of the Taiwan counts and jieba's; *rare* ones are kept too."""
    taiwan = {word: found.total() for word, found in forms.items()}
    mainland: Counter[str] = Counter()
    for line in jieba.read_text("utf-8").splitlines():
        word, count, _ = line.split(" ")
        is_kept = int(count) >= RAREST_COUNT or word in rare
        if is_kept and _ALL_HANZI.fullmatch(word) and len(word) <= LONGEST_WORD:
            mainland[fold(word)] += int(count)
    all_taiwan, all_mainland = sum(taiwan.values()), mainland.total()
    return {
        word: (taiwan.get(word, 0) / all_taiwan + mainland[word] / all_mainland) / 2
        for word in sorted({*taiwan, *mainland})
    }


def without_dear_words(costs: dict[str, float]) -> dict[str, float]:
    """Return the words that are cheaper than any way through their parts."""
    kept = dict(costs)
    for word in sorted(costs, key=len):
        size = len(word)
        best = [0.0] + [math.inf] * size
        for i in range(size):
            for j in range(i + 1, size + (i > 0)):
                cost = kept.get(word[i:j], _UNKNOWN if j == i + 1 else math.inf)
                best[j] = min(best[j], best[i] + cost)
        if size > 1 and best[size] <= costs[word]:
            del kept[word]
    return kept


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
