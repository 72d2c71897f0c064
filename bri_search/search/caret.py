"""A query on a terminal, with a caret under the place where it cannot be read."""

from __future__ import annotations

import unicodedata

__all__ = ["around", "caret_line", "printable"]

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


def printable(query: str) -> str:
    r"""The query as one line that does nothing to a terminal, to print above `caret_line`.

    Control characters, tabs and line ends are one space each; zero-width characters and those
    that turn the direction of writing are left out.

    >>> printable("一带\t一路\x1b[0m")
    '一带 一路 [0m'
    """
    return "".join(map(_shown, query))


def caret_line(query: str, position: int) -> str:
    r"""The line to print under `printable(query)`: a caret under the character at `position`.

    Wide characters count as two cells, combining ones as none. Those whose width East Asian and
    other terminals do not agree on, such as “ and ”, count as one, as most terminals have it.

    >>> print("一带 OR", caret_line("一带 OR", 3), sep="\n")
    一带 OR
         ^
    """
    # What has no cell of its own is in that of the character before it.
    while 0 < position < len(query) and _cells(query[position]) == 0:
        position -= 1
    return " " * sum(map(_cells, query[:position])) + "^"


def _shown(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cf":
        return ""
    # A lone surrogate, from an argument that was not UTF-8, cannot be printed at all.
    return " " if category in {"Cc", "Cs", "Zl", "Zp"} else char


def _cells(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1
