"""What is wrong with a Markdown text, found out while it is written, with places in the source."""

from __future__ import annotations

from site_builder.diagnostics import Diagnostic, error, warning
from site_builder.markup.html import is_safe_address
from site_builder.markup.markdown.tokens import PLACEHOLDER, Lexed
from site_builder.markup.places import Locate

_SHOWN = 60


class Complaints:
    """Collects problems; knows where in the source the writer is."""

    def __init__(self, lexed: Lexed, locate: Locate) -> None:
        self._lexed, self.locate = lexed, locate
        self.problems: list[Diagnostic] = []
        self.cursor = 0
        """Where in the source the last thing with a known place was."""

    def warn(self, code: str, message: str, start: int, length: int, hint: str = "") -> None:
        """Add a warning about *length* characters at offset *start*."""
        self.problems.append(warning(code, message, self.locate(start, length), hint))

    def fail(self, code: str, message: str, start: int, length: int, hint: str = "") -> None:
        """Add an error."""
        self.problems.append(error(code, message, self.locate(start, length), hint))

    def attribute(self, tag: str, name: str, start: int, length: int) -> None:
        """Say that an attribute is left out."""
        hint = "attributes that run programs or change the page's look cannot be used"
        self.warn("markdown-unhonoured", f"the attribute {name} of <{tag}> is left out", start, length, hint)

    def is_safe(self, address: str, start: int) -> bool:
        """Return whether *address*, at offset *start* (-1 if that is not known), may be linked to; complain if not."""
        if is_safe_address(address):
            return True
        place = start if start >= 0 else self.place_of(address)[0]
        message = f"the address {address[:_SHOWN]} is none that a page may lead to; the link is left out"
        self.fail("link-unsafe", message, place, 1, "write an address that begins with https://")
        return False

    def place_of(self, text: str) -> tuple[int, int]:
        """Return offset and length of *text*, which may hold placeholders, in the source; of the cursor if need be."""
        if match := PLACEHOLDER.search(text):
            token = self._lexed.token(match)
            return token.start, max(1, token.end - token.start)
        found = self._find(text)
        return (found, len(text)) if found >= 0 else (self.cursor, 1)

    def _find(self, text: str) -> int:
        """Return where *text* stands in the source, after the cursor if it can be."""
        found = self._lexed.source.find(text, self.cursor)
        return found if found >= 0 else self._lexed.source.find(text)
