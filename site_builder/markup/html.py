"""Which HTML may stand in a text: elements, attributes, addresses; and the sanitiser that has the last word (nh3)."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

import nh3

from site_builder.tree import Nodes, parse

NEVER = frozenset({
    "applet", "base", "body", "button", "dialog", "embed", "form", "frame", "frameset", "head", "html", "iframe",
    "input", "link", "math", "meta", "noscript", "object", "plaintext", "script", "select", "slot", "style", "svg",
    "template", "textarea", "title", "xmp",
})  # fmt: skip
"""Elements that no site option can allow: they run programs, load pages, or end the page that they stand in."""

_MARKDOWN_TAGS = frozenset({
    "a", "abbr", "blockquote", "br", "code", "dd", "del", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5",
    "h6", "hr", "img", "li", "ol", "p", "pre", "strong", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
})  # fmt: skip
"""What Markdown itself is written with, whatever the site allows."""

NOTATION_TAGS = frozenset({"x-keep", "x-choice", "x-reading"})

PLACE = "data-at"
"""The attribute that carries an element's offset in the source from the writer to the finishing steps."""

_EVERYWHERE = frozenset({"class", "dir", "id", "lang", "title", "translate"})
_ATTRIBUTES: dict[str, frozenset[str]] = {
    "a": frozenset({"href", "hreflang"}),
    "blockquote": frozenset({"cite"}),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "del": frozenset({"cite", "datetime"}),
    "details": frozenset({"name", "open"}),
    "img": frozenset({"alt", "height", "src", "width"}),
    "ins": frozenset({"cite", "datetime"}),
    "li": frozenset({"value"}),
    "ol": frozenset({"reversed", "start", "type"}),
    "q": frozenset({"cite"}),
    "td": frozenset({"colspan", "headers", "rowspan"}),
    "th": frozenset({"abbr", "colspan", "headers", "rowspan", "scope"}),
    "time": frozenset({"datetime"}),
}
_NOTATION_ATTRIBUTES = {"x-choice": {"rule"}, "x-reading": {"reading"}}

ADDRESS_ATTRIBUTES = frozenset({"cite", "href", "src"})
SAFE_SCHEMES = frozenset(
    ["ftp", "geo", "http", "https", "irc", "ircs", "magnet", "mailto", "news", "sip", "sips", "sms", "tel", "xmpp"]
)
_IGNORED_IN_ADDRESSES = re.compile("[\x00-\x20\x7f-\xa0\u2028\u2029]")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")

_NUMBER = re.compile(r"\d{1,5}")
_VALUES: dict[str, re.Pattern[str]] = {
    "colspan": _NUMBER,
    "dir": re.compile("ltr|rtl|auto"),
    "height": _NUMBER,
    "id": re.compile(r"[^\s\x00-\x1f\"'<>&`]{1,200}"),
    "rowspan": _NUMBER,
    "span": _NUMBER,
    "start": re.compile(r"-?\d{1,9}"),
    "translate": re.compile("yes|no"),
    "type": re.compile("[1aAiI]"),
    "value": re.compile(r"-?\d{1,9}"),
    "width": _NUMBER,
}
"""What the values of some attributes look like."""


def allowed_tags(tags: frozenset[str]) -> frozenset[str]:
    """Return the elements that texts may use when the site allows *tags*."""
    return tags - NEVER


def is_allowed_attribute(tag: str, name: str, value: str) -> bool:
    """Return whether an element *tag* may have the attribute; addresses are judged by :func:`is_safe_address`."""
    if name not in _EVERYWHERE and name not in _ATTRIBUTES.get(tag, ()):
        return False
    return name not in _VALUES or _VALUES[name].fullmatch(value) is not None


def is_safe_address(address: str) -> bool:
    """Return whether a browser merely goes to *address*: it is relative, or its scheme is a harmless one.

    Entities are decoded, and what browsers leave out of addresses is left out, before the scheme is read.
    """
    scheme = _SCHEME.match(_IGNORED_IN_ADDRESSES.sub("", unescape(address)))
    return scheme is None or scheme[1].lower() in SAFE_SCHEMES


def sanitise(html: str, tags: frozenset[str]) -> Nodes:
    """Return *html* as a balanced tree of the elements *tags* and those of the notation, with safe attributes."""
    return parse(_cleaner(tags).clean(html))


@lru_cache(maxsize=4)
def _cleaner(tags: frozenset[str]) -> nh3.Cleaner:
    every = allowed_tags(tags) | _MARKDOWN_TAGS | NOTATION_TAGS
    attributes = {tag: {*_ATTRIBUTES.get(tag, ()), *_NOTATION_ATTRIBUTES.get(tag, ()), PLACE} for tag in every}
    return nh3.Cleaner(
        tags=set(every),
        attributes={"*": set(_EVERYWHERE), **attributes},
        clean_content_tags=set(),
        url_schemes=set(SAFE_SCHEMES),
        link_rel=None,
        strip_comments=False,
    )
