"""Sources against sources: a matrix where they are few, else the greatest shares in a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bri_search.cli.cells import Fragment, cells, harmless, pad, whole, wrap
from bri_search.cli.columns import Column
from bri_search.cli.output import Page, counted
from bri_search.cli.tables import show_table

if TYPE_CHECKING:
    from bri_search.search.rendering import Rendering
    from bri_search.search.reuse.results import Share, Shares

__all__ = ["MOST_IN_MATRIX", "SHARE_COLUMNS", "show_shares"]

_CAPTION: Final = "per cent of each source (row) that is found in each other (column)"
MOST_IN_MATRIX = 12
"""More columns than this do not fit on a terminal of 80 cells."""

SHARE_COLUMNS: Final[tuple[Column[Share], ...]] = (
    Column("source", lambda one: one.source.id),
    Column("other", lambda one: one.other.id),
    Column("characters", lambda one: one.characters),
    Column("of", lambda one: one.of),
    Column("share", lambda one: round(one.share, 6)),
)
_CELL = 5
_LEAST_NAME = 12
"""Cells of the name of a source, or of a part of it, below which there is a list and no matrix."""
_NONE = "·"
_STRONG = 0.1


def show_shares(shares: Shares, rendering: Rendering) -> None:
    """Write the shares of all pairs, the greatest plain to see."""
    page = Page(rendering)
    if _fits(page, shares):
        _show_matrix(page, shares)
        page.gap()
        greatest = shares.shares[0]
        said: list[Fragment] = [
            (f"{greatest.share:.1%}", "match"),
            (f" of {greatest.source.id} stands in {greatest.other.id}", ""),
            (f": {greatest.characters:,} of {greatest.of:,} characters", "aside"),
        ]
        for line in wrap(said, page.width or 0):
            page.line(*line)
    else:
        _show_list(page, shares)


def _fits(page: Page, shares: Shares) -> bool:
    """Whether all shares are there, and a page has room for a matrix of them."""
    count = len(shares.sources)
    if count > MOST_IN_MATRIX or len(shares) < shares.total:
        return False
    longest = max(cells(harmless(one.source.id)) for one in shares.sources)
    return page.width is None or _room(page.width, count) >= min(longest, _LEAST_NAME)


def _room(width: int, count: int) -> int:
    """How many cells of a line of the matrix are left for the name of its source."""
    return width - len(f"{count} ") - _CELL * count


def _show_matrix(page: Page, shares: Shares) -> None:
    """Rows are sources and columns what they are found in, by the numbers of the rows."""
    found = {(share.source.id, share.other.id): share.share for share in shares}
    ids = [one.source.id for one in shares.sources]
    count = len(ids)
    digits = len(str(count))
    widest = max(cells(harmless(one)) for one in ids)
    if page.width is not None:
        widest = min(widest, _room(page.width, count))
    margin = digits + 1 + widest
    for part in wrap([(_CAPTION, "title")], page.prose or 0):
        page.line(*part)
    page.gap()
    page.line(
        (" " * margin, ""),
        *((pad(str(number), _CELL, right=True), "aside") for number in range(1, count + 1)),
    )
    for number, row in enumerate(ids, 1):
        name, *more = whole(harmless(row), widest)
        line: list[Fragment] = [
            (pad(str(number), digits, right=True) + " ", "aside"),
            (pad(name, widest), ""),
        ]
        for column in ids:
            share = found.get((row, column), 0.0)
            text = "" if row == column else _per_cent(share) if share else _NONE
            style = "match" if share >= _STRONG else "" if share else "aside"
            line.append((pad(text, _CELL, right=True), style))
        page.line(*line)
        for further in more:
            page.line((" " * (digits + 1) + further, ""))


def _per_cent(share: float) -> str:
    """A share in per cent that takes four cells at most; never 0 for what is something."""
    if share < 0.0005:
        return "<0.1"
    return f"{share:.1%}"[:-1] if share < 0.9995 else "100"


def _show_list(page: Page, shares: Shares) -> None:
    shown = f", the {len(shares):,} greatest shown" if len(shares) < shares.total else ""
    said: list[Fragment] = [
        (counted(shares.total, "share"), "title"),
        (f" of {counted(len(shares.sources), 'source')}{shown}", ""),
    ]
    for line in wrap(said, page.width or 0):
        page.line(*line)
    page.gap()
    show_table(
        page,
        ("%", "characters", "of", "source", "found in"),
        [
            (
                _per_cent(one.share),
                f"{one.characters:,}",
                f"{one.of:,}",
                one.source.id,
                one.other.id,
            )
            for one in shares
        ],
        right=(0, 1, 2),
        kept=(0, 3, 4),
    )
