"""What stands at the edges of known pages: page numbers and running heads.

Where a file tells its pages, the first and the last lines of each show what comes again on others.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import groupby

from bri_search.sources.document import FurnitureKind
from bri_search.sources.lines import Line
from bri_search.sources.marks import PageStart
from bri_search.sources.page_numbers import page_number
from bri_search.sources.printing import larger_than_most
from bri_search.sources.sentences import ends_paragraph
from bri_search.sources.set_aside import Asides, is_open

__all__ = ["find_at_edges"]

_DEEPEST = 3
"""Lines from the edge of a page: a head of two lines and a number."""
_WIDEST_HEAD = 90
"""Cells."""
_FEWEST_PAGES = 3


def find_at_edges(lines: list[Line], pages: Sequence[PageStart], asides: Asides) -> None:
    """Set page numbers and running heads aside, from the edges of each page inwards.

    A number is a page's where it is the label that the file gives the page, or where it is as far
    from the count of the page as on another page. A running head stands, but for its digits, at
    the same edge of three pages, or of half of the pages there are.
    """
    if not pages:
        return
    on_pages = [list(group) for _, group in groupby(range(len(lines)), lambda i: lines[i].page)]
    for _ in range(_DEEPEST):
        edges = [
            edge
            for page in on_pages
            for edge in _edges([index for index in page if is_open(index, asides)])
        ]
        known = [i for i, what in asides.furniture.items() if what == FurnitureKind.PAGE_NUMBER]
        found = dict.fromkeys(_numbers(lines, pages, edges, known), FurnitureKind.PAGE_NUMBER)
        found |= dict.fromkeys(_heads(lines, len(on_pages), edges), FurnitureKind.RUNNING_HEAD)
        if not found:
            break
        asides.furniture.update(found)


def _edges(page: list[int]) -> list[tuple[str, int]]:
    """The first and the last line of what is left of a page; of a single line, neither."""
    return [("top", page[0]), ("bottom", page[-1])] if len(page) > 1 else []


def _numbers(
    lines: list[Line],
    pages: Sequence[PageStart],
    edges: list[tuple[str, int]],
    known: list[int],
) -> list[int]:
    """Lines at the edges that number their pages, as some lines are known to do."""
    values = {}
    for index in [*(index for _, index in edges), *known]:
        if number := page_number(lines[index].text):
            values[index] = (number.printed, number.value)
    shifts = Counter(value - lines[index].page for index, (_, value) in values.items())
    return [
        index
        for index, (digits, value) in values.items()
        if shifts[value - lines[index].page] > 1
        or digits in (str(lines[index].page), pages[lines[index].page - 1].label)
    ]


def _heads(lines: list[Line], page_count: int, edges: list[tuple[str, int]]) -> list[int]:
    """Lines that come again at the same edge.

    The first line of all may be their title, and so may one in larger print than most of them.
    """
    alike: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for edge, index in edges:
        line = lines[index].text
        text = "".join(c for c in line if not (c.isdecimal() or c.isspace()))
        if len(text) > 1 and lines[index].width <= _WIDEST_HEAD and not ends_paragraph(line):
            alike[edge, text].append(index)
    heads: list[int] = []
    for found in alike.values():
        if len(found) >= _FEWEST_PAGES or (len(found) > 1 and 2 * len(found) >= page_count):
            are_larger = larger_than_most([lines[index].printed for index in found])
            heads += [i for i, larger in zip(found, are_larger, strict=True) if i and not larger]
    return heads
