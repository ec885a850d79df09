from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.build import plan
from site_builder.config import Config
from site_builder.files import digest_of
from site_builder.model import Plan, Project, Source
from site_builder.text.variants import HANS, VARIANTS

PlanSite = Callable[..., Plan]


def found(plan: Plan) -> list[tuple[str, str, int]]:
    return [(d.code, d.location.path, d.location.line) for d in plan.diagnostics]


def test_the_address_comes_from_the_file_name_in_pinyin(plan_site: PlanSite) -> None:
    site = plan_site({"随笔/重庆的音乐.md": "# 音乐\n\n文\n"}).site
    assert [page.inner for page in site.pages] == ["sui-bi/chong-qing-de-yin-yue/"]
    assert [section.inner for section in site.sections] == ["", "sui-bi/"]


def test_an_address_that_two_texts_have_is_an_error_that_names_both(plan_site: PlanSite) -> None:
    made = plan_site({"诗歌.md": "# 一\n\n文", "shi-ge.md": "# 二\n\n文"})
    assert found(made) == [("slug-duplicate", "content/诗歌.md", 0)]
    assert "content/shi-ge.md" in made.diagnostics[0].message


def test_the_addresses_of_the_sites_own_pages_are_taken(plan_site: PlanSite) -> None:
    made = plan_site(
        {"tags.md": "# 一\n\n文", "archive/x.md": "# 二\n\n文", "a/b.md": "---\ntitle: 三\nslug: index\n---\n\n文"}
    )
    assert [code for code, *_ in found(made)] == ["slug-duplicate"] * 3


def test_index_introduces_a_folder_as_well_but_not_twice(plan_site: PlanSite) -> None:
    made = plan_site({"a/index.md": "# 甲\n\n文", "a/b.md": "# 乙\n\n文"})
    assert found(made) == []
    assert [page.inner for page in made.site.pages] == ["a/b/"]
    twice = plan_site({"a/index.md": "# 甲\n\n文", "a/_index.md": "# 乙\n\n文"})
    assert [code for code, *_ in found(twice)] == ["slug-duplicate"]


def test_a_text_and_a_folder_of_one_address_clash(plan_site: PlanSite) -> None:
    made = plan_site({"a.md": "# 一\n\n文", "a/b.md": "# 二\n\n文"})
    assert ("slug-duplicate", "content/a.md", 0) in found(made)


def test_the_slug_of_the_front_matter_is_checked_at_its_place(plan_site: PlanSite) -> None:
    made = plan_site({"a.md": "---\ntitle: 一\nslug: ../x\n---\n\n文\n"})
    assert found(made) == [("slug-malformed", "content/a.md", 3)]


def test_a_hand_made_variant_replaces_the_conversion(plan_site: PlanSite) -> None:
    made = plan_site({"a.md": "# 土豆\n\n软件", "a.zh-Hant.md": "# 馬鈴薯\n\n手寫"})
    assert found(made) == []
    [page] = made.site.pages
    assert page.document_for(VARIANTS["zh-Hant"]).path == "a.zh-Hant.md"
    assert page.document_for(HANS).path == "a.md"
    assert "手寫".encode() not in made.targets["zh-hans/a/index.html"].render().data
    assert "馬鈴薯" in made.targets["zh-hant/a/index.html"].render().data.decode()


def test_a_hand_made_variant_with_other_paragraphs_is_reported(plan_site: PlanSite) -> None:
    made = plan_site({"a.md": "# 一\n\n甲\n\n乙", "a.zh-Hant.md": "# 一\n\n甲"})
    assert [code for code, *_ in found(made)] == ["translation-mismatch"]


def test_a_variant_that_the_site_does_not_publish_is_an_error(plan_site: PlanSite) -> None:
    made = plan_site({"a.md": "# 一\n\n文", "a.zh-Hand.md": "# 一\n\n文", "a.zh-Hant-TW.md": "# 一\n\n文"})
    assert [code for code, *_ in found(made)] == ["variant-unknown"] * 2


