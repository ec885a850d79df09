"""Derive the packaged tables of ``site_builder/text/tables`` from OpenCC's dictionaries and word counts.

    python -m training.tables OPENCC_TEXT_FOLDER MCBOPOMOFO_WORDS TRADITIONAL_SAMPLE

OPENCC_TEXT_FOLDER holds OpenCC's dictionaries as text (``opencc_dict -f ocd2 -t text``),
MCBOPOMOFO_WORDS is McBopomofo's list of words and counts, TRADITIONAL_SAMPLE any large native Traditional
text (plain or ``.xz``): a character that occurs in it is not one that only Simplified text has.
"""

from __future__ import annotations

import collections
import lzma
import math
import sys
from functools import cache
from pathlib import Path

import opencc

from site_builder.text.folding import fold
from site_builder.text.words import is_hanzi

TABLES = Path(__file__).parents[1] / "site_builder" / "text" / "tables"
LONGEST_WORD = 8
LEVELS = 8  # as site_builder.text.words reads them
VOCABULARY_COUNT = 20.0
"""What a regional word that McBopomofo does not know counts for: enough to be seen, too little to cut a common word."""


def main(dictionaries: Path, counts: Path, sample: Path) -> None:
    """Write every table."""
    TABLES.mkdir(exist_ok=True)
    write_folding(dictionaries)
    write_telling(dictionaries, read_text(sample))
    vocabulary = write_vocabulary(dictionaries)
    write_words(counts, vocabulary)


def read_text(path: Path) -> str:
    """Return a text file, unpacked."""
    data = path.read_bytes()
    return (lzma.decompress(data) if path.suffix == ".xz" else data).decode()


def read_dictionary(path: Path) -> dict[str, list[str]]:
    """Return one of OpenCC's dictionaries: {key: candidates, best first}."""
    rows = (line.split("\t") for line in path.read_text("utf-8").splitlines() if line)
    return {key: values.split(" ") for key, values in rows}


@cache
def converter(configuration: str) -> opencc.OpenCC:
    """Return OpenCC's converter, without the rare Simplified forms (𫫇 for 噁) that fonts lack."""
    return opencc.OpenCC(configuration, include_tofu_risk_dictionaries=False)


def simplify(text: str) -> str:
    """Return *text* simplified by the three of OpenCC's standards, first come, first served."""
    for configuration in ("tw2s", "hk2s", "t2s"):
        simplified: str = converter(configuration).convert(text)
        if simplified != text:
            return simplified
    return text


def write_folding(dictionaries: Path) -> None:
    """Write what characters fold to, and the phrases in which they fold otherwise."""
    names = ("TSCharacters", "TWVariantsRev", "HKVariantsRev", "CJK_Compatibility_Ideographs")
    keys = sorted({key for name in names for key in read_dictionary(dictionaries / f"{name}.txt")})
    characters = {key: folded for key in keys if (folded := simplify(key)) != key and key not in KEPT}
    phrases = {word: word for word in KEPT_WORDS}
    for name, configuration in (
        ("HKVariantsRevPhrases", "hk2s"),
        ("TWVariantsRevPhrases", "tw2s"),
        ("TSPhrases", "t2s"),
    ):
        for key in read_dictionary(dictionaries / f"{name}.txt"):
            if KEPT & set(key):
                continue
            folded = converter(configuration).convert(key)
            # The phrase in Simplified stands in mixed text (显著) and must not be folded further.
            for spelling in (key, folded):
                if "".join(characters.get(c, c) for c in spelling) != folded:
                    phrases[spelling] = folded
    rows = ["".join(characters) + "\t" + "".join(characters.values())]
    rows += sorted(f"{key}\t{value}" for key, value in phrases.items())
    (TABLES / "folding.tsv").write_text("\n".join(rows) + "\n", "utf-8")


KEPT = {"噁"}
"""Characters that the mainland writes as they are, whatever OpenCC says."""
KEPT_WORDS = ("土著", "原著", "编著", "編著", "合著", "论著", "論著", "著者", "著称", "著稱")
"""Words with 著 that OpenCC's list does not have, or has with one neighbour only."""


def write_telling(dictionaries: Path, sample: str) -> None:
    """Write the characters that only Simplified, and those that only Traditional text has."""
    seen = collections.Counter(sample)
    st = read_dictionary(dictionaries / "STCharacters.txt")
    traditional = {c for candidates in st.values() for c in candidates}
    hans = sorted(
        c
        for c, candidates in st.items()
        if c not in traditional
        and all(converter(name).convert(c) != c for name in ("s2t", "s2tw", "s2hk"))
        and seen[c] * 200 <= sum(seen[candidate] for candidate in candidates)
    )
    rows = [line.split("\t") for line in (TABLES / "folding.tsv").read_text("utf-8").splitlines()]
    kept = {c for phrase, folded in rows[1:] for c, f in zip(phrase, folded, strict=True) if c == f}
    compatibility = set(read_dictionary(dictionaries / "CJK_Compatibility_Ideographs.txt"))
    hant = sorted(set(rows[0][0]) - kept - set(rows[0][1]) - set(hans) - compatibility - SIMPLIFIED_TOO)
    (TABLES / "telling.txt").write_text("".join(hans) + "\n" + "".join(hant) + "\n", "utf-8")


