"""What `make bench` measures with: corpora, queries, engines, targets, tables; and the whole on little.

What CI does not install is skipped here; FTS5, Whoosh and rapidfuzz are always there.
"""

import random
import shutil
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.fuzz import partial_ratio

from tests.bench import report
from tests.bench.__main__ import PAGE, main
from tests.bench.cold import COMMANDS, cold, program
from tests.bench.corpora import changed, simplified, texts_in, write_corpus, write_lines
from tests.bench.engines import METHODS, BriSearch, Corpus, Engine
from tests.bench.expecting import left_out
from tests.bench.figures import Figure, percentile, timed
from tests.bench.kept import Differs, Kept
from tests.bench.limits import BINARY_SEARCHES, limits
from tests.bench.ours import (
    ADDED,
    ALL_READ,
    ALL_SORTED,
    BAD_INPUT,
    FIRST_BUILD,
    FIRST_SCREEN,
    FIRST_SORTED,
    FORMS,
    PARALLELS,
    UNCHANGED,
    Frequent,
    bad_input,
    concordance,
    parallels,
    updates,
)
from tests.bench.peers import PEERS, Fts5Trigram, Grep, MemoryScan, Rapidfuzz, Tantivy
from tests.bench.plot import write_csv
from tests.bench.profiling import ACTIVITIES, BUILDING, LOADED, of_asking, of_building
from tests.bench.run import REFERENCE, UPDATED, CorpusFacts, Run
from tests.bench.targets import held
from tests.bench.tasks import BUILD, ENGINES, INDEX_SIZE
from tests.bench.workload import KINDS, Query, Workload, draw

