"""The packaged dictionary."""

from __future__ import annotations

from site_builder.text.pinyin.generate import own_words, pypinyin_table
from site_builder.text.pinyin.tables import Table, corrected_dictionary, dictionary, packed, unpacked


def test_packaged_table_is_the_installed_pypinyins() -> None:
    assert dictionary() == pypinyin_table()


def test_packaged_corrections_are_our_own_list() -> None:
    own = own_words(dictionary())
    assert own
    assert own.items() <= corrected_dictionary().phrases.items()
    assert all(len(phrase) == len(codes) for phrase, codes in own.items())


def test_unpacking_inverts_packing() -> None:
    table = Table.of(
        {"行": ("xíng", "háng"), "银": ("yín",)}, {"银行": ("yín", "háng"), "银行行": ("yín", "xíng", "xíng")}
    )
    assert unpacked(packed(table)) == table
