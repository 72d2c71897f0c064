"""What goes wrong: one clear line on standard error, and the right exit status."""

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from bri_search.cli.caret import caret_line
from bri_search.cli.cells import harmless
from tests.program import Ran, run


def fails(*arguments: Any, cwd: Path, status: int = 2, **variables: str | Path) -> str:
    """Run what must fail with one line; returns that line."""
    ran: Ran = run(*arguments, cwd=cwd, **variables)
    assert (ran.status, ran.out) == (status, "")
    lines = ran.err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("bri-search: ")
    return lines[0].removeprefix("bri-search: ")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "Missing command; see bri-search --help"),
        (["frobnicate"], "No such command 'frobnicate'; see bri-search --help"),
        (["--frobnicate"], "--frobnicate"),
        (["search"], "Missing argument 'QUERY…'; see bri-search search --help"),
        (["kwic"], "PHRASE…"),
        (["show"], "SOURCE"),
        (["search", "x", "--cite"], "'--cite' requires an argument; see bri-search search --help"),
        (["kwic", "x", "-n"], "'-n' requires an argument; see bri-search kwic --help"),
        (["search", "x", "--wobble"], "--wobble; see bri-search search --help"),
        (["search", "x", "--limit"], "--limit"),
        (["search", "x", "--limit", "some"], "'some' is not a valid int"),
        (["search", "x", "--limit", "-1"], "--limit: -1 is negative"),
        (["search", "x", "--offset", "-1"], "--offset: -1 is negative"),
        (["search", "x", "--section", "「」"], "--section: '「」' names none"),
        (["kwic", "x", "--kind", "note", "--kind", "item"], "--kind is given more than once"),
        (["search", "-n", "5", "x", "--limit=6"], "--limit is given more than once"),
        (["kwic", "x", "--limit", "-1"], "--limit: -1 is negative"),
        (["kwic", "x", "--width", "-1"], "--width: -1 is negative"),
        (["kwic", "x", "--sort", "up"], "--sort: 'up' is not one of"),
        (["kwic", "x", "--sample", "0"], "--sample: 0 is too small"),
        (["kwic", "x", "--by", "sea"], "--by: 'sea' is not one of"),
        (["kwic", "x", "--collocates", "--rank-by", "size"], "--rank-by: 'size' is not one of"),
        (["kwic", "x", "--collocates", "--min-count", "0"], "--min-count: 0 is too small"),
        (["kwic", "x", "--collocates", "--window", "-1,-1"], "--window: -1,-1 is none"),
        (["kwic", "x", "--collocates", "--window", "1,2,3"], "--window: '1,2,3' is none"),
        (["kwic", "x", "--collocates", "--limit", "-1"], "--limit: -1 is negative"),
        (["kwic", "x", "--show-as", "xx"], "--show-as: no script 'xx'"),
        (["search", "x", "--cite", "xx"], "--cite: 'xx' is not one of"),
        (["quote", "路通四方天下", "--limit", "-1"], "--limit: -1 is negative"),
        (["parallels", "--min-length", "4"], "--min-length: 4 is too short"),
        (
            ["parallels", "specimen-report", "--with", "specimen-report"],
            "--with: specimen-report is given twice",
        ),
        (["search", "x", "--kind", "poem"], "--kind: 'poem' is not one of paragraph, heading"),
        (["search", "x", "--script", "Cyrl"], "Hans, Hant, Latn, mixed"),
        (["search", "x", "--since", "soon"], "--since: 'soon' is no date; write YYYY, YYYY-MM"),
        (["search", "x", "--source", "nowhere"], "bri-search sources"),
        (["kwic", "x", "--source", "nowhere"], "bri-search sources"),
        (["show", "nowhere"], "bri-search sources"),
        (["show", "specimen"], "specimen-"),
        (["show", "specimen-report", "--section", "没有这一节"], "--outline"),
        (["show", "specimen-report", "--passage", "9999"], "--passage: specimen-report has no"),
        (["show", "specimen-report", "--passage", "-1"], "its passages are 0 to"),
        (["show", "specimen-report", "--line", "9999"], "the last line is"),
        (["show", "specimen-report", "--around", "-1"], "--around: -1 is negative"),
        (["search", ""], "there is nothing to search for"),
        (["search", " \t"], "there is nothing to search for"),
        (["search", "--exact", ""], "the phrase is empty"),
        (["kwic", ""], "the phrase is empty"),
        (["kwic", "--count", " "], "the phrase is empty"),
        (["index", "nowhere"], "does not exist"),
        (["index"], "corpus: does not exist"),
        (["index", ""], "a path is empty"),
        (["search", "x", "--index", ""], "a path is empty"),
        (["check", ""], "a path is empty"),
        (["check", "."], "'.' is a folder; name a draft in it"),
    ],
)
def test_one_line_says_what_is_wrong(arguments: list[str], says: str, folder: Path) -> None:
    assert says in fails(*arguments, cwd=folder)


