"""Learn which Traditional character a Simplified one stands for; write ``disambiguation.bin``.

    python -m training.disambiguator DATA OPENCC_TEXT_FOLDER MCBOPOMOFO_WORDS JIEBA_DICTIONARY CEDICT READINGS
        [--leave-out NAME ...]

DATA holds ``*.tsv`` (Simplified, tab, Traditional) and ``*.txt.xz`` (Traditional) with a sentence a line: Traditional
text is folded, and the way back is what is learned. So it is with ``training/sentences.txt``, prose of our own. Every
tenth line of each file, and ``gsd_dev.tsv`` as a whole, are held back; errors on them are printed beside OpenCC's, by
the two margins of the gate. ``--leave-out NAME`` holds back a whole file, to see what the model is worth on a
register that it has not met, and writes nothing. CEDICT is its text file (``traditional simplified [...] /.../``).
READINGS holds g2pL's sentences with one reading marked: a reading often tells the character (发 fà 髮). NumPy, SciPy
and scikit-learn are needed, and a few minutes.
"""

from __future__ import annotations

import argparse
import itertools
import lzma
import math
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy import sparse
from scipy.optimize import fmin_l_bfgs_b
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD

from site_builder.text import disambiguation
from site_builder.text.disambiguation import SCALE, TEMPLATES, Chooser, Choosers, Context, Decision, pack_choosers
from site_builder.text.folding import fold
from site_builder.text.lattice import form_of
from site_builder.text.words import is_hanzi
from training.lattice import count_forms, known_names
from training.pinyin import read_examples
from training.tables import TABLES, converter, read_dictionary

SEED = 7
PENALTY = 1.0
"""Of the squared weights."""
ROUNDS = 50
KINDS = 128
SHARES = {"archive_tw_cc0": 0.7}
"""Part of a large file's lines that is used, so that one register does not drown the others."""
WEIGHTS = {"drcd_dev_ccbysa3": 1.5, "gsd_train": 1.5, "sentences": 5.0}
"""What written prose counts beside speech, law and manuals."""
UNKNOWN = "\0"
"""Stands for a Traditional character that the data does not tell."""
WORD_WEIGHT = 0.2
CEDICT_WEIGHT = 0.5
NAME_WEIGHT = 0.5
SEEN = 2
"""How often a key has to occur."""
HIDDEN = 0.4
"""Share of the examples that do not show what OpenCC and the word lattice say."""
SHORTEST_WORD = 2
KNOWN = 10
"""How often a character has to occur for its kind to be told."""
OFTEN = 20
"""How often OpenCC and the lattice have to agree rightly on a word for the model not to be asked."""
LEAST = 1
"""Smallest packed weight that is kept."""

HOUSE_STYLE = """
裡裏 臺台檯 為爲 著着 群羣 床牀 線綫 峰峯 衛衞 啟啓 說説 內内 戶户 麵麪 吃喫 雞鷄 妝粧 灶竈
鉤鈎 污汙汚 溫温 蘊藴 脫脱 稅税 悅悦 閱閲 眾衆 秘祕 唇脣 踴踊 嘆歎 才纔 鏽銹 韻韵 敘叙敍 查査
榨搾 痺痹 糉粽 稈秆 貓猫 豬猪 鬥鬭鬪 牆墻 攜携 濕溼 罵駡 他牠祂 它 你妳 只祇衹 閒閑 鑑鑒 鹼碱
羨羡 鄉鄊 值値 教敎 冊册 卻却 蔥葱 鎮鎭 塚冢 腳脚 併并並 姊姉 豆荳 闊濶 效効 糖餹 餵喂 蒸烝
恆恒 證証 蹤踪 麼麽 痴癡 毀燬譭 裊嫋 譁嘩 姪侄 占佔 布佈 週周 註注 託托 雇僱 跡蹟 念唸 升昇陞
煉鍊 岩巖 杆桿 欲慾 凶兇 嘗嚐 家傢 酸痠 搜蒐 煙菸 諮咨 泛氾 麻痲 炮砲 佑祐 掛挂 湧涌 薰熏燻
晒曬 豔艷 劃畫 鉅巨 僵殭 杯盃 洩泄 飢饑 挨捱 拼拚 盪蕩 釐厘 凌淩 峽峡
"""
"""Characters that good published text mixes: which of them is written is house style, not meaning."""

