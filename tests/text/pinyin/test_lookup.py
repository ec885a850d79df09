"""Readings by the dictionary alone."""

from __future__ import annotations

import random
import time

from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style, pinyin

from site_builder.text.pinyin.lookup import look_up, readings_of
from site_builder.text.pinyin.tables import dictionary

_STORY = (
    "重庆的音乐会上，银行行长弹着吉他，长得很高的他唱得不错。我们为了看他，大清早就从都江堰出发，还得转两趟车。"
    "他说：“你们都来了，真好！”会后大家在一家小馆子里吃着麻辣火锅，把一天的疲倦都忘了。"
)


def _by_pypinyin(text: str) -> list[str]:
    """Return pypinyin's readings; it gives one item for a row of other characters, marked here as it comes."""
    found: list[str] = []
    for (syllable,) in pinyin(text, style=Style.TONE, errors=lambda other: "\0" * len(other)):
        found.extend([""] * len(syllable) if syllable.startswith("\0") else [syllable])
    return found


def test_story_reads_as_pypinyin_reads_it() -> None:
    assert look_up(_STORY) == _by_pypinyin(_STORY)


def test_random_phrases_run_together_read_as_pypinyin_reads_them() -> None:
    source = random.Random(20261121)
    phrases, characters = sorted(dictionary().phrases), sorted(c for c in dictionary().characters if c < "\ue000")
    for _ in range(60):
        pieces = [source.choice(phrases) if source.random() < 0.6 else source.choice(characters) for _ in range(60)]
        text = "".join(piece[: source.randint(1, len(piece))] for piece in pieces)
        assert look_up(text) == _by_pypinyin(text)


@given(st.text())
def test_every_character_has_its_place(text: str) -> None:
    assert len(look_up(text)) == len(text)


def test_readings_are_in_the_order_of_use() -> None:
    assert readings_of("行")[:2] == ("xíng", "háng")
    assert readings_of("a") == ()


def test_a_million_characters_are_read_in_seconds() -> None:
    text = _STORY * 3_000
    look_up("热身")
    start = time.process_time()
    look_up(text)
    assert len(text) / (time.process_time() - start) > 300_000
