"""Every colour of the default theme can be read: 4.5 to 1 at least, as WCAG 2 computes it, in every theme."""

import re
from pathlib import Path

import pytest

STYLE = (Path(__file__).parents[2] / "static" / "style.css").read_text("utf-8")
PALETTES = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", block)) for block in re.findall(r"\{[^{}]*\}", STYLE)]
THEMES = [palette for palette in PALETTES if "tone-1" in palette]
TEXTS = ("ink", "soft", "accent", "reading", "tone-1", "tone-2", "tone-3", "tone-4", "tone-5")


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    shares = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_there_are_a_light_a_dark_and_a_sepia_theme() -> None:
    assert len(THEMES) == 4, "the dark one stands twice: for the system's choice and the reader's"
    assert THEMES[1] == THEMES[2]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("ground", ["paper", "raised"])
def test_text_can_be_read(text: str, ground: str) -> None:
    for theme in THEMES:
        assert contrast(theme[text], theme[ground]) >= 4.5
