"""docs/reliability.md: each job writes its own figures into its own section, and nothing else."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from tests import sections

__all__ = ["PAGE", "write_section"]

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reliability.md"


def write_section(
    title: str, command: str, rows: Sequence[tuple[str, str]], page: Path = PAGE
) -> None:
    """Write the figures of one job into its section of the page, with the date and the command.

    Figures are counts that do not depend on the machine.

    >>> import tempfile
    >>> page = Path(tempfile.mkdtemp()) / "page.md"
    >>> write_section("Soak", "make soak", [("answers checked", "12")], page)
    >>> print(page.read_text(encoding="utf-8").splitlines()[-2])
    | answers checked | 12 |
    """
    sections.write(page, title, _table(title, command, rows))


def _table(title: str, command: str, rows: Sequence[tuple[str, str]]) -> str:
    date = datetime.datetime.now(datetime.UTC).date().isoformat()
    table = "\n".join(f"| {_cell(what)} | {_cell(figure)} |" for what, figure in rows)
    return f"Written by `{command}` on {date}.\n\n| {_cell(title)} |  |\n|---|---:|\n{table}"


def _cell(text: str) -> str:
    return text.replace("|", r"\|").replace("\n", " ")
