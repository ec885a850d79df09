import pytest

from site_builder.diagnostics import Location
from site_builder.structure.permalinks import Name, check_slug, read_name, section_address


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a.md", Name("", "a", "")),
        ("随笔/茶.md", Name("随笔", "茶", "")),
        ("a.en.md", Name("", "a", "en")),
        ("a.zh-Hant.md", Name("", "a", "zh-Hant")),
        ("a.zh-tw.txt", Name("", "a", "zh-tw")),
        ("v1.2.md", Name("", "v1.2", "")),
        ("node.js.md", Name("", "node", "js")),
        ("my.notes.md", Name("", "my.notes", "")),
        ("x/_index.zh-Hant.md", Name("x", "_index", "zh-Hant")),
        ("x/index.md", Name("x", "_index", "")),
    ],
)
def test_a_name_is_taken_apart(path: str, name: Name) -> None:
    assert read_name(path) == name


def test_chinese_folders_become_pinyin_and_intros_may_choose() -> None:
    assert section_address("随笔/重庆", {}) == "sui-bi/chong-qing/"
    assert section_address("随笔/重庆", {"随笔": "essays"}) == "essays/chong-qing/"
    assert section_address("", {}) == ""


@pytest.mark.parametrize("slug", ["a", "lao-jie", "2026", "v1.2", "a_b", "chong-qing-de-yin-yue"])
def test_good_slugs_pass(slug: str) -> None:
    assert list(check_slug(slug, Location("a.md"))) == []


@pytest.mark.parametrize(
    "slug", ["../x", "/abs", "a b", "A", "老街", ".hidden", "a//b", "con", "com1", "a:b", "x" * 101, "a\n", "%2e", "-a"]
)
def test_slugs_that_no_address_can_have_are_errors_with_a_hint(slug: str) -> None:
    [problem] = check_slug(slug, Location("a.md"))
    assert problem.code == "slug-malformed"
    assert problem.hint
