import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.markup.measures import counts, cut, plain_text, summary
from site_builder.text.variants import HANS, HANT
from site_builder.tree import parse


def test_hanzi_and_words_are_counted_apart_and_code_not_at_all() -> None:
    assert counts(parse("<p>晒书 with 3 <code>cats 猫</code> don't</p><pre>书</pre>")) == (2, 3)


def test_readings_and_footnote_marks_are_not_counted() -> None:
    html = '<p><ruby>书<rt>shū</rt></ruby><sup class="footnote-ref"><a href="#fn-1">1</a></sup></p>'
    assert counts(parse(html)) == (1, 0)


def test_plain_text_makes_the_choices_of_a_variant() -> None:
    nodes = parse('<p><x-choice rule="zh-hans:软件; zh-hant:軟體"></x-choice><x-keep>甲</x-keep></p>')
    assert (plain_text(nodes, HANS), plain_text(nodes, HANT)) == ("软件甲", "軟體甲")


def test_a_summary_joins_short_paragraphs() -> None:
    assert summary(parse("<h2>题</h2><p>早。</p><p>院里铺满了书。</p>"), HANS) == "早。院里铺满了书。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("院里有书。风来了又去。", "院里有书。"),
        ("他说：“走吧。”大家就走了。", "他说：“走吧。”"),
        ("他说：“走吧。大家都走。”就走了", "他说…"),
        ("院里有书，风来了又去", "院里有书…"),
        ("（很长很长很长很长的话）", "（很长很长很长很…"),
        ("短句。", "短句。"),
    ],
)
def test_a_summary_ends_with_a_sentence_and_outside_of_brackets(text: str, expected: str) -> None:
    assert cut(text, 9) == expected


@given(st.text(alphabet="书风。，“”（）「」a ", max_size=60), st.integers(2, 30))
def test_a_cut_text_is_never_longer_than_asked_for(text: str, longest: int) -> None:
    assert len(cut(text, longest)) <= longest
