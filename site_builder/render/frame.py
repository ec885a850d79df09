"""What surrounds the content of every page: the bar, the ways onward, the policy."""

from __future__ import annotations

from markupsafe import Markup

from site_builder.addresses import ARCHIVE, FEED, HOME, NOT_FOUND, SERIES, TAGS, WORKER
from site_builder.config import NO_LEVELS, ForeignImages, PinyinMode
from site_builder.model import Site
from site_builder.render import views
from site_builder.render.scene import Scene
from site_builder.text.variants import Script, Variant

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src {images}; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'"
)


def navigation(scene: Scene, here: str) -> tuple[views.Link, ...]:
    """Return the links that every list offers; *here* is the inner address of the page they stand on."""
    site = scene.site
    links = [(HOME, scene.word("home"))]
    links += [(section.inner, scene.section_title(section)) for section in scene.order.children.get("", ())]
    if site.series:
        links.append((SERIES, scene.word("series")))
    if site.tags:
        links.append((TAGS, scene.word("tags")))
    links.append((ARCHIVE, scene.word("archive")))
    return tuple(views.Link(scene.href(inner), label, inner == here) for inner, label in links)


def crumbs_to(scene: Scene, section: str) -> tuple[views.Link, ...]:
    """Return the links from the home page down to *section*."""
    links: list[views.Link] = []
    inner: str | None = section
    while inner is not None:
        links.append(scene.section_link(scene.order.sections[inner]))
        inner = scene.order.sections[inner].parent
    return tuple(reversed(links))


def switches_of(scene: Scene, inner: str, original: Variant | None) -> tuple[views.Switch, ...]:
    """Return the links to *inner* in every variant; a page without counterparts leads to the home pages."""
    counterpart = HOME if inner == NOT_FOUND else inner
    return tuple(
        views.Switch(
            href=scene.addresses.page_href(variant, counterpart),
            tag=variant.tag,
            name=variant.name,
            is_here=variant == scene.variant,
            is_original=variant == original,
        )
        for variant in scene.site.config.variants
    )


def frame_of(  # noqa: PLR0913 - what pages differ in
    scene: Scene,
    inner: str,
    *,
    original: Variant | None = None,
    crumbs: tuple[views.Link, ...] = (),
    pinyin: PinyinMode | None = None,
    reading: str = "",
) -> views.Frame:
    """Return what surrounds the page at *inner*; lists are annotated, and show their readings, as the site does."""
    mode = pinyin or scene.site.config.pinyin
    is_one_language = scene.words.language == scene.variant.tag
    return views.Frame(
        lang=scene.variant.tag,
        locale=locale(scene.variant),
        words_lang=Markup("") if is_one_language else Markup(' lang="{}"').format(scene.words.language),
        texts_lang=Markup("") if is_one_language else Markup(' lang="{}"').format(scene.variant.tag),
        site=scene.site_title,
        home=scene.href(HOME),
        feed=scene.href(FEED),
        feed_url=scene.url(FEED),
        chooser=scene.addresses.root + "?choose",
        switches=switches_of(scene, inner, original),
        navigation=navigation(scene, inner),
        crumbs=crumbs,
        reading="" if mode is PinyinMode.NONE else scene.site.config.reading_for(scene.variant, reading),
        pinyin=mode.value,
        level=0 if scene.site.config.levels == NO_LEVELS else scene.site.config.level,
        levels=scene.level_list,
        worker=scene.addresses.href(WORKER) if scene.site.config.offline else "",
        policy=policy(scene.site),
    )


def policy(site: Site) -> str:
    """Return the Content-Security-Policy of *site*'s pages: nothing inline, nothing foreign but pictures it keeps."""
    keeps_foreign = site.config.foreign_images is ForeignImages.KEEP
    return POLICY.format(images="'self' https: http:" if keeps_foreign else "'self'")


def locale(variant: Variant) -> str:
    """Return *variant* as OpenGraph knows it: by a territory, for a script alone the largest that writes it."""
    return f"zh_{variant.region or ('CN' if variant.script is Script.HANS else 'TW')}"
