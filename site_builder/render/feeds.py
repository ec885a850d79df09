"""The Atom feed of a variant (RFC 4287): full texts without readings, dated by their authors alone."""

from __future__ import annotations

from datetime import date

from site_builder.addresses import FEED, HOME, variant_path
from site_builder.model import Artifact, Page
from site_builder.render import views
from site_builder.render.scene import Scene
from site_builder.tree import escape_text

UNDATED = date(1970, 1, 1)
"""Stands for a missing date: a feed must have one, and that of the build would change every time."""


def render_feed(scene: Scene) -> Artifact:
    """Render the feed of the newest texts."""
    entries = tuple(_entry(scene, page) for page in scene.site.pages[: scene.site.config.feed_entries])
    feed = views.Feed(
        lang=scene.variant.tag,
        title=scene.site_title,
        subtitle=scene.site_text(scene.site.config.description),
        author=scene.site_text(scene.site.config.author) or scene.site_title,
        url=scene.url(FEED),
        home=scene.url(HOME),
        updated=max((entry.updated for entry in entries), default=_instant(UNDATED)),
        entries=entries,
    )
    path = variant_path(scene.variant, FEED)
    return Artifact(path, scene.theme.render("feed.xml", path, feed=feed).encode())


def _entry(scene: Scene, page: Page) -> views.FeedEntry:
    edition = scene.editions(page, scene.variant)
    front = page.document.front
    published = front.date or front.updated or UNDATED
    return views.FeedEntry(
        title=edition.title,
        url=scene.url(page.inner),
        updated=_instant(max(front.updated or published, published)),
        published=_instant(published) if front.date else "",
        author=scene.author(page.document_for(scene.variant)),
        summary=edition.summary,
        # Feed readers show nothing of a text without content, so one that is all title repeats it.
        html=edition.plain_html if edition.plain_html.strip() else f"<p>{escape_text(edition.title)}</p>",
        tags=tuple(scene.term_name(tag).text for tag in scene.order.tags.get(page.inner, ())),
    )


def _instant(day: date) -> str:
    """Return the first second of *day*, as RFC 3339 writes it."""
    return f"{day.isoformat()}T00:00:00Z"
