"""What `make bench` measures with: engines, and the whole, each on little.

What CI does not install is skipped here; FTS5, Whoosh and rapidfuzz are always there.
"""

import shutil
import tarfile
from pathlib import Path

import pytest

import bri_search
from tests.bench.__main__ import main
from tests.bench.cold import COMMANDS, cold, program
from tests.bench.engines import METHODS, BriSearch, Corpus, Engine
from tests.bench.figures import Figure
from tests.bench.limits import BINARY_SEARCHES, limits
from tests.bench.little import archive, poem_and_law
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
from tests.bench.profiling import ACTIVITIES, BUILDING, LOADED, of_asking, of_building
from tests.bench.tasks import ENGINES
from tests.bench.workload import KINDS, Query, Workload, draw

PACKAGE = Path(bri_search.__file__).parent


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archive(tmp_path_factory.mktemp("archive") / "texts")


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return poem_and_law(tmp_path / "corpus")


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
    lines.write_text("甲乙，甲乙，\n甲乙，丙丁，丙丁，\n甲，甲，，丙，丙\n120", encoding="utf-8")
    found = Frequent.of(lines, least=2)
    assert found == Frequent(
        phrase="丙丁", character="，", digit="0", ideograph="甲", ideographs="甲 丙 乙 丁"
    )
    assert Frequent.of(lines, least=3).phrase == "甲乙"
    assert Frequent.of(lines, least=9).phrase == "甲乙"


def test_two_binary_searches_count(corpus: Corpus) -> None:
    queries = [Query("", "合作"), Query("", "合作应当"), Query("", "龙凤")]
    drawn = {kind.name: queries if kind.method == "count" else [] for kind in KINDS}
    Workload(drawn, drawn).write(corpus.queries)
    found = {one.what: one for one in limits(str(corpus.texts.parent), 60)}
    assert found[BINARY_SEARCHES].found == (4 + 1 + 0) / 3


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
    assert [one.what for one in answered] == [one.name for one in BAD_INPUT]
    without_digits = [one.name for one in BAD_INPUT if one.of != "digit"]
    assert names(answered) == without_digits
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
            assert (PACKAGE / module).with_suffix(".py").is_file()


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
