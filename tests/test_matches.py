"""What of a query is shown in an answer: which matches, told as what, and the text around them."""

import pytest

from bri_search import Library
from tests import making
from tests.building import LibraryOf

TEXTS = {
    "partners": "甲方與各方合作夥伴往來，另有合作項目若干，項目不小。\n",
    "programs": "辦公室裏的軟體有三十套，软件不貴。\n",
    "simplified": "办公室里的软体有三十套。\n",
    "laughter": "# 海岸\n\n岸上的笑聲，哈，哈，\n\n哈，哈，聽不完。\n",
}


@pytest.fixture(scope="module")
def library(library_of: LibraryOf) -> Library:
    texts = {
        f"{name}.{'md' if text.startswith('#') else 'txt'}": text for name, text in TEXTS.items()
    }
    return library_of({**texts, "paged.pdf": making.paged()})


def matches(library: Library, query: str, source: str) -> list[str]:
    return [
        match.text for hit in library.search(query, limit=0, source=source) for match in hit.matches
    ]


@pytest.mark.parametrize("query", ["合作 合作夥伴", "合作夥伴 合作", "夥伴 合作夥伴 合作"])
def test_of_words_that_begin_alike_the_longest_is_shown(library: Library, query: str) -> None:
    assert matches(library, query, "partners") == ["合作夥伴", "合作"]


def test_where_all_of_a_word_stands_its_parts_are_not_shown(library: Library) -> None:
    assert matches(library, "项目若干", "partners") == ["項目若干"]
    assert matches(library, "若干项目", "partners") == ["項目", "若干", "項目"]


@pytest.mark.parametrize("query", ["软件 軟體", "軟體 软件"])
def test_what_was_typed_is_no_counterpart(library: Library, query: str) -> None:
    [alone] = library.search("软件", source="programs")
    assert [match.why for match in alone.matches] == [("vocabulary",), ("verbatim",)]
    [hit] = library.search(query, source="programs")
    assert [match.sought for match in hit.matches] == ["軟體", "软件"]
    assert [match.why for match in hit.matches] == [("verbatim",), ("verbatim",)]


@pytest.mark.parametrize("nothing", ["+`", "`", "-`", "+(`)", "+(` OR ``)"])
def test_what_folds_to_nothing_asks_for_nothing(library: Library, nothing: str) -> None:
    alone = matches(library, "合作", "partners")
    assert len(alone) == 2
    assert matches(library, f"合作 {nothing}", "partners") == alone


def test_a_counterpart_in_the_other_script_is_told_as_both(library: Library) -> None:
    [hit] = library.search("软件", source="simplified")
    assert [(match.text, match.why) for match in hit.matches] == [
        ("软体", ("script", "vocabulary"))
    ]


def test_a_passage_that_two_matches_run_into_is_shown_once(library: Library) -> None:
    [hit] = library.search("哈，哈，哈", exact=True)
    assert [match.text for match in hit.matches] == ["哈，哈，\n\n哈", "哈，\n\n哈，哈"]
    assert hit.text == "岸上的笑聲，哈，哈，哈，哈，聽不完。"


@pytest.mark.parametrize(
    ("phrases", "page", "label"),
    [
        ('"港口之間的航線"', 2, "1"),
        ('"往返其间，互联互通"', 2, "1"),
        ('"互联互通的道理"', 3, "2"),
        ('"人人都懂" "互联互通的道理"', 3, "2"),
    ],
)
def test_a_hit_is_on_the_page_of_its_first_match(
    library: Library, phrases: str, page: int, label: str
) -> None:
    hit = library.search(phrases, source="paged").hits[0]
    assert hit.text.startswith("港口之間的航線")
    assert (hit.page, hit.page_label) == (page, label)


@pytest.mark.parametrize("text", ["海港…", "海港……", "海港．．．"])
def test_a_full_stop_is_none_of_an_ellipsis(text: str, library_of: LibraryOf) -> None:
    library = library_of({"a.txt": f"船進了{text}\n"})
    assert library.search("海港...", exact=True).total == 1
    assert library.search("海港.", exact=True).total == text.endswith("．")
    assert library.count("海港.").total == text.endswith("．")
