from site_builder.config import Config
from site_builder.diagnostics import Severity
from site_builder.markup.parsing import parse
from site_builder.markup.proofreading import Finding, proofread
from site_builder.model import Source
from site_builder.text.glossary import NO_GLOSSARY, Glossary, words_from
from site_builder.text.registry import annotator


def findings(text: str, glossary: Glossary = NO_GLOSSARY) -> tuple[Finding, ...]:
    document = parse(Source("a.md", text.encode(), "0"), Config())
    return proofread(document, text, glossary, annotator("pinyin"))


TRADITIONAL = "---\ntitle: 題\nscript: zh-Hant\n---\n\n聽說**美國製裁**這家公司以後，他們的產品都賣不出去了。\n"


def test_a_character_that_an_earlier_conversion_got_wrong_is_found_with_its_place() -> None:
    found = [f.diagnostic for f in findings(TRADITIONAL) if f.diagnostic.code == "doubtful-character"]
    [doubt] = [d for d in found if d.location.text[d.location.column - 1] == "製"]
    assert (doubt.location.path, doubt.location.line, doubt.severity) == ("content/a.md", 6, Severity.DOUBT)
    assert "制" in doubt.message
    assert "zh-Hant" in doubt.hint


def test_what_the_glossary_settles_is_not_doubtful() -> None:
    words, mistakes = words_from([{"keep": "美國製裁"}])
    assert mistakes == ()
    codes = [f.diagnostic for f in findings(TRADITIONAL, Glossary(words))]
    assert not any("製" in d.message for d in codes if d.code == "doubtful-character")


def test_a_reading_that_was_guessed_is_found_with_the_way_to_settle_it() -> None:
    found = findings("---\ntitle: 题\n---\n\n他觉得闷，背着人数了数，差了一处。\n")
    readings = [f.diagnostic for f in found if f.diagnostic.code == "doubtful-reading"]
    assert readings
    for doubt in readings:
        character = doubt.location.text[doubt.location.column - 1]
        assert doubt.message.startswith(f"{character} is read ")
        assert doubt.hint.startswith("if it is wrong, write the reading: {" + character + "|")


def test_findings_come_most_doubtful_first() -> None:
    chances = [finding.chance for finding in findings(TRADITIONAL)]
    assert chances == sorted(chances, reverse=True)
