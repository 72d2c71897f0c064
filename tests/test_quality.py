"""What `make quality` measures with: metrics, drawing, disguises, reading and writing.

The peers that CI does not install are skipped here; FTS5 and Whoosh are always there.
"""

import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bri_search
from tests.quality.__main__ import ENGINES, main
from tests.quality.engines import BriSearch, Engine
from tests.quality.measuring import Answered, Found, PhraseSet, ask, look_up
from tests.quality.metrics import DEPTH, Lead, Quality, reciprocal_rank
from tests.quality.peers import PEERS, Bm25sBigrams, Bm25sWords, Fts5Trigram
from tests.quality.phrases import DISGUISES, LENGTHS, Phrase, Reading, draw
from tests.quality.questions import Document, Missing, Question, QuestionSet, drawn
from tests.quality.report import Run, Table, document, phrase_table, question_table

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
RANKING = [f"p{number}" for number in range(1, 13)]
DOCUMENTS = (
    Document("road", "數字絲綢之路建設穩步推進，電子商務合作不斷拓展。"),
    Document("rail", "中歐班列累計開行七萬列，貨物運往歐洲各國。"),
    Document("port", "港口的吞吐量逐年增長，航線通往一百多個國家。"),
)
QUESTIONS = (
    Question("中歐班列累計開行多少列？", "中欧班列累计开行多少列？", "rail"),
    Question("港口的航線通往多少國家？", "港口的航线通往多少国家？", "port"),
)


# -- metrics ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("p1", 1.0), ("p2", 0.5), ("p4", 0.25), ("p10", 0.1), ("p11", 0.0), ("p99", 0.0)],
)
def test_reciprocal_rank_of_hand_made_rankings(answer: str, expected: float) -> None:
    assert reciprocal_rank(RANKING, answer) == expected


def test_an_empty_ranking_answers_nothing() -> None:
    assert reciprocal_rank([], "p1") == 0.0


def test_quality_of_hand_made_rankings() -> None:
    answers = ["p1", "p1", "p2", "p5", "p10", "p11", "p12", "p99"]
    quality = Quality.of([reciprocal_rank(RANKING, answer) for answer in answers])
    assert quality.mrr == pytest.approx((1 + 1 + 0.5 + 0.2 + 0.1) / 8)
    assert (quality.recall_at_1, quality.recall_at_10) == (2 / 8, 5 / 8)


def test_lead_of_hand_made_rankings() -> None:
    lead = Lead.of([1.0, 1.0, 0.5, 0.0], [0.5, 1.0, 0.5, 0.5])
    # Differences 0.5, 0, 0, -0.5: mean 0, standard deviation the root of 0.5 / 3, margin 1.96 / 2 of it.
    assert lead.difference == 0
    assert lead.margin == pytest.approx(0.98 * (0.5 / 3) ** 0.5)


@given(st.lists(st.permutations(RANKING).map(lambda order: (order, "p1")), min_size=1))
def test_quality_keeps_its_order(answered: list[tuple[list[str], str]]) -> None:
    quality = Quality.of([reciprocal_rank(ranking, answer) for ranking, answer in answered])
    assert 0 <= quality.recall_at_1 <= quality.mrr <= quality.recall_at_10 <= 1


# -- questions -------------------------------------------------------------------------------------


def write_prepared(folder: Path) -> None:
    paragraphs = [{"id": one.id, "title": "", "text": one.text} for one in DOCUMENTS]
    questions = [
        {
            "question": one.same_script,
            "question_hans": one.cross_script,
            "paragraph_id": one.document,
        }
        for one in QUESTIONS
    ]
    for name, records in (("paragraphs.jsonl", paragraphs), ("questions.jsonl", questions)):
        lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        (folder / name).write_text("".join(lines), encoding="utf-8")


def test_questions_are_read_as_prepared(tmp_path: Path) -> None:
    write_prepared(tmp_path)
    assert QuestionSet.read(tmp_path) == QuestionSet(DOCUMENTS, QUESTIONS)


def test_questions_are_read_as_published(tmp_path: Path) -> None:
    articles = [
        {
            "title": one.id,
            "paragraphs": [
                {
                    "id": one.id,
                    "context": one.text,
                    "qas": [{"question": q.same_script} for q in QUESTIONS if q.document == one.id],
                }
            ],
        }
        for one in DOCUMENTS
    ]
    (tmp_path / "DRCD_dev.json").write_text(json.dumps({"data": articles}), encoding="utf-8-sig")
    assert QuestionSet.read(tmp_path) == QuestionSet(DOCUMENTS, QUESTIONS)


def test_what_is_not_drcd_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(Missing, match="DRCD=folder"):
        QuestionSet.read(tmp_path)
    (tmp_path / "DRCD_dev.json").write_text("[]", encoding="utf-8")
    with pytest.raises(Missing, match="is not DRCD"):
        QuestionSet.read(tmp_path)


