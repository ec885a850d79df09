"""Train the polyphone model: ``python -m training.pinyin G2PM EXAMPLES DATA [--folds N | --write]``.

G2PM is the folder of the installed package g2pM (Apache-2.0). EXAMPLES holds ``cpp_dev``, ``balanced_train`` and
``balanced_dev`` as ``.jsonl.gz`` (Apache-2.0): one object a line, ``{"text", "index", "gold"}``. DATA holds
``drcd_dev_ccbysa3.txt.xz`` (CC BY-SA 3.0), a sentence a line. Three files of our own stand beside this script:
``contexts.tsv``, clauses written for the readings of a polyphone; ``marked_phrases.tsv``, words, names and phrases
that settle one; and ``readings.tsv.xz``, readings in the running text of ``balanced_train``, ``cpp_dev`` and DRCD:
15,000 of which annotators disagreed or were unsure, each decided by reading the sentence, and 25,000 on which all
agreed.

Without ``--write`` nothing is packaged: cross-validation over the first set and accuracy on ``balanced_dev`` are
printed; the choices below were made by those figures and by ``benchmarks/pinyin/sentences.py``. ``--write`` trains
on everything and writes ``polyphones.npz`` and, before that, the phrases as a table for looking up, ``marked.bin``.

The readings of the balanced sets, and of our contexts, are rarer than nature has them. Each reading therefore has two
biases: one that all sentences share, and one of these sets alone, of which only a part (``share``) goes into the
packaged weights. Seeded: the same machine gives the same weights. About two minutes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import pickle
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from site_builder.text.folding import fold
from site_builder.text.pinyin import polyphones
from site_builder.text.pinyin.lookup import NO_CODE, corrected_lookup, second_lookup
from site_builder.text.pinyin.polyphones import SLOTS, SUPPORTS, Polyphones, Question, Weights
from site_builder.text.pinyin.reader import Model, read_all
from site_builder.text.pinyin.recurrent import Network
from site_builder.text.pinyin.spelling import to_marks
from site_builder.text.pinyin.tables import OPINIONS, dictionary, packed_phrases
from site_builder.text.words import APART, cut
from training.tables import read_text

SEEN = 2
"""How often a neighbourhood occurs before it has a weight."""
NATURAL = ("cpp_dev", "running")
"""Sources in which readings are as common as in nature."""
WEIGHTS = {"cpp_dev": 12.0, "phrases": 0.3}
"""What an example of a source counts beside others."""
AROUND_PHRASE = "□□□"
"""Signs that no text has: where a phrase ends tells nothing of its reading, as the end of a sentence would."""
OFTEN = 100
"""Characters with more examples than this learn faster from their neighbourhoods, by the root of the share, …"""
FASTEST = 2.0
"""… but not more than so many times."""
CONTEXTS = Path(__file__).with_name("contexts.tsv")
MARKED_PHRASES = Path(__file__).with_name("marked_phrases.tsv")
READINGS_OF_TEXTS = Path(__file__).with_name("readings.tsv.xz")
TOLD = slice(1, 4)
"""Readings of a character that neighbourhoods speak for or against, beside the commonest; the rarer ones are left to
dictionary and network."""
WIDTH = TOLD.stop - TOLD.start
READINGS = 8
STEPS = 15
"""Steps from nothing to the largest weight of a neighbourhood …"""
LEAST = 2
"""… of which fewer than these are not worth their place in the package."""


class Example(NamedTuple):
    """A marked polyphone."""

    source: str
    text: str
    place: int
    gold: str


def read_examples(folder: Path) -> list[Example]:
    """Return every example, readings with tone marks."""
    found = []
    for source in ("cpp_dev", "balanced_train", "balanced_dev"):
        with gzip.open(folder / f"{source}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                found.append(Example(source, row["text"], row["index"], to_marks(row["gold"])))
    return found


def read_own(examples: Sequence[Example], data: Path) -> list[Example]:
    """Return what was written for the purpose and the readings of running text: that of *examples*, and of *data*."""
    # With a full stop, or a text without one would seem to be of these, where rare readings abound.
    found = [
        Example("contexts", f"{text.rstrip('。')}。", place, reading) for text, place, reading in read_marked(CONTEXTS)
    ]
    found += [
        Example("phrases", f"{AROUND_PHRASE}{text}{AROUND_PHRASE}。", len(AROUND_PHRASE) + place, reading)
        for text, place, reading in read_marked(MARKED_PHRASES)
    ]
    texts = {
        **{
            name: [example.text for example in examples if example.source == name]
            for name in ("balanced_train", "cpp_dev")
        },
        "drcd_dev_ccbysa3": [fold(line) for line in read_text(data / "drcd_dev_ccbysa3.txt.xz").splitlines()],
    }
    for row in read_text(READINGS_OF_TEXTS).splitlines():
        source, line, place, reading = row.split("\t")
        found.append(Example("running", texts[source][int(line) - 1], int(place), to_marks(reading)))
    return found


def split(examples: Sequence[Example], fold: int) -> tuple[list[Example], list[Example]]:
    """Return what a model may see that is measured on ``balanced_dev`` and a fifth of ``cpp_dev``, and that fifth.

    It sees nothing of the sentences of the fifth, whatever is marked in them.
    """
    natural = [at for at, example in enumerate(examples) if example.source == "cpp_dev"]
    held = [examples[at] for at in np.random.default_rng(1).permutation(natural)[fold::5].tolist()]
    texts = {example.text for example in held}
    return [e for e in examples if e.text not in texts and e.source != "balanced_dev"], held


def read_marked(path: Path) -> Iterator[tuple[str, int, str]]:
    """Yield the texts of *path*, where in each the marked character stands, and how it is read, with its tone mark."""
    for row in path.read_text("utf-8").splitlines():
        reading, text = row.split("\t")
        before, character, after = re.split(r"\[(.)\]", text)
        yield before + character + after, len(before), to_marks(reading)


def marked_phrases() -> dict[str, str]:
    """Return {phrase: codes}: as the dictionary reads them, but for the characters that are marked."""
    phrases: dict[str, str] = {}
    for text, place, reading in read_marked(MARKED_PHRASES):
        codes = phrases.get(text) or corrected_lookup().read(text)[0]
        code = dictionary().coded((reading,))
        if code and NO_CODE not in codes:
            phrases[text] = codes[:place] + code + codes[place + 1 :]
    return phrases


def read_network(folder: Path) -> tuple[dict[str, np.ndarray], dict[str, int], Mapping[str, Sequence[str]]]:
    """Return g2pM's arrays by our names, the numbers of its readings, and its readings of each character."""

    def load(name: str) -> Any:  # noqa: ANN401 - whatever g2pM pickled
        with (folder / f"{name}.pkl").open("rb") as file:
            return pickle.load(file)  # noqa: S301 - g2pM ships its weights so, and a person runs this script

    weights = {name: np.asarray(array, np.float32) for name, array in load("np_ckpt").items()}
    numbers: dict[str, int] = load("char2idx")
    signs = sorted(numbers.items(), key=lambda pair: pair[1])
    arrays = {
        "vocabulary": np.array([ord(sign) if len(sign) == 1 else 0xFFFF for sign, _ in signs[4:]], np.uint32),
        "embedding": weights["embedding.weight"],
        "input": np.stack([weights[f"lstm.weight_ih_l0{way}"].T for way in ("", "_reverse")]),
        "recurrence": np.stack([weights[f"lstm.weight_hh_l0{way}"].T for way in ("", "_reverse")]),
        "bias": np.stack(
            [weights[f"lstm.bias_ih_l0{way}"] + weights[f"lstm.bias_hh_l0{way}"] for way in ("", "_reverse")]
        ),
        "hidden": weights["logit_layer.0.weight"].T,
        "hidden_bias": weights["logit_layer.0.bias"],
        "output": weights["logit_layer.2.weight"].T,
        "output_bias": weights["logit_layer.2.bias"],
    }
    classes = {_marked(reading): number for reading, number in load("class2idx").items()}
    readings = {character: [_marked(r) for r in given] for character, given in load("digest_cedict").items()}
    return arrays, classes, readings


