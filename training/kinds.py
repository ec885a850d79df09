"""Sort the words of the segmentation by the company they keep; write ``kinds.npz``.

    python -m training.kinds DATA EXAMPLES

DATA is the folder that ``training.disambiguator`` learns from, EXAMPLES that of ``training.pinyin``. Words in like
company are of one kind: names of persons, measure words, verbs of motion. So what a model learns from a sentence
serves others with other words. Each word has a fine kind; fine kinds lie in middle ones, and these in coarse ones.
NumPy, SciPy and scikit-learn are needed, and two minutes. Seeded.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import svds
from sklearn.cluster import KMeans, MiniBatchKMeans

from site_builder.text.folding import fold
from site_builder.text.pinyin import neighbours
from site_builder.text.words import lexicon, segment
from training.pinyin import read_examples
from training.tables import read_text

SEED = 7
SEEN = 4
"""How often a word has to occur for its kind to be told."""
COMPANIONS = 3_000
"""The commonest words; in whose company the others are seen."""
DISTANCES = (-2, -1, 1, 2)
DIMENSIONS = 100
FINE, MIDDLE, COARSE = 1_024, 256, 64
SMOOTHING = 0.75
"""Power of a companion's frequency, so that rare companions do not tell too much."""
BORDER = "#"


def main() -> None:
    """Write the kinds and print some of them."""
    parser = argparse.ArgumentParser(prog="python -m training.kinds")
    parser.add_argument("data", type=Path)
    parser.add_argument("examples", type=Path)
    arguments = parser.parse_args()
    sentences = [cut(line) for line in read_lines(arguments.data, arguments.examples)]
    counts = Counter(itertools.chain.from_iterable(sentences))
    words = [word for word in lexicon() if counts[word] >= SEEN]
    space = company(sentences, words, counts)
    fine = MiniBatchKMeans(FINE, n_init=3, batch_size=4_096, random_state=SEED).fit(space)
    weight = np.bincount(fine.labels_, minlength=FINE) + 1
    middle = KMeans(MIDDLE, n_init=3, random_state=SEED).fit_predict(fine.cluster_centers_, sample_weight=weight)
    coarse = KMeans(COARSE, n_init=3, random_state=SEED).fit_predict(fine.cluster_centers_, sample_weight=weight)
    kind = dict(zip(words, fine.labels_.tolist(), strict=True))
    numbers = np.array([kind.get(word, -1) + 1 for word in lexicon()], np.uint16)
    place = Path(neighbours.__file__).with_name(neighbours.KINDS)
    np.savez_compressed(place, fine=numbers, middle=middle.astype(np.uint8), coarse=coarse.astype(np.uint8))
    sys.stdout.write(f"{place.name}: {place.stat().st_size} bytes, {len(words)} words\n")
    for number in range(12):
        sys.stdout.write(" ".join(word for word in words if middle[kind[word]] == number)[:100] + "\n")


def read_lines(data: Path, examples: Path) -> Iterator[str]:
    """Yield every sentence, Simplified."""
    for path in sorted(data.glob("*.txt.xz")):
        yield from map(fold, read_text(path).splitlines())
    for name in ("gsd_train", "plurality_cc0"):
        rows = (data / f"{name}.tsv").read_text("utf-8").splitlines()
        yield from (fold(row.split("\t")[1]) for row in rows if "\t" in row)
    yield from map(fold, Path(__file__).with_name("sentences.txt").read_text("utf-8").splitlines())
    yield from dict.fromkeys(one.text for one in read_examples(examples) if one.source == "balanced_train")


def cut(line: str) -> list[str]:
    """Return the words of *line* and the signs between them."""
    pieces: list[str] = []
    taken = 0
    for start, end in [*segment(line, folded=line), (len(line), len(line))]:
        if start > taken:
            pieces.append(line[taken] if start == taken + 1 else BORDER)
        pieces.append(line[start:end])
        taken = end
    return pieces[:-1]


def company(sentences: Iterable[Sequence[str]], words: Sequence[str], counts: Counter[str]) -> np.ndarray:
    """Return (words, DIMENSIONS) directions: alike for words that have the same words beside them."""
    row = {word: number for number, word in enumerate(words)}
    column = {word: number for number, (word, _) in enumerate(counts.most_common(COMPANIONS))}
    other, border = COMPANIONS, COMPANIONS + 1
    rows: list[int] = []
    columns: list[list[int]] = [[] for _ in DISTANCES]
    for sentence in sentences:
        beside = [border] * 2 + [column.get(word, other) for word in sentence] + [border] * 2
        for at, word in enumerate(sentence, 2):
            number = row.get(word)
            if number is not None:
                rows.append(number)
                for given, distance in zip(columns, DISTANCES, strict=True):
                    given.append(beside[at + distance])
    table = sparse.hstack(
        [
            sparse.csr_matrix((np.ones(len(rows), np.float32), (rows, given)), shape=(len(words), COMPANIONS + 2))
            for given in columns
        ]
    ).tocsr()
    table = table[:, np.flatnonzero(np.tile(np.arange(COMPANIONS + 2) != other, len(DISTANCES)))].tocoo()
    of_word, of_companion = np.asarray(table.sum(1)).ravel(), np.asarray(table.sum(0)).ravel()
    share = of_companion**SMOOTHING / (of_companion**SMOOTHING).sum()
    surprise = np.log(table.data / (of_word[table.row] * share[table.col]))
    told = sparse.csr_matrix((np.maximum(surprise, 0), (table.row, table.col)), shape=table.shape)
    left, strength, _ = svds(told, DIMENSIONS, random_state=SEED)
    space = left * np.sqrt(strength)
    directions: np.ndarray = (space / (np.linalg.norm(space, axis=1, keepdims=True) + 1e-9)).astype(np.float32)
    return directions


if __name__ == "__main__":
    main()
