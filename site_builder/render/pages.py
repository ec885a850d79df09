"""The pages of a variant's tree: which there are, and what each shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import groupby

from markupsafe import Markup

from site_builder.addresses import (
    ARCHIVE,
    HOME,
    NOT_FOUND,
    SERIES,
    TAGS,
    level_inner,
    output_path,
    series_inner,
    tag_inner,
    variant_path,
)
from site_builder.config import PinyinMode
from site_builder.diagnostics import Diagnostic
from site_builder.model import Artifact, Edition, Level, Page, Section, Site, Term
from site_builder.render import views
from site_builder.render.frame import crumbs_to, frame_of, switches_of
from site_builder.render.head import JsonValue, alternates, breadcrumbs, linked_data
from site_builder.render.scene import Scene
from site_builder.text.variants import Variant


@dataclass(frozen=True, slots=True)
class Drawing:
    """What one page shows, ready for its template."""

    template: str
    title: str
    view: object
    frame: views.Frame
    description: str = ""
    kind: str = "website"
    things: tuple[Mapping[str, JsonValue], ...] = ()
    """Linked data, besides the way to the page."""
    published: date | None = None
    modified: date | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page that every variant has."""

    inner: str
    draw: Callable[[Scene], Drawing] = field(compare=False)
    original: Variant | None = None
    """The variant that its text was written in; None for a list."""
    modified: date | None = None
    is_listed: bool = True
    """Whether search engines are to know it."""


def sheets(site: Site) -> Iterator[Sheet]:
    """Yield every page that each variant of *site* has."""
    for section in site.sections:
        script = section.intro.document.script if section.intro else None
        draw = partial(section_page, section=section) if section.inner else home_page
        yield Sheet(section.inner, draw, script)
    for page in site.pages:
        front = page.document.front
        yield Sheet(page.inner, partial(article_page, page=page), page.document.script, front.updated or front.date)
    if site.tags:
        yield Sheet(TAGS, tags_page)
    for tag in site.tags:
        yield Sheet(tag_inner(tag.slug), partial(tag_page, tag=tag))
    if site.series:
        yield Sheet(SERIES, all_series_page)
    for series in site.series:
        yield Sheet(series_inner(series.slug), partial(series_page, series=series))
    for level in site.levels:
        yield Sheet(level_inner(level.number), partial(level_page, level=level))
    yield Sheet(ARCHIVE, archive_page)
    yield Sheet(NOT_FOUND, not_found_page, is_listed=False)


def render(scene: Scene, sheet: Sheet) -> Artifact:
    """Render *sheet* in the variant of *scene*."""
    drawing = sheet.draw(scene)
    url = scene.url(sheet.inner)
    is_home = sheet.inner == HOME
    way = breadcrumbs(scene.addresses, drawing.frame.crumbs, drawing.title, url)
    head = views.Head(
        name=drawing.title,
        title=drawing.title if is_home else f"{drawing.title} · {drawing.frame.site}",
        description=drawing.description,
        url=url,
        kind=drawing.kind,
        alternates=alternates(scene.site, scene.addresses, sheet.inner, sheet.original) if sheet.is_listed else (),
        linked_data=linked_data(*drawing.things, *(() if is_home else (way,))) if sheet.is_listed else Markup(""),
        published=_iso(drawing.published),
        modified=_iso(drawing.modified or drawing.published),
    )
    path = output_path(variant_path(scene.variant, sheet.inner))
    html = scene.theme.render(
        drawing.template,
        path,
        frame=drawing.frame,
        head=head,
        page=drawing.view,
        ui=scene.words,
        static=scene.static,
        has_static=scene.has_static,
    )
    return Artifact(path, html.encode(), drawing.diagnostics)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def home_page(scene: Scene) -> Drawing:
    """Show the newest texts, the sections, series and tags, under what the root's introduction says."""
    site = scene.site
    intro = site.sections[0].intro
    edition = scene.editions(intro, scene.variant) if intro else None
    title = scene.site_title
    description = scene.site_text(site.config.description)
    newest = site.pages[: site.config.recent]
    view = views.Home(
        title=scene.site_label(),
        description=description,
        intro=Markup(edition.body_html if edition else ""),  # noqa: S704 - an edition's HTML is safe
        newest=scene.rows(newest),
        has_more=len(site.pages) > len(newest),
        archive=scene.href(ARCHIVE),
        sections=tuple(map(scene.section_link, scene.order.children.get(HOME, ()))),
        series=_series_links(scene),
        levels=scene.levels(),
        tags=_tag_links(scene),
    )
    thing: dict[str, JsonValue] = {
        "@type": "WebSite",
        "name": title,
        "description": description,
        "url": scene.url(HOME),
        "inLanguage": scene.variant.tag,
    }
    return Drawing(
        "home.html",
        title,
        view,
        frame_of(scene, HOME, original=intro.document.script if intro else None),
        description=description or (edition.summary if edition else ""),
        things=(thing,),
        diagnostics=edition.diagnostics if edition else (),
    )


