"""Word: what it shows is read, and what is not is counted."""

from __future__ import annotations

import pytest

from bri_search.sources.document import Kind
from bri_search.sources.readers import Reading, read_bytes
from bri_search.text.reading import reading as shown
from tests import making
from tests.samples import divided, refused, told, words


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


def test_a_word_that_breaks_in_a_cell_is_read_whole() -> None:
    broken = (
        "<w:p><w:r><w:t>the com-</w:t><w:br/><w:t>mittee of</w:t><w:br/><w:t>two</w:t></w:r></w:p>"
    )
    reading = word_of(
        a_table(a_paragraph("筹备组"), broken, a_paragraph("甲") + a_paragraph("乙"))
        + a_table(a_paragraph("下一行"), a_paragraph("丙"))
    )
    first, second = divided(reading)
    assert (
        shown(
            [(start, reading.text[start:end]) for start, end in first.spans], has_markup=False
        ).text
        == "筹备组\tthe committee of two\t甲 乙"
    )
    assert (first.kind, second.kind) == (Kind.TABLE, Kind.TABLE)
    assert words(reading, second) == "下一行\t丙"


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


def a_run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def of_runs(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


RAISED = "<w:vertAlign w:val='superscript'/>"
STYLES = a_part(
    "styles",
    "<w:style w:styleId='Mark'><w:rPr><w:vertAlign w:val='superscript'/></w:rPr></w:style>"
    "<w:style w:styleId='Secret'><w:rPr><w:vanish/></w:rPr></w:style>"
    "<w:style w:styleId='Sub'><w:basedOn w:val='Secret'/></w:style>",
)


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (["港口扩建", ("1", RAISED), ("2", RAISED), "已经完工。"], "港口扩建¹²已经完工。"),
        (["运量达10", ("6", RAISED), "吨"], "运量达10⁶吨"),
        (["速率为3 m s", ("-1", RAISED)], "速率为3 m s⁻¹"),
        (["码头", ("注", RAISED), ("4", RAISED), "已经启用"], "码头[注4]已经启用"),
        (["码头", ("1、3", RAISED), "已经启用"], "码头[1、3]已经启用"),
        (["码头", ("[2]", RAISED), "和仓库", ("③", RAISED)], "码头[2]和仓库③"),
        (["the harbour", ("a", RAISED), " opened"], "the harbour[^a] opened"),
        (["on the 21", ("st", RAISED), " of x", ("n", RAISED)], "on the 21st of xn"),
        (["码头", ("5", "<w:rStyle w:val='Mark'/>"), "启用"], "码头⁵启用"),
        (["水H", ("2", "<w:vertAlign w:val='subscript'/>"), "O"], "水H2O"),
    ],
)
def test_what_is_raised_in_word_is_raised_in_its_text(
    runs: list[str | tuple[str, str]], text: str
) -> None:
    made = [a_run(run) if isinstance(run, str) else a_run(*run) for run in runs]
    assert word_of(of_runs(*made), styles=STYLES).text == f"{text}\n"


@pytest.mark.parametrize(
    "properties",
    [
        "<w:vanish/>",
        "<w:vanish w:val='1'/>",
        "<w:rStyle w:val='Secret'/>",
        "<w:rStyle w:val='Sub'/>",
    ],
)
def test_what_word_hides_is_furniture_behind_the_text(properties: str) -> None:
    reading = word_of(
        of_runs(a_run("灯塔在"), a_run("留给校对的话", properties), a_run("夜里亮着。"))
        + of_runs(a_run("整段都不显示"), properties="<w:pStyle w:val='Secret'/>")
        + of_runs(a_run("船照常出海。", "<w:vanish w:val='0'/>")),
        styles=STYLES,
    )
    assert [text for _, _, text in told(reading)] == ["灯塔在夜里亮着。", "船照常出海。"]
    assert reading.text.endswith("\n留给校对的话\n整段都不显示\n")
    assert [mark.what for mark in reading.structure][-2:] == ["hidden", "hidden"]


def a_field(code: str, result: str) -> str:
    def mark(what: str) -> str:
        return f"<w:r><w:fldChar w:fldCharType='{what}'/></w:r>"

    return mark("begin") + code + (mark("separate") + result if result else "") + mark("end")


def a_code(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (a_field(a_code("PAGE"), a_run("7")), "见7页"),
        (
            a_field(a_code("IF ") + a_field(a_code("MERGEFIELD x"), a_run("女")), a_run("她的")),
            "见她的页",
        ),
        (a_field(a_code("XE ") + a_run("索引项"), ""), "见页"),
        (a_field(a_code("A"), a_run("外") + a_field(a_code("B"), a_run("内"))), "见外内页"),
        ("<w:r><w:fldChar w:fldCharType='begin'/></w:r>" + a_run("没有结束的"), "见没有结束的页"),
        ("<w:r><w:fldChar w:fldCharType='end'/></w:r>" + a_run("没有开始的"), "见没有开始的页"),
    ],
)
def test_of_a_field_in_word_its_result_is_read(runs: str, text: str) -> None:
    assert word_of(of_runs(a_run("见"), runs, a_run("页"))).text == f"{text}\n"


PROSE = "船长站在灯塔下面，看着海水一寸一寸地退到堤岸外头，想起年轻时候的"
"""The beginning of a sentence."""
REST = "那些港口。" + "码头上的人忙着收网，谁也没有抬头看他。" * 12


@pytest.mark.parametrize(
    ("form", "what"),
    [
        *((form, "page number") for form in ("{}", "— {} —", "第{}页")),
        *(
            (form, "running head")
            for form in ("{}　港口年鉴", "港口年鉴 · {}", "航海报告　2019年 第{}页")
        ),
    ],
)
def test_what_a_page_says_between_halves_of_a_sentence_is_furniture_in_word(
    form: str, what: str
) -> None:
    pages = "".join(
        a_paragraph(PROSE) + a_paragraph(form.format(n)) + a_paragraph(REST) for n in (14, 16, 18)
    )
    reading = word_of(pages)
    assert [text for _, _, text in told(reading)] == [PROSE, REST] * 3
    assert [mark.what for mark in reading.structure if mark.kind is None] == [what] * 3


@pytest.mark.parametrize(
    "paragraphs",
    [
        [text for n in range(4) for text in (REST, str(n), REST)],
        [text for n in range(4) for text in (f"哪个港口第{n}大", str(n), REST[:-1])],
        [text for n in range(9) for text in (PROSE, str(n), "那些港口。")],
        [
            text
            for n in range(4)
            for text in (
                "and all the lamps along the shore were lit for the boats",
                str(n),
                "The sea " * 40 + "s.",
            )
        ],
        [text for n in (1, 2019, 3) for text in (PROSE, str(n), REST)],
        [PROSE, "1", REST, PROSE, "2", REST],
        [text for n in range(4) for text in (REST, f"港口年鉴　{n}", REST)],
        [text for n in (1, 1, 1) for text in (PROSE, f"港口年鉴　{n}", REST)],
        [text for _ in range(4) for text in (PROSE, "港口年鉴", REST)],
    ],
    ids=[
        "after sentences",
        "questions",
        "close by",
        "new sentences",
        "not rising",
        "few",
        "heads after sentences",
        "heads not rising",
        "no heading",
    ],
)
def test_other_numbers_by_themselves_are_text_in_word(paragraphs: list[str]) -> None:
    reading = word_of("".join(map(a_paragraph, paragraphs)))
    assert [reading.text[slice(*mark.span)] for mark in reading.structure] == paragraphs
    assert all(mark.kind is Kind.PARAGRAPH for mark in reading.structure)
