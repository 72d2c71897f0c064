"""CSV and TSV: the same as JSON, in rows; and the tables on a page made from the same columns."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bri_search
from bri_search import errors
from bri_search.cli.cells import harmless
from bri_search.cli.columns import Column
from bri_search.cli.formats import Format, _separated
from tests.program import plain, run, run_on_terminal, run_shell

SOURCE = ["source", "title", "issued", "path"]
COMMANDS: dict[str, list[str]] = {
    "kwic 合作伙伴": [
        *SOURCE, "section", "passage", "page", "page_label", "start", "end", "line", "column", "left", "match", "right",
    ],
    "kwic 合作伙伴 --count": [*SOURCE, "form", "count"],
    "kwic 合作 --collocates": [
        "word", "folded", "count", "frequency", "log_likelihood", "log_dice", "forms",
    ],
    "kwic 数字 --by section": ["source", "section", "count", "characters", "per_10000"],
    "kwic 数字 --by source": ["source", "title", "count", "characters", "per_10000"],
    "kwic 数字 --by date": ["date", "count", "characters", "per_10000"],
    "kwic 数字 --by year": ["year", "count", "characters", "per_10000"],
    "search 数字丝绸之路": [
        "rank", "score", *SOURCE, "section", "passage", "page", "page_label", "kind", "start", "end",
        "first_line", "last_line", "match_lines", "text",
    ],
    "sources": [
        "id", "title", "creator", "issued", "publisher", "type", "language", "script",
        "encoding", "passages", "characters", "path", "sha256",
    ],
}  # fmt: skip
LISTS = ["hits", "occurrences", "collocates", "groups", "sources"]
SEPARATORS = {"csv": ",", "tsv": "\t"}


def rows(text: str, name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=SEPARATORS[name], strict=True))


def in_json(command: str, found: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The objects of --json with the keys of the columns."""
    if command.endswith("--count"):
        for source in found["sources"]:
            for form in source["forms"]:
                yield {**named(source["source"]), **form}
        return
    for rank, one in enumerate(found[next(name for name in LISTS if name in found)], 1):
        row = {**one, "rank": rank, "year": one.get("date")}
        if "lines" in one:
            row["first_line"], row["last_line"] = one["lines"]
            row["match_lines"] = " ".join(str(match["line"]) for match in one["matches"])
        if "forms" in one:
            row["forms"] = ", ".join(f"{form['form']} {form['count']}" for form in one["forms"])
        for key, sign in (("section", " › "), ("creator", "; ")):
            if isinstance(one.get(key), list):
                row[key] = sign.join(one[key])
        if isinstance(one.get("source"), dict):
            row |= named(one["source"])
        yield row


def named(source: dict[str, Any]) -> dict[str, Any]:
    return {
        "source": source["id"],
        "title": source["title"],
        "issued": source["issued"],
        "path": source["path"],
    }


def cell(value: Any) -> str:
    return "" if value is None else _guarded(harmless(str(value)), value)


def _guarded(text: str, value: Any) -> str:
    is_formula = isinstance(value, str) and text.lstrip()[:1] in {"=", "+", "-", "@"}
    return f"'{text}" if is_formula else text


@pytest.mark.parametrize("name", SEPARATORS)
@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_read_back_is_what_json_has(command: str, name: str, folder: Path) -> None:
    ran = run(*command.split(), f"--{name}", cwd=folder)
    assert (ran.status, ran.err) == (0, "")
    head, *body = rows(ran.out, name)
    assert head == COMMANDS[command]
    found = json.loads(run(*command.split(), "--json", cwd=folder).out)
    expected = [[cell(one[key]) for key in head] for one in in_json(command, found)]
    assert len(expected) > 1
    assert body == expected


def test_lines_end_as_the_formats_have_it(folder: Path) -> None:
    by_commas = run_shell("$bri sources --csv | od -An -c | grep -c '\\\\r  *\\\\n'", folder)
    assert int(by_commas.out) > 0
    by_tabs = run("sources", "--tsv", cwd=folder)
    assert "\r" not in by_tabs.out
    assert len(by_tabs.lines) == 7
    assert {line.count("\t") for line in by_tabs.lines} == {12}


@pytest.mark.parametrize("name", SEPARATORS)
def test_it_is_utf_8_whatever_the_terminal_is(name: str, folder: Path) -> None:
    command = ["kwic", "合作伙伴", f"--{name}"]
    assert run(*command, cwd=folder, PYTHONIOENCODING="latin-1") == run(*command, cwd=folder)


@pytest.mark.parametrize("command", ["kwic", "kwic --count", "kwic --collocates", "kwic --by date"])
def test_nothing_found_is_a_head_alone(command: str, folder: Path) -> None:
    ran = run(*command.split(), "火星探測器zzz", "--csv", cwd=folder)
    assert (ran.status, ran.err) == (1, "")
    assert len(rows(ran.out, "csv")) == 1


