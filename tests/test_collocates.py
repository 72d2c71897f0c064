"""Collocates: counts, forms and measures, against a count by hand and one by brute force."""

import json
import math
import re
from collections import Counter
from pathlib import Path
from typing import Any

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

import bri_search
from bri_search import errors
from bri_search.search.kwic.association import log_dice, log_likelihood
from tests.building import LibraryOf
from tests.program import plain, run, run_on_terminal

CORPUS = {
    "one.txt": (
        "各方深化合作夥伴關係，推動合作。合作合作，務實合作前景廣闊。\n\n"
        "合作前景廣闊，務實合作。人人人人都談合作。\n"
    ),
    "two.md": (
        "# 合作\n\n## 贸易\n\n各方深化合作伙伴关系，推动务实合作。2023年合作，成果超过120项。\n\n"
        "## 其他\n\n道路建设。The silk road; roads and Railroads 合作 road map。\n\n"
        "另有[[zh:務實]]**合作**伙伴𠀀𠀁合作。没有结束\n\n的一句话里也有合作\n"
    ),
    "three.txt": "这里没有那个词。务实，前景，伙伴。\n",
}


@pytest.fixture(scope="module")
def library(library_of: LibraryOf) -> bri_search.Library:
    return library_of(CORPUS)


# -- measures --------------------------------------------------------------------------------------


def test_log_likelihood_is_what_the_formula_gives() -> None:
    # a = 30, b = 20, c = 1,000, d = 9,000: E1 = 5, E2 = 45;
    # 2 (30 ln 6 + 20 ln (20/45)) = 2 (53.7528 - 16.2186) = 75.0684.
    assert log_likelihood(30, 50, 1000, 10_000) == pytest.approx(75.0684, abs=1e-3)
    # a = 1, b = 99, c = 500, d = 500: E1 = E2 = 50; rarer than expected, and so negative.
    # 2 (ln 0.02 + 99 ln 1.98) = 2 (-3.9120 + 67.6266) = 127.4291.
    assert log_likelihood(1, 100, 500, 1000) == pytest.approx(-127.4291, abs=1e-3)
    # a = 4, b = 0: 2 · 4 ln (4 / 0.4).
    assert log_likelihood(4, 4, 10, 100) == pytest.approx(8 * math.log(10))
    assert log_likelihood(3, 30, 100, 1000) == 0
    assert log_likelihood(7, 7, 50, 50) == 0


def test_log_dice_is_what_the_formula_gives() -> None:
    assert log_dice(5, 5, 5) == 14
    assert log_dice(1, 1, 3) == 13
    assert log_dice(10, 100, 60) == 14 - 3
    assert log_dice(1, 16_384, 16_384) == 0


@given(st.integers(1, 500), st.integers(0, 500), st.integers(0, 5000), st.integers(0, 5000))
def test_a_word_is_drawn_or_shunned_by_its_share(a: int, b: int, c: int, d: int) -> None:
    near, words = a + c, a + b + c + d
    value = log_likelihood(a, a + b, near, words)
    ahead = a * (words - near) - b * near
    assert math.isfinite(value)
    assert value >= 0 if ahead >= 0 else value <= 0
    assert -math.inf < log_dice(a, a + c, a + b) <= 14


# -- counts ----------------------------------------------------------------------------------------


def brute_force(
    library: bri_search.Library, phrase: str, left: int, right: int
) -> tuple[Counter[str], Counter[str], int]:
    """Words near the phrase, all words and nodes, from texts cut apart at the phrase."""
    near: Counter[str] = Counter()
    words: Counter[str] = Counter()
    nodes = 0
    folded = library.fold(phrase)
    store = library._store
    for entry in store.sources:
        stream = bytes(store.document(entry.serial).folded).decode("utf-16-be")
        for text in stream.split("\0"):
            row: list[str | None] = []
            for number, part in enumerate(text.split(folded)):
                row += [None] * (number > 0) + list(store.segmenter.cut(part))
            nodes += row.count(None)
            words.update(word for word in row if word is not None)
            at_nodes = [place for place, word in enumerate(row) if word is None]
            near.update(
                word
                for place, word in enumerate(row)
                if word is not None
                and any(node - left <= place <= node + right for node in at_nodes)
            )
    return near, words, nodes


@given(
    phrase=st.sampled_from(
        ["合作", "务实", "務實合作", "，", "人人", "的", "2023", "伙伴", "道路"]
    ),
    left=st.integers(0, 6),
    right=st.integers(0, 6),
)
def test_everything_is_as_brute_force_has_it(
    library: bri_search.Library, phrase: str, left: int, right: int
) -> None:
    if left + right == 0:
        return
    near, words, nodes = brute_force(library, phrase, left, right)
    found = library.collocates(phrase, window=(left, right), min_count=1, limit=0)
    assert (found.total, found.words, found.near) == (nodes, words.total(), near.total())
    assert {one.folded: one.count for one in found} == near
    size, reach = words.total(), near.total()
    for one in found:
        assert one.frequency == words[one.folded]
        a, b = one.count, one.frequency - one.count
        expected = (reach * (a + b) / size, (size - reach) * (a + b) / size)
        value = 2 * sum(o * math.log(o / e) for o, e in zip((a, b), expected, strict=True) if o)
        assert abs(one.log_likelihood) == pytest.approx(abs(value), abs=1e-9)
        assert one.log_dice == pytest.approx(14 + math.log2(2 * a / (nodes + a + b)))
        assert sum(form.count for form in one.forms) == one.count
        assert {library.fold(form.form) for form in one.forms} == {one.folded}
        assert one.word == one.forms[0].form


