"""What stands at the edges of known pages: page numbers and running heads.

Where a file tells its pages, the first and the last lines of each show what comes again on others.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
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
    from the count of the page as on another page. The letters of a running head stand at the same
    edge of three pages, or of half of the pages there are.
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
        heads = _heads(lines, len(on_pages), edges, _known_heads(lines, asides))
        found |= dict.fromkeys(heads, FurnitureKind.RUNNING_HEAD)
        if not found:
            break
        asides.furniture.update(found)
    said = _known_heads(lines, asides).keys()
    for page in on_pages:
        beyond = _beyond_heads([index for index in page if is_open(index, asides)], lines, said)
        asides.furniture.update(dict.fromkeys(beyond, FurnitureKind.RUNNING_HEAD))


def _beyond_heads(page: list[int], lines: list[Line], said: Set[str]) -> list[int]:
    """Lines near an edge of a page that say what a running head says, and those between.

    So the foot of a first page may have an address and a number below what others have too.
    """
    found: list[int] = []
    for edge in (page[:_DEEPEST], page[: -_DEEPEST - 1 : -1]):
        # What the outermost line is was told already.
        alike = (depth for depth, one in enumerate(edge) if depth and _said(lines[one]) in said)
        found += edge[: max(alike, default=-1) + 1]
    return found if len(found) < len(page) else []


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


def _said(line: Line) -> str:
    """The letters of a line, which heads of left and right pages have in common."""
    return "".join(filter(str.isalpha, line.text)).casefold()


def _known_heads(lines: list[Line], asides: Asides) -> defaultdict[str, list[int]]:
    """The running heads that were set aside, by what they say."""
    known: defaultdict[str, list[int]] = defaultdict(list)
    for index, what in asides.furniture.items():
        if what == FurnitureKind.RUNNING_HEAD:
            known[_said(lines[index])].append(index)
    return known


def _heads(
    lines: list[Line],
    page_count: int,
    edges: list[tuple[str, int]],
    known: Mapping[str, list[int]],
) -> list[int]:
    """Lines that come again at the same edge, or as what is known for a running head.

    The first line of all may be their title, unless each has another number, and so may one in
    larger print than most of them.
    """
    alike: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for edge, index in edges:
        text, line = _said(lines[index]), lines[index]
        # A letter alone may be anything; one in brackets is not.
        is_said = len(text) > 1 or (len(text) == 1 and len(line.text) > 2)
        if is_said and line.width <= _WIDEST_HEAD and not ends_paragraph(line.text):
            alike[edge, text].append(index)
    heads: list[int] = []
    for (_, text), found in alike.items():
        again = [*found, *known.get(text, ())]
        if len(again) >= _FEWEST_PAGES or (len(again) > 1 and 2 * len(again) >= page_count):
            are_larger = larger_than_most([lines[index].printed for index in again])
            written = {"".join(lines[index].text.casefold().split()) for index in again}
            is_title = len(written) < len(again)
            heads += [
                index
                for index, larger in zip(found, are_larger, strict=False)
                if not (larger or (is_title and index == 0))
            ]
    return heads