SIMPLIFIED_TOO = set("乾藉瞭著徵覆於沈餘鍾麽氾甯昇陞喆淼夥託菸摺崑崙噁睏")
"""Characters that Simplified text keeps in names or set phrases."""


def write_vocabulary(dictionaries: Path) -> set[str]:
    """Write the regional words, keyed by Simplified spelling; return OpenCC's keys."""
    tables = {
        "taiwan": forward_words(dictionaries, "TWPhrases"),
        "mainland-from-taiwan": backward_words(dictionaries, "TWPhrasesRev"),
        "hongkong": forward_words(dictionaries, "HKPhrases"),
        "mainland-from-hongkong": backward_words(dictionaries, "HKPhrasesRev"),
    }
    keys = set().union(*tables.values())
    tables["hongkong-from-taiwan"] = {}
    tables["taiwan-from-hongkong"] = {}
    for line in REGIONAL.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            mainland, taiwan, hongkong = line.split("\t")
            for name, key, form in (
                ("hongkong", mainland, hongkong),
                ("mainland-from-hongkong", fold(hongkong), mainland),
                ("hongkong-from-taiwan", fold(taiwan), hongkong),
                ("taiwan-from-hongkong", fold(hongkong), taiwan),
            ):
                if NOWHERE not in {key, form}:
                    tables[name].setdefault(key, form)
    beneath = {"hongkong-from-taiwan": tables["hongkong"], "taiwan-from-hongkong": tables["taiwan"]}
    for name, entries in tables.items():
        every = beneath.get(name, {}) | entries
        rows = (f"{key}\t{value}\t{lengths(key, value, every)}" for key, value in sorted(entries.items()))
        (TABLES / f"{name}.tsv").write_text("\n".join(rows) + "\n", "utf-8")
    return keys


REGIONAL = Path(__file__).with_name("regional.tsv")
NOWHERE = "-"


def forward_words(dictionaries: Path, name: str) -> dict[str, str]:
    """Return {mainland word: the region's}, with other Simplified spellings (二恶英 and 二𫫇英 beside 二噁英)."""
    dictionary = read_dictionary(dictionaries / f"{name}.txt")
    entries: dict[str, str] = {}
    for key, values in dictionary.items():
        entries.setdefault(fold(key), values[0])
    for phrase, values in read_dictionary(dictionaries / "STPhrases.txt").items():
        if values[0] in dictionary:
            entries.setdefault(phrase, dictionary[values[0]][0])
    for key, values in dictionary.items():
        entries.setdefault(opencc.OpenCC("t2s").convert(key), values[0])
    return entries


def backward_words(dictionaries: Path, name: str) -> dict[str, str]:
    """Return {the region's word: the mainland's}, both in Simplified."""
    entries: dict[str, str] = {}
    for key, values in read_dictionary(dictionaries / f"{name}.txt").items():
        entries.setdefault(fold(key), fold(values[0]))
    return entries


def lengths(key: str, value: str, entries: dict[str, str]) -> str:
    """Return the finest pieces that are known to correspond, ``2:3 1:2`` for 内存条 and 記憶體模組."""
    if len(key) != len(value):
        for i in range(len(key) - 1, 0, -1):
            for j in (len(entries.get(key[:i], "")), i):
                if 0 < j < len(value) and corresponds(key[:i], value[:j], entries):
                    return f"{i}:{j} {lengths(key[i:], value[j:], entries)}"
        for i in range(1, len(key)):
            for j in (len(entries.get(key[i:], "")), len(key) - i):
                if 0 < j < len(value) and corresponds(key[i:], value[-j:], entries):
                    return f"{lengths(key[:i], value[:-j], entries)} {len(key) - i}:{j}"
    return f"{len(key)}:{len(value)}"


def corresponds(key: str, value: str, entries: dict[str, str]) -> bool:
    """Say whether *value* is the regional word for *key*, or *key* itself in the other script."""
    return entries.get(key) == value or fold(value) == key


def write_words(counts: Path, vocabulary: set[str]) -> None:
    """Write the words by length and cost."""
    found: collections.Counter[str] = collections.Counter()
    for line in counts.read_text("utf-8").splitlines():
        word, count = line.rsplit(" ", 1)
        if all(map(is_hanzi, word)) and len(word) <= LONGEST_WORD:
            found[fold(word)] += max(float(count), 0.3)
    for word in vocabulary:
        if all(map(is_hanzi, word)) and len(word) > 1:
            found[word] = max(found[word], VOCABULARY_COUNT)
    total = sum(found.values())
    groups: collections.defaultdict[tuple[int, int], list[str]] = collections.defaultdict(list)
    for word, count in found.items():
        groups[len(word), round(-math.log(count / total) * LEVELS)].append(word)
    text = "".join(f"{size}\t{level}\t{''.join(sorted(words))}\n" for (size, level), words in sorted(groups.items()))
    packed = lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)
    (TABLES / "words.txt.xz").write_bytes(packed)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