def by_word(found: bri_search.Collocates) -> dict[str, tuple[int, int]]:
    return {one.folded: (one.count, one.frequency) for one in found}


def test_windows_by_hand(library: bri_search.Library) -> None:
    # 前景 stands three times: after 合作 in one.txt (twice), and in three.txt.
    right = by_word(library.collocates("合作", window=(0, 1), min_count=1))
    assert right["前景"] == (2, 3)
    # To the left of 合作 stands 务实 four times; in three.txt it stands alone.
    left = by_word(library.collocates("合作", window=(1, 0), min_count=1))
    assert left["务实"] == (4, 5)
    assert "前景" not in left
    # A window never runs over a wall: the heading 合作 has nothing beside it.
    assert "贸易" not in by_word(library.collocates("合作", window=9, min_count=1))


def test_a_word_near_two_occurrences_is_counted_once(library: bri_search.Library) -> None:
    found = by_word(library.collocates("合作", window=9, min_count=1, source="one"))
    assert all(count <= frequency for count, frequency in found.values())
    assert found["推动"] == (1, 1)


def test_of_overlapping_occurrences_the_first_counts(library: bri_search.Library) -> None:
    assert library.kwic("人人").total == 3
    assert library.collocates("人人", min_count=1).total == 2


def test_a_latin_word_is_whole(library: bri_search.Library) -> None:
    words = by_word(library.collocates("road", window=1, min_count=1))
    assert set(words) == {"silk", "and", "合作", "map"}
    assert library.collocates("road").total == 4
    assert set(by_word(library.collocates("12", window=1, min_count=1))) == {"超过", "项"}


def test_forms_are_those_of_the_sources(library: bri_search.Library) -> None:
    found = {one.folded: one for one in library.collocates("合作", min_count=1, limit=0)}
    forms = {form.form: form.count for form in found["务实"].forms}
    assert forms == {"務實": 3, "务实": 1}
    assert found["务实"].word == "務實"


def test_punctuation_is_no_collocate(library: bri_search.Library) -> None:
    found = library.collocates("合作", window=20, min_count=1, limit=0)
    assert all(one.folded[0].isalnum() for one in found)


@pytest.mark.parametrize("phrase", ["務實合作", "伙伴", "推动", "silk road"])
def test_no_script_makes_a_difference(phrase: str, library: bri_search.Library) -> None:
    def measured(typed: str) -> list[Any]:
        return list(library.collocates(typed, min_count=1, limit=0))

    as_typed = measured(phrase)
    assert as_typed
    for configuration in ("s2t", "t2s", "s2tw", "s2hk"):
        assert measured(opencc.OpenCC(configuration).convert(phrase)) == as_typed


def test_filters_are_the_corpus(library: bri_search.Library) -> None:
    one = library.collocates("合作", min_count=1, source="one", limit=0)
    two = library.collocates("合作", min_count=1, source="two", limit=0)
    both = library.collocates("合作", min_count=1, limit=0)
    three = len(library._store.segmenter.cut("这里没有那个词。务实，前景，伙伴。"))
    assert one.words + two.words + three == both.words
    assert one.near + two.near == both.near
    trade = library.collocates("合作", min_count=1, section="貿易", limit=0)
    # 各方 深化 伙伴关系 推动 务实 2023 年 成果 超过 120 项
    assert (trade.total, trade.words) == (3, 12)
    assert by_word(trade)["推动"] == (1, 1)
    # 合作 is a heading by itself; the words of all headings are those of the other two.
    headings = library.collocates("合作", min_count=1, kind="heading")
    assert (headings.total, headings.words, headings.near) == (1, 2, 0)


def test_what_was_asked_before_changes_nothing(library: bri_search.Library) -> None:
    fresh = bri_search.open(library._store.index)
    for phrase in ("合作", "务实", "合作", "人人"):
        one = library.collocates(phrase, min_count=1, limit=0)
        assert one == bri_search.open(library._store.index).collocates(phrase, min_count=1, limit=0)
        assert one == fresh.collocates(phrase, min_count=1, limit=0)


# -- order, pages and what is refused --------------------------------------------------------------


