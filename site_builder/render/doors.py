"""The pages outside the variants' trees: the root that offers the variants, redirects, and the root's 404."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from markupsafe import Markup

from site_builder.addresses import HOME, NOT_FOUND, output_path, variant_path
from site_builder.config import PinyinMode
from site_builder.model import Artifact, Site, Target
from site_builder.render import views
from site_builder.render.frame import frame_of, switches_of
from site_builder.render.head import alternates, default_variant
from site_builder.render.scene import Scene
from site_builder.text.variants import Variant

Scenes = Callable[[Variant], Scene]


def chooser(scenes: Scenes, site: Site) -> Artifact:
    """Render the root page: the home page of every variant, each offered in its own script."""
    return _door(scenes, site, "chooser.html", output_path(HOME), HOME)


def not_found(scenes: Scenes, site: Site) -> Artifact:
    """Render the page that hosts show for an address that does not exist, in any variant."""
    return _door(scenes, site, "not_found_anywhere.html", NOT_FOUND, NOT_FOUND)


def _door(scenes: Scenes, site: Site, template: str, path: str, inner: str) -> Artifact:
    scene = scenes(site.config.variants[0])
    addresses = scene.addresses
    is_root = inner == HOME
    name = scene.site_title if is_root else scene.words("not-found")
    head = views.Head(
        name=name,
        title=name if is_root else f"{name} · {scene.site_title}",
        description=scene.site_text(site.config.description),
        url=addresses.base_url if is_root else addresses.base_url + inner,
        kind="website",
        alternates=alternates(site, addresses, HOME, None) if is_root else (),
        linked_data=Markup(""),
    )
    html = scene.theme.render(
        template,
        path,
        frame=frame_of(scene, inner, pinyin=PinyinMode.NONE),
        head=head,
        page=tuple(
            _choice(scenes(variant), switch)
            for variant, switch in zip(site.config.variants, switches_of(scene, HOME, None), strict=True)
        ),
        ui=scene.words,
        static=scene.static,
        has_static=scene.has_static,
    )
    return Artifact(path, html.encode())


def _choice(scene: Scene, switch: views.Switch) -> views.Choice:
    return views.Choice(switch, scene.site_title, scene.site_text(scene.site.config.description), scene.words)


def redirects(scenes: Scenes, site: Site) -> Iterator[Target]:
    """Yield a page at every old address that leads to where its text is now.

    An old address inside a variant's tree leads to that variant, and every other variant gets its own.
    """
    originals = {page.inner: page.document.script for page in site.pages}
    folders = {variant.folder: variant for variant in site.config.variants}
    for old, inner in sorted(site.redirects.items()):
        address = old.strip("/")
        address = address if address.endswith(".html") else f"{address}/"
        first, _, rest = address.partition("/")
        if first in folders:
            places = {variant: variant_path(variant, rest) for variant in site.config.variants}
        else:
            places = {default_variant(site, originals.get(inner)): address}
        for variant, place in places.items():
            path = output_path(place)
            yield Target(path, partial(_redirect, scenes, variant, inner, path))


def _redirect(scenes: Scenes, variant: Variant, inner: str, path: str) -> Artifact:
    scene = scenes(variant)
    view = views.Redirect(scene.href(inner), scene.url(inner), scene.site_title)
    html = scene.theme.render("redirect.html", path, page=view, lang=variant.tag, ui=scene.words)
    return Artifact(path, html.encode())
