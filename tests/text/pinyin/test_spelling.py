"""How pinyin is spelled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.text.pinyin.spelling import parse_reading, to_marks, to_numbers, without_tone
from site_builder.text.pinyin.tables import dictionary


@pytest.mark.parametrize(
    ("marks", "numbers"),
    [
        ("zhòng", "zhong4"), ("lǜ", "lv4"), ("nǚ", "nv3"), ("lüè", "lve4"), ("de", "de5"), ("r", "r5"),
        ("ér", "er2"), ("liú", "liu2"), ("guǐ", "gui3"), ("zhōu", "zhou1"), ("xiōng", "xiong1"), ("ǹg", "ng4"),
        ("ê̄", "ê1"),
    ],
)  # fmt: skip
def test_marks_and_numbers_say_the_same(marks: str, numbers: str) -> None:
    assert to_numbers(marks) == numbers
    assert to_marks(numbers) == marks
    assert to_numbers(numbers) == numbers
    assert to_marks(marks) == marks


def test_every_reading_of_the_dictionary_survives_both_ways() -> None:
    for syllable in dictionary().syllables:
        assert to_marks(to_numbers(syllable)) == syllable
        assert parse_reading(syllable, 1) == (syllable,)


def test_tone_can_be_left_out() -> None:
    assert without_tone("lǜ") == "lv"
    assert without_tone("zhong4") == "zhong"


@pytest.mark.parametrize(
    ("text", "syllables"),
    [
        ("háng", ["háng"]), ("hang2", ["háng"]), ("lü4", ["lǜ"]), ("lv4", ["lǜ"]), ("lu:4", ["lǜ"]), ("nǚ", ["nǚ"]),
        ("r5", ["r"]), ("de", ["de"]), ("de5", ["de"]), ("Háng", ["háng"]), ("lue4", ["lüè"]), ("ma\u0304", ["mā"]),
        ("chóng qìng", ["chóng", "qìng"]), ("chóngqìng", ["chóng", "qìng"]), ("zhong4qing4", ["zhòng", "qìng"]),
        ("Xī'ān", ["xī", "ān"]), ("Xī\u2019ān", ["xī", "ān"]), ("xīān", ["xī", "ān"]), ("xiān", ["xiān"]),
        ("fǎngǎn", ["fǎn", "gǎn"]), ("fāng'àn", ["fāng", "àn"]), ("nǎr", ["nǎ", "r"]),
        ("yi1 hui4r5", ["yī", "huì", "r"]),
    ],
)  # fmt: skip
def test_reading_is_understood(text: str, syllables: list[str]) -> None:
    assert parse_reading(text, len(syllables)) == tuple(syllables)


@pytest.mark.parametrize(
    ("text", "count", "message"),
    [
        ("", 1, "the reading is empty"),
        ("hang6", 1, "'hang6' is no pinyin"),
        ("bank", 1, "'bank' is no pinyin"),
        ("yín 行", 2, "'行' is no pinyin"),
        ("yín háng", 1, "'yín háng' has 2 syllables for one character"),
        ("zhòng", 2, "'zhòng' cannot be divided into 2 syllables, one for each character"),
        ("xīan", 1, "'xīan' is not one syllable with its tone mark in its place"),
        ("liao", 2, "'liao' can be divided in several ways; part the syllables by spaces"),
    ],
)
def test_malformed_reading_says_what_is_wrong(text: str, count: int, message: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        parse_reading(text, count)
    assert str(caught.value) == message


@given(st.text(alphabet="aeiouvnghrzsxlāáǎà1245' üê:行", max_size=300), st.integers(1, 60))
def test_any_text_is_a_reading_or_a_value_error(text: str, count: int) -> None:
    try:
        syllables = parse_reading(text, count)
    except ValueError:
        return
    assert len(syllables) == count


@given(st.lists(st.sampled_from(sorted(dictionary().syllables)), min_size=1, max_size=6))
def test_spaced_syllables_are_read_back(syllables: list[str]) -> None:
    assert parse_reading(" ".join(syllables), len(syllables)) == tuple(syllables)
    assert parse_reading(" ".join(map(to_numbers, syllables)), len(syllables)) == tuple(syllables)
