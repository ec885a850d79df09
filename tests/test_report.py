"""The report: what an editor reads in the terminal, and what programs read."""

from __future__ import annotations

import io
import json

import pytest

from site_builder import report
from site_builder.diagnostics import Diagnostic, Location, Severity, error, locate, warning

LINE = "这里有一个[链接](/nowhere/)。"
BROKEN_LINK = warning(
    "link-missing", "the link leads to no page", Location("content/a.md", 3, 6, LINE, 4), "did you mean /elsewhere/?"
)
NO_TITLE = error("title-missing", "the text has no title", Location("content/b.md"))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_report_shows_place_line_caret_and_hint_then_the_count() -> None:
    assert report.to_text([NO_TITLE, BROKEN_LINK]) == (
        "content/a.md:3:6: warning[link-missing] the link leads to no page\n"
        "    这里有一个[链接](/nowhere/)。\n"
        "    \u3000\u3000\u3000\u3000\u3000^＾＾^\n"
        "    hint: did you mean /elsewhere/?\n"
        "content/b.md: error[title-missing] the text has no title\n"
        "1 error, 1 warning in 2 files"
    )


def test_report_of_nothing_says_so() -> None:
    assert report.to_text([]) == "no problems"


def test_a_diagnostic_without_a_file_starts_with_its_severity() -> None:
    assert report.to_text([error("internal", "it broke", Location(""))]).startswith("error[internal] it broke\n")


def test_colour_marks_severity_and_caret_and_changes_no_word() -> None:
    coloured = report.to_text([BROKEN_LINK], colour=True)
    plain = report.to_text([BROKEN_LINK])
    assert "\x1b[1;33mwarning[link-missing]\x1b[0m" in coloured
    for code in ("\x1b[0m", "\x1b[1m", "\x1b[1;33m", "\x1b[36m"):
        coloured = coloured.replace(code, "")
    assert coloured == plain


@pytest.mark.parametrize(
    ("stream", "environment", "expected"),
    [
        (Terminal(), {"TERM": "xterm"}, True),
        (Terminal(), {"NO_COLOR": ""}, True),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (Terminal(), {"TERM": "dumb"}, False),
        (io.StringIO(), {}, False),
    ],
)
def test_colour_is_for_terminals_whose_user_wants_it(
    stream: io.StringIO,
    environment: dict[str, str],
    expected: bool,  # noqa: FBT001 - what the table says
) -> None:
    assert report.wants_colour(stream, environment) is expected


def test_a_report_written_to_a_file_is_plain() -> None:
    stream = io.StringIO()
    report.write([NO_TITLE], stream)
    assert stream.getvalue() == report.to_text([NO_TITLE]) + "\n"


def _warnings(number: int) -> list[Diagnostic]:
    return [warning("link-missing", "dead", Location("content/a.md", line)) for line in range(1, number + 1)]


def test_more_than_fifty_problems_are_counted_and_the_errors_among_them_are_shown() -> None:
    lines = report.to_text([*_warnings(60), NO_TITLE]).splitlines()
    assert len(lines) == report.SHOWN_PER_RUN + 1
    assert lines[-2] == "content/b.md: error[title-missing] the text has no title"
    assert lines[-1] == "1 error, 60 warnings in 2 files; 11 not shown"


def test_json_is_complete_and_keeps_the_text_readable() -> None:
    written = report.to_json([*_warnings(60), BROKEN_LINK])
    table = json.loads(written)
    assert (table["errors"], table["warnings"], len(table["diagnostics"])) == (0, 61, 61)
    assert table["diagnostics"][3] == {
        "severity": "warning",
        "code": "link-missing",
        "message": "the link leads to no page",
        "hint": "did you mean /elsewhere/?",
        "path": "content/a.md",
        "line": 3,
        "column": 6,
        "length": 4,
        "text": LINE,
    }
    assert "这里有一个" in written


def test_control_characters_of_a_source_cannot_reach_the_terminal() -> None:
    source = "标题\x1b]0;gone\x07\x9b1m\u202e\ud800后"
    shown = report.to_text([error("character-forbidden", "\x1b[2J", locate("a\nb.md", source, 2))])
    assert "\x1b" not in shown
    assert "a␊b.md:1:3: error[character-forbidden] ␛[2J" in shown
    assert "标题␛]0;gone␇\ufffd1m\ufffd\ufffd后" in shown
    shown.encode("utf-8")


def test_json_of_a_lone_surrogate_can_be_encoded_and_read_back() -> None:
    written = report.to_json([error("character-forbidden", "a\ud800b", Location("a.md"))])
    written.encode("utf-8")
    assert json.loads(written)["diagnostics"][0]["message"] == "a\ud800b"


def test_doubts_come_after_the_problems_in_their_own_order() -> None:
    doubts = [Diagnostic("doubtful-reading", str(n), Location("z.md", n), "", Severity.DOUBT) for n in (3, 1, 2)]
    problems = [warning("link-missing", "x", Location("b.md", 2)), error("slug-duplicate", "y", Location("c.md", 1))]
    shown = report.select([doubts[0], *problems, *doubts[1:]])
    assert shown == [*problems, *doubts]
    assert report.select([*problems, *doubts], 3) == [*problems, doubts[0]]


def test_many_problems_of_one_kind_do_not_hide_another() -> None:
    dead = [warning("link-missing", "x", Location("a.md", line)) for line in range(1, 100)]
    damaged = warning("text-damaged", "y", Location("z.md", 1))
    shown = report.select([*dead, damaged], 10)
    assert shown == [*dead[:9], damaged]
