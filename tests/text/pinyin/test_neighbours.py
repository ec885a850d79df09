"""What the hashes of a neighbourhood have in common, and what tells them apart."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from site_builder.text.pinyin import neighbours
from site_builder.text.words import Words, cut, lexicon

_TEXT = st.text(alphabet="他为了银行的长发，。\n着種\U00020000a1", max_size=40)


def _hashes(text: str, place: int) -> set[int]:
    """Return the hashes around the character of *text* at *place*."""
    found = neighbours.hashes(text, np.array([place]), np.zeros((1, 1), np.int64), [len(text)], cut(text))
    return set(found[0].tolist())


def test_the_same_place_has_the_same_hashes() -> None:
    assert _hashes("他为朋友帮忙。", 1) == _hashes("他为朋友帮忙。", 1)


def test_another_polyphone_shares_no_hash() -> None:
    assert not _hashes("他为朋友帮忙。", 1) & _hashes("他还朋友帮忙。", 1)


def test_more_in_common_means_more_hashes_in_common() -> None:
    near = _hashes("他为朋友帮忙。", 1) & _hashes("他为同学帮忙。", 1)
    far = _hashes("他为朋友帮忙。", 1) & _hashes("分为三种情况。", 1)
    assert len(far) < len(near)


def test_words_of_one_kind_stand_for_each_other() -> None:
    fine = dict(zip(lexicon(), neighbours.kinds().fine.tolist(), strict=False))
    alike = [
        word for word, kind in fine.items() if kind == fine["朋友"] and len(word) == len("朋友") and word != "朋友"
    ]
    other = next(word for word, kind in fine.items() if kind != fine["朋友"] and len(word) == len("朋友"))
    around = _hashes("他为朋友。", 1)
    shared = [len(around & _hashes(f"他为{word}。", 1)) for word in alike]
    assert max(shared) > len(around & _hashes(f"他为{other}。", 1))


def test_a_given_name_after_it_tells_a_surname() -> None:
    names = _hashes("单晓敏来了。", 0) & _hashes("单国华走了。", 0)
    word = _hashes("单晓敏来了。", 0) & _hashes("单的走了吗。", 0)
    assert len(word) < len(names)


@given(_TEXT, _TEXT, _TEXT)
def test_a_neighbourhood_ends_with_its_sentence(before: str, text: str, after: str) -> None:
    middle = f"。{text}为。"
    words = cut(middle)
    whole = before + middle + after
    place = np.array([len(before) + len(text) + 1])
    told = np.zeros((1, 1), np.int64)
    ends = [len(before), len(before) + len(middle), len(whole)]
    moved = Words(words.spans + len(before), words.numbers)
    alone = neighbours.hashes(middle, place - len(before), told, [len(middle)], words)
    assert np.array_equal(neighbours.hashes(whole, place, told, ends, moved), alone)