PHRASES = Path(__file__).with_name("phrases.txt")
SENTENCES = Path(__file__).with_name("sentences.txt")
PHRASE_WEIGHT = 4.0

LEFT_TO_OPENCC = frozenset("溪铺当苏径")
"""Characters whose candidates are a matter of taste (商鋪, 商舖), or too rare in the data to learn from."""
TOLD_BY_READING = {
    "只": {"zhī": "隻", "zhǐ": "只"},
    "发": {"fā": "發", "fà": "髮"},
    "干": {"gàn": "幹"},
    "系": {"jì": "繫"},
    "卷": {"juǎn": "捲", "juàn": "卷"},
    "冲": {"chòng": "衝"},
    "斗": {"dǒu": "斗", "dòu": "鬥"},
    "几": {"jǐ": "幾"},
    "尽": {"jìn": "盡"},
    "舍": {"shě": "捨", "shè": "舍"},
    "脏": {"zāng": "髒", "zàng": "臟"},
    "划": {"huá": "划", "huà": "劃"},
    "佣": {"yōng": "傭", "yòng": "佣"},
    "扎": {"zā": "紮", "zhá": "扎"},
    "吁": {"yù": "籲"},
    "卜": {"bǔ": "卜", "bo": "蔔"},
    "别": {"biè": "彆"},
    "纤": {"qiàn": "縴", "xiān": "纖"},
    "恶": {"ě": "噁", "è": "惡", "wù": "惡"},
    "朴": {"piáo": "朴", "pǔ": "樸"},
    "咽": {"yān": "咽", "yàn": "嚥", "yè": "咽"},
    "种": {"zhǒng": "種", "zhòng": "種"},
}
"""{Simplified character: {reading: Traditional character}}, where the reading leaves no choice."""


class Sentence(NamedTuple):
    """A line of the data."""

    source: str
    """The file it is of."""
    simplified: str
    gold: str
    base: str
    """OpenCC's conversion."""
    held_back: bool


class Example(NamedTuple):
    """A character that has to be chosen."""

    agreed: tuple[str, bool]
    """The word, and the place in it, where OpenCC and the lattice agree, else ``""``; whether they are right."""
    keys: tuple[tuple[int, str], ...]
    """(template, key) pairs."""
    label: int
    weight: float


class Model(NamedTuple):
    """The fitted weights of one character."""

    index: Mapping[tuple[int, str], int]
    weights: np.ndarray
    prior: np.ndarray


def main() -> None:
    """Learn, tell the errors on what was held back, and write the weights."""
    arguments = parse_arguments()
    random.seed(SEED)
    style = house_style()
    sentences = list(read_sentences(arguments.data, arguments.leave_out))
    sentences += read_marked(arguments.readings)
    say(f"{len(sentences)} sentences")
    classes = find_classes(sentences, arguments.dictionaries, style)
    kinds = find_kinds(one.simplified for one in sentences if not one.held_back)
    ambiguous = re.compile(f"[{''.join(classes)}]")
    say(f"{len(classes)} ambiguous characters")
    examples: defaultdict[str, list[Example]] = defaultdict(list)
    table = str.maketrans(kinds)
    for sentence in sentences:
        if not sentence.held_back:
            context = Context(sentence.simplified, table, ambiguous)
            weight = WEIGHTS.get(sentence.source, 1.0)
            for match in ambiguous.finditer(sentence.simplified):
                add_example(examples, context, sentence, match.start(), classes, weight)
    for word, form, weight in known_words(arguments):
        add_word(examples, word, form, weight, classes, table, ambiguous)
    say(f"{sum(map(len, examples.values()))} examples")
    choosers = {
        char: pack(fit(found, len(classes[char])), classes[char], settled_words(found))
        for char, found in sorted(examples.items())
    }
    packed = pack_choosers(kinds, choosers)
    say(f"{sum(len(t) for c in choosers.values() for t in c.weights)} weights in {len(packed)} bytes")
    evaluate(sentences, Choosers.unpacked(packed), style)
    if not arguments.leave_out:
        (TABLES / "disambiguation.bin").write_bytes(packed)


def parse_arguments() -> argparse.Namespace:
    """Return the command line's arguments."""
    parser = argparse.ArgumentParser(prog="python -m training.disambiguator")
    for name in ("data", "dictionaries", "counts", "jieba", "cedict", "readings"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--leave-out", nargs="*", default=())
    return parser.parse_args()


def say(message: str) -> None:
    """Print *message* with the time."""
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} {message}\n")
    sys.stdout.flush()


