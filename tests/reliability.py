"""docs/reliability.md: each job writes its own figures into its own section, and nothing else."""

from __future__ import annotations

import datetime
import fcntl
import os
import re
from collections.abc import Sequence
from pathlib import Path

__all__ = ["PAGE", "write_section"]

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reliability.md"


def write_section(
    title: str, command: str, rows: Sequence[tuple[str, str]], page: Path = PAGE
) -> None:
    """Write the figures of one job into its section of the page, with the date and the command.

    A section lies between two comments that name it, so that the prose around it stays; one that
    is not there yet comes at the end. Figures are counts that do not depend on the machine. Jobs
    that end together wait for one another.

    >>> import tempfile
    >>> page = Path(tempfile.mkdtemp()) / "page.md"
    >>> write_section("Soak", "make soak", [("answers checked", "12")], page)
    >>> print(page.read_text(encoding="utf-8").splitlines()[-2])
    | answers checked | 12 |
    """
    page.parent.mkdir(parents=True, exist_ok=True)
    with page.open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        before = file.read()
        after = _replaced(before, title, _section(title, command, rows))
        file.seek(0)
        file.truncate()
        file.write(after)
        file.flush()
        os.fsync(file.fileno())


def _section(title: str, command: str, rows: Sequence[tuple[str, str]]) -> str:
    begin, end = _marks(title)
    date = datetime.datetime.now(datetime.UTC).date().isoformat()
    table = "\n".join(f"| {_cell(what)} | {_cell(figure)} |" for what, figure in rows)
    return (
        f"{begin}\nWritten by `{command}` on {date}.\n\n"
        f"| {_cell(title)} |  |\n|---|---:|\n{table}\n{end}"
    )


def _marks(title: str) -> tuple[str, str]:
    return f"<!-- figures: {title} -->", f"<!-- end: {title} -->"


def _cell(text: str) -> str:
    return text.replace("|", r"\|").replace("\n", " ")


def _replaced(page: str, title: str, section: str) -> str:
    begin, end = map(re.escape, _marks(title))
    changed, times = re.subn(f"{begin}.*?{end}", lambda _: section, page, count=1, flags=re.DOTALL)
    if times:
        return changed
    return f"{page.rstrip()}\n\n{section}\n".lstrip()
