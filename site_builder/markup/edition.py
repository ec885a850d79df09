"""From a document to one edition: the editor's notation resolved, the text converted, linked and annotated."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from site_builder.addresses import Addresses
from site_builder.config import NO_LEVELS, ForeignImages
from site_builder.markup.html import NOTATION_TAGS
from site_builder.model import Document, Edition, Heading, Phrase
from site_builder.text.annotation import Annotation, Annotator, Syllable
from site_builder.text.conversion import convert
from site_builder.text.folding import fold
from site_builder.text.glossary import Glossary
from site_builder.text.levels import levels
from site_builder.text.memory import recurring_names
from site_builder.text.pinyin import spelling
from site_builder.text.rules import parse_rule
from site_builder.text.script import variant_of
from site_builder.text.variants import Variant
from site_builder.text.words import is_hanzi
from site_builder.tree import (
    Comment,
    Element,
    Node,
    Nodes,
    Role,
    Run,
    Text,
    default_role,
    map_all_runs,
    map_elements,
    map_runs,
    serialize,
    text_of,
    walk,
)

Attributes = tuple[tuple[str, str], ...]

CONVERTED_ATTRIBUTES = ("alt", "title")
HEADINGS = ("h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True)
class Setting:
    """What an edition depends on besides its document."""

    variant: Variant
    glossary: Glossary
    """The site's; the document's own is added to it."""
    annotator: Annotator | None
    """None leaves the edition without readings."""
    levels: str
    """The word list whose levels become the classes of words, or ``none``."""
    quotes: bool
    foreign_images: ForeignImages
    links: Mapping[str, str]
    """{address as written: where it leads in this variant}; ``""`` for a dead one, which is left out."""
    sizes: Mapping[str, tuple[int, int]]
    """{address of an image: its width and height in pixels}."""
    url: str
    """The absolute address of the page, for feeds."""
    addresses: Addresses
    """What makes a root-relative address absolute."""


def edit(document: Document, setting: Setting) -> Edition:
    """Return the edition of *document* that *setting* asks for."""
    variant = setting.variant
    chosen = setting.glossary | document.front.glossary
    shown = variant if document.front.convert else document.script
    text = text_of(document.body)
    glossary = recurring_names((text,), document.script, shown) | chosen
    body = convert_nodes(document.body, document.script, shown, glossary, quotes=setting.quotes)
    body = _link(body, setting)
    written = variant_of(text_of(document.title), document.script)
    title = convert_nodes(document.title, written, variant, glossary, quotes=setting.quotes)
    plain_body, plain_title = without_notation(body), without_notation(title)
    if setting.annotator:
        body = annotate_nodes(body, setting.annotator, glossary, setting.levels)
        title = annotate_nodes(title, setting.annotator, glossary, setting.levels)
    return Edition(
        variant=variant,
        title=" ".join(text_of(plain_title).split()),
        title_html=serialize(title, NOTATION_TAGS),
        summary=convert(
            document.summary, variant_of(document.summary, document.script), variant, glossary, quotes=setting.quotes
        ).text,
        body_html=serialize(body, NOTATION_TAGS),
        plain_html=serialize(_absolute(plain_body, setting)),
        headings=tuple(_headings(plain_body)),
        annotated=setting.annotator is not None,
        chosen=_chosen(text, chosen, shown),
    )


def phrase(
    nodes: Nodes,
    source: Variant,
    target: Variant,
    glossary: Glossary,
    annotate: Callable[[Nodes], Nodes] | None,
) -> Phrase:
    """Return a short text (a section's title, a tag) in *target*, plain and as HTML."""
    converted = convert_nodes(nodes, variant_of(text_of(nodes), source), target, glossary, quotes=True)
    plain = without_notation(converted)
    shown = annotate(converted) if annotate else converted
    return Phrase(" ".join(text_of(plain).split()), serialize(shown, NOTATION_TAGS))


# Conversion


def _chosen(text: str, glossary: Glossary, variant: Variant) -> tuple[tuple[str, str], ...]:
    """Return (as written, as *variant* shows it) for the glossary's words in *text* that it writes otherwise."""
    forms = glossary.replacements(variant).items()
    return tuple((written, form) for written, form in forms if written != form and written in text)


def convert_nodes(nodes: Nodes, source: Variant, target: Variant, glossary: Glossary, *, quotes: bool) -> Nodes:
    """Convert every run of *nodes*, and the attributes that readers see; notation for the variant is resolved."""

    def convert_run(run: Run) -> list[Nodes]:
        converted = convert(run.text, source, target, glossary, quotes=quotes)
        if len(run.leaves) == 1 and len(run.text) == run.leaves[0].end - run.leaves[0].start:
            return [(Text(converted.text),)]
        if all(segment.is_parallel for segment in converted.segments):
            return [(Text(converted.text[leaf.start : leaf.end]),) for leaf in run.leaves]
        starts = [leaf.start for leaf in run.leaves]
        shares = ["" for _ in run.leaves]
        for character, owner in zip(converted.text, converted.owners(), strict=True):
            index = bisect_right(starts, owner) - 1
            if index >= 0 and owner < run.leaves[index].end:
                shares[index] += character
        return [(Text(share),) for share in shares]

    def convert_attributes(element: Element) -> Nodes:
        for name in CONVERTED_ATTRIBUTES:
            value = element.get(name)
            if value and not _is_foreign(element):
                element = element.with_attr(name, convert(value, source, target, glossary, quotes=quotes).text)
        return (element,)

    return map_elements(map_runs(_choose(nodes, target), convert_run, _conversion_role), convert_attributes)


def runs_of(nodes: Nodes) -> list[str]:
    """Return the text of every run of *nodes*, as conversion sees it."""
    runs: list[str] = []

    def note(run: Run) -> list[Nodes]:
        runs.append(run.text)
        return [(Text(run.text[leaf.start : leaf.end]),) for leaf in run.leaves]

    map_runs(nodes, note, _conversion_role)
    return runs


def _choose(nodes: Nodes, variant: Variant) -> Nodes:
    """Replace each choice by the form of *variant*, protected from then on."""

    def change(element: Element) -> Nodes:
        if element.tag != "x-choice":
            return (element,)
        form = parse_rule(element.get("rule")).text_for(variant)
        return (Element("x-keep", (), (Text(form),)),) if form else ()

    return map_elements(nodes, change)


def _is_foreign(element: Element) -> bool:
    language = element.get("lang").lower()
    return element.get("translate") == "no" or bool(language and not language.startswith("zh"))


def _is_mark(element: Element) -> bool:
    """Whether *element* hangs on the text without being a part of it: a footnote mark, an index."""
    if element.tag in ("sup", "sub"):
        return not any(is_hanzi(character) for character in text_of((element,)))
    return "footnote-backref" in element.classes()


def _is_address(element: Element) -> bool:
    """Whether *element* is a link that shows its own address."""
    return element.tag == "a" and element.get("href").removeprefix("mailto:") == text_of((element,))


def _conversion_role(element: Element) -> Role:
    if element.tag == "x-keep" or _is_foreign(element) or _is_address(element):
        return Role.OPAQUE
    if _is_mark(element):
        return Role.SKIPPED
    return default_role(element)


# Annotation


def annotate_nodes(nodes: Nodes, annotator: Annotator, glossary: Glossary, standard: str = NO_LEVELS) -> Nodes:
    """Set the words of every run in ``<ruby>``; a word that crosses markup becomes one ruby on each side.

    Ruby that the editor wrote stays as it is. A word's level by the list *standard* becomes its class: ``l3``.
    """
    readings = glossary.readings()

    def annotate_runs(runs: Sequence[Run]) -> Iterator[list[list[Node]]]:
        # All runs are annotated in one call, which costs much less than one by one.
        fixed = [_fixed(run) for run in runs]
        annotated = annotator.annotate_all([run.text for run in runs], readings=readings, fixed=fixed)
        for run, found in zip(runs, annotated, strict=True):
            classes = _level_classes(run.text, found, standard) if standard != NO_LEVELS else ()
            yield [
                [Text(run.text[leaf.start : leaf.end])]
                if any(ancestor.tag == "ruby" for ancestor in leaf.ancestors)
                else list(ruby_nodes(run.text, leaf.start, leaf.end, found, classes))
                for leaf in run.leaves
            ]

    return map_all_runs(nodes, annotate_runs, _annotation_role)


def _annotation_role(element: Element) -> Role:
    if _is_foreign(element) or _is_address(element):
        return Role.OPAQUE
    if _is_mark(element):
        return Role.SKIPPED
    return default_role(element)


def _fixed(run: Run) -> list[Syllable]:
    """Return the readings that were set in place on parts of *run*."""
    spans: dict[int, tuple[Element, int, int]] = {}
    for leaf in run.leaves:
        for ancestor in leaf.ancestors:
            if ancestor.tag == "x-reading":
                _, start, _ = spans.get(id(ancestor), (ancestor, leaf.start, leaf.end))
                spans[id(ancestor)] = (ancestor, start, leaf.end)
    fixed: list[Syllable] = []
    for element, start, end in spans.values():
        syllables = [spelling.to_marks(syllable) for syllable in element.get("reading").split()]
        bases = [at for at in range(start, end) if is_hanzi(run.text[at])]
        if len(bases) == len(syllables):
            ends = [*bases[1:], end]
            fixed += [Syllable(*placed) for placed in zip(bases, ends, syllables, strict=True)]
        else:
            fixed.append(Syllable(start, end, "".join(syllables)))
    return fixed


def _level_classes(text: str, annotations: Iterable[Annotation], standard: str) -> list[Attributes]:
    folded = fold(text)
    return [_level_class(standard, folded[annotation.start : annotation.end]) for annotation in annotations]


@lru_cache(maxsize=20_000)
def _level_class(standard: str, word: str) -> Attributes:
    """Return the attributes that tell the level of a Simplified *word*."""
    level = levels(standard).of_word(word)
    return (("class", f"l{level}"),) if level else ()


def ruby_nodes(
    text: str, start: int, end: int, annotations: Sequence[Annotation], classes: Sequence[Attributes] = ()
) -> Iterable[Node]:
    """Yield the nodes of text[start:end], where every stretch of syllables of one word is one ``<ruby>``.

    *classes* are the attributes of each word of *annotations*, if they have any.
    """
    position = start
    first = bisect_right(annotations, start, key=lambda annotation: annotation.end)
    for index in range(first, len(annotations)):
        annotation = annotations[index]
        if annotation.start >= end:
            break
        attrs = classes[index] if classes else ()
        group: list[tuple[str, str]] = []
        group_end = position
        for syllable in annotation.syllables:
            if syllable.start < start or syllable.end > end:
                continue
            if group and syllable.start != group_end:
                yield _ruby(tuple(group), attrs)
                group, position = [], group_end
            if not group:
                yield Text(text[position : syllable.start])
            group.append((text[syllable.start : syllable.end], syllable.reading))
            group_end = syllable.end
        if group:
            yield _ruby(tuple(group), attrs)
            position = group_end
    yield Text(text[position:end])


@lru_cache(maxsize=20_000)
def _ruby(syllables: tuple[tuple[str, str], ...], attrs: Attributes) -> Element:
    """Return the ruby of (base, reading) pairs: one element for every place where the word stands."""
    children: list[Node] = []
    for base, reading in syllables:
        children += (Text(base), Element("rt", (), (Text(reading),)))
    return Element("ruby", attrs, tuple(children))


def without_notation(nodes: Nodes) -> Nodes:
    """Return *nodes* with the notation's elements replaced by what is in them."""
    return map_elements(nodes, lambda element: element.children if element.tag.startswith("x-") else (element,))


# Links, images, headings


def _link(nodes: Nodes, setting: Setting) -> Nodes:
    def change(element: Element) -> Nodes:
        if element.tag == "a" and element.has("href"):
            href = setting.links.get(element.get("href"), element.get("href"))
            return (element.with_attr("href", href),) if href else element.children
        if element.tag == "img":
            return _image(element, setting)
        return (element,)

    return map_elements(nodes, change)


def _image(element: Element, setting: Setting) -> Nodes:
    address = setting.links.get(element.get("src"), element.get("src"))
    if not address:
        return ()
    is_foreign = "://" in address or address.startswith("//")
    if is_foreign and setting.foreign_images is ForeignImages.LINK:
        return (Element("a", (("href", address), ("rel", "noreferrer")), (Text(element.get("alt") or address),)),)
    element = element.with_attr("src", address).with_attr("alt", element.get("alt")).with_attr("loading", "lazy")
    if is_foreign:
        return (element.with_attr("referrerpolicy", "no-referrer"),)
    if address in setting.sizes and not element.has("width"):
        width, height = setting.sizes[address]
        element = element.with_attr("width", str(width)).with_attr("height", str(height))
    return (element,)


def _absolute(nodes: Nodes, setting: Setting) -> Nodes:
    """Return *nodes* with absolute addresses and without comments, fit to stand in a feed."""

    def change(element: Element) -> Nodes:
        for name in ("href", "src"):
            value = element.get(name)
            if value.startswith("#"):
                element = element.with_attr(name, setting.url + value)
            elif value.startswith("/") and not value.startswith("//"):
                element = element.with_attr(name, setting.addresses.absolute(value))
        if any(isinstance(child, Comment) for child in element.children):
            element = element.with_children(child for child in element.children if not isinstance(child, Comment))
        return (element,)

    return map_elements(tuple(node for node in nodes if not isinstance(node, Comment)), change)


def _headings(nodes: Nodes) -> Iterable[Heading]:
    def bare(element: Element) -> Nodes:
        if element.tag in ("img", "rt", "rp") or _is_mark(element):
            return ()
        if element.tag in ("a", "ruby"):
            return element.children
        return (element.with_attr("id", None),)

    for element in walk(nodes):
        if element.tag in HEADINGS and element.get("id"):
            yield Heading(int(element.tag[1]), element.get("id"), serialize(map_elements(element.children, bare)))
