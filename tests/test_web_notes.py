"""HTML: marks of notes, links back to them, links for editing, and page numbers in a sentence."""

from __future__ import annotations

import pytest

from tests.building import LibraryOf
from tests.samples import outlined


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


def test_a_sentence_is_found_over_a_page_number(library_of: LibraryOf) -> None:
    page = printed(*(f"<p>航海年報</p><p>— {n} —</p>" for n in (8, 9, 10)))
    assert library_of({"a.html": page}).count("還有人記得那一座燈塔").total == 3
