"""Tables in plain columns, measured in cells."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bri_search.cli.cells import Fragment, cells, cut, harmless, pad
from bri_search.cli.output import Page

__all__ = ["show_table"]

_GAP = 2
_LEAST = 8


def show_table(
    page: Page,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: Collection[int] = (),
) -> None:
    """Write rows below a head; the columns numbered in `right` are set flush right.

    Where the terminal is too narrow, the widest column gives way first.
    """
    clean = [[harmless(cell) for cell in row] for row in rows]
    widths = [max(map(cells, column)) for column in zip(head, *clean, strict=True)]
    if page.width is not None:
        _narrow(widths, page.width - _GAP * (len(widths) - 1))
    for number, row in enumerate([list(head), *clean]):
        line: list[Fragment] = []
        for column, (cell, width) in enumerate(zip(row, widths, strict=True)):
            text = pad(cut(cell, width), width, right=column in right)
            line.append((text + " " * _GAP, "aside" if number == 0 else ""))
        line[-1] = (line[-1][0][:-_GAP], line[-1][1])
        page.line(*line)


def _narrow(widths: list[int], available: int) -> None:
    while sum(widths) > available and max(widths) > _LEAST:
        widths[widths.index(max(widths))] -= 1
