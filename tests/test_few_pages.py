"""Heads and numbers of documents that have two or three pages, told by form feeds."""

from __future__ import annotations

import pytest

from tests.cut_pages import FIRST, PROSE, REST, are_whole, passages


def page_by_page(title: str, *pages: tuple[str, str]) -> str:
    """A title, and pages of which each has a head and a foot around half of a paragraph."""
    ends = ["", *REST[: len(pages) - 1]]
    begun = [f"　　{FIRST}，\n{full}\n" for full in PROSE[: len(pages) - 1]] + [""]
    halves = (f"{end}\n\n{begin}".strip("\n") for end, begin in zip(ends, begun, strict=True))
    written = (f"{head}{half}\n{foot}\f" for (head, foot), half in zip(pages, halves, strict=True))
    return f"{title}\n\n{''.join(written)}"


@pytest.mark.parametrize(
    ("title", "pages"),
    [
        ("Notes from a Wreck", [("", ""), ("NOTES FROM A WRECK\n\n", "")]),
        ("沉船札记", [("", "\n2024.08 海事月刊  56\n"), ("", "\n57  海事月刊 2024.08\n")]),
        (
            "沉船札记",
            [
                ("", "\n打捞研究中心\nhttps://wreck.example\nR48213\n"),
                ("沉船札记\n\n", "\n打捞研究中心                 2\n"),
                ("沉船札记\n\n", "\n打捞研究中心                 3\n"),
            ],
        ),
        ("沉船札记", [("", f"\n                    2-{number}\n") for number in (1, 2, 3)]),
        ("沉船札记", [("", f"\n                    A-{number}\n") for number in (1, 2, 3)]),
    ],
)
def test_they_are_furniture_and_cut_no_sentence(title: str, pages: list[tuple[str, str]]) -> None:
    texts, furniture = passages(page_by_page(title, *pages))
    assert are_whole(texts, len(pages) - 1)
    said = [line for page in pages for edge in page for line in edge.split("\n") if line.strip()]
    assert [what for _, what in furniture] == [line.strip() for line in said]


def test_a_title_in_larger_words_stays_where_it_stands() -> None:
    texts, _ = passages(page_by_page("沉船札记", ("", ""), ("沉船札记\n\n", "")))
    assert texts[0] == "沉船札记"
    assert sum(text == "沉船札记" for text in texts) == 1
