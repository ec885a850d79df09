"""The build as a table of contents: parse, assemble, plan; then render what is asked for."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import PurePosixPath

import imagesize

from site_builder.addresses import Addresses
from site_builder.cache import NO_MEMO, Memo, digest
from site_builder.config import Config, PinyinMode
from site_builder.diagnostics import Diagnostic, Severity, SourceError
from site_builder.markup import edition
from site_builder.markup.decoding import decode
from site_builder.markup.parsing import parse
from site_builder.model import (
    Artifact,
    Asset,
    Document,
    Edition,
    FrontMatter,
    Page,
    Phrase,
    Plan,
    Project,
    Site,
    Source,
    Target,
)
from site_builder.render import targets as rendering
from site_builder.render import theme as themes
from site_builder.render.assets import publish
from site_builder.structure.assembly import assemble
from site_builder.structure.links import Files
from site_builder.text.annotation import Annotator
from site_builder.text.glossary import NO_GLOSSARY, Glossary
from site_builder.text.registry import annotator
from site_builder.text.slugs import slugify
from site_builder.text.variants import Variant
from site_builder.tree import Nodes


def plan(project: Project, *, memo: Memo = NO_MEMO, drafts: bool = False) -> Plan:
    """Resolve the whole site of *project* and render nothing.

    What is wrong with the content stands in the plan's diagnostics, for all files at once.
    """
    problems = list(project.diagnostics)
    shown = _parse_all(project, memo, problems, drafts=drafts)
    statics = publish(project.statics)
    files = Files(
        assets={asset.path: _media_path(asset) for asset in project.assets},
        statics={path: artifact.path for path, artifact in statics.items()},
    )
    site, misplaced = assemble(shown, project.config, project.glossary, files)
    problems += misplaced
    try:
        key = digest("theme", *(part for item in sorted(project.templates.items()) for part in item))
        theme = memo.remember(key, functools.partial(themes.load, project.templates))
    except SourceError as exception:
        problems += exception.diagnostics
        return Plan(site, {}, _ordered(problems))
    editor = _Editor(site, _sizes(project, files), memo)
    made = [*rendering.targets(site, theme, editor.edition, editor.phrase), *_copies(project, site, statics.values())]
    return Plan(site, {target.path: target for target in made}, _ordered(problems))


def publishable(diagnostics: Iterable[Diagnostic], *, strict: bool = False) -> bool:
    """Return whether nothing in *diagnostics* stops publication."""
    stopping = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return not any(diagnostic.severity in stopping for diagnostic in diagnostics)


def doubts(project: Project, site: Site) -> tuple[Diagnostic, ...]:
    """Return the characters and readings of *site* that are most likely wrong, most doubtful first."""
    from site_builder.markup.proofreading import Finding, proofread  # noqa: PLC0415 - a build needs no numpy for it

    config = project.config
    data = {source.path: source.data for source in project.sources}
    found: list[Finding] = []
    for page in site.pages:
        reader = annotator_for(config, page.document.script, page.document.front)
        source, _ = decode(data[page.document.path], page.document.path, config)
        found += proofread(page.document, source, site.glossary, reader)
    return tuple(finding.diagnostic for finding in sorted(found, key=lambda finding: -finding.chance))


def _ordered(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(dict.fromkeys(problems), key=lambda diagnostic: diagnostic.sort_key))


# Documents


def _parse_all(project: Project, memo: Memo, problems: list[Diagnostic], *, drafts: bool) -> list[Document]:
    """Return the documents to publish; what is wrong with them joins *problems*."""
    documents: list[Document] = []
    setting = _parse_setting(project.config)
    for source in project.sources:
        key = digest("parse", setting, source.path, source.digest)
        outcome = memo.remember(key, functools.partial(_parse_one, source, project.config))
        if not isinstance(outcome, Document):
            problems += outcome
        elif drafts or not outcome.front.draft:
            documents.append(outcome)
            problems += outcome.diagnostics
    return documents


def _parse_setting(config: Config) -> str:
    """Return what a parse depends on besides its source."""
    return json.dumps([sorted(config.html), config.max_file_bytes, config.max_paragraph])


def _parse_one(source: Source, config: Config) -> Document | tuple[Diagnostic, ...]:
    try:
        return parse(source, config)
    except SourceError as exception:
        return exception.diagnostics


# Editions


def annotator_for(config: Config, variant: Variant, front: FrontMatter | None = None) -> Annotator | None:
    """Return who reads a text for *variant*: the page's annotator, the variant's or the site's, or nobody."""
    mode = (front and front.pinyin) or config.pinyin
    if mode is PinyinMode.NONE:
        return None
    name = config.reading_for(variant, front.reading if front else "")
    if name != "pinyin":
        return annotator(name)
    return annotator(
        name,
        words=config.pinyin_words,
        tones=config.pinyin_tones,
        neutral=config.pinyin_neutral,
        erhua=config.pinyin_erhua,
    )


