"""A page of a PDF: its text in the order in which it is read, and how its lines are printed.

The order of lines and columns is PDFium's, but for upright columns that begin at the same height:
those it puts from left to right, and Chinese is read from right to left.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from statistics import median_low
from typing import TYPE_CHECKING, NamedTuple

from bri_search.sources.printing import PrintedLine, PrintedLines
from bri_search.sources.readers.pdf_beginnings import begun_lines, joined
from bri_search.sources.readers.pdf_glyphs import Glyph, Glyphs
from bri_search.sources.readers.pdf_raised import raised_digits, superscript

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

__all__ = ["UNMAPPED", "read_page"]

UNMAPPED = re.compile("[\x00\ufffd\ufffe\uffff]")
"""A character that a file gives no Unicode for."""
_BROKEN_WORD = "\ufffe"
"""What PDFium puts for a hyphen and the line break behind it."""
_BREAK = re.compile("\r\n|[\r\n\ufffe]")
_CONTROL = re.compile("[\x01-\x08\x0b-\x1f\x7f]")
_NO_WIDTH = 0.01
"""Points, as PDFium has it."""
_THIN = 0.1
"""Of the size of type, a line around what has a width but no height."""
_DEEPEST_FORM = 20
"""Forms within one another in which text is looked for."""
_LARGEST = 10_000
"""Points of a type size: more is a mistake of the file."""
_THICKEST_RULE = 2.0
_SHORTEST_RULE = 30.0
_BESIDE_RULE = 20.0
"""Points; so far to the left of a rule a line below it may begin."""
_LONGEST_RULE = 0.4
"""Share of the width of the page."""
_SAMPLED = 4
"""Parts of a line at whose ends characters are measured."""
_MOST_RAISED = 0.1
"""Share of the characters of a page: where more digits are raised they are prices, or a mistake."""
_SOME_RAISED = 20
"""Raised digits that a page may have, however short it is."""
_SLANT = 0.05
"""The slope from which on a line is not level."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page: its text, where PDFium has that in units of UTF-16, and the break after."""

    text: str
    unit: int
    line_break: str

    @property
    def broken(self) -> str:
        """The break as text."""
        if self.line_break == _BROKEN_WORD:
            return "-\n"
        return "\n" if self.line_break else ""

    @property
    def inked(self) -> list[int]:
        """The places of the characters that are to be seen."""
        return [place for place, one in enumerate(self.text) if not one.isspace()]

    def unit_of(self, place: int) -> int:
        return self.unit + _units(self.text[:place])


_Point = tuple[float, float]
"""How far to the right and how high, in points."""


class _Column(NamedTuple):
    """Where an upright line begins, in points, and how far one character is from the next.

    A line of one character may be upright or level; its pitch is 0.
    """

    left: float
    head: float
    pitch: float


def read_page(page: PdfPage) -> tuple[str, PrintedLines, bool]:
    """The text of a page and how it is printed; whether anything is on it."""
    try:
        has_content = _give_extent(page)
        textpage = page.get_textpage()
        try:
            glyphs = Glyphs(textpage)
            lines = list(_lines(textpage.get_text_range(errors="replace")))
            if not page.get_rotation():
                lines = _in_order(lines, glyphs)
            printed = _printed(page, glyphs, lines)
            lines = _with_superscripts(lines, printed, page, glyphs)
            lines, printed = _with_beginnings(lines, printed, page)
        finally:
            textpage.close()
    finally:
        page.close()
    text = "".join(line.text + line.broken for line in lines)
    text = _CONTROL.sub(" ", UNMAPPED.sub("\ufffd", text))
    return (text.rstrip() + "\n" if text.strip() else ""), _in_row(lines, printed), has_content


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _lines(text: str) -> Iterator[_Line]:
    unit = position = 0
    while position < len(text):
        found = _BREAK.search(text, position)
        line = _Line(
            text[position : found.start() if found else len(text)], unit, found[0] if found else ""
        )
        yield line
        position = found.end() if found else len(text)
        unit += _units(line.text) + len(line.line_break)


def _in_order(lines: list[_Line], glyphs: Glyphs) -> list[_Line]:
    """The same lines; upright ones that PDFium has from left to right, from right to left."""
    ordered: list[_Line] = []
    run: list[tuple[_Line, _Column]] = []
    lines = [piece for line in lines for piece in _apart(line, glyphs)]
    for line in lines:
        column = _column(line, glyphs)
        if run and (column is None or not _follows(column, run[-1][1])):
            ordered += _turned(run)
            run = []
        if column is None:
            ordered.append(line)
        else:
            run.append((line, column))
    ordered += _turned(run)
    return [
        replace(line, line_break=before.line_break)
        for line, before in zip(ordered, lines, strict=True)
    ]


