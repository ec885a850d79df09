import pytest

from site_builder.diagnostics import CODES, Diagnostic, Location, excerpt, locate


def test_a_place_is_found_by_offset() -> None:
    assert locate("a.md", "一\n二三四\n", 3, 2) == Location("a.md", 2, 2, "二三四", 2)


def test_the_caret_stands_under_full_width_characters() -> None:
    assert excerpt(Location("a.md", 1, 3, "头发x长", 2)) == ("头发x长", "\u3000\u3000^\uff3e")


def test_a_long_line_is_cut_around_the_place() -> None:
    line = "a" * 100 + "发" + "b" * 100
    shown, caret = excerpt(Location("a.md", 1, 101, line))
    assert len(shown) == 72
    assert shown[len(caret) - 1] == "发"


def test_codes_are_kebab_case_and_explained() -> None:
    for code, meaning in CODES.items():
        assert code == code.lower()
        assert "_" not in code
        assert meaning.endswith(".")


def test_an_unlisted_code_is_refused() -> None:
    with pytest.raises(ValueError, match="unlisted"):
        Diagnostic("no-such-code", "x", Location("a.md"))
