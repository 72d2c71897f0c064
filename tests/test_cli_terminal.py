"""What the commands show on a terminal: colours, columns, and nothing wider than it is."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.building import LibraryOf
from tests.program import highlighted, plain, run, run_on_terminal

WIDTHS = [30, 80, 200]
NARROW = [40, 60]
COMMANDS = [
    "search 數字絲綢之路 互联互通",
    "search digital silk road -n 3",
    "search --exact 合作伙伴",
    "kwic 互联互通",
    "kwic 互联互通 --sort left --width 100",
    "kwic 互联互通 --count",
    "show specimen-report",
    "show specimen-report --outline",
]


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("command", COMMANDS)
def test_no_line_is_wider_than_the_terminal(command: str, columns: int, folder: Path) -> None:
    shown = run_on_terminal(*command.split(), columns=columns, cwd=folder)
    assert shown.status == 0
    assert "\x1b[" in shown.out
    widest = max(map(cell_len, plain(shown.out).splitlines()))
    assert widest <= columns
    assert widest > columns * 0.4 or "--count" in command or "--outline" in command


@pytest.mark.parametrize("command", ["parallels", "parallels --summary"])
def test_what_is_said_of_parallels_fits_a_narrow_terminal(command: str, folder: Path) -> None:
    lines = plain(run_on_terminal(*command.split(), columns=40, cwd=folder).out).splitlines()
    assert max(map(cell_len, lines)) <= 40


@pytest.mark.parametrize("columns", [30, *NARROW])
@pytest.mark.parametrize(
    "command",
    [
        "sources",
        "kwic 合作 --collocates",
        "kwic 合作 --count",
        "kwic 合作 --by source",
        "parallels --summary",
        "parallels --summary -n 9",
    ],
)
def test_a_table_fits_a_narrow_terminal(command: str, columns: int, folder: Path) -> None:
    ran = run_on_terminal(*command.split(), columns=columns, cwd=folder)
    lines = plain(ran.out).splitlines()
    assert max(map(cell_len, lines)) <= columns
    assert "…" not in "".join(lines) or command in ("sources", "kwic 合作 --count")


CATALOG = """\
[[source]]
id = "harbour-lights-2019"
title = "沿海燈塔與港口航線的由來"
issued = "2019-05-12"
file = "a.txt"

