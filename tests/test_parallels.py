"""Parallels: passages that sources share, back in their files, with what differs in them."""

import json
from pathlib import Path
from typing import Any

import pytest

import bri_search
from bri_search.cli.cells import cells
from bri_search.errors import BriSearchError
from tests.building import LibraryOf
from tests.program import highlighted, plain, run, run_on_terminal

# The right answers were read off the documents before the program was run.

EARLY = """\
# 白皮书

## 航线

截至2023年6月底，“丝路海运”航线已通达全球43个国家的117个港口，为共同发展注入强劲动力。

## 设施

中欧班列累计开行7.4万列，合计货值超3000亿美元，通达25个国家的200多个城市。
"""
LATE = """\
絲路動態

據報道，截至2023年6月底，「絲路海運」航
線已通達全球43個國家的116個港口，為共
同發展注入強勁動力。

中歐班列累計開行7.4萬列，合計貨值超3,000億
美元，已通達25個國家的200多個城市。
"""
CATALOG = """\
[[source]]
id = "late"
title = "絲路動態"
creator = []
issued = "2024-05"
file = "a-late.txt"

[[source]]
id = "early"
title = "白皮书"
creator = []
issued = "2023"
file = "b-early.md"
"""


@pytest.fixture(scope="module")
def library(library_of: LibraryOf) -> bri_search.Library:
    """Two sources in two scripts, with one figure and one word that differ."""
    return library_of(
        {
            "b-early.md": EARLY,
            "a-late.txt": LATE,
            "c-other.txt": "海上的日出，林间的风。\n",
            "d-nothing.txt": "“”\n",
            "catalog.toml": CATALOG,
        }
    )


def test_the_sides_are_the_characters_of_the_files(library: bri_search.Library) -> None:
    found = library.parallels()
    assert [side.source.id for one in found for side in one.sides] == ["early", "late"] * 2
    ports, trains = found
    assert ports.sides[0].reading == EARLY.split("\n")[4]
    assert ports.sides[0].line == 5
    assert ports.sides[0].section == ("白皮书", "航线")
    assert ports.sides[1].line == 3
    assert ports.sides[1].column == 5
    assert ports.sides[1].lines == (3, 5)
    assert trains.sides[0].section == ("白皮书", "设施")
    for one in found:
        for side, text in zip(one.sides, (EARLY, LATE), strict=True):
            assert side.text == text[side.start : side.end]
            assert text[: side.start].count("\n") + 1 == side.line
            assert side.selector.exact == side.text
        # Without the differences both sides fold to the same.
        kept = [
            library.fold(
                "".join(
                    character
                    for place, character in enumerate(side.reading)
                    if not any(start <= place < end for start, end in side.marked)
                )
            )
            for side in one.sides
        ]
        assert kept[0] == kept[1]


def test_differences_are_named(library: bri_search.Library) -> None:
    ports, trains = library.parallels()
    assert [change.as_json() for change in ports.differences] == [
        {"kind": "replaced", "first": "117", "second": "116",
         "first_start": EARLY.index("117个港口"), "second_start": LATE.index("116個港口")}
    ]  # fmt: skip
    assert [(one.kind.value, one.first, one.second) for one in trains.differences] == [
        ("inserted", "", "已")
    ]
    for change, text in ((ports.differences[0], EARLY), (trains.differences[0], EARLY)):
        assert text[change.first_start :].startswith(change.first)
    assert trains.differences[0].first_start == EARLY.index("通达25")
    assert trains.differences[0].second_start == LATE.index("已通達25")
    for one in (ports, trains):
        longer = max(len(library.fold(side.text)) for side in one.sides)
        assert one.similarity == pytest.approx(1 - 1 / longer)
    assert ports.length == len(library.fold(ports.sides[0].text)) - 1


def test_script_makes_no_difference(library_of: LibraryOf) -> None:
    texts = {
        "hans.txt": "对世界卫生组织的谅解备忘录，里程碑式的发展。\n",
        "hant.txt": "對世界衞生組織的諒解備忘錄，里程碑式的發展。\n",
        "taiwan.txt": "對世界衛生組織的諒解備忘錄，里程碑式的發展。\n",
    }
    found = library_of(texts).parallels()
    assert [one.similarity for one in found] == [1.0] * 3
    assert {one.length for one in found} == {22}


