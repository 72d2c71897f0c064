"""Hits as rows: what CSV and TSV say of each passage that answers a query."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from bri_search.cli.cells import section_cell
from bri_search.cli.columns import Column, source_columns

if TYPE_CHECKING:
    from bri_search.citation.citing import Citation
    from bri_search.search.results import Hit

    HitRow = tuple[int, Hit, Citation | None]

__all__ = ["hit_columns", "hit_rows"]

_COLUMNS: Final[tuple[Column[HitRow], ...]] = (
    Column("rank", lambda row: row[0]),
    Column("score", lambda row: row[1].score),
    *source_columns(lambda row: row[1].source),
    Column("section", lambda row: section_cell(row[1].section)),
    Column("passage", lambda row: row[1].passage),
    Column("page", lambda row: row[1].page),
    Column("page_label", lambda row: row[1].page_label),
    Column("kind", lambda row: row[1].kind.value),
    Column("start", lambda row: row[1].start),
    Column("end", lambda row: row[1].end),
    Column("first_line", lambda row: row[1].lines[0]),
    Column("last_line", lambda row: row[1].lines[1]),
    # Lines of the file, one for each match.
    Column("match_lines", lambda row: " ".join(str(match.line) for match in row[1].matches)),
    Column("text", lambda row: row[1].text),
)


def hit_columns(*, with_citation: bool) -> Sequence[Column[HitRow]]:
    """The columns of a hit, with its citation where a style was asked for."""
    if not with_citation:
        return _COLUMNS
    return (*_COLUMNS, Column("citation", lambda row: row[2].text if row[2] else None))


def hit_rows(
    hits: Sequence[Hit], citations: Sequence[Citation | None], offset: int
) -> Iterator[HitRow]:
    """Hits with their rank among all, from 1, and their citation."""
    ranks = range(offset + 1, offset + 1 + len(hits))
    return zip(ranks, hits, citations, strict=True)
