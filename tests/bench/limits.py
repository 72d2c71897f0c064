"""What no engine can be faster than: reading memory, reading files, and two binary searches."""

from __future__ import annotations

import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from pathlib import Path

from tests.bench.corpora import texts_in
from tests.bench.engines import Corpus
from tests.bench.figures import Figure
from tests.bench.timing import timed
from tests.bench.workload import KINDS, Query, Workload

__all__ = ["BINARY_SEARCHES", "READ_FILES", "READ_MEMORY", "SCAN", "limits"]

BINARY_SEARCHES = "two binary searches in a suffix array"
READ_MEMORY = "reading the text once from memory"
SCAN = "a scan of the text in memory at 5 GB/s"
_SCANNED = 5e9
READ_FILES = "reading the bytes of all files once"
_TIMES = 5


def limits(corpus: str, seconds: float) -> list[Figure]:
    """Time what bounds the engines, on a corpus; of memory, `found` are the bytes that were read."""
    given = Corpus(Path(corpus))
    text = given.lines.read_bytes()
    # A byte that no UTF-8 has, so that it is looked for to the end, by the C library.
    scanned = [_seconds(lambda: text.find(b"\xff")) for _ in range(_TIMES)]
    paths = texts_in(given.texts)
    read = [_seconds(lambda: [path.read_bytes() for path in paths]) for _ in range(_TIMES)]
    return [
        Figure(SCAN, "s", len(text) / _SCANNED),
        Figure.of(READ_MEMORY, "s", scanned, found=len(text)),
        Figure.of(READ_FILES, "s", read),
        _binary_searches(text, Workload.read(given.queries), seconds),
    ]


def _seconds(done: Callable[[], object]) -> float:
    begun = time.perf_counter()
    done()
    return time.perf_counter() - begun


def _binary_searches(text: bytes, workload: Workload, seconds: float) -> Figure:
    """The count of a phrase in plain Python, as two binary searches over the sorted suffixes."""
    import numpy
    import pydivsufsort

    units = text.decode().encode("utf-16-be")
    suffixes = pydivsufsort.divsufsort(numpy.frombuffer(bytearray(units), numpy.uint8))
    array = memoryview(suffixes[suffixes % 2 == 0]).cast("B").cast("i")

    def count(query: Query) -> int:
        sought = query.simplified.encode("utf-16-be")
        length = len(sought)

        def beginning(place: int) -> bytes:
            return units[place : place + length]

        first = bisect_left(array, sought, key=beginning)
        return bisect_right(array, sought, lo=first, key=beginning) - first

    queries = [
        one for kind in KINDS if kind.method == "count" for one in workload.queries[kind.name]
    ]
    return timed(BINARY_SEARCHES, count, queries, seconds)
