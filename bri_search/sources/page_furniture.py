"""Page numbers and running heads where a file does not tell its pages.

Both interrupt the text: the line above is full, and its sentence goes on below. What is only short
or only comes again may be a cell of a table, a date, a heading.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter, defaultdict
from itertools import pairwise

from bri_search.sources.document import FurnitureKind, Kind
from bri_search.sources.lines import Line
from bri_search.sources.page_numbers import (
    PageNumber,
    Weight,
    comes_in_order,
    page_number,
    sequences,
)
from bri_search.sources.running_heads import find_heads, find_single_heads
from bri_search.sources.set_aside import Asides, is_open
from bri_search.sources.surroundings import Surroundings, may_be_head, said

__all__ = ["find_furniture_below_notes", "find_page_furniture"]

_SHORTEST_PAGE_OF_TEXT = 240
"""Cells: a paragraph of three lines."""
_ENOUGH = 3
"""Pages on which something comes again, where one or two may be chance."""


def find_page_furniture(lines: list[Line], asides: Asides, *, has_heads: bool) -> None:
    """Set aside page numbers and, where there may be any, the running heads of pages."""
    around = Surroundings(lines, asides)
    _find_page_numbers(lines, asides, around)
    if has_heads:
        _find_heads(lines, asides, around)


def find_furniture_below_notes(lines: list[Line], asides: Asides, *, has_heads: bool) -> None:
    """Set aside page numbers and running heads below notes, once these are known.

    A bare number there stands inside a sentence, or comes in order with others.
    """
    notes = [index for index, kind in asides.kinds.items() if kind is Kind.NOTE]
    if not notes:
        return
    around = Surroundings(lines, asides)
    _find_numbers_beside({note + 1 for note in notes}, lines, asides, around)
    if has_heads:
        _find_heads(lines, asides, around)


def _find_heads(lines: list[Line], asides: Asides, around: Surroundings) -> None:
    """Set running heads aside, then the bare numbers beside them, which tell of other heads."""
    find_heads(lines, asides, around)
    heads = [
        index for index, what in asides.furniture.items() if what == FurnitureKind.RUNNING_HEAD
    ]
    beside = {other for index in heads for other in (index - 1, index + 1)}
    if _find_numbers_beside(beside, lines, asides, around):
        find_heads(lines, asides, around)
    find_single_heads(lines, asides, around)


def _find_numbers_beside(
    places: set[int], lines: list[Line], asides: Asides, around: Surroundings
) -> bool:
    """Set aside bare numbers in some places, and those that come in order with them, if any do.

    These places are right below notes and beside running heads.
    """
    known_before = len(asides.furniture)
    beside = [
        (index, number)
        for index in sorted(places)
        if 0 <= index < len(lines)
        and is_open(index, asides)
        and (number := page_number(lines[index].text))
        and number.weight is Weight.BARE
    ]
    if not beside:
        return False
    for run in sequences([(index, number.value) for index, number in beside]):
        found = run if len(run) > 1 else filter(around.is_between_full_lines, run)
        asides.furniture |= dict.fromkeys(found, FurnitureKind.PAGE_NUMBER)
    known = [
        (index, number)
        for index, what in asides.furniture.items()
        if what == FurnitureKind.PAGE_NUMBER and (number := page_number(lines[index].text))
    ]
    _fill_in(sorted({*known, *beside}), asides)
    return len(asides.furniture) > known_before


def _find_page_numbers(lines: list[Line], asides: Asides, around: Surroundings) -> None:
    """A line that can only be a page number is one; another needs a sequence that cuts the text.

    A bare number without a sequence has to stand between full lines of one sentence. Beside another
    number it is a cell. A sequence that ends with the text numbers nothing that is below it.
    """
    numbers: dict[int, PageNumber] = {}
    for index, line in enumerate(lines):
        if is_open(index, asides) and (number := page_number(line.text)):
            numbers[index] = number
    alike: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    alone: list[tuple[int, PageNumber]] = []
    for index, number in numbers.items():
        if any(_are_cells(number, numbers.get(other)) for other in (index - 1, index + 1)):
            continue
        if number.weight is Weight.TELLING or (
            number.weight is Weight.BARE
            and (around.is_between_full_lines(index) or around.is_below_note(index))
        ):
            asides.furniture[index] = FurnitureKind.PAGE_NUMBER
        alone.append((index, number))
        alike[number.shape].append((index, number.value))
    for candidates in alike.values():
        for run in sequences(candidates):
            at_foot = sum(around.is_at_foot(index) for index in run) + _below_heads(run, around)
            first = numbers[run[0]]
            fewest = max(2, len(run) / 2) if first.weight is Weight.WEAK else max(1, len(run) / 3)
            ends_text = run[-1] == len(lines) - 1 and _are_below_pages(run, lines)
            if first.is_of_front_matter or (first.weight is Weight.BARE and ends_text):
                fewest = 0
            at_title = sum(any(map(around.says_title, (i - 1, i + 1))) for i in run)
            if at_title >= _ENOUGH and 2 * at_title >= len(run):
                fewest = 0
            if len(run) > 1 and at_foot >= fewest:
                asides.furniture |= dict.fromkeys(run, FurnitureKind.PAGE_NUMBER)
    _fill_in(alone, asides)


def _are_below_pages(run: list[int], lines: list[Line]) -> bool:
    """Whether text enough for a page stands above each number but the last, and no label."""
    text = (sum(line.width for line in lines[i:j]) for i, j in pairwise([0, *run[:-1]]))
    labels = {said(lines[index - 1]) for index in run}
    return len(labels) == len(run) and all(width >= _SHORTEST_PAGE_OF_TEXT for width in text)


def _below_heads(run: list[int], around: Surroundings) -> int:
    """How many numbers stand below a line that cuts a sentence and comes again above another one.

    What stands below them is never the same, as it is in a list of records.
    """
    lines = around.lines
    if len({said(lines[index + 1]) for index in run if index + 1 < len(lines)}) < len(run) - 1:
        return 0
    above = [index - 1 for index in run if index and may_be_head(lines[index - 1])]
    alike = Counter(said(lines[index]) for index in above)
    return sum(alike[said(lines[index])] > 1 and around.interrupts(index) for index in above)


def _fill_in(alone: list[tuple[int, PageNumber]], asides: Asides) -> None:
    """Bare numbers that come in order with the page numbers before and behind them are of them."""
    known = [
        (i, one.value) for i, one in alone if asides.furniture.get(i) == FurnitureKind.PAGE_NUMBER
    ]
    for index, number in alone:
        if number.weight is not Weight.BARE or index in asides.furniture:
            continue
        here = (index, number.value)
        if comes_in_order(here, known, beside=1):
            asides.furniture[index] = FurnitureKind.PAGE_NUMBER
            insort(known, here)


def _are_cells(number: PageNumber, other: PageNumber | None) -> bool:
    return other is not None and other.shape == number.shape
