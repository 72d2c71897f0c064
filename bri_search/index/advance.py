"""How far a build has come, for whoever is told of it while it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["BuildProgress", "Meter", "Progress"]

_PREPARING = 0.8
"""How much of the time goes into preparing documents; the rest goes into writing parts."""


@dataclass(frozen=True, slots=True)
class BuildProgress:
    """What a build is at, and how much it has done.

    `doing` is the document at hand, by its path below its root, or the step. `files_done` and
    `bytes_done` count the documents that were taken in, of the `files` with `bytes` that have to
    be read; `share` is how much of all work is done, from 0 to 1.

    >>> import bri_search
    >>> now = bri_search.BuildProgress("news/today.txt", 3, 12, 20_000, 80_000, 0.2)
    >>> f"{now.share:.0%} done, {now.files - now.files_done} files to be read"
    '20% done, 9 files to be read'
    """

    doing: str
    files_done: int
    files: int
    bytes_done: int
    bytes: int
    share: float


Progress = Callable[[BuildProgress], None]


class Meter:
    """Counts what a build does with documents of these sizes, and tells of it."""

    def __init__(self, tell: Progress, files: int, size: int) -> None:
        self._tell = tell
        self._files = files
        self._size = size
        self._files_taken = 0
        self._taken = 0
        self._stored = 0
        self._part = 0.0

    def at(self, doing: str) -> None:
        """Tell what is being done from now on."""
        unstored = (self._taken - self._stored) * self._part
        done = _PREPARING * self._taken + (1 - _PREPARING) * (self._stored + unstored)
        share = done / self._size if self._size else 1.0
        self._tell(
            BuildProgress(doing, self._files_taken, self._files, self._taken, self._size, share)
        )

    def take(self, size: int) -> None:
        """Count a document of so many bytes that was taken in."""
        self._files_taken += 1
        self._taken += size

    def storing(self, doing: str, share: float) -> None:
        """Tell what is done with a part, and how much of that is done, from 0 to 1."""
        self._part = share
        self.at(doing)

    def stored(self) -> None:
        """Count what was taken in so far as written."""
        self._stored, self._part = self._taken, 0.0
