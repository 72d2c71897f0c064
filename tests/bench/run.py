"""A whole run: its corpora and all its figures, and how to look them up."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.bench.figures import MEGABYTE, Figure

__all__ = [
    "MEASURING",
    "MEMORY_OF_ASKING",
    "MEMORY_OF_BUILD",
    "REFERENCE",
    "UPDATED",
    "CorpusFacts",
    "Run",
    "main_size",
]

REFERENCE = "reference"
UPDATED = "1,000 files"
MEMORY_OF_BUILD = "memory of the build"
MEMORY_OF_ASKING = "memory of asking"
MEASURING = "measuring: "
"""Before the name of a task: how long all of it took, with what is not timed."""
_UNCHANGED_MEGABYTES = 100
"""What is larger than this is made of changed copies, and what takes long is not measured on it."""
_NEAR = 2.0


@dataclass(frozen=True, slots=True)
class CorpusFacts:
    """A corpus: its size in bytes of UTF-8, its files, and its lines that are not blank."""

    name: str
    size: int
    files: int
    lines: int

    @property
    def megabytes(self) -> float:
        """The size in millions of bytes."""
        return self.size / MEGABYTE


@dataclass(frozen=True, slots=True)
class Run:
    """When and how a run was made, on what, and what came out."""

    date: str
    command: str
    seed: int
    queries: int
    seconds: float
    limit: float
    minutes: float
    machine: Sequence[tuple[str, str]]
    corpora: Sequence[CorpusFacts]
    figures: Sequence[Figure]

    def figure(self, what: str, corpus: str, engine: str) -> Figure | None:
        """A figure, where there is one."""
        for one in self.figures:
            if (one.what, one.corpus, one.engine) == (what, corpus, engine):
                return one
        return None

    @property
    def largest(self) -> str:
        """The largest corpus that is no larger than what is there without copies, if there is one."""
        size = main_size(one.megabytes for one in self.corpora)
        return next((one.name for one in self.corpora if one.megabytes == size), "")

    def size_of(self, name: str) -> int:
        """The bytes of a corpus."""
        return next((one.size for one in self.corpora if one.name == name), 0)

    def nearest(self, passages: int) -> str | None:
        """The corpus that has about so many lines; None where there is none within a factor of 2."""
        near = [one for one in self.corpora if 1 / _NEAR <= one.lines / passages <= _NEAR]
        return min(near, key=lambda one: abs(one.lines - passages)).name if near else None

    def write(self, path: Path) -> None:
        """Write all of it as JSON."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        path.write_text(text + "\n", encoding="utf-8")


def main_size(megabytes: Iterable[float]) -> float | None:
    """The largest size without copies, on which what takes long is measured; None without any.

    >>> main_size([1, 10, 88, 880]), main_size([880])
    (88, None)
    """
    return max((one for one in megabytes if one <= _UNCHANGED_MEGABYTES), default=None)
