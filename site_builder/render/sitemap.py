"""What search engines read: sitemap.xml with every page in every variant, and robots.txt."""

from __future__ import annotations

from collections.abc import Iterable

from site_builder.addresses import HOME, Addresses
from site_builder.model import Artifact, Site
from site_builder.render import views
from site_builder.render.head import alternates
from site_builder.render.pages import Sheet
from site_builder.render.theme import Theme

SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"


def render_sitemap(site: Site, theme: Theme, sheets: Iterable[Sheet]) -> Artifact:
    """Render the sitemap of the root page and of *sheets* in every variant."""
    addresses = Addresses(site.config.base_url)
    pages = [views.MappedPage(addresses.base_url, "", alternates(site, addresses, HOME, None))]
    for sheet in sheets:
        if sheet.is_listed:
            others = alternates(site, addresses, sheet.inner, sheet.original)
            modified = sheet.modified.isoformat() if sheet.modified else ""
            pages += [
                views.MappedPage(addresses.page_url(variant, sheet.inner), modified, others)
                for variant in site.config.variants
            ]
    return Artifact(SITEMAP, theme.render("sitemap.xml", SITEMAP, pages=pages).encode())


def render_robots(site: Site) -> Artifact:
    """Render robots.txt: everything may be read."""
    sitemap = Addresses(site.config.base_url).base_url + SITEMAP
    return Artifact(ROBOTS, f"User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n".encode())
