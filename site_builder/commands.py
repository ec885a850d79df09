"""The commands that work on a whole site: new, build, serve, check."""

from __future__ import annotations

import functools
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TextIO

import click

from site_builder import build, files, publication, report, starter, workers
from site_builder.cache import RecentMemo
from site_builder.config import with_base_url
from site_builder.diagnostics import Diagnostic, SourceError
from site_builder.exits import CONTENT_ERRORS, OK, WRONG_USAGE
from site_builder.model import Artifact, Plan, Project
from site_builder.store import Store, cache_path

OUTPUT = "build"

site_option = click.option(
    "--site",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    show_default="this folder",
    help="The folder that holds site.toml.",
)
drafts_option = click.option("--drafts", is_flag=True, help="Include texts marked as drafts.")


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def new(folder: Path) -> int:
    """Make a small site in DIR that builds."""
    try:
        made = starter.create(folder)
    except FileExistsError as exception:
        raise click.UsageError(f"{exception.filename} is there already; choose a new or an empty folder") from None
    for path in made:
        click.echo(path)
    click.echo(f"Now run: site-builder serve --site {folder}")
    return OK


@click.command(name="build")
@site_option
@click.option("--output", type=click.Path(path_type=Path), help="Where the site goes (default: build/ in the site).")
@click.option("--base-url", help="The address to publish at, instead of base_url in site.toml.")
@drafts_option
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@click.option("--jobs", type=click.IntRange(min=1), default=None, help="How many processes (default: one per core).")
@click.option("--no-cache", is_flag=True, help="Neither use nor keep results of earlier builds.")
def build_command(
    site: Path,
    output: Path | None,
    base_url: str | None,
    drafts: bool,
    strict: bool,
    jobs: int | None,
    no_cache: bool,
) -> int:
    """Build the site."""
    started = time.perf_counter()
    output = output or site / OUTPUT
    project = _load(site, base_url)
    publication.check_output(output, site)
    store = None if no_cache else Store(cache_path(site))
    plan = build.plan(project, memo=store or RecentMemo(), drafts=drafts)
    if not build.publishable(plan.diagnostics, strict=strict):
        _print(plan.diagnostics)
        click.echo("Nothing was published.", err=True)
        return CONTENT_ERRORS
    published = publication.publish(output, _with_progress(workers.render(plan, store, jobs), len(plan.targets)))
    if store:
        store.save()
    _print(plan.diagnostics)
    seconds = time.perf_counter() - started
    click.echo(
        f"{len(plan.site.pages)} texts in {len(plan.site.config.variants)} variants: "
        f"{published.files} files in {output}, "
        f"{published.written} written, {published.removed} removed ({seconds:.1f} s)"
    )
    return OK


@click.command()
@site_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port to listen on.")
@click.option("--open", "open_browser", is_flag=True, help="Open the site in a browser.")
@drafts_option
def serve(site: Path, host: str, port: int, open_browser: bool, drafts: bool) -> int:
    """Preview the site; pages follow every change of a file."""
    from site_builder import serve as preview  # noqa: PLC0415 - the other commands need no server

    memo = RecentMemo()

    def plan(project: Project) -> Plan:
        memo.turn()
        return build.plan(project, memo=memo, drafts=drafts)

    shown_host = f"[{host}]" if ":" in host else host
    return preview.run(
        functools.partial(_load, site, f"http://{shown_host}:{port}/"),
        plan,
        files.watched(site),
        host=host,
        port=port,
        open_browser=open_browser,
    )


@click.command()
@site_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--doubts", is_flag=True, help="Also list the characters and readings that are most likely wrong.")
@drafts_option
def check(site: Path, form: str, doubts: bool, drafts: bool) -> int:
    """Report everything that is wrong, and write nothing."""
    try:
        project = _load(site)
    except SourceError as exception:
        if form == "json":
            click.echo(report.to_json(exception.diagnostics))
            return WRONG_USAGE
        raise
    plan = build.plan(project, memo=RecentMemo(), drafts=drafts)
    problems = list(plan.diagnostics)
    try:
        for artifact in _with_progress(workers.render(plan, None, None), len(plan.targets)):
            problems += artifact.diagnostics
    except SourceError as exception:
        problems += exception.diagnostics
    if doubts:
        problems += build.doubts(project, plan.site)
    if form == "json":
        click.echo(report.to_json(problems))
    else:
        _print(problems, sys.stdout)
    return OK if build.publishable(problems) else CONTENT_ERRORS


# What the commands share


def _load(site: Path, base_url: str | None = None) -> Project:
    project = files.load(site)
    if base_url is None:
        return project
    try:
        config = with_base_url(project.config, base_url)
    except ValueError as exception:
        raise click.BadParameter(str(exception), param_hint="--base-url") from None
    return replace(project, config=config)


def _with_progress(artifacts: Iterator[Artifact], count: int) -> Iterator[Artifact]:
    """Pass *artifacts* on; on a terminal with a bar of files and time left, in a pipe without a word."""
    if not sys.stderr.isatty():
        yield from artifacts
        return
    with click.progressbar(artifacts, length=count, label="Rendering", file=sys.stderr, show_pos=True) as bar:
        yield from bar


def _print(diagnostics: Iterable[Diagnostic], stream: TextIO | None = None) -> None:
    report.write(diagnostics, stream or sys.stderr)
