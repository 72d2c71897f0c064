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

    from bri_search.index.advance import BuildProgress

__all__ = ["counting", "progress"]

_PATIENCE = 1.0
"""Seconds that nobody needs to be told about."""
_BESIDE_THE_NAME = 58
"""Cells that counts, sizes and time take, with a short bar."""
_LONGEST_NAME = 60
_SHORTEST_NAME = 16
_TIME = len("12:34 left")
_UNITS = ("bytes", "kB", "MB", "GB")


@contextmanager
def progress() -> Iterator[Callable[[BuildProgress], None]]:
    """What to call while an index is built; silent in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _: interrupts.check()
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    from bri_search.cli.cells import cut_left, harmless, pad

    console = Console(stderr=True)
    width = min(_LONGEST_NAME, console.width - _BESIDE_THE_NAME)
    counting = [BarColumn(bar_width=None), TextColumn("{task.fields[counts]}", markup=False)]
    if width < _SHORTEST_NAME:  # a narrow window has room for little else
        width, counting = console.width - _TIME - 1, []
    bar = Progress(
        TextColumn("{task.description}", markup=False),
        *counting,
        TextColumn("{task.fields[left]}", markup=False),
        console=console,
        transient=True,
        expand=True,
    )
    left = _TimeLeft()
    with bar:
        task = bar.add_task(pad("looking", width), total=None, counts="", left="")

        def advance(now: BuildProgress) -> None:
            interrupts.check()
            left.note(now.share)
            bar.update(
                task,
                description=pad(cut_left(harmless(now.doing), width), width),
                completed=now.share,
                total=1 if now.share else None,  # before the first document the bar only moves
                counts=_counts(now),
                left=left,
            )

        yield advance


def _counts(now: BuildProgress) -> str:
    """How many files and bytes are done, of how many, as wide at the end as at the beginning.

    >>> from bri_search.index.advance import BuildProgress
    >>> _counts(BuildProgress("a.txt", 7, 3637, 1_234_567, 88_400_000, 0.01))
    '    7/3,637 files  1.2/88.4 MB'
    """
    files = f"{now.files:,}"
    power = 0
    while power + 1 < len(_UNITS) and now.bytes >= 1000 ** (power + 1):
        power += 1
    places = 1 if power else 0
    size = f"{now.bytes / 1000**power:.{places}f}"
    done = f"{now.bytes_done / 1000**power:{len(size)}.{places}f}"
    noun = "file " if now.files == 1 else "files"
    return f"{now.files_done:{len(files)},}/{files} {noun} {done}/{size} {_UNITS[power]}"


class _TimeLeft:
    """The time left, as it is when it is shown: it goes on while nothing is heard."""

    def __init__(self) -> None:
        self._began = monotonic()
        self._end: float | None = None

    def note(self, share: float) -> None:
        """Expect the rest to take as long as what was done."""
        now = monotonic()
        if share:
            self._end = now + (now - self._began) * (1 - share) / share

    def __str__(self) -> str:
        if self._end is None:
            return " " * _TIME
        minutes, seconds = divmod(max(0, round(self._end - monotonic())), 60)
        return f"{minutes:2}:{seconds:02} left"


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