def section_page(scene: Scene, section: Section) -> Drawing:
    """Show a section's introduction, its subsections and texts."""
    edition = scene.editions(section.intro, scene.variant) if section.intro else None
    title = scene.section_title(section)
    view = views.Section(
        title=title,
        intro=Markup(edition.body_html if edition else ""),  # noqa: S704 - an edition's HTML is safe
        sections=tuple(map(scene.section_link, scene.order.children.get(section.inner, ()))),
        rows=scene.rows(section.pages),
    )
    frame = frame_of(
        scene,
        section.inner,
        original=section.intro.document.script if section.intro else None,
        crumbs=crumbs_to(scene, section.parent or HOME),
    )
    return Drawing(
        "section.html",
        scene.qualified(title.text, section.inner),
        view,
        frame,
        description=edition.summary if edition else "",
        diagnostics=edition.diagnostics if edition else (),
    )


def article_page(scene: Scene, page: Page) -> Drawing:
    """Show a text."""
    edition = scene.editions(page, scene.variant)
    document = page.document_for(scene.variant)
    front = page.document.front
    frame = frame_of(
        scene,
        page.inner,
        original=page.document.script,
        crumbs=crumbs_to(scene, page.section),
        pinyin=front.pinyin if edition.annotated else PinyinMode.NONE,
        reading=front.reading,
    )
    author = scene.author(document)
    tags = tuple(scene.term_link(tag, tag_inner(tag.slug)) for tag in scene.order.tags.get(page.inner, ()))
    view = views.Article(
        title=views.Label(edition.title, Markup(edition.title_html), scene.variant.tag),  # noqa: S704 - an edition's HTML is safe
        body=Markup(edition.body_html),  # noqa: S704 - an edition's HTML is safe
        lang="" if document.front.convert or document.script == scene.variant else document.script.tag,
        contents=tuple(views.Entry(h.level, h.id, Markup(h.html)) for h in edition.headings),  # noqa: S704 - the same
        author=author,
        day=scene.day(front.date),
        updated=scene.day(front.updated),
        length=scene.length((page.document,)),
        level=scene.level(page.document),
        credit=_credit(scene, page),
        tags=tags,
        origin=_origin(scene, page, edition),
        readings=_readings(scene, frame.reading),
        series=_series_neighbours(scene, page),
        section=_section_neighbours(scene, page),
    )
    thing: dict[str, JsonValue] = {
        "@type": "Article",
        "headline": edition.title,
        "description": edition.summary,
        "inLanguage": scene.variant.tag,
        "url": scene.url(page.inner),
        "mainEntityOfPage": scene.url(page.inner),
        "author": {"@type": "Person", "name": author} if author else "",
        "datePublished": _iso(front.date),
        "dateModified": _iso(front.updated or front.date),
        "keywords": [tag.label.text for tag in tags],
        "isBasedOn": front.source.url if front.source else "",
    }
    return Drawing(
        "article.html",
        scene.qualified(edition.title, page.inner),
        view,
        frame,
        description=edition.summary or edition.title,
        kind="article",
        things=(thing,),
        published=front.date,
        modified=front.updated,
        diagnostics=edition.diagnostics,
    )


def tags_page(scene: Scene) -> Drawing:
    """Show all tags."""
    view = views.Terms(_tag_links(scene))
    return Drawing("tags.html", scene.words("tags"), view, frame_of(scene, TAGS, crumbs=crumbs_to(scene, HOME)))


def tag_page(scene: Scene, tag: Term) -> Drawing:
    """Show the texts that carry *tag*."""
    crumbs = (*crumbs_to(scene, HOME), views.Link(scene.href(TAGS), scene.word("tags")))
    return _term_page(scene, "tag", tag, tag_inner(tag.slug), crumbs)


def all_series_page(scene: Scene) -> Drawing:
    """Show all series."""
    view = views.Terms(_series_links(scene))
    frame = frame_of(scene, SERIES, crumbs=crumbs_to(scene, HOME))
    return Drawing("all_series.html", scene.words("series"), view, frame)


def series_page(scene: Scene, series: Term) -> Drawing:
    """Show the texts of *series* in reading order."""
    crumbs = (*crumbs_to(scene, HOME), views.Link(scene.href(SERIES), scene.word("series")))
    return _term_page(scene, "series", series, series_inner(series.slug), crumbs)