@pytest.mark.parametrize("rank_by", ["log-likelihood", "log-dice", "count"])
def test_the_order_is_the_one_asked_for(rank_by: str, library: bri_search.Library) -> None:
    found = library.collocates("合作", min_count=1, rank_by=rank_by, limit=0)
    measures = [getattr(one, rank_by.replace("-", "_")) for one in found]
    assert measures == sorted(measures, reverse=True)
    page = library.collocates("合作", min_count=1, rank_by=rank_by, limit=3, offset=2)
    assert list(page) == list(found)[2:5]
    assert page.found == found.found == len(found)
    often = library.collocates("合作", min_count=3, rank_by=rank_by, limit=0)
    assert list(often) == [one for one in found if one.count >= 3]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"window": 0}, "window: 0,0 is none"),
        ({"window": (3, -1)}, "window: 3,-1 is none"),
        ({"min_count": 0}, "min_count: 0 is too small"),
        ({"rank_by": "mi"}, "rank_by: 'mi' is not one of log-likelihood, log-dice, count"),
        ({"limit": -1}, "limit: -1 is negative"),
    ],
)
def test_what_cannot_be_is_refused(
    arguments: dict[str, Any], says: str, library: bri_search.Library
) -> None:
    with pytest.raises(errors.UsageError, match=says):
        library.collocates("合作", **arguments)


def test_a_phrase_that_stands_nowhere_has_none(library: bri_search.Library) -> None:
    found = library.collocates("合作xyz")
    assert (found.total, found.found, found.collocates) == (0, 0, ())
    assert [one.text for one in found.suggestions] == ["合作"]


# -- the program -----------------------------------------------------------------------------------


def test_the_program_says_what_the_library_says(
    folder: Path, corpus_library: bri_search.Library
) -> None:
    command = ["kwic", "合作", "--collocates"]
    as_json = json.loads(run(*command, "--json", cwd=folder).out)
    assert as_json == json.loads(json.dumps(corpus_library.collocates("合作").as_json()))
    assert as_json["window"] == [5, 5]
    options = ["--window", "3,0", "--min-count", 2, "--rank-by", "log-dice", "-n", 7]
    chosen = json.loads(run(*command, *options, "--json", cwd=folder).out)
    assert chosen["collocates"] == [
        one.as_json()
        for one in corpus_library.collocates(
            "合作", window=(3, 0), min_count=2, rank_by="log-dice", limit=7
        )
    ]
    everything = json.loads(run(*command, "-n", 0, "--json", cwd=folder).out)
    assert len(everything["collocates"]) == everything["found"]
    lines = run(*command, "--jsonl", cwd=folder).lines
    assert [json.loads(line) for line in lines] == as_json["collocates"]


def test_the_table_has_the_numbers_and_the_sizes(folder: Path) -> None:
    found = json.loads(run("kwic", "合作", "--collocates", "-n", 4, "--json", cwd=folder).out)
    lines = run("kwic", "合作", "--collocates", "-n", 4, cwd=folder).lines
    head = ["word", "count", "frequency", "log likelihood", "log dice", "forms"]
    assert re.split(" {2,}", lines[0]) == head
    for line, one in zip(lines[1:5], found["collocates"], strict=True):
        word, count, frequency, likelihood, dice, forms = line.split(maxsplit=5)
        assert word == one["word"]
        assert (int(count), int(frequency)) == (one["count"], one["frequency"])
        assert likelihood == f"{one['log_likelihood']:,.2f}"
        assert dice == f"{one['log_dice']:.2f}"
        assert forms == ", ".join(f"{form['form']} {form['count']}" for form in one["forms"])
    assert lines[6] == f"4 of {found['found']} collocates"
    assert f"{found['near']:,} of {found['words']:,} words" in lines[7]


@pytest.mark.parametrize("columns", [80, 200])
def test_it_fits_a_terminal(columns: int, folder: Path) -> None:
    shown = run_on_terminal("kwic", "合作", "--collocates", columns=columns, cwd=folder)
    assert shown.status == 0
    assert max(map(cell_len, plain(shown.out).splitlines())) <= columns


@pytest.mark.parametrize(
    ("options", "status", "says"),
    [
        (["--window", "0"], 2, "--window: 0,0 is none"),
        (["--window", "some"], 2, "write 5, or 3,0"),
        (["--window", "1,2,3"], 2, "write 5, or 3,0"),
        (["--min-count", "0"], 2, "--min-count: 0"),
        (["--rank-by", "mi"], 2, "log-likelihood, log-dice, count"),
        (["--count"], 2, "--count and --collocates exclude one another"),
        (["--sample", "3"], 2, "--sample does not go with --collocates"),
        (["--min-count", "99999"], 1, "99,999 times; give a smaller --min-count"),
        (["--offset", "99999"], 1, "give a smaller --offset"),
    ],
)
def test_one_line_says_what_is_wrong(
    options: list[str], status: int, says: str, folder: Path
) -> None:
    ran = run("kwic", "合作", "--collocates", *options, cwd=folder)
    assert (ran.status, ran.out, ran.err.count("\n")) == (status, "", 1)
    assert says in ran.err


def test_nothing_found_names_the_nearest_there_is(folder: Path) -> None:
    ran = run("kwic", "數字絲綢之路大聯盟", "--collocates", cwd=folder)
    assert (ran.status, ran.out) == (1, "")
    assert "the nearest there is" in ran.err
