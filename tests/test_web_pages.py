"""HTML: what a page says of its text, and which of it is the main text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from bri_search.sources.readers import read_bytes
from bri_search.sources.sections import divide
from tests import making
from tests.building import LibraryOf
from tests.samples import SAMPLES, outlined, read, told


def test_what_is_beside_the_main_text_of_a_page_is_furniture() -> None:
    reading = read(SAMPLES["html"])
    _, furniture = divide(reading.text, False, reading.structure)
    assert [
        (piece.what, reading.text[slice(*piece.span)])
        for piece in furniture
        if piece.what != "white space"
    ] == [("navigation", "首頁 新聞"), ("footer", "版權所有")]


@pytest.mark.parametrize(
    ("page", "outline"),
    [
        ("<p>一<p hidden>二<p>三", ["paragraph 一", "- 二", "paragraph 三"]),
        ("<p>一<br>二", ["paragraph 一|二"]),
        (
            "<p>一。<br><br>　　二。<br>　　三。",
            ["paragraph 一。", "paragraph 二。", "paragraph 三。"],
        ),
        ("<p>面积10<sup>2</sup>米", ["paragraph 面积102米"]),
        ("<p>路通<sup>[3]</sup>了", ["paragraph 路通[3]了"]),
        ("<div>一<div>二</div>三</div>", ["paragraph 一", "paragraph 二", "paragraph 三"]),
        ("<ul><li>一<p>二</ul>", ["item 一", "item 二"]),
        (
            "<table><tr><td><h2>甲</h2><p>乙<td><p>丙</table>",
            ["heading 甲", "paragraph 乙", "paragraph 丙"],
        ),
        ("<table><tr><th>甲<th>乙<tr><td>1<td>2</table>", ["table 甲\t乙", "table 1\t2"]),
        ("<table><tr><td>com-<br>mittee<td>甲<br><br>乙<br></table>", ["table com-|mittee\t甲|乙"]),
        ("<svg><text>甲</text><tr>乙</tr></svg>", ["caption 甲", "table 乙"]),
        ("<figure><img><figcaption>圖</figcaption></figure><p>文", ["caption 圖", "paragraph 文"]),
        ("<p>甲<main><p>乙</main><p>丙", ["- 甲", "paragraph 乙", "- 丙"]),
        (
            "<ul><li><a href=1>甲</a><li><a href=2>乙</a><li><a href=3>丙</a></ul><p>文章。",
            ["- 甲", "- 乙", "- 丙", "paragraph 文章。"],
        ),
        ("<nav>只有這些</nav>", ["paragraph 只有這些"]),
        ("<ruby>漢<rt>hàn</rt></ruby>字", ["paragraph 漢字"]),
        ("<pre>a\n  b</pre>", ["code a|  b"]),
        ("<p>&lt;b&gt; &amp; &#20013;", ["paragraph <b> & 中"]),
        ("<p>中\n文 and\nwords", ["paragraph 中文 and words"]),
        ("一<script>二</script><style>三</style>四", ["paragraph 一四"]),
        ("<p>設<math><mi>x</mi><mo>+</mo><mn>1</mn></math>為", ["paragraph 設x+1為"]),
        ("<p>設<math alttext='x+1'></math>為", ["paragraph 設x+1為"]),
        (
            "<p>設<math><semantics><mi>x</mi><annotation>\\x</annotation></semantics></math>為",
            ["paragraph 設x為"],
        ),
        ("<h2><button>甲</button></h2><div>乙</div>", ["heading 甲", "paragraph 乙"]),
        ("<p>甲<p><button>乙</button><button>丙</button>", ["paragraph 甲", "paragraph 乙 丙"]),
        ("<details><summary>甲</summary>乙</details>", ["paragraph 甲", "paragraph 乙"]),
        ("<p>甲<svg><title>圖</title><path/></svg>乙", ["paragraph 甲乙"]),
        (
            "<p>甲<svg><text>年<tspan>份</tspan></text><text>噸</text></svg>乙",
            ["paragraph 甲", "caption 年份", "caption 噸", "paragraph 乙"],
        ),
        ("<p>甲</p><noscript><p>乙</p></noscript>丙", ["paragraph 甲", "- 乙", "paragraph 丙"]),
        ("<p>甲<p><textarea>乙</textarea>", ["paragraph 甲", "- 乙"]),
        ("<p>甲<p><select><option>乙<option>丙</select>", ["paragraph 甲", "- 乙", "- 丙"]),
        ("<p>甲<p><video>乙</video>", ["paragraph 甲", "- 乙"]),
        ("<frameset><frame src=a><noframes><p>甲</noframes></frameset>", ["paragraph 甲"]),
        ("<p>甲<noframes><body><h1>乙</h1></noframes>", ["paragraph 甲", "heading 乙"]),
    ],
)
def test_pages(page: str, outline: list[str]) -> None:
    assert outlined(page) == outline


SENTENCE = "港口之間的航線由來已久，商船往返其間。"


@pytest.mark.parametrize(
    ("page", "outline"),
    [
        (
            "<a href=#c>跳到內容</a><form><h2>甲</h2><p>乙，丙。</p><label>丁<input></label>"
            "<button>戊</button><button type=button>己</button><select><option>庚</select></form>",
            [
                "paragraph 跳到內容",
                "heading 甲",
                "paragraph 乙，丙。",
                "paragraph 丁 戊 己",
                "- 庚",
            ],
        ),
        (
            "<p>一，二。<form><div><label>甲<input></label></div><p><button>乙</button></p>"
            "<h2><button>丙</button></h2><p><button type=button>丁</button></p>"
            "<p>選<label>擇<input></label>題。</p></form>",
            [
                "paragraph 一，二。",
                "- 甲",
                "- 乙",
                "heading 丙",
                "paragraph 丁",
                "paragraph 選擇題。",
            ],
        ),
        (
            f"<main><p>甲。<form><p>{SENTENCE}</form></main>",
            ["paragraph 甲。", f"paragraph {SENTENCE}"],
        ),
        (
            f"<h1>甲</h1><div style='visibility: hidden; opacity: 0'><p>{SENTENCE}</div>",
            ["heading 甲", f"paragraph {SENTENCE}"],
        ),
        (f"<p>{SENTENCE}</p><p hidden>乙，丙。</p>", [f"paragraph {SENTENCE}", "- 乙，丙。"]),
        (
            f"<div><h2>甲</h2><p>{SENTENCE}</div><article><p>一圖看懂</article>",
            ["heading 甲", f"paragraph {SENTENCE}", "paragraph 一圖看懂"],
        ),
        (
            f"<h1>甲</h1><p>{SENTENCE}</p><article><p>寫得真好，{SENTENCE}</article>",
            ["heading 甲", f"paragraph {SENTENCE}", f"paragraph 寫得真好，{SENTENCE}"],
        ),
        (
            f"<article><p>{SENTENCE}</article><p>乙，丙。</p>",
            [f"paragraph {SENTENCE}", "- 乙，丙。"],
        ),
        (
            "<table><tr><td>甲<td>一<tr><td>乙<td>二</table><article><p>圖。</article>",
            ["table 甲\t一", "table 乙\t二", "paragraph 圖。"],
        ),
        (
            "<header><h1>甲</h1><p>乙，丙。<nav><a href=a>首頁</a></nav></header>"
            f"<div>{SENTENCE}</div>",
            ["heading 甲", "paragraph 乙，丙。", "- 首頁", f"paragraph {SENTENCE}"],
        ),
        (
            f"<header><p>站名</p></header><p>{SENTENCE}<footer>版權，所有。</footer>",
            ["- 站名", f"paragraph {SENTENCE}", "- 版權，所有。"],
        ),
        (
            f"<header><h1>站名</h1>口號</header><main><h1>甲</h1><p>{SENTENCE}</main>",
            ["heading 站名", "paragraph 口號", "heading 甲", f"paragraph {SENTENCE}"],
        ),
        (
            f"<main><p>{SENTENCE}</main><section class=footnotes role=doc-endnotes>"
            "<h2>注釋</h2><ol><li>見縣志。</ol></section>",
            [f"paragraph {SENTENCE}", "heading 注釋", "note 見縣志。"],
        ),
        (
            f"<main><p>{SENTENCE}</main><footer><div class=footnotes><p>見縣志。</div>甲。",
            [f"paragraph {SENTENCE}", "note 見縣志。", "- 甲。"],
        ),
        (
            f"<article><p>{SENTENCE}<aside><p>從沒裝過</aside><aside class=footnote>見縣志。"
            "</aside></article>",
            [f"paragraph {SENTENCE}", "note 從沒裝過", "note 見縣志。"],
        ),
        (
            f"<p>{SENTENCE}<aside><h3>熱門</h3><p><a href=a>一個長長的標題，講一件事。</a>",
            [f"paragraph {SENTENCE}", "- 熱門", "- 一個長長的標題，講一件事。"],
        ),
        (
            "<ul><li><a href=1>甲</a><li><a href=2>乙</a><li><a href=3>丙</a></ul>",
            ["item 甲", "item 乙", "item 丙"],
        ),
    ],
)
def test_what_of_a_page_is_its_main_text(page: str, outline: list[str]) -> None:
    assert outlined(page) == outline


@pytest.mark.parametrize(
    ("page", "outline"),
    [
        (
            "<p>沿<span style='display:none'>鍵</span>線。<p>乙",
            ["paragraph 沿線。", "- 鍵", "paragraph 乙"],
        ),
        ("<p>甲<span hidden>鍵<b>子</b></span>", ["paragraph 甲", "- 鍵子"]),
        (
            "<p>甲<i style='visibility:hidden'>一</i>乙<i hidden>二</i>",
            ["paragraph 甲乙", "- 一", "- 二"],
        ),
        ("<p>a <span hidden>key</span> b", ["paragraph a b", "- key"]),
        ("<div>甲<div hidden><p>一<p>二</div>乙</div>", ["paragraph 甲乙", "- 一", "- 二"]),
        ("<div>甲<div hidden></div>乙</div>", ["paragraph 甲乙"]),
        (
            "<table><tr><td>甲<span hidden>一</span>乙<td hidden>二<td>丙<div hidden>三</div></table>",
            ["table 甲乙\t丙", "- 一", "- 二", "- 三"],
        ),
        (
            "<table><tr hidden><td>一<td>二<tr><td>甲的船隊<td>乙</table>",
            ["- 一\t二", "table 甲的船隊\t乙"],
        ),
        ("<p>甲<noscript>一</noscript>乙", ["paragraph 甲乙", "- 一"]),
        ("<p>甲<a href=a>乙<span hidden>一</span></a>丙", ["paragraph 甲乙丙", "- 一"]),
        ("<nav>甲<span hidden>一</span>乙</nav>丙", ["- 甲乙", "- 一", "paragraph 丙"]),
    ],
)
def test_what_is_hidden_inside_a_sentence_is_no_part_of_it(page: str, outline: list[str]) -> None:
    assert outlined(page) == outline


def test_a_word_that_breaks_in_a_cell_is_found(library_of: LibraryOf) -> None:
    rows = "<tr><td>the com-<br>mittee met<td>港<br>口<tr><td>a<td>b"
    library = library_of({"a.html": f"<table>{rows}</table>"})
    found = [library.search(one, exact=True) for one in ("committee met", "港口")]
    assert [(hits.total, hits[0].text) for hits in found] == [(1, "the committee met\t港口")] * 2


def test_a_page_of_which_much_is_set_aside_says_so() -> None:
    def notices(page: str) -> tuple[str, ...]:
        return read_bytes("a.html", ".html", page.encode()).notices

    assert notices(f"<p>{SENTENCE}<p hidden>乙。</p><footer>甲</footer>") == ()
    assert notices(f"<p>{SENTENCE}<p hidden>乙，丙。</p><footer>甲。</footer>") == (
        "6 characters beside its main text are not searched (footer, hidden)",
    )
    page = f"<p>{SENTENCE}<p hidden='hidden'>乙，丙，丁。</p>"
    assert read_bytes("a.epub", ".epub", making.book(page)).notices == (
        "OPS/第1章.xhtml: 6 characters beside its main text are not searched (hidden)",
    )


@pytest.mark.parametrize(
    ("page", "encoding"),
    [
        (making.page(), "utf-8"),
        (making.page(encoding="big5", declared="big5"), "big5"),
        (making.page(encoding="big5", declared="utf-8"), "big5"),  # a declaration that is wrong
        (making.page(encoding="gb18030", declared="gb2312"), "gb18030"),
        (making.page(encoding="utf-16", declared="utf-16"), "utf-16-le"),
        (making.page(encoding="big5hkscs", declared="Big5-HKSCS"), "big5-hkscs"),
    ],
)
def test_the_encoding_of_a_page(page: bytes, encoding: str) -> None:
    reading = read_bytes("a.html", ".html", page)
    assert reading.encoding == encoding
    assert making.FIRST in reading.text


XHTML = "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><head>"


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<script src='a.js'/></head><body><p>甲</p>", "甲\n"),
        ("<title/></head><body><p>甲</p>", "甲\n"),
        ("</head><body><p>甲</p><iframe src='x'/><p>乙</p>", "甲\n乙\n"),
        ("</head><body><p>甲<![CDATA[<乙> & ]]>丙</p>", "甲<乙> & 丙\n"),
        ("</head><body><p>甲<br/>乙<a id='x'/></p><p>丙</p>", "甲\n乙\n丙\n"),
    ],
)
@pytest.mark.parametrize(
    ("suffix", "said"),
    [
        (".xhtml", ""),
        (".xhtml", XHTML),
        (".html", XHTML),
        (".htm", "<!DOCTYPE html><html lang='zh' xmlns='http://www.w3.org/1999/xhtml'><head>"),
        (".epub", XHTML),
    ],
)
def test_what_closes_itself_in_xml_holds_nothing(
    suffix: str, said: str, page: str, text: str
) -> None:
    content = f"{said}{page}</body></html>"
    if suffix == ".epub":
        reading = read_bytes("a", suffix, making.book("", more={"OPS/第1章.xhtml": content}))
    else:
        reading = read_bytes("a", suffix, content.encode())
    assert reading.text == text


def test_a_break_in_a_book_is_one_and_ends_no_paragraph() -> None:
    reading = read_bytes("a.epub", ".epub", making.book("<p>甲<br/>乙</p>"))
    assert [text for _, _, text in told(reading)] == ["甲\n乙"]


def test_html_that_is_no_xml_is_read_as_browsers_do() -> None:
    page = "<p>甲<script src='a.js'/><p>乙</script><p>丙<![CDATA[丁]]>"
    assert read_bytes("a.html", ".html", page.encode()).text == "甲\n丙\n"


SHOWN = (
    "a article aside b button div dl dt footer form h1 header label li main nav noscript option p pre "
    "section select span sup svg table td text tr ul"
)
a_shown_tag = st.sampled_from(SHOWN.split())
marked = st.sampled_from(("", " hidden", " class=footnotes", " role=presentation", " href='#a'"))
shown = st.one_of(
    st.tuples(a_shown_tag, marked).map("<{0[0]}{0[1]}>".format),
    a_shown_tag.map("</{}>".format),
    st.sampled_from(("甲", "甲，", "<br>", "<hr>", "<i role=doc-pagebreak></i>")),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(shown, max_size=30).map("".join))
def test_no_text_of_a_page_is_lost(page: str) -> None:
    body = LexborHTMLParser(f"甲{page}").body
    assert body is not None
    reading = read_bytes("a.html", ".html", f"甲{page}".encode())
    assert reading.text.count("甲") == body.text(deep=True).count("甲")
    assert [mark.span for mark in reading.structure] == sorted(m.span for m in reading.structure)


@pytest.mark.parametrize(
    ("page", "runs_on"),
    [
        ("<ul><li>肯尼亞<li>洲際合作</ul>", [False, True]),
        ("<p>肯尼亞</p><p>洲際合作</p>", [True, True]),
    ],
)
def test_no_sentence_runs_from_one_item_of_a_list_into_the_next(
    page: str, runs_on: list[bool]
) -> None:
    reading = read_bytes("a.html", ".html", page.encode())
    passages, _ = divide(reading.text, False, reading.structure)
    assert list(passages.runs_on) == runs_on
