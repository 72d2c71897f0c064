"""Upright columns of a PDF: those that begin at the same height PDFium has from left to right.

Chinese is read from right to left.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from bri_search.sources.readers.pdf_glyphs import SLANT, Glyphs
from bri_search.sources.readers.pdf_lines import PageLine

__all__ = ["in_reading_order"]

_Point = tuple[float, float]
"""How far to the right and how high, in points."""


class _Column(NamedTuple):
    """Where an upright line begins, in points, and how far one character is from the next.

    A line of one character may be upright or level; its pitch is 0.
    """

    left: float
    head: float
    pitch: float


def in_reading_order(lines: list[PageLine], glyphs: Glyphs) -> list[PageLine]:
    """The same lines; upright ones that PDFium has from left to right, from right to left."""
    ordered: list[PageLine] = []
    run: list[tuple[PageLine, _Column]] = []
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


def _turned(run: list[tuple[PageLine, _Column]]) -> list[PageLine]:
    lines = [line for line, _ in run]
    return lines[::-1] if any(column.pitch for _, column in run) else lines


def _apart(line: PageLine, glyphs: Glyphs) -> list[PageLine]:
    """A line, or the columns of which PDFium has made one.

    A single character has no direction: that of a column and the head of the next one look level.
    """
    ends = _ends(line, glyphs) if " " in line.text else None
    if ends is None or abs(ends[0][1] - ends[1][1]) <= SLANT * abs(ends[0][0] - ends[1][0]):
        return [line]
    places = [found.span() for found in re.finditer("[^ ]+", line.text)]
    words = [PageLine(line.text[a:b], line.unit_of(a), "\r\n") for a, b in places]
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
        PageLine(line.text[begin:end].rstrip(" "), line.unit_of(begin), "\r\n")
        for begin, end in zip(begins, [*begins[1:], len(line.text)], strict=True)
    ]
    return [*pieces[:-1], replace(pieces[-1], line_break=line.line_break)]


def _ends(line: PageLine, glyphs: Glyphs) -> tuple[_Point, _Point] | None:
    """Where the first and the last character of a line stand; None where PDFium does not tell."""
    inked = line.inked
    if not inked:
        return None
    first, last = (glyphs.origin(line.unit_of(place)) for place in (inked[0], inked[-1]))
    return None if first is None or last is None else (first, last)


def _column(line: PageLine, glyphs: Glyphs) -> _Column | None:
    """Where a line begins that runs down the page; None where it does not."""
    ends = _ends(line, glyphs)
    if ends is None:
        return None
    (left, head), (right, foot) = ends
    inked = line.inked
    if len(inked) == 1:
        return _Column(left, head, 0)
    if not abs(right - left) <= SLANT * (head - foot):
        return None
    return _Column(left, head, (head - foot) / (len(inked) - 1))
