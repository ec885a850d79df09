"""The watcher, on real folders: every way of saving comes out as the same change."""

from __future__ import annotations

import errno
import os
import queue
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from site_builder.files import is_ignored
from site_builder.serve import watch
from site_builder.serve.disk import Changes
from site_builder.serve.watch import Pace, Watcher

EVENTS_ONLY = Pace(quiet=0.2, rescan=60)
"""What is seen within the time of a test was told by the system; a busy machine does not split a save in two."""


class Watched:
    """A watched site, with its watcher in a thread as in life."""

    def __init__(self, root: Path, pace: Pace) -> None:
        self.root = root
        self.content = root / "content"
        self.said: list[str] = []
        paths = [root / name for name in ("content", "templates", "site.toml")]
        self._watcher = Watcher(paths, is_ignored, self.said.append, pace)
        self._seen: queue.Queue[Changes] = queue.Queue()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        assert self._seen.get(timeout=5) == frozenset()

    def _watch(self) -> None:
        for changes in self._watcher.changes():
            self._seen.put(changes)

    def next(self, timeout: float = 5) -> set[str]:
        """Return the next changes as paths relative to the site."""
        return {Path(path).relative_to(self.root).as_posix() for path in self._seen.get(timeout=timeout)}

    def is_quiet(self) -> bool:
        """Return whether nothing is seen for longer than a burst can last."""
        try:
            self.next(0.5)
        except queue.Empty:
            return True
        return False

    def stop(self) -> None:
        self._watcher.stop()
        self._thread.join(5)
        assert not self._thread.is_alive()


Start = Callable[..., Watched]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "a.md").write_text("one", encoding="utf-8")
    running: list[Watched] = []

    def begin(pace: Pace = EVENTS_ONLY) -> Watched:
        running.append(Watched(tmp_path, pace))
        return running[-1]

    yield begin
    for watched in running:
        watched.stop()


def write(path: Path, text: str = "two") -> None:
    path.write_text(text, encoding="utf-8")


def in_place(file: Path) -> None:
    write(file)


def like_vim(file: Path) -> None:
    write(file.with_name("4913"))
    file.with_name("4913").unlink()
    backup = file.with_name("a.md~")
    file.rename(backup)
    write(file)
    backup.unlink()


def like_jetbrains(file: Path) -> None:
    new, old = file.with_name("a.md___jb_tmp___"), file.with_name("a.md___jb_old___")
    write(new)
    file.rename(old)
    new.rename(file)
    old.unlink()


def like_gnome(file: Path) -> None:
    new = file.with_name(".goutputstream-ABCDEF")
    write(new)
    new.rename(file)


def like_vs_code(file: Path) -> None:
    with file.open("r+", encoding="utf-8") as stream:
        stream.truncate()
        stream.write("two")


def from_another_folder(file: Path) -> None:
    new = file.parents[1] / "elsewhere.md"
    write(new)
    new.rename(file)


@pytest.mark.parametrize(
    "save",
    [in_place, like_vim, like_jetbrains, like_gnome, like_vs_code, from_another_folder],
    ids=lambda f: f.__name__,
)
def test_every_way_of_saving_is_one_change(start: Start, save: Callable[[Path], None]) -> None:
    watched = start()
    save(watched.content / "a.md")
    assert watched.next() == {"content/a.md"}
    assert watched.is_quiet()


def test_a_burst_is_one_change(start: Start) -> None:
    watched = start()
    names = [f"b{number}.md" for number in range(300)]
    for name in names:
        write(watched.content / name)
    assert watched.next() == {f"content/{name}" for name in names}


def test_a_burst_without_end_is_answered_all_the_same(start: Start) -> None:
    watched = start(Pace(quiet=5, longest=0.2, rescan=60))
    write(watched.content / "a.md")
    assert watched.next(2) == {"content/a.md"}


def test_files_in_new_and_in_renamed_folders_are_seen(start: Start) -> None:
    watched = start()
    (watched.content / "new" / "deep").mkdir(parents=True)
    write(watched.content / "new" / "deep" / "b.md")
    assert watched.next() == {"content/new/deep/b.md"}
    (watched.content / "new").rename(watched.content / "moved")
    assert watched.next() == {"content/new/deep/b.md", "content/moved/deep/b.md"}
    write(watched.content / "moved" / "deep" / "b.md", "three")
    assert watched.next() == {"content/moved/deep/b.md"}


def test_a_folder_that_appears_later_is_watched(start: Start) -> None:
    watched = start()
    (watched.root / "templates").mkdir()
    write(watched.root / "templates" / "page.html")
    assert watched.next() == {"templates/page.html"}
    write(watched.root / "templates" / "page.html", "three")
    assert watched.next() == {"templates/page.html"}


def test_a_folder_that_is_replaced_is_watched_again(start: Start) -> None:
    watched = start()
    shutil.rmtree(watched.content)
    assert watched.next() == {"content/a.md"}
    watched.content.mkdir()
    write(watched.content / "b.md")
    assert watched.next() == {"content/b.md"}
    write(watched.content / "b.md", "three")
    assert watched.next() == {"content/b.md"}


def test_only_what_was_asked_for_is_seen(start: Start) -> None:
    watched = start()
    write(watched.root / "README.md")
    (watched.root / "build").mkdir()
    write(watched.root / "build" / "a.md")
    (watched.content / "a.md").read_text(encoding="utf-8")
    assert watched.is_quiet()
    write(watched.root / "site.toml")
    assert watched.next() == {"site.toml"}


def test_lost_events_are_made_good_by_looking_again(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch._Observation, "on_any_event", lambda *_: None)  # noqa: SLF001 - the system's part
    watched = start(Pace(rescan=0.1))
    file = watched.content / "a.md"
    before = file.stat()
    like_vs_code(file)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert watched.next() == {"content/a.md"}


@pytest.mark.parametrize("code", [errno.EMFILE, errno.ENOSPC])
def test_without_events_the_disk_is_looked_at_and_the_user_told(
    start: Start, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuse() -> None:
        raise OSError(code, "no")

    monkeypatch.setattr(watch, "Observer", refuse)
    watched = start(Pace(polling=0.1))
    assert len(watched.said) == 1
    assert "fs.inotify.max_user_watches" in watched.said[0]
    write(watched.content / "a.md")
    assert watched.next() == {"content/a.md"}
