"""Time whole builds beside a naive pipeline over the same texts: python benchmarks/build/run.py [TEXTS].

The texts are the demo site's, repeated under new names. Each line is one process: CPU seconds (user and system,
children included), wall seconds, peak memory of the largest process, and the CPU as a ratio to the naive pipeline,
which renders every article twice with stock Python-Markdown, OpenCC and pypinyin and writes nothing else.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
NAIVE = Path(__file__).with_name("naive.py")


def make_site(folder: Path, count: int) -> None:
    """Fill *folder* with *count* texts made from the demo's readings."""
    texts = [p for p in sorted((REPOSITORY / "content").rglob("*.md")) if p.name.count(".") == 1 and p.name[0] != "_"]
    for number in range(count):
        original = texts[number % len(texts)]
        lines = original.read_text(encoding="utf-8").split("\n")
        kept = [line for line in lines if not line.startswith(("slug:", "series:", "aliases:", "  order:"))]
        target = folder / "content" / original.parent.name / f"text-{number:05}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("\n".join(kept) + f"\n第{number}篇。\n", encoding="utf-8")
    (folder / "site.toml").write_text('title = "书房"\n', encoding="utf-8")


def measure(command: list[str]) -> tuple[float, float, int]:
    """Run *command*; return CPU seconds, wall seconds and peak memory in MiB."""
    probe = (
        "import resource, subprocess, sys; code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL, "
        "stderr=subprocess.DEVNULL); u = resource.getrusage(resource.RUSAGE_CHILDREN); "
        "print(code, u.ru_utime + u.ru_stime, u.ru_maxrss)"
    )
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", probe, *command], capture_output=True, text=True, check=True)
    code, cpu, peak = done.stdout.split()
    if code != "0":
        raise SystemExit(f"{command} ended with {code}")
    return float(cpu), time.perf_counter() - started, int(peak) // 1024


def main() -> None:
    """Print one line a build."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as name:
        site = Path(name)
        make_site(site, count)
        build = [sys.executable, "-m", "site_builder", "build", "--site", str(site)]
        naive_cpu, *naive = measure([sys.executable, str(NAIVE), str(site / "content"), str(site / "naive")])
        shutil.rmtree(site / "naive")
        print(f"{count} texts, {resource.getpagesize()} bytes a page of memory, Python {sys.version.split()[0]}")
        print(f"{'build':24} {'CPU s':>7} {'wall s':>7} {'MiB':>5} {'CPU x naive':>12}")
        print(f"{'naive pipeline':24} {naive_cpu:7.2f} {naive[0]:7.2f} {naive[1]:5} {1:12.2f}")

        def report(label: str, *options: str) -> None:
            cpu, wall, peak = measure([*build, *options])
            print(f"{label:24} {cpu:7.2f} {wall:7.2f} {peak:5} {cpu / naive_cpu:12.2f}")

        report("cold, one process", "--jobs", "1", "--no-cache")
        report("cold, all cores")
        report("nothing changed")
        changed = min((site / "content").rglob("*.md"))
        changed.write_text(changed.read_text(encoding="utf-8") + "\n又一段。\n", encoding="utf-8")
        report("one text changed")


if __name__ == "__main__":
    main()
