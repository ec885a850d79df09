"""Pinyin on a text run."""

from __future__ import annotations

import time
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.text.annotation import Annotation, Syllable
from site_builder.text.pairs import code_points
from site_builder.text.pinyin.annotator import PinyinAnnotator
from site_builder.text.pinyin.polyphones import packaged

_PINYIN = PinyinAnnotator()


def _read(run: str, **choices: object) -> str:
    """Return the readings of *run*, words parted by spaces, syllables by hyphens."""
    annotations = _PINYIN.annotate(run, **choices)  # type: ignore[arg-type]  # the tests' shorthand
    return " ".join("-".join(syllable.reading for syllable in word.syllables) for word in annotations)


def test_words_carry_one_syllable_per_hanzi() -> None:
    assert list(_PINYIN.annotate("重庆 OK")) == [Annotation(0, 2, (Syllable(0, 1, "chóng"), Syllable(1, 2, "qìng")))]


@pytest.mark.parametrize("run", ["重庆的音乐", "重慶的音樂"])
def test_both_scripts_read_the_same(run: str) -> None:
    assert _read(run) == "chóng-qìng de yīn-yuè"


def test_single_line_break_between_hanzi_is_transparent() -> None:
    assert list(_PINYIN.annotate("去重\n庆")) == [
        Annotation(0, 1, (Syllable(0, 1, "qù"),)),
        Annotation(1, 4, (Syllable(1, 2, "chóng"), Syllable(3, 4, "qìng"))),
    ]


@pytest.mark.parametrize("between", ["\n\n", "\ufffc", " ", "，", "\n "])
def test_anything_else_parts_words(between: str) -> None:
    assert _read(f"重{between}庆") == "zhòng qìng"


@pytest.mark.parametrize("mark", ["\ufe00", "\U000e0100", "\u0301", "\ufe00\u0301"])
def test_mark_belongs_to_the_hanzi_before_it(mark: str) -> None:
    end = 1 + len(mark)
    assert list(_PINYIN.annotate(f"重{mark}庆")) == [
        Annotation(0, end + 1, (Syllable(0, end, "chóng"), Syllable(end, end + 1, "qìng")))
    ]


def test_glossary_word_wins_and_is_whole() -> None:
    assert _read("他是行长。", readings={"行长": "hang2 zhang3"}) == "tā shì háng-zhǎng"
    assert _read("单田芳来了", readings={"单田芳": "shan4 tian2 fang1"}).startswith("shàn-tián-fāng ")


def test_glossary_word_serves_the_other_script() -> None:
    assert _read("單田芳", readings={"单田芳": "shàn tián fāng"}) == "shàn-tián-fāng"


def test_glossary_word_with_other_signs_reads_its_hanzi() -> None:
    assert list(_PINYIN.annotate("去卡拉OK", readings={"卡拉OK": "ká lā"})) == [
        Annotation(0, 1, (Syllable(0, 1, "qù"),)),
        Annotation(1, 5, (Syllable(1, 2, "ká"), Syllable(2, 3, "lā"))),
    ]


def test_glossary_word_with_a_malformed_reading_is_read_as_ever() -> None:
    assert _read("重庆", readings={"重庆": "nonsense"}) == "chóng-qìng"


def test_phrase_does_not_reach_into_a_glossary_word() -> None:
    assert _read("银行业", readings={"行业": "xíng yè"}) == "yín xíng-yè"


def test_reading_set_in_place_wins_over_the_glossary() -> None:
    fixed = [Syllable(0, 1, "zhòng")]
    assert _read("重庆", readings={"重庆": "chóng qìng"}, fixed=fixed) == "zhòng-qìng"


def test_reading_set_in_place_over_several_characters_is_kept() -> None:
    assert list(_PINYIN.annotate("花儿开", fixed=[Syllable(0, 2, "huār")])) == [
        Annotation(0, 2, (Syllable(0, 2, "huār"),)),
        Annotation(2, 3, (Syllable(2, 3, "kāi"),)),
    ]


