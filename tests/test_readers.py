"""Readers: what every one of them promises, and what each finds in a file of its format."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas
from selectolax.lexbor import LexborHTMLParser

from bri_search.errors import UnreadableSource
from bri_search.sources import readers
from bri_search.sources.document import Passage
from bri_search.sources.readers import READABLE_SUFFIXES, Reading, read_bytes, read_here
from bri_search.sources.readers.confined import MOST_MEMORY
from bri_search.sources.readers.nesting import check_nesting
from bri_search.sources.sections import divide
from tests import making


@dataclass(frozen=True)
class Sample:
    """A file that a test makes, and how its reader is told from others."""

    suffix: str
    make: Callable[[], bytes]
    is_structured: bool


SAMPLES = {
    "text": Sample(".txt", lambda: making.text().encode(), False),
    "markdown": Sample(".md", lambda: making.markdown().encode(), True),
    "html": Sample(".html", making.page, True),
    "docx": Sample(".docx", making.word, True),
    "epub": Sample(".epub", making.book, True),
    "pdf": Sample(".pdf", making.paged, False),
}
every_sample = pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES.keys())
structured = pytest.mark.parametrize(
    "sample",
    [one for one in SAMPLES.values() if one.is_structured],
    ids=[name for name, one in SAMPLES.items() if one.is_structured],
)


def read(sample: Sample) -> Reading:
    return read_bytes(f"a{sample.suffix}", sample.suffix, sample.make())


def divided(reading: Reading) -> Sequence[Passage]:
    return divide(reading.text, reading.has_markup, reading.structure, reading.pages)[0]


def words(reading: Reading, passage: Passage) -> str:
    return "".join(reading.text[start:end] for start, end in passage.spans)


def told(reading: Reading) -> list[tuple[str, str, str]]:
    """Kind, innermost heading and text of each passage."""
    return [
        (
            passage.kind.value,
            passage.section[-1] if passage.section else "",
            words(reading, passage),
        )
        for passage in divided(reading)
    ]


def refused(suffix: str, content: bytes) -> str:
    """The reason why a file is refused: one line."""
    with pytest.raises(UnreadableSource) as failure:
        read_bytes(f"a{suffix}", suffix, content)
    assert len(str(failure.value).splitlines()) == 1
    assert len(str(failure.value)) < 400
    return failure.value.reason


# -- what every reader promises ---------------------------------------------------------------------


def test_there_is_a_sample_for_every_reader() -> None:
    formats = {readers._FORMATS[suffix].name for suffix in READABLE_SUFFIXES}
    assert formats == {readers._FORMATS[sample.suffix].name for sample in SAMPLES.values()}


@every_sample
def test_every_character_is_in_one_passage_or_furniture(sample: Sample) -> None:
    reading = read(sample)
    passages, furniture = divide(reading.text, reading.has_markup, reading.structure, reading.pages)
    pieces = sorted(
        [span for passage in passages for span in passage.spans] + [one.span for one in furniture]
    )
    assert [start for start, _ in pieces] == [0] + [end for _, end in pieces[:-1]]
    assert pieces[-1][1] == len(reading.text)


@every_sample
def test_marks_and_pages_are_in_order_and_inside(sample: Sample) -> None:
    reading = read(sample)
    ends = [end for mark in reading.structure for end in mark.span]
    assert ends == sorted(ends)
    starts = [page.offset for page in reading.pages]
    assert starts == sorted(starts)
    assert max([0, *ends, *starts]) <= len(reading.text)


@every_sample
def test_all_of_the_text_is_there(sample: Sample) -> None:
    reading = read(sample)
    told = "".join(words(reading, passage) for passage in divided(reading))
    for wanted in (making.TITLE, making.LAST, making.FIRST):
        assert wanted in told.replace("\n", "")


@every_sample
def test_a_file_reads_the_same_again(sample: Sample) -> None:
    assert read(sample) == read(sample)


@every_sample
def test_a_file_says_what_it_is(sample: Sample) -> None:
    metadata = read(sample).metadata
    if sample.suffix == ".txt":
        assert metadata == readers.Metadata()
    else:
        assert (metadata.title, metadata.creator) == (making.TITLE, ("林某某",))
    if sample.suffix in (".md", ".html", ".epub"):
        assert metadata.issued == "2023-10-18"


@every_sample
def test_an_empty_file_is_refused(sample: Sample) -> None:
    for content in (b"", b" \n \n"):
        assert refused(sample.suffix, content)


@every_sample
def test_a_file_that_is_cut_short_is_read_or_refused(sample: Sample) -> None:
    content = sample.make()
    for part in range(1, 8):
        try:
            reading = read_bytes("a", sample.suffix, content[: len(content) * part // 8])
        except UnreadableSource as error:
            assert len(str(error).splitlines()) == 1
        else:
            assert reading.text.strip()


@pytest.mark.parametrize(
    "suffix", sorted(READABLE_SUFFIXES - {".txt", ".text", ".md", ".markdown"})
)
def test_a_suffix_that_lies_is_seen_through(suffix: str) -> None:
    for name, sample in SAMPLES.items():
        if readers._FORMATS[sample.suffix].name != readers._FORMATS[suffix].name:
            if suffix in (".html", ".htm", ".xhtml") and name in ("text", "markdown"):
                continue  # text is HTML, of a kind
            assert refused(suffix, sample.make())


@pytest.mark.parametrize("name", ["docx", "epub", "pdf"])
def test_a_text_that_is_none_is_refused(name: str) -> None:
    assert refused(".txt", SAMPLES[name].make())


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@every_sample
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused(sample: Sample, data: st.DataObject) -> None:
    content = bytearray(sample.make())
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    try:
        reading = read_bytes("a", sample.suffix, bytes(content))
    except UnreadableSource as error:
        assert len(str(error).splitlines()) == 1
    else:
        divide(reading.text, reading.has_markup, reading.structure, reading.pages)


@every_sample
def test_what_nobody_documented_ends_as_a_reason(
    sample: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> Reading:
        raise KeyError("something\nnobody thought of")

    form = readers._FORMATS[sample.suffix]
    monkeypatch.setitem(
        readers._FORMATS, sample.suffix, readers._Format(form.name, fail, form.extra)
    )
    assert "KeyError" in refused(sample.suffix, sample.make())


@pytest.mark.parametrize(
    ("suffix", "module", "extra"),
    [
        (".pdf", "pypdfium2", "pdf"),
        (".html", "selectolax.lexbor", "html"),
        (".epub", "selectolax.lexbor", "epub"),
    ],
)
def test_a_library_that_is_missing_is_named_with_its_extra(
    suffix: str, module: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = next(one for one in SAMPLES.values() if one.suffix == suffix)
    content = sample.make()
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(UnreadableSource, match=rf"pip install 'bri-search\[{extra}\]'"):
        read_here("a", suffix, content, None)


@pytest.mark.parametrize("name", ["pdf", "html", "docx"])
def test_a_library_that_cannot_be_loaded_is_to_be_installed_anew(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> Reading:
        raise ImportError("libpdfium.so: cannot open shared object file")

    sample = SAMPLES[name]
    form = readers._FORMATS[sample.suffix]
    monkeypatch.setitem(readers._FORMATS, sample.suffix, replace(form, read=fail))
    with pytest.raises(UnreadableSource, match=r"\(libpdfium.so: .*pip install --force-reinstall"):
        read_here("a", sample.suffix, b"", None)


# -- what a format knows ------------------------------------------------------------------------------


@structured
def test_kinds_and_sections_are_those_of_the_format(sample: Sample) -> None:
    found = [
        (kind, section.lstrip("# "), text.lstrip("#- ").strip("| "))
        for kind, section, text in told(read(sample))
    ]
    kinds = {text.replace("\n", ""): kind for kind, _, text in found}
    assert kinds[making.HEADING] == kinds[making.TITLE] == "heading"
    assert kinds[making.FIRST] == kinds[making.LAST] == "paragraph"
    assert [kinds[item] for item in making.ITEMS] == ["item", "item"]
    assert [kind for kind, _, text in found if making.ROW[0] in text and making.ROW[1] in text] == [
        "table"
    ]
    assert [kind for kind, _, text in found if making.NOTE in text] == ["note"]
    if sample.suffix != ".docx":
        assert kinds[making.CODE] == "code"
    assert {section for _, section, text in found if text == making.FIRST} == {making.HEADING}


@structured
def test_a_mark_of_a_note_does_not_stand_in_the_way(sample: Sample) -> None:
    reading = read(sample)
    [noted] = [text for _, _, text in told(reading) if text.startswith(making.NOTED)]
    assert noted.removeprefix(making.NOTED) in ("[1]。", "[^1]。")


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
    reading = read_bytes("a.html", ".html", page.encode())
    found = [
        f"{mark.kind.value if mark.kind else '-'} {reading.text[slice(*mark.span)]}"
        for mark in reading.structure
    ]
    assert [one.replace("\n", "|") for one in found] == outline


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


# -- Markdown ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "outline"),
    [
        ("# 一\n\n文。", ["heading # 一", "paragraph 文。"]),
        ("一\n===\n\n文。", ["heading 一", "paragraph 文。"]),
        ("文到此為止。\n---\n下文。", ["paragraph 文到此為止。", "paragraph 下文。"]),
        ("1. 一\n2. 二\n", ["item 1. 一", "item 2. 二"]),
        ("* 一\n  續\n* 二", ["item * 一|  續", "item * 二"]),
        ("[注]: 资料来源见附录。\n", ["paragraph [注]: 资料来源见附录。"]),
        ("    縮進的一段文字，不是代碼。", ["paragraph 縮進的一段文字，不是代碼。"]),
        ("```\n# 不是標題\n```\n文。", ["code # 不是標題", "paragraph 文。"]),
        ("~~~\n沒有關上", ["code 沒有關上"]),
        ("<!-- 甲\n乙 -->\n\n文。", ["paragraph 文。"]),
        ("[^1]: 甲\n    續\n\n文。", ["note [^1]: 甲|    續", "paragraph 文。"]),
        ("\ufeff# 一\n", ["heading # 一"]),
        ("# 一\r\n\r\n文。\r\n", ["heading # 一", "paragraph 文。"]),
        ("---\n不是屬性\n---\n", ["heading 不是屬性"]),
    ],
)
def test_markdown(text: str, outline: list[str]) -> None:
    reading = read_bytes("a.md", ".md", text.encode())
    assert reading.text == text
    found = [
        f"{kind} {words}".replace("\r", "").replace("\n", "|") for kind, _, words in told(reading)
    ]
    assert found == outline


@pytest.mark.parametrize(
    ("properties", "said"),
    [
        ("title: 甲\nauthors: [乙, 丙]", ("甲", ("乙", "丙"), None)),
        (
            "Title: '甲: 乙'\ncreator:\n  - name: 丙\ndate: 2023年10月",
            ("甲: 乙", ("丙",), "2023-10"),
        ),
        ("title: [", (None, (), None)),
        ("- 甲\n- 乙", (None, (), None)),
        ("title: 2023\ndate: 18 October", ("2023", (), None)),
        ("a: &a [x, x]\nb: &b [*a, *a]\ntitle: *b", (None, (), None)),
        ("title: !!python/object/apply:os.getcwd []", (None, (), None)),
    ],
)
def test_front_matter(properties: str, said: tuple[object, ...]) -> None:
    reading = read_bytes("a.md", ".md", f"---\n{properties}\n---\n\n正文。\n".encode())
    metadata = reading.metadata
    assert (metadata.title, metadata.creator, metadata.issued) == said


@pytest.mark.parametrize(
    ("properties", "notice"),
    [
        ("title: [", "line 3: "),
        ("title: 甲: 乙\nauthor: 丙", "line 2: mapping values are not allowed here"),
        ("title: 甲\n\tauthor: 乙", "line 3: found character"),
        (f"title: {'甲' * 20_001}", "more than 20,000 characters"),
    ],
    ids=range(4),
)
def test_front_matter_that_is_no_yaml_is_told(properties: str, notice: str) -> None:
    reading = read_bytes("a.md", ".md", f"---\n{properties}\n---\n\n正文。\n".encode())
    assert reading.metadata == readers.Metadata()
    [said] = reading.notices
    assert said.startswith(f"its front matter is no YAML ({notice}")
    assert said.endswith(") and read as text; mend it")


@pytest.mark.parametrize("text", ["不是屬性", "他說: [", "- 甲\n- 乙", "第一章: 由來", "[", ""])
def test_what_stands_between_rules_need_be_no_front_matter(text: str) -> None:
    assert read_bytes("a.md", ".md", f"---\n{text}\n---\n\n正文。\n".encode()).notices == ()


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_front_matter_is_furniture_and_no_passage(newline: str) -> None:
    front = "---\ntitle: 白皮書\ntags:\n  - 航運\n---\n"
    text = (front + "\n第一段說的是港口。\n").replace("\n", newline)
    reading = read_bytes("a.md", ".md", text.encode())
    passages, furniture = divide(text, True, reading.structure, reading.pages)
    assert [(one.kind.value, words(reading, one)) for one in passages] == [
        ("paragraph", "第一段說的是港口。")
    ]
    named = [text[slice(*one.span)] for one in furniture if one.what == "front matter"]
    assert named == front.replace("  -", "-").splitlines()


@given(st.text(alphabet=st.sampled_from("#-*>|`~=[]()!<>^:1.甲 \n\r\t"), max_size=60))
def test_markdown_keeps_the_file_as_it_is(text: str) -> None:
    try:
        reading = read_bytes("a.md", ".md", text.encode())
    except UnreadableSource:
        assert not text.strip()
        return
    assert reading.text == text
    starts = [
        0,
        *(
            i + 1
            for i, c in enumerate(text)
            if c == "\n" or (c == "\r" and text[i + 1 : i + 2] != "\n")
        ),
    ]
    assert all(mark.span[0] in starts for mark in reading.structure)
    spans = [place for mark in reading.structure for place in mark.span]
    assert spans == sorted(spans)


# -- PDF --------------------------------------------------------------------------------------------


def test_pages_have_numbers_and_labels_and_running_heads_are_furniture() -> None:
    reading = read(SAMPLES["pdf"])
    assert [page.label for page in reading.pages] == ["iii", "1", "2", "3"]
    assert reading.notices == ("page 4 without text (scanned?); the rest is indexed",)
    passages, furniture = divide(reading.text, False, (), reading.pages)
    found = {
        reading.text[slice(*one.span)]: one.what for one in furniture if one.what != "white space"
    }
    assert found == {
        "沿海航線年度說明 第1頁": "running head",
        "沿海航線年度說明 第2頁": "running head",
        "1": "page number",
        "2": "page number",
    }
    [crossing] = [one for one in passages if making.FIRST[:10] in words(reading, one)]
    assert making.FIRST in words(reading, crossing).replace("\n", "")
    assert crossing.page == 2


def test_a_pdf_of_pictures_is_refused_and_says_why() -> None:
    assert "OCR" in refused(".pdf", making.pdf([(), ()], pictures=[1, 2]))


def test_pages_without_text_are_listed_as_ranges() -> None:
    content = making.pdf([["甲乙"], (), (), ["丙丁"], ()], pictures=[2, 3])
    reading = read_bytes("a.pdf", ".pdf", content)
    assert reading.notices == ("pages 2–3 without text (scanned?); the rest is indexed",)
    assert len(reading.pages) == 5


COLUMN = [(200 - 30 * place, 500, 12, line) for place, line in enumerate(["港口之間", "的航線"])]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        # A glyph by itself, in a font that is not in the file.
        (making.pdf([["甲乙", "丙"], ["丁"]]), "甲乙\n丙\n丁\n"),
        (making.printed([COLUMN[:1]], upright=[1]), "港口之間\n"),
        (making.printed([[(40, 500, 12, "甲乙")], COLUMN[1:]], upright=[2]), "甲乙\n的航線\n"),
        (
            making.printed(
                [[(200, 500 - 14 * row, 12, one) for row, one in enumerate("港口航線")]]
            ),
            "港口航線\n",
        ),
    ],
    ids=["single", "upright", "upright beside level", "upright by glyphs"],
)
def test_text_in_a_font_that_is_not_there_is_read(content: bytes, text: str) -> None:
    reading = read_bytes("a.pdf", ".pdf", content)
    assert (reading.text, reading.notices) == (text, ())


def test_upright_columns_are_read_from_right_to_left() -> None:
    first = ["港口之間", "的航線", "由來已久", "。"]
    second = ["商船往返", "其間。"]
    columns = [(300 - 30 * place, 500, line) for place, line in enumerate(first)]
    columns += [(300 - 30 * place, 200, line) for place, line in enumerate(second)]
    for page in (columns, [*reversed(columns[:4]), *columns[4:]]):
        bare = making.printed([[(left, head, 12, line) for left, head, line in page]], upright=[1])
        for content in (bare, making.upright_with_font(page)):
            reading = read_bytes("a.pdf", ".pdf", content)
            assert reading.text == "\n".join([*first, *second]) + "\n"


def test_upright_text_on_a_form_is_read() -> None:
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.beginForm("stamp")
    canvas.setFont("upright", 12)
    canvas.drawString(200, 500, "港口之間")
    canvas.endForm()
    canvas.doForm("stamp")
    canvas.save()
    assert read_bytes("a.pdf", ".pdf", file.getvalue()).text == "港口之間\n"


def test_columns_are_read_one_after_the_other() -> None:
    left = [(40, 500 - 18 * row, 12, line) for row, line in enumerate(["港口之間的", "航線由來"])]
    right = [(240, 500 - 18 * row, 12, line) for row, line in enumerate(["已久，商船", "往返。"])]
    reading = read_bytes("a.pdf", ".pdf", making.printed([left + right]))
    assert reading.text == "港口之間的\n航線由來\n已久，商船\n往返。\n"


def test_comments_and_filled_in_forms_of_a_pdf_are_counted() -> None:
    file = io.BytesIO()
    canvas = Canvas(file)
    for page in (1, 2):
        canvas.drawString(40, 700, "Harbour")
        canvas.textAnnotation(f"remark {page}", Rect=(10, 10, 50, 50))
        canvas.linkURL("https://example.org", (10, 60, 50, 80))
        canvas.acroForm.textfield(name=f"empty {page}", y=100)
        canvas.showPage()
    canvas.drawString(40, 700, "Harbour")
    canvas.acroForm.textfield(name="filled", value="1842", y=200)
    canvas.showPage()
    canvas.save()
    reading = read_bytes("a.pdf", ".pdf", file.getvalue())
    assert reading.notices == ("2 comments not read", "1 form field filled in not read")


def test_a_page_label_beyond_measure_is_none() -> None:
    content = making.pdf([["Harbour"]], roman=1).replace(b"/St 3", b"/St 2147483647")
    assert b"2147483647" in content
    assert [page.label for page in read_bytes("a.pdf", ".pdf", content).pages] == [None]
    book = making.book(f"<p>甲</p><span epub:type='pagebreak' title='{'m' * 99}'/><p>乙</p>")
    assert [page.label for page in read_bytes("a.epub", ".epub", book).pages] == [None]


def test_an_encrypted_pdf_says_so() -> None:
    content = making.pdf([["甲"]], encrypt="secret")
    assert refused(".pdf", content) == "is encrypted; save it without a password"


def test_a_word_broken_by_a_page_is_whole_again() -> None:
    reading = read_bytes("a.pdf", ".pdf", making.pdf([["The sea roads inter-", "connected them."]]))
    assert reading.text == "The sea roads inter-\nconnected them.\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"/Count 4", b"/Count 999999999"),
        (b"/Count 4", b"/Count -4"),
        (b"/Length ", b"/Length 9"),
        (b"/Kids [", b"/Kids [ 1 0 R "),
        (b"startxref", b"startxref\n99999999"),
    ],
)
def test_a_pdf_that_lies_is_read_or_refused(old: bytes, new: bytes) -> None:
    content = making.paged()
    assert old in content
    try:
        reading = read_bytes("a.pdf", ".pdf", content.replace(old, new))
    except UnreadableSource as error:
        assert len(str(error).splitlines()) == 1
    else:
        assert len(reading.text) < 1000


def test_a_pdf_that_unpacks_to_gigabytes_takes_bounded_memory(tmp_path: Path) -> None:
    small = making.streamed(zlib.compress(b"BT /F1 12 Tf 20 20 Td (Harbour) Tj ET"))
    assert read_bytes("a.pdf", ".pdf", small).text == "Harbour\n"
    packer = zlib.compressobj(1)
    stream = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(1500)) + packer.flush()
    assert len(stream) < 10_000_000
    (tmp_path / "a.pdf").write_bytes(making.streamed(stream))
    # In a process of its own: what it says of its children is of no other test's.
    said = subprocess.run(
        [sys.executable, "-c", READ_PDF, str(tmp_path / "a.pdf")],
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    assert int(said) * 1024 < MOST_MEMORY + 50_000_000


READ_PDF = """
import resource, sys
from pathlib import Path
from bri_search.errors import UnreadableSource
from bri_search.sources.readers import read_bytes
try:
    read_bytes("a.pdf", ".pdf", Path(sys.argv[1]).read_bytes())
