"""Themes: overriding, extending, and errors that name the line."""

import pytest

from site_builder.diagnostics import SourceError
from site_builder.render.theme import Theme, load


def problems_of(templates: dict[str, str], name: str = "") -> list[tuple[str, str, str, int, str]]:
    with pytest.raises(SourceError) as caught:
        load(templates).render(name, "zh-hans/index.html", page={"title": "x"})
    return [(d.code, d.message, d.location.path, d.location.line, d.hint) for d in caught.value.diagnostics]


def test_a_site_extends_the_template_that_it_overrides(theme_templates: dict[str, str]) -> None:
    theme = load(
        theme_templates
        | {
            "a.html": '{% extends "default/a.html" %}{% block one %}[{{ super() }}]{% endblock %}',
            "default/a.html": "{% block one %}theirs{% endblock %}!",
        }
    )

    assert theme.render("a.html", "x") == "[theirs]!"


def test_text_is_escaped() -> None:
    assert load({"a.html": "{{ title }}"}).render("a.html", "x", title="<b>&") == "&lt;b&gt;&amp;"


def test_a_syntax_error_names_its_line() -> None:
    assert problems_of({"a.html": "one\n{% if %}\n"}) == [
        ("template-error", "Expected an expression, got 'end of statement block'", "templates/a.html", 2, "")
    ]


def test_every_template_with_an_error_is_reported_at_once() -> None:
    assert [path for _, _, path, _, _ in problems_of({"a.html": "{% if %}", "b.html": "{{ }", "c.html": "fine"})] == [
        "templates/a.html",
        "templates/b.html",
    ]


def test_an_unknown_name_is_reported_with_the_page() -> None:
    assert problems_of({"a.html": "one\n\n{{ page.titel }}"}, "a.html") == [
        (
            "template-error",
            "'dict object' has no attribute 'titel' (while rendering zh-hans/index.html)",
            "templates/a.html",
            3,
            "",
        )
    ]


def test_an_error_in_a_partial_is_reported_there() -> None:
    templates = {"a.html": '{% include "b.html" %}', "b.html": "\n{{ 1 / 0 }}"}

    assert problems_of(templates, "a.html")[0][1:4] == (
        "ZeroDivisionError: division by zero (while rendering zh-hans/index.html)",
        "templates/b.html",
        2,
    )


def test_a_missing_template_is_reported_where_it_is_named() -> None:
    assert problems_of({"a.html": '\n{% extends "bsae.html" %}', "base.html": ""}) == [
        ("template-missing", "there is no template 'bsae.html'", "templates/a.html", 2, "did you mean base.html?")
    ]


def test_a_template_may_include_what_need_not_exist() -> None:
    theme = load({"a.html": 'a{% include "own.html" ignore missing %}'})

    assert theme.render("a.html", "x") == "a"


def test_a_template_named_by_a_value_is_missed_when_rendered() -> None:
    assert problems_of({"a.html": "\n{% include page.title %}"}, "a.html") == [
        ("template-missing", "there is no template 'x'", "templates/a.html", 2, "")
    ]


def test_a_missing_static_file_is_an_error_of_the_template(render: object, site: object) -> None:
    with pytest.raises(SourceError) as caught:
        render(site, {"partials/footer.html": "\n{{ static('style.cs') }}"})  # type: ignore[operator]  # a fixture
    problem = caught.value.diagnostics[0]

    assert problem.message.startswith("there is no static file 'style.cs'; did you mean 'style.css'?")
    assert (problem.location.path, problem.location.line) == ("templates/partials/footer.html", 2)


def test_the_default_theme_is_sound(theme_templates: dict[str, str]) -> None:
    assert isinstance(load(theme_templates), Theme)
