import pytest

from site_builder.text.glossary import Glossary, Word, words_from
from site_builder.text.variants import HANS, HANT, VARIANTS


def test_an_entry_with_forms_is_a_word() -> None:
    assert words_from([{"zh-hans": "软件", "zh-Hant": "軟件", "reading": "ruǎn jiàn"}]) == (
        (Word((("zh-Hans", "软件"), ("zh-Hant", "軟件")), reading="ruǎn jiàn"),),
        (),
    )


def test_a_kept_word_is_the_same_everywhere() -> None:
    words, _ = words_from([{"keep": "甲"}])
    assert {words[0].form(variant) for variant in VARIANTS.values()} == {"甲"}


def test_a_one_way_rule_replaces_its_source_alone() -> None:
    words, _ = words_from([{"from": "台北", "zh-Hant": "台北"}])
    assert Glossary(words).replacements(HANT) == {"台北": "台北"}
    assert Glossary(words).replacements(HANS) == {}


@pytest.mark.parametrize(
    ("entry", "message", "hint"),
    [
        ("甲", "no mapping", "zh-Hans"),
        ({}, "gives no form", "add"),
        ({"zh-Hanz": "甲"}, "no key 'zh-Hanz'", "did you mean zh-Han"),
        ({"kep": "甲"}, "no key 'kep'", "did you mean keep?"),
        ({"keep": 3}, "keep is no text", "quotation marks"),
        ({"keep": "甲", "zh-Hans": "乙"}, "keep stands alone", "leave out"),
        ({"from": "甲"}, "nothing says by what", "add"),
        ({"zh-tw": "甲", "zh-Hant-TW": "乙"}, "given twice", ""),
        ({"zh-Hans": "银行", "reading": "yín"}, "cannot be read", "as in"),
        ({"zh-Hans": "行", "reading": "xx"}, "cannot be read", "as in"),
    ],
)
def test_an_entry_that_is_none_is_told_with_its_index(entry: object, message: str, hint: str) -> None:
    words, problems = words_from([{"keep": "丙"}, entry])
    assert len(words) == 1
    (index, what, how) = problems[0]
    assert index == 1
    assert message in what
    assert hint in how


def test_an_entry_that_contradicts_an_earlier_one_is_a_problem() -> None:
    words, problems = words_from([{"zh-Hans": "软件", "zh-Hant": "軟件"}, {"zh-Hans": "软件", "zh-Hant": "軟體"}])
    assert len(words) == 1
    assert problems == ((1, "软件 is 軟體 in zh-Hant here, but 軟件 in entry 1", "keep one of the two entries"),)


def test_entries_that_agree_do_not_contradict() -> None:
    assert words_from([{"zh-Hans": "网络", "zh-Hant": "網絡"}, {"zh-Hans": "网络", "zh-Hant-TW": "網路"}])[1] == ()
