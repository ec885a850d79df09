"""A small site made by hand, with editions and phrases that need neither parser nor dictionary."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import pytest

from site_builder.config import Config, PinyinMode
from site_builder.model import (
    Credit,
    Document,
    Edition,
    FrontMatter,
    Heading,
    Level,
    Membership,
    Page,
    Phrase,
    Section,
    Site,
    Term,
)
from site_builder.render.targets import targets
from site_builder.render.theme import load
from site_builder.text.glossary import NO_GLOSSARY, Glossary
from site_builder.text.variants import HANS, HANT, Script, Variant
from site_builder.tree import Nodes, Text, escape_text, parse, serialize, text_of

TRADITIONAL = str.maketrans(
    "书简体读长写选择标签归档栏订阅页没这远说转换", "書簡體讀長寫選擇標籤歸檔欄訂閱頁沒這遠說轉換"
)
SIMPLIFIED = str.maketrans(
    "書簡體讀長寫選擇標籤歸檔欄訂閱頁沒這遠說轉換", "书简体读长写选择标签归档栏订阅页没这远说转换"
)


def converted(text: str, source: Variant, target: Variant) -> str:
    if source.script is target.script:
        return text
    return text.translate(TRADITIONAL if target.script is Script.HANT else SIMPLIFIED)


def with_reading(text: str) -> str:
    return escape_text(text).replace("山", "<ruby>山<rt>shān</rt></ruby>")


def phrase(nodes: Nodes, source: Variant, target: Variant, _glossary: Glossary = NO_GLOSSARY) -> Phrase:
    text = converted(text_of(nodes), source, target)
    return Phrase(text, with_reading(text))


def edition(page: Page, variant: Variant) -> Edition:
    document = page.document_for(variant)
    title = converted(text_of(document.title), document.script, variant)
    body = converted(serialize(document.body), document.script, variant)
    annotated = document.front.pinyin is not PinyinMode.NONE
    return Edition(
        variant=variant,
        title=title,
        title_html=with_reading(title) if annotated else escape_text(title),
        summary=converted(document.summary, document.script, variant),
        body_html=body.replace("山", "<ruby>山<rt>shān</rt></ruby>") if annotated else body,
        plain_html=body,
        headings=tuple(
            Heading(2, element_id, converted(text, document.script, variant))
            for element_id, text in (("shan", "山"), ("shui", "水"))
            if f'id="{element_id}"' in body
        ),
        annotated=annotated,
        chosen=(("山路", "山道"),),
    )


def document(  # noqa: PLR0913 - what tests vary
    path: str, title: str, body: str, *, script: Variant = HANS, summary: str = "", level: int = 0, **front: object
) -> Document:
    return Document(
        path=path,
        digest=path,
        front=FrontMatter(title=title, **front),  # type: ignore[arg-type]  # each test gives fields of their types
        title=(Text(title),),
        summary=summary,
        body=parse(body),
        script=script,
        hanzi=1234,
        words=5,
        levels=(("hsk-2025", level),),
    )


SETTINGS = Config(
    title="小书房",
    description="两种写法，一样的书。",
    author="编者",
    base_url="https://example.org/reading/",
    pinyin=PinyinMode.OFF,
)

STATICS = ("style.css", "reader.js", "icon.svg")

LONG = (
    '<p id="p1">远山长。</p><h2 id="shan">山</h2><p id="p2">山在水上。</p>'
    '<h2 id="shui">水</h2><p id="p3">水在山下。</p>'
)


@pytest.fixture
def site() -> Site:
    return make_site()


@pytest.fixture
def site_with() -> Callable[..., Site]:
    """Return a function that makes the site with other settings."""
    return lambda **settings: make_site(replace(SETTINGS, **settings))


def make_site(config: Config = SETTINGS, statics: Mapping[str, str] | None = None) -> Site:
    first = Page(
        document(
            "essays/shan.md",
            "远山",
            LONG,
            summary="说山。",
            level=4,
            date=date(2026, 11, 2),
            updated=date(2026, 11, 5),
            author="林读",
            tags=("山水",),
            series=Membership("山水记", 1),
            source=Credit("旧书", "https://example.com/book"),
        ),
        "essays/shan/",
        "essays/",
        {},
    )
    second = Page(
        document(
            "essays/shui.md",
            "寫山",
            '<p id="p1">這裡寫山 &amp; 水。</p>',
            script=HANT,
            level=7,
            date=date(2025, 3, 1),
            tags=("山水",),
            series=Membership("山水记", 2),
        ),
        "essays/shui/",
        "essays/",
        {},
    )
    third = Page(
        document("notes/shan.md", "远山", '<p id="p1">没有拼音的山。</p>', pinyin=PinyinMode.NONE),
        "notes/shan/",
        "notes/",
        {},
    )
    intro = Page(document("_index.md", "小书房", '<p id="p1">这里是书房。</p>'), "", "", {})
    pages = (first, second, third)
    return Site(
        config=config,
        glossary=FrontMatter().glossary,
        pages=pages,
        sections=(
            Section("", intro.document.title, HANS, intro, (), None),
            Section("essays/", (Text("散文"),), HANS, None, (first, second), ""),
            Section("notes/", (Text("札记"),), HANS, None, (third,), ""),
        ),
        tags=(Term("山水", HANS, "shan-shui", (first, second)),),
        series=(Term("山水记", HANS, "shan-shui-ji", (first, second)),),
        links={},
        redirects={"old/shan.html": "essays/shan/", "zh-hans/old": "essays/shui/"},
        assets={},
        statics=statics or dict(zip(STATICS, STATICS, strict=True)),
        levels=(Level(4, (first,)), Level(7, (second,))),
    )


Rendered = dict[str, str]


@pytest.fixture
def render(theme_templates: dict[str, str]) -> Callable[..., Rendered]:
    """Return a function that renders a site, with a site's own templates over the theme's, to {path: text}."""

    def render_site(site: Site, templates: Mapping[str, str] | None = None) -> Rendered:
        theme = load(theme_templates | dict(templates or {}))
        return {target.path: target.render().data.decode() for target in targets(site, theme, edition, phrase)}

    return render_site


@pytest.fixture
def rendered(site: Site, render: Callable[..., Rendered]) -> Rendered:
    return render(site)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden", action="store_true", help="rewrite the expected pages; read the difference in git"
    )


@pytest.fixture(name="phrase")
def phrase_function() -> Callable[[Nodes, Variant, Variant], Phrase]:
    return phrase
