"""Makes the packaged table out of the pypinyin package: ``python -m site_builder.text.pinyin.generate``.

Run it after an update of pypinyin; a test compares the table with the installed package.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

from site_builder.text.pinyin.tables import PACKAGED, Table, packed


def pypinyin_table() -> Table:
    """Return pypinyin's characters and phrases, the readings in its order."""
    characters = {chr(code): tuple(readings.split(",")) for code, readings in PINYIN_DICT.items()}
    phrases = {phrase: tuple(options[0] for options in readings) for phrase, readings in PHRASES_DICT.items()}
    return Table.of(characters, phrases)


if __name__ == "__main__":
    place = Path(__file__).with_name(PACKAGED)
    place.write_bytes(packed(pypinyin_table()))
    sys.stdout.write(f"{place}: {place.stat().st_size} bytes\n")
