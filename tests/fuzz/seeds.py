"""What fuzzing begins with: small inputs of every kind, made here."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

__all__ = ["FRAGMENTS", "OPERATORS", "QUERIES", "TEXTS", "seeds_of"]

FRAGMENTS = (
    "\n", "\n\n", "\r\n", "\r", "\f", " ", "\t", "　", "一带一路", "互联互通。", "，", "。", "前言\n", "第一章 ",
    "第3十章", "1.4.1 ", "（一）", "一、", "31", "\n\n31\n\n", "1. 新华网，2024年。", "¹", "①", "[3]", "◆", "▲圖",
    "- ", "# ", "| a | b |\n", "---\n", "===\n", "> ", "**", "[[zh:", "[[a|", "]]", "](", ")", "<!--", "-->", "```\n",
    "目录\n", "\t12\n", "....... 3\n", "图 1：港口", "表 2", "案例 1：", "附录", "来源：", "作者", "——", "「", "」", "（",
    "）", "connec-", "Road", "A sentence ends. ", "3,000", "３，０００", "…", "½", "ﬃ", "\ufdfa", "𠮷", "\ufeff", "\u200b",
    "\u2028", "\x85", "\x1c", "\v", "\0", "\ud800", "\u202e", "\ufe0f", "\ue000", "\u0301", "が", "한", "İ", "ß", "\u0378",
    "参考文献\n", "[^1]: ", "![a](b)", "\\", "“", "”", "'", "⁰", "Chapter IV", "IVX", "质疑1：", "字" * 30 + "\n",
)  # fmt: skip
OPERATORS = (
    "(", ")", "（", "）", '"', "“", "”", "「", "」", "『", "』", "＂", "*", "＊", "-", "－", "+", "＋", " OR ", "OR", " ", "\\",
    "一带一路", "数字", "的", "a", "Kenya", "3,000", "三千亿", "10周年", "百分之", "%", "½", "，", "…", "\0", "\ud800", "\x1b",
    "\ufe0f", "〇", "十", "兆", "亿", "万", "点", ".", "第", "零", "负", "２０２３", "分之",
)  # fmt: skip
TEXTS = (
    "前言\n\n十年來，航線已通達，\n\n31\n\n各國港口。\n",
    "# 标题\n\n资[[zh:金融]]通。[^1]\n\n[^1]: 注。\n",
    "第三屆「一帶一\n\n路」\nconnec-\ntivity 3,000 億",
    "1. 新华网，2024年。\n2. 同上\n\n表 2 港口\n甲\t乙\n1\t2\n",
    "\udcff\udced\udca0\udc80",
)
QUERIES = (
    "數字絲綢之路",
    '+一带一路 -"论坛" (铁路 OR 鐵道) connect*',
    "3,000億 十周年 百分之三十 1/2",
    "「没有关上",
    "\\( （一）根植 C++ China-Europe",
)


def seeds_of(suffix: str) -> tuple[bytes, ...]:
    """Inputs that the reader of a suffix understands, some only nearly; any bytes do for others."""
    texts = tuple(text.encode("utf-8", "surrogateescape") for text in TEXTS)
    made = tuple(make() for make in _MAKERS.get(suffix, ()))
    in_others = tuple(TEXTS[0].encode(name) for name in ("utf-16", "gb18030", "big5hkscs"))
    cut = tuple(one[: len(one) // 2] for one in made)
    return made + cut + texts + in_others + (b"",)


def _archive(**files: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


def _docx() -> bytes:
    types = "http://schemas.openxmlformats.org/package/2006"
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    files = {
        "[Content_Types].xml": f'<Types xmlns="{types}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{word}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{types}/relationships"><Relationship Id="r1" '
        f'Type="{office}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{main}"><w:body><w:p><w:r><w:t>一带一路</w:t>'
        "</w:r></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl></w:body></w:document>",
    }
    return _archive(**files)


def _epub() -> bytes:
    container = "urn:oasis:names:tc:opendocument:xmlns:container"
    files = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": f'<container version="1.0" xmlns="{container}"><rootfiles>'
        '<rootfile full-path="a.opf" media-type="application/oebps-package+xml"/></rootfiles>'
        "</container>",
        "a.opf": '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><manifest><item '
        'id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref '
        'idref="a"/></spine></package>',
        "a.xhtml": '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>一带一路</p></body></html>',
    }
    return _archive(**files)


def _html() -> bytes:
    return "<!doctype html><meta charset=utf-8><title>题</title><h1>前言</h1><p>一带一路<br>论坛".encode()


def _pdf() -> bytes:
    text = b"BT /F1 12 Tf 72 720 Td (Belt and Road) Tj ET"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources"
        b"<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(text), text),
    )
    written, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj%s endobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return (
        written
        + b"xref\n0 %d\n0000000000 65535 f \n" % count
        + table
        + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (count, len(written))
    )


_MAKERS: dict[str, tuple[Callable[[], bytes], ...]] = {
    ".docx": (_docx,),
    ".epub": (_epub,),
    ".html": (_html,),
    ".htm": (_html,),
    ".xhtml": (_html,),
    ".pdf": (_pdf,),
}
