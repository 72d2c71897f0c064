"""Files of every format, made from one document: what the tests of readers and of corpora read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import reportlab
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

TITLE = "沿海航線年度說明"
HEADING = "一、航線的由來"
FIRST = "港口之間的航線由來已久，商船與合作夥伴往返其間，互聯互通的道理人人都懂。"
NOTED = "兩岸的碼頭因此興旺起來"
NOTE = "據縣志所載的貨運冊。"
ITEMS = ("疏浚航道；", "增設燈塔。")
ROW = ("港口", "泊位")
CODE = "depth = 12"
LAST = "航線通了，人心也就通了。"
PHRASE = "往返其间，互联互通"
"""Stands in `FIRST`, typed in the other script."""

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OPS/package.opf"/></rootfiles></container>'
)

for _font in ("STSong-Light", "MSung-Light"):
    pdfmetrics.registerFont(UnicodeCIDFont(_font))
_UPRIGHT = UnicodeCIDFont("MSung-Light", isVertical=True)
_UPRIGHT.fontName = _UPRIGHT.name = "upright"
pdfmetrics.registerFont(_UPRIGHT)


def page(*, encoding: str = "utf-8", declared: str | None = None) -> bytes:
    """The document as a web page, with what web pages have around their text."""
    meta = "" if declared is None else f'<meta charset="{declared}">'
    return f"""<!doctype html><html lang="zh-Hant"><head>{meta}<title>{TITLE} - 示例網</title>