[[source]]
id = "salt-roads"
title = "Salt Roads of the Coast"
issued = "2021"
file = "b.txt"
"""
TABLES = {
    40: [
        "id                   title",
        "harbour-lights-2019  沿海燈塔與港口航線…",
        "salt-roads           Salt Roads of the …",
    ],
    60: [
        "id                   title                issued      script",
        "harbour-lights-2019  沿海燈塔與港口航線…  2019-05-12  Hant",
        "salt-roads           Salt Roads of the …  2021        Latn",
    ],
    80: [
        "id                   title              issued      script  passages  characters",
        "harbour-lights-2019  沿海燈塔與港口航…  2019-05-12  Hant           1          15",
        "salt-roads           Salt Roads of th…  2021        Latn           1          27",
    ],
    200: [
        "id                   title                     issued      script  passages  characters",
        "harbour-lights-2019  沿海燈塔與港口航線的由來  2019-05-12  Hant           1          15",
        "salt-roads           Salt Roads of the Coast   2021        Latn           1          27",
    ],
}


@pytest.fixture(scope="module")
def catalogued(library_of: LibraryOf) -> Path:
    """A folder with the index of two sources that have titles and dates."""
    texts = {"a.txt": "燈塔立在海邊，商船往返其間。\n", "b.txt": "Salt went along the coast.\n"}
    return library_of({**texts, "catalog.toml": CATALOG})._store.index.parent


@pytest.mark.parametrize("columns", TABLES)
def test_a_table_leaves_out_its_last_columns_where_there_is_no_room(
    columns: int, catalogued: Path
) -> None:
    shown = run_on_terminal("sources", columns=columns, cwd=catalogued)
    assert plain(shown.out).splitlines() == TABLES[columns]


def test_an_id_goes_on_on_the_next_line_rather_than_be_cut(library_of: LibraryOf) -> None:
    name = "the-long-voyages-of-the-merchant-fleet"
    library = library_of({f"{name}.txt": "商船與沿海的燈塔\n\n船隊往返於沿海的港口之間。\n"})
    shown = run_on_terminal("sources", columns=40, cwd=library._store.index.parent)
    assert plain(shown.out).splitlines() == [
        "id                            title",
        "the-long-voyages-of-the-merc  商船與沿…",
        "hant-fleet",
    ]


@pytest.mark.parametrize("columns", NARROW)
@pytest.mark.parametrize("measure", ["log-likelihood", "log-dice", "count"])
def test_collocates_stand_whole_beside_what_ranks_them(
    measure: str, columns: int, folder: Path
) -> None:
    command = ["kwic", "合作", "--collocates", "--rank-by", measure]
    found = json.loads(run(*command, "--json", cwd=folder).out)["collocates"]
    shown = plain(run_on_terminal(*command, columns=columns, cwd=folder).out).splitlines()
    assert measure.replace("-", " ") in shown[0]
    for line, one in zip(shown[1:], found, strict=False):
        value = one[measure.replace("-", "_")]
        assert line.startswith(f"{one['word']} ")
        assert f" {value:,.2f} " in f"{line} " or f" {value} " in f"{line} "


@pytest.mark.parametrize("columns", [80, 200])
def test_the_table_of_sources_fits(columns: int, folder: Path) -> None:
    lines = plain(run_on_terminal("sources", columns=columns, cwd=folder).out).splitlines()
    assert len(lines) == 7
    assert {cell_len(line) for line in lines} == {max(map(cell_len, lines))}
    assert cell_len(lines[0]) <= columns
    assert ("…" in "".join(lines)) == (columns == 80)
    ids = {line.split()[0] for line in lines[1:]}
    assert ids == {
        one["id"] for one in json.loads(run("sources", "--json", cwd=folder).out)["sources"]
    }


def test_force_color_and_columns_do_what_a_terminal_does(folder: Path) -> None:
    on_terminal = run_on_terminal("search", "互联互通", columns=80, cwd=folder)
    forced = run("search", "互联互通", cwd=folder, FORCE_COLOR="1", COLUMNS="80")
    assert forced.out == on_terminal.out


def test_no_color_keeps_matches_bold(folder: Path) -> None:
    out = run_on_terminal("kwic", "互联互通", columns=80, cwd=folder, NO_COLOR="1").out
    codes = set(re.findall(r"\x1b\[([0-9;]*)m", out))
    assert "1" in codes
    assert not {code for code in codes if re.search(r"3\d|4\d", code)}


def test_a_dumb_terminal_gets_no_colour(folder: Path) -> None:
    out = run_on_terminal("search", "互联互通", columns=80, cwd=folder, TERM="dumb").out
    assert "\x1b" not in out


@pytest.mark.parametrize("columns", [80, 200])
def test_matches_are_highlighted_and_never_cut(columns: int, folder: Path) -> None:
    found = json.loads(run("search", "--exact", "數字絲綢之路", "-n0", "--json", cwd=folder).out)
    shown = run_on_terminal(
        "search", "--exact", "數字絲綢之路", "-n0", columns=columns, cwd=folder
    ).out
    marked = ["".join(text.split()) for text in highlighted(shown)]
    assert len(marked) >= found["total"]
    assert set(marked) == {"数字丝绸之路", "數字絲綢之路"}


@pytest.mark.parametrize("columns", [80, 200])
def test_a_long_passage_is_cut_to_some_lines_around_its_matches(
    columns: int, tmp_path: Path, new_index: Callable[[], Path]
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    filler = "沿线各国在基础设施和贸易往来方面取得了许多新的进展，"
    text = f"{filler * 40}数字丝绸之路{filler * 40}海上丝绸之路{filler * 40}。"
    (corpus / "long.txt").write_text(text, encoding="utf-8")
    index = new_index()
    assert run("index", "--index", index, cwd=tmp_path).status == 0
    shown = run_on_terminal(
        "search", "数字丝绸之路 OR 海上丝绸之路", "--index", index, columns=columns, cwd=tmp_path
    ).out
    assert highlighted(shown) == ["数字丝绸之路", "海上丝绸之路"]
    _, _, place, *lines = plain(shown).splitlines()[1:]
    assert place.split()[0] == "corpus/long.txt:1"
    assert 3 <= len(lines) <= 4
    assert lines[0].startswith("    …")
    assert lines[-1].endswith("…")
    assert " … " in " ".join(lines)


def test_no_line_begins_with_what_closes(folder: Path) -> None:
    lines = plain(run_on_terminal("show", "specimen-report", columns=60, cwd=folder).out)
    begins = [line.split()[0][0] for line in lines.splitlines() if line.strip()]
    assert len(begins) > 100
    assert not set(begins) & set("，。、；：！？）」』》”")


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("phrase", ["silk road", "的"])
def test_kwic_aligns_on_the_match_by_cells(phrase: str, columns: int, folder: Path) -> None:
    out = run_on_terminal("kwic", phrase, columns=columns, cwd=folder).out
    starts = {cell_len(plain(line.split("\x1b[1;31m")[0])) for line in out.splitlines()}
    assert len(starts) == 1
    assert all(re.match(r"\S+:\d+ ", plain(line)) for line in out.splitlines())


def test_escape_sequences_in_a_document_do_nothing(
    tmp_path: Path, new_index: Callable[[], Path]
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    nasty = "甲国\x1b[31m与乙国\x1b]0;title\x07合作伙伴\x9b2J关系\u202e翻转\x7f。"
    (corpus / "nasty.txt").write_text(nasty, encoding="utf-8")
    index = new_index()
    assert run("index", "--index", index, cwd=tmp_path).status == 0
    commands = (["search", "合作伙伴"], ["kwic", "合作伙伴"], ["show", "nasty"], ["sources"])
    for command in commands:
        in_pipe = run(*command, "--index", index, cwd=tmp_path)
        assert in_pipe.status == 0
        shown = run_on_terminal(*command, "--index", index, columns=80, cwd=tmp_path)
        for text in (in_pipe.out, plain(shown.out)):
            assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)
    assert "␛[31m" in run("show", "nasty", "--index", index, cwd=tmp_path).out
    as_json = run("show", "nasty", "--index", index, "--json", cwd=tmp_path).out
    assert "\x1b[31m" in json.loads(as_json)["passages"][0]["text"]


def test_indexing_shows_its_progress_on_a_terminal_only(
    tmp_path: Path, new_index: Callable[[], Path]
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number in range(3):
        (corpus / f"{number}.txt").write_text(f"一带一路{number}。" * 2000, encoding="utf-8")
    for columns in WIDTHS:
        shown = run_on_terminal("index", "--index", new_index(), columns=columns, cwd=tmp_path)
        assert shown.status == 0
        assert plain(shown.out).splitlines()[-1].startswith("3 sources")
        lines = [plain(line) for line in re.split(r"\r|\n|\x1b\[2K", shown.out)]
        bars = [line for line in lines if re.search(r"  0:\d\d left$", line)]
        assert {cell_len(line) for line in bars} == {columns}
        if columns >= 80:
            assert bars[-1].startswith("making it the index ")
            assert bars[-1].endswith("━ 3/3 files 96.0/96.0 kB  0:00 left")
    piped = run("index", "--index", new_index(), cwd=tmp_path)
    assert (piped.status, piped.err) == (0, "")
    assert "━" not in piped.out
