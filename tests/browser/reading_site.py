"""A small site as it is published, for the tests of the reading page."""

from __future__ import annotations

import functools
import http.server
import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from site_builder import build, files

SENTENCES = (
    "清早的雾还没有散，河边已经有人在洗菜。",
    "她把窗户推开，让风把桌上的纸吹得哗哗响。",
    "邻居家的孩子跑过来问，今天的船什么时候到？",
    "“大概要等到傍晚，”老周说，“水太急了。”",
    "院子里晒着萝卜干，一只猫躺在竹筐旁边打盹。",
    "他想起小时候跟着爷爷去镇上，走了整整一天的山路。",
    "那时的桥还是木头的，踩上去咯吱咯吱地响，叫人心里发慌。",
)
PARAGRAPHS = 60
PHRASE = "河边已经有人"
"""Several words that stand in the text."""


def body() -> str:
    """Return sixty paragraphs of one to four sentences."""
    sentences = itertools.cycle(SENTENCES)
    return "\n\n".join("".join(next(sentences) for _ in range(1 + number % 4)) for number in range(PARAGRAPHS))


FORMS = """
## 各种段落

*整段都加了着重号，注音和圆点不能把这一行撑高，哪怕它排到第二行、第三行也一样。*

- 列表里的第一项，写得长一些，好让它占满一行还有余。
- 列表里的第二项。

1. 有序的一项。

   这一项还有一段。

> 引来的话，也占两行以上的地方，所以多写几个字。
>
> 又一段。

| 表 | 格 |
| --- | --- |
| 早上 | 晚上 |
"""
"""Every kind of block that has lines."""


def make(folder: Path, settings: str = "") -> Path:
    """Build the site in *folder*; return its output folder."""
    sources = {
        "site.toml": f'title = "书房"\nbase_url = "https://reading.example/"\n{settings}',
        "content/wen/chang.md": f"---\ntitle: 河边\nseries: {{name: 河, order: 1}}\n---\n\n{body()}\n",
        "content/wen/ge.md": f"---\ntitle: 各种\nseries: {{name: 河, order: 3}}\n---\n\n{FORMS}\n",
        "content/wen/duan.md": "---\ntitle: 短文\nseries: {name: 河, order: 2}\n---\n\n春天来了。\n",
    }
    for path, text in sources.items():
        file = folder / "site" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    plan = build.plan(files.load(folder / "site"))
    output = folder / "output"
    for target in plan.targets.values():
        artifact = target.render()
        file = output / artifact.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(artifact.data)
    return output


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the signature of the base class
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve *folder*; give its address, with the final slash."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=folder))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
