"""Tags and series: which texts carry them, under which address."""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from site_builder.diagnostics import Diagnostic, warning
from site_builder.model import Level, Page, Term
from site_builder.text.folding import fold
from site_builder.text.slugs import slugify


def newest_first(pages: Iterable[Page]) -> tuple[Page, ...]:
    """Sort by date, the newest first; texts of one day, and those without a date (last), by address."""
    by_address = sorted(pages, key=lambda page: page.inner)
    return tuple(sorted(by_address, key=lambda page: str(page.document.front.date or ""), reverse=True))


def same_name(name: str) -> str:
    """Return what 詩歌 and 诗歌 have in common."""
    return fold(name).casefold()


def _terms(members: Sequence[tuple[str, Page]]) -> list[Term]:
    """Group (name, page) pairs; names that differ in script alone are one term."""
    groups: dict[str, list[tuple[str, Page]]] = defaultdict(list)
    for name, page in members:
        groups[same_name(name)].append((name, page))
    terms: list[Term] = []
    taken: Counter[str] = Counter()
    for key in sorted(groups):
        name, page = min(groups[key], key=lambda pair: pair[1].inner)
        slug = slugify(key) or "term"
        taken[slug] += 1
        if taken[slug] > 1:
            slug = f"{slug}-{taken[slug]}"
        pages = tuple({page.inner: page for _, page in groups[key]}.values())
        terms.append(Term(name, page.document.script, slug, pages))
    return terms


def tags(pages: Sequence[Page]) -> tuple[Term, ...]:
    """Return the tags of *pages*, the most used first."""
    terms = _terms([(tag, page) for page in pages for tag in page.document.front.tags])
    sorted_terms = [Term(term.name, term.script, term.slug, newest_first(term.pages)) for term in terms]
    return tuple(sorted(sorted_terms, key=lambda term: (-len(term.pages), term.slug)))


def series(pages: Sequence[Page]) -> tuple[tuple[Term, ...], tuple[Diagnostic, ...]]:
    """Return the series of *pages* in reading order, and the places that are taken twice."""
    members = [(page.document.front.series.name, page) for page in pages if page.document.front.series]
    ordered: list[Term] = []
    problems: list[Diagnostic] = []
    for term in _terms(members):
        chapters = sorted(term.pages, key=_reading_order)
        ordered.append(Term(term.name, term.script, term.slug, tuple(chapters)))
        for first, second in pairwise(chapters):
            one, two = first.document.front.series, second.document.front.series
            if one and two and one.order and one.order == two.order:
                problems.append(
                    warning(
                        "series-order",
                        f"{first.document.path} has the same place, {one.order}, in the series {term.name}",
                        second.document.place_of("series"),
                        "give each text of the series its own order",
                    )
                )
    return tuple(ordered), tuple(problems)


def _reading_order(page: Page) -> tuple[int, str, str]:
    membership = page.document.front.series
    order = membership.order if membership and membership.order else 1_000_000
    return (order, str(page.document.front.date or ""), page.inner)


def levels(pages: Sequence[Page], standard: str) -> tuple[Level, ...]:
    """Return the levels that texts of *pages* have by the word list *standard*, the easiest first."""
    by_level: dict[int, list[Page]] = defaultdict(list)
    for page in pages:
        by_level[page.document.level(standard)].append(page)
    return tuple(Level(number, newest_first(by_level[number])) for number in sorted(by_level) if number)


def unknown_tags(pages: Iterable[Page], allowed: Sequence[str]) -> Iterable[Diagnostic]:
    """Yield a warning for each tag that is not on the site's list; an empty list allows all."""
    if not allowed:
        return
    names = {same_name(name): name for name in allowed}
    for page in pages:
        for tag in page.document.front.tags:
            if same_name(tag) not in names:
                near = difflib.get_close_matches(same_name(tag), [*names], 1, 0.4)
                hint = f"did you mean {names[near[0]]}?" if near else "use one of: " + ", ".join(allowed)
                yield warning(
                    "tag-unknown", f"the tag {tag} is not on the site's list", page.document.place_of("tags"), hint
                )
