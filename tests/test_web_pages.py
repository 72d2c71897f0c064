"""HTML: what a page says of its text, and pages that take a parser beyond measure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

import bri_search
from bri_search.errors import UnreadableSource
from bri_search.sources.readers import read_bytes
from bri_search.sources.readers.nesting import check_nesting
from bri_search.sources.sections import divide
from tests import making
from tests.samples import SAMPLES, read, refused, told


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


def outlined(page: str) -> list[str]:
    """What a page is read as: the kind of each passage, and the passage; furniture is -."""
    reading = read_bytes("a.html", ".html", page.encode())
    found = [
        f"{mark.kind.value if mark.kind else '-'} {reading.text[slice(*mark.span)]}"
        for mark in reading.structure
    ]
    return [one.replace("\n", "|") for one in found]


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


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("合同簽<sup>1</sup>訂", "合同簽[1]訂"),
        ("簽訂。<sup>12</sup>付款", "簽訂。[12]付款"),
        ("「簽訂」<sup>1,2</sup>付款", "「簽訂」[1,2]付款"),
        ("within ten days<sup>4</sup> of it", "within ten days[4] of it"),
        ("they signed.<sup>4</sup> It<sup>5)</sup>", "they signed.[4] It[5]"),
        ("簽<sup>注1</sup>訂<sup>（1）</sup>後<sup>[a]</sup>付", "簽[注1]訂[1]後[^a]付"),
        (
            "光<sup>[<i>來源請求</i>]</sup>纜<sup>[citation needed]</sup>中",
            "光[^來源請求]纜[^citation_needed]中",
        ),
        (
            "光<sup><a href='#n'>[註 1]</a></sup>纜<sup><a href='#n'>[參 3]</a></sup>",
            "光[註1]纜[^參_3]",
        ),
        (
            "光<sup><a href='#cite_note-a'>[a]</a></sup>纜<sup><a href='#fn1'>注①</a></sup>",
            "光[^a]纜[^注①]",
        ),
        (
            "光<a href='n.html#n4'><sup>[四]</sup></a>纜<a href='#n'><sup>b</sup></a>",
            "光[^四]纜[^b]",
        ),
        ("光<sup class='reference'>甲1</sup>纜<sup class=noprint>見</sup>", "光[^甲1]纜[^見]"),
        ("光<sup class=reference><a href='#a'>[1]</a><a href='#b'>[2]</a></sup>", "光[1,2]"),
        ("光<sup><a href='#n2'>②</a></sup>纜<sup>①</sup>", "光②纜①"),
        ("光<a role=doc-noteref href='#n'>海纜</a>", "光海纜"),
        # No marks of notes: exponents, ordinals, isotopes, words that are raised.
        (
            "三百平方公里<sup>2</sup>、五米<sup>2</sup>、每秒<sup>2</sup>",
            "三百平方公里2、五米2、每秒2",
        ),
        ("10<sup>6</sup>、5 m<sup>2</sup>、km<sup>2</sup>、x<sup>2</sup>", "106、5 m2、km2、x2"),
        (
            "ten metres<sup>2</sup> and sin<sup>2</sup> of sigma<sup>2</sup>",
            "ten metres2 and sin2 of sigma2",
        ),
        ("the 4<sup>th</sup> and 1<sup>a</sup>", "the 4th and 1a"),
        ("利用<sup>14</sup>C測年", "利用14C測年"),
        ("碳<sup>14</sup>測年，雙碳<sup>3</sup>目標", "碳14測年，雙碳[3]目標"),
        ("港<sup>新</sup>口<sup><a href='a.html'>2</a></sup>", "港新口[2]"),
        ("見<sup><a href='#b'>下一節</a></sup>", "見下一節"),
    ],
)
def test_what_is_raised_is_a_mark_of_a_note_or_text(page: str, text: str) -> None:
    assert outlined(f"<p>{page}") == [f"paragraph {text}"]


def test_a_word_that_breaks_in_a_cell_is_found(
    tmp_path: Path, new_index: Callable[[], Path]
) -> None:
    rows = "<tr><td>the com-<br>mittee met<td>港<br>口<tr><td>a<td>b"
    (tmp_path / "a.html").write_text(f"<table>{rows}</table>", encoding="utf-8")
    new_index().rename(tmp_path / "index")
    library = bri_search.build(tmp_path / "a.html", tmp_path / "index")
    found = [library.search(one, exact=True) for one in ("committee met", "港口")]
    assert [(hits.total, hits[0].text) for hits in found] == [(1, "the committee met\t港口")] * 2


@pytest.mark.parametrize(
    ("page", "outline"),
    [
        (
            "<h2>歷史<span class=mw-editsection>[<a href=e>編輯</a>]</span></h2><p>港口。",
            ["heading 歷史", "- [編輯]", "paragraph 港口。"],
        ),
        (
            "<div><h2>歷史</h2><span class='mw-editsection x'>[<a>edit</a>]</span></div><p>港口。",
            ["heading 歷史", "- [edit]", "paragraph 港口。"],
        ),
        ("<p>港<span class=not-mw-editsection>[編輯]</span>", ["paragraph 港[編輯]"]),
    ],
)
def test_links_that_lead_to_editing_are_no_text(page: str, outline: list[str]) -> None:
    assert outlined(page) == outline


@pytest.mark.parametrize(
    ("note", "outline"),
    [
        ("見海圖。<a href='#r1'>↩</a>", ["note 見海圖。", "- ↩"]),
        (
            "見海圖。 <a href='#r1'>↩\ufe0e</a> <a href='#r2'>↩2</a>",
            ["note 見海圖。", "- ↩\ufe0e", "- ↩2"],
        ),
        ("<a href='#r1'>^</a> 見海圖。", ["- ^", "note 見海圖。"]),
        ("<p>見海圖。<p><a href='a.html#r1' title=back>↑</a>", ["note 見海圖。", "- ↑"]),
        ("見海圖。<a role=doc-backlink href='#r1'>返回正文</a>", ["note 見海圖。", "- 返回正文"]),
        ("見海圖。<a class=footnote-back href='#r1'>back</a>", ["note 見海圖。", "- back"]),
        (
            "<span class=mw-cite-backlink>^ <b><a href='#r1'>甲</a></b></span> <span>見海圖。</span>",
            ["- ^ 甲", "note 見海圖。"],
        ),
        ("<a class=footnote-backref href='#r1'>[1]</a> 見海圖。", ["note [1] 見海圖。"]),
        ("見海圖。<a href='#r1'>海圖</a>", ["note 見海圖。海圖"]),
        ("見海圖。<a href='b.html'>↑</a>", ["note 見海圖。↑"]),
        ("見海圖↩。", ["note 見海圖↩。"]),
    ],
)
def test_links_from_notes_back_to_the_text_are_no_text(note: str, outline: list[str]) -> None:
    found = outlined(f"<p>港口。<div role=doc-footnote>{note}</div><p>航線。")
    assert found == ["paragraph 港口。", *outline, "paragraph 航線。"]


CUT = "港口之間的航線，由來已久，" + "商船往返其間，" * 30 + "到今天還有人記得"
"""A paragraph whose sentence goes on over the page."""
REST = "那一座燈塔。" + "合作夥伴也往返其間。" * 20


def printed(*between: str) -> str:
    return "".join(f"<p>{CUT}</p>{one}<p>{REST}</p>" for one in between)


@pytest.mark.parametrize(
    ("page", "furniture"),
    [
        (
            printed("<p align=center>1</p>", "<p>2</p>", "<p>4</p>"),
            ["- 1", "- 2", "- 4"],
        ),
        (
            printed(*(f"<p>— {n} —</p><p>航海年報</p>" for n in (8, 9, 10))),
            ["- — 8 —", "- 航海年報", "- — 9 —", "- 航海年報", "- — 10 —", "- 航海年報"],
        ),
        (
            "<h1>航海年報</h1>" + printed(*["<p>航海年報</p>"] * 3),
            ["- 航海年報"] * 3,
        ),
        (
            printed(*(f"<p>航海年報　第{n}頁</p>" for n in (8, 9, 10))),
            [f"- 航海年報　第{n}頁" for n in (8, 9, 10)],
        ),
        ("<h1>航海年報</h1>" + printed(*["<p>航海年報</p>"] * 2), []),
        (printed(*["<p>航海年報</p>"] * 3), []),
        (printed("<p>1</p>", "<p>2</p>"), []),
        (printed("<p>1</p>", "<p>9</p>", "<p>3</p>"), []),
        (printed("<h2>1</h2>", "<h2>2</h2>", "<h2>3</h2>"), []),
        (printed("<p>。</p><p>1</p>", "<p>2</p>", "<p>3</p>"), ["- 2", "- 3"]),
        ("".join(f"<p>洋山深水港區的碼頭<p>{n}<p>{REST}" for n in range(9)), []),
    ],
)
def test_a_page_number_inside_a_sentence_is_no_text(page: str, furniture: list[str]) -> None:
    assert [one for one in outlined(page) if one.startswith("-")] == furniture


def test_a_sentence_is_found_over_a_page_number(
    tmp_path: Path, new_index: Callable[[], Path]
) -> None:
    page = printed(*(f"<p>航海年報</p><p>— {n} —</p>" for n in (8, 9, 10)))
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    new_index().rename(tmp_path / "index")
    library = bri_search.build(tmp_path / "a.html", tmp_path / "index")
    assert library.count("還有人記得那一座燈塔").total == 3


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
