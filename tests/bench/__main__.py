"""The program behind `make bench`: measures everything, and writes docs/performance.md."""

from __future__ import annotations

import argparse
import datetime
import hashlib
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from rich.console import Console

from tests import sections as page
from tests.bench import machine, plot, report
from tests.bench.corpora import texts_in, unpack, write_corpus, write_lines
from tests.bench.engines import BriSearch, Corpus, Engine
from tests.bench.expecting import left_out
from tests.bench.figures import MEGABYTE, Figure
from tests.bench.kept import Differs, Kept
from tests.bench.ours import UPDATES
from tests.bench.run import (
    MEASURING,
    MEMORY_OF_ASKING,
    MEMORY_OF_BUILD,
    REFERENCE,
    CorpusFacts,
    Run,
    main_size,
)
from tests.bench.running import run as run_task
from tests.bench.tasks import BUILD, ENGINES
from tests.bench.workload import KINDS, draw

ROOT = Path(__file__).resolve().parents[2]
PAGE = Path(__file__).with_name("page.md")
SIZES = "1,10,88,880"
SECTIONS = {
    "cold": "the command line",
    "growth": "every engine on every size",
    "heavy": "bad input on sizes without copies; limits, concordances and parallels on the largest",
    "profile": "where the time goes",
    "updates": "bringing an index of 1,000 files up to date",
}
_OUR_SECONDS, _OUR_LIMIT = 3.0, 6.0
"""How many times the limits of a peer bri-search has: it is what is measured."""
_PROFILED = 10
"""Megabytes of text of which the building is profiled at the most; a profile takes longer."""
_WIDE = 250
_HEAVY_EVERYWHERE = ("bad input",)
_HEAVY = ("limits", "concordance", *_HEAVY_EVERYWHERE, "parallels")
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
        except Differs as error:
            missing = f"{error}; begin anew without RESUME=1"
        else:
            return 0
    _progress.print(f"bench: {missing}", markup=False, highlight=False, soft_wrap=True)
    return 2


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    shared = ROOT.parent / "shared"
    sections = "; ".join(f"{name}: {what}" for name, what in SECTIONS.items())
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--sizes", type=_sizes, default=SIZES, help=f"of corpora, in MB: {SIZES}")
    parser.add_argument("--sections", type=_sections, default=",".join(SECTIONS), help=sections)
    parser.add_argument("--resume", action="store_true", help="keep what earlier runs measured")
    parser.add_argument("--seed", type=int, default=0, help="of all that is drawn")
    parser.add_argument("--queries", type=int, default=300, help="how many of each kind")
    parser.add_argument(
        "--seconds", type=float, default=10, help="a peer's for a kind of queries; ours three times"
    )
    parser.add_argument(
        "--limit", type=float, default=300, help="seconds for a peer's index; ours six times"
    )
    parser.add_argument("--files", type=int, default=1000, help="in the corpus that gets one more")
    parser.add_argument("--runs", type=int, default=20, help="of each command, in each round")
    parser.add_argument("--engine", action="append", default=[], help="part of a name; repeatable")
    parser.add_argument("--data", type=Path, default=shared / "data" / "scale.tar.gz")
    parser.add_argument("--reference", type=Path, default=shared / "reference")
    parser.add_argument("--docs", type=Path, default=ROOT / "docs", help="where it writes")
    parser.add_argument(
        "--work",
        type=Path,
        default=ROOT / "build" / "bench",
        help="where it keeps what it measured",
    )
    options = parser.parse_args(arguments)
    if not options.reference.is_dir():
        options.reference = ROOT / "corpus"
    return options


def _sizes(typed: str) -> list[float]:
    sizes = sorted({float(one) for one in typed.split(",")})
    if sizes[0] <= 0:
        raise argparse.ArgumentTypeError("sizes are megabytes, more than 0")
    return sizes


def _sections(typed: str) -> list[str]:
    sections = typed.split(",")
    unknown = set(sections) - SECTIONS.keys()
    if unknown:
        raise argparse.ArgumentTypeError(f"{min(unknown)} is none of {', '.join(SECTIONS)}")
    return sections


def _settings(options: argparse.Namespace) -> dict[str, Any]:
    """What decides the figures, the code that is measured among it."""
    code = hashlib.sha256()
    for path in sorted((ROOT / "bri_search").rglob("*.*")):
        if path.suffix in {".py", ".c", ".h"}:
            code.update(path.read_bytes())
    names = ("seed", "queries", "seconds", "limit", "files", "runs")
    named = {name: getattr(options, name) for name in names}
    return {**named, "data": options.data.stat().st_size, "code": code.hexdigest()}


