"""Concordance lines: their order, samples of them, and how often a phrase stands where."""

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

import bri_search
from bri_search import errors
from bri_search.cli.charts import bar
from bri_search.search.filtering import Filter
from bri_search.search.kwic.choices import SORTS
from bri_search.search.kwic.lines import draw
from bri_search.search.kwic.sorting import _key, sort_keys, sort_occurrences
from bri_search.search.kwic.stream import CHUNK
from tests.building import LibraryOf
from tests.program import plain, run, run_on_terminal
from tests.scan import all_at_once

CORPUS = {
    "b-news.txt": "甲方加強合作，乙方深化合作。\n\n丙方擴大合作夥伴網絡。\n\n合作\n",
    "a-report.md": (
        "# 合作报告\n\n## 第一章 贸易\n\n各方加强合作伙伴关系，合作前景广阔。\n\n"
        "## 第二章 roads\n\nThe broad road to cooperation; roads and railroads. 合作road合作。\n"
    ),
    "c-note.txt": "各国深化合作伙伴关系。另外，深化合作。\n",
    "d-note.txt": "\U00020000字\U00020001合作2023年合作。\n",
    "catalog.toml": (
        '[[source]]\nid = "news"\ntitle = "新聞"\nissued = "2023-10"\nfile = "b-news.txt"\n'
        '[[source]]\nid = "report"\ntitle = "报告"\nissued = "2021"\nfile = "a-report.md"\n'
        '[[source]]\nid = "older"\ntitle = "旧"\nissued = "2021-03-04"\nfile = "d-note.txt"\n'
    ),
}


@pytest.fixture(scope="module")
def library(library_of: LibraryOf) -> bri_search.Library:
    return library_of(CORPUS)


def place(line: bri_search.KwicLine) -> tuple[str, int]:
    return line.source.id, line.start


# -- whole words -----------------------------------------------------------------------------------


def test_words_leaves_out_what_is_inside_longer_ones(library: bri_search.Library) -> None:
    assert [line.match for line in library.kwic("road")] == ["road"] * 6
    whole = library.kwic("road", words=True)
    assert [line.left[-6:] for line in whole] == ["broad ", "ds. 合作"]
    assert library.kwic("road", words=True, sort="right", limit=1).total == 2
    assert library.kwic("road", words=True, sort="left1", sample=2).total == 2
    assert library.kwic("road", words=True, source="report").total == 2
    assert library.count("road", words=True).total == 2
    assert [one.count for one in library.count("road", words=True).sources] == [2]
    by_section = library.distribution("road", by="section", words=True)
    assert [group.count for group in by_section] == [2]
    near = library.collocates("road", words=True, min_count=1, window=(0, 1))
    assert near.total == 2
    assert library.collocates("road", min_count=1, window=(0, 1)).total == 6


def test_words_are_those_of_scripts_with_spaces(library: bri_search.Library) -> None:
    for phrase in ("合作", "合作road", "road to"):
        whole = library.kwic(phrase, words=True)
        assert [place(line) for line in whole] == [place(line) for line in library.kwic(phrase)]
        assert whole.total
    assert library.kwic("023", words=True).total == 0
    assert library.kwic("2023", words=True).total == library.kwic("2023").total == 1
    assert library.kwic("roa", words=True).total == 0
    assert library.kwic("oad to", words=True).total == 0


def test_the_command_takes_words(folder: Path) -> None:
    inside = run("kwic", "port", "--csv", cwd=folder).lines
    whole = run("kwic", "port", "--words", "--csv", cwd=folder).lines
    assert 1 < len(whole) < len(inside)
    assert set(whole) <= set(inside)
    for view in (["--count"], ["--by", "source"], ["--collocates", "--min-count", "1"]):
        some = json.loads(run("kwic", "port", "--words", *view, "--json", cwd=folder).out)
        assert some["total"] == len(whole) - 1


def test_a_star_is_said_to_be_for_search(folder: Path) -> None:
    said = (
        "bri-search: * is passed over here; bri-search search 'word*' finds words that begin alike"
    )
    assert said in run("kwic", "connect*", cwd=folder).err.splitlines()
    assert said in run("kwic", "connect*", "--count", cwd=folder).err.splitlines()
    assert run("kwic", "**connectivity**", cwd=folder).err == ""


