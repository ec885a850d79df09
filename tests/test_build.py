import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from site_builder import workers
from site_builder.build import plan, publishable
from site_builder.config import Config, PinyinMode
from site_builder.model import Plan, Project
from site_builder.store import Store
from site_builder.text.variants import VARIANTS

MakeProject = Callable[..., Project]

TEXTS = {
    "_index.md": "---\ntitle: 书房\n---\n\n欢迎。\n",
    "essays/茶.md": (
        "---\ntitle: 一杯茶\ndate: 2026-01-02\ntags: [茶, 早晨]\n---\n\n## 头一泡\n\n这茶很香，见[面](面.md)。\n"
    ),
    "essays/面.md": ("---\ntitle: 麵\ndate: 2025-03-04\ntags: [早晨]\n---\n\n這碗麵後來涼了。他說：「不要緊。」\n"),
    "notes/代码.md": "---\ntitle: 代码\npinyin: none\n---\n\n```\n头发\n```\n\n头**发**[^1]\n\n[^1]: 注\n",
}


def rendered(plan: Plan) -> dict[str, bytes]:
    return {path: target.render().data for path, target in plan.targets.items()}


def test_a_site_is_complete(make_project: MakeProject) -> None:
    made = plan(make_project(TEXTS))
    assert made.diagnostics == ()
    for inner in ("", "essays/", "essays/cha/", "notes/dai-ma/", "tags/", "tags/cha/", "archive/"):
        for folder in ("zh-hans", "zh-hant"):
            assert f"{folder}/{inner}index.html" in made.targets
    for path in ("index.html", "404.html", "sitemap.xml", "robots.txt", "zh-hans/feed.xml", "zh-hant/feed.xml"):
        assert path in made.targets


def test_building_twice_gives_the_same_bytes_and_so_does_the_reverse_order(make_project: MakeProject) -> None:
    project = make_project(TEXTS)
    first = rendered(plan(project))
    assert first == rendered(plan(project))
    assert first == rendered(plan(replace(project, sources=project.sources[::-1])))


def test_a_build_with_a_memo_equals_one_without(make_project: MakeProject, tmp_path: Path) -> None:
    project = make_project(TEXTS)
    expected = rendered(plan(project))
    for _ in range(2):
        store = Store(tmp_path / "cache.sqlite")
        assert rendered(plan(project, memo=store)) == expected
        store.save()


def test_a_change_of_one_text_is_seen_through_the_memo(make_project: MakeProject, tmp_path: Path) -> None:
    store = Store(tmp_path / "cache.sqlite")
    rendered(plan(make_project(TEXTS), memo=store))
    store.save()
    changed = TEXTS | {"essays/面.md": TEXTS["essays/面.md"].replace("麵\n", "冷麵\n")}
    assert rendered(plan(make_project(changed), memo=Store(tmp_path / "cache.sqlite"))) == rendered(
        plan(make_project(changed))
    )


def test_several_processes_render_what_one_does(make_project: MakeProject, tmp_path: Path) -> None:
    project = make_project({f"{n}.md": f"# 第{n}篇\n\n头发\n" for n in range(40)})
    store = Store(tmp_path / "cache.sqlite")
    many = {artifact.path: artifact.data for artifact in workers.render(plan(project, memo=store), store, 2)}
    assert many == rendered(plan(project))
    assert store.harvest.fresh


def test_all_problems_of_all_files_are_found_in_one_run(make_project: MakeProject) -> None:
    made = plan(
        make_project(
            {
                "a.md": "---\ntitel: 一\n---\n\n文",
                "b.md": "# 二\n\n-{没有关",
                "c.md": b"\xc4\xe3\xba\xc3",
                "d.md": "# 四\n\n[看](no.md)",
                "e.md": "---\ntitle: 五\ndate: 2026-02-30\n---\n\n文",
            }
        )
    )
    assert [(d.code, d.location.path) for d in made.diagnostics] == [
        ("front-matter-unknown-key", "content/a.md"),
        ("protection-unclosed", "content/b.md"),
        ("encoding-unknown", "content/c.md"),
        ("link-missing", "content/d.md"),
        ("front-matter-date", "content/e.md"),
    ]
    assert not publishable(made.diagnostics)


def test_warnings_stop_publication_only_when_strict(make_project: MakeProject) -> None:
    made = plan(make_project({"a.md": "# 一\n\n[看](no.md)"}))
    assert publishable(made.diagnostics)
    assert not publishable(made.diagnostics, strict=True)


def test_a_page_that_is_not_annotated_has_no_ruby(make_project: MakeProject) -> None:
    pages = rendered(plan(make_project(TEXTS)))
    assert b"<ruby" in pages["zh-hans/essays/cha/index.html"]
    article = re.search(rb"<article.*</article>", pages["zh-hans/notes/dai-ma/index.html"], re.DOTALL)
    assert article
    bare = plan(make_project(TEXTS, config=Config(pinyin=PinyinMode.NONE)))
    assert not any(b"<ruby" in page for page in rendered(bare).values())


def test_five_variants_have_the_same_pages_and_ids(make_project: MakeProject) -> None:
    pages = rendered(plan(make_project(TEXTS, config=Config(variants=tuple(VARIANTS.values())))))
    for path, page in pages.items():
        if path.startswith("zh-hans/") and path.endswith(".html"):
            for variant in VARIANTS.values():
                other = pages[path.replace("zh-hans/", f"{variant.folder}/", 1)]
                assert re.findall(rb' id="([^"]*)"', page) == re.findall(rb' id="([^"]*)"', other)


words = st.text(st.sampled_from("头发后来面条说话的了在是，。“”ab12 \n*_`[]()<>&{|}-"), max_size=80)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words)
def test_any_text_gives_a_site_or_diagnostics_but_no_exception(make_project: MakeProject, text: str) -> None:
    made = plan(make_project({"a.md": f"# 题\n\n{text}\n"}))
    rendered(made)


def test_each_variant_and_page_may_have_its_own_annotator(make_project: MakeProject) -> None:
    config = Config(readings={"zh-Hant": "zhuyin"}, pinyin_tones="spoken")
    pages = rendered(
        plan(make_project(TEXTS | {"z.md": "---\ntitle: 注\nreading: zhuyin\n---\n\n茶\n"}, config=config))
    )
    assert "ㄔㄚˊ" in pages["zh-hant/essays/cha/index.html"].decode()
    assert "ㄔㄚˊ" not in pages["zh-hans/essays/cha/index.html"].decode()
    assert "ㄔㄚˊ" in pages["zh-hans/z/index.html"].decode()