class _Bench:
    """One run: a temporary folder, and the figures so far."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        self._begun = time.monotonic()
        begin = Kept.resumed if options.resume else Kept
        self._kept = begin(options.work, _settings(options))
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
            self._folder = Path(temporary)
            if BriSearch in self._engines and "cold" in options.sections:
                arguments = {"reference": options.reference, "folder": self._made(REFERENCE)}
                arguments |= {"runs": options.runs}
                self._do("cold", arguments, REFERENCE, BriSearch, "the command line")
            if BriSearch in self._engines and "updates" in options.sections:
                self._measure_updates()
            for size in options.sizes:
                self._measure_size(size)
        described = machine.described()
        described.append(("load before and after", f"{load_before:.1f} and {machine.load():.1f}"))
        if self._kept.pieces > 1:
            described.append(("pieces in which it was run", f"{self._kept.pieces}"))
        self._finish(
            Run(
                datetime.datetime.now(datetime.UTC).date().isoformat(),
                _command(options, self._kept),
                options.seed,
                options.queries,
                options.seconds,
                options.limit,
                self._kept.minutes,
                described,
                sorted(self._kept.corpora.values(), key=lambda one: one.size),
                self._kept.figures,
            )
        )

    @cached_property
    def _sizes(self) -> set[float]:
        """Those that are asked for, and those that earlier pieces have measured."""
        return {*self._options.sizes, *map(_megabytes, self._kept.corpora)}

    @cached_property
    def _texts(self) -> list[Path]:
        self._say("unpacking the texts")
        return unpack(self._options.data, self._folder / "texts")

    def _made(self, name: str) -> Path:
        made = self._folder / name
        made.mkdir(exist_ok=True)
        return made

    def _measure_size(self, size: float) -> None:
        """Make a corpus of so many megabytes, and measure on it what has not been measured."""
        name = f"{size:g} MB"
        wanted = {engine: self._wanted(engine, size) for engine in self._engines}
        if not any(wanted.values()):
            return
        self._say(f"{name}: writing it and drawing queries")
        corpus = Corpus(self._folder / name)
        written = write_corpus(self._texts, int(size * MEGABYTE), corpus.texts, self._options.seed)
        lines = write_lines(corpus.texts, corpus.lines)
        draw(corpus.texts, self._options.queries, self._options.seed).write(corpus.queries)
        self._kept.corpora[name] = CorpusFacts(name, written, len(texts_in(corpus.texts)), lines)
        for engine, tasks in wanted.items():
            if tasks:
                self._measure(engine, name, tasks)
        shutil.rmtree(corpus.texts.parent)

    def _wanted(self, engine: type[Engine], size: float) -> list[str]:
        """What is to be measured of an engine on a size, in order."""
        sections = self._options.sections
        tasks: list[str] = []
        if "growth" in sections:
            tasks += [*(["build"] if engine.has_index else []), "ask"]
        main = main_size(self._sizes)
        if engine is BriSearch and main is not None and size <= main and "heavy" in sections:
            tasks += _HEAVY if size == main else _HEAVY_EVERYWHERE
        if engine is BriSearch and size == main and "profile" in sections:
            tasks.append("profile of asking")
        small = (one for one in self._sizes if one <= _PROFILED)
        if engine is BriSearch and size == max(small, default=None) and "profile" in sections:
            tasks.append("profile of building")
        return [one for one in tasks if not self._kept.has(one, f"{size:g} MB", engine.name)]

    def _measure(self, engine: type[Engine], corpus: str, tasks: Sequence[str]) -> None:
        """Do some tasks with an engine, on an index that is built for them if it has one."""
        expected = "" if engine is BriSearch else self._left_out(engine, corpus)
        if expected:
            self._say(f"{corpus}, {engine.name}: {expected}")
            for task in tasks:
                self._keep(task, corpus, engine, _missing(task, engine, expected))
            return
        index = self._made(f"{corpus}-{engine.__name__}")
        seconds = self._options.seconds * (_OUR_SECONDS if engine is BriSearch else 1)
        folders = {"corpus": self._folder / corpus, "folder": index}
        timed = {**folders, "seconds": seconds}
        given: dict[str, dict[str, Any]] = {
            "build": {"engine": engine.name, **folders},
            "ask": {"engine": engine.name, **timed},
            "limits": {"corpus": folders["corpus"], "seconds": seconds},
            "concordance": folders,
            "bad input": folders,
            "parallels": {"folder": index},
            "profile of asking": folders,
            "profile of building": folders,
        }
        is_built = True
        if engine.has_index:
            is_built = self._do("build", given["build"], corpus, engine, BUILD)
        for task in tasks:
            if is_built and task != "build":
                self._do(task, given[task], corpus, engine, "queries" if task == "ask" else task)
        shutil.rmtree(index)

    def _left_out(self, engine: type[Engine], corpus: str) -> str:
        options = self._options
        run = self._kept.figures, list(self._kept.corpora.values())
        return left_out(engine, corpus, *run, limit=options.limit, seconds=options.seconds)

    def _measure_updates(self) -> None:
        """Update an index of a thousand files, or fewer where there are not so many."""
        most = len(self._texts) - UPDATES
        files = min(self._options.files, most)
        arguments = {"texts": self._folder / "texts", "folder": self._made("updates")}
        arguments |= {"files": files, "seed": self._options.seed}
        self._do("updates", arguments, f"{files:,} files", BriSearch, "updates")

    def _do(
        self, task: str, given: dict[str, Any], corpus: str, engine: type[Engine], what: str
    ) -> bool:
        """Do a task and keep its figures if there are none; whether it was done."""
        is_kept = self._kept.has(task, corpus, engine.name)
        if is_kept and task != "build":  # an index is needed by what comes after it
            return True
        self._say(f"{corpus}, {engine.name}: {what}")
        limit = self._options.limit * (_OUR_LIMIT if engine is BriSearch else 1)
        outcome = run_task(task, given, limit)
        memory = {"build": MEMORY_OF_BUILD, "ask": MEMORY_OF_ASKING}.get(task)
        figures = [*outcome.figures, Figure(MEASURING + task, "s", outcome.seconds)]
        if outcome.failure:
            self._say(f"    {outcome.failure}")
            figures += _missing(task, engine, outcome.failure)
        elif memory is not None:
            figures.append(Figure(memory, "bytes", outcome.memory))
        if not is_kept:
            self._keep(task, corpus, engine, figures)
        return not outcome.failure

    def _keep(
        self, task: str, corpus: str, engine: type[Engine], figures: Sequence[Figure]
    ) -> None:
        named = [replace(one, engine=engine.name, corpus=corpus) for one in figures]
        self._kept.add(task, corpus, engine.name, named)
        self._kept.write((time.monotonic() - self._begun) / 60)

    def _say(self, what: str) -> None:
        minutes, seconds = divmod(int(time.monotonic() - self._begun), 60)
        line = f"{minutes:3}:{seconds:02}  {what}"
        _progress.print(line, markup=False, highlight=False, soft_wrap=True)

    def _finish(self, run: Run) -> None:
        """Write the page where nothing was passed over, and show the tables."""
        is_part = self._options.engine or len(self._options.sections) < len(SECTIONS)
        if run.corpora and (self._options.resume or not is_part):
            self._write(run)
        console = Console()
        if not console.is_terminal:  # what is read later, or elsewhere, is not cut
            console = Console(width=_WIDE)
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
        shutil.copyfile(PAGE, docs / "performance.md")
        for title, body in report.sections(run).items():
            page.write(docs / "performance.md", title, body)
        self._say(f"written: {docs.name}/performance.md and {docs.name}/performance/")


def _missing(task: str, engine: type[Engine], why: str) -> list[Figure]:
    """The figures that a task would have given, with the reason why it has not."""
    if task == "ask":
        names = [kind.name for kind in KINDS if hasattr(engine, kind.method)]
    else:
        names = [BUILD if task == "build" else task]
    return [Figure(name, "s", None, note=why) for name in names]


def _megabytes(corpus: str) -> float:
    return float(corpus.removesuffix(" MB"))


def _command(options: argparse.Namespace, kept: Kept) -> str:
    """What to type for the same figures."""
    sizes = ",".join(f"{size:g}" for size in sorted(map(_megabytes, kept.corpora)))
    variables = (("SIZES", sizes, SIZES), ("SEED", options.seed, 0))
    changed = [f"{name}={value}" for name, value, usual in variables if value != usual]
    named = (
        ("--queries", options.queries, 300),
        ("--seconds", options.seconds, 10),
        ("--limit", options.limit, 300),
        ("--files", options.files, 1000),
        ("--runs", options.runs, 20),
    )
    more = [f"{name} {value:g}" for name, value, usual in named if value != usual]
    return " ".join(["make bench", *changed, *([f'ARGS="{" ".join(more)}"'] if more else [])])


if __name__ == "__main__":
    sys.exit(main())