def test_a_translation_is_paired_paragraph_by_paragraph(plan_site: PlanSite) -> None:
    made = plan_site({"a.md": "# 一\n\n甲\n\n- 乙\n", "a.en.md": "# One\n\nA\n\n- B\n"})
    assert found(made) == []
    [page] = made.site.pages
    [translation] = page.translations
    assert translation.language == "en"
    assert len(translation.pairs) == 2


def test_a_translation_with_a_paragraph_too_few_is_reported(plan_site: PlanSite) -> None:
    made = plan_site({"a.md": "# 一\n\n甲\n\n乙", "a.en.md": "# One\n\nA"})
    assert found(made) == [("translation-mismatch", "content/a.en.md", 3)]


def test_a_variant_or_translation_without_its_text_is_an_error(plan_site: PlanSite) -> None:
    assert [code for code, *_ in found(plan_site({"a.en.md": "# One\n\nA"}))] == ["variant-orphan"]


def test_drafts_are_left_out_unless_asked_for(make_project: Callable[..., Project]) -> None:
    project = make_project({"a.md": "---\ntitle: 一\ndraft: true\n---\n\n文"})
    assert plan(project).site.pages == ()
    assert len(plan(project, drafts=True).site.pages) == 1


def test_aliases_lead_to_their_page_and_may_not_hide_another(plan_site: PlanSite) -> None:
    made = plan_site(
        {
            "a.md": "---\ntitle: 一\naliases: [/old/a/, /zh-hans/b/, /a b/]\n---\n\n文",
            "b.md": "# 二\n\n文",
        }
    )
    assert made.site.redirects == {"old/a": "a/"}
    assert [code for code, *_ in found(made)] == ["alias-conflict"] * 2
    assert "old/a/index.html" in made.targets


def test_tags_in_either_script_are_one_tag(plan_site: PlanSite) -> None:
    site = plan_site(
        {
            "a.md": "---\ntitle: 一\ntags: [诗歌]\n---\n\n这是说话",
            "b.md": "---\ntitle: 二\ntags: [詩歌]\n---\n\n這是說話",
        }
    ).site
    [term] = site.tags
    assert term.slug == "shi-ge"
    assert len(term.pages) == 2


def test_a_tag_off_the_sites_list_is_reported_with_a_suggestion(plan_site: PlanSite) -> None:
    made = plan_site({"a.md": "---\ntitle: 一\ntags: [诗, 散问]\n---\n\n文"}, config=Config(tags=("詩", "散文")))
    assert found(made) == [("tag-unknown", "content/a.md", 3)]
    assert made.diagnostics[0].hint == "did you mean 散文?"


def test_a_series_is_in_reading_order_and_a_place_taken_twice_is_reported(plan_site: PlanSite) -> None:
    def chapter(order: int) -> str:
        return f"---\ntitle: 章{order}\nseries: {{name: 长篇, order: {order}}}\n---\n\n文"

    site = plan_site({"b.md": chapter(1), "a.md": chapter(2)}).site
    assert [page.inner for page in site.series[0].pages] == ["b/", "a/"]
    assert [code for code, *_ in found(plan_site({"b.md": chapter(1), "a.md": chapter(1)}))] == ["series-order"]


def test_only_assets_that_a_text_shows_are_published(plan_site: PlanSite) -> None:
    made = plan_site({"a.md": "# 一\n\n![图](p.png)"}, assets={"p.png": b"x", "secret.pdf": b"y"})
    assert [path for path in made.targets if path.startswith("media/")] == [made.site.assets["p.png"]]


@settings(max_examples=20, deadline=None)
@given(st.permutations(["a.md", "b/c.md", "b/d.md", "e.zh-Hant.md", "e.md"]))
def test_the_order_of_the_files_changes_nothing(order: list[str]) -> None:
    def project(paths: list[str]) -> Project:
        sources = tuple(Source(p, f"# {p}\n\n同样的文字".encode(), digest_of(p.encode())) for p in paths)
        return Project(Config(), sources=sources)

    first, second = plan(project(sorted(order))), plan(project(order))
    assert first.site == second.site
    assert first.diagnostics == second.diagnostics