def _marked(reading: str) -> str:
    return to_marks(reading.replace("u:", "v"))


def find_polyphones(
    examples: Sequence[Example],
    arrays: Mapping[str, np.ndarray],
    classes: Mapping[str, int],
    known: Mapping[str, Sequence[str]],
) -> Polyphones:
    """Return the characters that are marked in *examples*, their readings the commonest first.

    Running text only tells of characters that the others tell of. A character that has one reading, as far as examples
    and the network know, and of which the dictionary is never wrong, needs no model.
    """
    examples = [example for example in examples if example.source != "running"]
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    misread: set[str] = set()
    lookup = corrected_lookup()
    for example in examples:
        character = example.text[example.place]
        counts[character][example.gold] += 1
        if lookup.read(example.text)[0][example.place] != dictionary().coded((example.gold,)):
            misread.add(character)
    characters = sorted(c for c in counts if c in misread or len({*counts[c], *known.get(c, ())}) > 1)
    numbers = np.full(0x10000, -1, np.int64)
    readings = np.zeros((len(characters), READINGS), np.int64)
    class_of = np.full((len(characters), READINGS), -1, np.int64)
    table = dictionary()
    for number, character in enumerate(characters):
        numbers[ord(character)] = number
        for reading in known.get(character, ()):
            counts[character][reading] += 0
        coded = [(r, code) for r, _ in counts[character].most_common() if (code := table.coded((r,)))]
        for at, (reading, code) in enumerate(coded[:READINGS]):
            readings[number, at] = ord(code)
            class_of[number, at] = classes.get(reading, -1)
    return Polyphones(numbers, readings, class_of, Network.of(arrays), corrected_lookup(), second_lookup())


