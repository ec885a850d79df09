"""Measure readings of whole sentences: ``python benchmarks/pinyin/sentences.py``.

``sentences.tsv`` has our own sentences, dense with polyphones, each with the reading of every Hanzi, checked by hand.
The odd ones were there for choosing, the even ones are for reporting; a neutral tone for a full one is forgiven.
"""

from __future__ import annotations

from pathlib import Path

from site_builder.text.folding import fold
from site_builder.text.pinyin.reader import read_all
from site_builder.text.pinyin.spelling import to_numbers


def main() -> None:
    """Print the shares of syllables and of sentences that are right."""
    lines = Path(__file__).with_name("sentences.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    for name, some in (("odd", rows[::2]), ("even", rows[1::2])):
        texts = [text for text, _ in some]
        found = [
            [to_numbers(reading) for reading in readings if reading]
            for readings, _ in read_all(texts, [fold(text) for text in texts])
        ]
        right = [
            [_same(ours, gold) for ours, gold in zip(row, golds.split(" "), strict=True)]
            for row, (_, golds) in zip(found, some, strict=True)
        ]
        syllables = sum(map(len, right))
        print(
            f"{name}: syllables {sum(map(sum, right)) / syllables:.2%} of {syllables}, "
            f"sentences {sum(map(all, right)) / len(right):.1%} of {len(right)}"
        )


def _same(one: str, other: str) -> bool:
    return one == other or (one[:-1] == other[:-1] and "5" in (one[-1], other[-1]))


if __name__ == "__main__":
    main()
