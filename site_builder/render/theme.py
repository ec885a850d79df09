"""A theme: the templates that make pages out of views, and what is wrong with them."""

from __future__ import annotations

import difflib
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError, nodes

from site_builder.diagnostics import Diagnostic, Location, SourceError, error
from site_builder.render.interface import Entry, merge, read_interface

OWN = "default/"
"""The prefix under which a template that a site overrides can still be reached."""
INTERFACE = "interface.toml"
_FOLDER = "templates/"


@dataclass(frozen=True, slots=True)
class Theme:
    """Compiled templates and the interface's words."""

    templates: Mapping[str, str]
    environment: Environment
    interface: Mapping[str, Entry]

    def render(self, name: str, path: str, /, **views: object) -> str:
        """Return the template *name* filled with *views*, for the page at the output path *path*.

        Raises :class:`SourceError` with the template's line.
        """
        try:
            return self.environment.get_template(name).render(views)
        except Exception as exception:
            raise SourceError(self._fault(exception, name, path)) from exception

    def _fault(self, exception: Exception, name: str, path: str) -> Diagnostic:
        place = _innermost(exception, self.templates) or Location(_FOLDER + name)
        if isinstance(exception, TemplateNotFound):
            return _missing(str(exception.name or ""), place, self.templates)
        what = str(exception) if isinstance(exception, (TemplateError, LookupError)) else _described(exception)
        return error("template-error", f"{what} (while rendering {path})", place)


def load(templates: Mapping[str, str]) -> Theme:
    """Compile *templates* (sources by name); raises :class:`SourceError` with everything that is wrong with them."""
    environment = Environment(
        loader=_Loader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    problems = [
        problem
        for name, source in sorted(templates.items())
        if not name.endswith(".toml") and not _is_repeated(name, templates)
        for problem in _check(environment, name, source, templates)
    ]
    interface: dict[str, Entry] = {}
    for name in (OWN + INTERFACE, INTERFACE):
        if name in templates:
            try:
                interface = merge(interface, read_interface(templates[name], _FOLDER + name))
            except SourceError as exception:
                problems += exception.diagnostics
    if problems:
        raise SourceError(*problems)
    return Theme(templates, environment, interface)


class _Loader(BaseLoader):
    """Finds templates in a mapping, and gives them names by which a traceback can be read."""

    def __init__(self, templates: Mapping[str, str]) -> None:
        self.templates = templates

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, None]:  # noqa: ARG002 - Jinja's signature
        """Return a template's source and the path that errors name."""
        if template not in self.templates:
            raise TemplateNotFound(template)
        return self.templates[template], _FOLDER + template, None


def _check(environment: Environment, name: str, source: str, templates: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Yield what can be said of a template without rendering it."""
    try:
        tree = environment.parse(source, name)
        environment.get_template(name)
    except TemplateSyntaxError as exception:
        yield error("template-error", exception.message or "it cannot be read", _place(name, exception.lineno, source))
        return
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        wanted = getattr(node, "template", None)
        optional = isinstance(node, nodes.Include) and node.ignore_missing
        if (
            isinstance(wanted, nodes.Const)
            and isinstance(wanted.value, str)
            and not optional
            and wanted.value not in templates
        ):
            yield _missing(wanted.value, _place(name, node.lineno, source), templates)


def _is_repeated(name: str, templates: Mapping[str, str]) -> bool:
    """Whether *name* is the theme's name of a template that nobody overrides, which stands under its plain name too."""
    return name.startswith(OWN) and templates.get(name.removeprefix(OWN)) == templates[name]


def _missing(wanted: str, place: Location, templates: Mapping[str, str]) -> Diagnostic:
    near = difflib.get_close_matches(wanted, templates, 1)
    return error(
        "template-missing", f"there is no template {wanted!r}", place, f"did you mean {near[0]}?" if near else ""
    )


def _place(name: str, line: int, source: str) -> Location:
    lines = source.splitlines()
    return Location(_FOLDER + name, line, 0, lines[line - 1] if 0 < line <= len(lines) else "")


def _innermost(exception: Exception, templates: Mapping[str, str]) -> Location | None:
    """Return the line of the template that *exception* came out of."""
    if isinstance(exception, TemplateSyntaxError) and exception.name:
        return _place(exception.name, exception.lineno, templates.get(exception.name, ""))
    for frame in reversed(traceback.extract_tb(exception.__traceback__)):
        name = frame.filename.removeprefix(_FOLDER)
        if frame.filename.startswith(_FOLDER) and name in templates:
            return _place(name, frame.lineno or 0, templates[name])
    return None


def _described(exception: Exception) -> str:
    return f"{type(exception).__name__}: {exception}"
