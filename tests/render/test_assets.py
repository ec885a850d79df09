"""Static files under names that hold their digest."""

import hashlib

from site_builder.model import Asset
from site_builder.render.assets import publish


def asset(path: str, text: str = "") -> Asset:
    return Asset(path, text.encode(), "")


def digits(text: str) -> str:
    return hashlib.blake2b(text.encode()).hexdigest()[:12]


def test_a_file_is_named_after_its_content() -> None:
    published = publish([asset("reader.js", "1")])

    assert published["reader.js"].path == f"reader.{digits('1')}.js"
    assert published["reader.js"].data == b"1"


def test_files_for_the_root_keep_their_names() -> None:
    assert publish([asset("root/favicon.ico", "x")])["root/favicon.ico"].path == "favicon.ico"


def test_a_style_sheet_names_other_files_by_their_new_names() -> None:
    sheet = "@font-face { src: url('../fonts/a.woff2?v=1#x') } @import \"more.css\"; b { background: url(none.png) }"
    published = publish([asset("css/a.css", sheet), asset("css/more.css", "i{}"), asset("fonts/a.woff2", "f")])

    text = published["css/a.css"].data.decode()
    assert f"url('../fonts/a.{digits('f')}.woff2?v=1#x')" in text
    assert f'@import "more.{digits("i{}")}.css"' in text
    assert "url(none.png)" in text
    assert published["css/a.css"].path == f"css/a.{digits(text)}.css"


def test_addresses_with_a_scheme_stay() -> None:
    sheet = "a { background: url(data:image/png;base64,AAAA) } b { background: url(https://example.org/a.png) }"

    assert publish([asset("a.css", sheet), asset("a.png")])["a.css"].data.decode() == sheet


def test_sheets_that_import_each_other_are_published() -> None:
    published = publish([asset("a.css", '@import "b.css";'), asset("b.css", '@import "a.css";')])

    assert set(published) == {"a.css", "b.css"}
