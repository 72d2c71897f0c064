"""A page of a PDF: its text in the order in which it is read, and how its lines are printed.

The order of lines and columns is PDFium's, but for upright columns that begin at the same height.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bri_search.sources.printing import PrintedLine, PrintedLines
from bri_search.sources.readers.pdf_beginnings import begun_lines, joined
from bri_search.sources.readers.pdf_columns import in_reading_order
from bri_search.sources.readers.pdf_extent import give_extent
from bri_search.sources.readers.pdf_glyphs import Glyph, Glyphs
from bri_search.sources.readers.pdf_lines import PageLine, lines_of
from bri_search.sources.readers.pdf_print import measured_lines
from bri_search.sources.readers.pdf_raised import raised_digits, superscript

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

__all__ = ["UNMAPPED", "read_page"]

UNMAPPED = re.compile("[\x00\ufffd\ufffe\uffff]")
"""A character that a file gives no Unicode for."""
_CONTROL = re.compile("[\x01-\x08\x0b-\x1f\x7f]")
_MOST_RAISED = 0.1
"""Share of the characters of a page: where more digits are raised they are prices, or a mistake."""
_SOME_RAISED = 20
"""Raised digits that a page may have, however short it is."""


def read_page(page: PdfPage) -> tuple[str, PrintedLines, bool]:
    """The text of a page and how it is printed; whether anything is on it."""
    try:
        has_content = give_extent(page)
        textpage = page.get_textpage()
        try:
            glyphs = Glyphs(textpage)
            lines = list(lines_of(textpage.get_text_range(errors="replace")))
            if not page.get_rotation():
                lines = in_reading_order(lines, glyphs)
            printed = measured_lines(page, glyphs, lines)
            lines = _with_superscripts(lines, printed, page, glyphs)
            lines, printed = _with_beginnings(lines, printed, page)
        finally:
            textpage.close()
    finally:
        page.close()
    text = "".join(line.text + line.broken for line in lines)
    text = _CONTROL.sub(" ", UNMAPPED.sub("\ufffd", text))
    return (text.rstrip() + "\n" if text.strip() else ""), _in_row(lines, printed), has_content


def _in_row(lines: list[PageLine], printed: list[PrintedLine | None]) -> PrintedLines:
    """How lines are printed, by where they begin in the text; those that are blank are none."""
    row = PrintedLines()
    if not any(printed):
        return row
    start = 0
    for line, one in zip(lines, printed, strict=True):
        if line.inked:
            row.add(start, one or PrintedLine(0, 0, 0, 0))
        start += len(line.text) + len(line.broken)
    return row


def _with_superscripts(
    lines: list[PageLine], printed: list[PrintedLine | None], page: PdfPage, glyphs: Glyphs
) -> list[PageLine]:
    """The same lines; raised digits as superscripts, unless the page has too many of them."""
    _, foot, _, top = page.get_cropbox()
    written = []
    count = 0
    for line, one in zip(lines, printed, strict=True):
        text = line.text
        if one is not None:
            usual = Glyph(one.left, one.right, foot + one.height * (top - foot), one.size)
            raised = raised_digits(text, usual, glyphs, line.unit_of)
            for place in raised:
                text = text[:place] + superscript(text[place]) + text[place + 1 :]
            count += len(raised)
        written.append(replace(line, text=text))
    most = max(_SOME_RAISED, _MOST_RAISED * sum(len(line.text) for line in lines))
    return written if count <= most else lines


def _with_beginnings(
    lines: list[PageLine], printed: list[PrintedLine | None], page: PdfPage
) -> tuple[list[PageLine], list[PrintedLine | None]]:
    """The same lines, with markers of lists and initials before the lines that they begin."""
    _, foot, _, top = page.get_cropbox()
    begun = begun_lines([line.text for line in lines], printed, top - foot)
    if not begun:
        return lines, printed
    beginnings = {line: place for place, line in begun.items()}
    ordered: list[PageLine] = []
    measured: list[PrintedLine | None] = []
    for place, line in enumerate(lines):
        if place in begun:
            continue
        whole = printed[place]
        if place in beginnings:
            apart, before = lines[beginnings[place]], printed[beginnings[place]]
            if whole is not None and before is not None:
                whole = whole._replace(left=before.left)
            ordered.append(replace(apart, text=joined(apart.text), line_break=""))
            measured.append(whole)
        ordered.append(replace(line, line_break=line.line_break or "\r\n"))
        measured.append(whole)
    return ordered, measured
