"""Page numbers that a page or a chapter made from print has between the halves of a sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from bri_search.sources.document import Kind
from bri_search.sources.page_numbers import PageNumber, Weight, page_number
from bri_search.sources.readers.main_text import PagePassage
from bri_search.sources.sentences import ends_sentence

__all__ = ["set_page_numbers_aside"]

_SHORTEST_PROSE = 10
"""Characters: what is shorter and ends no sentence may be a title, a name, a line of a list."""
_PROSE = re.compile(r"[，。；、：,.;:]")
_LONGEST_HEAD = 40
"""Characters."""
_SHORTEST_PAGE = 2
"""Passages from one page number to the next: less is a list."""
_FARTHEST_NEIGHBOUR = 8
"""Passages to look for the other half of a sentence."""
_FIRST_YEAR = 1000
"""A bare number from here on may be the year of a chronicle."""


def set_page_numbers_aside(passages: Sequence[PagePassage]) -> None:
    """Name the paragraphs that are page numbers, and the running heads beside them.

    They are numbers of one form that rise one by one, and stand inside a sentence.
    """
    numbers = _rising(passages)
    beside = {
        place
        for number in numbers
        for place in (number - 1, number + 1)
        if 0 <= place < len(passages) and _may_be_head(passages[place])
    }
    times = Counter(passages[place].text for place in beside)
    heads = {place for place in beside if times[passages[place].text] > 1}
    between = numbers | heads
    for number in sorted(numbers):
        before = _nearest(passages, number, -1, between)
        after = _nearest(passages, number, 1, between)
        if before is None or after is None or not _is_cut(before):
            continue
        passages[number].what = "page number"
        for place in heads & {number - 1, number + 1}:
            passages[place].what = "running head"


def _rising(passages: Sequence[PagePassage]) -> set[int]:
    """Paragraphs that are numbers by their form, and one more or less than the next to them."""
    found: list[tuple[int, PageNumber]] = []
    for place, one in enumerate(passages):
        number = page_number(one.text) if _is_paragraph(one) else None
        if number is not None and _may_be_of_page(number):
            found.append((place, number))
    rising: set[int] = set()
    for (place, number), (next_place, following) in pairwise(found):
        is_next = (number.shape, number.value + 1) == (following.shape, following.value)
        if is_next and next_place - place >= _SHORTEST_PAGE:
            rising |= {place, next_place}
    return rising


def _nearest(
    passages: Sequence[PagePassage], place: int, step: int, between: set[int]
) -> PagePassage | None:
    """The paragraph next to a number, over other page numbers, heads and furniture."""
    for near in range(place + step, place + step * (_FARTHEST_NEIGHBOUR + 1), step):
        if not 0 <= near < len(passages):
            return None
        if near not in between and not passages[near].what:
            return passages[near] if _is_paragraph(passages[near]) else None
    return None


def _may_be_of_page(number: PageNumber) -> bool:
    return number.weight is Weight.TELLING or (
        number.weight is Weight.BARE and number.value < _FIRST_YEAR
    )


def _may_be_head(one: PagePassage) -> bool:
    return _is_paragraph(one) and len(one.text) <= _LONGEST_HEAD and not _PROSE.search(one.text)


def _is_cut(one: PagePassage) -> bool:
    is_prose = len(one.text) >= _SHORTEST_PROSE and _PROSE.search(one.text) is not None
    return is_prose and not ends_sentence(one.text)


def _is_paragraph(one: PagePassage) -> bool:
    return one.kind is Kind.PARAGRAPH and not one.what