def test_pages_keep_the_rank_and_citations_have_a_column(folder: Path) -> None:
    out = run("search", "合作", "-n2", "--offset", 3, "--csv", "--cite", "plain", cwd=folder).out
    head, *body = rows(out, "csv")
    assert head[-1] == "citation"
    assert [row[0] for row in body] == ["4", "5"]
    assert all(row[-1] for row in body)


@pytest.mark.parametrize("command", ["kwic 合作", "search 合作", "sources", "kwic 合作 --count"])
@pytest.mark.parametrize(
    ("formats", "says"),
    [
        (["--json", "--csv"], "--json and --csv exclude one another"),
        (["--tsv", "--jsonl"], "--jsonl and --tsv exclude one another"),
        (["--csv", "--tsv", "--json"], "--json and --csv and --tsv exclude"),
    ],
)
def test_formats_exclude_one_another(
    command: str, formats: list[str], says: str, folder: Path
) -> None:
    ran = run(*command.split(), *formats, cwd=folder)
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert says in ran.err


# -- what a document may hold ----------------------------------------------------------------------

NASTY = (
    '# =cmd|"/C calc"!A0\n\n+1号 合作，"引号"\t与，逗号\u2028行 合作\x1b[31m。\n\n'
    "-合作 @合作\n\n| 表 | 合作 |\n|---|---|\n| =SUM(1) | 二\t合作 |\n"
)


@pytest.mark.parametrize("name", SEPARATORS)
def test_no_text_breaks_a_row_or_becomes_a_formula(
    name: str, tmp_path: Path, new_index: Callable[[], Path]
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "=nasty.md").write_text(NASTY, encoding="utf-8")
    index = new_index()
    library = bri_search.build(corpus, index)
    total = library.kwic("合作").total
    assert total > 4
    for command in (["kwic", "合作"], ["search", "合作"], ["sources"], ["kwic", "合作", "--count"]):
        ran = run(*command, f"--{name}", "--index", index, cwd=tmp_path)
        assert ran.status == 0
        head, *body = rows(ran.out, name)
        assert {len(row) for row in body} == {len(head)}
        assert ran.out.count("\n") == 1 + len(body)
        for text in (text for row in body for text in row):
            assert not text.startswith(("=", "+", "-", "@"))
            assert not set(text) & set("\t\r\n\x1b\u2028")
    lines = rows(run("kwic", "合作", f"--{name}", "--index", index, cwd=tmp_path).out, name)
    assert len(lines) == total + 1


@given(st.one_of(st.text(max_size=20), st.integers(), st.floats(allow_nan=False), st.none()))
def test_a_cell_says_what_it_said(value: Any) -> None:
    written = _separated(value)
    if not isinstance(value, str):
        assert written == value
        return
    assert isinstance(written, str)
    assert written in (harmless(value), "'" + harmless(value))
    assert not written.lstrip().startswith(("=", "+", "-", "@"))
    assert len(written.splitlines()) <= 1


@given(
    st.lists(
        st.tuples(st.text(max_size=8), st.integers(), st.text(",;\"\t\n\r'一带", max_size=8)),
        max_size=6,
    ),
    st.sampled_from(sorted(SEPARATORS)),
)
def test_any_table_is_read_back(table: list[tuple[str, int, str]], name: str) -> None:
    columns: list[Column[Any]] = [
        Column(head, itemgetter(number)) for number, head in enumerate("abc")
    ]
    written = io.BytesIO()
    stream = io.TextIOWrapper(written, encoding="latin-1")
    with redirect_stdout(stream):
        assert Format(name).write(dict, (), table, columns)
    stream.flush()
    read = rows(written.getvalue().decode("utf-8"), name)
    assert read == [["a", "b", "c"], *([str(_separated(one)) for one in row] for row in table)]


@pytest.mark.parametrize("asked", [("as_json", "as_csv"), ("as_csv", "as_tsv")])
def test_one_format_at_a_time(asked: tuple[str, ...]) -> None:
    flags = dict.fromkeys(("as_json", "as_json_lines", "as_csv", "as_tsv"), False)
    assert not Format.asked(**flags)
    assert Format.asked(**{**flags, asked[0]: True}).name == asked[0].removeprefix("as_")
    with pytest.raises(errors.UsageError, match="exclude one another"):
        Format.asked(**{**flags, **dict.fromkeys(asked, True)})


# -- on a page -------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [80, 200])
@pytest.mark.parametrize("command", ["sources", "kwic 合作伙伴 --count"])
def test_tables_have_grouped_numbers_flush_right(command: str, columns: int, folder: Path) -> None:
    shown = plain(run_on_terminal(*command.split(), columns=columns, cwd=folder).out)
    if command == "sources":
        found = json.loads(run("sources", "--json", cwd=folder).out)["sources"]
        for line, one in zip(shown.splitlines()[1:], found, strict=True):
            assert line.endswith(f"{one['passages']:>8,}  {one['characters']:>10,}")
    else:
        found = json.loads(run(*command.split(), "--json", cwd=folder).out)["forms"]
        for line, one in zip(shown.splitlines()[1:], found, strict=False):
            assert line == f"{one['count']:>5,}  {one['form']}"
