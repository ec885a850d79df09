"""The annotators there are, by the name that ``site.toml`` gives them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from site_builder.text.annotation import Annotator
from site_builder.text.pinyin.annotator import PinyinAnnotator

ANNOTATORS: Mapping[str, Callable[[], Annotator]] = {
    "pinyin": PinyinAnnotator,
}
"""{name: what makes the annotator}. A further annotator is one file in ``text/`` and its line here."""


@cache
def annotator(name: str) -> Annotator:
    """Return the annotator called *name*, the same one each time; raises KeyError for a name not listed."""
    return ANNOTATORS[name]()
