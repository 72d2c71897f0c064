"""The characters of a PDF as they are printed: where they stand, and their size."""

from __future__ import annotations

from ctypes import byref, c_double
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

__all__ = ["SLANT", "Glyph", "Glyphs"]

SLANT = 0.05
"""The slope from which on a character or a line is not level."""


class Glyph(NamedTuple):
    """A character as it is printed: its edges, its baseline and its size, in points."""

    left: float
    right: float
    baseline: float
    size: float
    is_level: bool = True


class Glyphs:
    """The characters of a page by their places in its text, in units of UTF-16."""

    def __init__(self, textpage: PdfTextPage) -> None:
        from pypdfium2 import raw

        self._raw = raw
        self._page = textpage.raw
        self._edges = tuple(c_double() for _ in range(4))
        self._x, self._y = c_double(), c_double()
        self._matrix = raw.FS_MATRIX()
        self._edge_pointers = [byref(edge) for edge in self._edges]
        self._origin_pointers = [byref(self._x), byref(self._y)]

    def origin(self, unit: int) -> tuple[float, float] | None:
        """How far to the right and how high one stands; None where PDFium does not tell."""
        index = self._raw.FPDFText_GetCharIndexFromTextIndex(self._page, unit)
        if index < 0 or not self._raw.FPDFText_GetCharOrigin(
            self._page, index, *self._origin_pointers
        ):
            return None
        return self._x.value, self._y.value

    def at(self, unit: int) -> Glyph | None:
        """One of them; None where PDFium does not tell."""
        raw, page, matrix = self._raw, self._page, self._matrix
        index = raw.FPDFText_GetCharIndexFromTextIndex(page, unit)
        if index < 0 or not (
            raw.FPDFText_GetMatrix(page, index, byref(matrix))
            and raw.FPDFText_GetCharBox(page, index, *self._edge_pointers)
            and raw.FPDFText_GetCharOrigin(page, index, *self._origin_pointers)
        ):
            return None
        size = raw.FPDFText_GetFontSize(page, index) * abs(matrix.d)
        is_level = abs(matrix.b) <= SLANT * abs(matrix.a)
        left, right, _, _ = self._edges
        return Glyph(left.value, right.value, self._y.value, size, is_level)

    def has_any(self, x: float, y: float) -> bool:
        """Whether one of them covers a point of the page."""
        return bool(self._raw.FPDFText_GetCharIndexAtPos(self._page, x, y, 0, 0) >= 0)
