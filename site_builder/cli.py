"""The commands, and what their exit codes mean."""

from __future__ import annotations

import functools
import io
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TextIO

import click

from site_builder import __version__, build, files, publication, report, starter, workers
from site_builder.cache import RecentMemo
from site_builder.config import with_base_url
from site_builder.diagnostics import Diagnostic, SourceError
from site_builder.model import Artifact, Plan, Project
from site_builder.store import Store
from site_builder.text import registry, script
from site_builder.text.annotation import Annotation, Annotator, MissingPackageError
from site_builder.text.conversion import convert
from site_builder.text.pinyin import spelling
from site_builder.text.variants import HANS, VARIANTS, Variant, find_variant

OK, CONTENT_ERRORS, WRONG_USAGE, FILE_SYSTEM, INTERRUPTED = 0, 1, 2, 3, 130
OUTPUT = "build"

site_option = click.option(
    "--site",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    show_default="this folder",
    help="The folder that holds site.toml.",
)
drafts_option = click.option("--drafts", is_flag=True, help="Include texts marked as drafts.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="site-builder")
def cli() -> None:
    """Turn a folder of Chinese texts into a bilingual reading site."""


@cli.command()
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


@cli.command(name="build")
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
    store = None if no_cache else Store(site)
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


@cli.command()
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


@cli.command()
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


# Text to text


@cli.command(name="convert")
@click.option(
    "--to", "target", required=True, metavar="VARIANT", help="The variant to convert to: " + ", ".join(VARIANTS)
)
@click.option("--from", "source", metavar="VARIANT", help="The variant of the text; detected when not given.")
@click.argument("file", type=click.File("rb"), default="-")
def convert_command(target: str, source: str | None, file: Iterable[bytes]) -> int:
    """Convert FILE (or standard input) line by line."""
    to = _variant(target, "--to")
    lines: Iterable[str] = _lines(file)
    if source:
        origin = _variant(source, "--from")
    else:
        lines = tuple(lines)
        origin = script.variant_of("".join(lines), HANS)
    _write_lines(_each_line(lines, lambda text: convert(text, origin, to).text))
    return OK


@cli.command()
@click.option("--reading", type=click.Choice(sorted(registry.ANNOTATORS)), default="pinyin", show_default=True)
@click.option("--format", "form", type=click.Choice(["ruby", "tokens"]), default="ruby", show_default=True)
@click.option("--style", type=click.Choice(["marks", "numbers"]), default="marks", show_default=True)
@click.argument("file", type=click.File("rb"), default="-")
def annotate(reading: str, form: str, style: str, file: Iterable[bytes]) -> int:
    """Annotate FILE (or standard input) line by line: as HTML ruby, or one token a character."""
    annotator = registry.annotator(reading)
    show = spelling.to_numbers if style == "numbers" else str
    write = _ruby if form == "ruby" else _tokens
    _write_lines(_each_line(_lines(file), lambda text: write(text, annotator, show)))
    return OK


def _tokens(text: str, annotator: Annotator, show: Callable[[str], str]) -> str:
    tokens = ["-"] * len(text)
    for annotation in annotator.annotate(text):
        for syllable in annotation.syllables:
            tokens[syllable.start] = show(syllable.reading)
    return " ".join(tokens)


def _ruby(text: str, annotator: Annotator, show: Callable[[str], str]) -> str:
    from site_builder.markup.edition import ruby_nodes  # noqa: PLC0415 - tokens need no HTML
    from site_builder.tree import serialize  # noqa: PLC0415 - tokens need no HTML

    shown = [
        Annotation(a.start, a.end, tuple(type(s)(s.start, s.end, show(s.reading)) for s in a.syllables))
        for a in annotator.annotate(text)
    ]
    return serialize(ruby_nodes(text, 0, len(text), shown))


def _variant(tag: str, option: str) -> Variant:
    variant = find_variant(tag)
    if variant is None:
        raise click.BadParameter(f"{tag!r} is no variant; use one of {', '.join(VARIANTS)}", param_hint=option)
    return variant


def _lines(file: Iterable[bytes]) -> Iterator[str]:
    """Yield the lines of *file* with their line breaks; bytes that are not UTF-8 pass as they are."""
    for line in file:
        yield line.decode("utf-8", "surrogateescape")


def _each_line(lines: Iterable[str], change: Callable[[str], str]) -> Iterator[str]:
    for line in lines:
        text = line.rstrip("\r\n")
        yield change(text) + line[len(text) :]


def _write_lines(lines: Iterable[str]) -> None:
    output = sys.stdout.buffer
    for line in lines:
        output.write(line.encode("utf-8", "surrogateescape"))
    output.flush()


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


def main() -> None:
    """Run the command line; end the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal without Chinese shows escapes instead of an exception.
            stream.reconfigure(errors="backslashreplace")
    try:
        code = cli.main(standalone_mode=False)
        sys.stdout.flush()
    except SourceError as exception:
        _print(exception.diagnostics)
        code = (
            WRONG_USAGE
            if all(d.code.startswith(("config", "output", "variant")) for d in exception.diagnostics)
            else CONTENT_ERRORS
        )
    except click.Abort:
        click.echo("Interrupted.", err=True)
        code = INTERRUPTED
    except click.ClickException as exception:
        exception.show()
        code = WRONG_USAGE
    except MissingPackageError as exception:
        click.echo(exception, err=True)
        code = WRONG_USAGE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = OK
    except OSError as exception:
        place = f"{exception.filename}: " if exception.filename else ""
        click.echo(f"{place}{exception.strerror or exception}", err=True)
        code = FILE_SYSTEM
    raise SystemExit(code or OK)
