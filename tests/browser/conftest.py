"""What browser tests share: a real Chromium without a window, and a site under preview."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return the system's Chromium, or else the one that Playwright has installed."""
    system = next(filter(None, map(shutil.which, CHROMIUM)), None)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=system, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a page of a fresh profile; the test fails if one of its scripts does, or its policy is violated."""
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": 1000, "height": 700}, locale="zh-CN")
    context.set_default_timeout(15_000)
    made = context.new_page()
    made.on("pageerror", lambda problem: complaints.append(str(problem)))
    made.on("console", lambda line: complaints.append(line.text) if "Content Security" in line.text else None)
    yield made
    context.close()
    assert complaints == []


class PreviewedSite:
    """A folder with a site, and the preview of it in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = 0
        self._process: subprocess.Popen[str] | None = None
        self.write("site.toml", 'title = "书房"\n')

    def write(self, path: str, text: str) -> None:
        """Save *text* as the file *path* of the site."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def start(self) -> None:
        """Start the preview, at the port of last time if there was one, and wait until it is ready."""
        command = [sys.executable, "-m", "site_builder", "serve", "--site", str(self.folder), "--port", str(self.port)]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
        self.port = _announced_port(self._process.stdout)

    def url(self, address: str) -> str:
        """Return the absolute form of *address*."""
        return f"http://127.0.0.1:{self.port}{address}"

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int | None:
        """End the preview; return its exit code, None when it was not running."""
        if self._process is None:
            return None
        process, self._process = self._process, None
        process.send_signal(number)
        process.communicate(timeout=10)
        return process.returncode


def _announced_port(output: IO[str] | None) -> int:
    lines = []
    for line in output or ():
        if announced := re.search(r"Preview at http://127\.0\.0\.1:(\d+)/", line):
            return int(announced[1])
        lines.append(line)
    raise AssertionError("the preview ended: " + "".join(lines))


@pytest.fixture
def previewed(tmp_path: Path) -> Iterator[PreviewedSite]:
    """Return a site to be filled, whose preview is to be started."""
    site = PreviewedSite(tmp_path)
    yield site
    site.stop()
