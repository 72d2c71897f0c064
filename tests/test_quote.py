"""`bri-search quote`: the program, its JSON and its errors."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

import bri_search
from bri_search.search.quotation.results import DifferenceKind, Verdict
from tests.program import highlighted, plain, run, run_on_terminal, run_shell

PORTS = "截至2023年6月底，“絲路海運”航線已通達全球43個國家的116個港口"
KINDS = [kind.value for kind in DifferenceKind]
VERDICTS = [verdict.value for verdict in Verdict]
INTEGER = {"type": "integer", "minimum": 0}
SCHEMA = {
    "type": "object",
    "required": ["quotation", "verdict", "candidates"],
    "properties": {
        "quotation": {"type": "string"},
        "verdict": {"enum": VERDICTS},
        "candidates": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["source", "section", "passage", "page", "text", "citation"],
                "properties": {
                    "source": {"type": "object", "required": ["id", "title", "issued", "path"]},
                    "section": {"type": "array", "items": {"type": "string"}},
                    "passage": INTEGER,
                    "page": {"type": ["integer", "null"]},
                    "start": INTEGER,
                    "end": INTEGER,
                    "line": {"type": "integer", "minimum": 1},
                    "column": {"type": "integer", "minimum": 1},
                    "lines": {"type": "array", "minItems": 2, "maxItems": 2},
                    "text": {"type": "string", "minLength": 1},
                    "similarity": {"type": "number", "minimum": 0, "maximum": 1},
                    "verdict": {"enum": VERDICTS},
                    "citation": {"type": "string", "minLength": 1},
                    "differences": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["kind", "quoted", "original", "quoted_start", "start"],
                            "properties": {"kind": {"enum": KINDS}, "start": INTEGER},
                        },
                    },
                },
            },
        },
    },
}


@pytest.fixture(scope="module")
def folder(corpus_library: bri_search.Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("quote")
    (folder / "index").symlink_to(corpus_library._store.index)
    return folder


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("三者有先后，却没有轻重", "verbatim"),
        ("三者有先後，卻沒有輕重", "same wording"),
        ("陆上看铁路……一匹不歇脚的马", "elided"),
        ("三者有先后，却没有快慢", "altered"),
        ("一个项目好不好，当地人说了算。路最终要交给年轻人。", "spliced"),
        ("上善若水，水善利万物而不争", "not found"),
    ],
)
def test_each_verdict_in_json(text: str, verdict: str, folder: Path) -> None:
    ran = run("quote", text, "--json", cwd=folder)
    answer = json.loads(ran.out)
    jsonschema.validate(answer, SCHEMA)
    assert (answer["quotation"], answer["verdict"]) == (text, verdict)
    assert ran.status == (1 if verdict == "not found" else 0)
    assert ran.err == ""
    for one in answer["candidates"]:
        file = Path(one["source"]["path"]).read_bytes().decode("utf-8")
        assert file[one["start"] : one["end"]] == one["text"]
    assert run_shell(f"printf %s '{text}' | $bri quote - --json", folder).out == ran.out
    lines = run("quote", text, "--jsonl", cwd=folder).lines
    assert [json.loads(line) for line in lines] == answer["candidates"]


def test_the_wrong_figure_of_the_ports(
    reference_library: bri_search.Library, tmp_path: Path
) -> None:
    index = reference_library._store.index
    answer = json.loads(run("quote", PORTS, "--json", "--index", index, cwd=tmp_path).out)
    jsonschema.validate(answer, SCHEMA)
    assert answer["verdict"] == "altered"
    ids = [one["source"]["id"] for one in answer["candidates"]]
    assert ids[0] == "bri-white-paper-2023"
    assert set(ids[1:]) == {"bri-newspaper-wenweipo"}
    assert [one["earliest"] for one in answer["candidates"]] == [True, False, False]
    for one in answer["candidates"]:
        [changed] = [each for each in one["differences"] if each["kind"] == "replaced"]
        assert (changed["quoted"], changed["original"]) == ("116", "117")
        assert PORTS[changed["quoted_start"] :].startswith("116")
        file = Path(one["source"]["path"]).read_bytes().decode("utf-8")
        assert file[changed["start"] :].startswith("117")
    page = run("quote", PORTS, "--index", index, "--cite", "gb7714", cwd=tmp_path).out
    assert page.startswith("altered, 3 places\n")
    assert "117 → 116" in page
    assert "国务院新闻办公室. 共建“一带一路”" in page


@pytest.mark.parametrize(
    ("text", "verdict", "quoted"),
    [
        ("三者有先后，却没有轻重", "verbatim", (0, 11)),
        ("三者有先后，却没有快慢", "altered", (0, 11)),
        ("上善若水，水善利万物而不争，路最终要交", "not found", None),
    ],
)
def test_a_table_says_the_verdict(
    text: str, verdict: str, quoted: tuple[int, int] | None, folder: Path
) -> None:
    rows = list(csv.DictReader(io.StringIO(run("quote", text, "--csv", cwd=folder).out)))
    assert {row["verdict"] for row in rows} <= {verdict}
    assert bool(rows) == (quoted is not None)
    for row in rows[:1]:
        assert (int(row["quoted_start"]), int(row["quoted_end"])) == quoted


def test_few_characters_that_differ_in_script_are_named(folder: Path) -> None:
    assert (
        "differs in script (后 → 後, 轻 → 輕)"
        in run("quote", "三者有先後，却没有輕重", cwd=folder).out
    )
    many = run("quote", "三者有先後，卻沒有輕重", cwd=folder).out
    assert "differs in script (3)" in many


def test_what_programs_read_is_not_wrapped(folder: Path) -> None:
    asked = ("quote", "三者有先后，却没有轻重", "--limit", "1", "--cite")
    for style in ("csl-json", "bibtex"):
        shown = plain(run_on_terminal(*asked, style, columns=40, cwd=folder).out)
        cited = json.loads(run(*asked, style, "--json", cwd=folder).out)["candidates"][0]
        entry = [f"    {line}" for line in cited["citation"].splitlines()]
        assert all(line in shown.replace("\r", "").splitlines() for line in entry)


@pytest.mark.parametrize("columns", [80, 200])
def test_what_was_changed_is_marked_on_a_terminal(columns: int, folder: Path) -> None:
    ran = run_on_terminal("quote", "三者有先后，却没有快慢", columns=columns, cwd=folder)
    assert "轻重" in highlighted(ran.out)
    assert "replaced  轻重 → 快慢" in plain(ran.out)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the quotation is empty; give the words that are quoted"),
        ("  \n", "the quotation is empty; give the words that are quoted"),
        ("「……」，", "the quotation holds only punctuation; give the words that are quoted"),
        (
            "路" * 100_000,
            "the quotation has 100,000 characters, more than 10,000; quote it in parts",
        ),
    ],
)
def test_what_is_no_quotation_is_refused_in_a_line(
    text: str, message: str, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "text").write_text(text, encoding="utf-8")
    ran = run_shell(f"$bri quote - --index {folder / 'index'} < text", tmp_path)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.splitlines()[-1] == f"bri-search: {message}"


def test_the_same_text_in_several_sources_gives_the_earliest_first(folder: Path) -> None:
    answer = json.loads(run("quote", "互联互通", "--json", "--limit", 0, cwd=folder).out)
    issued = [
        one["source"]["issued"] or "~"
        for one in answer["candidates"]
        if one["verdict"] == answer["candidates"][0]["verdict"]
    ]
    assert issued == sorted(issued)
    assert [one["earliest"] for one in answer["candidates"]].count(True) == 1
    assert answer["total"] == len(answer["candidates"])
    few = json.loads(run("quote", "互联互通", "--json", "--limit", 2, cwd=folder).out)
    assert few["candidates"] == answer["candidates"][:2]
    assert few["total"] == answer["total"]


EDGES = [
    # What was added at an end is not set against the sentence next to it.
    (
        "编写组认为，来华做短期科研的青年科学家已逾万名",
        "altered",
        [("inserted", "编写组认为，", "")],
    ),
    ("一个项目好不好，当地人说了算。如此而已", "altered", [("inserted", "。如此而已", "")]),
    # An ellipsis at an edge is one mark, whatever the source has there.
    ("……却没有轻重", "elided", [("elision", "……", "")]),
    ("[...]却没有轻重", "elided", [("elision", "[...]", "")]),
    ("三者有先后…", "elided", [("elision", "…", "")]),
    # Brackets do not take in the punctuation of the source.
    (
        "〔三者〕有先后，却没有轻重",
        "same wording",
        [("punctuation", "〔", ""), ("punctuation", "〕", "")],
    ),
    # A clause left out silently was left out, and not spliced.
    (
        "修一座桥，点亮一条夜路，花费有限，记得的人却不少",
        "altered",
        [("deleted", "", "打一口井，")],
    ),
]


@pytest.mark.parametrize(("text", "verdict", "changes"), EDGES)
def test_what_happens_at_the_edges_and_between(
    text: str,
    verdict: str,
    changes: list[tuple[str, str, str]],
    corpus_library: bri_search.Library,
) -> None:
    result = corpus_library.quote(text)
    assert result.verdict.value == verdict
    told = [(one.kind.value, one.quoted, one.original) for one in result.candidates[0].differences]
    assert told == changes


@pytest.fixture(scope="module")
def copies(
    new_index: Callable[[], Path], tmp_path_factory: pytest.TempPathFactory
) -> bri_search.Library:
    """One text in four sources, the earliest of them in the other script."""
    folder = tmp_path_factory.mktemp("copies")
    dates = {"late": "2022", "later": "2022-03", "undated": None, "early": "2021-05-01"}
    records = []
    for name, issued in dates.items():
        said = "這里的一句話十分特別，天上的星星數也數不清" if name == "early" else ""
        text = said or "这里的一句话十分特别，天上的星星数也数不清"
        note = f"图一 {name} 的说明文字"
        body = f"前面的一段话。\n\n{text}。\n\n{note}\n\n另外一段话与前面无关。\n\n{text}。\n"
        (folder / f"{name}.txt").write_text(body, encoding="utf-8")
        date = f'issued = "{issued}"\n' if issued else ""
        records.append(f'[[source]]\nid = "{name}"\nfile = "{name}.txt"\n{date}')
    (folder / "catalog.toml").write_text("\n".join(records), encoding="utf-8")
    return bri_search.build(folder, new_index())


def test_the_earliest_of_the_right_ones_is_marked(copies: bri_search.Library) -> None:
    result = copies.quote("这里的一句话十分特别", limit=0)
    assert [one.source.id for one in result.candidates] == [
        "late",
        "late",
        "later",
        "later",
        "undated",
        "undated",
        "early",
        "early",
    ]
    assert [one.source.id for one in result.candidates if one.is_earliest] == ["early"]


def test_every_place_of_an_altered_text_is_told(copies: bri_search.Library) -> None:
    result = copies.quote("这里的一句话十分奇特，天上的星星数也数不清", limit=0)
    assert result.verdict is Verdict.ALTERED
    assert result.total == 8


def test_text_beside_the_running_text_follows_it(copies: bri_search.Library) -> None:
    result = copies.quote("天上的星星数也数不清。图一 late 的说明文字")
    assert (result.verdict, result.candidates[0].source.id) == (Verdict.VERBATIM, "late")


def test_what_is_not_utf_8_is_refused(folder: Path) -> None:
    ran = run_shell("printf '\\xd2\\xbb\\xb4\\xf8' | $bri quote -", folder)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "bri-search: standard input is not UTF-8 (byte at offset 2); convert it\n"


def test_candidates_carry_selectors(folder: Path) -> None:
    [one] = json.loads(run("quote", "三者有先后，却没有轻重", "--json", cwd=folder).out)[
        "candidates"
    ]
    assert [each["type"] for each in one["selector"]] == [
        "TextQuoteSelector",
        "TextPositionSelector",
    ]
    assert one["selector"][0]["exact"] == one["text"]
