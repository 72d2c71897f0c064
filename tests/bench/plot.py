"""The plot of growth, and its numbers as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.bench.figures import Figure, amount
from tests.bench.run import MEMORY_OF_ASKING, MEMORY_OF_BUILD, Run
from tests.bench.tasks import BUILD, ENGINES, INDEX_SIZE
from tests.bench.workload import KINDS

__all__ = ["GROWING", "draw", "write_csv"]

GROWING = (*(kind.name for kind in KINDS), BUILD, MEMORY_OF_BUILD, MEMORY_OF_ASKING, INDEX_SIZE)


def write_csv(run: Run, path: Path) -> None:
    """Write what was measured on every corpus: a row for each engine, corpus and figure."""
    columns = ("engine", "megabytes", "lines", "figure", "unit", "median", "p95", "number", "note")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        for what in GROWING:
            for engine in ENGINES:
                for corpus in run.corpora:
                    one = run.figure(what, corpus.name, engine.name)
                    if one is not None:
                        row = (engine.name, f"{corpus.megabytes:.3g}", corpus.lines, what, one.unit)
                        values = (_number(one.median), _number(one.p95), one.number, one.note)
                        writer.writerow((*row, *values))


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.6g}"


def draw(run: Run, path: Path) -> None:
    """Draw how each figure grows with the corpus, a line for each engine, both axes logarithmic."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    shown, axes = pyplot.subplots(4, 3, figsize=(13, 15), layout="constrained")
    for what, panel in zip(GROWING, axes.flat, strict=True):
        for number, engine in enumerate(ENGINES):
            points = list(_points(run, what, engine.name))
            if points:
                panel.plot(
                    [megabytes for megabytes, _ in points],
                    [one.median for _, one in points if one.median is not None],
                    marker="o",
                    color=f"C{number}",
                    linewidth=3 if number == 0 else 1.5,
                    label=engine.name,
                )
        panel.set_xscale("log")
        panel.set_xticks(
            [corpus.megabytes for corpus in run.corpora],
            [f"{corpus.megabytes:.3g}" for corpus in run.corpora],
        )
        panel.minorticks_off()
        panel.set_yscale("log")
        _label(panel.yaxis, _unit(run, what), *panel.get_ylim())
        panel.set_title(what, fontsize=10)
        panel.set_xlabel("MB of text")
        panel.grid(visible=True, which="major", alpha=0.3)
    labelled: dict[str, Any] = {}
    for panel in axes.flat:
        labelled |= dict(zip(*reversed(panel.get_legend_handles_labels()), strict=True))
    names = [engine.name for engine in ENGINES if engine.name in labelled]
    lines = [labelled[name] for name in names]
    shown.legend(lines, names, loc="outside lower center", ncols=4)
    # Without the version of matplotlib, so that the same figures give the same file.
    shown.savefig(path, dpi=110, metadata={"Software": None})
    pyplot.close(shown)


def _points(run: Run, what: str, engine: str) -> Iterator[tuple[float, Figure]]:
    for corpus in sorted(run.corpora, key=lambda one: one.size):
        one = run.figure(what, corpus.name, engine)
        if one is not None and one.median:
            yield corpus.megabytes, one


def _label(axis: Any, unit: str, low: float, high: float) -> None:
    """Label a logarithmic axis at the powers of ten, and between them where there are few."""
    from matplotlib.ticker import FuncFormatter, LogLocator

    steps = (1.0,) if high > low * 1000 else (1.0, 2.0, 5.0)
    axis.set_major_locator(LogLocator(subs=steps))
    axis.set_major_formatter(FuncFormatter(lambda value, _: amount(value, unit)))
    axis.set_minor_locator(LogLocator(subs=()))


def _unit(run: Run, what: str) -> str:
    units: Sequence[str] = [one.unit for one in run.figures if one.what == what]
    return units[0] if units else "s"
