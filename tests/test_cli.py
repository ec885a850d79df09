import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from site_builder import cli


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs one command as the shell would."""

    def run_command(*arguments: object, stdin: bytes = b"") -> Outcome:
        monkeypatch.setattr(sys, "argv", ["site-builder", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capfd.readouterr()
        code = cli.run()
        captured = capfd.readouterr()
        return Outcome(code, captured.out, captured.err)

    return run_command


@pytest.fixture
def site(tmp_path: Path, run: Run) -> Path:
    folder = tmp_path / "site"
    assert run("new", folder).code == 0
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# new, build, check


def test_a_new_site_builds_without_a_warning(site: Path, run: Run) -> None:
    built = run("build", "--site", site, "--strict")
    assert built.code == 0, built.err
    assert (site / "build" / "zh-hant" / "essays" / "first-morning" / "index.html").is_file()
    assert "2 texts in 2 variants" in built.out


def test_new_never_writes_over_anything(tmp_path: Path, run: Run) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    outcome = run("new", tmp_path)
    assert outcome.code == 2
    assert "is there already" in outcome.err
    assert list(tmp_path.iterdir()) == [tmp_path / "mine.txt"]


def test_content_errors_publish_nothing_and_name_the_place(site: Path, run: Run) -> None:
    run("build", "--site", site)
    before = tree(site / "build")
    (site / "content" / "bad.md").write_text("---\ntitel: x\n---\n\n文", encoding="utf-8")
    outcome = run("build", "--site", site)
    assert outcome.code == 1
    assert "content/bad.md:2:1: error[front-matter-unknown-key]" in outcome.err
    assert "did you mean title" in outcome.err
    assert tree(site / "build") == before


def test_warnings_publish_unless_strict(site: Path, run: Run) -> None:
    (site / "content" / "warn.md").write_text("# 题\n\n[看](no.md)\n", encoding="utf-8")
    assert run("build", "--site", site, "--strict").code == 1
    assert not (site / "build").exists()
    outcome = run("build", "--site", site)
    assert outcome.code == 0
    assert "warning[link-missing]" in outcome.err


def test_building_twice_gives_identical_bytes_with_and_without_the_cache(site: Path, run: Run) -> None:
    run("build", "--site", site)
    first = tree(site / "build")
    again = run("build", "--site", site)
    assert " 0 written" in again.out
    run("build", "--site", site, "--no-cache", "--jobs", "1", "--output", site.parent / "other")
    assert tree(site.parent / "other") == first == tree(site / "build")


def test_the_base_url_of_the_command_line_wins(site: Path, run: Run) -> None:
    assert run("build", "--site", site, "--base-url", "https://example.org/reading").code == 0
    page = (site / "build" / "zh-hans" / "index.html").read_text(encoding="utf-8")
    assert "https://example.org/reading/zh-hans/" in page
    assert run("build", "--site", site, "--base-url", "example").code == 2


def test_drafts_are_built_when_asked_for(site: Path, run: Run) -> None:
    (site / "content" / "d.md").write_text("---\ntitle: 稿\ndraft: true\n---\n\n文\n", encoding="utf-8")
    run("build", "--site", site)
    assert not (site / "build" / "zh-hans" / "d").exists()
    run("build", "--site", site, "--drafts")
    assert (site / "build" / "zh-hans" / "d").exists()


def test_a_folder_that_is_no_site_is_wrong_usage(tmp_path: Path, run: Run) -> None:
    outcome = run("build", "--site", tmp_path)
    assert outcome.code == 2
    assert "there is no site.toml" in outcome.err
    assert "Traceback" not in outcome.err


def test_a_broken_configuration_is_reported_with_its_line(site: Path, run: Run) -> None:
    (site / "site.toml").write_text('title = "x"\nquots = true\n', encoding="utf-8")
    outcome = run("build", "--site", site)
    assert outcome.code == 2
    assert "site.toml:2:1: error[config-unknown-key]" in outcome.err


def test_a_template_error_names_the_template_and_the_line(site: Path, run: Run) -> None:
    run("build", "--site", site)
    before = tree(site / "build")
    (site / "templates").mkdir()
    (site / "templates" / "article.html").write_text(
        "{% extends 'default/article.html' %}\n{{ nothing.here }}", encoding="utf-8"
    )
    (site / "templates" / "tag.html").write_text("一\n{{ nothing }}", encoding="utf-8")
    outcome = run("build", "--site", site)
    assert outcome.code == 1
    assert "templates/tag.html:2" in outcome.err
    assert tree(site / "build") == before
    assert run("check", "--site", site).code == 1


def test_an_output_folder_of_somebody_else_is_refused(site: Path, run: Run) -> None:
    for output in (site, site / "content", site.parent):
        outcome = run("build", "--site", site, "--output", output)
        assert outcome.code == 2
        assert "output-refused" in outcome.err


def test_the_file_systems_refusal_is_code_3(site: Path, run: Run) -> None:
    (site.parent / "file").write_text("x")
    outcome = run("build", "--site", site, "--output", site.parent / "file" / "build")
    assert outcome.code == 3
    assert "Traceback" not in outcome.err


def test_check_reports_everything_and_writes_nothing(site: Path, run: Run) -> None:
    (site / "content" / "a.md").write_text("# 题\n\n[看](no.md) -{x\n", encoding="utf-8")
    (site / "content" / "b.md").write_text("# 题\n\n[看](no.md)\n", encoding="utf-8")
    before = tree(site)
    outcome = run("check", "--site", site)
    assert outcome.code == 1
    assert "protection-unclosed" in outcome.out
    assert "link-missing" in outcome.out
    assert tree(site) == before


def test_check_speaks_json(site: Path, run: Run) -> None:
    (site / "content" / "b.md").write_text("# 题\n\n看[这里](no.md)\n", encoding="utf-8")
    outcome = run("check", "--site", site, "--format", "json")
    assert outcome.code == 0
    [problem] = json.loads(outcome.out)["diagnostics"]
    assert (problem["code"], problem["path"], problem["line"]) == ("link-missing", "content/b.md", 3)


@pytest.mark.parametrize("arguments", [["nonsense"], ["build", "--no-such"], ["convert"], ["convert", "--to", "zh-XX"]])
def test_wrong_usage_is_code_2(run: Run, arguments: list[str]) -> None:
    outcome = run(*arguments)
    assert outcome.code == 2
    assert outcome.err


# convert and annotate


def test_convert_keeps_every_line_break(run: Run) -> None:
    outcome = run("convert", "--to", "zh-Hant", "--from", "zh-Hans", stdin="头发\r\n\n后来\n发现".encode())
    assert outcome == Outcome(0, "頭髮\r\n\n後來\n發現", "")


def test_convert_detects_the_script_of_the_whole_text(run: Run) -> None:
    assert run("convert", "--to", "zh-Hans", stdin="頭髮\n里\n".encode()).out == "头发\n里\n"
    assert run("convert", "--to", "zh-Hant", stdin="萬里\n頭髮\n".encode()).out == "萬里\n頭髮\n"


def test_convert_reads_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("软件\n", encoding="utf-8")
    assert run("convert", "--to", "zh-Hant-TW", "--from", "zh-Hans", tmp_path / "a.txt").out == "軟體\n"
    missing = run("convert", "--to", "zh-Hans", tmp_path / "no.txt")
    assert missing.code == 2
    assert "no.txt" in missing.err


def test_annotate_prints_one_token_a_character(run: Run) -> None:
    outcome = run("annotate", "--format", "tokens", "--style", "numbers", stdin="我爱 A重庆。\n绿的\n\n".encode())
    assert outcome.out == "wo3 ai4 - - chong2 qing4 -\nlv4 de5\n\n"


def test_annotate_prints_ruby(run: Run) -> None:
    assert run("annotate", stdin="学校<b>\n".encode()).out == "<ruby>学<rt>xué</rt>校<rt>xiào</rt></ruby>&lt;b&gt;\n"
    numbers = run("annotate", "--style", "numbers", stdin="学校".encode()).out
    assert numbers == "<ruby>学<rt>xue2</rt>校<rt>xiao4</rt></ruby>"


def test_annotate_keeps_the_order_of_more_lines_than_it_reads_at_once(run: Run) -> None:
    lines = [f"第{number}句，重庆银行。\n" for number in range(3_000)]
    outcome = run("annotate", "--format", "tokens", stdin="".join(lines).encode())
    found = outcome.out.splitlines()
    assert len(found) == len(lines)
    assert found[0] == "dì - jù - chóng qìng yín háng -"
    assert all(row.split().count("-") == len(str(at)) + 2 for at, row in enumerate(found))


def test_bytes_that_are_not_utf_8_pass_through_a_pipe() -> None:
    command = [sys.executable, "-m", "site_builder", "convert", "--to", "zh-Hant", "--from", "zh-Hans"]
    done = subprocess.run(command, input="头发".encode() + b"\xff\n", capture_output=True, check=True)
    assert done.stdout == "頭髮".encode() + b"\xff\n"


def test_a_closed_pipe_ends_quietly() -> None:
    command = f"{sys.executable} -m site_builder convert --to zh-Hant --from zh-Hans | head -1"
    done = subprocess.run(
        ["/bin/sh", "-c", command], input="头发\n".encode() * 50000, capture_output=True, check=True, timeout=60
    )
    assert done.stdout == "頭髮\n".encode()
    assert done.stderr == b""


def test_check_lists_doubts_when_asked_and_they_stop_nothing(site: Path, run: Run) -> None:
    (site / "content" / "d.md").write_text("# 題\n\n聽說美國製裁這家公司以後，產品都賣不出去了。\n", encoding="utf-8")
    assert "doubt[" not in run("check", "--site", site).out
    outcome = run("check", "--site", site, "--doubts")
    assert outcome.code == 0
    assert "doubt[doubtful-character]" in outcome.out
    listed = json.loads(run("check", "--site", site, "--doubts", "--format", "json").out)["diagnostics"]
    assert any(problem["severity"] == "doubt" for problem in listed)
