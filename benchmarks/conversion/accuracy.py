"""Compare converters on development data: errors in 10,000 Hanzi by source, and speed.

    python -m benchmarks.conversion.accuracy DATA [--sample N]

DATA is the folder that ``training.disambiguator`` learns from; only what that holds back is measured: every tenth
line of each file and ``gsd_dev.tsv`` as a whole. House style (裡, 裏; 佔, 占) is no error. Peers are measured when they
are installed: ``opencc-pyo3``, ``opencc-jieba-pyo3``, ``opencc-purepy``.
"""

from __future__ import annotations

import argparse
import importlib
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import opencc

from site_builder.text.conversion import convert
from site_builder.text.variants import HANS, HANT
from site_builder.text.words import is_hanzi
from training.disambiguator import Sentence, house_style, read_sentences

SEED = 7
OWN = "sentences"
"""The source whose every sentence is a hard one: it has a column, and no part in the figure for all."""
Converter = Callable[[str], str]


def main() -> None:
    """Print a table for the README."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--sample", type=int, default=2000, help="sentences of each source at most")
    arguments = parser.parse_args()
    random.seed(SEED)
    sources: defaultdict[str, list[Sentence]] = defaultdict(list)
    for sentence in read_sentences(arguments.data):
        if sentence.held_back:
            sources[sentence.source].append(sentence)
    kept = {name: random.sample(found, min(len(found), arguments.sample)) for name, found in sources.items()}
    rows = [measure(name, converter, kept) for name, converter in converters()]
    print("| converter |", " | ".join(kept), "| all | MB/s |")
    print("| --- |" + " --- |" * (len(kept) + 2))
    print("\n".join(rows))


def converters() -> Iterator[tuple[str, Converter]]:
    """Yield the converters that are installed."""
    yield "site-builder", lambda text: convert(text, HANS, HANT, quotes=False).text
    yield "opencc s2tw", opencc.OpenCC("s2tw").convert
    for module in ("opencc_pyo3", "opencc_jieba_pyo3", "opencc_purepy"):
        try:
            make = importlib.import_module(module).OpenCC
        except ImportError:
            print(f"{module} is not installed", file=sys.stderr)
        else:
            yield f"{module.replace('_', '-')} s2tw", make("s2tw").convert


def measure(name: str, converter: Converter, sources: dict[str, list[Sentence]]) -> str:
    """Return a row of the table."""
    style = house_style()
    converter("开始")
    cells: list[float] = []
    wrong_of_all = hanzi_of_all = size = 0
    seconds = 0.0
    for source, sentences in sources.items():
        begun = time.perf_counter()
        results = [converter(one.simplified) for one in sentences]
        seconds += time.perf_counter() - begun
        size += sum(len(one.simplified.encode()) for one in sentences)
        wrong = hanzi = 0
        for one, result in zip(sentences, results, strict=True):
            pairs = list(zip(one.gold.translate(style), result.translate(style), strict=False))
            hanzi += sum(is_hanzi(gold) for gold, _ in pairs)
            wrong += sum(gold != got for gold, got in pairs if is_hanzi(gold))
        cells.append(wrong / hanzi * 1e4)
        if source != OWN:
            wrong_of_all, hanzi_of_all = wrong_of_all + wrong, hanzi_of_all + hanzi
    cells.append(wrong_of_all / hanzi_of_all * 1e4)
    return f"| {name} | " + " | ".join(f"{cell:.1f}" for cell in cells) + f" | {size / seconds / 1e6:.1f} |"


if __name__ == "__main__":
    main()
