"""Web addresses in running text, where no space need stand before the next Hanzi."""

from __future__ import annotations

_HANZI = r"(?<=[/=\#_?&])[\u3400-\u9fff]+"
"""Hanzi belong to an address only where one of its parts begins: after a letter the sentence goes on."""

URL = rf"https?://(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9])(?:[A-Za-z0-9\-._~:/?\#@!$&'()*+,;=%]|{_HANZI})*"
"""A regular expression; it can stand in a verbose one. Full-width punctuation ends an address."""
