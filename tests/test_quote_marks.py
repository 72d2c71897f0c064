"""Quotations: the marks around and in them, how far an ellipsis reaches, and in which order."""

from collections.abc import Callable
from pathlib import Path

import pytest

import bri_search
from bri_search import Library
from bri_search.search.quotation.enclosing import quoted_text
from bri_search.search.quotation.results import Verdict
from bri_search.text.fold import QUOTATION_MARKS
from bri_search.text.quotation_marks import CLOSING
from tests.building import LibraryOf

TWICE = "这里的一句话十分特别，天上的星星数也数不清。\n\n无关。\n\n" * 2


@pytest.fixture(scope="module")
def marks(library_of: LibraryOf) -> Library:
    text = (
        "他說：……當年的海港只有一座木橋，如今的船隻不計其數……大家都記得。\n\n"
        "去年的貨物有1,000箱之多，今年更多。\n\n河邊的燈塔是鄉親們一磚一瓦壘起來的。\n"
    )
    return library_of({"marks.txt": text})


@pytest.mark.parametrize(
    ("text", "verdict", "changes"),
    [
        # An ellipsis that the source has is quoted as it stands.
        ("……當年的海港只有一座木橋", "verbatim", []),
        ("如今的船隻不計其數……", "verbatim", []),
        ("…當年的海港只有一座木橋", "verbatim", []),
        ("……今年更多", "elided", [("elision", "……", "")]),
        # A comma in a number may have another width, and may be there or not.
        ("去年的貨物有1，000箱", "same wording", [("width", "，", ",")]),
        ("去年的貨物有1000箱", "same wording", [("number", "", ",")]),
    ],
)
def test_marks_that_the_source_has_are_no_other_marks(
    text: str, verdict: str, changes: list[tuple[str, str, str]], marks: Library
) -> None:
    result = marks.quote(text)
    assert result.verdict.value == verdict
    told = [(one.kind.value, one.quoted, one.original) for one in result.candidates[0].differences]
    assert told == changes
    assert result.candidates[0].quoted == (0, len(text))


def test_marks_before_a_spliced_quotation_belong_to_its_first_part(marks: Library) -> None:
    result = marks.quote("？河邊的燈塔是鄉親們一磚一瓦壘起來的，如今的船隻不計其數")
    assert result.verdict is Verdict.SPLICED
    assert [
        [(one.kind.value, one.quoted) for one in part.differences] for part in result.candidates
    ] == [[("punctuation", "？")], []]


@pytest.mark.parametrize(
    ("last", "near", "far"),
    [
        ("船隊每年春天都要出海到遠方去", "elided", "spliced"),
        ("船隊每年秋天都要出海到遠方去", "altered", "spliced"),
    ],
)
def test_an_ellipsis_stands_for_a_page_at_most(
    last: str, near: str, far: str, new_index: Callable[[], Path], tmp_path: Path
) -> None:
    between = "別的事情說了很多，這裏不再一一重複，各位聽眾想必早已知道。"
    index = new_index()
    for times, verdict in ((30, near), (40, far)):
        text = f"河邊的燈塔是鄉親們壘起來的。{between * times}船隊每年春天都要出海到遠方去。\n"
        tmp_path.joinpath("a.txt").write_text(text, encoding="utf-8")
        library = bri_search.build(tmp_path, index)
        assert library.quote(f"河邊的燈塔是鄉親們壘起來的……{last}").verdict.value == verdict


def test_all_places_of_a_quotation_are_counted(library_of: LibraryOf) -> None:
    library = library_of({"a.txt": "燈塔立在海邊。\n\n" * 2050})
    assert library.quote("灯塔立在海边", limit=1).total == 2050


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ('"互通"', "互通"),
        (' " 「互通」 " ', "互通"),
        ('"互联"和"互通"', '"互联"和"互通"'),
        ("'互联'和'互通'", "'互联'和'互通'"),
        ("「互联」和「互通」", "「互联」和「互通」"),
        ("「互联「和」互通」", "互联「和」互通"),
        ('"互通', '"互通'),
    ],
)
def test_marks_around_all_of_a_quotation_are_none_of_it(typed: str, text: str) -> None:
    assert quoted_text(typed).text == text


def test_what_is_as_good_and_as_old_comes_in_the_order_of_sources(
    new_index: Callable[[], Path], tmp_path: Path
) -> None:
    index = new_index()
    for name in "cab":  # the order in which they came
        tmp_path.joinpath(f"{name}.txt").write_text(TWICE, encoding="utf-8")
        library = bri_search.build(tmp_path, index)
    for text in ("这里的一句话十分特别", "这里的一句话十分奇特，天上的星星数也数不清"):
        found = library.quote(text, limit=0).candidates
        assert [one.source.id for one in found] == list("aabbcc")
        assert [one.start for one in found[:2]] == sorted(one.start for one in found[:2])


@pytest.mark.parametrize(
    "pair", [(opening, one) for opening, closing in CLOSING.items() for one in closing]
)
def test_a_quotation_and_a_draft_of_it_are_judged_alike(
    marks: Library, pair: tuple[str, str]
) -> None:
    opening, closing = pair
    assert QUOTATION_MARKS.issuperset(pair)
    typed = f"{opening}河邊的燈塔是鄉親們一磚一瓦壘起來的{closing}"
    assert marks.quote(typed).verdict is Verdict.VERBATIM
    [checked] = marks.check(typed)
    assert checked.result is not None
    assert checked.result.verdict is Verdict.VERBATIM
