"""What a page says of itself to machines: alternates, and linked data after schema.org."""

from __future__ import annotations

import json
from collections.abc import Mapping

from markupsafe import Markup

from site_builder.addresses import HOME, Addresses
from site_builder.model import Site
from site_builder.render import views
from site_builder.text.variants import Variant

X_DEFAULT = "x-default"
JsonValue = str | int | list["JsonValue"] | dict[str, "JsonValue"]


def alternates(site: Site, addresses: Addresses, inner: str, original: Variant | None) -> tuple[views.Alternate, ...]:
    """Return the page at *inner* in every variant, then the one for readers of none of them.

    That is the root page for the home pages, else the page as its author wrote it; a list has no author, so it is
    the one in the site's first variant.
    """
    found = [views.Alternate(variant.tag, addresses.page_url(variant, inner)) for variant in site.config.variants]
    fallback = addresses.base_url if inner == HOME else addresses.page_url(default_variant(site, original), inner)
    return (*found, views.Alternate(X_DEFAULT, fallback))


def default_variant(site: Site, original: Variant | None) -> Variant:
    """Return the published variant that is nearest to *original*."""
    variants = site.config.variants
    if original is None or original in variants:
        return original or variants[0]
    return next((variant for variant in variants if variant.script is original.script), variants[0])


def linked_data(*things: Mapping[str, JsonValue]) -> Markup:
    """Return *things* as JSON-LD that can stand in a script element; empty values are left out."""
    graph = [{key: value for key, value in thing.items() if value} for thing in things]
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    # Nothing in the text may end the script element or open a comment in it, nor look like a call to a scanner.
    for character in "<>&()\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - escaped just above


def breadcrumbs(addresses: Addresses, crumbs: tuple[views.Link, ...], title: str, url: str) -> dict[str, JsonValue]:
    """Return the way from the home page to the page *title* at *url*."""
    steps = [(crumb.label.text, addresses.absolute(crumb.href)) for crumb in crumbs] + [(title, url)]
    items: list[JsonValue] = [
        {"@type": "ListItem", "position": position, "name": name, "item": item}
        for position, (name, item) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}