def test_what_the_filters_keep_out_is_said(folder: Path) -> None:
    ran = run("search", "贸易", "--until", "1999", cwd=folder)
    assert (ran.status, ran.out) == (1, "")
    assert re.fullmatch(
        r"bri-search: nothing found for '贸易': [贸貿]易 stands there \d+ times, but nowhere that the "
        r"options admit\n",
        ran.err,
    )


def test_a_query_that_looks_like_an_option_is_helped(folder: Path) -> None:
    assert "-- '…'" in fails("search", "一带一路", "-论坛", cwd=folder)
    assert run("search", "--", "一带一路", "-论坛", cwd=folder).status == 0
    assert run("search", "一带一路 -论坛", cwd=folder).status == 0


@pytest.mark.parametrize(
    ("query", "before"),
    [
        ('丝路 "互联互通', "丝路 "),
        ("丝路 OR", "丝路 "),
        ("(丝路 海丝", ""),
        ("“数字丝路” -", "“数字丝路” "),
        ("。，！", ""),
        ("「」『』…", ""),
        ("café 数字\t丝路 OR", "café 数字 丝路 "),
    ],
)
def test_a_query_that_cannot_be_read_has_a_caret_under_the_place(
    query: str, before: str, folder: Path
) -> None:
    ran = run("search", query, cwd=folder)
    assert (ran.status, ran.out) == (2, "")
    shown, caret, says = ran.err.splitlines()
    assert shown == query.replace("\t", " ")
    assert caret == " " * cell_len(before) + "^"
    assert says.startswith("bri-search: ")
    assert "; " in says


@pytest.mark.parametrize("command", ["search +", "search --exact", "kwic", "kwic --count"])
def test_nothing_found_names_the_nearest_there_is(command: str, folder: Path) -> None:
    *arguments, sign = f"{command} ".replace(" + ", " +").split(" ")
    line = fails(*arguments, f"{sign}數字絲綢之路大聯盟", cwd=folder, status=1)
    assert line.startswith("nothing found for ")
    assert "絲綢之路 (" in line or "丝绸之路 (" in line


def test_an_offset_beyond_the_end_says_so(folder: Path) -> None:
    assert "--offset" in fails("search", "互联互通", "--offset", 500, cwd=folder, status=1)


# -- the index -------------------------------------------------------------------------------------

READING = [["search", "x"], ["search", "--exact", "x"], ["kwic", "x"], ["show", "x"], ["sources"]]


@pytest.mark.parametrize("command", READING)
def test_a_missing_index(command: list[str], tmp_path: Path) -> None:
    assert "bri-search index" in fails(*command, cwd=tmp_path)
    assert "bri-search index" in fails(*command, cwd=tmp_path, BRI_SEARCH_INDEX=tmp_path / "no")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [*READING, ["index"]])
def test_a_foreign_folder_or_file_is_left_alone(command: list[str], tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("一带一路", encoding="utf-8")
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "diary.txt").write_text("mine", encoding="utf-8")
    assert "--index" in fails(*command, "--index", foreign, cwd=tmp_path)
    assert "--index" in fails(*command, "--index", foreign / "diary.txt", cwd=tmp_path)
    assert [path.name for path in foreign.iterdir()] == ["diary.txt"]
    assert (foreign / "diary.txt").read_text(encoding="utf-8") == "mine"