# -- keys ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("position", ("position",)),
        ("right1,left1,date", ("right1", "left1", "date")),
        ("R1, L2", ("right1", "left2")),
        ("1R,9L", ("right1", "left9")),
        ("Left 1, RIGHT", ("left1", "right")),
        (["r1", "source"], ("right1", "source")),
        (["r1,source", "l3"], ("right1", "source", "left3")),
    ],
)
def test_keys_are_read_as_concordancers_write_them(typed: Any, keys: tuple[str, ...]) -> None:
    assert sort_keys(typed) == keys


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("up", "'up' is not one of source, date, position, left, right, left1 to left9"),
        ("right0", "right1 to right9"),
        ("right10", "right1 to right9"),
        ("left,,right", "'' is not one of"),
        ("", "'' is not one of"),
        ([], "0 keys"),
        ("left,right,date,source", "4 keys are given; give one to 3"),
    ],
)
def test_keys_that_are_none_are_refused(typed: Any, says: str, library: bri_search.Library) -> None:
    with pytest.raises(errors.UsageError, match=says):
        library.kwic("合作", sort=typed)


@pytest.mark.parametrize(
    ("sort", "sources"),
    [
        # c-note has no record and so no date; a year comes before a day in it.
        ("date", ["report", "older", "news", "c-note"]),
        ("source", ["c-note", "news", "older", "report"]),
        ("position", ["report", "news", "c-note", "older"]),
    ],
)
def test_sources_and_dates(sort: str, sources: list[str], library: bri_search.Library) -> None:
    lines = library.kwic("合作", sort=sort)
    assert list(dict.fromkeys(line.source.id for line in lines)) == sources
    by_position = [place(line) for line in library.kwic("合作")]
    for source in sources:
        within = [place(line) for line in lines if line.source.id == source]
        assert within == [one for one in by_position if one[0] == source]


@pytest.mark.parametrize(
    ("phrase", "source", "keys", "words"),
    [
        # The phrase stands as a word of its own, whatever the lexicon would make of it.
        ("合作", "news", ("left1", "right1"), ["加强 乙方", "深化 ", "扩大 伙伴", " "]),
        ("合作", "c-note", ("left1", "right1"), ["深化 伙伴关系", "深化 "]),
        ("合作", "c-note", ("left2", "right2"), ["各国 另外", "另外 "]),
        # Of a Latin word or a number, the rest goes with it; punctuation is no word.
        ("road", "report", ("left1", "right1"), [
            "第二章 ", "the road", "broad to", "cooperation and", "and 合作", "合作 合作",
        ]),
        ("023", "older", ("left1", "right1"), ["合作 年"]),
        # A wall ends it, and a rare ideograph is one word.
        ("作", "older", ("left2", "right1"), ["𠀁 2023", "2023 "]),
    ],
)  # fmt: skip
def test_words_beside_a_phrase(
    phrase: str, source: str, keys: tuple[str, str], words: list[str], library: bri_search.Library
) -> None:
    store = library._store
    chosen = Filter.read(store, source=source)
    left, right = (_key(store, key) for key in keys)
    occurrences = all_at_once(store, phrase, chosen)
    assert [f"{left(one)} {right(one)}" for one in occurrences] == words


# -- order -----------------------------------------------------------------------------------------

KEYS = st.sampled_from([*SORTS, *(f"{s}{n}" for s in ("left", "right") for n in (1, 2, 3))])


@given(
    keys=st.lists(KEYS, min_size=1, max_size=3),
    phrase=st.sampled_from(["合作", "合", "的", "road", "o", "，"]),
)
def test_sorting_orders_the_same_lines(
    library: bri_search.Library, keys: list[str], phrase: str
) -> None:
    store = library._store
    unsorted = all_at_once(store, phrase, Filter())
    ordered = sort_occurrences(store, unsorted, keys)
    assert sorted(ordered) == sorted(unsorted)
    # One key after the other, the least important first, with Python's own stable sort.
    expected = list(unsorted)
    for key in reversed(keys):
        expected.sort(key=partial(independent, library, key))
    assert ordered == expected


