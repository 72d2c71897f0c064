"""Tables in plain columns, measured in cells."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar

from bri_search.cli.cells import Fragment, cells, cut, harmless, pad
from bri_search.cli.formats import Cell, Column
from bri_search.cli.output import Page

__all__ = ["show_columns", "show_table"]

Row = TypeVar("Row")
_GAP = 2
_LEAST = 8


def show_table(
    page: Page,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: Collection[int] = (),
    whole: Collection[int] = (),
) -> None:
    """Write rows below a head; the columns numbered in `right` are set flush right.

    Where the terminal is too narrow, the widest column gives way first, and those in `whole` last.
    """
    clean = [[harmless(cell) for cell in row] for row in rows]
    widths = [max(map(cells, column)) for column in zip(head, *clean, strict=True)]
    if page.width is not None:
        _narrow(widths, page.width - _GAP * (len(widths) - 1), whole)
    for number, row in enumerate([list(head), *clean]):
        line: list[Fragment] = []
        for column, (cell, width) in enumerate(zip(row, widths, strict=True)):
            text = pad(cut(cell, width), width, right=column in right)
            line.append((text + " " * _GAP, "aside" if number == 0 else ""))
        line[-1] = (line[-1][0][:-_GAP], line[-1][1])
        page.line(*line)


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
        whole=[number for number, column in enumerate(shown) if column.is_typed],
    )


def _text(cell: Cell, column: Column[Row]) -> str:
    if isinstance(cell, float):
        return f"{cell:,.{column.decimals}f}"
    return f"{cell:,}" if isinstance(cell, int) else cell or ""


def _narrow(widths: list[int], available: int, whole: Collection[int]) -> None:
    columns = range(len(widths))
    for yielding in ([number for number in columns if number not in whole], list(columns)):
        while sum(widths) > available and yielding:
            widest = max(yielding, key=widths.__getitem__)
            if widths[widest] <= _LEAST:
                break
            widths[widest] -= 1