def _term_page(scene: Scene, kind: str, term: Term, inner: str, crumbs: tuple[views.Link, ...]) -> Drawing:
    name = scene.term_name(term)
    length = scene.length(page.document for page in term.pages)
    title = scene.words(f"{kind}-title", name=name.text)
    return Drawing(
        f"{kind}.html", title, views.Term(name, scene.rows(term.pages), length), frame_of(scene, inner, crumbs=crumbs)
    )


def level_page(scene: Scene, level: Level) -> Drawing:
    """Show the texts of one level."""
    levels = scene.levels(level.number)
    here = next(each for each in levels if each.is_here)
    view = views.LevelPage(here, levels, scene.rows(level.pages))
    frame = frame_of(scene, level_inner(level.number), crumbs=crumbs_to(scene, HOME))
    return Drawing("level.html", scene.words("level-title", name=here.name), view, frame)


def archive_page(scene: Scene) -> Drawing:
    """Show every text, by year; those without a date last."""
    groups = []
    for year, pages in groupby(
        scene.site.pages, key=lambda page: page.document.front.date and page.document.front.date.year
    ):
        label = scene.words("year", year=str(year)) if year else scene.words("undated")
        groups.append(views.Group(f"_{year or 'undated'}", label, scene.rows(pages)))
    view = views.Archive(tuple(groups), scene.levels(), len(scene.site.pages))
    frame = frame_of(scene, ARCHIVE, crumbs=crumbs_to(scene, HOME))
    return Drawing("archive.html", scene.words("archive"), view, frame)


def not_found_page(scene: Scene) -> Drawing:
    """Say that there is no such page, and where to go instead."""
    return Drawing("not_found.html", scene.words("not-found"), None, frame_of(scene, NOT_FOUND, pinyin=PinyinMode.NONE))


# Parts


def _tag_links(scene: Scene) -> tuple[views.Link, ...]:
    return tuple(scene.term_link(tag, tag_inner(tag.slug)) for tag in scene.site.tags)


def _series_links(scene: Scene) -> tuple[views.Link, ...]:
    return tuple(scene.term_link(term, series_inner(term.slug)) for term in scene.site.series)


def _credit(scene: Scene, page: Page) -> views.Credit | None:
    document = page.document_for(scene.variant)
    source = document.front.source
    return views.Credit(scene.text(source.name, document.script), source.url) if source else None


def _origin(scene: Scene, page: Page, edition: Edition) -> views.Origin:
    written = page.document.script
    if written == scene.variant:
        way = "as-written"
    elif scene.variant.tag in page.handmade:
        way = "handmade"
    else:
        way = "converted" if page.document.front.convert else "unconverted"
    switches = switches_of(scene, page.inner, written)
    original = next((switch for switch in switches if switch.is_original and not switch.is_here), None)
    chosen = edition.chosen if way == "converted" else ()
    return views.Origin(scene.words(f"variant-{written.tag}"), written.tag, way, original, chosen)


def _readings(scene: Scene, reading: str) -> str:
    """Return what is to be known of readings by the annotator *reading*: pinyin follows the site's settings."""
    if not reading:
        return ""
    config = scene.site.config
    settings = (
        f"pinyin-words-{config.pinyin_words}",
        f"pinyin-tones-{config.pinyin_tones}",
        f"pinyin-neutral-{config.pinyin_neutral}",
        f"pinyin-erhua-{config.pinyin_erhua}",
    )
    return scene.words(f"read-{reading}", settings=scene.words("semicolon").join(map(scene.words, settings)))


def _series_neighbours(scene: Scene, page: Page) -> views.Neighbours | None:
    series = scene.order.series.get(page.inner)
    if series is None:
        return None
    at = scene.order.in_series[page.inner]
    return views.Neighbours(
        around=scene.term_link(series, series_inner(series.slug)),
        place=at + 1,
        total=len(series.pages),
        previous=scene.page_link(series.pages[at - 1]) if at else None,
        next=scene.page_link(series.pages[at + 1]) if at + 1 < len(series.pages) else None,
    )


def _section_neighbours(scene: Scene, page: Page) -> views.Neighbours:
    section = scene.order.sections[page.section]
    at = scene.order.in_section[page.inner]
    older = section.pages[at + 1] if at + 1 < len(section.pages) else None
    newer = section.pages[at - 1] if at else None
    return views.Neighbours(
        around=scene.section_link(section),
        place=0,
        total=len(section.pages),
        previous=scene.page_link(older) if older else None,
        next=scene.page_link(newer) if newer else None,
    )
