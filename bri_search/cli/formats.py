"""Answers for programs and spreadsheets: JSON, JSON Lines, CSV and TSV.

A command that writes a table or a list declares its columns once; the table on a terminal and the
files for spreadsheets are made from the same declaration.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from bri_search.cli.cells import harmless
from bri_search.cli.output import write_in_utf8, write_json, write_jsonl
from bri_search.errors import UsageError

if TYPE_CHECKING:
    from bri_search.cli.columns import Cell, Column

__all__ = ["Format"]

Row = TypeVar("Row")
_FORMULA_BEGINS = ("=", "+", "-", "@")


class Format(NamedTuple):
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
