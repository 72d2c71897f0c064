"""What `make bench` makes of what it measured: figures, what is left out or kept, targets, tables."""

from pathlib import Path
from time import sleep

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bench import report
from tests.bench.__main__ import PAGE
from tests.bench.cold import COMMANDS
from tests.bench.engines import Engine
from tests.bench.expecting import left_out
from tests.bench.figures import Figure, percentile
from tests.bench.kept import Differs, Kept
from tests.bench.ours import ADDED
from tests.bench.peers import Grep, Tantivy
from tests.bench.plot import write_csv
from tests.bench.run import REFERENCE, UPDATED, CorpusFacts, Run
from tests.bench.targets import held
from tests.bench.tasks import BUILD, INDEX_SIZE
from tests.bench.timing import ROUNDS, TURNS, Timing, in_turns, timed
from tests.bench.workload import KINDS

COUNT = KINDS[0].name
RANKED = "free text of 4 words, top 10"


# -- figures ---------------------------------------------------------------------------------------


@given(st.lists(st.floats(0, 1e6), min_size=1), st.sampled_from([0.05, 0.5, 0.95]))
def test_a_percentile_is_one_of_the_values(values: list[float], share: float) -> None:
    found = percentile(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values)
    assert sum(value < found for value in values) < share * len(values)


