"""From a source to a document: the steps of parsing, for Markdown and for plain text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from site_builder.config import Config
from site_builder.diagnostics import Diagnostic, Location, Severity, SourceError, warning
from site_builder.markup import measures, plain, suspicion
from site_builder.markup.decoding import decode
from site_builder.markup.front_matter import Head, read_head
from site_builder.markup.html import PLACE, allowed_tags, sanitise
from site_builder.markup.markdown import engine, lexing, limits, writing
from site_builder.markup.notation import notate, title_of
from site_builder.markup.outline import identified, outlined, places_of_blocks
from site_builder.markup.places import Locate, locator
from site_builder.markup.prose import settled
from site_builder.model import Document, FrontMatter, Reference, Source
from site_builder.text.levels import text_levels
from site_builder.text.rules import Rule
from site_builder.text.script import detect
from site_builder.text.variants import HANS, HANT, Script, Variant
from site_builder.tree import Nodes, Text, text_of, walk

CONTENT = "content/"
"""Where sources lie, as diagnostics name them."""


@dataclass(frozen=True, slots=True)
class _Body:
    """What stands below the front matter."""

    nodes: Nodes
    """Blocks; elements with a place in the source carry it in :data:`PLACE`."""
    prose: str
    """The source with everything but running text blanked out, so that offsets are the source's."""
    rules: tuple[Rule, ...]
    problems: tuple[Diagnostic, ...]
    title: Nodes = ()
    """The title that the first line of a plain text is."""


def parse(source: Source, config: Config) -> Document:
    """Return the document that *source* holds, read as its suffix says.

    Nothing is said about the script of a translation (``name.en.md``). Raises :class:`SourceError` with every error
    when there is one that forbids going on: an undecodable file, bad front matter, notation that cannot be read,
    a text too deep or too large.
    """
    path = CONTENT + source.path
    text, problems = decode(source.data, path, config)
    locate = locator(path, text)
    head = read_head(text, path)
    body = _read_body(source.path, text, head, locate, config)
    front, title, title_problems = _front(head, body.rules, locate)
    outline = outlined(body.nodes, title or body.title, locate)
    nodes, id_problems = identified(outline.body, locate)
    every = [*problems, *head.problems, *body.problems, *title_problems, *outline.problems, *id_problems]
    errors = [problem for problem in every if problem.severity is Severity.ERROR]
    if any(problem.code not in SURVIVABLE for problem in errors):
        raise SourceError(*_capped(errors))
    title = outline.title
    if not title:
        title = (Text(PurePosixPath(source.path).stem),)
        every.append(warning("title-missing", "the text has no title", Location(path), "add title: … above the text"))
    script = front.script or detect_variant(text_of((*title, *nodes)))
    if not _FOREIGN.search(source.path):
        every += suspicion.suspects(body.prose, locate, is_plain=source.path.endswith(".txt"))
        every += suspicion.mixed_scripts(body.prose, script.script, locate)
    is_companion = _COMPANION.search(source.path) is not None
    hanzi, words = measures.counts((*title, *nodes))
    return Document(
        path=source.path,
        front=front,
        title=title,
        summary=front.summary or measures.summary(nodes, script),
        body=nodes,
        script=script,
        hanzi=hanzi,
        words=words,
        references=_references(outline.body, locate),
        diagnostics=_capped(every),
        levels=text_levels(measures.counted_text((*title, *nodes))),
        digest=source.digest,
        places={**head.places, **(places_of_blocks(nodes, text, head.body_start, locate) if is_companion else {})},
    )


_COMPANION = re.compile(r"\.[a-z]{2}(?:-[A-Za-z0-9]{2,8})*\.[^./]+$")
"""The end of the name of a text that belongs to another: its tag, and the suffix. It is compared block by block."""
_FOREIGN = re.compile(r"\.(?!zh\b)[a-z]{2}(?:-[A-Za-z0-9]{2,8})*\.[^./]+$")
"""The end of the name of a translation: a language that is not Chinese, and the suffix."""

_MOST = 20
"""How many problems of one code are told of one file."""


def _capped(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return *problems* in the order of the text, those of one code up to a number, then how many more there are."""
    told: list[Diagnostic] = []
    by_code: Counter[str] = Counter()
    for problem in sorted(problems, key=lambda problem: problem.sort_key):
        by_code[problem.code] += 1
        if by_code[problem.code] <= _MOST + 1:
            told.append(problem)
    return tuple(
        replace(problem, message=f"{by_code[problem.code] - _MOST} more problems of this kind from here on")
        if index == _MOST and by_code[problem.code] > _MOST + 1
        else problem
        for index, problem in _numbered(told)
    )


def _numbered(problems: Iterable[Diagnostic]) -> Iterator[tuple[int, Diagnostic]]:
    """Yield *problems*, each with how many of its code come before it."""
    seen: Counter[str] = Counter()
    for problem in problems:
        yield seen[problem.code], problem
        seen[problem.code] += 1


SURVIVABLE = frozenset({"link-unsafe"})
"""Errors with which the text can be shown nevertheless (an editor's preview)."""


def detect_variant(text: str) -> Variant:
    """Return the variant that *text* is written in; Simplified when nothing tells."""
    return HANT if detect(text) is Script.HANT else HANS


def _read_body(name: str, text: str, head: Head, locate: Locate, config: Config) -> _Body:
    if name.endswith(".txt"):
        read = plain.read(text, head.body_start, locate, config, has_title=bool(head.front.title))
        return _Body(settled(read.blocks), read.prose, read.rules, read.problems, read.title)
    tags = allowed_tags(config.html)
    lexed = lexing.lex(text, head.body_start, tags, locate)
    limits.check(lexed, head.body_start, locate, config)
    written = writing.write(lexed, engine.parse(lexed, locate), locate)
    nodes = settled(sanitise(written.html, tags))
    return _Body(nodes, lexed.prose(head.body_start), written.rules, (*lexed.problems, *written.problems))


def _front(head: Head, rules: tuple[Rule, ...], locate: Locate) -> tuple[FrontMatter, Nodes, tuple[Diagnostic, ...]]:
    """Return the front matter with the words that *rules* add, the title it gives, and what is wrong with that."""
    notated = notate(head.front.title, head.title_start, locate)
    front, title = head.front, notated.nodes
    for rule in (*notated.rules, *rules):
        if rule.for_title:
            title = title_of(rule)
        else:
            front = replace(front, glossary=rule.applied(front.glossary))
    return front, title, notated.problems


def _references(nodes: Nodes, locate: Locate) -> tuple[Reference, ...]:
    """Return the links and images of *nodes*, with their places."""
    found: list[Reference] = []
    for element in walk(nodes):
        name = {"a": "href", "img": "src"}.get(element.tag, "")
        if name and element.has(name) and element.has(PLACE):
            place = locate(int(element.get(PLACE)), 1)
            found.append(Reference(element.get(name), element.tag == "img", place))
    return tuple(found)