@dataclass(frozen=True)
class Questions:
    """Questions with their answers."""

    question: Question
    gold: np.ndarray
    """Number of the right reading."""
    balanced: np.ndarray
    """1 for an example of the sets that are not natural."""
    source: np.ndarray


def ask(known: Polyphones, examples: Sequence[Example]) -> Questions:
    """Return what is known of each example's polyphone."""
    lookup, table = corrected_lookup(), dictionary()
    pieces: list[Question] = []
    kept: list[Example] = []
    for start in range(0, len(examples), 1_000):
        some = examples[start : start + 1_000]
        joined = APART.join(example.text for example in some)
        ends = (np.cumsum([len(example.text) + len(APART) for example in some]) - len(APART)).tolist()
        # A border is a sentence of its own.
        bounds = [bound for end in ends for bound in (end, end + len(APART))][:-1]
        question = known.ask(joined, *lookup.read(joined), bounds, cut(joined))
        places = {place: row for row, place in enumerate(question.at.tolist())}
        rows = []
        for example, end in zip(some, ends, strict=True):
            row = places.get(end - len(example.text) + example.place)
            code = table.coded((example.gold,))
            if row is not None and code and ord(code) in known.readings[question.character[row]]:
                rows.append(row)
                kept.append(example)
        pieces.append(Question(*(getattr(question, name)[rows] for name in Question.__slots__)))
    question = Question(*(np.concatenate([getattr(p, name) for p in pieces]) for name in Question.__slots__))
    codes = np.array([ord(table.coded((e.gold,)) or "\0") for e in kept])
    gold = (known.readings[question.character] == codes[:, None]).argmax(axis=1)
    source = np.array([e.source for e in kept])
    return Questions(question, gold, (~np.isin(source, NATURAL)).astype(np.float32), source)


class Adagrad:
    """Parameters with a rate of their own each."""

    def __init__(self, shape: tuple[int, ...], rate: float, start: float = 0.0) -> None:
        """Make parameters of *shape* that begin at *start*."""
        self.values = np.full(shape, start, np.float32)
        self._squares = np.full(shape, 1e-8, np.float32)
        self._rate = rate

    def step(self, at: np.ndarray | tuple[np.ndarray, ...], gradient: np.ndarray) -> None:
        """Move the parameters *at* (an index, repetitions add up) against *gradient*."""
        summed = np.zeros_like(self.values)
        np.add.at(summed, at, gradient)
        self._squares += summed**2
        self.values -= self._rate * summed / np.sqrt(self._squares)

    def step_sparsely(self, at: np.ndarray, gradient: np.ndarray) -> None:
        """Do the same for a flat table of which few places are concerned."""
        squares, values = self._squares.reshape(-1), self.values.reshape(-1)
        np.add.at(squares, at, gradient**2)
        np.add.at(values, at, -self._rate * gradient / np.sqrt(squares[at]))


@dataclass(frozen=True)
class Choices:
    """How to train."""

    epochs: int = 20
    rate: float = 0.04
    dropped: float = 0.7
    """Share of the neighbourhoods left out in each step, so that the dictionary and the network stay trusted."""
    opinion: float = 0.8
    """What the network's logarithm counts at the start; a character's own trust in it is learned."""
    share: float = 0.35
    """What of the bias of the sets that are not natural goes into the weights."""


