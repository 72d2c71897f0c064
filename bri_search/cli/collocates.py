"""How `bri-search kwic --collocates` shows the words that keep company with a phrase."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bri_search.cli.cells import wrap
from bri_search.cli.formats import Column
from bri_search.cli.output import Page, counted
from bri_search.cli.tables import show_columns

if TYPE_CHECKING:
    from bri_search.search.kwic.collocates import Collocate, Collocates
    from bri_search.search.rendering import Rendering

__all__ = ["COLUMNS", "show_collocates"]

COLUMNS: Final[tuple[Column[Collocate], ...]] = (
    Column("word", lambda one: one.word, source=lambda _: None),
    Column("folded", lambda one: one.folded, on_page=False),
    Column("count", lambda one: one.count),
    Column("frequency", lambda one: one.frequency),
    Column("log_likelihood", lambda one: one.log_likelihood),
    Column("log_dice", lambda one: one.log_dice),
    Column("forms", lambda one: ", ".join(f"{form.form} {form.count}" for form in one.forms)),
)


def show_collocates(found: Collocates, rendering: Rendering) -> None:
    """The table, and what it was made from."""
    page = Page(rendering)
    rows = (replace(one, forms=rendering.forms(one.forms)) for one in found)
    show_columns(page, rows, COLUMNS)
    left, right = found.window
    page.gap()
    page.line((f"{len(found):,}", "number"), (f" of {counted(found.found, 'collocate')}", ""))
    measured = (
        f"{counted(found.total, 'occurrence')}, {left} words to the left and {right} to the right: "
        f"{found.near:,} of {counted(found.words, 'word')}"
    )
    for line in wrap([(measured, "aside")], page.width or 0):
        page.line(*line)
