"""Tables in plain columns, measured in cells."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import zip_longest
from typing import TypeVar

from bri_search.cli.cells import cells, cut, harmless, pad, whole
from bri_search.cli.columns import Cell, Column
from bri_search.cli.output import Page

__all__ = ["show_columns", "show_table"]

Row = TypeVar("Row")
_GAP = 2
_LEAST = 10
"""Cells that are left of a text which gives way; a date has no more, and is never cut."""


def show_table(
    page: Page,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: Collection[int] = (),
    kept: Collection[int] = (),
) -> None:
    """Write rows below a head; the columns numbered in `right`, of numbers, are set flush right.

    Where the terminal is too narrow, texts are cut, the widest first; where that is not enough,
    whole columns are left out, the last first. Those in `kept` are neither: what is too wide in
    them goes on on the next line.
    """
    clean = [[harmless(cell) for cell in row] for row in (head, *rows)]
    widths = [max(map(cells, column)) for column in zip(*clean, strict=True)]
    shown = list(range(len(widths)))
    if page.width is not None:
        shown = _fitted(widths, page.width, right, kept)
    for number, row in enumerate(clean):
        columns = [
            whole(row[one], widths[one]) if one in kept else [cut(row[one], widths[one])]
            for one in shown
        ]
        for line in zip_longest(*columns, fillvalue=""):
            texts = [
                pad(text, widths[one], right=one in right)
                for one, text in zip(shown, line, strict=True)
            ]
            page.line(((" " * _GAP).join(texts), "" if number else "aside"))


def show_columns(page: Page, rows: Iterable[Row], columns: Sequence[Column[Row]]) -> None:
    """Write rows by the columns that a page has; numbers are grouped and set flush right."""
    shown = [column for column in columns if column.on_page]
    values = [[column.shown(row, page.shown) for column in shown] for row in rows]
    show_table(
        page,
        [column.name.replace("_", " ") for column in shown],
        [[_text(cell, column) for cell, column in zip(row, shown, strict=True)] for row in values],
        right=[
            number
            for number, cells_ in enumerate(zip(*values, strict=True))
            if all(isinstance(cell, (int, float)) for cell in cells_)
        ],
        kept=[number for number, column in enumerate(shown) if column.is_kept],
    )


def _text(cell: Cell, column: Column[Row]) -> str:
    if isinstance(cell, float):
        return f"{cell:,.{column.decimals}f}"
    return f"{cell:,}" if isinstance(cell, int) else cell or ""


def _fitted(
    widths: list[int], available: int, right: Collection[int], kept: Collection[int]
) -> list[int]:
    """The columns that there is room for; narrows their widths where that makes them fit.

    A column that is kept may take two thirds of the width before it leaves any to another.
    """
    shown = list(range(len(widths)))
    texts = [number for number in shown if number not in right and number not in kept]
    least = [
        min(width, available * 2 // 3 if number in kept else _LEAST if number in texts else width)
        for number, width in enumerate(widths)
    ]

    def taken(sizes: Sequence[int]) -> int:
        return sum(sizes[number] for number in shown) + _GAP * (len(shown) - 1)

    for number in reversed(range(len(widths))):
        if taken(least) > available and number not in kept and len(shown) > 1:
            shown.remove(number)
    for yielding, floor in ((texts, _LEAST), (kept, 1)):
        narrowed = [number for number in shown if number in yielding]
        while narrowed and taken(widths) > available:
            widest = max(narrowed, key=widths.__getitem__)
            if widths[widest] <= floor:
                break
            widths[widest] -= 1
    return shown
