"""Footnotes: numbered in the order of their marks, with ids out of their labels, and links back."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from site_builder.markup.markdown.complaints import Complaints
from site_builder.markup.markdown.tokens import Token
from site_builder.text.slugs import slugify
from site_builder.tree import escape_attribute

_PLAIN_LABEL = re.compile("[A-Za-z0-9_-]{1,40}")
_LONGEST_SLUG = 40
_BACK = re.compile("\x1d(\\d+)\x1d")
"""What stands for the links back of a note until all its marks are known: its number, between control characters."""


@dataclass(slots=True)
class _Note:
    number: int
    slug: str
    marks: int = 0

    def mark_id(self, number: int) -> str:
        """Return the id of the note's mark *number*, from 1."""
        return f"fnref-{self.slug}" if number == 1 else f"fnref-{self.slug}-{number}"


class Notes:
    """Numbers the notes of one text."""

    def __init__(self, labels: Collection[str], complaints: Complaints) -> None:
        self._labels, self._complaints = labels, complaints
        self._notes: dict[str, _Note] = {}
        self._slugs: set[str] = set()

    def mark(self, token: Token) -> str:
        """Return the mark that *token* stands for, ``""`` when there is no such note."""
        label = token.value
        if label not in self._labels:
            hint = f"write [^{label}]: and its text in a paragraph of its own"
            length = token.end - token.start
            self._complaints.warn("footnote-missing", f"there is no note [^{label}]", token.start, length, hint)
            return ""
        note = self._notes.get(label) or self._number(label)
        note.marks += 1
        identifier = escape_attribute(note.mark_id(note.marks))
        return f'<sup class="footnote-ref" id="{identifier}"><a href="#fn-{note.slug}">{note.number}</a></sup>'

    def _number(self, label: str) -> _Note:
        number = len(self._notes) + 1
        slug = label.lower() if _PLAIN_LABEL.fullmatch(label) else slugify(label)[:_LONGEST_SLUG].strip("-")
        if not slug or slug in self._slugs:
            slug = f"note-{number}"
        self._slugs.add(slug)
        self._notes[label] = _Note(number, slug)
        return self._notes[label]

    def section(self, write: Callable[[str], str]) -> str:
        """Return the notes in the order of their marks; *write* gives the HTML of the note with a label.

        A note may have marks of its own. Notes without a mark come last.
        """
        items: dict[str, str] = {}
        while waiting := [label for label in self._notes if label not in items]:
            for label in waiting:
                items[label] = self._item(label, write(label))
        for label in self._labels:
            if label not in items:
                hint = f"write [^{label}] where the note belongs"
                place, length = self._complaints.place_of(f"[^{label}]:")
                message = f"nothing in the text refers to the note [^{label}]"
                self._complaints.warn("footnote-missing", message, place, length, hint)
                self._number(label)
                items[label] = self._item(label, write(label))
        if not items:
            return ""
        links = {note.number: self._links_back(note) for note in self._notes.values()}
        html = _BACK.sub(lambda match: links[int(match[1])], "".join(items.values()))
        return f'<div class="footnote"><ol>{html}</ol></div>'

    def _item(self, label: str, html: str) -> str:
        note = self._notes[label]
        back = f"\x1d{note.number}\x1d"
        html = f"{html[:-4]}{back}</p>" if html.endswith("</p>") else f"{html}<p>{back}</p>"
        return f'<li id="fn-{note.slug}">{html}</li>'

    @staticmethod
    def _links_back(note: _Note) -> str:
        ids = (note.mark_id(number) for number in range(1, note.marks + 1))
        return "".join(f'\u00a0<a class="footnote-backref" href="#{identifier}">↩</a>' for identifier in ids)
