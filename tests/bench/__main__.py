"""The program behind `make bench`: measures everything, and writes docs/performance.md's tables."""

from __future__ import annotations

import argparse
import datetime
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.console import Console

from tests import sections as page
from tests.bench import machine, plot, report
from tests.bench.corpora import MEGABYTE, texts_in, unpack, write_corpus, write_lines
from tests.bench.engines import BriSearch, Corpus, Engine
from tests.bench.figures import Figure
from tests.bench.ours import UPDATES
from tests.bench.run import (
    MEMORY_OF_ASKING,
    MEMORY_OF_BUILD,
    REFERENCE,
    CorpusFacts,
    Run,
    main_corpus,
)
from tests.bench.running import run as run_task
from tests.bench.tasks import BUILD, ENGINES
from tests.bench.workload import draw

ROOT = Path(__file__).resolve().parents[2]
SIZES = "1,10,88"
SEED = 0
_OURS = 3.0
"""How many times the limit of a peer bri-search has: it is what is measured."""
_progress = Console(stderr=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what the arguments ask for; 0 where that was done, 2 where something is missing."""
    options = _options(arguments)
    if not options.data.is_file():
        missing = (
            f"{options.data} is not there; name an archive of texts: make bench DATA=file.tar.gz"
        )
    else:
        try:
            _Bench(options).run()
        except ModuleNotFoundError as error:
            missing = f"{error.name} is not installed; make bench installs what it measures with"
        else:
            return 0
    _progress.print(f"bench: {missing}", markup=False, highlight=False, soft_wrap=True)
    return 2


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    shared = ROOT.parent / "shared"
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--sizes", type=_sizes, default=SIZES, help="of corpora, in MB: 1,10,88,880"
    )
    parser.add_argument("--seed", type=int, default=SEED, help="of all that is drawn")
    parser.add_argument("--queries", type=int, default=300, help="how many of each kind")
    parser.add_argument("--seconds", type=float, default=20, help="the most for a kind of queries")
    parser.add_argument("--limit", type=float, default=600, help="seconds for a peer's measurement")
    parser.add_argument("--files", type=int, default=1000, help="in the corpus that gets one more")
    parser.add_argument("--runs", type=int, default=40, help="of each command")
    parser.add_argument("--engine", action="append", default=[], help="part of a name; repeatable")
    parser.add_argument("--data", type=Path, default=shared / "data" / "scale.tar.gz")
    parser.add_argument("--reference", type=Path, default=shared / "reference")
    parser.add_argument("--docs", type=Path, default=ROOT / "docs", help="where it writes")
    options = parser.parse_args(arguments)
    if not options.reference.is_dir():
        options.reference = ROOT / "corpus"
    return options


def _sizes(typed: str) -> list[float]:
    sizes = sorted({float(one) for one in typed.split(",")})
    if sizes[0] <= 0:
        raise argparse.ArgumentTypeError("sizes are megabytes, more than 0")
    return sizes


class _Bench:
    """One run: a temporary folder, and the figures so far."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        self._figures: list[Figure] = []
        self._begun = time.monotonic()
        self._engines = [
            one
            for one in ENGINES
            if not options.engine
            or any(part.casefold() in one.name.casefold() for part in options.engine)
        ]

    def run(self) -> None:
        """Measure all, and write the page."""
        options = self._options
        load_before = machine.load()
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            if BriSearch in self._engines:
                self._measure_cold(folder / REFERENCE)
            self._say("unpacking and drawing the corpora")
            texts = unpack(options.data, folder / "texts")
            corpora = [self._corpus(texts, folder, size) for size in options.sizes]
            main = main_corpus(corpora)
            for corpus in corpora:
                for engine in self._engines:
                    self._measure(engine, corpus, folder, has_more=corpus is main)
            if BriSearch in self._engines:
                self._measure_updates(folder, len(texts))
        load = f"{load_before:.1f} and {machine.load():.1f}"
        self._finish(
            Run(
                datetime.datetime.now(datetime.UTC).date().isoformat(),
                _command(options),
                options.seed,
                options.queries,
                options.seconds,
                options.limit,
                (time.monotonic() - self._begun) / 60,
                [*machine.described(), ("load before and after", load)],
                corpora,
                self._figures,
            )
        )

    def _corpus(self, texts: list[Path], folder: Path, size: float) -> CorpusFacts:
        """Write a corpus with its lines and its queries."""
        name = f"{size:g} MB"
        corpus = Corpus(folder / name)
        written = write_corpus(texts, int(size * MEGABYTE), corpus.texts, self._options.seed)
        lines = write_lines(corpus.texts, corpus.lines)
        draw(corpus.texts, self._options.queries, self._options.seed).write(corpus.queries)
        return CorpusFacts(name, written, len(texts_in(corpus.texts)), lines)

    def _measure_cold(self, folder: Path) -> None:
        folder.mkdir()
        arguments = {"reference": self._options.reference, "folder": folder}
        arguments |= {"runs": self._options.runs}
        self._do("cold", arguments, REFERENCE, BriSearch, "the command line")

    def _measure(
        self, engine: type[Engine], corpus: CorpusFacts, folder: Path, *, has_more: bool
    ) -> None:
        index = folder / f"{corpus.name}-{engine.__name__}"
        index.mkdir()
        given = {"engine": engine.name, "corpus": folder / corpus.name, "folder": index}
        timed = {**given, "seconds": self._options.seconds}
        is_built = not engine.has_index or self._do("build", given, corpus.name, engine, BUILD)
        if is_built:
            self._do("ask", timed, corpus.name, engine, "queries")
        if is_built and has_more and engine is BriSearch:
            ours = {name: timed[name] for name in ("corpus", "folder", "seconds")}
            limits = {name: timed[name] for name in ("corpus", "seconds")}
            self._do("limits", limits, corpus.name, engine, "limits")
            self._do("concordance", ours, corpus.name, engine, "concordances")
            self._do("bad input", ours, corpus.name, engine, "bad input")
            self._do("parallels", {"folder": index}, corpus.name, engine, "parallels")
        shutil.rmtree(index)

    def _measure_updates(self, folder: Path, most: int) -> None:
        """Update an index of a thousand files, or fewer where there are not so many."""
        index = folder / "updates"
        index.mkdir()
        files = min(self._options.files, most - UPDATES)
        arguments = {"texts": folder / "texts", "folder": index, "files": files}
        arguments |= {"seed": self._options.seed}
        self._do("updates", arguments, f"{files:,} files", BriSearch, "updates")

    def _do(
        self, task: str, given: dict[str, Any], corpus: str, engine: type[Engine], what: str
    ) -> bool:
        """Do a task and keep its figures; whether it was done."""
        self._say(f"{corpus}, {engine.name}: {what}")
        limit = self._options.limit * (_OURS if engine is BriSearch else 1)
        outcome = run_task(task, given, limit)
        memory = {BUILD: MEMORY_OF_BUILD, "ask": MEMORY_OF_ASKING}.get(task)
        figures = list(outcome.figures)
        if outcome.failure:
            self._say(f"    {outcome.failure}")
            figures = [Figure(what, "s", None, note=outcome.failure)]
        elif memory is not None:
            figures.append(Figure(memory, "bytes", outcome.memory))
        self._figures += [replace(one, engine=engine.name, corpus=corpus) for one in figures]
        return not outcome.failure

    def _say(self, what: str) -> None:
        minutes, seconds = divmod(int(time.monotonic() - self._begun), 60)
        line = f"{minutes:3}:{seconds:02}  {what}"
        _progress.print(line, markup=False, highlight=False, soft_wrap=True)

    def _finish(self, run: Run) -> None:
        """Write the page where all engines were measured, and show the tables."""
        if len(self._engines) == len(ENGINES):
            self._write(run)
        console = Console()
        for tables in report.tables(run).values():
            for table in tables:
                if table.rows:
                    console.print(table.on_terminal())

    def _write(self, run: Run) -> None:
        docs = self._options.docs
        folder = docs / "performance"
        folder.mkdir(parents=True, exist_ok=True)
        run.write(folder / "figures.json")
        plot.write_csv(run, folder / "growth.csv")
        plot.draw(run, folder / "growth.png")
        for title, body in report.sections(run).items():
            page.write(docs / "performance.md", title, body)
        self._say(f"written: {docs.name}/performance.md and {docs.name}/performance/")


def _command(options: argparse.Namespace) -> str:
    sizes = ",".join(f"{size:g}" for size in options.sizes)
    variables = (("SIZES", sizes, SIZES), ("SEED", options.seed, SEED))
    changed = [f"{name}={value}" for name, value, usual in variables if value != usual]
    named = (
        ("--queries", options.queries, 300),
        ("--seconds", options.seconds, 20),
        ("--limit", options.limit, 600),
        ("--files", options.files, 1000),
        ("--runs", options.runs, 40),
    )
    more = [f"{name} {value:g}" for name, value, usual in named if value != usual]
    return " ".join(["make bench", *changed, *([f'ARGS="{" ".join(more)}"'] if more else [])])


if __name__ == "__main__":
    sys.exit(main())