def independent(library: bri_search.Library, key: str, one: Any) -> Any:
    """What a key compares, read off the text as a whole."""
    store = library._store
    entry = store.by_serial(one.serial)
    if key == "position":
        return (entry.source.path, one.start)
    if key == "source":
        return entry.source.id
    if key == "date":
        return entry.source.issued or "9999"
    stream = bytes(store.document(one.serial).folded).decode("utf-16-be")
    units = stream.encode("utf-16-be")
    before = units[: 2 * one.position].decode("utf-16-be").split("\0")[-1]
    behind = units[2 * (one.position + one.length) :].decode("utf-16-be").split("\0")[0]
    if key == "left":
        return before[::-1]
    if key == "right":
        return behind
    phrase = units[2 * one.position : 2 * (one.position + one.length)].decode("utf-16-be")
    if phrase.isascii():  # the rest of its word goes with it
        while before[-1:].isascii() and before[-1:].isalnum():
            before = before[:-1]
        while behind[:1].isascii() and behind[:1].isalnum():
            behind = behind[1:]
    number = int(key[-1])
    words = store.segmenter.cut(before)[::-1] if key < "right" else store.segmenter.cut(behind)
    return words[number - 1] if number <= len(words) else ""


@given(st.text("数字丝绸之路合作，。 a1.-股ü_\u0301\U00020000", max_size=40))
@example("11.-2号店，3.5-4a")
def test_chunks_are_cut_as_the_whole_is(library: bri_search.Library, text: str) -> None:
    cut = library._store.segmenter.cut
    assert [word for chunk in CHUNK.findall(text) for word in cut(chunk)] == cut(text)


def test_sorting_is_blind_to_script(library: bri_search.Library) -> None:
    for sort in ("left", "right", "left1", "right1"):
        one = [place(line) for line in library.kwic("合作夥伴", sort=sort)]
        assert one == [place(line) for line in library.kwic("合作伙伴", sort=sort)]
    rights = [library.fold(line.right)[:2] for line in library.kwic("合作", sort="right1")]
    at = [number for number, right in enumerate(rights) if right == "伙伴"]
    assert len(at) == 3
    assert at == list(range(at[0], at[0] + 3))


# -- samples ---------------------------------------------------------------------------------------


@given(st.integers(0, 60), st.integers(1, 70), st.integers())
def test_a_sample_is_a_reproducible_part(total: int, size: int, seed: int) -> None:
    everything: Any = list(range(total))
    drawn = draw(everything, size, seed)
    assert len(drawn) == min(size, total)
    assert drawn == sorted(set(drawn))
    assert set(drawn) <= set(everything)
    assert draw(everything, size, seed) == drawn
    assert set(draw(everything, size + 5, seed)) >= set(drawn)


def test_a_sample_is_the_one_it_always_was() -> None:
    everything: Any = [*range(100)]
    # The five lowest of the first hundred numbers of Python's generator, seeded with 0.
    drawn: Any = draw(everything, 5, 0)
    assert drawn == [35, 40, 52, 75, 97]


def test_seeds_draw_different_samples() -> None:
    everything: Any = list(range(1000))
    assert len({tuple(draw(everything, 10, seed)) for seed in range(20)}) == 20


def test_every_occurrence_is_drawn_alike() -> None:
    everything: Any = list(range(10))
    drawn = [one for seed in range(2000) for one in draw(everything, 3, seed)]
    assert all(500 < drawn.count(one) < 700 for one in everything)


def test_a_sample_is_drawn_before_sorting(library: bri_search.Library) -> None:
    everything = library.kwic("合作")
    drawn = library.kwic("合作", sample=4)
    assert (drawn.total, drawn.sample, len(drawn)) == (everything.total, 4, 4)
    ordered = library.kwic("合作", sample=4, sort="right1,left1")
    assert sorted(map(place, ordered)) == sorted(map(place, drawn))
    assert [place(line) for line in library.kwic("合作", sample=4, limit=2, offset=2)] == [
        place(line) for line in drawn
    ][2:]
    assert "sample" not in everything.as_json()
    assert list(drawn.as_json()) == ["phrase", "total", "sample", "occurrences"]
    assert len(library.kwic("合作", sample=999)) == everything.total