except UnreadableSource:
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


# -- ZIP and XML --------------------------------------------------------------------------------------


def bomb(name: str) -> bytes:
    """A part of 200 MB that packs to a fifth of a MB."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("META-INF/container.xml", making.CONTAINER)
        with archive.open(name, "w") as part:
            for _ in range(200):
                part.write(b"<a>" + b" " * (1 << 20))
    return file.getvalue()


@pytest.mark.parametrize(
    ("suffix", "part"), [(".docx", "word/document.xml"), (".epub", "OPS/package.opf")]
)
def test_a_zip_bomb_is_refused(suffix: str, part: str) -> None:
    content = bomb(part)
    assert "unpacks to more than 64 MB" in refused(suffix, content)
    # A file may lie about how much it holds; then it does not add up.
    directory = content.rindex(b"PK\x01\x02")
    lying = bytearray(content)
    struct.pack_into("<I", lying, directory + 24, 100)
    assert refused(suffix, bytes(lying))


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "declared",
    [
        f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]>',
        '<!DOCTYPE a [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://example.org/p"> %p; <!ENTITY l9 "x">]>',
    ],
)
def test_entities_are_not_expanded(declared: str) -> None:
    body = "<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>甲&l9;</w:t></w:r></w:p></w:body></w:document>"
    assert refused(".docx", making.zipped({"word/document.xml": declared + body}))
    package = f"{declared}<package><metadata>&l9;</metadata></package>"
    assert refused(
        ".epub",
        making.zipped({"META-INF/container.xml": making.CONTAINER, "OPS/package.opf": package}),
    )


def test_entities_in_a_chapter_are_not_expanded() -> None:
    chapter = f"<!DOCTYPE html [{LAUGHS}]><html><body><p>甲&l9;&nbsp;乙</p></body></html>"
    content = making.book(more={"OPS/第1章.xhtml": chapter})
    assert "甲&l9;" in read_bytes("a.epub", ".epub", content).text


def test_old_and_encrypted_office_files_are_told() -> None:
    assert "old or encrypted Office file" in refused(
        ".docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 80
    )


def test_word_keeps_what_word_shows() -> None:
    body = (
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>目录外的甲</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:p><w:ins><w:r><w:t>插入乙</w:t></w:r></w:ins><w:del><w:r><w:delText>删去</w:delText></w:r>"
        "</w:del><w:hyperlink><w:r><w:t>链接丙</w:t></w:r></w:hyperlink><w:r><w:tab/><w:br/>"
        "<w:noBreakHyphen/><w:t>丁</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>锚</w:t></w:r><w:r><w:drawing><wps:txbx><w:txbxContent><w:p><w:r><w:t>框中戊"
        "</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></w:r></w:p>"
        "<w:p><w:pPr><w:outlineLvl w:val='1'/></w:pPr><w:r><w:t>标题己</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>格</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>内"
        "</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>"
    )
    document = f"<w:document xmlns:w='w' xmlns:wps='p'><w:body>{body}</w:body></w:document>"
    reading = read_bytes("a.docx", ".docx", making.zipped({"word/document.xml": document}))
    assert [(kind, text) for kind, _, text in told(reading)] == [
        ("paragraph", "目录外的甲"),
        ("paragraph", "插入乙链接丙\t\n-丁"),
        ("paragraph", "锚"),
        ("caption", "框中戊"),
        ("heading", "标题己"),
        ("table", "格"),
        ("table", "内"),
    ]


def a_paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def a_box(content: str) -> str:
    """A text box as Word writes it: a drawing, and its older twin."""
    box = f"<w:txbxContent>{content}</w:txbxContent>"
    return (
        f"<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def a_table(*cells: str) -> str:
    return f"<w:tbl><w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr></w:tbl>"


def a_reference(kind: str, number: int) -> str:
    return f"<w:p><w:r><w:t>文</w:t><w:{kind}Reference w:id='{number}'/></w:r></w:p>"


def a_part(element: str, content: str) -> str:
    return f"<w:{element} xmlns:w='w' xmlns:mc='m' xmlns:r='r'>{content}</w:{element}>"


def word_of(body: str, main: str = "word/document.xml", **parts: str) -> Reading:
    """A Word document with these blocks; its other parts by their names, and what is in them."""
    folder, _, name = main.rpartition("/")
    related = "".join(
        f"<Relationship Type='http://a/{part.rstrip('123')}' Target='{part}.xml'/>"
        for part in parts
    )
    content = {
        "_rels/.rels": f"<R><Relationship Type='http://a/officeDocument' Target='{main}'/></R>",
        main: a_part("document", a_part("body", body)),
        f"{folder}/_rels/{name}.rels": f"<R>{related}</R>",
        **{f"{folder}/{part}.xml": inside for part, inside in parts.items()},
    }
    return read_bytes("a.docx", ".docx", making.zipped(content))


@pytest.mark.parametrize(
    ("body", "notes", "outline"),
    [
        (
            a_table(a_paragraph("格") + a_box(a_paragraph("框")), a_paragraph("邻")),
            "",
            ["table 格\t邻", "caption 框"],
        ),
        (
            a_box(a_paragraph("外") + a_box(a_paragraph("内") + a_table(a_paragraph("格")))),
            "",
            ["caption 外", "caption 内", "table 格"],
        ),
        (
            a_box(a_table(a_paragraph("甲"), a_paragraph("乙")) + a_paragraph("丙")),
            "",
            ["table 甲\t乙", "caption 丙"],
        ),
        (
            a_reference("footnote", 1),
            a_paragraph("注") + a_table(a_paragraph("甲"), a_paragraph("乙")),
            ["paragraph 文[1]", "note [1] 注", "table 甲\t乙"],
        ),
        (
            a_reference("footnote", 1) + a_reference("footnote", 1),
            a_paragraph("注") + a_box(a_paragraph("框")),
            ["paragraph 文[1]", "note [1] 注", "caption 框", "paragraph 文[1]"],
        ),
        (
            a_table(a_table(a_box(a_table(a_reference("footnote", 1))))),
            a_paragraph("注"),
            ["table 文[1]", "note [1] 注"],
        ),
    ],
)
def test_word_text_is_kept_whatever_holds_it(body: str, notes: str, outline: list[str]) -> None:
    reading = word_of(
        body, footnotes=a_part("footnotes", f"<w:footnote w:id='1'>{notes}</w:footnote>")
    )
    assert [f"{kind} {text}" for kind, _, text in told(reading)] == outline
    assert reading.notices == ()


def test_the_parts_of_a_word_file_are_found_by_their_relationships() -> None:
    reading = word_of(
        a_reference("footnote", 1),
        "text/main2.xml",
        footnotes3=a_part("footnotes", f"<w:footnote w:id='1'>{a_paragraph('注')}</w:footnote>"),
    )
    assert reading.text == "文[1]\n[1] 注\n"


def test_what_word_prints_on_each_page_is_furniture_once() -> None:
    header = a_part("hdr", a_paragraph("页眉") + a_box(a_paragraph("框")))
    reading = word_of(
        a_paragraph("正文"),
        header1=header,
        header2=header,
        footer1=a_part("ftr", a_table(a_paragraph("页脚"))),
    )
    assert reading.text == "正文\n页眉\n框\n页脚\n"
    assert [mark.what for mark in reading.structure] == ["", "header", "header", "footer"]
    assert refused(
        ".docx",
        making.zipped({"word/document.xml": a_part("document", ""), "word/header1.xml": header}),
    )


def test_what_is_not_read_of_a_word_file_is_counted() -> None:
    reading = word_of(
        a_paragraph("正文") + "<w:altChunk r:id='x'/><w:altChunk r:id='y'/>",
        comments=a_part("comments", f"<w:comment>{a_paragraph('批注')}</w:comment>"),
        chart1="<c/>",
        diagramData1="<c/>",
    )
    assert reading.text == "正文\n"
    assert reading.notices == (
        "1 comment not read",
        "2 embedded documents not read; Word takes them in when it saves",
        "2 charts and diagrams not read",
    )


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<w:p>" * 300 + "</w:p>" * 300, "nests more than 256 elements in word/document.xml; "),
        (a_paragraph("一" * 4_000_000), "has more than 10 MB in one element in word/document.xml;"),
    ],
    ids=["depth", "length"],
)
def test_a_word_file_beyond_bounds_is_not_called_damaged(body: str, reason: str) -> None:
    content = making.zipped({"word/document.xml": a_part("document", body)})
    assert refused(".docx", content).startswith(reason)


def test_word_files_without_heading_styles_have_sections_by_their_numbers() -> None:
    paragraphs = ("一、总则", "甲方与乙方合作。", "二、附则", "自即日起施行。")
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    document = f"<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>"
    reading = read_bytes("a.docx", ".docx", making.zipped({"word/document.xml": document}))
    assert [section for _, section, _ in told(reading)] == [
        "一、总则",
        "一、总则",
        "二、附则",
        "二、附则",
    ]


def test_a_book_names_what_is_missing_and_what_is_protected() -> None:
    whole = making.book()
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    less = {name: content for name, content in parts.items() if "第2章" not in name}
    reading = read_bytes("a.epub", ".epub", making.zipped(less))
    assert reading.notices == ("OPS/第2章.xhtml is named in its spine but not there",)
    drm = "<e><CipherReference URI='OPS/%E7%AC%AC2%E7%AB%A0.xhtml'/></e>"
    assert "DRM" in refused(".epub", making.zipped({**parts, "META-INF/encryption.xml": drm}))
    fonts = "<e><CipherReference URI='OPS/font.otf'/></e>"
    read_bytes("a.epub", ".epub", making.zipped({**parts, "META-INF/encryption.xml": fonts}))


CHAPTER = f"<html><body><p>{making.FIRST}</p></body></html>"


def book_of(manifest: str, spine: str, documents: dict[str, str | bytes]) -> Reading:
    """A book with its first chapter, and what else its manifest and its spine name."""
    package = (
        "<package><manifest><item id='c1' href='c1.xhtml' media-type='application/xhtml+xml'/>"
        f"{manifest}</manifest><spine><itemref idref='c1'/>{spine}</spine></package>"
    )
    parts = {f"OPS/{name}": content for name, content in documents.items()}
    content = making.zipped(
        {
            "META-INF/container.xml": making.CONTAINER,
            "OPS/package.opf": package,
            "OPS/c1.xhtml": CHAPTER,
            **parts,
        }
    )
    return read_bytes("a.epub", ".epub", content)


@pytest.mark.parametrize(
    "kind", ["text/xml", "application/xml", "Application/XHTML+XML", "text/html", "image/svg+xml"]
)
def test_a_chapter_is_read_whatever_a_book_calls_its_type(kind: str) -> None:
    page = f"<svg><text>{making.LAST}</text></svg>" if "svg" in kind else f"<p>{making.LAST}</p>"
    reading = book_of(
        f"<item id='c2' href='c2.xml' media-type='{kind}'/>",
        "<itemref idref='c2'/>",
        {"c2.xml": page},
    )
    assert reading.text == f"{making.FIRST}\n{making.LAST}\n"
    assert reading.notices == ()


def test_what_a_book_names_and_does_not_have_is_told() -> None:
    reading = book_of(
        "<item id='c3' href='c3.jpg' media-type='image/jpeg'/>"
        "<item id='c4' href='c4.jpg' media-type='image/jpeg' fallback='c5'/>"
        "<item id='c5' href='c5.html' media-type='text/html'/>"
        "<item id='c6' href='c6.xhtml' media-type='application/xhtml+xml'/>"
        "<item id='c7' href='c7.xhtml' media-type='application/xhtml+xml' properties='nav'/>",
        "<itemref idref='c2'/><itemref idref='c3'/><itemref idref='c4'/>",
        {"c5.html": "<p>甲", "c6.xhtml": "<p>乙", "c7.xhtml": "<p>丙"},
    )
    assert reading.text == f"{making.FIRST}\n甲\n"
    assert reading.notices == (
        "c2 is named in its spine but not in its manifest",
        "OPS/c3.jpg (image/jpeg) is in its spine but no page",
        "OPS/c6.xhtml is in its manifest but not in its spine, and not read",
    )


def test_a_book_of_too_many_documents_says_how_many_are_read() -> None:
    numbers = range(2, 20_010)
    reading = book_of(
        "".join(f"<item id='d{one}' href='d{one}' media-type='text/html'/>" for one in numbers),
        "".join(f"<itemref idref='d{one}'/>" for one in numbers),
        {"d2": "<p>甲"},
    )
    assert reading.text == f"{making.FIRST}\n甲\n"
    assert [one.partition(" ")[0] for one in reading.notices[:5]] == [
        f"OPS/d{number}" for number in range(3, 8)
    ]
    assert reading.notices[5].startswith("19,993 more documents")
    assert reading.notices[6] == (
        "its spine names 20,009 documents, of which the first 20,000 are read; divide it"
    )


def test_a_chapter_that_cannot_be_decoded_is_named_and_the_rest_is_read() -> None:
    item = "<item id='c2' href='c2.xhtml' media-type='application/xhtml+xml'/>"
    reference = "<itemref idref='c2'/>"
    bad = f"<p>{'路' * 800}".encode()
    reading = book_of(item, reference, {"c2.xhtml": bad[:303] + b"\xff" + bad[303:]})
    assert f"{'路' * 100}\ufffd{'路' * 700}" in reading.text
    assert reading.notices == ("OPS/c2.xhtml: 1 byte is not utf-8 (at byte 303), read as U+FFFD",)
    reading = book_of(item, reference, {"c2.xhtml": "<p>路".encode() + b"\xff\xfe\xfd</p>"})
    assert reading.text == f"{making.FIRST}\n"
    [notice] = reading.notices
    assert notice.startswith("OPS/c2.xhtml: ")
    assert "catalog" not in notice
    [notice] = book_of(item, reference, {"c2.xhtml": "<div>" * 5_000 + "路"}).notices
    assert notice == "OPS/c2.xhtml: nests more than 1,000 elements"
    only = making.book("", more={"OPS/第1章.xhtml": "<p>路".encode() + b"\xff\xfe\xfd</p>"})
    assert refused(".epub", only).endswith("and no other document of it has text")


def test_the_pages_of_a_book_are_those_of_its_page_list() -> None:
    reading = read(SAMPLES["epub"])
    assert [page.label for page in reading.pages] == ["8"]
    pages = {words(reading, passage): passage.page for passage in divided(reading)}
    assert (pages[making.FIRST], pages[making.LAST]) == (None, 1)


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        (".html", b"<div>" * 900 + b"x"),
        (".html", b"<table><tr><td>" * 300 + b"x"),
        (".html", b"<sup>" * 900 + b"x"),
        (".html", b"<p>a<br>" * 50_000),
        (".html", b"x<a b='" * 900),
        (".md", b"> " * 20_000 + b"x"),
        (".md", b"- " * 20_000 + b"x"),
        (".md", b"- a\n" * 20_000),
        (".md", b"[" * 50_000),
        (".md", b"---\n" + b"a: [" * 5_000 + b"\n---\nx"),
        (".md", b"| a " * 20_000 + b"|\n" + b"|---" * 20_000 + b"|\n"),
    ],
    ids=range(11),
)
def test_what_is_made_to_take_long_does_not(suffix: str, content: bytes) -> None:
    reading = read_bytes("a", suffix, content)
    assert divided(reading)
