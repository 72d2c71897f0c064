"""Four readers and a writer at once, each a process, for some seconds."""

from __future__ import annotations

import multiprocessing
import re
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.soak.ledger import Ledger
from tests.soak.reader import Found, read
from tests.soak.writer import Writer

__all__ = ["Soaked", "soak"]

READERS = 4
_CORPUS = Path(__file__).resolve().parents[2] / "corpus"
_AT_LEAST = ("documents lost", "wrong answers", "tracebacks")


@dataclass(frozen=True, slots=True)
class Soaked:
    """What was done and checked, and everything that was wrong."""

    counts: dict[str, int]
    failures: tuple[str, ...]


def soak(folder: Path, index: Path, seconds: float, seed: int = 0) -> Soaked:
    """Let readers and a writer loose on an index, which may have to be built first."""
    writer = Writer(folder, index, _paragraphs(), seed)
    writer.build(may_be_killed=False)
    with multiprocessing.get_context("spawn").Pool(READERS) as pool:
        asked = [
            pool.apply_async(read, (index, Ledger(folder / "ledger"), seconds, seed + number))
            for number in range(READERS)
        ]
        while not all(one.ready() for one in asked):
            writer.change()
            writer.build()
            time.sleep(0.02)
        readers: list[Found] = [one.get() for one in asked]
    counts: Counter[str] = Counter(dict.fromkeys(_AT_LEAST, 0))
    counts.update(writer.done)
    for found in readers:
        counts.update(found.counts)
    ordered = {name: number for name, number in counts.items() if name not in _AT_LEAST}
    failures = [*writer.failures, *(line for found in readers for line in found.failures)]
    return Soaked(ordered | {name: counts[name] for name in _AT_LEAST}, tuple(failures))


def _paragraphs() -> list[str]:
    """The paragraphs of the documents that bri-search ships, page breaks and all."""
    paths = [path for path in sorted(_CORPUS.glob("*.[tm][xd]*")) if path.name != "README.md"]
    texts = (path.read_text(encoding="utf-8") for path in paths)
    return [part for text in texts for part in re.split(r"\n{2,}", text) if part.strip()]
