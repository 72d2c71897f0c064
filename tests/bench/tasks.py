"""What a process that measures does: one task, asked for as JSON, its figures given as JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench import cold, limits, ours, profiling
from tests.bench.engines import BriSearch, Corpus, Engine
from tests.bench.figures import Figure
from tests.bench.peers import PEERS
from tests.bench.timing import ROUNDS, Timing, in_turns
from tests.bench.workload import KINDS, Workload

__all__ = ["BUILD", "ENGINES", "INDEX_SIZE", "PASSAGES", "TASKS"]

ENGINES: tuple[type[Engine], ...] = (BriSearch, *PEERS)
BUILD = "build"
INDEX_SIZE = "index size"
PASSAGES = "passages"


def _engine(name: str, corpus: str, folder: str) -> Engine:
    [engine] = [one for one in ENGINES if one.name == name]
    return engine(Corpus(Path(corpus)), Path(folder))


def build(engine: str, corpus: str, folder: str) -> list[Figure]:
    """Build an index into an empty folder: how long it takes and how large it is."""
    opened = _engine(engine, corpus, folder)
    begun = time.perf_counter()
    opened.build()
    seconds = time.perf_counter() - begun
    size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    with opened:
        passages = opened.passages()
    counted = [] if passages is None else [Figure(PASSAGES, "passages", passages)]
    return [Figure(BUILD, "s", seconds), Figure(INDEX_SIZE, "bytes", size), *counted]


def ask(engine: str, corpus: str, folder: str, seconds: float) -> list[Figure]:
    """Ask an engine the queries of a corpus, each kind for at most so many seconds in all rounds."""
    workload = Workload.read(Corpus(Path(corpus)).queries)
    asked = _engine(engine, corpus, folder)
    timings = {
        kind.name: Timing(kind.name, queries, seconds / ROUNDS, workload.before[kind.name])
        for kind in KINDS
        if hasattr(asked, kind.method) and (queries := workload.queries[kind.name])
    }
    for _ in range(ROUNDS):
        with _engine(engine, corpus, folder) as opened:
            asks = {
                kind.name: getattr(opened, kind.method) for kind in KINDS if kind.name in timings
            }
            in_turns(timings, asks)
    return [timing.figure for timing in timings.values()]


TASKS: dict[str, Callable[..., list[Figure]]] = {
    "build": build,
    "ask": ask,
    "concordance": ours.concordance,
    "bad input": ours.bad_input,
    "parallels": ours.parallels,
    "updates": ours.updates,
    "cold": cold.cold,
    "limits": limits.limits,
    "profile of building": profiling.of_building,
    "profile of asking": profiling.of_asking,
}


def main() -> None:
    """Do the task that the one argument asks for."""
    request: dict[str, Any] = json.loads(sys.argv[1])
    figures = TASKS[request["task"]](**request["arguments"])
    json.dump([figure.as_json() for figure in figures], sys.stdout)


if __name__ == "__main__":
    main()
