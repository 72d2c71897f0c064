"""Figures in quotations: what stands between digits, and a minus, is no punctuation."""

import pytest

from bri_search import Library
from tests.building import LibraryOf

FRAME = "報告裏說：{}，這只是一個例子。"
FIGURES = [
    "下降-2.1%",
    "占總額的1/3",
    "會議於9:30開始",
    "最後的比分是3:2",
    "前10-15名選手",
    "溫度在-5℃至5℃之間",
    "第3，5，7條的規定",
    "期限為20-25年",
    "共有12,345人",
    "大約有3.5億元",
]


@pytest.fixture(scope="module")
def library(library_of: LibraryOf) -> Library:
    return library_of({"figures.txt": "\n\n".join(map(FRAME.format, FIGURES))})


@pytest.mark.parametrize(
    ("quoted", "replaced"),
    [
        ("下降2.1%", ("2.1", "-2.1")),
        ("占总额的13", ("13", "1/3")),
        ("会议于930开始", ("930", "9:30")),
        ("最后的比分是32", ("32", "3:2")),
        ("前1015名选手", ("1015", "10-15")),
        ("第357条的规定", ("357", "3，5，7")),
        ("期限为2025年", ("2025", "20-25")),
        ("大约有35亿元", ("35", "3.5")),
    ],
)
def test_another_figure_is_another_wording(
    quoted: str, replaced: tuple[str, str], library: Library
) -> None:
    check = library.quote(FRAME.format(quoted))
    assert check.verdict.value == "altered"
    differences = check.candidates[0].differences
    changes = [(one.quoted, one.original) for one in differences if not one.kind.keeps_wording]
    assert changes == [replaced]


def test_a_sign_that_was_moved_is_another_wording(library: Library) -> None:
    assert library.quote(FRAME.format("溫度在5℃至-5℃之間")).verdict.value == "altered"


@pytest.mark.parametrize(
    "quoted",
    ["第3、5、7条的规定", "期限为20—25年", "共有12345人", "占總額的1／3", "会议于9：30开始"],
)
def test_the_same_figures_written_otherwise_are_the_same_wording(
    quoted: str, library: Library
) -> None:
    assert library.quote(FRAME.format(quoted)).verdict.value == "same wording"


@pytest.mark.parametrize("figure", FIGURES)
def test_figures_are_quoted_as_they_stand(figure: str, library: Library) -> None:
    assert library.quote(FRAME.format(figure)).verdict.value == "verbatim"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("3万亿", ["a"]),
        ("3年", ["b", "d"]),
        ("30%", ["e"]),
        ("2013", ["f"]),
        ("1.3万亿", ["c"]),
    ],
)
def test_a_number_is_whole_behind_a_decimal_point(
    query: str, found: list[str], library_of: LibraryOf
) -> None:
    texts = {
        "a": "货值为3万亿元。",
        "b": "修了3年，才通车。",
        "c": "投资1.3万亿元，用了19.3年，占0.30%。",
        "d": "They paid. 3年之后的事。",
        "e": "占了30%。",
        "f": "It was built in 2013.",
    }
    library = library_of({f"{name}.txt": f"{text}\n" for name, text in texts.items()})
    result = library.search(query, strict=True)
    assert sorted({hit.source.id for hit in result}) == found
