"""What a user would write in an afternoon: Markdown, OpenCC on every text node, pypinyin on every run of Hanzi."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import markdown
import opencc
from pypinyin import Style, pinyin

TAG = re.compile(r"(<[^>]+>)")
HANZI = re.compile(r"([\u4e00-\u9fff]+)")
CONVERTERS = {"zh-hans": opencc.OpenCC("t2s"), "zh-hant": opencc.OpenCC("s2tw")}
PAGE = '<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>{title}</title><main>{body}</main></html>'


def ruby(text: str) -> str:
    """Return *text* with a ruby for each Hanzi."""

    def annotate(match: re.Match[str]) -> str:
        readings = pinyin(match[0], style=Style.TONE)
        return "".join(f"<ruby>{c}<rt>{r[0]}</rt></ruby>" for c, r in zip(match[0], readings, strict=True))

    return HANZI.sub(annotate, text)


def main() -> None:
    """Render every text below the first argument, twice, into the second."""
    content, output = map(Path, sys.argv[1:3])
    engine = markdown.Markdown(extensions=["extra", "toc", "sane_lists"])
    for source in sorted(content.rglob("*.md")):
        text = re.sub(r"\A---\n.*?\n---\n", "", source.read_text(encoding="utf-8"), flags=re.DOTALL)
        html = engine.reset().convert(text)
        for lang, converter in CONVERTERS.items():
            pieces = TAG.split(html)
            body = "".join(piece if piece.startswith("<") else ruby(converter.convert(piece)) for piece in pieces)
            target = output / lang / source.relative_to(content).with_suffix(".html")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(PAGE.format(lang=lang, title=source.stem, body=body), encoding="utf-8")


main()