def test_a_damaged_index_says_how_to_mend_it(tmp_path: Path, new_index: Callable[[], Path]) -> None:
    whole = new_index()
    names = [path.relative_to(whole) for path in whole.glob("generation-*/*")]
    assert len(names) > 4
    for name in names:
        copy = tmp_path / "copy"
        shutil.copytree(whole, copy)
        damaged = copy / name
        if damaged.is_dir():
            shutil.rmtree(damaged)
        else:
            os.truncate(damaged, damaged.stat().st_size // 2)
        says = [
            ran.err
            for command in (["search", "数字"], ["show", "paper"], ["show", "statement"])
            if (ran := run(*command, "--index", copy, cwd=tmp_path)).status
        ]
        assert says, name
        assert all(err.count("\n") == 1 and "index" in err for err in says), says
        shutil.rmtree(copy)


def test_a_half_written_index_is_none(tmp_path: Path, new_index: Callable[[], Path]) -> None:
    index = new_index()
    (index / "CURRENT").unlink()
    assert "bri-search index" in fails("search", "数字", "--index", index, cwd=tmp_path)


def test_an_empty_index_answers(tmp_path: Path, new_index: Callable[[], Path]) -> None:
    index = new_index()
    (tmp_path / "corpus").mkdir()
    assert "no documents in corpus" in run("index", "--index", index, cwd=tmp_path).err
    for command in (["search", "x"], ["search", "--exact", "x"], ["kwic", "x"], ["sources"]):
        fails(*command, "--index", index, cwd=tmp_path, status=1)


def test_a_name_that_is_no_text_is_indexed_all_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name in (b"\xff\xfe.txt", b"line\nbreak.txt"):
        Path(os.fsdecode(bytes(folder) + b"/" + name)).write_text("一带一路。\n", encoding="utf-8")
    assert run("index", folder, cwd=tmp_path).status == 0
    found = run("search", "一帶一路", "--json", cwd=tmp_path)
    assert found.status == 0
    assert len(json.loads(found.out)["hits"]) == 2


def test_a_locale_that_cannot_read_what_was_typed_is_told(tmp_path: Path) -> None:
    ran = run("search", "合作", cwd=tmp_path, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == (
        "bri-search: the locale cannot read what was typed; set PYTHONUTF8=1, or LC_ALL=C.UTF-8\n"
    )


# -- showing where a query cannot be read ----------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "position", "line"),
    [
        ("a OR", 2, "  ^"),
        ("甲 “乙", 2, "   ^"),
        ("一带一路", 4, "        ^"),
        ("ＯＲ*", 2, "    ^"),
        ("ｱｲ*", 2, "  ^"),
        ("a\tb", 2, "  ^"),
        ("a\n\x1b[31m*", 7, "       ^"),
        ("cafe\u0301 *", 6, "     ^"),
        ("a\u200b\ufeff*", 3, " ^"),
        # A mark without a cell of its own is shown under the character that carries it.
        ("甲e\u0301", 2, "  ^"),
        ("\u0301", 0, "^"),
        ("", 0, "^"),
        ("“”—", 2, "  ^"),
        ("🚄*", 1, "  ^"),
    ],
)
def test_the_caret_stands_under_the_character(query: str, position: int, line: str) -> None:
    assert caret_line(query, position) == line


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("一带 一路", "一带 一路"),
        ("a\tb\r\nc", "a b  c"),
        ("\x1b[31mred\x7f\x85", "␛[31mred␡ "),
        ("a\u2028b\u2029", "a b "),
        # Zero-width characters and those that turn the direction of the line would only hide.
        ("a\u200bb\u202ec\ufeff", "abc"),
        ("cafe\u0301", "cafe\u0301"),
        ("\udcff", "\ufffd"),
    ],
)
def test_what_is_printed_above_the_caret(query: str, shown: str) -> None:
    assert harmless(query) == shown


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_what_is_printed_is_one_harmless_line(query: str) -> None:
    shown = harmless(query)
    assert len(shown.splitlines()) <= 1
    assert harmless(shown) == shown
    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in shown)


@given(st.text(), st.data())
def test_the_caret_moves_as_what_is_printed(query: str, data: st.DataObject) -> None:
    """The columns before a caret are those of what is printed before it."""
    position = data.draw(st.integers(0, len(query)))
    before = caret_line(query, position)
    assert before.strip() == "^"
    assert before.endswith("^")
    end = caret_line(query, len(query))
    assert len(before) <= len(end)
    shown = harmless(query)
    assert caret_line(shown, len(shown)) == end