def _follows(column: _Column, before: _Column) -> bool:
    """Whether a column stands to the right of another and begins at its height."""
    tolerance = max(column.pitch, before.pitch) / 2
    return column.left > before.left and abs(column.head - before.head) <= tolerance


def _turned(run: list[tuple[_Line, _Column]]) -> list[_Line]:
    lines = [line for line, _ in run]
    return lines[::-1] if any(column.pitch for _, column in run) else lines


def _apart(line: _Line, glyphs: Glyphs) -> list[_Line]:
    """A line, or the columns of which PDFium has made one.

    A single character has no direction: that of a column and the head of the next one look level.
    """
    ends = _ends(line, glyphs) if " " in line.text else None
    if ends is None or abs(ends[0][1] - ends[1][1]) <= _SLANT * abs(ends[0][0] - ends[1][0]):
        return [line]
    places = [found.span() for found in re.finditer("[^ ]+", line.text)]
    words = [_Line(line.text[a:b], line.unit_of(a), "\r\n") for a, b in places]
    columns = [_column(word, glyphs) for word in words]
    if None in columns or not any(column.pitch for column in columns if column is not None):
        return [line]
    starts = [0]
    for place, (before, column) in enumerate(pairwise(columns), 1):
        assert before is not None
        assert column is not None
        if abs(column.left - before.left) > max(before.pitch, column.pitch) / 2:
            starts.append(place)
    begins = [places[start][0] for start in starts]
    pieces = [
        _Line(line.text[begin:end].rstrip(" "), line.unit_of(begin), "\r\n")
        for begin, end in zip(begins, [*begins[1:], len(line.text)], strict=True)
    ]
    return [*pieces[:-1], replace(pieces[-1], line_break=line.line_break)]


def _ends(line: _Line, glyphs: Glyphs) -> tuple[_Point, _Point] | None:
    """Where the first and the last character of a line stand; None where PDFium does not tell."""
    inked = line.inked
    if not inked:
        return None
    first, last = (glyphs.origin(line.unit_of(place)) for place in (inked[0], inked[-1]))
    return None if first is None or last is None else (first, last)


def _column(line: _Line, glyphs: Glyphs) -> _Column | None:
    """Where a line begins that runs down the page; None where it does not."""
    ends = _ends(line, glyphs)
    if ends is None:
        return None
    (left, head), (right, foot) = ends
    inked = line.inked
    if len(inked) == 1:
        return _Column(left, head, 0)
    if not abs(right - left) <= _SLANT * (head - foot):
        return None
    return _Column(left, head, (head - foot) / (len(inked) - 1))


def _printed(page: PdfPage, glyphs: Glyphs, lines: list[_Line]) -> list[PrintedLine | None]:
    """How each line of a page is printed, by some of its characters; nothing where it is turned."""
    left, foot, right, top = page.get_cropbox()
    if page.get_rotation() or top <= foot:
        return [None] * len(lines)
    rule = _rule(page, right - left, (foot + top) / 2)
    printed = []
    for line in lines:
        inked = line.inked
        parts = range(_SAMPLED + 1) if inked else ()
        sampled = [inked[(len(inked) - 1) * part // _SAMPLED] for part in parts]
        measured = _measured(glyphs, [line.unit_of(place) for place in sampled], foot, top)
        if measured is not None and rule is not None:
            is_below = foot + measured.height * (top - foot) < rule[1]
            is_of_column = rule[0] - _BESIDE_RULE <= measured.left <= rule[2]
            measured = measured._replace(below_rule=is_below and is_of_column)
        printed.append(measured)
    return printed


def _in_row(lines: list[_Line], printed: list[PrintedLine | None]) -> PrintedLines:
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
    lines: list[_Line], printed: list[PrintedLine | None], page: PdfPage, glyphs: Glyphs
) -> list[_Line]:
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
    lines: list[_Line], printed: list[PrintedLine | None], page: PdfPage
) -> tuple[list[_Line], list[PrintedLine | None]]:
    """The same lines, with markers of lists and initials before the lines that they begin."""
    _, foot, _, top = page.get_cropbox()
    begun = begun_lines([line.text for line in lines], printed, top - foot)
    if not begun:
        return lines, printed
    beginnings = {line: place for place, line in begun.items()}
    ordered: list[_Line] = []
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


