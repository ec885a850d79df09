"""Measure readings of whole sentences: ``python -m benchmarks.pinyin.sentences [--node FOLDER] [--errors SET]``.

Every sentence is our own, with the reading of each Hanzi checked by hand. ``sentences.tsv`` is dense with polyphones;
the rules were written with it before our eyes. ``plain.tsv`` (set, sentence, one token a character, ``?`` where good
readers differ) is plain prose: its sentences were written before any tool had read them. ``news``, ``fiction``,
``talk`` and ``knowledge`` were for choosing, ``test1`` and ``test2`` are for reporting alone. ``spoken.tsv`` has the
tones of some of them as a careful newsreader speaks them.

A neutral tone for a full one is forgiven and 一 and 不 are left out, but not in spoken tones. With ``--node``
pinyin-pro is measured beside, as in ``accuracy``.
"""

from __future__ import annotations

import argparse
import functools
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from benchmarks.pinyin.accuracy import Annotate, by_node, by_pypinyin, each
from site_builder.text.pinyin.annotator import PinyinAnnotator
from site_builder.text.pinyin.reader import read
from site_builder.text.pinyin.spelling import to_numbers

Sentences = tuple[list[str], list[list[str]]]
"""Texts, and for each one token a character: a syllable and its tone, ``-`` for none, ``?`` for what is not scored."""


def main() -> None:
    """Print the shares of syllables and of sentences that are right."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--node", type=Path, help="folder with node_modules/pinyin-pro and @pinyin-pro/data")
    parser.add_argument(
        "--errors", help="name of a set whose errors of ours are printed (not one that is for reporting)"
    )
    arguments = parser.parse_args()
    annotators: dict[str, Annotate] = {
        "site-builder": functools.partial(each, annotate=ours),
        "pypinyin": functools.partial(each, annotate=by_pypinyin),
    }
    if arguments.node:
        annotators["pinyin-pro with its dictionary"] = functools.partial(by_node, folder=arguments.node)
    for name, (texts, golds) in sets():
        for annotator, annotate in annotators.items():
            print(f"{name}, {annotator}: {score(texts, annotate(texts)[0], golds)}")
        if name == arguments.errors:
            print_errors(texts, golds)
    texts, golds = sentences(table("spoken.tsv"))
    print(f"spoken tones, strict: {score(texts, spoken(texts), golds, strict=True)}")


def sets() -> Iterator[tuple[str, Sentences]]:
    """Yield each set by name."""
    rows = table("sentences.tsv")
    golds = []
    for text, gold in rows:
        syllables = iter(gold.split(" "))
        golds.append([next(syllables) if "\u4e00" <= character <= "\u9fff" else "-" for character in text])
    yield "dense", ([text for text, _ in rows], golds)
    for name, group in groupby(table("plain.tsv"), itemgetter(0)):
        yield name, sentences(group)


def table(name: str) -> list[list[str]]:
    """Return the rows of a file."""
    return [line.split("\t") for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()]


def sentences(rows: Iterable[Sequence[str]]) -> Sentences:
    """Return the sentences of *rows* of set, text and tokens."""
    pairs = [(text, tokens.split(" ")) for _, text, tokens in rows]
    return [text for text, _ in pairs], [tokens for _, tokens in pairs]


def ours(text: str) -> list[str]:
    """Return our readings, one for each character."""
    return read(text)[0]


def spoken(texts: Sequence[str]) -> list[list[str]]:
    """Return our syllables of *texts* as they are spoken."""
    rows = []
    for text, words in zip(texts, PinyinAnnotator(tones="spoken").annotate_all(texts), strict=True):
        row = [""] * len(text)
        for syllable in (syllable for word in words for syllable in word.syllables):
            row[syllable.start] = to_numbers(syllable.reading)
        rows.append(row)
    return rows


def score(
    texts: Sequence[str], found: Sequence[Sequence[str]], golds: Sequence[Sequence[str]], *, strict: bool = False
) -> str:
    """Return the shares of syllables and of sentences that are right."""
    left_out = "" if strict else "一不"
    right = [
        [
            _same(syllable, gold, strict=strict)
            for character, syllable, gold in zip(text, row, told, strict=True)
            if gold not in "-?" and character not in left_out
        ]
        for text, row, told in zip(texts, found, golds, strict=True)
    ]
    syllables = sum(map(len, right))
    return (
        f"{sum(map(sum, right)) / syllables:.2%} of {syllables} syllables, "
        f"{sum(map(all, right)) / len(right):.1%} of {len(right)} sentences"
    )


def print_errors(texts: Sequence[str], golds: Sequence[Sequence[str]]) -> None:
    """Print where ours is wrong, with some of what stands around."""
    for text, row, told in zip(texts, each(texts, ours)[0], golds, strict=True):
        for at, (syllable, gold) in enumerate(zip(row, told, strict=True)):
            if gold not in "-?" and not _same(syllable, gold, strict=False):
                sys.stdout.write(f"{text[max(0, at - 6) : at]}[{text[at]}]{text[at + 1 : at + 6]} {syllable} {gold}\n")


def _same(one: str, other: str, *, strict: bool) -> bool:
    one, other = (syllable if syllable[-1:].isdigit() else f"{syllable}5" for syllable in (one, other))
    return one == other or (not strict and one[:-1] == other[:-1] and "5" in (one[-1], other[-1]))


if __name__ == "__main__":
    main()
