"""Doubts are few, in order, say why, and can be settled."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from site_builder.text.doubts import Reason, doubts
from site_builder.text.glossary import Glossary, Word
from site_builder.text.variants import HANS, HANT

FEW = 200.0


def test_what_a_machine_got_wrong_in_traditional_text_is_found() -> None:
    found = doubts(["美國製裁了這家公司，他們制造了武器，后半句是這樣說的。"], HANT, limit=FEW)
    assert {doubt.written + doubt.candidates[0] for doubt in found} >= {"製制", "制製", "后後"}


def test_sound_traditional_text_has_no_doubt() -> None:
    assert doubts(["他們製造了機器，後來參與制定了制度。"], HANT) == ()


def test_a_reading_that_contradicts_the_character_is_told() -> None:
    (doubt,) = doubts(["他的头发很长"], HANS, readings=[{3: "fā"}], limit=FEW)[:1]
    assert (doubt.start, doubt.written) == (3, "髮")
    assert Reason.READING in doubt.reasons


def test_the_same_word_in_two_ways_is_told() -> None:
    found = doubts(["他的頭發很長。", "她的頭髮很短。"], HANT, limit=FEW)
    assert any(Reason.TWO_WAYS in doubt.reasons for doubt in found)


def test_what_the_glossary_settles_is_not_doubtful() -> None:
    glossary = Glossary((Word((("zh-Hant", "美國製裁"),), source="美國製裁"),))
    assert not [one for one in doubts(["美國製裁"], HANT, glossary, limit=FEW) if one.written == "製"]


def test_the_entry_that_settles_a_doubt_is_written_out() -> None:
    doubt = doubts(["后半句"], HANT, limit=FEW)[0]
    assert doubt.glossary_entry == '[[word]]\nfrom = "后半"\nzh-Hant = "後半"'


def test_places_are_those_of_the_run_with_its_invisible_characters() -> None:
    doubt = doubts(["美\n國\n製\n裁"], HANT, limit=FEW * 2)[0]
    assert (doubt.start, doubt.end, doubt.written) == (4, 5, "製")


@given(st.lists(st.text(alphabet=st.one_of(st.sampled_from("头发后面里干只系制\n\ufffc\ud800製髮"), st.characters()))))
def test_any_text_has_doubts_in_order_and_within_it(runs: list[str]) -> None:
    for source in (HANS, HANT):
        found = doubts(runs, source, limit=1000)
        assert [one.chance for one in found] == sorted((one.chance for one in found), reverse=True)
        assert all(len(runs[one.run][one.start : one.end]) == 1 for one in found)
