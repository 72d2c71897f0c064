"""How `bri-search kwic --count` shows how often a phrase stands, in which form and source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from bri_search.cli.columns import Column, source_columns
from bri_search.cli.output import Page
from bri_search.cli.tables import show_columns

if TYPE_CHECKING:
    from bri_search.search.kwic.counting import Count, CountedForm, SourceCount
    from bri_search.search.rendering import Rendering

__all__ = ["COLUMNS", "rows", "show_count"]

COLUMNS: Final[tuple[Column[tuple[SourceCount, CountedForm]], ...]] = (
    *source_columns(lambda row: row[0].source),
    Column("form", lambda row: row[1].form),
    Column("count", lambda row: row[1].count),
)
_FORMS: Final[tuple[Column[CountedForm], ...]] = (
    Column("count", lambda one: one.count),
    Column("form", lambda one: one.form, is_kept=True),
)
_SOURCES: Final[tuple[Column[SourceCount], ...]] = (
    Column("count", lambda one: one.count),
    Column("source", lambda one: one.source.id, is_kept=True),
    Column("title", lambda one: one.source.title, source=lambda one: one.source),
)


def rows(count: Count) -> Iterator[tuple[SourceCount, CountedForm]]:
    """Each source with each form that stands in it: what both tables on a page are sums of."""
    return ((source, form) for source in count.sources for form in source.forms)


def show_count(count: Count, rendering: Rendering) -> None:
    """One table by form, one by source, and the sum of either."""
    page = Page(rendering)
    show_columns(page, rendering.forms(count.forms), _FORMS)
    page.gap()
    show_columns(page, count.sources, _SOURCES)
    page.gap()
    page.line((f"{count.total:,}", "number"), (" in all", ""))
