"""The guide is complete and true: whatever the tool knows stands in it, and its examples are accepted by the tool."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path

import click
import pytest

from site_builder import build, exits, files
from site_builder.cli import cli
from site_builder.config import DEFAULT_HTML_TAGS, Config, ForeignImages, PinyinMode, read_config
from site_builder.diagnostics import CODES
from site_builder.markup.front_matter import read_head
from site_builder.model import FrontMatter
from site_builder.render.interface import read_interface
from site_builder.text import registry, script
from site_builder.text.glossary import words_from
from site_builder.text.pinyin.spelling import parse_reading
from site_builder.text.rules import FLAGS, parse_rule
from site_builder.text.variants import VARIANTS, Variant
from site_builder.text.words import HANZI

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "content" / "guide"
CONTEXT = click.Context(cli)
COMMANDS = {name: command for name in cli.list_commands(CONTEXT) if (command := cli.get_command(CONTEXT, name))}
PAGES = sorted(path.name for path in GUIDE.glob("*.md"))

FENCED = re.compile(r"^(?P<fence>`{3,})(?P<language>\w*)\n(?P<code>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"(?<!`)(?P<fence>`+)(?!`)(?P<code>.+?)(?<!`)(?P=fence)(?!`)")
HEADING = re.compile(r"^(?P<marks>#+) +(?P<words>.+)$", re.MULTILINE)


@cache
def page(name: str) -> str:
    return (GUIDE / name).read_text("utf-8")


def prose(name: str) -> str:
    """Return the text of a page without its blocks of code, whose lines may look like anything."""
    return FENCED.sub("", page(name))


def code_blocks(name: str, language: str) -> list[str]:
    return [match["code"] for match in FENCED.finditer(page(name)) if match["language"] == language]


def code_spans(text: str) -> list[str]:
    return [match["code"].strip() for match in SPAN.finditer(text)]


def sections(name: str) -> dict[str, str]:
    """Return {words of a heading, without backticks: what stands below it, blocks of code left out}."""
    text = prose(name)
    headings = list(HEADING.finditer(text))
    ends = [heading.start() for heading in headings[1:]] + [len(text)]
    return {
        heading["words"].strip("`"): text[heading.end() : end].strip()
        for heading, end in zip(headings, ends, strict=True)
    }


def rows(text: str) -> dict[str, list[str]]:
    """Return {code span in the first cell of a table's row: the row's other cells}."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line.startswith("|"):
            # A stroke inside a code span does not part cells.
            masked = SPAN.sub(lambda match: match[0].replace("|", "\0"), line)
            first, *rest = (cell.strip().replace("\0", "|") for cell in masked.strip("|").split("|"))
            found |= dict.fromkeys(code_spans(first), rest)
    return found


# Commands


def options(command: click.Command) -> Iterator[str]:
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            yield from parameter.opts


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_section_that_names_its_options(name: str) -> None:
    described = code_spans(sections("commands.md")[name])
    words = {word for span in described for word in span.split()}
    assert set(options(COMMANDS[name])) <= words


@pytest.mark.parametrize("name", COMMANDS)
def test_no_section_names_an_option_that_its_command_has_not(name: str) -> None:
    described = " ".join(code_spans(sections("commands.md")[name]))
    assert set(re.findall(r"--[a-z-]+", described)) <= set(options(COMMANDS[name]))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_value_of_an_option_is_named(name: str) -> None:
    described = " ".join(code_spans(sections("commands.md")[name]))
    for parameter in COMMANDS[name].params:
        if isinstance(parameter.type, click.Choice):
            assert all(f"{parameter.opts[0]} {value}" in described for value in parameter.type.choices)


def test_the_options_of_every_command_line_are_named() -> None:
    opening = code_spans(page("commands.md").partition("\n## ")[0])
    assert {"site-builder --help", "-h", "site-builder --version"} <= set(opening)


@pytest.mark.parametrize("code", [number for name, number in vars(exits).items() if name.isupper()])
def test_every_exit_code_is_explained(code: int) -> None:
    assert str(code) in rows(sections("commands.md")["结束时的号码"])


# Settings


@pytest.mark.parametrize("key", [field.name for field in fields(Config)])
def test_every_setting_stands_in_a_table_with_its_default(key: str) -> None:
    default, meaning = rows(page("settings.md"))[key]
    assert meaning
    if key != "html":  # fifty elements are no cell of a table; the next test finds them
        assert default == f"`{as_toml(getattr(Config(), key))}`"


def as_toml(value: object) -> str:
    if isinstance(value, tuple):
        value = [item.tag if isinstance(item, Variant) else item for item in value]
    return json.dumps(value, ensure_ascii=False)


def test_every_allowed_element_is_listed() -> None:
    listing = next(line for line in page("markdown.md").splitlines() if line.startswith("`a`"))
    assert sorted(code_spans(listing)) == sorted(DEFAULT_HTML_TAGS)


def test_every_choice_among_settings_is_named() -> None:
    table = rows(page("settings.md"))
    for key, values in {
        "pinyin": PinyinMode,
        "foreign_images": ForeignImages,
        "reading": registry.ANNOTATORS,
        "interface": ("zh", "en"),
    }.items():
        assert {f'"{value}"' for value in values} <= set(code_spans(" ".join(table[key])))