@pytest.mark.parametrize("size", [0, -3])
def test_a_sample_of_nothing_is_refused(size: int, library: bri_search.Library) -> None:
    with pytest.raises(errors.UsageError, match=f"sample: {size} is too small"):
        library.kwic("合作", sample=size)


def test_the_program_says_that_it_shows_a_sample(folder: Path) -> None:
    total = json.loads(run("kwic", "合作", "--json", cwd=folder).out)["total"]
    command = ["kwic", "合作", "--sample", 5, "--sort", "R1,source"]
    first = run(*command, cwd=folder)
    assert first == run(*command, "--seed", 0, cwd=folder)
    assert first != run(*command, "--seed", 1, cwd=folder)
    assert len(first.lines) == 7
    assert first.lines[-1] == f"5 of {total}, a random sample"
    shown = plain(run_on_terminal(*command, columns=80, cwd=folder).out)
    assert shown.splitlines()[-1] == first.lines[-1]
    as_json = json.loads(run(*command, "--json", cwd=folder).out)
    assert (as_json["sample"], as_json["total"], len(as_json["occurrences"])) == (5, total, 5)
    # A sample as large as all there is
    assert run("kwic", "合作", "--sample", 9999, cwd=folder).lines[-1].startswith(f"{total} of")


def test_the_program_takes_keys_in_any_spelling(folder: Path) -> None:
    by_commas = run("kwic", "互联互通", "--sort", "right1,left1,date", cwd=folder)
    assert by_commas.status == 0
    options = ["--sort", "R1", "--sort", "1L", "--sort", "date"]
    assert run("kwic", "互联互通", *options, cwd=folder) == by_commas
    assert run("kwic", "互联互通", cwd=folder) != by_commas


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--sort", "right1,up"], "'up' is not one of"),
        (["--sort", "left,right,date,source"], "4 keys are given"),
        (["--sample", "0"], "sample: 0 is too small"),
        (["--sample", "-1"], "sample: -1 is too small"),
        (["--by", "month"], "by: 'month' is not one of section, source, date, year"),
        (["--count", "--by", "date"], "--count and --by exclude one another"),
        (["--count", "--sample", "3"], "--sample does not go with --count"),
        (["--window", "3"], "--window goes with --collocates only"),
        (["--window", "3", "--count"], "--window goes with --collocates only"),
        (["--seed", "3"], "--seed goes with --sample only"),
        (["--count", "--sort", "right1"], "--sort does not go with --count"),
        (["--count", "--limit", "3"], "--limit does not go with --count"),
        (["--by", "source", "--offset", "3"], "--offset does not go with --by"),
        (["--by", "source", "--width", "30"], "--width does not go with --by"),
        (["--collocates", "--sort", "date"], "--sort does not go with --collocates"),
        (["--collocates", "--width", "30"], "--width does not go with --collocates"),
    ],
)
def test_bad_options_are_one_line(arguments: list[str], says: str, folder: Path) -> None:
    ran = run("kwic", "合作", *arguments, cwd=folder)
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert says in ran.err


@pytest.mark.parametrize("view", [[], ["--collocates"], ["--by", "date"], ["--sample", "3"]])
def test_a_phrase_that_folds_to_nothing_is_refused(view: list[str], folder: Path) -> None:
    ran = run("kwic", "「」", *view, cwd=folder)
    assert (ran.status, ran.out) == (2, "")
    assert "the phrase holds only punctuation" in ran.err


# -- where a phrase stands -------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["section", "source", "date", "year"])
@pytest.mark.parametrize("phrase", ["合作", "road", "伙伴", "各方加强合作伙伴关系"])
def test_counts_by_anything_add_up(by: str, phrase: str, library: bri_search.Library) -> None:
    found = library.distribution(phrase, by=by)
    assert sum(group.count for group in found) == found.total == library.kwic(phrase).total
    if by != "section":
        assert sum(group.characters for group in found) == sum(
            len(part)
            for entry in library._store.sources
            for part in bytes(library._store.document(entry.serial).folded)
            .decode("utf-16-be")
            .split("\0")
        )


