"""What Python-Markdown finds inside blocks, adjusted to Hanzi and to placeholders."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable

from markdown import Markdown
from markdown.extensions.abbr import AbbrTreeprocessor
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.inlinepatterns import (
    ImageReferenceInlineProcessor,
    ReferenceInlineProcessor,
    ShortImageReferenceInlineProcessor,
    ShortReferenceInlineProcessor,
)

_WORD = "0-9A-Za-z\u00aa-\u02af\u0370-\u1fff"
"""Letters between which an underscore is a part of the word; Hanzi are none."""
UNDERSCORE = re.compile(
    rf"""(?x)
    (?P<ambiguous>(?<!^)(?<![\s_])(?<![{_WORD}_])_+(?![{_WORD}_])(?![\s_])(?!$))
    |(?P<end>(?<!^)(?<![\s_])_+(?![{_WORD}_]))
    |(?P<start>(?<![{_WORD}_])_+(?![\s_])(?!$))
    """
)
"""Where underscores can begin or end emphasis: ``这是__重点__后`` has it, ``snake_case`` does not."""

_ATTRIBUTES = r"\{(?::[ ]*|(?=[#.][A-Za-z]))([^\}\n]+)\}"

Source = Callable[[str], str]
"""Gives a text with placeholders as it stands in the source."""


class StrictAttributes(AttrListTreeprocessor):
    """Reads ``{: key=value }``, ``{#id}`` and ``{.class}``; other braces are ordinary text."""

    BASE_RE = _ATTRIBUTES
    HEADER_RE = re.compile(rf"[ ]*{_ATTRIBUTES}[ ]*$")
    BLOCK_RE = re.compile(rf"\n[ ]*{_ATTRIBUTES}[ ]*$")
    INLINE_RE = re.compile(rf"^{_ATTRIBUTES}")


class Abbreviations(AbbrTreeprocessor):
    """Marks abbreviations, also where they touch Hanzi (``使用HTML的``) or are Hanzi themselves."""

    def run(self, root: etree.Element) -> None:
        """Mark the abbreviations in *root*."""
        if self.abbrs:
            longest_first = sorted(map(re.escape, self.abbrs), key=len, reverse=True)
            self.RE = re.compile(rf"(?<![{_WORD}])(?:{'|'.join(longest_first)})(?![{_WORD}])")
            self.iter_element(root)


class _Labelled(ReferenceInlineProcessor):
    """Looks up labels as they are written, placeholders resolved."""

    def __init__(self, pattern: str, md: Markdown, source: Source) -> None:
        super().__init__(pattern, md)
        self._source = source

    def evalId(self, data: str, index: int, text: str) -> tuple[str | None, int, bool]:  # noqa: N802  # the engine's
        """Return the label, where it ends, and whether there is one."""
        label, end, is_found = super().evalId(data, index, text)
        return self._source(label).strip().lower() if label else label, end, is_found


class Reference(_Labelled):
    """``[text][label]``."""


class ImageReference(_Labelled, ImageReferenceInlineProcessor):
    """``![text][label]``."""


class ShortReference(_Labelled, ShortReferenceInlineProcessor):
    """``[label]``."""


class ShortImageReference(_Labelled, ShortImageReferenceInlineProcessor):
    """``![label]``."""
