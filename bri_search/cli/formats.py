"""Answers for programs and spreadsheets: JSON, JSON Lines, CSV and TSV.

A command that writes a table or a list declares its columns once; the table on a terminal and the
files for spreadsheets are made from the same declaration.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from bri_search.cli.cells import harmless
from bri_search.cli.output import named, write_in_utf8, write_json, write_jsonl
from bri_search.errors import UsageError
from bri_search.sources.document import Source

__all__ = ["Cell", "Column", "Format", "place_columns", "section_cell", "source_columns"]

Cell = str | int | float | None
"""What stands in one column of one row; None where nothing is known."""

Row = TypeVar("Row")
_FORMULA_BEGINS = ("=", "+", "-", "@")


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


@dataclass(frozen=True, slots=True)
class Format:
    """The format that was asked for by an option; `name` is None where the answer is for people."""

    name: str | None

    @classmethod
    def asked(cls, *, as_json: bool, as_json_lines: bool, as_csv: bool, as_tsv: bool) -> Format:
        """The one format that was asked for; raises UsageError where there are several.

        >>> Format.asked(as_json=False, as_json_lines=False, as_csv=True, as_tsv=False)
        Format(name='csv')
        """
        options = {"json": as_json, "jsonl": as_json_lines, "csv": as_csv, "tsv": as_tsv}
        names = [name for name, is_asked in options.items() if is_asked]
        if len(names) > 1:
            several = " and ".join(f"--{name}" for name in names)
            raise UsageError(f"{several} exclude one another; give one of them")
        return cls(names[0] if names else None)

    def __bool__(self) -> bool:
        return self.name is not None

    def write(
        self,
        whole: Callable[[], Any],
        listed: Iterable[Any],
        rows: Iterable[Row],
        columns: Sequence[Column[Row]],
    ) -> bool:
        """Write an answer in the format that was asked for; False where none was.

        `whole` gives the one object of --json; `listed` are the objects of --jsonl; `rows` become
        the lines of CSV and TSV by their columns. Of all that, only what is written is made.
        """
        if self.name == "json":
            write_json(whole())
        elif self.name == "jsonl":
            write_jsonl(listed)
        elif self.name is not None:
            _write_separated(self.name, rows, columns)
        return self.name is not None


def _write_separated(name: str, rows: Iterable[Row], columns: Sequence[Column[Row]]) -> None:
    r"""Write CSV as RFC 4180 has it, lines ending in \r\n, or the same with tabs and \n."""
    import csv

    write_in_utf8()
    separator, line_end = (",", "\r\n") if name == "csv" else ("\t", "\n")
    writer = csv.writer(sys.stdout, delimiter=separator, lineterminator=line_end)
    writer.writerow([column.name for column in columns])
    writer.writerows([_separated(column.value(row)) for column in columns] for row in rows)


def _separated(cell: Cell) -> Cell:
    r"""A cell as one line; text that a spreadsheet would take for a formula is marked as text.

    The documents are other people's, and a program that a spreadsheet runs is more than what they
    say: an apostrophe goes before =, +, - and @ where they begin a text, as OWASP advises (CSV
    injection). Numbers are left alone; JSON has every text as it is.

    >>> _separated("一带\n一路"), _separated("=1+1"), _separated(-1.5)
    ('一带 一路', "'=1+1", -1.5)
    """
    if not isinstance(cell, str):
        return cell
    text = harmless(cell)
    return f"'{text}" if text.lstrip().startswith(_FORMULA_BEGINS) else text


def section_cell(section: Sequence[str]) -> str:
    """A path of headings as one text.

    >>> section_cell(("主席声明", "前言"))
    '主席声明 › 前言'
    """
    return " › ".join(section)


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
