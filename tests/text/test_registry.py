"""The annotators by name."""

from __future__ import annotations

import pytest

from site_builder.text.registry import ANNOTATORS, annotator


@pytest.mark.parametrize("name", ANNOTATORS)
def test_annotator_knows_its_name(name: str) -> None:
    assert annotator(name).name == name
    assert annotator(name).tag


def test_annotator_is_made_once() -> None:
    assert annotator("pinyin") is annotator("pinyin")


def test_unknown_name_is_refused() -> None:
    with pytest.raises(KeyError):
        annotator("morse")
