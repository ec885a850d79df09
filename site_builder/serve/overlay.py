"""What the preview lays over a page: the problems of the site as HTML, and the script that shows them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from html import escape

from site_builder import report
from site_builder.diagnostics import Diagnostic, Severity

PREFIX = "/__preview/"
"""The addresses of the preview itself begin so; no page of a site does."""
SCRIPT = PREFIX + "client.js"
STYLE = PREFIX + "overlay.css"


def with_client(page: bytes, digest: str) -> bytes:
    """Return the HTML *page* with the preview's script at the end of its body.

    *digest* tells the script what it shows. The start tag of the root element goes along because other scripts have
    changed that element before ours can see it.
    """
    root = _ROOT.search(page)
    start = root[0].decode("utf-8", "replace") if root else ""
    tag = f'<script src="{SCRIPT}" data-preview="{escape(digest)}" data-root="{escape(start)}"></script>'.encode()
    end = page.lower().rfind(b"</body")
    return page[:end] + tag + page[end:] if end >= 0 else page + tag


_ROOT = re.compile(rb"<html\b[^>]*>", re.IGNORECASE)


@functools.lru_cache(maxsize=64)
def payload(problems: tuple[Diagnostic, ...]) -> dict[str, int | str]:
    """Return what the script needs to show *problems*. Cached: every open page asks for the same."""
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    return {"errors": errors, "warnings": len(problems) - errors, "html": fragment(problems) if problems else ""}


def fragment(problems: tuple[Diagnostic, ...]) -> str:
    """Return *problems* as HTML: in the words of the terminal's report, and as few of them."""
    shown = report.select(problems)
    hidden = len(problems) - len(shown)
    count = report.count(problems) + (f"; {hidden} not shown" if hidden else "")
    items = "".join(_item(report.entry(problem)) for problem in shown)
    return f"<h2>{escape(count)}</h2><ol>{items}</ol>"


def page(title: str, body: str) -> bytes:
    """Return a page of the preview's own; *body* is HTML."""
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)}</title><link rel="stylesheet" href="{STYLE}"></head>'
        f'<body class="preview"><main>{body}</main></body></html>'
    ).encode("utf-8", "replace")


def _item(entry: report.Entry) -> str:
    return f'<li class="{entry.severity}">{"".join(_lines(entry))}</li>'


def _lines(entry: report.Entry) -> Iterator[str]:
    yield f'<p class="place">{escape(entry.place)}</p>' if entry.place else ""
    yield f'<p class="message"><b>{escape(entry.label)}</b> {escape(entry.message)}</p>'
    if entry.source:
        yield f"<pre>{escape(entry.source)}\n{escape(entry.carets)}</pre>"
    if entry.hint:
        yield f'<p class="hint">{escape(entry.hint)}</p>'
