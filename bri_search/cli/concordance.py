"""A concordance as it is shown: a line for every occurrence, the matches below one another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from bri_search.cli.cells import cells, cut, cut_left, cut_right, harmless, pad
from bri_search.cli.columns import Column, place_columns
from bri_search.cli.output import Page, page_of

if TYPE_CHECKING:
    from bri_search.search.kwic.results import KwicLine, KwicResult
    from bri_search.search.rendering import Rendering

__all__ = ["COLUMNS", "WIDTH", "show_lines"]

WIDTH = 40
"""Cells on either side of a match where nothing says how wide a line is."""
_WIDEST_PLACE = 40
"""Cells of the column of places where nothing is cut."""
_MEASURED = 250
"""Lines, the first, that tell how wide a column is: the first is shown before the last is made."""

COLUMNS: Final[tuple[Column[KwicLine], ...]] = (
    *place_columns(),
    Column("left", lambda line: line.left),
    Column("match", lambda line: line.match),
    Column("right", lambda line: line.right),
)


def show_lines(page: Page, result: KwicResult, rendering: Rendering, width: int | None) -> None:
    """Lines with the place first, and all matches beginning in one column."""
    rest = (_rendered(line, rendering) for line in result)
    measured = list(islice(rest, _MEASURED))
    most = max(cells(_place(line)) for line in measured)
    if page.width is None:
        label = min(most, _WIDEST_PLACE)
        _show_plain(page, chain(measured, rest), label, WIDTH if width is None else width)
        return
    label = min(most, max(page.width // 4, 10))
    free = page.width - label - 2
    match = min(max(cells(line.match) for line in measured), free // 2)
    side = min((free - match) // 2, free if width is None else width)
    for line in chain(measured, rest):
        match_shown = cut(line.match, free - side)
        right = min(side, free - side - cells(match_shown))
        page.line(
            (pad(_place(line, label), label) + "  ", "aside"),
            (pad(cut_left(harmless(line.left), side), side, right=True), ""),
            (match_shown, "match"),
            (cut_right(harmless(line.right), right), ""),
        )


def _rendered(line: KwicLine, rendering: Rendering) -> KwicLine:
    """A line to be looked at, in the reader's script."""
    pieces = (line.left, line.match, line.right)
    left, match, right = rendering.pieces(pieces, line.source)
    return replace(line, left=left, match=match, right=right)


def _show_plain(page: Page, lines: Iterable[KwicLine], label: int, side: int) -> None:
    """The same in columns two spaces apart, since no colour says where a match ends.

    No place is cut: one that is longer than most moves what stands behind it.
    """
    for line in lines:
        left = cut_left(harmless(line.left).rstrip(), side)
        right = cut_right(harmless(line.right).lstrip(), side)
        columns = (pad(_place(line), label), pad(left, side, right=True), line.match, right)
        page.line(("  ".join(columns), ""))


def _place(line: KwicLine, width: int | None = None) -> str:
    """The id of the source, line and page; the id is cut where there is no room for it."""
    on_page = page_of(line.page, line.page_label)
    number = f":{line.line} {on_page}".rstrip()
    return (line.source.id if width is None else cut(line.source.id, width - len(number))) + number
