"""Names that recur in a text."""

from __future__ import annotations

import pytest

from site_builder.text.conversion import convert
from site_builder.text.memory import recurring_names
from site_builder.text.variants import HANS, HANT, VARIANTS

STORY = (
    "承于推开门，看见母亲坐在窗边。",
    "她不敢看承于的眼睛。",
    "我打电话给承于，没有人接。",
    "取决于天气，在于努力，位于河边。",
    "承于说他明天才来。",
)


def converted(runs: tuple[str, ...]) -> list[str]:
    names = recurring_names(runs, HANS, HANT)
    return [convert(run, HANS, HANT, names).text for run in runs]


def test_a_recurring_name_that_ends_in_yu_keeps_it_in_every_place() -> None:
    assert converted(STORY) == [
        "承于推開門，看見母親坐在窗邊。",
        "她不敢看承于的眼睛。",
        "我打電話給承于，沒有人接。",
        "取決於天氣，在於努力，位於河邊。",
        "承于說他明天才來。",
    ]


@pytest.mark.parametrize(
    "runs",
    [
        ("她的成绩取决于努力。", "结果取决于天气。", "一切取决于，也只取决于他的选择。"),
        ("由于，由于，由于的了。",),
        ("书在桌上，归于的，归于，归于你。",),
        ("承于，承于的",),
        ("继承于，继承于的，继承于他",),
        ("",),
    ],
)
def test_a_word_with_the_preposition_is_no_name(runs: tuple[str, ...]) -> None:
    assert recurring_names(runs, HANS, HANT).words == ()


@pytest.mark.parametrize("pair", [("zh-Hant", "zh-Hans"), ("zh-Hans", "zh-Hans"), ("zh-Hant", "zh-Hant-TW")])
def test_text_that_does_not_become_traditional_has_nothing_to_remember(pair: tuple[str, str]) -> None:
    source, target = pair
    assert recurring_names(STORY, VARIANTS[source], VARIANTS[target]).words == ()