def _rule(page: PdfPage, width: float, middle: float) -> tuple[float, float, float] | None:
    """Where the only short level line below the middle of a page is drawn: left, height, right.

    Where there are several, they are those of a table or below words.
    """
    import ctypes

    from pypdfium2 import raw

    left, bottom, right, top = edges = tuple(ctypes.c_float() for _ in range(4))
    pointers = [ctypes.byref(edge) for edge in edges]
    found = []
    for number in range(raw.FPDFPage_CountObjects(page.raw)):
        one = raw.FPDFPage_GetObject(page.raw, number)
        if raw.FPDFPageObj_GetType(one) == raw.FPDF_PAGEOBJ_PATH:
            raw.FPDFPageObj_GetBounds(one, *pointers)
            length = right.value - left.value
            is_level = top.value - bottom.value <= _THICKEST_RULE
            if is_level and length >= _SHORTEST_RULE and top.value < middle:
                found.append((left.value, bottom.value, right.value))
    is_single = len(found) == 1 and found[0][2] - found[0][0] <= _LONGEST_RULE * width
    return found[0] if is_single else None


def _measured(glyphs: Glyphs, units: list[int], foot: float, top: float) -> PrintedLine | None:
    """A line by some of its characters, from the first to the last; None where it is not level."""
    found = [glyph for unit in units if (glyph := glyphs.at(unit)) is not None]
    if not all(glyph.is_level for glyph in found):
        return None
    sizes = [one.size for one in found if math.isfinite(one.size) and 0 < one.size <= _LARGEST]
    if not sizes or not all(math.isfinite(edge) for one in found for edge in one[:3]):
        return None
    heights = [one.baseline for one in found]
    if max(heights) - min(heights) > max(sizes):
        return None
    left, right = min(one.left for one in found), max(one.right for one in found)
    return PrintedLine(median_low(sizes), left, right, (median_low(heights) - foot) / (top - foot))


def _give_extent(page: PdfPage) -> bool:
    """Give the text that has no width or height one, and tell whether anything is on a page.

    In a font that is neither in the file nor on this computer glyphs have no outline. What is set
    in it upright, or a glyph at a time, has then no width, and PDFium takes what has none for
    nothing. Lines have no height, and PDFium takes one for another with the same text above it. A
    line drawn around them has some, at any size of type.
    """
    import ctypes

    from pypdfium2 import raw

    left, bottom, right, top = edges = tuple(ctypes.c_float() for _ in range(4))
    pointers = [ctypes.byref(edge) for edge in edges]
    size = ctypes.c_float()
    matrix = raw.FS_MATRIX()
    for one in _text_objects(page):
        raw.FPDFPageObj_GetBounds(one, *pointers)
        is_narrow = right.value - left.value <= _NO_WIDTH
        if not is_narrow and top.value - bottom.value > _NO_WIDTH:
            continue
        if raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(one)) == 1:
            continue  # spaces, or nothing to see
        raw.FPDFTextObj_GetFontSize(one, ctypes.byref(size))
        raw.FPDFPageObj_GetMatrix(one, ctypes.byref(matrix))
        scale = math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
        raw.FPDFTextObj_SetTextRenderMode(one, raw.FPDF_TEXTRENDERMODE_STROKE)
        thickness = scale if is_narrow else _THIN * scale
        raw.FPDFPageObj_SetStrokeWidth(one, size.value * thickness)
        # PDFium measures text anew when it is moved, were it by nothing.
        raw.FPDFPageObj_Transform(one, 1, 0, 0, 1, 0, 0)
    return bool(raw.FPDFPage_CountObjects(page.raw) > 0)


def _text_objects(page: PdfPage) -> Iterator[object]:
    """The pieces of text of a page, those of the forms on it too."""
    from pypdfium2 import raw

    def within(count: int, get: Callable[[int], object], depth: int) -> Iterator[object]:
        for number in range(count):
            one = get(number)
            kind = raw.FPDFPageObj_GetType(one)
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                yield one
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
                inner = partial(raw.FPDFFormObj_GetObject, one)
                yield from within(raw.FPDFFormObj_CountObjects(one), inner, depth + 1)

    get = partial(raw.FPDFPage_GetObject, page.raw)
    return within(raw.FPDFPage_CountObjects(page.raw), get, 0)
