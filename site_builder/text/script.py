"""Which script a text is in, told by the characters that only one of the two has."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from site_builder.text.variants import HANS, HANT, Script, Variant


def detect(text: str) -> Script | None:
    """Return the script of *text*; None when no character tells, or both scripts tell equally."""
    simplified, traditional = telling(text)
    if simplified == traditional:
        return None
    return Script.HANS if simplified > traditional else Script.HANT


def telling(text: str) -> tuple[int, int]:
    """Return how many characters of *text* only Simplified, and how many only Traditional text has."""
    hans, hant = _telling_characters()
    return sum(map(hans.__contains__, text)), sum(map(hant.__contains__, text))


@cache
def _telling_characters() -> tuple[frozenset[str], frozenset[str]]:
    hans, hant = (files(__package__) / "tables" / "telling.txt").read_text("utf-8").splitlines()
    return frozenset(hans), frozenset(hant)


def variant_of(text: str, default: Variant) -> Variant:
    """Return the variant that a short *text* beside others is written in: *default*, unless it tells the other script.

    A title or tag is often typed in another script than the text that it belongs to.
    """
    script = detect(text)
    if script is None or script is default.script:
        return default
    return HANS if script is Script.HANS else HANT
