import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.config import DEFAULT_HTML_TAGS
from site_builder.markup.html import NEVER, allowed_tags, is_allowed_attribute, is_safe_address, sanitise
from site_builder.tree import serialize, walk


@pytest.mark.parametrize(
    "address",
    ["a.md", "/a/", "#b", "?q", "//example.org/", "https://example.org/", "mailto:a@b", "甲:乙.md", "HTTP://x"],
)
def test_addresses_that_only_lead_somewhere_are_safe(address: str) -> None:
    assert is_safe_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:x", "JaVaScRiPt:x", " javascript:x", "java\tscript:x", "java\nscript:x", "\x01javascript:x",
        "javascript&#58;x", "&#x6a;avascript:x", "javascript&colon;x", "data:text/html,x", "vbscript:x", "file:///etc/passwd",
    ],
)  # fmt: skip
def test_addresses_that_run_programs_are_not(address: str) -> None:
    assert not is_safe_address(address)


def test_some_elements_can_never_be_allowed() -> None:
    assert allowed_tags(frozenset({"b", "script", "iframe", "style"})) == {"b"}
    assert not DEFAULT_HTML_TAGS & NEVER


@pytest.mark.parametrize(
    ("tag", "name", "value", "expected"),
    [
        ("b", "class", "x", True),
        ("b", "onclick", "x", False),
        ("b", "style", "x", False),
        ("b", "href", "x", False),
        ("a", "href", "x", True),
        ("a", "target", "_blank", False),
        ("td", "colspan", "2", True),
        ("td", "colspan", "many", False),
        ("p", "id", "a b", False),
        ("p", "data-at", "3", False),
    ],
)
def test_attributes_are_allowed_one_by_one(tag: str, name: str, value: str, *, expected: bool) -> None:
    assert is_allowed_attribute(tag, name, value) is expected


def test_the_notation_passes_and_comments_stay_as_they_are() -> None:
    html = '<p><x-keep>甲</x-keep><x-choice rule="a&quot;b"></x-choice><!-- <b> &amp; --></p>'
    assert serialize(sanitise(html, DEFAULT_HTML_TAGS)) == html


@given(st.text(alphabet="<>/=\"' abpscriptonload-!x&;:", max_size=80))
def test_whatever_comes_in_only_harmless_elements_come_out(html: str) -> None:
    for element in walk(sanitise(html, DEFAULT_HTML_TAGS)):
        assert element.tag not in NEVER
        assert not any(name.startswith("on") for name, _ in element.attrs)
