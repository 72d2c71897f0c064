"""How `bri-search kwic --collocates` shows the words that keep company with a phrase."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bri_search.cli.cells import wrap
from bri_search.cli.columns import Column
from bri_search.cli.output import Page, counted
from bri_search.cli.tables import show_columns

if TYPE_CHECKING:
    from bri_search.search.kwic.collocates import Collocate, Collocates
    from bri_search.search.rendering import Rendering

__all__ = ["COLUMNS", "show_collocates"]

COLUMNS: Final[tuple[Column[Collocate], ...]] = (
    Column("word", lambda one: one.word, is_kept=True, source=lambda _: None),
    Column("folded", lambda one: one.folded, on_page=False),
    Column("count", lambda one: one.count),
    Column("frequency", lambda one: one.frequency),
    Column("log_likelihood", lambda one: one.log_likelihood),
    Column("log_dice", lambda one: one.log_dice),
    Column("forms", lambda one: ", ".join(f"{form.form} {form.count}" for form in one.forms)),
)


def show_collocates(found: Collocates, rank_by: str, rendering: Rendering) -> None:
    """The table, with the measure that ranks it on the narrowest page, and what it is made from."""
    page = Page(rendering)
    rows = (replace(one, forms=rendering.forms(one.forms)) for one in found)
    measure = rank_by.replace("-", "_")
    columns = [
        replace(column, is_kept=column.is_kept or column.name == measure) for column in COLUMNS
    ]
    show_columns(page, rows, columns)
    left, right = found.window
    page.gap()
    page.line((f"{len(found):,}", "number"), (f" of {counted(found.found, 'collocate')}", ""))
    measured = (
        f"{counted(found.total, 'occurrence')}, {left} words to the left and {right} to the right: "
        f"{found.near:,} of {counted(found.words, 'word')}"
    )
    for line in wrap([(measured, "aside")], page.width or 0):
        page.line(*line)
