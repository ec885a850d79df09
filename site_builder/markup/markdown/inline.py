"""What Python-Markdown finds inside blocks, adjusted to Hanzi and to placeholders."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

from markdown import Markdown
from markdown.extensions.abbr import AbbrTreeprocessor
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.inlinepatterns import ImageReferenceInlineProcessor, ReferenceInlineProcessor

WORD = "0-9A-Za-z\u00aa-\u02af\u0370-\u1fff"
"""Letters of words with spaces around them, as the inside of a character class; Hanzi are none."""

ATTRIBUTES = r"\{(?::[ ]*|(?=[#.][A-Za-z]))([^{}\n]+)\}"
"""``{: key=value }``, ``{#id}`` or ``{.class}``; other braces are ordinary text."""

Label = Callable[[str], str]
"""Gives the label that a text with placeholders is, as definitions are kept by it."""


class StrictAttributes(AttrListTreeprocessor):
    """Reads ``{: key=value }``, ``{#id}`` and ``{.class}``; other braces are ordinary text."""

    # The stubs call these final, but the class looks them up on itself so that others can be set.
    BASE_RE = ATTRIBUTES  # type: ignore[misc]
    HEADER_RE = re.compile(rf"[ ]*{ATTRIBUTES}[ ]*$")  # type: ignore[misc]
    BLOCK_RE = re.compile(rf"\n[ ]*{ATTRIBUTES}[ ]*$")  # type: ignore[misc]
    INLINE_RE = re.compile(rf"^{ATTRIBUTES}")  # type: ignore[misc]


class Abbreviations(AbbrTreeprocessor):
    """Marks abbreviations, also where they touch Hanzi (``使用HTML的``) or are Hanzi themselves."""

    def run(self, root: ET.Element) -> None:
        """Mark the abbreviations in *root*."""
        if self.abbrs:
            longest_first = sorted(map(re.escape, self.abbrs), key=len, reverse=True)
            self.RE = re.compile(rf"(?<![{WORD}])(?:{'|'.join(longest_first)})(?![{WORD}])")
            self.iter_element(root)


class _Labelled(ReferenceInlineProcessor):
    """Looks up labels as they are written, placeholders resolved."""

    RE_LINK = re.compile(r"\[([^\]]*)\]")
    """A label follows its text at once, as in CommonMark."""

    def __init__(self, pattern: str, md: Markdown, label: Label) -> None:
        super().__init__(pattern, md)
        self._label = label

    def evalId(self, data: str, index: int, text: str) -> tuple[str | None, int, bool]:  # noqa: N802  # the engine's
        """Return the label, where it ends, and whether there is one."""
        match = self.RE_LINK.match(data, index)
        if match is None:
            return None, index, False
        return self._label(match[1]) or self._label(text), match.end(), True


class _Short(_Labelled):
    """The same for labels that are the text itself."""

    def evalId(self, data: str, index: int, text: str) -> tuple[str | None, int, bool]:  # noqa: N802  # the engine's
        """Return the label, where it ends, and whether there is one."""
        del data
        return self._label(text), index, True


class Reference(_Labelled):
    """``[text][label]``."""


class ImageReference(_Labelled, ImageReferenceInlineProcessor):
    """``![text][label]``."""


class ShortReference(_Short):
    """``[label]``."""


class ShortImageReference(_Short, ImageReferenceInlineProcessor):
    """``![label]``."""
