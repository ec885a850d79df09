"""What the tests share: a project in memory."""

from collections.abc import Callable, Iterator

import pytest

from site_builder import files
from site_builder.build import plan
from site_builder.config import Config
from site_builder.diagnostics import Diagnostic
from site_builder.model import Asset, Plan, Project, Source
from site_builder.text.glossary import NO_GLOSSARY, Glossary

MakeProject = Callable[..., Project]


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the caches of tested builds away from the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def theme_templates() -> dict[str, str]:
    own = {
        path.relative_to(files.THEME / "templates").as_posix(): path.read_text(encoding="utf-8")
        for path in sorted((files.THEME / "templates").rglob("*"))
        if path.is_file()
    }
    return own | {f"default/{name}": text for name, text in own.items()}


@pytest.fixture(scope="session")
def theme_statics() -> tuple[Asset, ...]:
    folder = files.THEME / "static"
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return tuple(
        Asset(path.relative_to(folder).as_posix(), path.read_bytes(), files.digest_of(path.read_bytes()))
        for path in paths
    )


@pytest.fixture
def make_project(theme_templates: dict[str, str], theme_statics: tuple[Asset, ...]) -> MakeProject:
    """Return a factory: {source path: text or bytes} to a project in memory, with the default theme."""

    def make(
        sources: dict[str, str | bytes],
        *,
        config: Config | None = None,
        glossary: Glossary = NO_GLOSSARY,
        assets: dict[str, bytes] | None = None,
        templates: dict[str, str] | None = None,
    ) -> Project:
        contents = {
            path: text.encode("utf-8") if isinstance(text, str) else text for path, text in sorted(sources.items())
        }
        return Project(
            config=config or Config(title="书房"),
            sources=tuple(Source(path, data, files.digest_of(data)) for path, data in contents.items()),
            assets=tuple(Asset(path, data, files.digest_of(data)) for path, data in sorted((assets or {}).items())),
            statics=theme_statics,
            templates=theme_templates | (templates or {}),
            glossary=glossary,
        )

    return make


@pytest.fixture
def plan_site(make_project: MakeProject) -> Callable[..., Plan]:
    """Return a factory: {source path: text} to the plan of a site."""
    return lambda sources, **settings: plan(make_project(sources, **settings))


def codes_of(diagnostics: tuple[Diagnostic, ...]) -> list[tuple[str, str, int]]:
    return [(d.code, d.location.path, d.location.line) for d in diagnostics]
