"""A run as the sections of docs/performance.md: tables in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import log

from tests.bench import cold, limits, ours, profiling
from tests.bench.engines import BriSearch, Engine
from tests.bench.figures import MEGABYTE, Figure, amount, digits
from tests.bench.plot import GROWING
from tests.bench.run import MEASURING, MEMORY_OF_ASKING, MEMORY_OF_BUILD, REFERENCE, Run
from tests.bench.targets import Held, held
from tests.bench.tasks import BUILD, ENGINES, INDEX_SIZE, PASSAGES
from tests.bench.workload import KINDS, Kind
from tests.quality.report import Table

__all__ = ["sections", "tables"]

_NONE = "–"
_TEN_GIGABYTES = 10_000 * MEGABYTE
_LEAST_LINES = 50_000
"""Of smaller corpora the answers to queries are in the tables of growth only."""
_BESIDE = (KINDS[1].name, KINDS[5].name, BUILD)
"""What is set side by side on all sizes: an exact count, free text, and building."""
_MOST_MODULES = 7


def tables(run: Run) -> Mapping[str, Sequence[Table]]:
    """The tables of each section by its title, in the order of the page."""
    return {
        "Targets": [_targets(run)],
        "Machine": [_machine(run), _corpora(run)],
        "Command line": [_cold(run)],
        "Queries": _queries(run),
        "Concordances and bad input": [_heavy(run, one.name) for one in run.corpora],
        "Indexing": [*(_indexing(run, one.name) for one in run.corpora), _updates(run)],
        "Limits": [_limits(run)],
        "Profiles": [_profiles(run)],
        "Growth": [_growth(run), *(_beside(run, what) for what in _BESIDE)],
        "Engines": [_engines(run)],
        "Duration": [_duration(run)],
    }


def sections(run: Run) -> Mapping[str, str]:
    """The body of each section by its title."""
    made = (
        f"Written by `{run.command}` on {run.date}, in {run.minutes:.0f} minutes (seed {run.seed}; "
        f"{run.queries} queries of a kind; a peer has {run.seconds:g} s for a kind and "
        f"{run.limit:,.0f} s to build an index, bri-search three and six times as long).\n\n"
    )
    written = {
        title: "\n\n".join(table.markdown() for table in of if table.rows) or "Not measured."
        for title, of in tables(run).items()
    }
    return {**written, "Targets": made + written["Targets"]}


def _times(value: float | None, other: float | None) -> str:
    """How often one goes into the other."""
    return _NONE if value is None or not other else f"×{digits(value / other)}"


def _targets(run: Run) -> Table:
    rows = []
    targets = held(run)
    for one in targets:
        if one.ours is None:
            continue
        which = "95 %" if one.statistic == "p95" else "median"
        value = amount(one.ours, one.unit)
        if one.what == INDEX_SIZE and one.ours is not None:
            value = f"×{one.ours / run.size_of(one.corpus):.1f}"
        rows.append((_typed(one.what), one.corpus, _most(one), f"{value} ({which})", one.holds))
    met = sum(row[-1] == "yes" for row in rows)
    measured = sum(row[-1] != "not measured" for row in rows)
    title = f"{met} of the {measured} targets hold that were measured, of {len(targets)}"
    return Table(title, ("what", "corpus", "target", "bri-search", "holds"), tuple(rows))


def _most(one: Held) -> str:
    if one.peer:
        factor = "" if one.factor == 1 else f"{one.factor:g} times "
        return f"{factor}{one.peer}: {amount(one.most, one.unit)}"
    if one.what == INDEX_SIZE:
        return f"{one.factor:g} times the text"
    return amount(one.most, one.unit)


def _machine(run: Run) -> Table:
    rows = list(run.machine)
    memory = run.figure(limits.READ_MEMORY, run.largest, BriSearch.name)
    if memory is not None and memory.median and memory.found:
        rate = f"{memory.found / memory.median / 1e9:.1f} GB/s"
        rows.append((f"{limits.READ_MEMORY}, {run.largest}", rate))
    return Table("The machine", ("what", "this run"), tuple(rows), is_text=True)


def _corpora(run: Run) -> Table:
    rows = []
    for one in run.corpora:
        counted = run.figure(PASSAGES, one.name, BriSearch.name)
        passages = amount(counted.median if counted else None, "passages")
        size = f"{one.megabytes:.2f} MB"
        rows.append((one.name, size, f"{one.files:,}", f"{one.lines:,}", passages))
    columns = ("corpus", "size", "files", "lines, which the peers have", "passages of bri-search")
    return Table("The corpora", columns, tuple(rows))


def _cold(run: Run) -> Table:
    bare = run.figure(cold.BARE, REFERENCE, BriSearch.name)
    rows = []
    for what in cold.COMMANDS:
        one = run.figure(what, REFERENCE, BriSearch.name)
        if one is not None:
            ratio = _times(one.median, bare.median if bare else None)
            rows.append((_typed(what), amount(one.median, "s"), amount(one.p95, "s"), ratio))
    columns = ("command", "median", "95 %", f"of {cold.BARE}")
    return Table("A process of its own for each", columns, tuple(rows))


def _typed(what: str) -> str:
    """What is typed stands in code."""
    return f"`{what}`" if what in cold.COMMANDS and what != cold.TYPER else what


def _queries(run: Run) -> list[Table]:
    large = [one for one in run.corpora if one.lines >= _LEAST_LINES] or run.corpora[-1:]
    tables = []
    for corpus, lines in ((one.name, one.lines) for one in large):
        for method, what in (
            ("count first", "Phrases"),
            ("ranked", "Free text"),
            ("quoted", "Quotations"),
        ):
            kinds = [kind for kind in KINDS if kind.method in method.split()]
            tables.append(_of_kinds(run, corpus, kinds, f"{what}: {lines:,} lines", _timing))
        title = f"Found on average: {lines:,} lines"
        tables.append(_of_kinds(run, corpus, KINDS, title, _found))
    return tables


_Cell = Callable[[Figure | None, Figure | None, int], str]


def _of_kinds(run: Run, corpus: str, kinds: Sequence[Kind], title: str, cell: _Cell) -> Table:
    """A row for each kind of query, a column for each engine that answers any of them."""
    engines = [
        engine
        for engine in ENGINES
        if any(run.figure(kind.name, corpus, engine.name) for kind in kinds)
    ]
    rows = []
    for kind in kinds:
        mine = run.figure(kind.name, corpus, BriSearch.name)
        cells = [
            cell(run.figure(kind.name, corpus, engine.name), mine, run.queries)
            for engine in engines
        ]
        rows.append((kind.name, *cells))
    return Table(title, ("query", *(engine.name for engine in engines)), tuple(rows))


def _timing(one: Figure | None, mine: Figure | None, asked: int) -> str:
    if one is None or one.median is None:
        return one.note if one is not None else _NONE
    ratio = f" ({_times(one.median, mine.median)})" if mine is not None and one is not mine else ""
    few = f", {one.number} asked" if one.number < asked else ""
    return f"{amount(one.median, 's')} / {amount(one.p95, 's')}{ratio}{few}"


def _found(one: Figure | None, _mine: Figure | None, _asked: int) -> str:
    return _NONE if one is None or one.found is None else f"{one.found:,.2f}"


def _heavy(run: Run, corpus: str) -> Table:
    wanted = [ours.FIRST_SCREEN, ours.FIRST_SORTED, ours.ALL_SORTED, ours.ALL_READ]
    wanted += [ours.FORMS, ours.PARALLELS]
    wanted += [*(bad.name for bad in ours.BAD_INPUT), ours.INTERRUPTED]
    rows = []
    for what in wanted:
        one = run.figure(what, corpus, BriSearch.name)
        if one is not None:
            found = _NONE if one.found is None else f"{one.found:,.0f}"
            median = one.note or amount(one.median, "s")
            rows.append((what, median, amount(one.p95, "s"), found))
    return Table(f"bri-search on {corpus}", ("what", "median", "95 %", "found"), tuple(rows))


def _indexing(run: Run, corpus: str) -> Table:
    size = run.size_of(corpus)
    mine = run.figure(BUILD, corpus, BriSearch.name)
    rows = [
        row
        for engine in ENGINES
        if engine.has_index and (row := _built(run, corpus, engine, size, mine)) is not None
    ]
    columns = ("engine", "time", "of bri-search's", "MB/s", "memory", "memory of asking", "index")
    return Table(f"Indexing {corpus}", (*columns, "of the text"), tuple(rows))


def _built(
    run: Run, corpus: str, engine: type[Engine], size: int, mine: Figure | None
) -> tuple[str, ...] | None:
    one = run.figure(BUILD, corpus, engine.name)
    if one is None:
        return None
    if one.median is None:
        return (engine.name, one.note, *[_NONE] * 6)
    medians = []
    for what in (MEMORY_OF_BUILD, MEMORY_OF_ASKING, INDEX_SIZE):
        found = run.figure(what, corpus, engine.name)
        medians.append(found.median if found is not None else None)
    ratio = _times(one.median, mine.median if mine is not None else None)
    speed = digits(size / MEGABYTE / one.median)
    held_in = [amount(value, "bytes") for value in medians]
    return (engine.name, amount(one.median, "s"), ratio, speed, *held_in, _times(medians[-1], size))


def _updates(run: Run) -> Table:
    rows = tuple(
        (one.what, one.note or amount(one.median, "s"), amount(one.p95, "s"))
        for one in run.figures
        if one.what in (ours.ADDED, ours.UNCHANGED) or one.what.startswith(ours.FIRST_BUILD)
    )
    return Table("Bringing an index up to date", ("what", "median", "95 %"), rows)


def _limits(run: Run) -> Table:
    rows = []
    memory = run.figure(limits.SCAN, run.largest, BriSearch.name)
    searches = run.figure(limits.BINARY_SEARCHES, run.largest, BriSearch.name)
    files = run.figure(limits.READ_FILES, run.largest, BriSearch.name)
    for limit, whats in (
        (searches, [kind.name for kind in KINDS if kind.method == "count"]),
        (memory, [kind.name for kind in KINDS if kind.method != "quoted"]),
        (files, [BUILD]),
    ):
        for what in whats:
            one = run.figure(what, run.largest, BriSearch.name)
            if one is not None and limit is not None and limit.median:
                times = (amount(limit.median, "s"), amount(one.median, "s"))
                rows.append((limit.what, what, *times, _times(one.median, limit.median)))
    columns = ("limit", "held against it", "limit takes", "bri-search takes", "ratio")
    return Table(f"bri-search on {run.largest}", columns, tuple(rows))


def _growth(run: Run) -> Table:
    """What bri-search takes on each corpus, and what it would on 10 GB if it went on like that."""
    corpora = sorted(run.corpora, key=lambda one: one.size)
    rows = []
    for what in GROWING:
        figures = [run.figure(what, one.name, BriSearch.name) for one in corpora]
        if not any(figures):
            continue
        cells = [
            _NONE if one is None else one.note or amount(one.median, one.unit) for one in figures
        ]
        points = [
            (corpus.size, one.median, one.unit)
            for corpus, one in zip(corpora, figures, strict=True)
            if one is not None and one.median
        ]
        rows.append((what, *cells, *_onward(points)))
    columns = ("bri-search", *(one.name for one in corpora), "exponent", "at 10 GB")
    return Table("What grows, and how", columns, tuple(rows))


def _onward(points: Sequence[tuple[int, float, str]]) -> tuple[str, str]:
    """By which power of the size it grows between the last two, and where that leads at 10 GB."""
    if len(points) < 2 or points[-1][0] == points[-2][0]:
        return _NONE, _NONE
    (size, value, _), (larger, greater, unit) = points[-2:]
    exponent = log(greater / value) / log(larger / size)
    return f"{exponent:.2f}", amount(greater * (_TEN_GIGABYTES / larger) ** exponent, unit)


def _beside(run: Run, what: str) -> Table:
    """What each engine takes for the same on each corpus."""
    rows = []
    for engine in ENGINES:
        figures = [run.figure(what, corpus.name, engine.name) for corpus in run.corpora]
        if any(figures):
            cells = (
                _NONE if one is None else one.note or amount(one.median, one.unit)
                for one in figures
            )
            rows.append((engine.name, *cells))
    return Table(what.capitalize(), ("engine", *(one.name for one in run.corpora)), tuple(rows))


def _profiles(run: Run) -> Table:
    """The modules of bri-search, and the packages, in which it spends its time."""
    rows = []
    for activity in profiling.ACTIVITIES:
        shares = [one for one in run.figures if one.what.startswith(f"{activity}: ")]
        if shares:
            corpus = shares[-1].corpus
            told = [
                f"{one.what.removeprefix(f'{activity}: ')} {one.median:.0%}"
                for one in shares
                if one.corpus == corpus
            ]
            rows.append((activity, corpus, ", ".join(told[:_MOST_MODULES])))
    columns = ("what", "corpus", "where")
    return Table("Shares of the time", columns, tuple(rows), is_text=True)


def _duration(run: Run) -> Table:
    """How long it took to measure each engine on each corpus, with what is not timed."""
    taken: dict[tuple[str, str], float] = {}
    for one in run.figures:
        if one.what.startswith(MEASURING) and one.median is not None:
            pair = (one.corpus, one.engine)
            taken[pair] = taken.get(pair, 0.0) + one.median
    engines = [engine.name for engine in ENGINES if any(name == engine.name for _, name in taken)]
    named = dict.fromkeys(corpus for corpus, _ in taken)
    order = [one.name for one in run.corpora]
    rows = [
        (corpus, *(amount(taken.get((corpus, name)), "s") for name in engines))
        for corpus in sorted(named, key=lambda one: order.index(one) if one in order else -1)
    ]
    return Table("How long each was measured", ("corpus", *engines), tuple(rows))


def _engines(run: Run) -> Table:
    measured = {one.engine for one in run.figures}
    rows = [
        (engine.name, engine.versions() or _NONE, engine.settings)
        for engine in ENGINES
        if engine.name in measured
    ]
    return Table(
        "How each was set up and asked",
        ("engine", "versions", "settings"),
        tuple(rows),
        is_text=True,
    )
