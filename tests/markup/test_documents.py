"""Pairs of a source and what it means, in ``fixtures/documents``: add a case there, no code is needed.

A case is a title, the source and the expectation, parted by lines of a single full stop: the title of the document
after ``#`` (in the files whose sources have front matter of their own), its blocks, one on each line, then each
diagnostic after ``!`` with its line and column. Sources of the other files stand below three lines of front matter.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from site_builder.config import Config
from site_builder.diagnostics import Diagnostic, SourceError
from site_builder.markup.parsing import parse
from site_builder.model import Source
from site_builder.tree import serialize

FOLDER = Path(__file__).parent / "fixtures" / "documents"
WHOLE = {"titles": "a.md", "plain": "a.txt"}


def cases() -> Iterator[object]:
    for path in sorted(FOLDER.glob("*.txt")):
        parts = path.read_text(encoding="utf-8").split("\n.\n")
        for title, source, expected in zip(parts[::3], parts[1::3], parts[2::3], strict=False):
            yield pytest.param(path.stem, source, expected, id=f"{path.stem}: {title.strip()}")


@pytest.mark.parametrize(("kind", "source", "expected"), list(cases()))
def test_source_means(kind: str, source: str, expected: str) -> None:
    name = WHOLE.get(kind, "a.md")
    text = source if kind in WHOLE else f"---\ntitle: 题\n---\n{source}"
    assert described(text, name, with_title=kind in WHOLE) == expected


def described(text: str, name: str, *, with_title: bool) -> str:
    try:
        document = parse(Source(name, text.encode(), ""), Config())
    except SourceError as problem:
        return "\n".join(map(placed, problem.diagnostics))
    lines = [f"# {serialize(document.title)}"] if with_title else []
    lines += [serialize((block,)) for block in document.body]
    return "\n".join([*lines, *map(placed, document.diagnostics)])


def placed(problem: Diagnostic) -> str:
    return f"! {problem.code} {problem.location.line}:{problem.location.column}"
