"""Texts that would take a Markdown engine very long: refused with a line, or read quickly."""

import time

import pytest

from site_builder.config import Config
from site_builder.diagnostics import SourceError
from site_builder.markup.parsing import parse
from site_builder.model import Source

REFUSED = {
    "open brackets": ("[" * 50_000, "markdown-too-complex"),
    "nested brackets": ("[" * 20_000 + "a" + "]" * 20_000, "markdown-too-complex"),
    "open images": ("![" * 20_000, "markdown-too-complex"),
    "open links": ("[a](" * 20_000, "markdown-too-complex"),
    "open titles": ('[a](b "' * 5_000, "markdown-too-complex"),
    "nested quotations": (">" * 50_000 + " a", "markdown-too-deep"),
    "lists on one line": ("* " * 5_000 + "a", "markdown-too-deep"),
    "lists beneath lists": ("\n".join("    " * i + "* x" for i in range(300)), "markdown-too-deep"),
    "nested emphasis": ("*a _b " * 5_000 + "c" + " b_ a*" * 5_000, "markdown-too-deep"),
    "nested elements": ("<div>" * 5_000, "markdown-too-deep"),
    "elements over blocks": ("<div>\n\n" * 5_000, "markdown-too-deep"),
    "a ladder of backticks": ("".join("e" + "`" * i for i in range(3_000)), "file-too-large"),
    "notes": ("\n".join(f"[^{i}]: x\n" for i in range(10_000)), "markdown-too-complex"),
    "abbreviations": ("\n".join(f"*[ab{i}]: x" for i in range(5_000)), "markdown-too-complex"),
    "definitions": ("a\n:   b\n" * 20_000, "markdown-too-complex"),
    "a wide table": ("|a" * 20_000 + "|\n" + "|-" * 20_000 + "|\n", "markdown-too-complex"),
    "a wide table of short rows": (
        "|a" * 2_000 + "|\n" + "|-" * 2_000 + "|\n" + "|x|\n" * 2_000,
        "markdown-too-complex",
    ),
    "a long paragraph": ("书" * 100_001, "file-too-large"),
    "open protection": ("-{" * 20_000, "protection-unclosed"),
}

READ = {
    "open tags": "<a " * 20_000,
    "declarations": "<!" * 20_000,
    "character data": "<![CDATA[" * 5_000,
    "open comments": "x <!--" * 15_000,
    "a comment that never ends": "<!-- never -- >\n\n" + "text\n\n" * 2_000,
    "instructions": "<?" * 20_000,
    "references": "\n".join(f"[r{i}]: /u" for i in range(5_000)) + "\n\n" + " ".join(f"[r{i}]" for i in range(5_000)),
    "mixed emphasis": "a**b_" * 10_000,
    "emphasis in a row": "**书**和" * 8_000,
    "ampersands": "&" * 50_000,
    "spaces": "a" + " " * 90_000 + "b",
    "hashes": "#" * 50_000,
    "hyphens": "-" * 50_000,
    "tildes": "~" * 50_000,
    "backslashes": "\\" * 50_000,
    "headings": "# a\n" * 4_000,
    "underlined headings": "a\n---\n" * 4_000,
    "fences": "```\na\n```\n" * 4_000,
    "open attribute lists": "# a " + "{#a" * 20_000,
    "closing tags": "</div>" * 10_000,
    "brackets after an address": "https://a.cn/" + ")" * 50_000,
    "stars after an address": "https://a.cn/" + "*" * 50_000,
    "open readings": "{行|" * 20_000,
    "definitions on two lines": "[a]:\n" * 10_000,
    "combining marks": "书" + "\u0301" * 20_000,
    "list items": "- a\n" * 8_000,
    "lines of quotation": "> a\n" * 20_000,
    "a book": "院里铺满了书，风来一页页翻。猫也来看，看完就睡了。\n\n" * 4_000,
}


def read(text: str) -> None:
    parse(Source("a.md", f"---\ntitle: 题\n---\n\n{text}\n".encode(), ""), Config())


@pytest.mark.parametrize(("text", "code"), REFUSED.values(), ids=REFUSED)
def test_what_nests_too_deep_or_takes_too_long_is_refused_with_a_line(text: str, code: str) -> None:
    start = time.perf_counter()
    with pytest.raises(SourceError) as caught:
        read(text)
    assert caught.value.diagnostics[0].code == code
    assert caught.value.diagnostics[0].location.line >= 5
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize("text", READ.values(), ids=READ)
def test_everything_else_is_read_in_time(text: str) -> None:
    start = time.perf_counter()
    read(text)
    assert time.perf_counter() - start < 5


def test_twice_the_text_takes_about_twice_the_time() -> None:
    def seconds(times: int) -> float:
        text = "院里铺满了**书**，风来[一页](a.md)页翻。\n- 猫也来看\n\n" * times
        start = time.process_time()
        read(text)
        return time.process_time() - start

    read("热身")
    assert seconds(2_000) < 4 * seconds(1_000)
