"""Where the time goes: shares of modules in building, asking and starting bri-search."""

from __future__ import annotations

import cProfile
import os
import pstats
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import bri_search
from tests.bench.engines import BriSearch, Corpus
from tests.bench.figures import Figure
from tests.bench.workload import KINDS, Workload

__all__ = ["ACTIVITIES", "BUILDING", "LOADED", "SHARE", "loading", "of_asking", "of_building"]

SHARE = "share"
"""The unit of these figures: how much of the time, of 1. `what` is activity and module."""
BUILDING = "building, on one core"
LOADED = tuple(f"loading for `{words}`" for words in ("--help", "search --exact", "search"))
ACTIVITIES = (*LOADED, *(kind.name for kind in KINDS), BUILDING)
"""What is looked into, in the order of the report."""

_PACKAGE = Path(bri_search.__file__).parent
_QUERIES = 100
_LEAST = 0.02
_IMPORTED = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)")
_C = "~"


def of_building(corpus: str, folder: str) -> list[Figure]:
    """Build an index on one core, where all is done in this process, and see what takes how long."""
    index = Path(folder) / "profiled"
    profile = cProfile.Profile()
    with _one_core():
        profile.enable()
        bri_search.build(Corpus(Path(corpus)).texts, index, trust=True)
        profile.disable()
    return _figures(BUILDING, _by_module(profile))


@contextmanager
def _one_core() -> Iterator[None]:
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def of_asking(corpus: str, folder: str) -> list[Figure]:
    """Ask some queries of each kind, of an index that is there."""
    given = Corpus(Path(corpus))
    workload = Workload.read(given.queries)
    figures: list[Figure] = []
    with BriSearch(given, Path(folder)) as opened:
        for kind in KINDS:
            ask = getattr(opened, kind.method)
            queries = workload.queries[kind.name]
            for query in queries[:_QUERIES]:
                ask(query)
            profile = cProfile.Profile()
            profile.enable()
            for query in queries[:_QUERIES]:
                ask(query)
            profile.disable()
            figures += _figures(kind.name, _by_module(profile))
    return figures


def loading(commands: Mapping[str, Sequence[str]]) -> list[Figure]:
    """What commands load, each once, by the packages that it is part of."""
    return [
        figure for activity, command in commands.items() for figure in _loaded(activity, command)
    ]


def _loaded(activity: str, command: Sequence[str]) -> list[Figure]:
    environment = {**os.environ, "PYTHONPROFILEIMPORTTIME": "1"}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    seconds: dict[str, float] = {}
    for microseconds, module in _IMPORTED.findall(done.stderr):
        top = module.partition(".")[0]
        known = "Python's library" if top in sys.stdlib_module_names else top
        seconds[known] = seconds.get(known, 0.0) + int(microseconds) / 1e6
    return _figures(activity, seconds)


def _by_module(profile: cProfile.Profile) -> Mapping[str, float]:
    """The seconds in each module; what is written in C counts where it is called from."""
    seconds: defaultdict[str, float] = defaultdict(float)
    entries: dict = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    for (file, _, _), (_, _, own, _, callers) in entries.items():
        if file != _C:
            seconds[_module(file)] += own
            continue
        for (caller, _, _), (_, _, share, _) in callers.items():
            seconds[_module(caller)] += share
    return seconds


def _module(file: str) -> str:
    path = Path(file)
    if path.is_relative_to(_PACKAGE):
        return path.relative_to(_PACKAGE).with_suffix("").as_posix()
    if "site-packages" in path.parts:
        return path.parts[path.parts.index("site-packages") + 1].removesuffix(".py")
    return "C and Python's library" if file == _C else "Python's library"


def _figures(activity: str, seconds: Mapping[str, float]) -> list[Figure]:
    """The shares of an activity that are worth telling, the greatest first."""
    total = sum(seconds.values()) or 1.0
    return [
        Figure(f"{activity}: {module}", SHARE, share / total)
        for module, share in sorted(seconds.items(), key=lambda one: -one[1])
        if share / total >= _LEAST
    ]
