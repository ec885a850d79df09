import pytest

from site_builder.config import Config
from site_builder.diagnostics import SourceError
from site_builder.markup.decoding import decode

HANS = "院里铺满了书，风来一页页翻。猫也来看，看完就睡了。"
HANT = "院裡鋪滿了書，風來一頁頁翻。貓也來看，看完就睡了。"


def problem(data: bytes, config: Config | None = None) -> tuple[str, str, int]:
    with pytest.raises(SourceError) as caught:
        decode(data, "content/a.md", config or Config())
    first = caught.value.diagnostics[0]
    return first.code, f"{first.message} {first.hint}", first.location.line


@pytest.mark.parametrize(
    ("data", "line", "encoding"),
    [
        (f"书\n{HANS}".encode("gb18030"), 1, "GB18030"),
        (b"one\n" + HANT.encode("big5"), 2, "Big5"),
        (HANT.encode() + b"\n" + HANT.encode("big5"), 2, "Big5"),
        (HANS.encode("utf-16"), 1, "UTF-16"),
        (HANS.encode("utf-16-le"), 1, "UTF-16LE"),
        (HANS.encode("utf-16-be"), 1, "UTF-16BE"),
        (HANS.encode("utf-32"), 1, "UTF-32"),
        ("one\ncafé".encode("latin-1"), 2, "Windows-1252"),
    ],
)
def test_another_encoding_is_named_with_the_line_of_its_first_byte(data: bytes, line: int, encoding: str) -> None:
    code, message, place = problem(data)
    assert (code, place) == ("encoding-unknown", line)
    assert f"looks like {encoding}" in message
    assert f"iconv -f {encoding} -t UTF-8" in message


@pytest.mark.parametrize("data", [b"\xe5\xad", b"a\xc0\xaf", b"\xed\xa0\xbd\xed\xb8\x80", b"\xf8\x88\x80\x80\x80"])
def test_damaged_utf_8_is_not_taken_for_another_encoding(data: bytes) -> None:
    code, message, _ = problem(data)
    assert code == "encoding-unknown"
    assert "is not UTF-8" in message


def test_an_image_is_no_text() -> None:
    assert problem(b"\x89PNG\r\n\x1a\n\xff")[1].startswith("this is no text file")


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \n\t\n"])
def test_a_file_without_text_is_refused(data: bytes) -> None:
    assert problem(data)[0] == "file-empty"


def test_a_file_over_the_limit_is_refused_unread() -> None:
    assert problem(b"\xff" * 20, Config(max_file_bytes=10))[0] == "file-too-large"


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert decode("\ufeff书".encode(), "a", Config()) == ("书", ())


def test_every_line_break_becomes_a_line_feed() -> None:
    assert decode("一\r\n二\r三\n四".encode(), "a", Config()) == ("一\n二\n三\n四", ())


@pytest.mark.parametrize("line_break", ["\x85", "\u2028", "\u2029"])
def test_an_unusual_line_break_is_told(line_break: str) -> None:
    text, problems = decode(f"一\r\n二{line_break}三".encode(), "a", Config())
    assert text == "一\n二\n三"
    assert [(problem.code, problem.location.line) for problem in problems] == [("text-invisible", 2)]


@pytest.mark.parametrize("character", ["\x00", "\x02", "\x1b", "\x7f", "\x9f", "\ufdd0", "\ufffe", "\U0010ffff"])
def test_a_character_that_no_text_has_is_named(character: str) -> None:
    code, message, line = problem(f"一\n二{character}三".encode())
    assert (code, line) == ("character-forbidden", 2)
    assert f"U+{ord(character):04X}" in message


def test_many_forbidden_characters_are_counted() -> None:
    with pytest.raises(SourceError) as caught:
        decode(b"a\x00" * 9, "a", Config())
    assert len(caught.value.diagnostics) == 6
    assert "4 more" in caught.value.diagnostics[-1].message
