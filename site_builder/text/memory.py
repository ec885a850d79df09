"""What only the whole of a text tells: names that recur in it and that no word list has."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from site_builder.text.conversion import base_of
from site_builder.text.glossary import NO_GLOSSARY, Glossary, Word
from site_builder.text.lattice import is_word
from site_builder.text.variants import HANT, Script, Variant
from site_builder.text.words import is_hanzi

_YU = re.compile("(?<=.)于", re.DOTALL)
_NO_OBJECT = frozenset("，。！？；…、」』”’）的了吗呢吧啊们也却把被又跟")
"""What never begins the object that the preposition 于 has: so a word before it that ends in 于 is a name."""
_LEAST = 3
_LEAST_TELLING = 2
"""How many of a name's places have to tell it, with as many different characters after them."""
_LEAST_SHARE = 0.2


def recurring_names(runs: Iterable[str], source: Variant, target: Variant) -> Glossary:
    """Return the names ending in 于 that recur in the *runs* of one text, to be kept from becoming 於.

    One place of such a name looks like a verb with a preposition (承于, 承於); what follows it in some of its
    places cannot follow a preposition. Only Simplified text that becomes Traditional has any.
    """
    if source.script is not Script.HANS or target.script is not Script.HANT:
        return NO_GLOSSARY
    followers: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for run in runs:
        for match in _YU.finditer(run):
            name, before = run[match.start() - 1 : match.end()], run[max(0, match.start() - 2) : match.start()]
            if is_hanzi(name[0]) and not is_word(name) and not (before[1:] and is_word(before)):
                followers[name][run[match.end() : match.end() + 1]] += 1
    return Glossary(tuple(_kept(name) for name, found in sorted(followers.items()) if _is_name(found)))


def _is_name(followers: Counter[str]) -> bool:
    telling = {char: count for char, count in followers.items() if char in _NO_OBJECT}
    return (
        followers.total() >= _LEAST
        and len(telling) >= _LEAST_TELLING
        and sum(telling.values()) >= _LEAST_SHARE * followers.total()
    )


def _kept(name: str) -> Word:
    """Return the rule that leaves the 于 of *name* alone."""
    return Word(((HANT.tag, base_of(name[0]) + name[1]),), source=name)
