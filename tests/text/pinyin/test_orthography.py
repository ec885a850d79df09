"""How readings are shown: joined words, spoken tones, erhua, neutral tones, numbers."""

from __future__ import annotations

import pytest

from site_builder.text.pinyin.annotator import PinyinAnnotator
from site_builder.text.pinyin.tables import dictionary_words, names


def _shown(text: str, annotator: PinyinAnnotator) -> str:
    return " ".join("-".join(s.reading for s in word.syllables) for word in annotator.annotate(text))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("我们去西安。", "Wǒmen qù Xī'ān"),
        ("我們去西安。", "Wǒmen qù Xī'ān"),
        ("他很高兴，我也很好。", "Tā hěn gāoxìng wǒ yě hěn hǎo"),
        ("天黑了。他说：“走吧！”", "Tiānhēi le Tā shuō Zǒu ba"),
        ("这是第三次。", "Zhè shì dì-sān cì"),
        ("清清楚楚", "Qīngqīng-chǔchǔ"),
        ("风平浪静", "Fēngpíng-làngjìng"),
        ("女儿", "Nǚ'ér"),
    ],
)
def test_words_are_joined_after_the_standard(text: str, shown: str) -> None:
    assert _shown(text, PinyinAnnotator(words="joined")) == shown


def test_joined_reading_covers_its_word() -> None:
    (word,) = PinyinAnnotator(words="joined").annotate("重\n庆")
    assert [(s.start, s.end, s.reading) for s in word.syllables] == [(0, 3, "Chóngqìng")]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("一个", "yí gè"), ("一天", "yì tiān"), ("第一", "dì yī"), ("一月一日", "yī yuè yī rì"),
        ("看一看", "kàn yi kàn"),
        ("不是", "bú shì"), ("不好", "bù hǎo"), ("去不去", "qù bu qù"), ("二十一", "èr shí yī"),
        ("你好", "ní hǎo"), ("展览馆", "zhán lán guǎn"), ("我很好", "wǒ hén hǎo"), ("你，我", "nǐ wǒ"),
        ("纸老虎", "zhǐ láo hǔ"), ("请你给我", "qíng nǐ géi wǒ"), ("岂有此理", "qí yǒu cí lǐ"),
        ("统一的", "tǒng yī de"), ("星期一上午", "xīng qī yī shàng wǔ"), ("一周一次", "yì zhōu yí cì"),
        ("一天一天", "yì tiān yì tiān"), ("对不起", "duì bu qǐ"), ("力量", "lì liang"),
    ],
)  # fmt: skip
def test_tones_change_as_they_are_spoken(text: str, shown: str) -> None:
    assert _shown(text, PinyinAnnotator(tones="spoken")).replace("-", " ") == shown


def test_suffix_er_can_be_fused() -> None:
    assert _shown("花儿", PinyinAnnotator()) == "huā-er"
    assert _shown("花儿", PinyinAnnotator(erhua="fused")) == "huār"
    assert _shown("女儿", PinyinAnnotator(erhua="fused")) == "nǚ-ér"


def test_neutral_tones_can_be_full() -> None:
    assert _shown("清楚", PinyinAnnotator()) == "qīng-chu"
    assert _shown("清楚", PinyinAnnotator(neutral="full")) == "qīng-chǔ"
    assert _shown("桌子", PinyinAnnotator(neutral="full")) == "zhuō-zi"
    assert _shown("爸爸", PinyinAnnotator(neutral="full")) == "bà-ba"


def test_tones_can_be_numbers() -> None:
    assert _shown("绿色", PinyinAnnotator(style="numbers")) == "lv4-se4"


def test_tables_know_names_and_words() -> None:
    assert {"北京", "西安"} <= names()
    assert "桌子" not in names()
    assert "展览馆" in dictionary_words()
    assert "很好" not in dictionary_words()