def house_style() -> dict[int, str]:
    """Return a translation that writes characters of one class alike."""
    return {ord(other): group[0] for group in HOUSE_STYLE.split() for other in group[1:]}


def read_sentences(data: Path, leave_out: Sequence[str] = ()) -> Iterator[Sentence]:
    """Yield the sentences of every file, some of them held back."""
    for path in sorted([*data.glob("*.tsv"), *data.glob("*.txt.xz"), SENTENCES], key=lambda path: path.name):
        name = path.name.split(".")[0]
        if name == "mcbopomofo_words":
            continue
        if path.suffix == ".tsv":
            simplified, gold = zip(*(line.split("\t") for line in path.read_text("utf-8").splitlines()), strict=True)
        else:
            read = path.read_bytes()
            gold = (lzma.decompress(read) if path.suffix == ".xz" else read).decode().splitlines()
            simplified = fold("\n".join(gold)).split("\n")
        base = converter("s2tw").convert("\n".join(simplified)).split("\n")
        whole = name in {"gsd_dev", *leave_out}
        for i, triple in enumerate(zip(simplified, gold, base, strict=True)):
            if name not in SHARES or random.random() < SHARES[name]:  # noqa: S311 - a sample, not a secret
                yield Sentence(name, *triple, held_back=whole or i % 10 == 0)


def read_marked(readings: Path) -> Iterator[Sentence]:
    """Yield sentences of which a reading tells one character; nothing is known of the others."""
    for example in read_examples(readings):
        text, place = example.text, example.place
        told = TOLD_BY_READING.get(text[place], {}).get(example.gold)
        if told and example.source == "balanced_train":
            gold = UNKNOWN * place + told + UNKNOWN * (len(text) - place - 1)
            yield Sentence(example.source, text, gold, converter("s2tw").convert(text), held_back=False)


def find_classes(
    sentences: Sequence[Sentence], dictionaries: Path, style: Mapping[int, str]
) -> dict[str, tuple[str, ...]]:
    """Return {Simplified character: classes of its candidates} for those that are a real choice in the data."""
    candidates: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for char, found in read_dictionary(dictionaries / "STCharacters.txt").items():
        for one in found:
            candidates[char][converter("t2tw").convert(one)] += 0
            candidates[char][one] += 0
    seen = Counter(
        pair
        for one in sentences
        if not one.held_back
        for pair in zip(one.simplified, one.gold, strict=True)
        if pair[1] != UNKNOWN
    )
    for (char, form), count in seen.items():
        if (
            char in candidates
            and char not in LEFT_TO_OPENCC
            and (form in candidates[char] or (count >= OFTEN and form != char))
        ):
            candidates[char][form] += count
    classes: dict[str, tuple[str, ...]] = {}
    for char, forms in candidates.items():
        groups: defaultdict[str, list[str]] = defaultdict(list)
        for form, _ in forms.most_common():
            groups[form.translate(style)].append(form)
        ordered = sorted(groups.values(), key=lambda group: -sum(forms[form] for form in group))
        if len(ordered) > 1 and sum(forms[form] for group in ordered[1:] for form in group) > SEEN:
            kept = [group for group in ordered if sum(forms[form] for form in group) >= SEEN]
            classes[char] = tuple("".join(group) for group in kept)
    return {char: groups for char, groups in classes.items() if len(groups) > 1}


def find_kinds(texts: Iterable[str]) -> dict[str, str]:
    """Return {character: the sign of its kind}, by the company that common characters keep."""
    pairs: Counter[tuple[str, str]] = Counter()
    chars: Counter[str] = Counter()
    for text in texts:
        plain = disambiguation.plain_text(text)
        chars.update(plain)
        pairs.update(itertools.pairwise(plain))
    known = [char for char, count in chars.most_common(5000) if count >= KNOWN]
    place = {char: i for i, char in enumerate(known)}
    common = min(1500, len(known))
    table = np.zeros((len(known), 2 * common), np.float32)
    for (left, right), count in pairs.items():
        if left in place and place.get(right, common) < common:
            table[place[left], place[right]] += count
        if right in place and place.get(left, common) < common:
            table[place[right], common + place[left]] += count
    expected = table.sum(1, keepdims=True) * table.sum(0, keepdims=True) / table.sum()
    surprise = np.log(np.maximum(table / np.maximum(expected, 1e-9), 1.0))
    space = TruncatedSVD(64, random_state=SEED).fit_transform(surprise)
    space /= np.linalg.norm(space, axis=1, keepdims=True) + 1e-9
    labels = KMeans(KINDS, n_init=1, max_iter=50, random_state=SEED).fit_predict(space)
    return {char: chr(0xE000 + label) for char, label in zip(known, labels, strict=True)}


