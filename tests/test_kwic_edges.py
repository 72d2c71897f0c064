"""Concordance lines at the edges of long passages, and what is first of all that is alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bri_search import Library
from tests.building import LibraryOf

LONG = "".join(f"第{number}艘商船到了港口，" for number in range(60)) + "都停好了。"


@pytest.fixture(scope="module")
def library(library_of: LibraryOf) -> Library:
    texts = {
        "long.txt": f"{LONG}\n",
        "notes.md": "[^1]: 註中的燈塔。\n\n# 甲\n\n文中的燈塔[^1]。\n",
        "words.md": "port apple berry.\n\nport berry.\n\napple.\n\n" + "berry.\n\n" * 4,
    }
    return library_of(texts)


@given(width=st.integers(1, 900), place=st.integers(0, 59))
def test_a_line_has_what_stands_beside_a_match(library: Library, width: int, place: int) -> None:
    line = list(library.kwic("港口", width=width))[place]
    assert LONG[line.start : line.end] == line.match == "港口"
    assert line.left == LONG[max(0, line.start - width) : line.start]
    assert line.right == LONG[line.end : line.end + width]


def test_sections_come_in_the_order_of_the_text_where_a_note_comes_first(library: Library) -> None:
    found = library.distribution("燈塔", by="section", source="notes")
    assert [(group.section, group.count) for group in found] == [((), 1), (("甲",), 1)]


def test_of_words_as_exclusive_the_one_that_is_more_often_near_comes_first(
    library: Library,
) -> None:
    found = library.collocates("port", min_count=1, rank_by="log-dice", window=(2, 2))
    assert len({one.log_dice for one in found}) == 1
    assert [(one.folded, one.count) for one in found] == [("berry", 2), ("apple", 1)]


def test_white_space_in_a_form_is_one_space(library_of: LibraryOf) -> None:
    text = "silk road, silk\troad, silk\u3000road, silk  road\n"
    counted = library_of({"a.txt": text}).count("silk road")
    assert [(form.form, form.count) for form in counted.forms] == [("silk road", 4)]
