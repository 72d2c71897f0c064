"""Pages of docs/ with sections that programs write, between prose that stays."""

from __future__ import annotations

import fcntl
import os
import re
from pathlib import Path

__all__ = ["write"]


def write(page: Path, title: str, body: str) -> None:
    """Write a section of a page, and nothing else of it.

    It lies between two comments that name it; one that is not there yet comes at the end. Programs
    that end together wait for one another.

    >>> import tempfile
    >>> page = Path(tempfile.mkdtemp()) / "page.md"
    >>> for figure in ("12", "13"):
    ...     write(page, "Soak", figure)
    >>> print(page.read_text(encoding="utf-8"))
    <!-- figures: Soak -->
    13
    <!-- end: Soak -->
    <BLANKLINE>
    """
    page.parent.mkdir(parents=True, exist_ok=True)
    with page.open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        before = file.read()
        after = _replaced(before, title, body)
        file.seek(0)
        file.truncate()
        file.write(after)
        file.flush()
        os.fsync(file.fileno())


def _replaced(page: str, title: str, body: str) -> str:
    begin, end = f"<!-- figures: {title} -->", f"<!-- end: {title} -->"
    section = f"{begin}\n{body}\n{end}"
    pattern = f"{re.escape(begin)}.*?{re.escape(end)}"
    changed, times = re.subn(pattern, lambda _: section, page, count=1, flags=re.DOTALL)
    if times:
        return changed
    return f"{page.rstrip()}\n\n{section}\n".lstrip()
