from pathlib import Path

import pytest

from site_builder import files
from site_builder.diagnostics import SourceError


def make_site(folder: Path, **texts: str) -> Path:
    (folder / "content").mkdir(parents=True)
    (folder / "site.toml").write_text('title = "书"\n', encoding="utf-8")
    for name, text in texts.items():
        path = folder / "content" / f"{name.replace('__', '/')}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_texts_and_other_files_are_told_apart(tmp_path: Path) -> None:
    site = make_site(tmp_path / "s", essays__a="甲", b="乙")
    (site / "content" / "essays" / "p.png").write_bytes(b"png")
    project = files.load(site)
    assert [source.path for source in project.sources] == ["b.md", "essays/a.md"]
    assert [asset.path for asset in project.assets] == ["essays/p.png"]
    assert project.config.title == "书"
    assert project.diagnostics == ()


def test_what_editors_leave_while_they_save_is_ignored(tmp_path: Path) -> None:
    site = make_site(tmp_path / "s", a="甲")
    for name in (".a.md.swp", "a.md~", "#a.md#", ".#a.md", "a.md.tmp", "a.md___jb_tmp___", "4913", ".DS_Store"):
        (site / "content" / name).write_bytes(b"\xff")
    assert [source.path for source in files.load(site).sources] == ["a.md"]


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("秘密", encoding="utf-8")
    site = make_site(tmp_path / "s", a="甲")
    (site / "content" / "leak.md").symlink_to(tmp_path / "secret.md")
    (site / "content" / "loop").symlink_to(site / "content")
    project = files.load(site)
    assert [source.path for source in project.sources] == ["a.md"]
    assert [(d.code, d.location.path) for d in project.diagnostics] == [
        ("file-unreadable", "content/leak.md"),
        ("file-unreadable", "content/loop"),
    ]


def test_a_site_file_replaces_the_same_file_of_the_theme(tmp_path: Path) -> None:
    site = make_site(tmp_path / "s")
    (site / "templates").mkdir()
    (site / "templates" / "article.html").write_text("mine")
    project = files.load(site)
    assert project.templates["article.html"] == "mine"
    assert project.templates["default/article.html"] != "mine"
    assert project.templates["base.html"] == project.templates["default/base.html"]


def test_a_folder_without_site_toml_is_no_site(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        files.load(tmp_path)
    assert caught.value.diagnostics[0].code == "config-missing"


def test_a_glossary_is_read_and_its_mistakes_have_a_place(tmp_path: Path) -> None:
    site = make_site(tmp_path / "s")
    (site / "glossary.toml").write_text(
        '[[word]]\nkeep = "甲"\n\n[[word]]\nzh-Hand = "x"\n\n[extra]\n', encoding="utf-8"
    )
    project = files.load(site)
    assert project.glossary.words[0].spellings() == ("甲",)
    found = [(d.code, d.location.line) for d in project.diagnostics]
    assert sorted(set(found)) == [("glossary-entry", 4), ("glossary-entry", 7)]
