"""What counts as a change of the disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from site_builder.files import is_ignored
from site_builder.serve.disk import Disk


def disk_of(*roots: Path) -> Disk:
    return Disk(tuple(map(str, roots)), is_ignored)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "a.md").write_text("one", encoding="utf-8")
    return folder


def test_new_changed_and_removed_files_are_changes(content: Path) -> None:
    disk = disk_of(content)
    assert disk.changes() == frozenset()
    (content / "a.md").write_text("two", encoding="utf-8")
    (content / "deep" / "er").mkdir(parents=True)
    (content / "deep" / "er" / "b.md").write_text("b", encoding="utf-8")
    assert disk.changes() == {str(content / "a.md"), str(content / "deep" / "er" / "b.md")}
    (content / "a.md").unlink()
    assert disk.changes() == {str(content / "a.md")}
    assert disk.changes() == frozenset()


def test_a_single_file_may_appear_later(tmp_path: Path) -> None:
    disk = disk_of(tmp_path / "glossary.toml")
    (tmp_path / "glossary.toml").touch()
    (tmp_path / "other.toml").touch()
    assert disk.changes() == {str(tmp_path / "glossary.toml")}


def test_a_renamed_folder_changes_all_its_files(content: Path) -> None:
    (content / "old").mkdir()
    (content / "old" / "b.md").touch()
    disk = disk_of(content)
    (content / "old").rename(content / "new")
    assert disk.changes() == {str(content / "old" / "b.md"), str(content / "new" / "b.md")}


def test_a_save_that_changes_no_content_is_none(content: Path) -> None:
    disk = disk_of(content)
    file = content / "a.md"
    file.write_text("two", encoding="utf-8")
    assert disk.changes() == {str(file)}
    os.utime(file, ns=(1, 1))
    assert disk.changes() == frozenset()
    file.write_text("two", encoding="utf-8")
    assert disk.changes([str(file)]) == frozenset()


def test_other_content_of_the_same_size_and_time_is_seen(content: Path) -> None:
    file = content / "a.md"
    before = file.stat()
    disk = disk_of(content)
    with file.open("r+", encoding="utf-8") as stream:
        stream.write("two")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert disk.changes() == {str(file)}


def test_a_file_named_by_an_event_is_read_even_if_it_looks_the_same(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = content / "a.md"
    disk = disk_of(content)
    look = disk._look()  # noqa: SLF001 - a clock too coarse to tell two writes apart cannot be had otherwise
    file.write_text("two", encoding="utf-8")
    monkeypatch.setattr(disk, "_look", lambda: look)
    assert disk.changes() == frozenset()
    assert disk.changes([str(file)]) == {str(file)}


@pytest.mark.parametrize(
    "name", ["a.md~", ".a.md.swp", "4913", "a.md___jb_tmp___", ".goutputstream-X", "#a.md#", "a.tmp"]
)
def test_what_editors_leave_beside_a_file_does_not_exist(content: Path, name: str) -> None:
    disk = disk_of(content)
    (content / name).touch()
    assert disk.changes() == frozenset()


def test_pipes_and_circles_of_links_do_not_hold_us_up(content: Path) -> None:
    disk = disk_of(content)
    os.mkfifo(content / "pipe.md")
    (content / "circle").symlink_to(content, target_is_directory=True)
    assert str(content / "pipe.md") in disk.changes()
    assert disk.changes([str(content / "pipe.md")]) == {str(content / "pipe.md")}
    assert disk.changes([str(content / "pipe.md")]) == frozenset()


def test_a_file_that_can_no_longer_be_read_has_changed(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = disk_of(content)
    (content / "a.md").write_text("two", encoding="utf-8")
    disk.changes()
    monkeypatch.setattr(Path, "open", _refuse)
    assert disk.changes([str(content / "a.md")]) == {str(content / "a.md")}


def _refuse(*_: object) -> None:
    raise PermissionError