def test_reading_set_in_place_joins_the_words_it_reaches_over() -> None:
    annotations = list(_PINYIN.annotate("天气花儿", fixed=[Syllable(1, 3, "x")]))
    assert [(word.start, word.end) for word in annotations] == [(0, 4)]


def test_unreadable_character_has_no_reading() -> None:
    assert list(_PINYIN.annotate("\U0003fffd")) == []


def test_lone_surrogates_do_no_harm() -> None:
    assert _read("\ud800你好\udfff") == "nǐ-hǎo"


def test_time_is_linear_in_the_length() -> None:
    run = "他在重庆的银行里弹琴唱歌" * 9_000
    start = time.process_time()
    annotations = _PINYIN.annotate(run)
    assert sum(len(word.syllables) for word in annotations) == len(run)
    assert time.process_time() - start < 10


_TEXT = st.text(
    alphabet=st.one_of(st.sampled_from("重庆慶行长長乐樂的儿\n\n\ufe00\u0301 a，\ufffc\ud800"), st.characters())
)


@given(_TEXT, st.dictionaries(_TEXT, st.sampled_from(["chóng qìng", "xíng", "?"])), st.data())
def test_bases_join_to_the_run(run: str, readings: dict[str, str], data: st.DataObject) -> None:
    fixed: list[Syllable] = []
    if run:
        start = data.draw(st.integers(0, len(run) - 1))
        fixed = [Syllable(start, data.draw(st.integers(start + 1, len(run))), "hāng")]
    pieces: list[str] = []
    taken = 0
    for word in _PINYIN.annotate(run, readings=readings, fixed=fixed):
        assert taken <= word.start < word.end <= len(run)
        assert word.syllables
        pieces += (run[taken : word.start], run[word.start : word.end])
        inside = word.start
        for syllable in word.syllables:
            assert inside <= syllable.start < syllable.end <= word.end
            inside = syllable.end
        taken = word.end
    assert "".join((*pieces, run[taken:])) == run


@settings(max_examples=60)
@given(
    st.lists(
        st.one_of(_TEXT, st.text(alphabet="他还了银行行长的长发，”。\n\ufffc不着為發隻", max_size=300)), max_size=40
    )
)
def test_many_runs_are_read_like_each_alone(runs: list[str]) -> None:
    readings = {"行长": "háng zhǎng"}
    fixed = [[Syllable(0, 1, "x")] if run[:1] == "行" else [] for run in runs]
    assert _PINYIN.annotate_all(runs, readings=readings, fixed=fixed) == [
        _PINYIN.annotate(run, readings=readings, fixed=given) for run, given in zip(runs, fixed, strict=True)
    ]


def test_the_networks_states_do_not_depend_on_other_sentences() -> None:
    network = packaged()[0].network
    sentences = ["他还了银行的长发" * (1 + at % 9) + "着" * (at % 5) for at in range(150)]
    bounds = [0, *accumulate(map(len, sentences))]
    text = "".join(sentences)
    together = network.states(code_points(text), bounds, np.arange(len(text)))
    for sentence, start, end in zip(sentences, bounds, bounds[1:], strict=False):
        alone = network.states(code_points(sentence), (0, len(sentence)), np.arange(len(sentence)))
        assert np.allclose(alone, together[start:end], rtol=0, atol=1e-5)


def test_doubts_are_what_the_editor_has_not_settled() -> None:
    run = "她想\n长。"
    (doubt,) = _PINYIN.doubts(run)
    assert run[doubt.offset] == "长"
    assert set(doubt.candidates) == {"zhǎng", "cháng"}
    assert doubt.confidence < 0.85
    assert not _PINYIN.doubts(run, fixed=[Syllable(doubt.offset, doubt.offset + 1, "zhǎng")])
    assert not _PINYIN.doubts(run, readings={"想长": "xiǎng zhǎng"})
    assert not _PINYIN.doubts(run, below=0.0)
