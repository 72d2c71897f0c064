"""Block quotations that a format tells by its styles and elements and not by quotation marks."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document

import bri_search
from bri_search.sources.readers import read_bytes
from tests import making
from tests.program import run
from tests.test_word import word_of


def quoted(suffix: str, content: bytes) -> list[str]:
    reading = read_bytes(f"a{suffix}", suffix, content)
    return [reading.text[start:end] for start, end in reading.block_quotations]


@pytest.mark.parametrize(
    ("page", "quotations"),
    [
        ("<p>甲</p><blockquote>乙</blockquote><p>丙</p>", ["乙"]),
        ("<blockquote><p>甲</p><p>乙</p></blockquote>丙", ["甲\n乙"]),
        ("<blockquote>甲</blockquote><blockquote>乙</blockquote>", ["甲", "乙"]),
        ("<blockquote>甲<blockquote>乙</blockquote>丙</blockquote>", ["甲", "乙", "丙"]),
        ("<blockquote><ul><li>甲</li><li>乙</li></ul></blockquote>", ["甲\n乙"]),
        ("<blockquote><p>甲</p><nav>乙</nav><p>丙</p></blockquote>", ["甲", "丙"]),
        ("<p>甲</p>", []),
        ("<blockquote>甲。<cite>乙</cite></blockquote>", ["甲。"]),
        ("<blockquote>甲—— <cite>乙</cite>\n</blockquote>", ["甲"]),
        ("<blockquote>甲<br><cite>乙</cite></blockquote>", ["甲"]),
        ("<blockquote><p>甲</p><p><cite>乙</cite></p></blockquote>", ["甲"]),
        ("<blockquote>读<cite>乙</cite></blockquote>", ["读乙"]),
        ("<blockquote>甲。<cite>乙</cite>丙</blockquote>", ["甲。乙丙"]),
        (
            "<main><blockquote><p>甲</p><footer>乙，<cite>丙</cite></footer></blockquote></main>",
            ["甲"],
        ),
    ],
)
def test_a_web_page_and_a_book_tell_their_block_quotations(
    page: str, quotations: list[str]
) -> None:
    assert quoted(".html", page.encode()) == quotations
    assert quoted(".epub", making.book(page)) == quotations


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>他说<q>共商<q>共建</q></q>，<q>共享</q>。</p>", "他说“共商‘共建’”，“共享”。"),
        ("<table><tr><td><q>甲</q></td><td>乙</td></tr></table>", "“甲”\t乙"),
    ],
)
def test_what_a_browser_puts_in_quotation_marks_has_them(page: str, text: str) -> None:
    assert read_bytes("a.html", ".html", page.encode()).text.strip() == text
    assert read_bytes("a.epub", ".epub", making.book(page)).text.strip() == text


def test_a_quotation_of_a_web_page_is_checked(tmp_path: Path, example_index: Path) -> None:
    tmp_path.joinpath("draft.html").write_text(
        "<p>公报说<q>各方与合作夥伴加强互联网互通</q>。</p>", encoding="utf-8"
    )
    done = run("check", "draft.html", "--index", example_index, "--csv", cwd=tmp_path)
    assert done.status == 1
    assert done.lines[1].split(",")[:4] == ["1", "5", "各方与合作夥伴加强互联网互通", "altered"]


@pytest.mark.parametrize(
    ("style", "is_quoted"),
    [
        ("Quote", True),
        ("Intense Quote", True),
        ("Block Text", True),
        ("Quotations", True),
        ("引用", True),
        ("鮮明引文", True),
        ("Normal", False),
        ("引言", False),
    ],
)
def test_a_word_file_tells_them_by_their_style(style: str, is_quoted: bool) -> None:
    styles = (
        f"<w:styles xmlns:w='w'><w:style w:styleId='q'><w:name w:val='{style}'/></w:style>"
        "<w:style w:styleId='r'><w:basedOn w:val='q'/><w:name w:val='长引文'/></w:style></w:styles>"
    )

    def paragraph(text: str, style: str) -> str:
        said = f"<w:pPr><w:pStyle w:val='{style}'/></w:pPr>"
        return f"<w:p>{said}<w:r><w:t>{text}</w:t></w:r></w:p>"

    body = paragraph("甲", "q") + paragraph("乙", "r") + paragraph("丙", "") + paragraph("丁", "q")
    reading = word_of(body, styles=styles)
    assert [reading.text[start:end] for start, end in reading.block_quotations] == (
        ["甲\n乙", "丁"] if is_quoted else []
    )


def test_paragraphs_of_different_quoted_styles_are_different_quotations() -> None:
    styles = "<w:styles xmlns:w='w'>" + "".join(
        f"<w:style w:styleId='{name[0]}'><w:name w:val='{name}'/></w:style>"
        for name in ("Quote", "Intense Quote")
    )
    body = "".join(
        f"<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        for text, style in (("甲", "Q"), ("乙", "Q"), ("丙", "I"), ("丁", "Q"))
    )
    reading = word_of(body, styles=styles + "</w:styles>")
    assert [reading.text[start:end] for start, end in reading.block_quotations] == [
        "甲\n乙",
        "丙",
        "丁",
    ]


def a_draft(*paragraphs: tuple[str, str]) -> bytes:
    """A Word document, written by another program than ours: paragraphs, each with its style."""
    document = Document()
    for text, style in paragraphs:
        document.add_paragraph(text, style=style)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_a_word_file_is_checked_with_its_block_quotations(
    tmp_path: Path, example_index: Path
) -> None:
    tmp_path.joinpath("draft.docx").write_bytes(
        a_draft(
            ("公报说：", "Normal"),
            ("各方与合作伙伴加强互联互通。", "Quote"),
            ("——公报", "Quote"),
            ("又说：", "Normal"),
            ("各方与合作伙伴加强互联网互通。", "Intense Quote"),
        )
    )
    done = run("check", "draft.docx", "--index", example_index, "--csv", cwd=tmp_path)
    assert done.status == 1
    rows = [line.split(",")[:4] for line in done.lines[1:]]
    assert rows == [
        ["2", "1", "各方与合作伙伴加强互联互通。", "same wording"],
        ["5", "1", "各方与合作伙伴加强互联网互通。", "altered"],
    ]


def test_stretches_may_be_named_as_quotations(example_index: Path) -> None:
    draft = "公报说：\n各方与合作伙伴加强互联网互通。\n"
    library = bri_search.open(example_index)
    assert len(library.check(draft)) == 0
    [checked] = library.check(draft, block_quotations=[(5, 20)])
    assert (checked.quotation.text, checked.verdict) == (draft[5:20], "altered")
