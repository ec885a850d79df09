"""Compare annotators of pinyin on development data: polyphones read rightly, speed, time to load.

    python -m benchmarks.pinyin.accuracy EXAMPLES G2PM DATA [--sample N] [--node FOLDER]

EXAMPLES and DATA are what ``training.pinyin`` learns from, G2PM the installed package g2pM. The packaged weights
have seen all of these sentences, so ours are measured with weights trained on the rest: without every fifth sentence
of ``cpp_dev`` (the natural mix) and without ``balanced_dev``; all are measured on those. Peers are measured when they
are there: g2pM, pypinyin with the phrases of pypinyin-dict, and pinyin-pro with its dictionary, installed with npm in
the folder that ``--node`` names. Speed is of text in pages of about 2,000 characters, one process.
"""

from __future__ import annotations

import argparse
import functools
import importlib
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pypinyin

from site_builder.text.folding import fold
from site_builder.text.pinyin.lookup import look_up
from site_builder.text.pinyin.reader import Model, read
from site_builder.text.pinyin.spelling import to_numbers
from training import pinyin as training

Annotate = Callable[[Sequence[str]], tuple[list[list[str]], float]]
"""From texts to the syllables of their characters, with tone numbers, and the seconds that took."""
_PAGE = 2_000
_NODE = """
const { pinyin, addDict } = require("pinyin-pro");
addDict(require("@pinyin-pro/data/complete"));
const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
pinyin(texts[0], { type: "array" });
const start = process.hrtime.bigint();
const read = texts.map((text) => pinyin(text, { type: "array", toneType: "num", v: true }));
const took = Number(process.hrtime.bigint() - start) / 1e9;
console.log(JSON.stringify({ read, took }));
"""


def main() -> None:
    """Print a table for the README."""
    parser = argparse.ArgumentParser()
    parser.add_argument("examples", type=Path)
    parser.add_argument("network", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sample", type=int, default=2_000, help="sentences of each set at most")
    parser.add_argument("--node", type=Path, help="folder with node_modules/pinyin-pro and @pinyin-pro/data")
    arguments = parser.parse_args()
    model, sets = held_back(arguments.examples, arguments.network, arguments.data, arguments.sample)
    print(f"| annotator | {' | '.join(sets)} | Traditional | characters/s |\n| --- |{' --- |' * (len(sets) + 2)}")
    for name, annotate in annotators(model, arguments.network, arguments.node):
        figures = [f"{share(annotate, examples):.2f} %" for examples in sets.values()]
        traditional = f"{share(annotate, in_traditional(next(iter(sets.values())))):.2f} %"
        print(f"| {name} | {' | '.join(figures)} | {traditional} | {speed(annotate, sets):,.0f} |")
    print(f"\nImport and first reading, in a new process: {loading():.2f} s", file=sys.stderr)


def held_back(folder: Path, network: Path, data: Path, sample: int) -> tuple[Model, dict[str, list[training.Example]]]:
    """Return a model that has not seen the sentences to be measured, and those sentences."""
    examples = training.read_examples(folder)
    examples += training.read_own(examples, data)
    seen, natural = training.split(examples, 0)
    balanced = [example for example in examples if example.source == "balanced_dev"]
    chosen = np.random.default_rng(2).permutation(len(balanced))[:sample].tolist()
    return training.trained(seen, network, training.Choices()), {
        "natural": natural[:sample],
        "balanced": [balanced[at] for at in chosen],
    }


def annotators(model: Model, network: Path, node: Path | None) -> Iterator[tuple[str, Annotate]]:
    """Yield the annotators that are installed."""
    yield "site-builder", functools.partial(each, annotate=lambda text: read(text, model=model)[0])
    yield "site-builder, dictionary alone", functools.partial(each, annotate=lambda text: look_up(fold(text)))
    if node and shutil.which("node"):
        yield "pinyin-pro with its dictionary", functools.partial(by_node, folder=node)
    yield "pypinyin", functools.partial(each, annotate=by_pypinyin)
    sys.path.append(str(network.parent))
    try:
        g2pm = importlib.import_module("g2pM").G2pM()
    except ImportError:
        print("g2pM is not installed", file=sys.stderr)
    else:
        yield "g2pM", functools.partial(each, annotate=functools.partial(by_g2pm, g2pm))
    try:
        phrases = importlib.import_module("pypinyin_dict.phrase_pinyin_data.large_pinyin")
    except ImportError:
        print("pypinyin-dict is not installed", file=sys.stderr)
    else:
        # Last: it changes pypinyin for the whole process.
        phrases.load()
        yield "pypinyin with large_pinyin", functools.partial(each, annotate=by_pypinyin)


def each(texts: Sequence[str], annotate: Callable[[str], Sequence[str]]) -> tuple[list[list[str]], float]:
    """Return the syllables of *texts* by a function for one text, and the seconds that took."""
    start = time.perf_counter()
    found = [annotate(text) for text in texts]
    took = time.perf_counter() - start
    return [[to_numbers(syllable) if syllable else "" for syllable in row] for row in found], took


def by_pypinyin(text: str) -> list[str]:
    """Return pypinyin's readings, one for each character."""
    found: list[str] = []
    for (syllable,) in pypinyin.pinyin(text, errors=lambda other: "\0" * len(other)):
        found.extend([""] * len(syllable) if syllable.startswith("\0") else [syllable])
    return found


def by_g2pm(g2pm: Callable[..., list[str]], text: str) -> list[str]:
    """Return g2pM's readings, one for each character."""
    return [syllable.replace("u:", "v") for syllable in g2pm(text, char_split=True)]


def by_node(texts: Sequence[str], folder: Path) -> tuple[list[list[str]], float]:
    """Return pinyin-pro's readings, and the seconds that it took for them."""
    command = [shutil.which("node") or "node", "-e", _NODE]
    done = subprocess.run(command, input=json.dumps(texts), capture_output=True, text=True, cwd=folder, check=True)
    answer = json.loads(done.stdout)
    return [[to_numbers(s.removesuffix("0")) for s in row] for row in answer["read"]], answer["took"]


def share(annotate: Annotate, examples: Sequence[training.Example]) -> float:
    """Return the percentage of polyphones that *annotate* reads rightly."""
    found, _ = annotate([example.text for example in examples])
    right = sum(
        len(row) == len(example.text) and row[example.place] == to_numbers(example.gold)
        for row, example in zip(found, examples, strict=True)
    )
    return 100 * right / len(examples)


def in_traditional(examples: Sequence[training.Example]) -> list[training.Example]:
    """Return *examples* in Traditional script, where their length stays."""
    convert = importlib.import_module("opencc").OpenCC("s2t").convert
    converted = [example._replace(text=convert(example.text)) for example in examples]
    return [new for new, old in zip(converted, examples, strict=True) if len(new.text) == len(old.text)]


def speed(annotate: Annotate, sets: dict[str, list[training.Example]]) -> float:
    """Return characters a second over pages of the sentences, each seen for the first time."""
    text = "".join(example.text for examples in sets.values() for example in examples)
    pages = [text[start : start + _PAGE] for start in range(0, min(len(text), 40 * _PAGE), _PAGE)]
    annotate(pages[:1])
    _, took = annotate(pages[1:])
    return sum(map(len, pages[1:])) / took


def loading() -> float:
    """Return the seconds from nothing to the first reading."""
    code = "from site_builder.text.pinyin.reader import read; read('重庆')"
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
