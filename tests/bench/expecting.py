"""What a peer would take on a larger corpus, so that a run need not wait for it in vain."""

from __future__ import annotations

from collections.abc import Sequence

from tests.bench.engines import Engine
from tests.bench.figures import Figure
from tests.bench.run import CorpusFacts
from tests.bench.tasks import BUILD
from tests.bench.workload import KINDS

__all__ = ["left_out"]

_FEWEST = 2
"""Queries of a kind that have to fit into the time for it."""


def left_out(
    engine: type[Engine],
    corpus: str,
    figures: Sequence[Figure],
    corpora: Sequence[CorpusFacts],
    *,
    limit: float,
    seconds: float,
) -> str:
    """Why an engine is not measured on a corpus, told from the next smaller; empty where it is.

    Both building and reading from end to end take at least as many times as long as there is more
    text.
    """
    sizes = {one.name: one.size for one in corpora}
    smaller = [one for one in corpora if one.size < sizes[corpus]]
    if not smaller:
        return ""
    before = max(smaller, key=lambda one: one.size)
    times = sizes[corpus] / before.size
    known = {
        one.what: one
        for one in figures
        if (one.engine, one.corpus) == (engine.name, before.name) and one.unit == "s"
    }
    if engine.has_index:
        build = known.get(BUILD)
        if build is None:
            return ""
        if build.median is None:
            return f"left out: {build.note.removeprefix('left out: ')} on {before.name}"
        expected = build.median * times
        return f"left out: it would take {_told(expected)}" if expected > limit else ""
    answered = [known[kind.name] for kind in KINDS if kind.name in known]
    if not answered:
        return ""
    quickest = [one.median * times for one in answered if one.median is not None]
    if quickest and min(quickest) * _FEWEST <= seconds:
        return ""
    told = f"it would take {_told(min(quickest))} for a query" if quickest else answered[0].note
    return f"left out: {told.removeprefix('left out: ')}"


def _told(seconds: float) -> str:
    return f"{seconds / 60:.0f} minutes" if seconds >= 100 else f"{seconds:.0f} s"
