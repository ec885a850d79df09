"""The service worker: keeps the pages that were visited, so that they can be read without a connection."""

from __future__ import annotations

from site_builder.addresses import WORKER, Addresses
from site_builder.model import Artifact, Site
from site_builder.render.theme import Theme


def render_worker(site: Site, theme: Theme) -> Artifact:
    """Render the worker. It stands at the site's root, because it rules over what lies beside and below it."""
    return Artifact(WORKER, theme.render("offline.js", WORKER, root=Addresses(site.config.base_url).root).encode())