<meta name="author" content="林某某"><meta property="article:published_time" content="2023-10-18">
</head><body><nav><a href="/">首頁</a> <a href="/b">新聞</a></nav><article><h1>{TITLE}</h1>
<h2>{HEADING}</h2><p>{FIRST[:20]}
{FIRST[20:]}</p><p>{NOTED}<sup><a href="#n1">1</a></sup>。</p>
<ul><li>{ITEMS[0]}<li>{ITEMS[1]}</ul><table><tr><td>{ROW[0]}<td>{ROW[1]}</table>
<pre>{CODE}</pre><p role="doc-footnote" id="n1">{NOTE}</p><p>{LAST}</p></article>
<footer>版權所有</footer></body></html>""".encode(encoding)


def markdown() -> str:
    return (
        f"---\ntitle: {TITLE}\nauthor: 林某某\ndate: 2023-10-18\n---\n\n# {TITLE}\n\n## {HEADING}\n\n"
        f"{FIRST}\n\n{NOTED}[^1]。\n\n- {ITEMS[0]}\n- {ITEMS[1]}\n\n| {ROW[0]} | {ROW[1]} |\n"
        f"|---|---|\n\n```\n{CODE}\n```\n\n[^1]: {NOTE}\n\n{LAST}\n"
    )


def text() -> str:
    return f"{TITLE}\n\n{HEADING}\n\n{FIRST}\n\n{NOTED}。\n\n{LAST}\n"


def word() -> bytes:
    document = Document()
    document.core_properties.title = TITLE
    document.core_properties.author = "林某某"
    document.add_heading(TITLE, 0)
    document.add_heading(HEADING, 1)
    document.add_paragraph(FIRST)
    paragraph = document.add_paragraph(NOTED)
    paragraph._p.append(
        parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="7"/><w:t>。</w:t></w:r>')
    )
    for item in ITEMS:
        document.add_paragraph(item, style="List Bullet")
    table = document.add_table(1, 2)
    for cell, content in zip(table.rows[0].cells, ROW, strict=True):
        cell.text = content
    document.add_paragraph(LAST)
    notes = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:id="7"><w:p><w:r><w:t>{NOTE}</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    )
    file = io.BytesIO()
    document.save(file)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("word/footnotes.xml", notes)
    return file.getvalue()


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def book(*chapters: str, more: dict[str, str | bytes] | None = None) -> bytes:
    """The document as an EPUB of two chapters with a page list, or one of other chapters."""
    own = chapters or (
        f"<h1>{TITLE}</h1><a id='a'/><h2>{HEADING}</h2><p>{FIRST}</p>",
        f"<span epub:type='pagebreak' title='8'/><p>{NOTED}<a epub:type='noteref' href='#n'>1</a>。</p>"
        f"<ul><li>{ITEMS[0]}</li><li>{ITEMS[1]}</li></ul><table><tr><td>{ROW[0]}</td>"
        f"<td>{ROW[1]}</td></tr></table><pre>{CODE}</pre>"
        f"<aside epub:type='footnote' id='n'><p>{NOTE}</p></aside><p>{LAST}</p>",
    )
    documents = {
        f"OPS/第{number}章.xhtml": "<?xml version='1.0' encoding='utf-8'?><html "
        "xmlns='http://www.w3.org/1999/xhtml' xmlns:epub='http://www.idpf.org/2007/ops'><head>"
        f"<title/><script src='x.js'/></head><body>{chapter}</body></html>"
        for number, chapter in enumerate(own, 1)
    }
    items = "".join(
        f'<item id="c{number}" href="{name[4:]}" media-type="application/xhtml+xml"/>'
        for number, name in enumerate(documents, 1)
    )
    order = "".join(f'<itemref idref="c{number}"/>' for number in range(1, len(own) + 1))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{TITLE}</dc:title><dc:creator>林某某</dc:creator><dc:date>2023-10-18</dc:date>"
        f"<dc:language>zh-Hant</dc:language></metadata><manifest>{items}</manifest>"
        f"<spine>{order}</spine></package>"
    )
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": CONTAINER,
            "OPS/package.opf": package,
            **documents,
            **(more or {}),
        }
    )


def pdf(
    pages: Sequence[Sequence[str]],
    *,
    roman: int = 0,
    pictures: Sequence[int] = (),
    **options: object,
) -> bytes:
    """A PDF with these lines on its pages; `pictures` are pages with a box and no text.

    The first pages, as many as `roman` says, are labelled from iii on, those behind them from 1.
    """
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(420, 595), **options)
    canvas.setTitle(TITLE)
    canvas.setAuthor("林某某")
    if roman:
        canvas.addPageLabel(0, style="ROMAN_LOWER", start=3)
        canvas.addPageLabel(roman, style="ARABIC", start=1)
    for number, lines in enumerate(pages, 1):
        canvas.setFont("MSung-Light", 12)
        for place, line in enumerate(lines):
            canvas.drawString(40, 540 - 18 * place, line)
        if number in pictures:
            canvas.rect(40, 40, 300, 400, fill=1)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def streamed(stream: bytes) -> bytes:
    """A PDF of one page whose contents are a stream that is packed already."""
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 400]/Contents 4 0 R"
        b"/Resources<</Font<</F1 " + font + b">>>>>>",
        b"<</Length %d/Filter/FlateDecode>>\nstream\n%b\nendstream" % (len(stream), stream),
    ]
    return _of_objects(objects)


def printed(
    pages: Sequence[Sequence[tuple[float, float, float, str]]],
    rules: Sequence[tuple[float, float, float]] = (),
    *,
    upright: Sequence[int] = (),
) -> bytes:
    """A PDF with text on its pages, each line with its left and lower edge and its size.

    On the first page level lines are drawn: from where, to where, and how high. On the pages that
    are `upright` each line is a column, with its middle and its head.
    """
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(420, 595))
    for left, right, height in rules:
        canvas.line(left, height, right, height)
    for number, lines in enumerate(pages, 1):
        for left, foot, size, line in lines:
            canvas.setFont("upright" if number in upright else "MSung-Light", size)
            canvas.drawString(left, foot, line)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


_LETTER_I, _LETTER_J = 44, 45
"""Glyphs of Vera; a full stop is as narrow as the first."""


def upright_with_font(columns: Sequence[tuple[int, int, str]]) -> bytes:
    """A PDF of upright columns, each with its middle and its head, in a font that is in the file.

    Its glyphs are Latin letters, which the file says are these characters.
    """
    characters = dict.fromkeys("".join(text for *_, text in columns))
    glyphs = {one: _LETTER_J + place for place, one in enumerate(characters)} | {"。": _LETTER_I}
    font = Path(reportlab.__file__, "../fonts/Vera.ttf").resolve().read_bytes()
    mapped = " ".join(
        f"<{glyph:04x}> <{one.encode('utf-16-be').hex()}>" for one, glyph in glyphs.items()
    )
    unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def "
        "1 begincodespacerange <0000> <ffff> endcodespacerange "
        f"{len(glyphs)} beginbfchar {mapped} endbfchar endcmap end end"
    )
    shown = " ".join(
        f"BT /F1 12 Tf {middle} {head} Td <{''.join(f'{glyphs[one]:04x}' for one in text)}> Tj ET"
        for middle, head, text in columns
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%b\nendstream" % (len(shown), shown.encode()),
        b"<</Type/Font/Subtype/Type0/BaseFont/Vera/Encoding/Identity-V/DescendantFonts[6 0 R]"
        b"/ToUnicode 8 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Vera/CIDSystemInfo<</Registry(Adobe)"
        b"/Ordering(Identity)/Supplement 0>>/FontDescriptor 7 0 R/CIDToGIDMap/Identity>>",
        b"<</Type/FontDescriptor/FontName/Vera/Flags 4/FontBBox[-183 -236 1287 928]/ItalicAngle 0"
        b"/Ascent 928/Descent -236/CapHeight 928/StemV 80/FontFile2 9 0 R>>",
        b"<</Length %d>>\nstream\n%b\nendstream" % (len(unicode), unicode.encode()),
        b"<</Length %d/Length1 %d>>\nstream\n%b\nendstream" % (len(font), len(font), font),
    ]
    return _of_objects(objects)


def _of_objects(objects: Sequence[bytes]) -> bytes:
    body = b"".join(b"%d 0 obj\n%b\nendobj\n" % pair for pair in enumerate(objects, 1))
    return b"%%PDF-1.4\n%btrailer<</Size %d/Root 1 0 R>>\n%%%%EOF" % (body, len(objects) + 1)


PDF_PAGES = (
    (TITLE, "商船在海上往來，沿岸的人家以此為生，日子一年比一年", "好過。"),
    ("沿海航線年度說明 第1頁", "港口之間的航線由來已久，商船與合作夥伴往", "1"),
    ("沿海航線年度說明 第2頁", "返其間，互聯互通的道理人人都懂。", LAST, "2"),
    (),
)
"""Labelled iii, 1, 2, 3; the phrase begins on the second page and ends on the third, the last is a
picture."""


def paged() -> bytes:
    return pdf(PDF_PAGES, roman=1, pictures=[4])
