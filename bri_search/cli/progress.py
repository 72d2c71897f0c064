"""The progress bar of a build: on a terminal, and nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bri_search.cli import interrupts

__all__ = ["progress"]

_LONGEST_NAME = 30


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """What to call with the name of a step, the bytes done and all bytes; silent in a pipe."""
    if not sys.stderr.isatty():
        yield lambda *_: interrupts.check()
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    from bri_search.cli.cells import cut_left, harmless, pad

    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=None),
        TextColumn("{task.fields[file]}"),
        DownloadColumn(),
        TimeRemainingColumn(compact=True),
        console=Console(stderr=True),
        transient=True,
        expand=True,
    )
    with bar:
        task = bar.add_task("looking", total=None, file="")
        files = -1  # the first call is before the first file

        def advance(step: str, done: int, total: int) -> None:
            nonlocal files
            interrupts.check()
            files += done < total
            name = harmless(step)
            shown = cut_left(name, _LONGEST_NAME)
            bar.update(
                task,
                description=pad(shown, _LONGEST_NAME),
                completed=done,
                total=max(total, 1),
                file=f"file {files}" if files else "",
            )

        yield advance
