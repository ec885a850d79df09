"""Readings in sentences: dictionary, model, rules and the evidence of the spelling together."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.text.pinyin.evidence import decided
from site_builder.text.pinyin.reader import read
from site_builder.text.pinyin.rules import settled


def _reading(text: str, character: str) -> str:
    """Return how the first *character* of *text* is read."""
    return read(text)[0][text.index(character)]


@pytest.mark.parametrize(
    ("text", "character", "reading"),
    [
        ("他为了孩子才搬回老家。", "为", "wèi"),
        ("大家都以他为榜样。", "为", "wéi"),
        ("她唱得真好听。", "得", "de"),
        ("她一早就浓妆艳抹。", "抹", "mǒ"),
        ("各奔东西", "奔", "bèn"),
        ("请尽快更正错误。", "更", "gēng"),
        ("列车长在查票。", "长", "zhǎng"),
        ("这是成本的考量。", "量", "liáng"),
        ("测得的数值可作为参考量。", "量", "liàng"),
        ("各位与会先进大家好。", "与", "yù"),
        ("这应该是同一个标的。", "的", "dì"),
        ("这是我们目标的一部分。", "的", "de"),
        ("这件事让我们很为难。", "为", "wéi"),
        ("他得到了第一名。", "得", "dé"),
        ("雨慢慢地停了。", "地", "de"),
        ("这块地种了玉米。", "地", "dì"),
        ("树上停着两只喜鹊。", "只", "zhī"),
        ("我只想睡觉。", "只", "zhǐ"),
        ("这条河很长。", "长", "cháng"),
        ("孩子长高了。", "长", "zhǎng"),
        ("我们去银行取钱。", "行", "háng"),
        ("路上行人很多。", "行", "xíng"),
        ("他把书还给了图书馆。", "还", "huán"),
        ("天还没亮。", "还", "hái"),
        ("时间不早，我得走了。", "得", "děi"),
        ("这么多菜，我吃不了。", "了", "liǎo"),
        ("你说什么？", "什", "shén"),
        ("屏幕的分辨率很高。", "率", "lǜ"),
        ("这个办法的确好。", "的", "dí"),
        ("会计下班了。", "会", "kuài"),
        ("学校提供给我们一间教室。", "给", "gěi"),
        ("水的供给断了。", "给", "jǐ"),
        ("目的达到了。", "的", "dì"),
        ("这个项目的经理来了。", "的", "de"),
        ("他整夜睡不着。", "着", "zháo"),
        ("这证明了一切。", "了", "le"),
        ("他是个坦率的人。", "率", "shuài"),
        ("他和妻子对我很好。", "子", "zi"),
        ("炮弹击中了大楼。", "中", "zhòng"),
        ("他在反击中受了伤。", "中", "zhōng"),
        ("房产被法院没收了。", "没", "mò"),
        ("信没收到。", "没", "méi"),
        ("她给我盛了一碗饭。", "盛", "chéng"),
        ("大厅里的人参差不齐。", "差", "cī"),
        ("读到第三行的时候", "行", "háng"),
        ("楼上住着姓单的一家。", "单", "shàn"),
        ("百姓解决了难题。", "解", "jiě"),
        ("请仇先生进来。", "仇", "qiú"),
    ],
)
def test_polyphone_is_read_by_its_sentence(text: str, character: str, reading: str) -> None:
    assert _reading(text, character) == reading


@pytest.mark.parametrize(
    ("text", "character", "reading"),
    [
        ("養了三隻貓", "隻", "zhī"),
        ("她換了髮型。", "髮", "fà"),
        ("頭髮很長", "髮", "fa"),
        ("學生髮現了它", "髮", "fā"),
        ("北閤在南閤以北", "閤", "gé"),
        ("閤家歡樂", "閤", "hé"),
        ("他祇有一個弟弟", "祇", "zhǐ"),
        ("天神地祇", "祇", "qí"),
        ("這本書由他所著。", "著", "zhù"),
        ("衣服曬乾了", "乾", "gān"),
        ("乾隆年間", "乾", "qián"),
        ("他很能幹", "幹", "gàn"),
        ("這件衣服髒了", "髒", "zāng"),
        ("為什麼不說話", "為", "wèi"),
        ("爲什麼不說話", "爲", "wèi"),
        ("書在抽屜裏面", "裏", "lǐ"),
    ],
)
def test_traditional_spelling_tells_the_reading(text: str, character: str, reading: str) -> None:
    assert _reading(text, character) == reading


@pytest.mark.parametrize(
    ("simplified", "traditional"), [("银行里的职员都很忙。", "銀行裡的職員都很忙。"), ("音乐会", "音樂會")]
)
def test_both_scripts_read_alike(simplified: str, traditional: str) -> None:
    assert read(simplified)[0] == read(traditional)[0]


def test_spelling_decides_only_what_it_can() -> None:
    assert decided("三只鸟") == {}
    assert decided("三隻鳥") == {1: "zhī"}
    assert decided("他只說") == {1: "zhǐ"}
    assert decided("幾乎") == {}


def test_rules_settle_what_grammar_settles() -> None:
    assert dict(settled("，轻轻地放下")) == {3: "de"}
    assert dict(settled("养了五只羊")) == {3: "zhī"}
    assert dict(settled("他有两只是白色")) == {}
    assert dict(settled("，单先生说")) == {1: "shàn"}


def test_tones_are_the_dictionarys() -> None:
    assert read("一个不错的主意")[0][:3] == ["yī", "gè", "bù"]
    assert read("不一样")[0][:2] == ["bù", "yī"]


def test_guess_names_its_candidates() -> None:
    (guess,) = read("她数的不对。")[1]
    assert guess.offset == 1
    assert set(guess.candidates) == {"shǔ", "shù"}
    assert 0 < guess.confidence < 1


@given(st.text(alphabet=st.one_of(st.sampled_from("为得地只长行了一不，。\n乾隻"), st.characters())))
def test_any_text_has_a_place_for_every_character(text: str) -> None:
    readings, guesses, _ = read(text)
    assert len(readings) == len(text)
    assert all(readings[guess.offset] for guess in guesses)


def test_time_is_linear_without_punctuation() -> None:
    text = "他为了成为行长而在银行里工作" * 7_000
    start = time.process_time()
    read(text)
    assert time.process_time() - start < 10
