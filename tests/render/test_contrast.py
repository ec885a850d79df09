"""Every colour of the default theme can be read: 4.5 to 1 at least, as WCAG 2 computes it, in every theme."""

import re
from pathlib import Path

import pytest

STYLE = (Path(__file__).parents[2] / "static" / "style.css").read_text("utf-8")
DAY_AND_NIGHT = re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{3,6}), (#[0-9a-f]{3,6})\);", STYLE)
SEPIA = re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", STYLE.partition("_theme-sepia:checked)) {")[2].partition("}")[0])
THEMES = (
    {name: day for name, day, _ in DAY_AND_NIGHT},
    {name: night for name, _, night in DAY_AND_NIGHT},
    dict(SEPIA),
)
TEXTS = ("ink", "soft", "accent", "reading", "tone-1", "tone-2", "tone-3", "tone-4", "tone-5")


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    shares = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_every_theme_has_every_colour() -> None:
    assert THEMES[0].keys() == THEMES[1].keys() == THEMES[2].keys() > set(TEXTS)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("ground", ["paper", "raised"])
def test_text_can_be_read(text: str, ground: str) -> None:
    for theme in THEMES:
        assert contrast(theme[text], theme[ground]) >= 4.5