def test_the_same_seed_draws_the_same_questions() -> None:
    many = tuple(Question(f"問{number}", f"问{number}", str(number)) for number in range(100))
    assert drawn(many, 20, 1) == drawn(many, 20, 1) != drawn(many, 20, 2)
    assert len(set(drawn(many, 20, 1))) == 20
    assert drawn(many, 0, 1) == drawn(many, 100, 1) == many


# -- phrases ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def readings(corpus_library: bri_search.Library) -> tuple[Reading, ...]:
    return Reading.all_in(corpus_library)


def test_every_disguise_of_the_issue_is_there() -> None:
    assert list(DISGUISES) == [
        "as it reads",
        "script",
        "region",
        "width",
        "spacing",
        "line break",
        "quotation marks",
        "markup",
        "digit grouping",
    ]


@pytest.mark.parametrize("disguise", DISGUISES)
def test_the_same_seed_draws_the_same_phrases(disguise: str, readings: tuple[Reading, ...]) -> None:
    phrases = draw(readings, disguise, 5, 1)
    assert phrases
    assert phrases == draw(readings, disguise, 5, 1)
    assert len({(one.document, one.start, one.passage) for one in phrases}) == len(phrases)
    assert phrases != draw(readings, disguise, 5, 2)


@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_phrase_stands_where_it_was_drawn_and_folds_alike(
    disguise: str, readings: tuple[Reading, ...], corpus_library: bri_search.Library
) -> None:
    texts = {(one.document, one.passage): one.text for one in readings}
    for phrase in draw(readings, disguise, 5, 0):
        reads = texts[phrase.document, phrase.passage][phrase.start : phrase.end]
        assert len(reads) in LENGTHS
        assert (phrase.typed == reads) == (disguise == "as it reads")
        assert corpus_library.fold(phrase.typed) == corpus_library.fold(reads)


