"""Columns: what stands in the tables of an answer, on a page as in a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from bri_search.cli.cells import section_cell
from bri_search.cli.output import named
from bri_search.sources.document import Source

__all__ = ["Cell", "Column", "place_columns", "source_columns"]

Cell = str | int | float | None
"""What stands in one column of one row; None where nothing is known."""

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A column by its name: what stands in it, and whether the table on a page has it too.

    `decimals` is how many a page shows of a number that is not whole. What `is_kept`, such as an
    id, which is typed again, is whole on the narrowest page. `source` gives the source, or None, of
    a text that a page shows in the reader's script; without it, the text is nobody's.
    """

    name: str
    value: Callable[[Row], Cell]
    on_page: bool = True
    decimals: int = 2
    is_kept: bool = False
    source: Callable[[Row], Source | None] | None = None

    def shown(self, row: Row, show: Callable[[str, Source | None], str]) -> Cell:
        """What a page shows in it, which shows texts as `show` does."""
        cell = self.value(row)
        if self.source is None or not isinstance(cell, str):
            return cell
        return show(cell, self.source(row))


def source_columns(source: Callable[[Row], Source]) -> tuple[Column[Row], ...]:
    """The columns that say which source a row is from."""
    return (
        Column("source", lambda row: source(row).id, is_kept=True),
        Column("title", lambda row: source(row).title, source=source),
        Column("issued", lambda row: source(row).issued),
        Column("path", lambda row: named(source(row).path), on_page=False),
    )


def place_columns() -> tuple[Column[Any], ...]:
    """The columns that say where a row stands that is no whole passage."""
    return (
        *source_columns(lambda one: one.source),
        Column("section", lambda one: section_cell(one.section)),
        Column("passage", lambda one: one.passage),
        Column("page", lambda one: one.page),
        Column("page_label", lambda one: one.page_label),
        Column("start", lambda one: one.start),
        Column("end", lambda one: one.end),
        Column("line", lambda one: one.line),
        Column("column", lambda one: one.column),
    )
