"""What the commands write in a pipe: plain lines, and JSON of the promised shape."""

import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import validate
from rich.cells import cell_len

import bri_search
from bri_search.cli.output import write_json
from tests.program import run

SPAN = {
    "type": "array",
    "items": {"type": "integer", "minimum": 0},
    "minItems": 2,
    "maxItems": 2,
}
TEXT_OR_NULL = {"type": ["string", "null"]}
NUMBER = {"type": "integer", "minimum": 0}
NUMBER_FROM_1 = {"type": "integer", "minimum": 1}
TEXT = {"type": "string"}
TEXTS = {"type": "array", "items": TEXT}
REASONS = [
    "verbatim",
    "script",
    "region",
    "width",
    "spacing",
    "punctuation",
    "markup",
    "number",
    "vocabulary",
]


def an_object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def list_of(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


SOURCE = an_object(
    id=TEXT,
    title=TEXT,
    creator=TEXTS,
    issued=TEXT_OR_NULL,
    publisher=TEXT_OR_NULL,
    path={"type": "string", "pattern": "^/"},
    script={"enum": ["Hans", "Hant", "Latn", "mixed"]},
)
PLACE = {
    "section": TEXTS,
    "passage": NUMBER,
    "page": {"type": ["integer", "null"]},
    "start": NUMBER,
    "end": NUMBER_FROM_1,
}
KIND = {"enum": ["paragraph", "heading", "item", "caption", "note", "table", "contents"]}
PASSAGE = an_object(**PLACE, kind=KIND, lines=SPAN, text=TEXT)
SELECTOR = {
    "type": "array",
    "prefixItems": [
        an_object(type={"const": "TextQuoteSelector"}, exact=TEXT, prefix=TEXT, suffix=TEXT),
        an_object(type={"const": "TextPositionSelector"}, start=NUMBER, end=NUMBER_FROM_1),
    ],
    "minItems": 2,
    "maxItems": 2,
}
MATCH = an_object(
    start=NUMBER,
    end=NUMBER_FROM_1,
    line=NUMBER_FROM_1,
    column=NUMBER_FROM_1,
    text=TEXT,
    why={"type": "array", "items": {"enum": REASONS}, "minItems": 1},
    selector=SELECTOR,
)
HIT = an_object(
    **PASSAGE["properties"],
    score={"type": "number"},
    source=SOURCE,
    matches=list_of(MATCH),
    selector=SELECTOR,
)
OCCURRENCE = an_object(
    source=SOURCE,
    **PLACE,
    line=NUMBER_FROM_1,
    column=NUMBER_FROM_1,
    left=TEXT,
    match=TEXT,
    right=TEXT,
    selector=SELECTOR,
)
FORMS = list_of(an_object(form=TEXT, count=NUMBER_FROM_1))
COUNTED = an_object(source=SOURCE, count=NUMBER_FROM_1, forms=FORMS)
SUMMARY = an_object(**SOURCE["properties"], passages=NUMBER, characters=NUMBER)

SCHEMAS = {
    "search 數字絲綢之路": an_object(query=TEXT, total=NUMBER, hits=list_of(HIT)),
    "search --exact 数字丝绸之路 --limit 2": an_object(query=TEXT, total=NUMBER, hits=list_of(HIT)),
    "search silk road": an_object(query=TEXT, total=NUMBER, hits=list_of(HIT)),
    "kwic 合作伙伴": an_object(phrase=TEXT, total=NUMBER, occurrences=list_of(OCCURRENCE)),
    "kwic 合作伙伴 --count": an_object(
        phrase=TEXT, total=NUMBER, forms=FORMS, sources=list_of(COUNTED)
    ),
    "show specimen-report": an_object(source=SOURCE, passages=list_of(PASSAGE)),
    "show specimen-report --outline": an_object(source=SOURCE, passages=list_of(PASSAGE)),
    "sources": an_object(sources=list_of(SUMMARY)),
}
LISTS = ["hits", "occurrences", "sources", "passages"]


# -- JSON ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", SCHEMAS)
def test_json_is_one_object_as_promised(command: str, folder: Path) -> None:
    ran = run(*command.split(), "--json", cwd=folder)
    assert (ran.status, ran.err) == (0, "")
    validate(json.loads(ran.out), SCHEMAS[command])
    assert "\x1b" not in ran.out


@pytest.mark.parametrize("command", SCHEMAS)
def test_jsonl_is_the_same_one_a_line(command: str, folder: Path) -> None:
    whole = json.loads(run(*command.split(), "--json", cwd=folder).out)
    lines = run(*command.split(), "--jsonl", cwd=folder).lines
    name = next(name for name in LISTS if name in whole)
    assert len(lines) > 1
    assert [json.loads(line) for line in lines] == whole[name]


def test_json_is_what_the_api_gives(folder: Path, corpus_library: bri_search.Library) -> None:
    found = json.loads(run("search", "互联互通", "-n", 3, "--json", cwd=folder).out)
    assert found == json.loads(json.dumps(corpus_library.search("互联互通", limit=3).as_json()))
    lines = json.loads(run("kwic", "互联互通", "--width", 7, "--json", cwd=folder).out)
    assert lines == json.loads(json.dumps(corpus_library.kwic("互联互通", width=7).as_json()))


def test_matches_are_the_characters_of_the_file(folder: Path) -> None:
    found = json.loads(run("search", "--exact", "數字絲綢之路", "-n0", "--json", cwd=folder).out)
    texts = set()
    for hit in found["hits"]:
        file = Path(hit["source"]["path"]).read_text(encoding="utf-8")
        for match in hit["matches"]:
            assert file[match["start"] : match["end"]] == match["text"]
            line = file.split("\n")[match["line"] - 1]
            assert line[match["column"] - 1 :].startswith(match["text"].split("\n")[0])
            texts.add("".join(match["text"].split()))
    assert {"數字絲綢之路", "数字丝绸之路"} <= texts


@pytest.mark.parametrize("command", ["search --exact", "search", "kwic", "kwic --count"])
def test_nothing_found_is_an_empty_object_without_noise(command: str, folder: Path) -> None:
    ran = run(*command.split(), "火星探測器zzz", "--json", cwd=folder)
    assert (ran.status, ran.err) == (1, "")
    assert json.loads(ran.out)["total"] == 0
    silent = run(*command.split(), "火星探測器zzz", "--jsonl", cwd=folder)
    assert (silent.status, silent.out, silent.err) == (1, "", "")


# -- plain -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", SCHEMAS)
def test_a_pipe_gets_no_escape_sequences(command: str, folder: Path) -> None:
    ran = run(*command.split(), cwd=folder)
    assert (ran.status, ran.err) == (0, "")
    assert "\x1b" not in ran.out
    assert not any(line != line.rstrip() for line in ran.lines)


def test_search_says_title_section_place_score_and_text(folder: Path) -> None:
    found = json.loads(run("search", "数字丝绸之路", "--json", cwd=folder).out)
    head, *blocks = run("search", "数字丝绸之路", cwd=folder).out.split("\n\n")
    assert head == f"{found['total']} passages, 1–10 shown; --offset 10 shows more"
    assert len(blocks) == len(found["hits"]) == 10
    for rank, (hit, block) in enumerate(zip(found["hits"], blocks, strict=True), 1):
        title, text = block.strip().split("\n")
        assert title.startswith(f"{rank}  {hit['source']['title']}")
        assert title.endswith(f" · {hit['score']:.2f}")
        assert all(f" › {label}" in title for label in hit["section"][1:])
        place = re.match(r"(/.*|~/.*):(\d+): ", text)
        assert place
        assert Path(place[1]).expanduser() == Path(hit["source"]["path"])
        assert int(place[2]) == hit["matches"][0]["line"]
        assert "".join(hit["matches"][0]["text"].split()) in "".join(text.split())


def test_a_title_is_not_said_twice(folder: Path) -> None:
    out = run("search", "互联互通", "-n0", cwd=folder).out
    for summary in json.loads(run("sources", "--json", cwd=folder).out)["sources"]:
        assert f"{summary['title']} › {summary['title']}" not in out


def test_paths_below_the_current_folder_are_relative(folder: Path) -> None:
    corpus = Path(__file__).resolve().parent.parent / "corpus"
    out = run("search", "数字丝绸之路", "--index", folder / "index", cwd=corpus).out
    assert re.search(r"^[a-z-]+\.(txt|md):\d+: ", out, re.MULTILINE)
    assert str(corpus) not in out


def test_words_need_no_quotation_marks(folder: Path) -> None:
    assert run("search", "silk", "road", cwd=folder) == run("search", "silk road", cwd=folder)
    assert run("kwic", "silk", "road", cwd=folder) == run("kwic", "silk road", cwd=folder)


@pytest.mark.parametrize(("command", "key"), [("search", "hits"), ("kwic", "occurrences")])
def test_limit_and_offset_turn_pages(command: str, key: str, folder: Path) -> None:
    def found(*options: Any) -> list[Any]:
        return json.loads(run(command, "互联互通", *options, "--json", cwd=folder).out)[key]

    everything = found("--limit", 0)
    assert len(everything) > 4
    assert found("--limit", 2) == everything[:2]
    assert found("-n", 2, "--offset", 2) == everything[2:4]


FILTERS: list[tuple[str, str, Callable[[Any], bool]]] = [
    ("--source", "specimen-report", lambda hit: hit["source"]["id"] == "specimen-report"),
    ("--section", "數字", lambda hit: bool(re.search("数字|數字", " ".join(hit["section"])))),
    ("--kind", "heading", lambda hit: hit["kind"] == "heading"),
    ("--script", "Hant", lambda hit: hit["source"]["script"] == "Hant"),
    ("--since", "2025", lambda hit: hit["source"]["issued"] >= "2025"),
    ("--until", "2023-12", lambda hit: hit["source"]["issued"] < "2024"),
]


@pytest.mark.parametrize(("option", "value", "holds"), FILTERS)
def test_filters(option: str, value: str, holds: Callable[[Any], bool], folder: Path) -> None:
    command = ["search", "数字丝绸之路", "-n0", "--json"]
    everything = json.loads(run(*command, cwd=folder).out)["hits"]
    chosen = json.loads(run(*command, option, value, cwd=folder).out)["hits"]
    assert 0 < len(chosen) < len(everything)
    assert {(hit["source"]["id"], hit["passage"]) for hit in chosen} == {
        (hit["source"]["id"], hit["passage"]) for hit in everything if holds(hit)
    }


def test_kwic_says_beside_its_lines_that_there_are_more(folder: Path) -> None:
    total = json.loads(run("kwic", "互联互通", "--json", cwd=folder).out)["total"]
    assert total > 4
    every = run("kwic", "互联互通", cwd=folder)
    assert (len(every.lines), every.err) == (total, "")
    some = run("kwic", "互联互通", "--limit", 2, "--offset", 1, cwd=folder)
    assert list(map(str.split, some.lines)) == list(map(str.split, every.lines[1:3]))
    said = f"{total} occurrences, 2–3 shown; --offset 3 shows more"
    assert some.err == f"bri-search: {said}\n"
    last = run("kwic", "互联互通", "--offset", total - 1, cwd=folder)
    assert (len(last.lines), last.err) == (1, f"bri-search: {total} occurrences, {total} shown\n")
    drawn = run("kwic", "互联互通", "--sample", 3, "--limit", 1, cwd=folder)
    assert drawn.err == "bri-search: 3 occurrences, 1 shown; --offset 1 shows more\n"
    assert run("kwic", "互联互通", "--limit", 2, "--jsonl", cwd=folder).err == ""


def test_kwic_aligns_every_line_on_the_match(folder: Path) -> None:
    found = json.loads(run("kwic", "合作伙伴", "--json", cwd=folder).out)
    lines = run("kwic", "合作伙伴", cwd=folder).lines
    assert len(lines) == found["total"] == 15
    starts = set()
    for line, occurrence in zip(lines, found["occurrences"], strict=True):
        place = f"{occurrence['source']['id']}:{occurrence['line']} "
        assert line.startswith(place)
        before, match, _ = line.partition(f"  {occurrence['match']}  ")
        assert match
        starts.add(cell_len(before))
        left = before.removeprefix(place).strip()
        assert left
        assert occurrence["left"].strip().endswith(left)
    assert len(starts) == 1


@pytest.mark.parametrize("width", [0, 1, 7, 20, 60])
def test_kwic_width_is_counted_in_cells(width: int, folder: Path) -> None:
    ran = run("kwic", "互联互通", "--width", width, cwd=folder)
    assert ran.status == 0
    for line in ran.lines:
        _, match, right = re.split(r"  (互联互通|互聯互通)(?:  |$)", line, maxsplit=1)
        assert match
        assert cell_len(right) <= width
        assert width < 8 or cell_len(right) >= width - 2 or len(right) < width


def test_kwic_sorts_by_context(folder: Path) -> None:
    def lines(sort: str) -> list[dict[str, Any]]:
        command = ["kwic", "互联互通", "--sort", sort, "--json"]
        return json.loads(run(*command, cwd=folder).out)["occurrences"]

    by_position, by_left, by_right = map(lines, ("position", "left", "right"))
    places = [(line["source"]["path"], line["start"]) for line in by_position]
    assert places == sorted(places)
    assert by_left != by_position != by_right
    assert [line["right"][:1] for line in by_right] != [line["right"][:1] for line in by_position]


def test_kwic_count_has_right_aligned_numbers(folder: Path) -> None:
    counted = json.loads(run("kwic", "数字丝绸之路", "--count", "--json", cwd=folder).out)
    forms, sources, total = run("kwic", "数字丝绸之路", "--count", cwd=folder).out.split("\n\n")
    assert [line.split() for line in forms.splitlines()[1:]] == [
        [str(form["count"]), form["form"]] for form in counted["forms"]
    ]
    assert {"数字丝绸之路", "數字絲綢之路"} <= {form["form"] for form in counted["forms"]}
    assert total.split()[0] == str(counted["total"])
    assert sum(source["count"] for source in counted["sources"]) == counted["total"]
    for line, source in zip(sources.splitlines()[1:], counted["sources"], strict=True):
        assert line.split()[:2] == [str(source["count"]), source["source"]["id"]]
    for table in (forms, sources):
        assert {
            len(line) - len(line.lstrip(" 0123456789,count")) for line in table.splitlines()
        } == {7}


def test_sources_is_a_table_aligned_by_cells(folder: Path) -> None:
    head, *rows = run("sources", cwd=folder).lines
    assert head.split() == ["id", "title", "issued", "script", "passages", "characters"]
    assert len(rows) == 6
    assert len({cell_len(row) for row in [head, *rows]}) == 1
    assert all(re.search(r"[\d,]+ +[\d,]+$", row) for row in rows)


def test_show_reads_a_source_with_line_numbers_and_kinds(folder: Path) -> None:
    shown = json.loads(run("show", "specimen-report", "--json", cwd=folder).out)["passages"]
    title, path, gap, *lines = run("show", "specimen-report", cwd=folder).lines
    assert title == "数字丝绸之路与互联互通 两年间的新变化"
    assert path.endswith("report.txt")
    assert gap == ""
    assert len(lines) == len(shown)
    for line, passage in zip(lines, shown, strict=True):
        kind = "" if passage["kind"] == "paragraph" else passage["kind"]
        assert line.split()[0] == str(passage["lines"][0])
        assert line.startswith(kind, line.index(line.split()[0]) + len(line.split()[0]) + 2)
        assert line.endswith(passage["text"].split("\t")[-1].rstrip())


def test_each_line_of_show_says_which_source_it_is_from(folder: Path) -> None:
    command = ["show", "specimen-report", "--section", "1.2 规则与标准", "--cite", "gb7714"]
    whole = json.loads(run(*command, "--json", cwd=folder).out)
    lines = [json.loads(line) for line in run(*command, "--jsonl", cwd=folder).lines]
    cited = {key: whole[key] for key in ("citation", "citation_missing")}
    assert whole["source"]["id"] == "specimen-report"
    assert all(line["source"] == whole["source"] for line in lines)
    assert lines == [passage | cited for passage in whole["passages"]]


def test_show_finds_its_way(folder: Path) -> None:
    def shown(*options: Any) -> list[dict[str, Any]]:
        return json.loads(run("show", "hk-newspaper.txt", *options, "--json", cwd=folder).out)[
            "passages"
        ]

    everything = shown()
    assert shown("--passage", 5) == everything[5:6]
    assert shown("--passage", 5, "--around", 2) == everything[3:8]
    (at_line,) = shown("--line", everything[7]["lines"][1])
    assert at_line == everything[7]
    label = everything[-1]["section"][-1]
    assert shown("--section", label) == [one for one in everything if label in one["section"]]


def test_show_says_that_a_place_is_not_in_a_section(folder: Path) -> None:
    ran = run("show", "specimen-report", "--section", "前言", "--line", 1, cwd=folder)
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == (
        "bri-search: nothing of section '前言' stands there; leave out --section, or the place\n"
    )


def test_outline_is_indented_by_depth(folder: Path) -> None:
    ran = run("show", "specimen-report", "--outline", cwd=folder)
    shown = json.loads(run("show", "specimen-report", "--outline", "--json", cwd=folder).out)
    passages = shown["passages"]
    every = json.loads(run("show", "specimen-report", "--json", cwd=folder).out)["passages"]
    assert {tuple(one["section"]) for one in passages} == {tuple(one["section"]) for one in every}
    columns: dict[int, set[int]] = {}
    for line, passage in zip(ran.lines[3:], passages, strict=True):
        indent = re.match(r" *\d+ +", line)
        assert indent
        columns.setdefault(len(passage["section"]), set()).add(indent.end())
    assert all(len(found) == 1 for found in columns.values())
    depths = [columns[depth].pop() for depth in sorted(columns)]
    assert len(depths) > 2
    assert depths == sorted(set(depths))


def test_index_is_named_by_option_or_variable(folder: Path, tmp_path: Path) -> None:
    by_folder = run("sources", cwd=folder)
    assert by_folder.status == 0
    assert run("sources", "--index", folder / "index", cwd=tmp_path) == by_folder
    assert run("sources", cwd=tmp_path, BRI_SEARCH_INDEX=folder / "index") == by_folder


def test_the_outline_has_sections_whose_headings_run_on(
    tmp_path: Path, new_index: Callable[[], Path]
) -> None:
    text = (
        "港口報告\n\n一、港口的由來。港口之間的航線由來已久，商船與夥伴往來其間。\n\n"
        "又一段說的是碼頭，沒有標題。\n\n二、燈塔的由來。燈塔是後來才有的，沿岸的人家出錢修建。\n"
    )
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    new_index().rename(tmp_path / "index")
    run("index", "a.txt", cwd=tmp_path)
    hit = json.loads(run("search", "--exact", "沿岸的人家", "--json", cwd=tmp_path).out)["hits"][0]
    ran = run("show", "a.txt", "--outline", cwd=tmp_path)
    told = [line.split(maxsplit=1)[1] for line in ran.lines[3:]]
    assert told == ["港口報告", "一、港口的由來", "二、燈塔的由來"]
    assert hit["section"] == ["港口報告", told[-1]]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("互联互通 NOT 港口", "NOT is looked for as a word; put - right before what must not be"),
        ("互联互通 AND 港口", "AND is looked for as a word; put + before what has to be there"),
        ("互联互通 && 港口", "&& is looked for as a word; put + before"),
        ("互联互通 || 港口", "|| is looked for as a word; write OR"),
        ('"互联互通 港口"~5', "~ and a number ask for no nearness here"),
        ("互联互通 OR 港口", ""),
        ("互联互通 and 港口", ""),
    ],
)
def test_operators_of_other_programs_are_told(query: str, said: str, folder: Path) -> None:
    ran = run("search", query, cwd=folder)
    assert ran.status == 0
    assert said in ran.err
    assert bool(ran.err) == bool(said)


def test_what_has_no_date_is_named_in_a_pipe(new_index: Any, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("港口与铁路。\n", encoding="utf-8")
    index = new_index()
    bri_search.build(tmp_path, index)
    rows = run("kwic", "港口", "--by", "year", "--index", index, cwd=tmp_path).lines
    assert rows[1].split()[:2] == ["undated", "1"]


def test_json_is_written_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []

    class Output(io.StringIO):
        encoding = "utf-8"

        def write(self, text: str) -> int:
            written.append(text)
            return len(text)

    value = {"港口": [{"線": number, "\u202e": None} for number in range(20_000)]}
    monkeypatch.setattr("sys.stdout", Output())
    write_json(value)
    assert json.loads("".join(written)) == value
    assert (
        "".join(written)
        == json.dumps(value, ensure_ascii=False, indent=2).replace("\u202e", "\\u202e") + "\n"
    )
    assert max(map(len, written)) < 200_000