def trained(examples: Sequence[Example], network: Path, choices: Choices) -> Model:
    """Return the polyphones that *examples* know of, and weights trained on all of them."""
    known = find_polyphones(examples, *read_network(network))
    return known, train(known, ask(known, examples), choices)


def train(known: Polyphones, asked: Questions, choices: Choices) -> Weights:
    """Return weights trained on *asked*."""
    random = np.random.default_rng(0)
    place, mark = polyphones.places(asked.question.context, SLOTS)
    slots = occupy(place, mark)
    empty = slots[place] != mark
    size = len(known.readings)
    weight = np.array([WEIGHTS.get(source, 1.0) for source in asked.source], np.float32)
    pace = paces(asked.question.character, size)
    bias, balanced_bias = Adagrad((size, READINGS), 0.1), Adagrad((size, READINGS), 0.1)
    trust, trust_of = Adagrad((6,), 0.05, 1.0), Adagrad((size, 6), 0.03)
    cover, cover_of = Adagrad((SUPPORTS,), 0.03, 0.3), Adagrad((size, SUPPORTS), 0.03)
    opinion, opinion_of = Adagrad((1,), 0.02, choices.opinion), Adagrad((size,), 0.01)
    opinions = Adagrad((10,), 0.02)
    values = Adagrad((SLOTS, WIDTH), choices.rate)
    steps = polyphones.opinion_steps(asked.question.opinion)
    real = known.readings > 0
    for _ in range(choices.epochs):
        order = random.permutation(len(asked.gold))
        for start in range(0, len(order), 256):
            some = order[start : start + 256]
            character, reach = asked.question.character[some], asked.question.reach[some]
            agrees, heard, balanced = (
                asked.question.agrees[some],
                asked.question.opinion[some],
                asked.balanced[some][:, None],
            )
            kept = (random.random(place[some].shape) > choices.dropped) & ~empty[some]
            scores = bias.values[character] + balanced * balanced_bias.values[character]
            scores += agrees * (trust.values[reach] + trust_of.values[character, reach])[:, None]
            support = (known.readings[character][:, None, :] == asked.question.covering[some][:, :, None]).astype(
                np.float32
            )
            scores += np.einsum("pck,pc->pk", support, cover.values + cover_of.values[character])
            scores += heard * (opinion.values + opinion_of.values[character])[:, None] + opinions.values[steps[some]]
            told = (values.values[place[some]] * kept[..., None]).sum(axis=1) * pace[character][:, None]
            scores[:, TOLD] += told / (1 - choices.dropped)
            scores[~real[character]] = -np.inf
            scores -= scores.max(axis=1, keepdims=True)
            error = np.exp(scores)
            error /= error.sum(axis=1, keepdims=True)
            error[np.arange(len(some)), asked.gold[some]] -= 1
            error *= weight[some][:, None]
            bias.step(character, error)
            balanced_bias.step(character, balanced * error)
            trust.step(reach, (agrees * error).sum(axis=1))
            trust_of.step((character, reach), (agrees * error).sum(axis=1))
            supported = np.einsum("pck,pk->pc", support, np.where(real[character], error, 0))
            cover.step(np.broadcast_to(np.arange(SUPPORTS), supported.shape), supported)
            cover_of.step(character, supported)
            opinion.step(np.zeros(len(some), np.int64), (heard * error).sum(axis=1))
            opinion_of.step(character, (heard * error).sum(axis=1))
            opinions.step(steps[some], np.where(real[character], error, 0))
            at = (place[some][..., None] * WIDTH + np.arange(WIDTH))[kept]
            gradient = np.broadcast_to(error[:, None, TOLD], (*kept.shape, WIDTH))[kept]
            values.step_sparsely(at.ravel(), gradient.ravel() / (1 - choices.dropped))
    # Neighbourhoods are hashed with their character: each place has one, and its pace.
    paced = np.ones(SLOTS, np.float32)
    paced[place[~empty]] = np.broadcast_to(pace[asked.question.character][:, None], empty.shape)[~empty]
    return Weights(
        bias.values + choices.share * balanced_bias.values,
        trust.values + trust_of.values,
        cover.values + cover_of.values,
        opinion.values + opinion_of.values,
        opinions.values,
        slots,
        np.arange(SLOTS, dtype=np.int32),
        values.values * paced[:, None],
    )


