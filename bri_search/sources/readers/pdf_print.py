"""How the lines of a PDF's page are printed: their size and place, and the rule above notes."""

from __future__ import annotations

import math
from statistics import median_low
from typing import TYPE_CHECKING

from bri_search.sources.printing import PrintedLine
from bri_search.sources.readers.pdf_glyphs import Glyphs
from bri_search.sources.readers.pdf_lines import PageLine

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

__all__ = ["measured_lines"]

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


def measured_lines(
    page: PdfPage, glyphs: Glyphs, lines: list[PageLine]
) -> list[PrintedLine | None]:
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