def test_shares(library: bri_search.Library) -> None:
    shares = library.shares()
    assert [one.source.id for one in shares.sources] == ["early", "late", "c-other", "d-nothing"]
    assert [one.characters for one in shares.sources][3] == 0
    found = {(one.source.id, one.other.id): one for one in shares}
    assert set(found) == {("early", "late"), ("late", "early")}
    for number, (one, other) in enumerate([("early", "late"), ("late", "early")]):
        sides = [parallel.sides[number] for parallel in library.parallels()]
        assert found[one, other].characters == sum(len(library.fold(s.text)) for s in sides)
        of = next(each.characters for each in shares.sources if each.source.id == one)
        assert found[one, other].of == of
        assert found[one, other].share == found[one, other].characters / of


def test_pages_follow_one_another(library: bri_search.Library) -> None:
    every = library.parallels(limit=0)
    assert every.total == len(every) == 2
    assert library.parallels(limit=1).parallels == every.parallels[:1]
    assert library.parallels(limit=1, offset=1).parallels == every.parallels[1:]
    assert library.parallels(offset=5).parallels == ()
    assert library.parallels(offset=5).total == 2


def test_sources_are_chosen(library: bri_search.Library) -> None:
    every = library.parallels().parallels
    assert library.parallels("late").parallels == every
    assert library.parallels("late", "early").parallels == every
    assert library.parallels("c-other").total == 0
    assert library.parallels("d-nothing").total == 0
    assert library.parallels("early", "c-other").total == 0


@pytest.mark.parametrize(
    ("arguments", "options", "says"),
    [
        (("late", "late"), {}, "given twice"),
        ((None, "late"), {}, "give two sources"),
        (("none",), {}, "no source 'none'"),
        ((), {"min_length": 4}, "give 5 or more"),
        ((), {"limit": -1}, "limit: -1 is negative"),
    ],
)
def test_what_makes_no_sense_is_refused(
    library: bri_search.Library, arguments: tuple[str], options: dict[str, Any], says: str
) -> None:
    with pytest.raises(BriSearchError, match=says):
        library.parallels(*arguments, **options)


@pytest.fixture(scope="module")
def index(library: bri_search.Library) -> Path:
    """The index of `library`, for the program."""
    return library._store.index


def test_the_command_in_a_pipe(index: Path, tmp_path: Path) -> None:
    ran = run("parallels", "--index", index, cwd=tmp_path)
    assert ran.status == 0
    assert ran.lines[0] == "2 parallels"
    assert "的[-117-]个港口" in ran.out
    assert "的{+116+}個港口" in ran.out
    assert "美元，{+已+}通達25" in ran.out
    assert "b-early.md:5: " in ran.out


def test_json_is_what_python_gives(
    library: bri_search.Library, index: Path, tmp_path: Path
) -> None:
    ran = run("parallels", "--json", "--index", index, cwd=tmp_path)
    assert json.loads(ran.out) == library.parallels().as_json()
    ran = run("parallels", "--jsonl", "-n", 1, "--index", index, cwd=tmp_path)
    assert [json.loads(line) for line in ran.lines] == [
        one.as_json() for one in library.parallels(limit=1)
    ]
    ran = run("parallels", "--summary", "--json", "--index", index, cwd=tmp_path)
    assert json.loads(ran.out) == library.shares().as_json()
    ran = run("parallels", "--summary", "--csv", "--index", index, cwd=tmp_path)
    assert ran.lines[0] == "source,other,characters,of,share"
    assert len(ran.lines) == 3
    ran = run("parallels", "early", "--with", "late", "--tsv", "--index", index, cwd=tmp_path)
    assert len(ran.lines) == 3


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["c-other"], 1, "no passage of 15 characters is shared"),
        (["--offset", "7"], 1, "2 found and none shown"),
        (["--min-length", "4"], 2, "give 5 or more"),
        (["early", "--with", "early"], 2, "given twice"),
        (["--summary", "early"], 2, "--summary is of all sources"),
        (["--summary", "--min-length", "999"], 1, "no passage of 999 characters"),
    ],
)
def test_one_line_says_what_is_wrong(
    index: Path, tmp_path: Path, arguments: list[str], status: int, says: str
) -> None:
    ran = run("parallels", *arguments, "--index", index, cwd=tmp_path)
    assert ran.status == status
    assert says in ran.err
    assert ran.err.count("\n") == 1
    assert ran.out == ""


