"""The progress bar of a build: on a terminal, and nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from bri_search.cli import interrupts

if TYPE_CHECKING:
    from rich.progress import Progress

__all__ = ["counting", "progress"]

_LONGEST_NAME = 30
_PATIENCE = 1.0
"""Seconds that nobody needs to be told about."""


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """What to call with the name of a step, the bytes done and all bytes; silent in a pipe."""
    if not sys.stderr.isatty():
        yield lambda *_: interrupts.check()
        return
    from rich.console import Console
    from rich.filesize import decimal
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from bri_search.cli.cells import cut_left, harmless, pad

    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=None),
        TextColumn("{task.fields[file]}"),
        TextColumn("{task.fields[sizes]}"),
        TimeRemainingColumn(compact=True),
        console=Console(stderr=True),
        transient=True,
        expand=True,
    )
    with bar:
        task = bar.add_task("looking", total=None, file="", sizes="")
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
                total=total or None,  # where nothing is counted, the bar only moves
                sizes=f"{decimal(done)} of {decimal(total)}" if total else "",
                file=f"file {files}" if files else "",
            )

        yield advance


@contextmanager
def counting(what: str) -> Iterator[Callable[[int, int], None]]:
    """What to call with how many of some things are done, and of how many.

    Silent in a pipe, and everywhere for the first second.
    """
    if not sys.stderr.isatty():
        yield lambda *_: interrupts.check()
        return
    began = monotonic()
    bar: Progress | None = None

    def advance(done: int, total: int) -> None:
        nonlocal bar
        interrupts.check()
        if bar is None and monotonic() - began > _PATIENCE:
            bar = _counting_bar(what)
        if bar is not None:
            bar.update(bar.task_ids[0], completed=done, total=total)

    try:
        yield advance
    finally:
        if bar is not None:
            bar.stop()


def _counting_bar(what: str) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        transient=True,
        expand=True,
    )
    bar.add_task(what, total=None)
    bar.start()
    return bar