def paces(characters: np.ndarray, size: int) -> np.ndarray:
    """Return how much faster than the rarest each of *size* characters learns, by the examples there are of it."""
    return np.clip(np.sqrt(np.bincount(characters, minlength=size) / OFTEN), 1, FASTEST).astype(np.float32)


def occupy(place: np.ndarray, mark: np.ndarray) -> np.ndarray:
    """Return the mark of the commonest neighbourhood at each place, 0 where none occurs often enough."""
    keys, counts = np.unique(place.ravel() * 65_536 + mark.ravel(), return_counts=True)
    keys, counts = keys[counts >= SEEN], counts[counts >= SEEN]
    order = np.argsort(counts, kind="stable")
    slots = np.zeros(SLOTS, np.uint16)
    slots[keys[order] // 65_536] = keys[order] % 65_536
    return slots


def right(model: Model, examples: Sequence[Example]) -> np.ndarray:
    """Say for each of *examples* whether *model* with dictionaries and rules reads it rightly."""
    texts = [example.text for example in examples]
    readings = read_all(texts, [fold(text) for text in texts], model)
    return np.array([read.syllables[e.place] == e.gold for e, read in zip(examples, readings, strict=True)])


def write(model: Model, network: Path, place: Path) -> None:
    """Write the network, the characters and the weights as small as they go."""
    known, weights = model
    arrays, _, _ = read_network(network)
    occupied = np.flatnonzero(weights.slots)
    scale = float(np.quantile(np.abs(weights.values[occupied]), 0.9995)) / STEPS
    values = np.clip(np.rint(weights.values[occupied] / scale), -STEPS, STEPS).astype(np.int8)
    telling = np.abs(values).max(axis=1) >= LEAST
    marks = weights.slots[occupied[telling]]
    embedding = np.abs(arrays["embedding"]).max() / 127
    packed: dict[str, Any] = {
        name: array.astype(np.float16) for name, array in arrays.items() if name not in ("vocabulary", "embedding")
    }
    packed |= {
        "vocabulary": arrays["vocabulary"].astype(np.uint16),
        "embedding": np.rint(arrays["embedding"] / embedding).astype(np.int8),
        "embedding_scale": np.float32(embedding),
        "characters": np.flatnonzero(known.numbers >= 0).astype(np.uint16),
        "readings": known.readings.astype(np.uint16),
        "classes": known.classes.astype(np.int16),
        "occupied": np.diff(occupied[telling], prepend=0).astype(np.uint16),
        "marks": np.stack((marks & 0xFF, marks >> 8)).astype(np.uint8),
        "values": values[telling],
        "scale": np.float32(scale),
    }
    for name in ("prior", "dictionary", "covering", "trust", "steps"):
        packed[name] = getattr(weights, name).astype(np.float16)
    np.savez_compressed(place, **packed)
    sys.stdout.write(f"{place.name}: {place.stat().st_size} bytes, {telling.sum()} neighbourhoods\n")


def main() -> None:
    """Train, and print or package."""
    parser = argparse.ArgumentParser()
    parser.add_argument("network", type=Path)
    parser.add_argument("examples", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--folds", type=int, default=2)
    for field in fields(Choices):
        parser.add_argument(f"--{field.name}", type=type(field.default), default=field.default)
    options = parser.parse_args()
    choices = Choices(**{field.name: getattr(options, field.name) for field in fields(Choices)})
    examples = read_examples(options.examples)
    examples += read_own(examples, options.data)
    if options.write:
        place = Path(polyphones.__file__).with_name(OPINIONS[1])
        place.write_bytes(packed_phrases(marked_phrases()))
        sys.stdout.write(f"{place.name}: {place.stat().st_size} bytes\n")
        write(trained(examples, options.network, choices), options.network, place.with_name(polyphones.PACKAGED))
        return
    dev = [example for example in examples if example.source == "balanced_dev"]
    for number in range(options.folds):
        seen, held = split(examples, number)
        model = trained(seen, options.network, choices)
        sys.stdout.write(
            f"fold {number}: natural {right(model, held).mean():.4f} balanced {right(model, dev).mean():.4f}\n"
        )


if __name__ == "__main__":
    main()
