"""Jyutping by an optional package, stood in for here so that the tests need it not."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from site_builder.text import jyutping
from site_builder.text.annotation import Annotation, Syllable
from site_builder.text.jyutping import JyutpingAnnotator, MissingPackageError

_READINGS = {"香": "hoeng1", "港": "gong2", "人": "jan4"}


@pytest.fixture
def package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in for ToJyutping."""

    def get_jyutping_list(text: str) -> list[tuple[str, str | None]]:
        return [(character, _READINGS.get(character)) for character in text]

    monkeypatch.setattr(jyutping, "_package", lambda: SimpleNamespace(get_jyutping_list=get_jyutping_list))


@pytest.mark.usefixtures("package")
def test_words_are_read_in_cantonese() -> None:
    assert list(JyutpingAnnotator().annotate("香港 A")) == [
        Annotation(0, 2, (Syllable(0, 1, "hoeng1"), Syllable(1, 2, "gong2")))
    ]


@pytest.mark.usefixtures("package")
def test_glossary_is_followed_where_it_is_jyutping() -> None:
    annotator = JyutpingAnnotator()
    assert annotator.annotate("香港", readings={"香港": "hoeng1 gong3"})[0].syllables[1].reading == "gong3"
    assert annotator.annotate("香港", readings={"香港": "xiāng gǎng"})[0].syllables[1].reading == "gong2"
    assert annotator.annotate("香港", fixed=[Syllable(1, 2, "gǎng")])[0].syllables[1].reading == "gong2"


@pytest.mark.usefixtures("package")
def test_lone_surrogate_does_no_harm() -> None:
    assert len(JyutpingAnnotator().annotate("\ud800香\udfff")) == 1


def test_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jyutping, "PACKAGE", "no_such_package")
    jyutping._package.cache_clear()  # noqa: SLF001 - another test may have found the real one
    with pytest.raises(MissingPackageError, match=r"pip install site-builder\[jyutping\]"):
        JyutpingAnnotator().annotate("香")
    jyutping._package.cache_clear()  # noqa: SLF001 - the next test looks again


@pytest.mark.usefixtures("package")
def test_many_runs_are_read_like_each_alone() -> None:
    annotator, fixed = JyutpingAnnotator(), [[], [Syllable(0, 1, "hoeng4")]]
    first, second = annotator.annotate_all(["香港", "香"], fixed=fixed)
    assert first == annotator.annotate("香港")
    assert second == annotator.annotate("香", fixed=fixed[1])