COUNT = KINDS[0].name
RANKED = "free text of 4 words, top 10"
POEM = "數字絲綢之路穩步推進。\n\n電子商務合作不斷拓展，合作共贏。\n"
LAW = "# 条例\n\n为了推进合作，制定本条例。\n\n合作应当遵守规定。\n"


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Poems and laws, in a folder each; a text is some lines of one or two dozen characters."""
    folder = tmp_path_factory.mktemp("archive") / "texts"
    chance = random.Random(0)
    for kind, suffix, number, seed in (("poems", ".txt", 8, POEM), ("laws", ".md", 24, LAW)):
        (folder / kind).mkdir(parents=True)
        characters = [one for one in seed if "\u3400" <= one <= "\u9fff"]
        for name in range(number):
            lines = ("".join(chance.choices(characters, k=30)) for _ in range(10))
            text = seed + "".join(f"\n{line}。\n" for line in lines)
            (folder / kind / f"{name}{suffix}").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    """A poem and a law, with the lines of both in Simplified."""
    given = Corpus(tmp_path / "corpus")
    given.texts.mkdir(parents=True)
    (given.texts / "poem.txt").write_text(POEM, encoding="utf-8")
    (given.texts / "law.md").write_text(LAW, encoding="utf-8")
    write_lines(given.texts, given.lines)
    return given


# -- corpora ---------------------------------------------------------------------------------------


def contents(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in texts_in(folder)]


def test_the_lines_are_those_that_are_not_blank_in_simplified(corpus: Corpus) -> None:
    assert corpus.lines.read_text(encoding="utf-8").splitlines() == [
        "# 条例",
        "为了推进合作，制定本条例。",
        "合作应当遵守规定。",
        "数字丝绸之路稳步推进。",
        "电子商务合作不断拓展，合作共赢。",
    ]


def test_the_same_seed_writes_the_same_corpus(texts: Path, tmp_path: Path) -> None:
    total = sum(map(len, contents(texts)))
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        write_corpus(texts_in(texts), 3 * total, tmp_path / name, seed)
    assert contents(tmp_path / "one") == contents(tmp_path / "again")
    assert contents(tmp_path / "one") != contents(tmp_path / "other")


@pytest.mark.parametrize("share", [0.1, 0.5, 1.0])
def test_a_part_is_of_whole_texts_from_each_folder(
    texts: Path, tmp_path: Path, share: float
) -> None:
    originals = contents(texts)
    size = int(share * sum(map(len, originals)))
    written = write_corpus(texts_in(texts), size, tmp_path / "part", 0)
    part = contents(tmp_path / "part")
    assert written == sum(map(len, part))
    assert size <= written < size + max(map(len, originals))
    assert not set(part) - set(originals)
    assert len(set(part)) == len(part)
    poems = sum(path.suffix == ".txt" for path in texts_in(tmp_path / "part"))
    assert 0 < poems < len(part)


def test_what_is_repeated_is_changed(texts: Path, tmp_path: Path) -> None:
    originals = contents(texts)
    total = sum(map(len, originals))
    written = write_corpus(texts_in(texts), 4 * total, tmp_path / "copies", 0)
    copies = contents(tmp_path / "copies")
    assert 4 * total <= written
    assert len(set(copies)) == len(copies) == 4 * len(originals)
    assert set(originals) < set(copies)


@given(st.text(alphabet="一二三，。a\n\U00020000", max_size=200), st.integers(0, 2**32))
def test_a_change_keeps_everything_but_ideographs(text: str, seed: int) -> None:
    after = changed(text, (seed, 1))
    assert len(after) == len(text)
    assert set(after) <= set(text)
    for before, now in zip(text, after, strict=True):
        assert before == now or (before in "一二三" and now in "一二三")


def test_a_tenth_of_the_ideographs_is_drawn_anew() -> None:
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 10_000)))
    different = sum(a != b for a, b in zip(text, changed(text, (0, 1)), strict=True))
    assert 900 < different < 1100


# -- queries ---------------------------------------------------------------------------------------


def test_the_same_seed_draws_the_same_queries(texts: Path, tmp_path: Path) -> None:
    drawn = draw(texts, 20, 0)
    assert drawn == draw(texts, 20, 0)
    assert drawn != draw(texts, 20, 1)
    assert not any(
        set(drawn.queries[kind.name]) & set(drawn.before[kind.name]) for kind in KINDS[3:]
    )
    drawn.write(tmp_path / "queries.json")
    assert Workload.read(tmp_path / "queries.json") == drawn


def test_queries_stand_in_the_text(texts: Path, tmp_path: Path) -> None:
    write_lines(texts, tmp_path / "lines.txt")
    lines = (tmp_path / "lines.txt").read_text(encoding="utf-8").splitlines()
    workload = draw(texts, 20, 0)
    assert all(len(queries) == 20 for queries in workload.queries.values())
    for kind in KINDS:
        queries = workload.queries[kind.name]
        convert = simplified()
        assert any(query.typed != query.simplified for query in queries)
        assert all(convert(query.typed) == query.simplified for query in queries)
        if kind.method in ("count", "first"):
            assert all(any(query.simplified in line for line in lines) for query in queries)
        if kind.method == "ranked":
            number = int(kind.name.split()[3])
            cut = [query.simplified.split() for query in queries]
            assert all(len(set(words)) == number for words in cut)
            assert all(any(all(w in line for w in words) for line in lines) for words in cut)


def test_phrases_have_the_lengths_that_their_kind_says(texts: Path) -> None:
    workload = draw(texts, 60, 0)
    two, more = (workload.queries[kind.name] for kind in KINDS if kind.method == "count")
    assert {len(query.simplified) for query in two} == {2}
    assert {len(query.simplified) for query in more} == set(range(3, 9))


def test_quotations_have_mistakes_but_few(texts: Path) -> None:
    convert = simplified()
    everything = ["".join(convert(path.read_text("utf-8")).split()) for path in texts_in(texts)]
    for query in draw(texts, 5, 0).queries[KINDS[-1].name]:
        assert 197 <= len(query.simplified) <= 203
        assert not any(query.simplified in text for text in everything)
        # Each of three mistakes costs two of some four hundred characters at the most.
        assert max(partial_ratio(query.simplified, text) for text in everything) > 97


# -- engines ---------------------------------------------------------------------------------------


def opened(engine: type[Engine], corpus: Corpus, folder: Path, example_index: Path) -> Engine:
    """An engine with the index of a corpus; bri-search need not derive its dictionary for it."""
    if engine is Tantivy:
        pytest.importorskip("tantivy")
    if engine is Grep and shutil.which("grep") is None:
        pytest.skip("there is no grep")
    folder.mkdir()
    if engine is BriSearch:
        shutil.copytree(example_index, folder / "index")
    made = engine(corpus, folder)
    made.build()
    return made


@pytest.mark.parametrize("engine", ENGINES, ids=lambda one: one.name)
def test_every_engine_answers(
    engine: type[Engine], corpus: Corpus, tmp_path: Path, example_index: Path
) -> None:
    asked = {
        # Whoever counts passages finds 合作 in three of them, whoever counts places in four.
        "count": [(Query("合作", "合作"), {3, 4}), (Query("穩步推進", "稳步推进"), {1})],
        "first": [(Query("合作", "合作"), {3}), (Query("丝绸之路", "丝绸之路"), {1})],
        "ranked": [(Query("合作 规定", "合作 规定"), {3})],
        "quoted": [
            (Query("电子商务合作不断拓广，合作共赢", "电子商务合作不断拓广，合作共赢"), {1})
        ],
    }
    with opened(engine, corpus, tmp_path / "index", example_index) as made:
        methods = [one for one in METHODS if hasattr(made, one)]
        assert methods
        for method in methods:
            for query, expected in asked[method]:
                found = getattr(made, method)(query)
                # What is cut into words finds a phrase only where its words are cut alike.
                assert found in expected or (engine.name.startswith("Whoosh") and not found), method


@pytest.mark.parametrize("engine", ENGINES, ids=lambda one: one.name)
def test_nothing_is_found_where_nothing_is(
    engine: type[Engine], corpus: Corpus, tmp_path: Path, example_index: Path
) -> None:
    strange = Query("龍鳳呈祥", "龙凤呈祥")
    with opened(engine, corpus, tmp_path / "index", example_index) as made:
        for method in METHODS:
            if hasattr(made, method):
                assert getattr(made, method)(strange) == 0


def test_every_method_is_asked_for_and_every_kind_answered() -> None:
    assert {kind.method for kind in KINDS} == set(METHODS)
    assert all(hasattr(BriSearch, method) for method in METHODS)
    for method in METHODS:
        assert any(hasattr(peer, method) for peer in PEERS)


def test_a_quotation_of_something_else_is_not_found(
    corpus: Corpus, tmp_path: Path, example_index: Path
) -> None:
    with opened(Rapidfuzz, corpus, tmp_path / "index", example_index) as made:
        assert made.quoted(Query("", "春眠不觉晓处处闻啼鸟夜来风雨声花落知多少")) == 0  # type: ignore[attr-defined]


def test_what_is_frequent(tmp_path: Path) -> None:
    lines = tmp_path / "lines.txt"
    lines.write_text("甲乙，甲乙，\n甲乙，丙丁，丙丁，\n甲，甲，，丙，丙\n", encoding="utf-8")
    found = Frequent.of(lines, least=2)
    assert found == Frequent(
        phrase="丙丁", character="，", ideograph="甲", ideographs="甲 丙 乙 丁"
    )
    assert Frequent.of(lines, least=3).phrase == "甲乙"
    assert Frequent.of(lines, least=9).phrase == "甲乙"


def test_two_binary_searches_count(corpus: Corpus) -> None:
    queries = [Query("", "合作"), Query("", "合作应当"), Query("", "龙凤")]
    drawn = {kind.name: queries if kind.method == "count" else [] for kind in KINDS}
    Workload(drawn, drawn).write(corpus.queries)
    found = {one.what: one for one in limits(str(corpus.texts.parent), 60)}
    assert found[BINARY_SEARCHES].found == (4 + 1 + 0) / 3


# -- figures ---------------------------------------------------------------------------------------


@given(st.lists(st.floats(0, 1e6), min_size=1), st.sampled_from([0.05, 0.5, 0.95]))
def test_a_percentile_is_one_of_the_values(values: list[float], share: float) -> None:
    found = percentile(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values)
    assert sum(value < found for value in values) < share * len(values)


def test_all_are_asked_and_what_they_found_is_averaged() -> None:
    asked: list[int] = []

    def ask(number: int) -> int:
        asked.append(number)
        return number

    measured = timed("numbers", ask, [1, 2, 6], 60)
    assert asked == [1, 2, 6] * 2
    assert (measured.number, measured.found) == (3, 3.0)


def test_others_are_asked_before_any_is_timed() -> None:
    asked: list[int] = []

    def ask(number: int) -> int:
        asked.append(number)
        return number

    measured = timed("numbers", ask, [1, 3], 60, [8, 9])
    assert asked == [8, 9, 1, 3]
    assert (measured.number, measured.found) == (2, 2.0)


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


# -- the whole -------------------------------------------------------------------------------------


def test_what_is_missing_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path / "none.tar.gz")]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "make bench DATA=" in said


@pytest.fixture
def index(corpus: Corpus, tmp_path: Path, example_index: Path) -> Path:
    """A folder with the index of the corpus, upon one whose dictionary has been derived."""
    with opened(BriSearch, corpus, tmp_path / "folder", example_index):
        return tmp_path / "folder"


def names(figures: list[Figure]) -> list[str]:
    return [one.what for one in figures if one.median is not None]


def test_concordances_and_bad_input_are_measured(corpus: Corpus, index: Path) -> None:
    given = (str(corpus.texts.parent), str(index))
    in_order = [FIRST_SCREEN, FIRST_SORTED, ALL_SORTED, ALL_READ, FORMS]
    assert names(concordance(*given)) == in_order
    *answered, interrupted = bad_input(*given)
    assert names(answered) == [one.name for one in BAD_INPUT]
    assert interrupted.note == "done within a second"
    assert names(parallels(str(index))) == [PARALLELS]


def test_shares_of_the_time_are_of_modules_that_are_there(corpus: Corpus, index: Path) -> None:
    draw(corpus.texts, 2, 0).write(corpus.queries)
    shutil.copytree(index / "index", index / "profiled")
    figures = of_asking(str(corpus.texts.parent), str(index))
    figures += of_building(str(corpus.texts.parent), str(index))
    assert {one.what.partition(": ")[0] for one in figures} <= set(ACTIVITIES)
    assert any(one.what.startswith(BUILDING) for one in figures)
    for one in figures:
        assert one.median is not None
        assert 0 < one.median <= 1
        module = one.what.partition(": ")[2]
        if "/" in module:
            assert Path("bri_search", module).with_suffix(".py").is_file()


def test_updates_are_measured(texts: Path, tmp_path: Path, example_index: Path) -> None:
    shutil.copytree(example_index, tmp_path / "index")
    assert names(updates(str(texts), str(tmp_path), files=2, seed=0)) == [
        f"{FIRST_BUILD}2 files",
        ADDED,
        UNCHANGED,
    ]


def test_commands_are_timed_and_what_they_load_is_told(
    example_corpus: Path, example_index: Path, tmp_path: Path
) -> None:
    if not Path(program("hyperfine")).exists():
        pytest.skip("hyperfine is not installed")
    shutil.copytree(example_index, tmp_path / "index")
    found = cold(str(example_corpus), str(tmp_path), runs=2)
    assert names(found)[: len(COMMANDS)] == list(COMMANDS)
    assert {one.what.partition(": ")[0] for one in found[len(COMMANDS) :]} == set(LOADED)


def test_pieces_of_a_run_are_written_together(
    texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for package in ("matplotlib", "psutil"):
        pytest.importorskip(package)
    archive, docs = tmp_path / "texts.tar.gz", tmp_path / "docs"
    with tarfile.open(archive, "w:gz") as opened_archive:
        opened_archive.add(texts, "texts")
    few = ["--sizes", "0.02", "--queries", "2", "--seconds", "0.1", "--sections", "growth"]
    where = ["--data", str(archive), "--docs", str(docs), "--work", str(tmp_path / "work")]
    assert main([*few, *where, "--engine", "trigram"]) == 0
    assert not docs.exists()
    assert main([*few, *where, "--engine", "scan", "--engine", "trigram", "--resume"]) == 0
    said = capsys.readouterr().err
    assert said.count("FTS5, trigrams: build") == said.count("memory scan: queries") == 1
    written = (docs / "performance.md").read_text(encoding="utf-8")
    assert "<!-- figures: Targets -->\nWritten by `make bench SIZES=0.02 ARGS=" in written
    assert "| pieces in which it was run | 2 |" in written
    assert "failed" not in written
    for engine in (Fts5Trigram, MemoryScan):
        assert f"| {engine.name} |" in written
    assert {path.name for path in (docs / "performance").iterdir()} == {
        "figures.json",
        "growth.csv",
        "growth.png",
    }
    assert main([*few, *where, "--resume", "--seed", "1"]) == 2
    assert "seed differed when the rest was measured" in capsys.readouterr().err


def test_the_page_has_a_place_for_every_table() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for title in report.sections(run_of()):
        assert f"<!-- figures: {title} -->\n<!-- end: {title} -->" in page
