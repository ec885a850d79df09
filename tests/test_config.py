import pytest

from site_builder.config import Config, PinyinMode, read_config, with_base_url
from site_builder.diagnostics import SourceError
from site_builder.text.variants import VARIANTS


def problems_of(text: str) -> list[tuple[str, int, int, str, str]]:
    with pytest.raises(SourceError) as caught:
        read_config(text)
    return [(d.code, d.location.line, d.location.column, d.message, d.hint) for d in caught.value.diagnostics]


def test_an_empty_file_gives_the_defaults() -> None:
    assert read_config("") == Config()


def test_settings_are_read_with_their_types() -> None:
    config = read_config('title = "书"\nvariants = ["zh-hant-tw", "zh-CN"]\npinyin = "all"\nquotes = false\n')
    assert config.title == "书"
    assert config.variants == (VARIANTS["zh-Hant-TW"], VARIANTS["zh-Hans-CN"])
    assert config.pinyin is PinyinMode.ALL
    assert not config.quotes


def test_an_unknown_key_is_an_error_with_a_suggestion() -> None:
    assert problems_of('title = "x"\ntitel = "y"\n') == [
        ("config-unknown-key", 2, 1, "site.toml has no key 'titel'", "did you mean title?")
    ]


def test_all_ill_typed_values_are_reported_in_one_run() -> None:
    found = problems_of('title = 1\nquotes = "yes"\nrecent = 0\ntags = "a"\nbase_url = "example"\n')
    assert [(code, line) for code, line, *_ in found] == [("config-type", n) for n in range(1, 6)]


def test_a_syntax_error_has_its_place() -> None:
    [(code, line, _, _, hint)] = problems_of('title = "x"\nvariants = [\n')
    assert (code, line) == ("config-syntax", 3)
    assert hint


def test_an_unknown_variant_is_an_error_with_a_suggestion() -> None:
    [(code, line, _, message, hint)] = problems_of('variants = ["zh-Hand"]')
    assert (code, line) == ("variant-unknown", 1)
    assert "zh-Hand" in message
    assert hint.startswith("did you mean zh-Han")


def test_html_can_be_narrowed_but_not_widened_to_programs() -> None:
    assert read_config('html = ["br", "kbd"]').html == {"br", "kbd"}
    [(code, *_)] = problems_of('html = ["script"]')
    assert code == "config-type"


def test_a_base_url_gets_its_final_slash() -> None:
    assert with_base_url(Config(), "https://example.org/a").base_url == "https://example.org/a/"
    with pytest.raises(ValueError, match="no absolute address"):
        with_base_url(Config(), "ftp://x")
