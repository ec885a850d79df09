"""Every file that a site is published as, but for those that are copied: what it is called and how it is rendered."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial

from site_builder.addresses import FEED, HOME, NOT_FOUND, WORKER, Addresses, output_path, variant_path
from site_builder.model import Site, Target
from site_builder.render import doors, feeds, offline, pages, sitemap
from site_builder.render.scene import Editions, Order, Phrases, Scene, interface_words
from site_builder.render.theme import Theme
from site_builder.render.titles import qualifiers
from site_builder.text.variants import Variant


def targets(site: Site, theme: Theme, editions: Editions, phrase: Phrases) -> Iterator[Target]:
    """Yield the targets of *site*; nothing is rendered, converted or annotated before a target is called."""
    phrases = cache(phrase)

    order = cache(lambda: Order.of(site))
    telling = cache(lambda: qualifiers(site))

    @cache
    def scenes(variant: Variant) -> Scene:
        return Scene(
            site=site,
            order=order(),
            qualifiers=telling(),
            theme=theme,
            addresses=Addresses(site.config.base_url),
            variant=variant,
            words=interface_words(site, theme, variant, phrases),
            editions=editions,
            phrases=phrases,
        )

    def page(variant: Variant, sheet: pages.Sheet) -> Target:
        path = output_path(variant_path(variant, sheet.inner))
        return Target(path, lambda: pages.render(scenes(variant), sheet))

    def feed(variant: Variant) -> Target:
        return Target(variant_path(variant, FEED), lambda: feeds.render_feed(scenes(variant)))

    all_sheets = tuple(pages.sheets(site))
    # Where two targets have one path the later counts: an old address never hides a page.
    yield from doors.redirects(scenes, site)
    for variant in site.config.variants:
        yield from (page(variant, sheet) for sheet in all_sheets)
        yield feed(variant)
    yield Target(output_path(HOME), partial(doors.chooser, scenes, site))
    yield Target(NOT_FOUND, partial(doors.not_found, scenes, site))
    if site.config.offline:
        yield Target(WORKER, partial(offline.render_worker, site, theme))
    yield Target(sitemap.SITEMAP, partial(sitemap.render_sitemap, site, theme, all_sheets))
    yield Target(sitemap.ROBOTS, partial(sitemap.render_robots, site))
