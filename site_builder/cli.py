"""The command line: which commands there are, and what their exit codes mean."""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from typing import NoReturn

import click

from site_builder import __version__
from site_builder.diagnostics import SourceError
from site_builder.exits import CONTENT_ERRORS, FILE_SYSTEM, INTERRUPTED, OK, WRONG_USAGE
from site_builder.text import registry, script
from site_builder.text.annotation import Annotation, Annotator, MissingPackageError
from site_builder.text.conversion import convert
from site_builder.text.memory import recurring_names
from site_builder.text.pinyin import spelling
from site_builder.text.variants import HANS, VARIANTS, Variant, find_variant

SITE_COMMANDS = {"new": "new", "build": "build_command", "serve": "serve", "check": "check"}
"""{command: its function in :mod:`site_builder.commands`}."""
_BATCH = 60_000
"""Characters of lines, about, that are annotated together."""
_ALLOCATIONS = 50_000
"""A command makes many small values and next to no cycles: looking for these seldom saves a twentieth of its time."""


class _Commands(click.Group):
    """Loads the commands that work on sites when they are asked for: a pipe of text needs none of their modules."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*SITE_COMMANDS, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in SITE_COMMANDS:
            command: click.Command = getattr(import_module("site_builder.commands"), SITE_COMMANDS[cmd_name])
            return command
        return super().get_command(ctx, cmd_name)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="site-builder")
def cli() -> None:
    """Turn a folder of Chinese texts into a bilingual reading site."""


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
    lines = tuple(_lines(file))
    origin = _variant(source, "--from") if source else script.variant_of("".join(lines), HANS)
    names = recurring_names(lines, origin, to)
    _write_lines(_each_line(lines, lambda text: convert(text, origin, to, names).text))
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
    _write_lines(_each_annotated(_lines(file), annotator, lambda text, words: write(text, words, show)))
    return OK


def _each_annotated(
    lines: Iterable[str], annotator: Annotator, write: Callable[[str, Sequence[Annotation]], str]
) -> Iterator[str]:
    for batch in _batches(lines):
        texts = [line.rstrip("\r\n") for line in batch]
        for line, text, words in zip(batch, texts, annotator.annotate_all(texts), strict=True):
            yield write(text, words) + line[len(text) :]


def _batches(lines: Iterable[str]) -> Iterator[list[str]]:
    """Yield *lines* by the batch: many lines are annotated faster together, but not all have to fit into memory."""
    batch: list[str] = []
    size = 0
    for line in lines:
        batch.append(line)
        size += len(line)
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _tokens(text: str, words: Iterable[Annotation], show: Callable[[str], str]) -> str:
    tokens = ["-"] * len(text)
    for annotation in words:
        for syllable in annotation.syllables:
            tokens[syllable.start] = show(syllable.reading)
    return " ".join(tokens)


def _ruby(text: str, words: Iterable[Annotation], show: Callable[[str], str]) -> str:
    from site_builder.markup.edition import ruby_nodes  # noqa: PLC0415 - tokens need no HTML
    from site_builder.tree import serialize  # noqa: PLC0415 - tokens need no HTML

    shown = [
        Annotation(a.start, a.end, tuple(type(s)(s.start, s.end, show(s.reading)) for s in a.syllables)) for a in words
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


def main() -> NoReturn:
    """Run the command line; end the process with its exit code."""
    gc.set_threshold(_ALLOCATIONS)
    code = run()
    sys.stderr.flush()
    # Everything is written. To take the dictionaries apart before the end costs as much as to load them.
    os._exit(code)


def run() -> int:
    """Run the command line; return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal without Chinese shows escapes instead of an exception.
            stream.reconfigure(errors="backslashreplace")
    try:
        code = cli.main(standalone_mode=False)
        sys.stdout.flush()
    except SourceError as exception:
        from site_builder import report  # noqa: PLC0415 - only where something is wrong

        report.write(exception.diagnostics, sys.stderr)
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
    return code or OK