def test_every_pinyin_mode_is_explained() -> None:
    assert set(PinyinMode) <= rows(page("pinyin.md")).keys()
    assert set(PinyinMode) <= set(code_spans(sections("front-matter.md")["pinyin"]))


def test_every_variant_is_explained() -> None:
    assert VARIANTS.keys() <= rows(page("scripts.md")).keys()
    assert VARIANTS.keys() <= set(code_spans(rows(page("settings.md"))["variants"][1]))
    assert VARIANTS.keys() <= set(code_spans(sections("commands.md")["convert"]))


# Front matter, glossary, notation


@pytest.mark.parametrize("key", [field.name for field in fields(FrontMatter)])
def test_every_front_matter_key_has_a_section_and_an_example(key: str) -> None:
    assert sections("front-matter.md")[key]
    assert any(re.search(rf"^{key}:", block, re.MULTILINE) for block in code_blocks("front-matter.md", "yaml"))


def test_every_key_of_a_glossary_entry_has_an_example() -> None:
    _, [(_, _, hint)] = words_from([{"ключ": "слово"}])
    keys = hint.removeprefix("the keys are: ").split(", ")
    used = {key for block in code_blocks("scripts.md", "toml") for word in tomllib.loads(block)["word"] for key in word}
    assert set(keys) == used | {"zh-Hans-CN"}
    assert "zh-Hans-CN" in code_spans(sections("scripts.md")["词表"])


def test_every_flag_of_a_rule_is_explained() -> None:
    shown = {span[2] for span in rows(page("scripts.md")) if re.match(r"-\{[^|]\|", span)}
    assert shown == FLAGS


@pytest.mark.parametrize("name", PAGES)
def test_every_rule_and_reading_in_the_guide_can_be_read(name: str) -> None:
    if name == "diagnostics.md":
        return  # its examples are what is wrong
    for inner in re.findall(r"-\{([^}…]+)\}-", page(name)):
        parse_rule(inner)
    for base, reading in re.findall(rf"(?<!-)\{{([{HANZI}]+)\|([^}}]+)\}}", page(name)):
        parse_reading(reading, len(base))


# Diagnostics


def test_every_code_has_a_section_and_no_other_has() -> None:
    codes = {heading for heading in HEADING.findall(prose("diagnostics.md")) if heading[0] == "###"}
    assert {words.strip("`") for _, words in codes} == CODES.keys()


@pytest.mark.parametrize("code", CODES)
def test_the_section_of_a_code_says_how_bad_it_is(code: str) -> None:
    assert re.match("错误|警告|存疑", sections("diagnostics.md")[code])


# Themes


def test_every_template_is_named_and_no_other_is() -> None:
    templates = ROOT / "templates"
    names = {
        path.relative_to(templates).as_posix() for path in templates.rglob("*") if path.suffix in (".html", ".xml")
    }
    assert names == {name for name in rows(page("themes.md")) if name.endswith((".html", ".xml"))}


# Examples


@pytest.mark.parametrize("name", PAGES)
def test_every_example_of_toml_is_accepted(name: str) -> None:
    for block in code_blocks(name, "toml"):
        if name == "themes.md":
            read_interface(block, "interface.toml")
        elif "[[word]]" in block:
            assert words_from(tomllib.loads(block)["word"])[1] == ()
        else:
            read_config(block)


@pytest.mark.parametrize("name", PAGES)
def test_every_example_of_front_matter_is_accepted(name: str) -> None:
    for block in code_blocks(name, "yaml"):
        text = block if block.startswith("---") else f"---\n{block}---\n"
        assert read_head(text, name).problems == ()


# The guide as a part of the site


@pytest.mark.parametrize("name", PAGES)
def test_the_guide_is_written_in_simplified_script(name: str) -> None:
    _, traditional = script.telling(SPAN.sub("", prose(name)))
    assert traditional == 0


def test_the_introduction_leads_to_every_page_in_their_order() -> None:
    order = {}
    for name in PAGES:
        series = read_head(page(name), name).front.series
        if series:
            order[series.order] = name
    assert sorted(order) == list(range(1, len(PAGES)))
    assert re.findall(r"^\d+\. \[.+?\]\((.+?)\)", page("_index.md"), re.MULTILINE) == [order[n] for n in sorted(order)]


def test_the_tool_finds_nothing_wrong_with_the_guide() -> None:
    plan = build.plan(files.load(ROOT))
    assert [problem for problem in plan.diagnostics if problem.location.path.startswith("content/guide/")] == []


# Around the guide


def test_the_readme_names_the_two_commands_and_all_of_the_tool() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "make serve" in readme
    assert "make test" in readme
    assert all(f"site-builder {name}" in readme for name in COMMANDS)


def test_the_architecture_names_every_module_and_package() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    for path in (ROOT / "site_builder").iterdir():
        if path.suffix == ".py" and not path.stem.startswith("_"):
            assert path.name in page
        elif (path / "__init__.py").is_file():
            assert f"{path.name}/" in page


def test_the_changelog_tells_of_the_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f"## [{version}]" in changelog
