"""Addresses and output paths."""

from site_builder.addresses import Addresses, encode, output_path
from site_builder.text.variants import HANS, HANT


def test_addresses_keep_the_path_of_the_base_url() -> None:
    addresses = Addresses("https://example.org/reading/")

    assert addresses.root == "/reading/"
    assert addresses.page_href(HANS, "essays/tea/") == "/reading/zh-hans/essays/tea/"
    assert addresses.page_url(HANT, "") == "https://example.org/reading/zh-hant/"
    assert addresses.absolute(addresses.href("a.css")) == "https://example.org/reading/a.css"


def test_a_site_at_the_root_of_its_host() -> None:
    addresses = Addresses("https://example.org/")

    assert addresses.root == "/"
    assert addresses.page_href(HANS, "") == "/zh-hans/"
    assert addresses.page_url(HANS, "a/") == "https://example.org/zh-hans/a/"


def test_only_what_would_end_or_change_an_address_is_encoded() -> None:
    assert encode("图/a b?#%.png") == "%E5%9B%BE/a%20b%3F%23%25.png"


def test_a_folder_is_served_by_its_index() -> None:
    assert [output_path(path) for path in ("", "a/", "404.html")] == ["index.html", "a/index.html", "404.html"]
