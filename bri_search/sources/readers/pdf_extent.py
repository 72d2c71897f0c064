"""Text of a PDF that has no extent: in fonts that are neither in the file nor on this computer."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

__all__ = ["give_extent"]

_NO_WIDTH = 0.01
"""Points, as PDFium has it."""
_THIN = 0.1
"""Of the size of type, a line around what has a width but no height."""
_DEEPEST_FORM = 20
"""Forms within one another in which text is looked for."""


def give_extent(page: PdfPage) -> bool:
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
