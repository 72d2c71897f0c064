"""Markers of lists in a PDF that its file has apart from their items, all at the end of a page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bri_search.sources.printing import PrintedLine

__all__ = ["items_of_markers"]

_MARKER = re.compile(r"\s*(?:[0-9]{1,3}[.．)]|[A-Za-z][.)]|[ivxIVX]{2,5}[.)]|[•◦‣⁃▪▫■□●○])\s*")
_LEVEL = 0.1
"""Of the size of type, by which baselines may differ that are one."""
_BESIDE = 2.0
"""Of the size of type, so far from its marker an item may begin."""


def items_of_markers(
    texts: Sequence[str], printed: Sequence[PrintedLine | None], page_height: float
) -> dict[int, int]:
    """The lines that are nothing but a marker, each with the line that begins right beside it.

    >>> marker, item = PrintedLine(12, 40, 46, 0.5), PrintedLine(12, 54, 300, 0.5)
    >>> items_of_markers(["港口之間", "航線", "1. "], [item, None, marker], 600)
    {2: 0}
    """
    found: dict[int, int] = {}
    for marker, text in enumerate(texts):
        one = printed[marker]
        if one is None or not _MARKER.fullmatch(text):
            continue
        beside = [
            (other.left, item)
            for item, other in enumerate(printed)
            if other is not None
            and item not in found.values()
            and abs(other.height - one.height) * page_height <= _LEVEL * one.size
            and 0 <= other.left - one.right <= _BESIDE * one.size
        ]
        if beside:
            found[marker] = min(beside)[1]
    return found
