"""The annotators there are, by the name that ``site.toml`` gives them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from site_builder.text.annotation import Annotator

ANNOTATORS: Mapping[str, str] = {
    "pinyin": "site_builder.text.pinyin.annotator:PinyinAnnotator",
    "zhuyin": "site_builder.text.zhuyin:ZhuyinAnnotator",
    "jyutping": "site_builder.text.jyutping:JyutpingAnnotator",
}
"""{name: module and class}. A further annotator is one file in ``text/`` and its line here.

They are imported when they are asked for: their tables and numpy are not for a command that annotates nothing.
"""


@cache
def annotator(name: str, **choices: str) -> Annotator:
    """Return the annotator called *name*, the same one each time; raises KeyError for a name not listed.

    *choices* are the annotator's own (``words="joined"``); TypeError tells of one that it does not have.
    """
    module, _, made_by = ANNOTATORS[name].partition(":")
    made: Annotator = getattr(import_module(module), made_by)(**choices)
    return made
