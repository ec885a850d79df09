"""The pages outside the variants' trees."""


def test_the_root_offers_every_variant_in_its_own_script(rendered: dict[str, str]) -> None:
    page = rendered["index.html"]

    assert '<a href="/reading/zh-hans/" hreflang="zh-Hans" data-script="zh-Hans">' in page
    assert '<a href="/reading/zh-hant/" hreflang="zh-Hant" data-script="zh-Hant">' in page
    assert '<li lang="zh-Hant">' in page
    assert "小書房" in page
    assert "refresh" not in page, "only a stored choice leads on"


def test_every_page_leads_back_to_the_choice(rendered: dict[str, str]) -> None:
    assert '<a href="/reading/?choose">' in rendered["zh-hans/essays/shan/index.html"]


def test_the_root_and_the_home_pages_are_alternates_of_each_other(rendered: dict[str, str]) -> None:
    def alternates(path: str) -> list[str]:
        return [line for line in rendered[path].splitlines() if "hreflang" in line and line.startswith("<link")]

    assert alternates("index.html") == alternates("zh-hans/index.html") == alternates("zh-hant/index.html")
    assert '<link rel="alternate" hreflang="x-default" href="https://example.org/reading/">' in alternates("index.html")


def test_an_old_address_leads_to_the_text_as_written(rendered: dict[str, str]) -> None:
    page = rendered["old/shan.html"]

    assert '<meta http-equiv="refresh" content="0; url=/reading/zh-hans/essays/shan/">' in page
    assert '<link rel="canonical" href="https://example.org/reading/zh-hans/essays/shan/">' in page
    assert '<a href="/reading/zh-hans/essays/shan/">' in page
    assert '<meta name="robots" content="noindex">' in page


def test_an_old_address_of_one_variant_has_counterparts(rendered: dict[str, str]) -> None:
    assert "url=/reading/zh-hans/essays/shui/" in rendered["zh-hans/old/index.html"]
    assert "url=/reading/zh-hant/essays/shui/" in rendered["zh-hant/old/index.html"]


def test_a_missing_page_is_explained_in_every_script_and_not_indexed(rendered: dict[str, str]) -> None:
    page = rendered["404.html"]

    assert "地址可能写错了" in page
    assert 'href="/reading/zh-hant/"' in page
    assert '<meta name="robots" content="noindex">' in page
    assert "canonical" not in page
