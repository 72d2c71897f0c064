"""What is printed on pages as their numbers, found where a file does not say it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bri_search.sources.document import FurnitureKind
from bri_search.sources.marks import PageStart
from bri_search.sources.page_labels import labelled
from bri_search.sources.passages import Furniture
from tests.building import LibraryOf
from tests.test_few_pages import page_by_page

ALONE = [f"\n                  — {number} —\n" for number in (215, 216, 217)]
IN_HEADS = [f"海事公報　第 113 卷　第 29 期        {number}\n\n" for number in (215, 216, 217)]


@pytest.mark.parametrize(
    ("pages", "labels"),
    [
        ([("", foot) for foot in ALONE], ["215", "216", "217"]),
        ([(head, "") for head in IN_HEADS], ["215", "216", "217"]),
        ([("", ""), ("", ALONE[1]), ("", ALONE[2])], ["215", "216", "217"]),
        ([("", f"\n      2-{number}\n") for number in (1, 2, 3)], ["2-1", "2-2", "2-3"]),
        ([("", f"\n      {number}\n") for number in ("iv", "v", "vi")], ["iv", "v", "vi"]),
        ([("", ""), ("", ""), ("", "")], [None, None, None]),
    ],
)
def test_a_page_has_the_number_that_is_printed_on_it(
    library_of: LibraryOf, pages: list[tuple[str, str]], labels: list[str | None]
) -> None:
    library = library_of({"a.txt": page_by_page("沉船札记", *pages)})
    [entry] = library._store.sources
    document = library._store.document(entry.serial)
    assert [document.page_label(page) for page in (1, 2, 3)] == labels


def test_a_citation_has_the_number_of_the_page(library_of: LibraryOf) -> None:
    library = library_of({"a.txt": page_by_page("沉船札记", *(("", foot) for foot in ALONE))})
    [hit] = library.search("这一路大约四千里", exact=True)
    assert (hit.page, hit.page_label) == (2, "216")
    assert "216" in str(library.cite(hit, style="gb7714"))


def test_labels_of_the_format_are_kept() -> None:
    pages = PageStart(0, "A"), PageStart(4)
    found = [Furniture((2, 4), FurnitureKind.PAGE_NUMBER)] * 2
    assert labelled(pages, "甲 21乙 22", found) == pages


@given(
    first=st.integers(1, 900),
    printed=st.lists(st.booleans(), min_size=2, max_size=12).filter(lambda row: sum(row) > 1),
)
def test_pages_between_others_have_their_numbers_too(first: int, printed: list[bool]) -> None:
    text, pages, furniture = "", [], []
    for place, is_printed in enumerate(printed):
        pages.append(PageStart(len(text)))
        text += "甲\n"
        if is_printed:
            number = str(first + place)
            furniture.append(
                Furniture((len(text), len(text) + len(number)), FurnitureKind.PAGE_NUMBER)
            )
            text += f"{number}\n"
    labels = [page.label for page in labelled(tuple(pages), text, furniture)]
    assert labels == [str(first + place) for place in range(len(printed))]
