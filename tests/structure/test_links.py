from collections.abc import Callable

import pytest

from site_builder.model import Plan

PlanSite = Callable[..., Plan]

OTHER = "# 别处\n\n## 第一节\n\n文字\n"


def resolved(plan_site: PlanSite, link: str) -> tuple[str, list[str], list[str]]:
    made = plan_site(
        {
            "essays/a.md": f"# 甲\n\n## 开头\n\n看[这里]({link})吧\n",
            "essays/b.md": OTHER,
            "notes/c.md": OTHER,
            "notes/_index.md": "# 笔记\n\n文",
        },
        assets={"essays/p.pdf": b"x"},
    )
    target = next(iter(made.site.links["essays/a.md"].values()))
    return target, [d.code for d in made.diagnostics], [d.hint for d in made.diagnostics]


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("b.md", "page:essays/b/"),
        ("b", "page:essays/b/"),
        ("../notes/c.md", "page:notes/c/"),
        ("/notes/c.md", "page:notes/c/"),
        ("/notes/c/", "page:notes/c/"),
        ("/zh-hant/notes/c/", "page:notes/c/"),
        ("../notes/", "page:notes/"),
        ("../notes/_index.md", "page:notes/"),
        ("../notes/c.md#第一节", "page:notes/c/#di-yi-jie"),
        ("../notes/c.md#di-yi-jie", "page:notes/c/#di-yi-jie"),
        ("../notes/c.md#p1", "page:notes/c/#p1"),
        ("#开头", "page:essays/a/#kai-tou"),
        ("/archive/", "page:archive/"),
        ("https://example.org/x", "https://example.org/x"),
        ("mailto:a@example.org", "mailto:a@example.org"),
    ],
)
def test_a_link_leads_where_its_author_meant(plan_site: PlanSite, link: str, target: str) -> None:
    assert resolved(plan_site, link) == (target, [], [])


def test_a_file_beside_the_text_is_published_and_linked(plan_site: PlanSite) -> None:
    target, codes, _ = resolved(plan_site, "p.pdf")
    assert target.startswith("asset:media/p.")
    assert codes == []


def test_a_dead_link_is_left_out_and_reported_with_a_suggestion(plan_site: PlanSite) -> None:
    target, codes, hints = resolved(plan_site, "../notes/cc.md")
    assert (target, codes) == ("", ["link-missing"])
    assert hints == ["did you mean notes/c.md?"]


def test_a_missing_anchor_is_reported_and_the_link_leads_to_the_page(plan_site: PlanSite) -> None:
    target, codes, hints = resolved(plan_site, "../notes/c.md#第二节")
    assert (target, codes) == ("page:notes/c/", ["anchor-missing"])
    assert hints == ["did you mean #第一节?"]


def test_a_dead_link_has_its_place_in_the_source(plan_site: PlanSite) -> None:
    made = plan_site({"a.md": "---\ntitle: 一\n---\n\n一行\n\n看[这里](no.md)吧"})
    [problem] = made.diagnostics
    assert (problem.location.line, problem.location.path) == (7, "content/a.md")


def test_a_missing_image_is_left_out_and_a_foreign_one_is_kept_and_reported(plan_site: PlanSite) -> None:
    made = plan_site({"a.md": "# 一\n\n![甲](no.png)\n\n![乙](https://example.net/p.png)"})
    assert sorted(d.code for d in made.diagnostics) == ["image-foreign", "image-missing"]
    html = made.targets["zh-hans/a/index.html"].render().data.decode()
    assert "no.png" not in html
    assert "https://example.net/p.png" in html