@pytest.mark.parametrize("columns", [80, 200])
def test_on_a_terminal(index: Path, tmp_path: Path, columns: int) -> None:
    ran = run_on_terminal("parallels", "--index", index, columns=columns, cwd=tmp_path)
    shown = plain(ran.out).splitlines()
    assert ran.status == 0
    assert max(map(cells, shown)) <= columns
    assert highlighted(ran.out) == ["117", "116", "已"]
    # On a wide terminal the two sides stand beside one another.
    beside = [line for line in shown if "白皮书 · 2023" in line and "絲路動態" in line]
    assert len(beside) == (2 if columns == 200 else 0)


@pytest.mark.parametrize("columns", [80, 200])
def test_the_summary_on_a_terminal(index: Path, tmp_path: Path, columns: int) -> None:
    ran = run_on_terminal("parallels", "--summary", "--index", index, columns=columns, cwd=tmp_path)
    shown = plain(ran.out).splitlines()
    assert max(map(cells, shown)) <= columns
    assert [line.split()[:2] for line in shown[3:7]] == [
        ["1", "early"], ["2", "late"], ["3", "c-other"], ["4", "d-nothing"]
    ]  # fmt: skip
    assert " stands in " in shown[-1]


def test_many_sources_are_listed(library_of: LibraryOf, tmp_path: Path) -> None:
    text = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往。\n"
    library = library_of({f"{n:02}.txt": f"{chr(0x4E00 + 97 * n)}{text}" for n in range(14)})
    index = library._store.index
    ran = run("parallels", "--summary", "--index", index, cwd=tmp_path)
    assert ran.lines[0] == f"{14 * 13} shares of 14 sources, the 20 greatest shown"
    assert len(ran.lines) == 3 + 20
    wide = run_on_terminal("parallels", "--summary", "--index", index, columns=80, cwd=tmp_path)
    assert max(map(cells, plain(wide.out).splitlines())) <= 80


def test_a_parallel_begins_and_ends_with_whole_words(library_of: LibraryOf) -> None:
    texts = {
        "a.txt": "Report\n\nInterconnectivity of ports along the coast has grown for ten years in a "
        "row, and nobody doubts it.\n",
        "b.txt": "Note\n\nWe hear that connectivity of ports along the coast has grown for ten years "
        "in a rowboat, they say.\n",
    }
    [parallel] = library_of(texts).parallels()
    words = "of ports along the coast has grown for ten years in a"
    assert [side.reading for side in parallel.sides] == [words, words]
    # Longest are those that have most in common, pieces of words included.
    assert parallel.length == len(f"connectivity {words} row")


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        (
            "船队回来了。沿岸的灯塔今年全部换上了新灯，夜里远远就能望见。",
            "渔民这么说。沿岸的灯塔今年全部换上了新灯，夜里远远就能看到。",
            "沿岸的灯塔今年全部换上了新灯，夜里远远就能",
        ),
        (
            "码头吞吐量连续三年位居全省前列，其中集装箱同比增长12.5%。",
            "据统计，吞吐量连续三年位居全省前列，其中集装箱同比增长12.6%。",
            "吞吐量连续三年位居全省前列，其中集装箱同比增长",
        ),
        (
            "甲港投资112.5亿元改造旧码头并疏浚航道，工程明年完工。",
            "乙港投资337.5亿元改造旧码头并疏浚航道，工程明年动工。",
            "亿元改造旧码头并疏浚航道，工程明年",
        ),
        (
            "老船长讲了许多沿海各处灯塔的由来（见下文所引县志）。",
            "书里写了许多沿海各处灯塔的由来（据守塔人口述）。",
            "了许多沿海各处灯塔的由来",
        ),
    ],
)
def test_a_parallel_has_nothing_of_other_sentences_and_numbers_at_its_edges(
    library_of: LibraryOf, one: str, other: str, shared: str
) -> None:
    library = library_of({"a.txt": f"{one}\n", "b.txt": f"{other}\n"})
    [parallel] = library.parallels(min_length=12)
    assert [side.reading for side in parallel.sides] == [shared, shared]


def test_rare_ideographs_count_once(library_of: LibraryOf) -> None:
    rare = "𠀋𡈽𡌛𡑮𡢽𠮟𡚴𡸴𣇄𣗄"
    texts = {
        "a.txt": f"甲地旧志所载{rare}諸字皆已失傳。\n",
        "b.txt": f"乙某说{rare[:6]}𣜿{rare[6:]}今人不识。\n",
    }
    [parallel] = library_of(texts).parallels(min_length=10)
    assert [side.reading for side in parallel.sides] == [rare, f"{rare[:6]}𣜿{rare[6:]}"]
    assert parallel.length == 10
    assert parallel.similarity == pytest.approx(1 - 1 / 11)