def add_example(  # noqa: PLR0913, PLR0917 - one call, in main
    examples: defaultdict[str, list[Example]],
    context: Context,
    sentence: Sentence,
    offset: int,
    classes: Mapping[str, tuple[str, ...]],
    weight: float,
) -> None:
    """Add what a sentence teaches about one character, unless its form is no candidate."""
    char = sentence.simplified[offset]
    label = disambiguation.class_of(sentence.gold[offset], classes[char])
    first = disambiguation.class_of(sentence.base[offset], classes[char])
    if label >= 0 and first >= 0:
        word, keys = context.word_at(offset), context.keys_at(offset)
        own = sentence.simplified[word.start : word.end]
        second = disambiguation.class_of(form_of(own, offset - word.start), classes[char])
        every = (*keys, *believed(first, second))
        agreed = f"{offset - word.start}{own}" if first == second and len(own) > 1 else ""
        shown = tuple((i, key) for i, key in enumerate(every) if key)
        examples[char].append(Example((agreed, first == label), shown, label, weight))


def believed(first: int, second: int) -> tuple[str, str, str]:
    """Return the keys of OpenCC's and the lattice's answers; often none, lest nothing else be learned."""
    if random.random() < HIDDEN:  # noqa: S311 - a sample, not a secret
        return "", "", ""
    return disambiguation.opinions(first, second)


def known_words(arguments: argparse.Namespace) -> Iterator[tuple[str, Mapping[int, str], float]]:
    """Yield words, the Traditional form of some of their characters, and what they count for."""
    for word, forms in count_forms(arguments.dictionaries, arguments.counts).items():
        form, count = forms.most_common(1)[0]
        yield word, dict(enumerate(form)), WORD_WEIGHT * math.log(2 + count / 10)
    for line in PHRASES.read_text("utf-8").splitlines():
        for phrase in () if line.startswith("#") else line.split():
            for _ in range(SEEN):
                yield fold(phrase), dict(enumerate(phrase)), PHRASE_WEIGHT
    for line in arguments.cedict.read_text("utf-8").splitlines():
        traditional, _, rest = line.partition(" ")
        word = rest.partition(" ")[0]
        if not line.startswith("#") and len(word) == len(traditional):
            yield word, dict(enumerate(converter("t2tw").convert(traditional))), CEDICT_WEIGHT
    for name, kept in known_names(arguments.jieba):
        yield name, kept, NAME_WEIGHT


def add_word(  # noqa: PLR0913, PLR0917 - one call, in main
    examples: defaultdict[str, list[Example]],
    word: str,
    forms: Mapping[int, str],
    weight: float,
    classes: Mapping[str, tuple[str, ...]],
    kinds: Mapping[int, str],
    ambiguous: re.Pattern[str],
) -> None:
    """Add what a word by itself teaches: only by those keys that lie within it."""
    if len(word) < SHORTEST_WORD or not all(map(is_hanzi, word)):
        return
    places = [i for i in forms if word[i] in classes]
    context = Context(word, kinds, ambiguous) if places else None
    for i in places:
        label = disambiguation.class_of(forms[i], classes[word[i]])
        if context is None or label < 0:
            continue
        found, keys = context.word_at(i), context.keys_at(i)
        inside = [
            (t, keys[t])
            for t, (start, end) in enumerate(disambiguation.EXTENTS)
            if i + start >= 0 and i + end <= len(word)
        ]
        inside += ((t, keys[t]) for t in disambiguation.OWN_WORD)
        base = disambiguation.class_of(converter("s2tw").convert(word)[i], classes[word[i]])
        own = disambiguation.class_of(form_of(word[found.start : found.end], i - found.start), classes[word[i]])
        beliefs = [pair for pair in enumerate(believed(base, own), TEMPLATES - 3) if pair[1]]
        examples[word[i]].append(Example(("", False), (*inside, *beliefs), label, weight))


