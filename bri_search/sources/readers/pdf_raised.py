"""Raised digits of a PDF, the numbers of notes and exponents: only their print tells them.

They are written as superscripts, which folding and quotations know, one character for one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import groupby

from bri_search.sources.readers.pdf_glyphs import Glyph, Glyphs

__all__ = ["raised_digits", "superscript"]

_SMALL = 0.8
"""Of the size of the text, less than which that of a raised digit is."""
_LOWEST, _HIGHEST = 0.2, 0.8
"""Of the size of the text, so far above its baseline that of a raised digit is."""
_LEVEL = 0.1
"""Of the size of the text, by which baselines may differ that are one."""
_BESIDE = 1.0
"""Of the size of the text, so far apart two characters may be that stand side by side.

What is to be seen of a Chinese full stop fills a third of its width.
"""
_NUMBERS = re.compile(r"[,，、\-–—−~～*†‡§]*[0-9][0-9,，、\-–—−~～*†‡§]*")
"""Numbers with what may be raised with them: between those of several notes, or beside them."""
_FRACTION = re.compile(r"\s?[/⁄∕]\s?[0-9]")
_MINUS = frozenset("-–−")
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"


def superscript(character: str) -> str:
    """The superscript form of a digit or a minus sign.

    >>> superscript("2"), superscript("−")
    ('²', '⁻')
    """
    return "⁻" if character in _MINUS else _SUPERSCRIPTS[int(character)]


def raised_digits(
    text: str, usual: Glyph, glyphs: Glyphs, unit_of: Callable[[int], int]
) -> list[int]:
    """The places in a line of digits that are raised, with a minus sign that they begin with.

    Raised is what is smaller than the text of the line and stands higher, beside text that does
    neither: not a number above a fraction's bar or another character, behind a drop cap, or in a
    raised word. `unit_of` tells where in the text of the page a place of the line is.
    """
    found: list[int] = []
    for numbers in _NUMBERS.finditer(text):
        places = range(*numbers.span())
        for is_raised, run in groupby(places, lambda at: _is_raised(glyphs, unit_of(at), usual)):
            if is_raised:
                found += _superscripts(text, list(run), usual, glyphs, unit_of)
    return found


def _is_raised(glyphs: Glyphs, unit: int, usual: Glyph) -> bool:
    origin = glyphs.origin(unit)
    if origin is None:
        return False
    return _LOWEST * usual.size <= origin[1] - usual.baseline <= _HIGHEST * usual.size


def _superscripts(
    text: str, run: list[int], usual: Glyph, glyphs: Glyphs, unit_of: Callable[[int], int]
) -> list[int]:
    """What is to be written as superscripts of raised characters that stand side by side."""
    digits = [place for place in run if text[place].isdecimal()]
    if not digits or _FRACTION.match(text, run[-1] + 1):
        return []
    raised = [glyphs.at(unit_of(place)) for place in run]
    for place, glyph in zip(run, raised, strict=True):
        if glyph is None or glyph.size >= _SMALL * usual.size:
            return []
        if place in digits and glyphs.has_any((glyph.left + glyph.right) / 2, usual.baseline):
            return []  # as in a fraction
    before = len(text[: run[0]].rstrip()) - 1
    behind = len(text) - len(text[run[-1] + 1 :].lstrip())
    beside = []
    for place, glyph in ((before, raised[0]), (behind, raised[-1])):
        if glyph is not None and 0 <= place < len(text):
            other = glyphs.at(unit_of(place))
            if other is not None and _distance(glyph, other) <= _BESIDE * usual.size:
                beside.append(other)
    if not beside or not all(_is_of_text(glyph, usual) for glyph in beside):
        return []
    has_sign = text[run[0]] in _MINUS and digits[0] == run[0] + 1
    return [run[0], *digits] if has_sign else digits


def _distance(one: Glyph, other: Glyph) -> float:
    return max(one.left, other.left) - min(one.right, other.right)


def _is_of_text(glyph: Glyph, usual: Glyph) -> bool:
    is_level = abs(glyph.baseline - usual.baseline) <= _LEVEL * usual.size
    return is_level and glyph.size >= _SMALL * usual.size