@pytest.mark.parametrize(
    ("text", "disguise"),
    [
        ("各方与合作夥伴加强互联互通", "digit grouping"),
        ("2013年至2023年的合作夥伴关系", "digit grouping"),
        ("各方与合作夥伴加强互联互通", "width"),
        ("各方与合作夥伴加强互联互通", "quotation marks"),
    ],
)
def test_where_there_is_nothing_to_disguise_nothing_is_drawn(
    text: str, disguise: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.quality.phrases._TRIES", 2000)
    assert draw([Reading("one", 0, text)], disguise, 3, 0) == []


# -- engines ---------------------------------------------------------------------------------------


def opened(engine: type[Engine], folder: Path) -> Engine:
    for package in engine.packages:
        module = {"bri-search": "bri_search", "Whoosh": "whoosh", "OpenCC": "opencc"}
        if find_spec(module.get(package, package)) is None:
            pytest.skip(f"{package} is installed by make quality only")
    if issubclass(engine, Fts5Trigram) and sqlite3.sqlite_version_info < (3, 34):
        pytest.skip("this SQLite has no trigram tokenizer")
    return engine(DOCUMENTS, folder)


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
def test_an_engine_ranks_the_document_that_answers_first(
    engine: type[Engine], tmp_path: Path
) -> None:
    with opened(engine, tmp_path) as ready:
        for question in QUESTIONS:
            assert ready.rank(question.same_script, DEPTH)[0] == question.document
        assert len(ready.rank("國家歐洲合作", 1)) <= 1
        assert ready.rank("XYZW", DEPTH) == []
        assert engine.versions()


@pytest.mark.parametrize(
    "engine", [one for one in ENGINES if one.phrases], ids=lambda engine: engine.name
)
def test_an_engine_finds_a_phrase_in_its_document_only(
    engine: type[Engine], tmp_path: Path
) -> None:
    with opened(engine, tmp_path) as ready:
        assert ready.finds(Phrase("累計開行七萬列", "rail", 0, 4, 11))
        assert not ready.finds(Phrase("累計開行七萬列", "port", 0, 4, 11))
        assert not ready.finds(Phrase("七萬列開行累計", "rail", 0, 4, 11))


def test_bri_search_has_found_a_phrase_only_where_it_marks_the_place(tmp_path: Path) -> None:
    with BriSearch(DOCUMENTS, tmp_path) as ready:
        assert ready.finds(Phrase("累计开行", "rail", 0, 4, 8))
        assert not ready.finds(Phrase("累计开行", "rail", 0, 5, 9))
        assert not ready.finds(Phrase("累计开行", "rail", 1, 4, 8))
        assert not ready.finds(Phrase("「」", "rail", 0, 4, 8))
        assert ready.rank("「」", DEPTH) == []


def test_questions_are_asked_in_both_scripts() -> None:
    questions = [Question("累計開行", "累计开行", "rail"), Question("港口的", "港口的", "port")]
    answered = ask(Fts5Trigram, DOCUMENTS, questions, lambda items, _: items)
    assert answered.same_script == (1.0, 1.0)
    assert answered.cross_script == (0.0, 1.0)
    assert answered.seconds > 0


def test_phrases_are_looked_up_in_the_files_and_in_what_was_read_of_them(tmp_path: Path) -> None:
    given = PhraseSet.draw(CORPUS, tmp_path, 5, 0)
    assert {one.id for one in given.as_files} == {one.id for one in given.as_read}
    bridged = look_up(BriSearch, given, given.as_files)
    assert all(found == asked for found, asked in bridged.phrases.values()), bridged.phrases
    assert look_up(Fts5Trigram, given, given.as_read).phrases["as it reads"] == (5, 5)
    assert look_up(Fts5Trigram, given, given.as_read).phrases["script"] == (0, 5)


# -- the report ------------------------------------------------------------------------------------

ANSWERED = (
    Answered(BriSearch, (1.0, 1.0, 0.5, 1.0), (1.0, 1.0, 0.5, 1.0), 0.02),
    Answered(Bm25sWords, (1.0, 0.5, 0.5, 0.0), (0.0, 0.0, 0.0, 0.1), 0.01),
)
FOUND = (
    Found(BriSearch, {"script": (8, 8), "width": (3, 3)}),
    Found(Fts5Trigram, {"script": (0, 8), "width": (1, 3)}),
)


def test_a_table_of_questions() -> None:
    table = question_table("In both", ANSWERED, cross_script=False, with_time=True)
    assert table.markdown() == (
        "### In both\n\n"
        "| engine | MRR@10 | Recall@1 | Recall@10 | lead | ms |\n"
        "|---|---:|---:|---:|---:|---:|\n"
        "| bri-search | 0.875 | 0.750 | 1.000 |  | 20.0 |\n"
        "| bm25s, jieba words | 0.500 | 0.250 | 0.750 | +0.375 ± 0.469 | 10.0 |"
    )


def test_a_table_of_phrases() -> None:
    assert phrase_table("Found", FOUND).markdown() == (
        "### Found\n\n"
        "| disguise | asked | bri-search | FTS5, trigrams |\n"
        "|---|---:|---:|---:|\n"
        "| script | 8 | 100 | 0 |\n"
        "| width | 3 | 100 | 33 |"
    )


@pytest.mark.parametrize("columns", [80, 200])
def test_a_table_fits_a_terminal(columns: int) -> None:
    from rich.console import Console

    measured = (*ANSWERED, Answered(Bm25sBigrams, (0.0, 1.0), (0.1, 1.0), 0.123))
    even = [replace(one, cross_script=one.cross_script[:2]) for one in measured]
    table = question_table("In both", even, cross_script=True, with_time=True)
    console = Console(width=columns)
    with console.capture() as captured:
        console.print(table.on_terminal())
    shown = captured.get().splitlines()
    assert max(map(len, shown)) <= columns
    assert [line.split()[-1] for line in shown if "0." in line] == ["20.0", "10.0", "123"]
    assert any(line.startswith("bm25s, bigrams after t2s ") for line in map(str.strip, shown))
    assert "…" not in captured.get()


def test_the_report_has_the_figures_of_the_run_and_nothing_of_the_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tests.quality.engines.version", lambda package: f"of {package}")
    run = Run("2020-02-29", "make quality SEED=7", 7, 3, 7017, 4, "2 texts", ANSWERED, FOUND, FOUND)
    written = document(run)
    assert "Written by `make quality SEED=7` on 2020-02-29" in written
    assert "| bm25s, jieba words | 0.500 | 0.250 | 0.750 |" in written
    assert "| bm25s, jieba words | 0.025 | 0.000 | 0.250 |" in written
    assert "took bri-search\n2.0 times as long" in written
    assert written.count("| width | 3 | 100 | 33 |") == 2
    assert "bm25s of bm25s, jieba of jieba" in written
    assert str(Path.home()) not in written


def test_a_cell_cannot_break_a_table() -> None:
    assert "a\\|b" in Table("T", ("x",), (("a|b",),)).markdown()


# -- the program -----------------------------------------------------------------------------------


def test_one_engine_is_measured_without_writing_a_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_prepared(tmp_path)
    report = tmp_path / "quality.md"
    asked = ["--drcd", str(tmp_path), "--engine", "trigram", "--output", str(report)]
    assert main([*asked, "--only", "questions"]) == 0
    shown = capsys.readouterr().out
    assert "FTS5, trigrams" in shown
    assert "1.000" in shown
    assert not report.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (lambda empty: ["--drcd", empty], "DRCD=folder"),
        (lambda empty: ["--only", "phrases", "--reference", empty], "REFERENCE=folder"),
        (lambda empty: ["--drcd", empty, "--engine", "Lucene"], "no engine is named Lucene"),
    ],
)
def test_what_is_missing_is_said_in_one_line(
    arguments: Callable[[str], list[str]],
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(arguments(str(tmp_path))) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert said in shown.err
    assert shown.err.count("\n") == 1


def test_every_peer_of_the_issue_is_measured() -> None:
    assert [one.name for one in PEERS] == [
        "bm25s, jieba words",
        "bm25s, bigrams after t2s",
        "FTS5, trigrams",
        "FTS5, jieba words",
        "tantivy, jieba words",
        "Whoosh, jieba analyzer",
    ]
