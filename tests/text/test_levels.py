"""Levels of words and texts, by the three word lists."""

import pytest

from site_builder.text import generate_levels
from site_builder.text.levels import BEYOND, HIGHEST, ORDER, Levels, levels, text_levels

MADE_UP = Levels({"山": 1, "上山": 2, "山水画": 7}, {"山": 1, "上": 1, "水": 2, "画": 3, "鼬": HIGHEST})


@pytest.mark.parametrize(
    ("word", "level"),
    [
        ("上山", 2),
        ("山水画", 7),
        ("上山画", 3),
        ("画山", 3),
        ("山鼬", HIGHEST),
        ("山饕", 0),
        ("", 0),
        ("T山", 1),
    ],
)
def test_a_word_is_as_hard_as_the_list_says_or_as_its_hardest_part(word: str, level: int) -> None:
    assert MADE_UP.of_word(word) == level


def test_a_text_has_the_level_at_which_nearly_all_its_characters_are_known() -> None:
    assert MADE_UP.of_counts([("山", 95), ("鼬", 5)]) == 1
    assert MADE_UP.of_counts([("山", 94), ("水", 1), ("鼬", 5)]) == 2
    assert MADE_UP.of_counts([("山", 90), ("鼬", 10)]) == HIGHEST
    assert MADE_UP.of_counts([("山", 90), ("饕", 10)]) == BEYOND
    assert MADE_UP.of_counts([]) == 0


@pytest.mark.parametrize("standard", ORDER)
def test_every_list_has_its_levels_and_nothing_else(standard: str) -> None:
    found = levels(standard)
    assert set(found.words.values()) == set(range(1, 7 if standard == "hsk-2.0" else 8))
    assert found.of_word("我们") == 1
    assert found.of_word("饕餮") == 0


def test_both_scripts_of_a_text_have_one_level() -> None:
    assert text_levels("学校后面有一座很高的山。") == text_levels("學校後面有一座很高的山。")


def test_a_text_without_hanzi_has_no_level() -> None:
    assert set(dict(text_levels("No Hanzi.")).values()) == {0}


def test_the_table_has_a_line_for_each_text_with_a_digit_for_each_list() -> None:
    made = generate_levels.table(({"山": 1}, {"山": 2}, {"上山": 3}), ({"山": 1}, {"水": 4}))
    assert made.split("\n") == ["上山\t003", "山\t120", "", "上\t003", "山\t103", "水\t040"]
