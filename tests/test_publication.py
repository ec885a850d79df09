from collections.abc import Iterator
from pathlib import Path

import pytest

from site_builder.diagnostics import SourceError
from site_builder.model import Artifact
from site_builder.publication import MANIFEST, check_output, publish


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


def artifacts(**files: str) -> list[Artifact]:
    return [Artifact(name.replace("__", "/") + ".html", text.encode()) for name, text in files.items()]


def test_a_site_is_published_whole(tmp_path: Path) -> None:
    published = publish(tmp_path / "build", artifacts(index="a", zh__x="b"))
    assert tree(tmp_path / "build") == {"index.html": b"a", "zh/x.html": b"b"}
    assert published.files == 2
    assert sorted(path.name for path in tmp_path.iterdir() if "lock" not in path.name) == ["build"]


def test_what_is_no_longer_made_is_removed_and_what_is_foreign_stays(tmp_path: Path) -> None:
    output = tmp_path / "build"
    publish(output, artifacts(index="a", old="b"))
    (output / "CNAME").write_text("example.org")
    (output / "extra").mkdir()
    (output / "extra" / "note.txt").write_text("mine")
    published = publish(output, artifacts(index="c"))
    assert tree(output) == {"index.html": b"c", "CNAME": b"example.org", "extra/note.txt": b"mine"}
    assert published.removed == 1


def test_nothing_is_written_when_nothing_changed(tmp_path: Path) -> None:
    output = tmp_path / "build"
    publish(output, artifacts(index="a"))
    before = (output.stat().st_ino, (output / "index.html").stat().st_ino)
    published = publish(output, artifacts(index="a"))
    assert published.written == 0
    assert (output.stat().st_ino, (output / "index.html").stat().st_ino) == before


def test_a_damaged_page_is_mended(tmp_path: Path) -> None:
    output = tmp_path / "build"
    publish(output, artifacts(index="a"))
    (output / "index.html").write_text("x")
    publish(output, artifacts(index="a"))
    assert tree(output) == {"index.html": b"a"}


def test_a_failure_halfway_leaves_the_old_site(tmp_path: Path) -> None:
    output = tmp_path / "build"
    publish(output, artifacts(index="a"))

    def failing() -> Iterator[Artifact]:
        yield Artifact("index.html", b"new")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        publish(output, failing())
    assert tree(output) == {"index.html": b"a"}
    assert not list(tmp_path.glob(".build.site-builder-stage"))


def test_what_a_killed_build_left_behind_is_mended(tmp_path: Path) -> None:
    output = tmp_path / "build"
    publish(output, artifacts(index="a"))
    output.rename(tmp_path / ".build.site-builder-old")
    (tmp_path / ".build.site-builder-stage").mkdir()
    publish(output, artifacts(index="b"))
    assert tree(output) == {"index.html": b"b"}
    assert not list(tmp_path.glob(".build.site-builder-old"))


@pytest.mark.parametrize("place", ["site", "site/content", "site/content/x", "site/static", "."])
def test_an_output_folder_that_would_do_harm_is_refused(tmp_path: Path, place: str) -> None:
    (tmp_path / "site" / "content").mkdir(parents=True)
    with pytest.raises(SourceError) as caught:
        check_output(tmp_path / place, tmp_path / "site")
    assert caught.value.diagnostics[0].code == "output-refused"


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    stranger = tmp_path / "stranger"
    stranger.mkdir()
    (stranger / "thesis.txt").write_text("mine")
    with pytest.raises(SourceError, match="did not write"):
        check_output(stranger, tmp_path / "site")
    link = tmp_path / "link"
    link.symlink_to(stranger)
    with pytest.raises(SourceError, match="symbolic link"):
        check_output(link, tmp_path / "site")
