"""A site for the preview that needs no Chinese: each file of content/ is a page, each of static/ is copied.

A content file that begins with ``!`` is an error of the plan, one that begins with ``?`` an error of its rendering.
"""

from __future__ import annotations

import functools
import html
import sys
from collections.abc import Mapping
from pathlib import Path

from site_builder import serve
from site_builder.config import Config
from site_builder.diagnostics import Diagnostic, SourceError, error, locate
from site_builder.model import Artifact, Plan, Project, Site, Source, Target
from site_builder.text.glossary import NO_GLOSSARY


def load(site: Path) -> Project:
    """Read the folder *site*."""
    if not (site / "site.toml").is_file():
        raise SourceError(error("config-missing", "there is no site.toml", locate("site.toml", "", 0)))
    files = [file for file in sorted(site.rglob("*.*")) if file.is_file() and file.parent != site]
    return Project(Config(), tuple(Source(str(file.relative_to(site)), file.read_bytes(), "") for file in files))


def plan(project: Project) -> Plan:
    """Make a page of every content file."""
    sources = {source.path: source.data.decode("utf-8", "replace") for source in project.sources}
    return plan_of(sources)


def plan_of(sources: Mapping[str, str]) -> Plan:
    """Return the plan for {path: text}."""
    problems = tuple(_problem(path, text) for path, text in sources.items() if text.startswith("!"))
    targets = [
        Target(_output_path(path), functools.partial(_render, path, text))
        for path, text in sources.items()
        if not text.startswith("!")
    ]
    site = Site(Config(), NO_GLOSSARY, (), (), (), (), {}, {}, {}, {})
    return Plan(site, {target.path: target for target in targets}, problems)


def _output_path(path: str) -> str:
    folder, _, rest = path.partition("/")
    name = rest.removesuffix(".md")
    if folder == "static" or name == rest:
        return rest
    if name == "404":
        return "404.html"
    return "index.html" if name == "index" else f"{name}/index.html"


def _render(path: str, text: str) -> Artifact:
    if text.startswith("?"):
        raise SourceError(_problem(path, text))
    output = _output_path(path)
    if not output.endswith(".html"):
        return Artifact(output, text.encode())
    paragraphs = "".join(
        f'<p id="p-{number}">{html.escape(line)}</p>' for number, line in enumerate(filter(None, text.split("\n")), 1)
    )
    head = f'<head><meta charset="utf-8"><title>{output}</title></head>'
    return Artifact(output, f"<!DOCTYPE html><html>{head}<body><main>{paragraphs}</main></body></html>".encode())


def _problem(path: str, text: str) -> Diagnostic:
    return error("front-matter-syntax", text.partition("\n")[0], locate(path, text, 0), "remove the mark")


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    watched = [folder / name for name in ("content", "static", "site.toml")]
    sys.exit(serve.run(functools.partial(load, folder), plan, watched, port=int(sys.argv[2])))