def test_by_source_is_what_count_says(library: bri_search.Library) -> None:
    counted = {one.source.id: one.count for one in library.count("合作").sources}
    found = library.distribution("合作", by="source")
    assert {one.source.id: one.count for one in found if one.source} == counted
    assert [one.source.id for one in found if one.source] == ["report", "news", "c-note", "older"]


def test_by_section_is_in_the_order_of_the_text(library: bri_search.Library) -> None:
    found = library.distribution("合作", by="section", source="report")
    assert [(one.section, one.count) for one in found] == [
        (("合作报告",), 1),
        (("合作报告", "第一章 贸易"), 2),
        (("合作报告", "第二章 roads"), 2),
    ]
    # 合作报告 · 第一章贸易各方加强合作伙伴关系，合作前景广阔。
    assert [one.characters for one in found][:2] == [4, 5 + 18]
    assert [one.per_10000 for one in found][:2] == [2500.0, 10_000 * 2 / 23]


def test_dates_are_as_exact_as_all_are(library: bri_search.Library) -> None:
    years = [("2021", 7), ("2023", 4), (None, 2)]
    for by in ("date", "year"):
        found = library.distribution("合作", by=by)
        assert [(one.date, one.count) for one in found] == years
    exact = library.distribution("合作", by="date", since="2023")
    assert [(one.date, one.count) for one in exact] == [("2023-10", 4)]
    by_year = library.distribution("合作", by="year", since="2023")
    assert [one.date for one in by_year] == ["2023"]


def test_a_source_without_an_occurrence_counts_as_well(library: bri_search.Library) -> None:
    found = library.distribution("road", by="source")
    assert [(one.source.id, one.count > 0) for one in found if one.source] == [
        ("report", True),
        ("news", False),
        ("c-note", False),
        ("older", False),
    ]


def test_what_filters_leave_out_is_not_counted(library: bri_search.Library) -> None:
    [group] = library.distribution("合作", by="source", source="report", kind="heading")
    assert (group.count, group.characters) == (1, len("合作报告第一章贸易第二章roads"))


def test_a_phrase_that_stands_nowhere_has_no_distribution(library: bri_search.Library) -> None:
    found = library.distribution("合作xyz")
    assert (found.total, found.groups) == (0, ())
    assert [one.text for one in found.suggestions] == ["合作"]
    with pytest.raises(errors.UsageError, match="by: 'month'"):
        library.distribution("合作", by="month")


@given(st.floats(0, 1), st.integers(1, 60))
def test_a_bar_is_as_long_as_its_share(share: float, width: int) -> None:
    assert (cell_len(bar(share, width)) > 0) == (share > 0)
    assert cell_len(bar(share, width)) <= width
    assert abs(len(bar(share, width)) - share * width) <= 1


@pytest.mark.parametrize("columns", [30, 80, 200])
@pytest.mark.parametrize("by", ["section", "source", "date"])
def test_bars_are_aligned_and_fit(by: str, columns: int, folder: Path) -> None:
    shown = plain(
        run_on_terminal("kwic", "数字", "--by", by, columns=columns, cwd=folder).out
    ).splitlines()
    assert max(map(cell_len, shown)) <= columns
    bars = [line for line in shown if line.endswith(tuple("▏▎▍▌▋▊▉█"))]
    assert len({cell_len(line.rstrip("▏▎▍▌▋▊▉█")) for line in bars}) <= 1
    if columns > 30:
        assert len(bars) > 1
        longest = max(bars, key=cell_len)
        found = json.loads(run("kwic", "数字", "--by", by, "--json", cwd=folder).out)["groups"]
        most = max(found, key=lambda group: group["per_10000"])
        assert f" {most['count']} " in longest
        assert f"{most['per_10000']:,.1f}" in longest


def test_a_pipe_gets_a_table_and_no_bars(folder: Path) -> None:
    ran = run("kwic", "数字", "--by", "source", cwd=folder)
    assert (ran.status, ran.err) == (0, "")
    assert not set(ran.out) & set("▏▎▍▌▋▊▉█")
    assert ran.lines[0].split() == ["source", "title", "count", "characters", "per", "10000"]
    total = json.loads(run("kwic", "数字", "--json", cwd=folder).out)["total"]
    assert ran.lines[-1] == f"{total} in all"