def fit(examples: Sequence[Example], count: int) -> Model:
    """Return the multinomial logistic model of *examples* with *count* classes."""
    seen = Counter(key for example in examples for key in example.keys)
    index = {key: i for i, key in enumerate(key for key, times in seen.items() if times >= SEEN)}
    columns: list[int] = []
    ends = [0]
    for example in examples:
        columns += (index[key] for key in example.keys if key in index)
        ends.append(len(columns))
    size = len(index)
    matrix = sparse.csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(examples), size))
    transposed = matrix.T.tocsr()
    gold = np.zeros((len(examples), count))
    gold[np.arange(len(examples)), [example.label for example in examples]] = 1
    shares = np.array([example.weight for example in examples])

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights, prior = flat[: size * count].reshape(size, count), flat[size * count :]
        scores = matrix @ weights + prior
        scores -= scores.max(1, keepdims=True)
        chances = np.exp(scores)
        chances /= chances.sum(1, keepdims=True)
        surprise = -(shares * np.log(np.maximum((chances * gold).sum(1), 1e-12))).sum()
        difference = (chances - gold) * shares[:, None]
        slope = transposed @ difference + PENALTY * weights
        return surprise + PENALTY / 2 * (weights * weights).sum(), np.concatenate([slope.ravel(), difference.sum(0)])

    flat, _, _ = fmin_l_bfgs_b(loss, np.zeros(size * count + count), maxiter=ROUNDS)
    return Model(index, flat[: size * count].reshape(size, count), flat[size * count :])


def settled_words(examples: Iterable[Example]) -> frozenset[str]:
    """Return the words, each with the character's place, in which agreement was often seen and never wrong."""
    right = Counter(word for example in examples for word, is_right in [example.agreed] if word and is_right)
    wrong = {word for example in examples for word, is_right in [example.agreed] if word and not is_right}
    return frozenset(word for word, count in right.items() if count >= OFTEN and word not in wrong)


def pack(model: Model, classes: tuple[str, ...], settled: frozenset[str]) -> Chooser:
    """Return the weights in whole steps, the smallest left out."""
    tables: list[dict[str, tuple[int, ...]]] = [{} for _ in range(TEMPLATES)]
    steps = np.rint(model.weights * SCALE).astype(int)
    for (template, key), i in model.index.items():
        if np.abs(steps[i]).max() >= LEAST:
            tables[template][key] = tuple(map(int, steps[i]))
    return Chooser(classes, tuple(map(int, np.rint(model.prior * SCALE))), tuple(tables), settled)


def evaluate(sentences: Sequence[Sentence], choosers: Choosers, style: Mapping[int, str]) -> None:
    """Print the errors in 10,000 Hanzi on what was held back, OpenCC's and by margins."""
    margins = [(0.0, 0.5), (0.0, 1.0), (0.0, 1.25), (0.0, 1.5), (0.5, 1.5), (1.0, 2.0)]
    hanzi: Counter[str] = Counter()
    before: Counter[str] = Counter()
    after: defaultdict[str, Counter[tuple[float, float]]] = defaultdict(Counter)
    for one in sentences:
        if not one.held_back:
            continue
        gold, base = one.gold.translate(style), one.base.translate(style)
        hanzi[one.source] += sum(map(is_hanzi, gold))
        before[one.source] += sum(g != b for g, b in zip(gold, base, strict=True) if is_hanzi(g))
        for decision in disambiguation.weighed(one.simplified, one.base, choosers, only_open=True):
            change = changes(decision, gold[decision.offset], style)
            for margin in margins:
                needed = margin[0] if decision.first != decision.second else margin[1]
                after[one.source][margin] += change if decision.margin > needed else 0
    for source, count in hanzi.items():
        row = " ".join(f"{m}: {(before[source] + after[source][m]) / count * 1e4:.2f}" for m in margins)
        say(f"{source}: {count} Hanzi, OpenCC {before[source] / count * 1e4:.2f}, {row}")


def changes(decision: Decision, gold: str, style: Mapping[int, str]) -> int:
    """Return how many errors more there are when the model's best class is written: -1, 0 or 1."""
    best, first = (decision.classes[i][0].translate(style) for i in (decision.best, decision.first))
    return (best != gold) - (first != gold)


if __name__ == "__main__":
    main()
