"""Addresses out of titles."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.text.slugs import slugify


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("重庆的音乐", "chong-qing-de-yin-yue"),
        ("重慶的音樂", "chong-qing-de-yin-yue"),
        ("绿色 Café 3 号", "lv-se-cafe-3-hao"),
        ("Straße nach Łódź", "strasse-nach-lodz"),
        ("第2章：開始！", "di-2-zhang-kai-shi"),
        ("hello_world.v2", "hello-world-v2"),
        ("ＡＢＣ１２３", "abc123"),
        ("欸乃", "ai-nai"),
        ("Привет", "u41f-u440-u438-u432-u435-u442"),
        ("——……", ""),
        ("", ""),
    ],
)
def test_title_becomes_an_address(text: str, slug: str) -> None:
    assert slugify(text) == slug


@given(st.text())
def test_slug_is_plain_and_never_empty_for_letters(text: str) -> None:
    slug = slugify(text)
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug)
    assert slug or not any(c.isalnum() for c in text)
