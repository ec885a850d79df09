import pytest

from site_builder.config import Config
from site_builder.diagnostics import Diagnostic
from site_builder.markup.parsing import parse
from site_builder.model import Source


def found(text: str, name: str = "a.txt") -> list[Diagnostic]:
    document = parse(Source(name, f"---\ntitle: 题\nscript: zh-Hans\n---\n{text}\n".encode(), ""), Config())
    return [problem for problem in document.diagnostics if problem.code.startswith(("text-", "script-"))]


def codes(text: str, name: str = "a.txt") -> list[str]:
    return [problem.code for problem in found(text, name)]


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("晒书\ue000的人", "text-private-use", 3),
        ("晒书\ufffd的人", "text-private-use", 3),
        ("晒\u200b书", "text-invisible", 2),
        ("晒\u202e书", "text-invisible", 2),
        ("晒书</p>", "text-stray-tag", 3),
        ("晒书&nbsp;", "text-stray-tag", 3),
        ("晒书?/p>", "text-stray-tag", 3),
        ("晒(shài)书", "text-reading", 2),
        ("晒（shài）书", "text-reading", 2),
        ("因?yàn)之故", "text-damaged", 1),
        ("晒书æ™’ä¹¦", "text-damaged", 3),
        ("锟斤拷锟斤拷", "text-damaged", 1),
        ("鎴戞檼涔", "text-damaged", 1),
        ("晒书，槊餮廴嗽绢，的人", "text-damaged", 4),
    ],
)
def test_a_sign_of_damage_is_found_where_it_stands(text: str, code: str, column: int) -> None:
    assert [(problem.code, problem.location.line, problem.location.column) for problem in found(text)] == [
        (code, 5, column)
    ]


def test_a_title_that_was_copied_with_its_text_is_found() -> None:
    text = "夏天晒书的人\n\n夏天晒书的人\n\n他们都来了。"
    assert [(p.code, p.location.line) for p in found(text) if p.code == "text-repeated"] == [("text-repeated", 7)]


@pytest.mark.parametrize(
    "text",
    [
        "魑魅魍魉在山里，饕餮在锅边。",
        "函数(fn)和行（line）都不是读音，甲（yi）也不算。",
        "他写了“锟斤拷”三个字。",
        "𠮷野家的葛\U000e0100，〇和⿰亻尔。",
        "参差荇菜，左右采之。",
    ],
)
def test_what_only_looks_odd_is_left_alone(text: str) -> None:
    assert codes(text) == []


def test_code_is_not_suspected() -> None:
    assert codes("`锟斤拷锟斤拷` 和 `晒(shài)`\n\n```\n\ue000\n```", "a.md") == []


def test_of_each_kind_five_are_told_and_the_rest_counted() -> None:
    problems = found("晒(shài)书\n" * 9)
    assert len(problems) == 6
    assert problems[-1].message.startswith("4 more places")
    assert problems[-1].location.line == 10


def test_paragraphs_in_the_other_script_are_named_by_line() -> None:
    problems = found("这里说的是风。\n\n這裡說的是風。\n\n那里说的是书。", "a.md")
    assert [(problem.code, problem.location.line) for problem in problems] == [("script-mixed", 7)]
    assert problems[0].message.endswith("are Traditional: 7")


def test_protected_text_mixes_no_scripts() -> None:
    assert codes("这里说的是风。\n\n-{這裡說的是風。}-", "a.md") == []


def test_a_translation_is_not_suspected() -> None:
    assert codes("a word 個(gè) here", "a.en.md") == []
