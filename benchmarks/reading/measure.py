"""Measures the reading page in Chromium: ``python -m benchmarks.reading.measure [SHORT.md LONG.md]``.

Without texts of 2,000 and 10,000 characters it makes its own. Medians of three runs.
Weights are those of a host that compresses with Brotli (quality 11); 1x and 4x are the CPU throttling of Chromium.
"""

from __future__ import annotations

import functools
import http.server
import json
import shutil
import statistics
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import brotli
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from benchmarks.reading.texts import text
from site_builder import build, files

RUNS = 3
SIZES = {"2k": 2_000, "10k": 10_000}
PHONE = {"width": 360, "height": 740}
GOALS = {
    "html 2k": 15_000,
    "html 10k": 40_000,
    "css": 8_000,
    "js": 10_000,
    "layout 10k 1x": 100,
    "layout 10k 4x": 500,
    "mode change 10k 4x": 500,
    "cls": 0,
    "requests": 4,
}
SHIFTS = """
    window.shifts = 0;
    new PerformanceObserver((list) => {
        for (const shift of list.getEntries()) window.shifts += shift.value;
    }).observe({ type: "layout-shift", buffered: true });
"""
CHANGE = """() => new Promise((done) => {
    const start = performance.now();
    const input = document.querySelector("input[name=pinyin][value=MODE]");
    input.checked = true;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
})"""


def make(folder: Path, texts: Sequence[Path]) -> Path:
    """Build a site with an article of each size, *texts* if there are any; return its output folder."""
    (folder / "content" / "wen").mkdir(parents=True)
    (folder / "site.toml").write_text('title = "书房"\npinyin = "all"\n', "utf-8")
    for at, (name, hanzi) in enumerate(SIZES.items()):
        source = texts[at].read_text("utf-8") if texts else f"# 长短不一\n\n{text(hanzi)}\n"
        (folder / "content" / "wen" / f"{name}.md").write_text(source, "utf-8")
    output = folder / "output"
    for target in build.plan(files.load(folder)).targets.values():
        artifact = target.render()
        path = output / artifact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artifact.data)
    return output


def weights(output: Path) -> dict[str, float]:
    """Return the compressed sizes in bytes."""

    def compressed(*patterns: str) -> int:
        found = [path for pattern in patterns for path in output.glob(pattern)]
        return sum(len(brotli.compress(path.read_bytes())) for path in found)

    pages = {f"html {name}": compressed(f"zh-hans/wen/{name}/index.html") for name in SIZES}
    return {**pages, "css": compressed("style.*.css"), "js": compressed("reader.*.js")}


def seconds(session: CDPSession) -> float:
    """Return how long the page has spent in layout, in milliseconds."""
    metrics = {entry["name"]: entry["value"] for entry in session.send("Performance.getMetrics")["metrics"]}
    return 1000 * metrics["LayoutDuration"]


def opened(browser: Browser, address: str, throttle: int, measure: Callable[[Page], list[float]]) -> list[float]:
    """Open *address* in a fresh profile and return what *measure* finds."""
    context = browser.new_context(viewport=PHONE, device_scale_factor=2)
    context.add_init_script(SHIFTS)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Performance.enable")
    session.send("Emulation.setCPUThrottlingRate", {"rate": throttle})
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(address)
    first = seconds(session)
    page.wait_for_timeout(1000)
    found = [first, page.evaluate("window.shifts"), len(requests), *measure(page)]
    context.close()
    return found


def changes(page: Page) -> list[float]:
    """Return how long the change of mode takes, off and on again, in the middle of the text."""
    page.evaluate("scrollTo({ top: document.body.scrollHeight / 2, behavior: 'instant' })")
    page.wait_for_timeout(500)
    return [page.evaluate(CHANGE.replace("MODE", mode)) for mode in ("off", "all")]


def measured(browser: Browser, base: str) -> dict[str, float]:
    """Return the times in milliseconds, the layout shift, and the number of requests."""
    found: dict[str, float] = {}
    for name in SIZES:
        for throttle in (1, 4):
            runs = [opened(browser, f"{base}zh-hans/wen/{name}/", throttle, changes) for _ in range(RUNS)]
            layout, shift, requests, off, on = (statistics.median(column) for column in zip(*runs, strict=True))
            found[f"layout {name} {throttle}x"] = layout
            found[f"mode change {name} {throttle}x"] = max(off, on)
            found["cls"] = max(found.get("cls", 0), shift)
            found["requests"] = max(found.get("requests", 0), requests)
    return found


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the signature of the base class
        """Say nothing."""


def main() -> None:
    """Print every figure with its goal."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        output = make(Path(folder), [Path(path) for path in sys.argv[1:3]])
        handler = functools.partial(_Quiet, directory=output)
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            figures = weights(output) | measured(browser, f"http://127.0.0.1:{server.server_port}/")
            browser.close()
            server.shutdown()
    for name, value in figures.items():
        goal = GOALS.get(name)
        verdict = "" if goal is None else f"goal {goal:>7,} {'met' if value <= goal else 'MISSED'}"
        print(f"{name:22} {value:>10,.2f}  {verdict}".rstrip())
    print(json.dumps({name: round(value, 3) for name, value in figures.items()}))


if __name__ == "__main__":
    main()
