"""A query on a terminal, with a caret under the place where it cannot be read."""

from __future__ import annotations

from bri_search.cli.cells import cells

__all__ = ["around", "caret_line"]

_AROUND = 60


def around(query: str, position: int) -> tuple[str, int]:
    """The part of a long query around a place, and the place in that part.

    >>> around("一带一路", 2)
    ('一带一路', 2)
    >>> part, place = around("一" * 500 + "带" + "路" * 500, 500)
    >>> len(part), part[0], part[place], part[-1]
    (122, '…', '带', '…')
    """
    if len(query) <= 3 * _AROUND:
        return query, position
    start, end = max(0, position - _AROUND), min(len(query), position + _AROUND)
    before, behind = "…" if start else "", "…" if end < len(query) else ""
    return f"{before}{query[start:end]}{behind}", position - start + len(before)


def caret_line(query: str, position: int) -> str:
    r"""The line to print under a query made harmless: a caret under the character at `position`.

    >>> print("一带 OR", caret_line("一带 OR", 3), sep="\n")
    一带 OR
         ^
    """
    # What has no cell of its own is in that of the character before it.
    while 0 < position < len(query) and cells(query[position]) == 0:
        position -= 1
    return " " * cells(query[:position]) + "^"
