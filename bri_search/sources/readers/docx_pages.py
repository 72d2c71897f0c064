"""Page numbers that a program which made a Word file of pages left between the halves of sentences.

What Word has as a paragraph may as well be the number of a poem or of a question. So these count
only where they rise from page to page, far apart, and where some of them cut long paragraphs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bri_search.sources.document import Kind
from bri_search.sources.lines import cells
from bri_search.sources.marks import Mark
from bri_search.sources.page_numbers import Weight, page_number
from bri_search.sources.sentences import ends_paragraph

__all__ = ["with_page_numbers"]

_SHORTEST_PAGE = 200
"""Characters."""
_LONGEST_NUMBER = 40
"""Characters of a paragraph that is nothing but a page number."""
_SHORTEST_PROSE = 50
"""Cells: what is shorter and ends no sentence may be a title, a question or a line of verse."""
_WIDEST_STEP = 3
_FEWEST_PAGES = 3
_FEWEST_CUTS = 2


def with_page_numbers(text: str, marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """The marks of a text, with page numbers inside sentences as furniture."""
    shapes: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for place, mark in enumerate(marks):
        start, end = mark.span
        if mark.kind is Kind.PARAGRAPH and end - start <= _LONGEST_NUMBER:
            number = page_number(text[start:end])
            if number is not None and number.weight is not Weight.WEAK:
                shapes[number.shape].append((place, number.value))
    between: set[int] = set()
    for places in shapes.values():
        for run in _rising(places, marks):
            cut = {place: _width_of_cut(place, text, marks) for place in run}
            wide = sum(width >= _SHORTEST_PROSE for width in cut.values())
            if len(run) >= _FEWEST_PAGES and wide >= _FEWEST_CUTS:
                between.update(place for place, width in cut.items() if width)
    return tuple(
        replace(mark, kind=None, what="page number") if place in between else mark
        for place, mark in enumerate(marks)
    )


def _rising(places: Iterable[tuple[int, int]], marks: Sequence[Mark]) -> Iterator[list[int]]:
    """Runs of numbers that rise from page to page."""
    run: list[int] = []
    last = 0
    for place, value in places:
        is_next = run and 0 < value - last <= _WIDEST_STEP
        if not (is_next and marks[place].span[0] - marks[run[-1]].span[1] >= _SHORTEST_PAGE):
            yield run
            run = []
        run.append(place)
        last = value
    yield run


def _width_of_cut(place: int, text: str, marks: Sequence[Mark]) -> int:
    """How wide the paragraph is whose sentence goes on behind a mark; 0 where none does."""
    if not 0 < place < len(marks) - 1:
        return 0
    before, behind = marks[place - 1], marks[place + 1]
    if (before.kind, behind.kind) != (Kind.PARAGRAPH, Kind.PARAGRAPH):
        return 0
    start, end = before.span
    goes_on = not (ends_paragraph(text[start:end]) or text[behind.span[0]].isupper())
    return cells(text[start:end]) if goes_on else 0
