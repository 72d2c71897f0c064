"""HTML: pages that take a parser beyond measure are refused, and no others."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from bri_search.errors import UnreadableSource
from bri_search.sources.readers import read_bytes
from bri_search.sources.readers.nesting import check_nesting
from tests import making
from tests.samples import refused

DEEP = {
    "div": "<div>" * 200_000,
    "closed": "<div>" * 50_000 + "甲" + "</div>" * 50_000,
    "crossed": "<span><div></span>" * 20_000,
    "tables": "<table><tr><td>" * 3_000,
    "quotes": '<p \'><p ="><p a=b">' + "<div>" * 20_000,
    "drawing": "<svg><path/><title>" + "<div>" * 20_000,
    "formatting": "".join(f"<p><font color={number}>甲" for number in range(5_000)),
    "attributes": "<p " + " ".join(f"a{number}" for number in range(50_000)) + ">",
    "body": "".join(f"<body a{number}>" for number in range(50_000)),
    "options": "<select>" + "<option>" * 100_000,
}


@pytest.mark.parametrize("page", DEEP.values(), ids=DEEP.keys())
def test_a_page_that_takes_a_parser_beyond_measure_is_refused(page: str) -> None:
    reasons = ("nests more than", "leaves formatting open", "more than 1,000 attributes", "options")
    for reason in (
        refused(".html", f"<p>甲{page}".encode()),
        refused(".epub", making.book("", more={"OPS/第1章.xhtml": f"<p>甲{page}"})),
    ):
        assert any(one in reason for one in reasons)


TAGS = (
    "a annotation-xml b body button caption col dd desc div dl dt font foreignObject form h1 head "
    "html iframe li math mi nobr object ol option p path pre rt ruby select span style svg table "
    "tbody td textarea title tr ul x"
)
a_tag = st.sampled_from(TAGS.split())
written = st.one_of(
    a_tag.map(lambda name: f"<{name}>"),
    a_tag.map(lambda name: f"</{name}>"),
    a_tag.map(lambda name: f"<{name}/>"),
    st.just("甲"),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(written, max_size=2).map("".join), st.lists(written, max_size=7).map("".join))
@example(before="", again="<a><annotation-xml><object><dt><math/>")
@example(before="", again="<svg a=b/>")
@example(before="", again="<svg><g a=b/></svg><math/>")
def test_no_page_that_is_let_through_is_deep(before: str, again: str) -> None:
    page = before + again * 1_200
    try:
        check_nesting("a", page)
    except UnreadableSource:
        return
    deepest = 0
    ahead = [(LexborHTMLParser(page).root, 1)]
    while ahead:
        node, depth = ahead.pop()
        deepest = max(deepest, depth)
        ahead += [(child, depth + 1) for child in node.iter()] if node is not None else []
    # Of a cell, HTML itself opens the body of its table and its row.
    assert deepest < 4_100


@pytest.mark.parametrize(
    "page",
    [
        "<p>甲<br>" * 20_000,
        "<ul>" + "<li>甲<b>乙</b>" * 20_000,
        "<dl>" + "<dt>甲<dd>乙" * 10_000,
        "<table>" + "<tr><td><font color=red>甲<td><b>乙" * 10_000,
        "<p><span>甲</p>" * 10_000,
        "<b><p>甲</b></p>" * 5_000,
        "<table><tr><td>甲" + "<table>" * 5_000,
        "<form>甲" * 5_000,
        "<h2>甲</h3>" * 5_000,
        "<ruby>" + "甲<rt>jia" * 5_000 + "</ruby>",
        "<svg>" + "<path d='M1'/>" * 5_000 + "</svg><p>甲",
        "<script>'" + "<div>" * 5_000 + "'</script><p>甲",
        "<!--" + "<div>" * 5_000 + "--><p title='" + "<div>" * 5_000 + "'>甲",
        "<div>" * 900 + "甲",
    ],
    ids=range(14),
)
def test_what_ends_by_itself_is_no_depth(page: str) -> None:
    assert "甲" in read_bytes("a.html", ".html", page.encode()).text
