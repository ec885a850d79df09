from hypothesis import given
from hypothesis import strategies as st

from site_builder.tree import (
    BOUNDARY,
    Comment,
    Element,
    Node,
    Nodes,
    Run,
    Text,
    map_elements,
    map_runs,
    merged,
    parse,
    serialize,
    text_of,
)

characters = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)
attributes = st.lists(
    st.tuples(st.sampled_from(["id", "class", "title", "href"]), characters), max_size=2, unique_by=lambda pair: pair[0]
).map(tuple)


def elements(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    inner = st.lists(children, max_size=4).map(merged)
    return st.one_of(
        st.builds(Element, st.sampled_from(["p", "b", "a", "ul", "li", "code", "ruby", "rt"]), attributes, inner),
        st.builds(Element, st.sampled_from(["br", "img"]), attributes),
    )


leaves: st.SearchStrategy[Node] = st.one_of(
    characters.map(Text), st.text(st.sampled_from("ab 头"), max_size=5).map(Comment)
)
trees = st.lists(st.recursive(leaves, elements, max_leaves=12), max_size=4).map(merged)


def identity(run: Run) -> list[Nodes]:
    return [(Text(run.text[leaf.start : leaf.end]),) for leaf in run.leaves]


@given(trees)
def test_parse_after_serialize_gives_an_equal_tree(nodes: Nodes) -> None:
    assert parse(serialize(nodes)) == nodes


@given(trees)
def test_map_runs_with_the_identity_changes_nothing(nodes: Nodes) -> None:
    assert map_runs(nodes, identity) == nodes


@given(trees)
def test_map_elements_with_the_identity_changes_nothing(nodes: Nodes) -> None:
    assert map_elements(nodes, lambda element: (element,)) == nodes


def runs_of(html: str) -> list[str]:
    seen: list[str] = []

    def note(run: Run) -> list[Nodes]:
        seen.append(run.text)
        return identity(run)

    map_runs(parse(html), note)
    return seen


def test_a_run_goes_through_inline_markup() -> None:
    assert runs_of('<p>头<b>发</b>长<a href="x">了</a></p>') == ["头发长了"]


def test_a_run_ends_at_a_block() -> None:
    assert runs_of("<ul><li>一<p>二</p>三</li><li>四</li></ul>") == ["一", "二", "三", "四"]


def test_opaque_elements_interrupt_a_run_and_skipped_ones_do_not() -> None:
    assert runs_of("<p>头<code>x</code>发<ruby>好<rt>hǎo</rt></ruby></p>") == [f"头{BOUNDARY}发好"]


def test_text_of_leaves_readings_out() -> None:
    assert text_of(parse("<p><ruby>好<rt>hǎo</rt></ruby>的</p>")) == "好的"


def test_what_closes_nothing_is_dropped_and_what_is_open_is_closed() -> None:
    assert serialize(parse("</b><p>一<b>二</p>")) == "<p>一<b>二</b></p>"


def test_text_and_attributes_are_escaped() -> None:
    nodes = (Element("a", (("href", '"<&'),), (Text("<&>"),)),)
    assert serialize(nodes) == '<a href="&quot;&lt;&amp;">&lt;&amp;&gt;</a>'
