"""Addresses out of titles and file names: Chinese as pinyin, everything in ASCII."""

from __future__ import annotations

import re
import unicodedata

from site_builder.text.folding import fold
from site_builder.text.pinyin.lookup import look_up
from site_builder.text.pinyin.spelling import without_tone

_SEPARATORS = re.compile(r"[^a-z0-9]+")
_LETTERS = str.maketrans({
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h",
})  # fmt: skip
"""Latin letters that Unicode does not take apart into a letter and an accent."""


def slugify(text: str) -> str:
    """Return *text* as an address: ``重庆的音乐`` is ``chong-qing-de-yin-yue``, in either script.

    Hanzi become syllables without tones (``ü`` is ``v``), Latin letters lose case and accents, digits stay, the
    rest is a hyphen. Readings come from the dictionary alone, so that an address does not change with a better
    model. Letters of other scripts serve, as their code points, only where nothing else is left; ``""`` is
    returned for a text without letters and digits.
    """
    pieces: list[str] = []
    for character, reading in zip(text, look_up(fold(text)), strict=True):
        pieces.append(f"-{without_tone(reading).replace('ê', 'e')}-" if reading else character)
    plain = unicodedata.normalize("NFKD", "".join(pieces)).lower().translate(_LETTERS)
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    slug = _SEPARATORS.sub("-", kept).strip("-")
    return slug or "-".join(f"u{ord(c):x}" for c in text if c.isalnum())
