"""What the preview lays over a page."""

from __future__ import annotations

from site_builder.diagnostics import Location, error, locate, warning
from site_builder.serve import overlay


def test_the_client_goes_before_the_end_of_the_body_and_carries_the_root_element() -> None:
    page = b"<html lang=zh data-x='\"'><body>\xe6\x96\x87</BODY></html>"
    assert overlay.with_client(page, "d") == (
        b"<html lang=zh data-x='\"'><body>\xe6\x96\x87"
        b'<script src="/__preview/client.js" data-preview="d"'
        b' data-root="&lt;html lang=zh data-x=&#x27;&quot;&#x27;&gt;"></script></BODY></html>'
    )


def test_the_client_goes_to_the_end_of_a_page_without_a_body() -> None:
    assert overlay.with_client(b"<p>x", "d").endswith(b"</script>")


def test_problems_are_shown_in_the_words_of_the_report_and_escaped() -> None:
    problem = error("title-missing", "no <title>", locate("a&b.md", "头<发>", 1, 3), "write 'title:'")
    assert overlay.fragment((problem,)) == (
        '<h2>1 error in 1 file</h2><ol><li class="error"><p class="place">a&amp;b.md:1:2</p>'
        '<p class="message"><b>error[title-missing]</b> no &lt;title&gt;</p>'
        '<pre>头&lt;发&gt;\n\u3000^\uff3e^</pre><p class="hint">write &#x27;title:&#x27;</p></li></ol>'
    )


def test_no_more_problems_are_shown_than_anybody_reads() -> None:
    problems = tuple(warning("link-missing", "dead", Location("a.md", line)) for line in range(1, 61))
    shown = overlay.payload(problems)
    assert (shown["errors"], shown["warnings"]) == (0, 60)
    assert str(shown["html"]).startswith("<h2>60 warnings in 1 file; 10 not shown</h2>")
    assert str(shown["html"]).count("<li") == 50


def test_a_site_without_problems_has_nothing_to_show() -> None:
    assert overlay.payload(()) == {"errors": 0, "warnings": 0, "html": ""}