@dataclass(frozen=True, slots=True)
class _Editor:
    """Makes the editions of a site's pages, each at most once."""

    site: Site
    sizes: Mapping[str, tuple[int, int]]
    memo: Memo

    @property
    def addresses(self) -> Addresses:
        """The site's addresses."""
        return Addresses(self.site.config.base_url)

    def edition(self, page: Page, variant: Variant) -> Edition:
        """Return *page* as *variant* shows it."""
        document, config = page.document_for(variant), self.site.config
        links = {address: self._href(target, variant) for address, target in self.site.links[document.path].items()}
        setting = edition.Setting(
            variant=variant,
            glossary=self.site.glossary,
            annotator=annotator_for(config, variant, document.front),
            levels=config.levels,
            quotes=config.quotes,
            foreign_images=config.foreign_images,
            links=links,
            sizes=self.sizes,
            url=self.addresses.page_url(variant, page.inner),
            addresses=self.addresses,
        )
        key = digest("edition", document.path, document.digest, repr(replace(setting, sizes={})))
        return self.memo.remember(key, functools.partial(edition.edit, document, setting))

    def phrase(self, nodes: Nodes, source: Variant, target: Variant, glossary: Glossary = NO_GLOSSARY) -> Phrase:
        """Return a short text of the site in *target*; *glossary* is that of the page it belongs to."""
        config, glossary = self.site.config, self.site.glossary | glossary
        reader = annotator_for(config, target)
        key = digest("phrase", repr(nodes), source.tag, target.tag, repr(glossary), repr(reader), config.levels)
        annotate = (
            functools.partial(edition.annotate_nodes, annotator=reader, glossary=glossary, standard=config.levels)
            if reader
            else None
        )
        make = functools.partial(edition.phrase, nodes, source, target, glossary, annotate)
        return self.memo.remember(key, make)

    def _href(self, target: str, variant: Variant) -> str:
        kind, _, rest = target.partition(":")
        if kind == "page":
            inner, mark, fragment = rest.partition("#")
            return self.addresses.page_href(variant, inner) + mark + fragment
        if kind == "asset":
            return self.addresses.href(rest)
        return target


# Files that are published as they are


def _media_path(asset: Asset) -> str:
    path = PurePosixPath(asset.path)
    return f"media/{slugify(path.stem) or 'file'}.{asset.digest[:12]}{path.suffix.lower()}"


def _sizes(project: Project, files: Files) -> dict[str, tuple[int, int]]:
    """Return {address: (width, height)} of the images whose size can be read."""
    addresses = Addresses(project.config.base_url)
    placed = [(asset, files.assets[asset.path]) for asset in project.assets]
    placed += [(asset, files.statics[asset.path]) for asset in project.statics]
    sizes: dict[str, tuple[int, int]] = {}
    for asset, path in placed:
        try:
            width, height = imagesize.get(BytesIO(asset.data))
        except ValueError:
            continue
        if width > 0 and height > 0:
            sizes[addresses.href(path)] = (round(width), round(height))
    return sizes


def _copies(project: Project, site: Site, statics: Iterable[Artifact]) -> Iterator[Target]:
    media = (Artifact(site.assets[a.path], a.data) for a in project.assets if a.path in site.assets)
    for artifact in (*media, *statics):
        yield Target(artifact.path, functools.partial(_itself, artifact))


def _itself(artifact: Artifact) -> Artifact:
    return artifact
