"""Code points and pairs of neighbouring characters, for looking up many at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Keys = NDArray[np.uint64]

PLANES = 0x40000
"""Code points of Hanzi are below this."""
SLOTS = 1 << 20
"""Places in a table of pairs: so many that few pairs of a lexicon share one."""
_SHIFT = np.uint64(44)
MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
"""Spreads hashes: 2^64 over the golden ratio."""


def code_points(text: str) -> Integers:
    """Return the code points of *text*, lone surrogates included."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)


def extended(keys: Keys, points: Integers) -> Keys:
    """Return the keys of strings that had *keys* and go on with *points*; those of one character are its code point.

    Two strings of a lexicon have never been seen to share one: it takes 64 bits.
    """
    longer: Keys = keys * MULTIPLIER + points.astype(np.uint64)
    return longer


def pair_keys(points: Integers) -> Keys:
    """Return the keys of each of *points* but the last with the one after it."""
    return extended(points[:-1].astype(np.uint64), points[1:])


def slots(keys: Keys) -> Integers:
    """Return the places of pairs in a table."""
    return (keys * MULTIPLIER >> _SHIFT).astype(np.int64)