class Asking:
    """Notes what it is asked, and finds as much."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def __call__(self, number: int) -> int:
        self.asked.append(number)
        return number


def test_all_are_asked_in_every_round_and_what_they_found_is_averaged() -> None:
    ask = Asking()
    measured = timed("numbers", ask, [1, 2, 6], 60)
    assert ask.asked == [1, 2, 6] * 2 * ROUNDS  # before, and timed
    assert (measured.number, measured.found) == (3, 3.0)


def test_the_least_of_the_times_of_a_query_counts() -> None:
    """Each round one of three is disturbed, another one every time."""
    timing = Timing("numbers", [0, 1, 2], 60, [9])
    for number in range(3):

        def ask(asked: int, disturbed: int = number) -> int:
            sleep(0.2 if asked == disturbed else 0.0)
            return 1

        timing.round(ask)
    figure = timing.figure
    assert figure.number == 3
    assert figure.p95 is not None
    assert figure.p95 < 0.2


def test_what_was_not_asked_in_the_first_round_is_no_part_of_later_ones() -> None:
    timing = Timing("numbers", [0, 1, 2], 0.02, [9])

    def slow(asked: int) -> int:
        sleep(0.02 if asked == 1 else 0.0)
        return 1

    timing.round(slow)
    ask = Asking()
    timing.round(ask)
    assert ask.asked == [9, 0, 1]
    assert timing.figure.number == 2


def test_others_are_asked_before_any_is_timed() -> None:
    ask = Asking()
    timing = Timing("numbers", [1, 3], 60, [8, 9])
    in_turns({"numbers": timing}, {"numbers": ask})
    assert ask.asked == [8, 9, 1, 3]
    assert (timing.figure.number, timing.figure.found) == (2, 2.0)


def test_kinds_of_queries_take_turns() -> None:
    ask = Asking()
    few = Timing("few", range(TURNS), 60, [-1])
    many = Timing("many", range(100, 100 + 2 * TURNS + 1), 60, [-2])
    in_turns({"few": few, "many": many}, {"few": ask, "many": ask})
    assert ask.asked[:8] == [-1, -2, 0, 100, 101, 102, 1, 103]
    assert sorted(ask.asked[2:]) == [*range(TURNS), *range(100, 100 + 2 * TURNS + 1)]
    assert [one.figure.number for one in (few, many)] == [TURNS, 2 * TURNS + 1]


def test_one_that_takes_all_the_time_is_asked_once_a_round() -> None:
    asked: list[float] = []

    def ask(seconds: float) -> int:
        asked.append(seconds)
        sleep(seconds)
        return 1

    timing = Timing("slow", [0.0, 0.0], 0, [1.1, 0.0])
    for _ in range(2):
        timing.round(ask)
    assert asked == [1.1, 1.1]
    assert timing.figure.number == 1
    assert timing.figure.median is not None
    assert timing.figure.median >= 1.1


def test_at_least_one_is_asked() -> None:
    assert timed("numbers", lambda number: number, [1, 2, 6], 0).number == 1


# -- what is left out, and what is kept -----------------------------------------------------------


@pytest.mark.parametrize(
    ("engine", "what", "median", "note", "expected"),
    [
        (Tantivy, BUILD, 29, "", ""),
        (Tantivy, BUILD, 31, "", "left out: it would take 310 s"),
        (Tantivy, BUILD, None, "failed", "left out: failed on 10 MB"),
        (Grep, COUNT, 0.4, "", ""),
        (Grep, COUNT, 0.6, "", "left out: it would take 6 s for a query"),
    ],
)
def test_who_would_take_too_long_is_left_out(
    engine: type[Engine], what: str, median: float | None, note: str, expected: str
) -> None:
    corpora = [CorpusFacts("1 MB", 10**6, 1, 1), CorpusFacts("10 MB", 10**7, 1, 1)]
    corpora.append(CorpusFacts("100 MB", 10**8, 1, 1))
    before = Figure(what, "s", median, note=note, engine=engine.name, corpus="10 MB")
    found = left_out(engine, "100 MB", [before], corpora, limit=300, seconds=10)
    assert found == expected.replace("310 s", "5 minutes")
    assert not left_out(engine, "1 MB", [before], corpora, limit=300, seconds=10)


def test_what_was_measured_is_kept(tmp_path: Path) -> None:
    first = Kept(tmp_path, {"seed": 0})
    first.corpora["1 MB"] = CorpusFacts("1 MB", 10**6, 1, 1)
    first.add("build", "1 MB", "tantivy", [figure(BUILD, 2, "tantivy", "1 MB")])
    first.write(minutes=2)
    again = Kept.resumed(tmp_path, {"seed": 0})
    assert again.has("build", "1 MB", "tantivy")
    assert not again.has("ask", "1 MB", "tantivy")
    assert (again.figures, again.corpora) == (first.figures, first.corpora)
    again.write(minutes=3)
    assert (again.pieces, again.minutes) == (2, 5)
    with pytest.raises(Differs, match="seed"):
        Kept.resumed(tmp_path, {"seed": 1})


# -- targets and tables ----------------------------------------------------------------------------


def run_of(*figures: Figure) -> Run:
    corpora = [
        CorpusFacts("1 MB", 1_000_000, 10, 10_000),
        CorpusFacts("10 MB", 10_000_000, 100, 110_000),
        CorpusFacts("88 MB", 88_000_000, 900, 990_000),
        CorpusFacts("880 MB", 880_000_000, 9_000, 9_900_000),
    ]
    machine = [("processor", "one | two")]
    return Run("2000-01-01", "make bench", 0, 300, 20, 600, 30, machine, corpora, figures)


def figure(what: str, median: float, engine: str, corpus: str = "10 MB", unit: str = "s") -> Figure:
    return Figure(what, unit, median, 2 * median, 300, 1.0, "", engine, corpus)


def test_corpora_are_known_by_their_passages() -> None:
    run = run_of()
    assert (run.nearest(100_000), run.nearest(1_000_000), run.largest) == (
        "10 MB",
        "88 MB",
        "88 MB",
    )
    assert run.nearest(100) is None


def test_targets_of_hand_made_figures() -> None:
    help_of = list(COMMANDS)[2]
    run = run_of(
        figure(help_of, 0.149, "bri-search", REFERENCE),
        figure(COUNT, 30e-6, "bri-search"),
        Figure(COUNT, "s", 31e-6, 50e-6, 300, 1.0, "", "FTS5, trigrams", "10 MB"),
        figure(RANKED, 0.007, "bri-search"),
        figure(RANKED, 0.003, "tantivy"),
        figure(BUILD, 91, "bri-search", "88 MB"),
        figure(INDEX_SIZE, 2.9 * 88e6, "bri-search", "88 MB", "bytes"),
        figure(ADDED, 1.9, "bri-search", UPDATED),
    )
    found = {
        (one.what, one.corpus, one.peer): one.holds
        for one in held(run)
        if one.statistic == "median" or not one.peer
    }
    of_most = {
        (one.what, one.corpus, one.peer): one.holds for one in held(run) if one.statistic == "p95"
    }
    assert found[help_of, REFERENCE, ""] == "yes"
    assert found[COUNT, "10 MB", ""] == "**no**"
    assert found[COUNT, "10 MB", "FTS5, trigrams"] == "yes"
    assert of_most[COUNT, "10 MB", "FTS5, trigrams"] == "**no**"
    assert found[COUNT, "10 MB", "tantivy"] == "not measured"
    assert found[COUNT, "88 MB", ""] == "not measured"
    assert found[RANKED, "10 MB", ""] == "yes"
    assert found[RANKED, "10 MB", "tantivy"] == "**no**"
    assert found[BUILD, "88 MB", ""] == "**no**"
    assert found[INDEX_SIZE, "88 MB", ""] == "yes"
    assert found[ADDED, UPDATED, ""] == "yes"


def test_the_page_says_what_was_measured() -> None:
    run = run_of(
        figure(COUNT, 30e-6, "bri-search"),
        figure(COUNT, 60e-6, "tantivy"),
        figure(BUILD, 2, "bri-search", "1 MB"),
        figure(BUILD, 20, "bri-search", "10 MB"),
        Figure(BUILD, "s", None, note="not done after 600 s", engine="tantivy", corpus="10 MB"),
    )
    written = report.sections(run)
    assert (
        "| phrase of 2 characters, count | 30 µs / 60 µs | 60 µs / 120 µs (×2) |"
        in (written["Queries"])
    )
    assert "| tantivy | not done after 600 s |" in written["Indexing"]
    assert "| build | 2 s | 20 s | – | – | 1.00 | 20,000 s |" in written["Growth"]
    assert "| tantivy | – | not done after 600 s | – | – |" in written["Growth"]
    assert written["Command line"] == "Not measured."
    assert "one \\| two" in written["Machine"]
    assert written["Targets"].startswith("Written by `make bench` on 2000-01-01, in 30 minutes")


def test_a_row_for_every_figure_of_growth(tmp_path: Path) -> None:
    run = run_of(figure(COUNT, 30e-6, "bri-search"), figure(COUNT, 60e-6, "tantivy", "880 MB"))
    write_csv(run, tmp_path / "growth.csv")
    lines = (tmp_path / "growth.csv").read_text(encoding="utf-8").splitlines()
    assert lines[1:] == [
        f'bri-search,10,110000,"{COUNT}",s,3e-05,6e-05,300,',
        f'tantivy,880,9900000,"{COUNT}",s,6e-05,0.00012,300,',
    ]


def test_the_page_has_a_place_for_every_table() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for title in report.sections(run_of()):
        assert f"<!-- figures: {title} -->\n<!-- end: {title} -->" in page
