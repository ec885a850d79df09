from site_builder.cache import RecentMemo, digest


def test_different_splits_of_the_same_characters_differ() -> None:
    assert digest("ab", "c") != digest("a", "bc")
    assert digest("a") == digest(b"a")


def test_a_recent_memo_keeps_what_is_asked_for_and_forgets_the_rest() -> None:
    memo = RecentMemo()
    assert memo.remember("a", lambda: 1) == 1
    memo.turn()
    assert memo.remember("a", lambda: 2) == 1
    memo.turn()
    memo.turn()
    assert memo.remember("a", lambda: 3) == 3
