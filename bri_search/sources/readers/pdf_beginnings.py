"""What a PDF has apart from the line that it begins: markers of lists, and large initials.

Its file may have them all at the beginning or at the end of a page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bri_search.sources.printing import PrintedLine

__all__ = ["begun_lines", "joined"]

_MARKER = re.compile(r"\s*(?:[0-9]{1,3}[.．)]|[A-Za-z][.)]|[ivxIVX]{2,5}[.)]|[•◦‣⁃▪▫■□●○])\s*")
_LEVEL = 0.1
"""Of the size of type, by which baselines may differ that are one."""
_BESIDE = 2.0
"""Of the size of type, so far from its marker an item may begin."""
_INITIAL = re.compile(r"\s*(?:(?P<latin>[B-HJ-NP-ZÀ-ÖØ-Þ])|[㐀-鿿])\s*")
"""Not A, I and O, which are words: what follows may be the next one."""
_LARGE = 1.5
"""Of the size of the text, from which on that of an initial is."""
_MOST = 100
"""Markers and initials of a page: more are the letters of a puzzle, or the rows of a table."""


def begun_lines(
    texts: Sequence[str], printed: Sequence[PrintedLine | None], page_height: float
) -> dict[int, int]:
    """The lines that are nothing but a marker or an initial, each with the line that it begins.

    >>> marker, item = PrintedLine(12, 40, 46, 0.5), PrintedLine(12, 54, 300, 0.5)
    >>> begun_lines(["港口之間", "航線", "1. "], [item, None, marker], 600)
    {2: 0}
    >>> initial, text = PrintedLine(40, 40, 66, 0.5), PrintedLine(12, 68, 300, 0.54)
    >>> begun_lines(["T", "he sea"], [initial, text], 600)
    {0: 1}
    """
    apart = [
        place
        for place, text in enumerate(texts)
        if printed[place] and (_INITIAL.fullmatch(text) or _MARKER.fullmatch(text))
    ]
    if len(apart) > _MOST:
        return {}
    found: dict[int, int] = {}
    for place in apart:
        one, initial = printed[place], _INITIAL.fullmatch(texts[place])
        if one is None:
            continue
        beside = [
            (-round(other.height * page_height), other.left, line)
            for line, other in enumerate(printed)
            if other is not None
            and line not in apart
            and line not in found.values()
            and (
                _follows_initial(other, one, page_height)
                and (texts[line][:1].islower() or not initial["latin"])
                if initial
                else _follows_marker(other, one, page_height)
            )
        ]
        if beside:
            found[place] = min(beside)[2]
    return found


def joined(text: str) -> str:
    """A marker or an initial as it stands before the rest of its line.

    >>> joined("1."), joined("T ")
    ('1. ', 'T')
    """
    return text.strip() if _INITIAL.fullmatch(text) else text.rstrip() + " "


def _follows_marker(line: PrintedLine, marker: PrintedLine, page_height: float) -> bool:
    is_level = abs(line.height - marker.height) * page_height <= _LEVEL * marker.size
    return is_level and 0 <= line.left - marker.right <= _BESIDE * marker.size


def _follows_initial(line: PrintedLine, initial: PrintedLine, page_height: float) -> bool:
    """Whether a line stands at the height of an initial, right behind it."""
    is_beside = 0 <= (line.height - initial.height) * page_height <= initial.size
    is_near = initial.left - line.size / 2 <= line.left <= initial.right + line.size
    return is_beside and is_near and initial.size >= _LARGE * line.size
