"""Page numbers and running heads where a file does not tell its pages.

Both interrupt the text: the line above is full, and its sentence goes on below. What is only short
or only comes again may be a cell of a table, a date, a heading.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise, starmap

from bri_search.sources.document import Kind
from bri_search.sources.flow import VARIATION
from bri_search.sources.lines import Line, cells, first_unit
from bri_search.sources.note_marks import mark_before
from bri_search.sources.page_numbers import (
    SHORTEST_PAGE,
    PageNumber,
    Weight,
    may_follow,
    numbers_in_head,
    page_number,
    said_in,
    sequences,
)
from bri_search.sources.sentences import ends_paragraph
from bri_search.sources.set_aside import Asides, is_free, is_open, next_free, previous_free

__all__ = ["find_numbers_below_notes", "find_page_furniture"]

_WIDEST_HEAD = 90
"""Cells."""
_SHORTEST_PROSE = 40
"""Cells: a line by itself that is shorter may be a title."""
_SHORTEST_FULL = 20
"""Cells: no column is narrower in which sentences are cut."""
_FULL = 0.8
"""Of the longest line nearby: what is shorter ends before its column does."""
_NEARBY = 6
"""Lines."""
_ENOUGH = 3
"""Pages on which something comes again, where one or two may be chance."""
_MOST_NOTE_LINES = 8
_WORD = re.compile(r"[^\W_]{2}")


def find_page_furniture(lines: list[Line], asides: Asides, *, has_heads: bool) -> None:
    """Set aside page numbers and, where there may be any, the running heads of pages."""
    places = _Places(lines, asides)
    _find_page_numbers(lines, asides, places)
    if has_heads:
        short = _short(lines, asides)
        _find_numbered_heads(short, lines, asides, places)
        _find_heads_beside_numbers(short, lines, asides, places)


def find_numbers_below_notes(lines: list[Line], asides: Asides, *, has_heads: bool) -> None:
    """Set aside bare page numbers below notes, once these are known, and the heads beside them.

    Such a number stands inside a sentence, or comes in order with others.
    """
    places = _Places(lines, asides)
    below = [
        (index, number)
        for index, kind in ((note + 1, kind) for note, kind in asides.kinds.items())
        if kind is Kind.NOTE and index < len(lines) and is_open(index, asides)
        if (number := page_number(lines[index].text)) and number.weight is Weight.BARE
    ]
    if not below:
        return
    below.sort()
    for run in sequences([(index, number.value) for index, number in below]):
        found = run if len(run) > 1 else filter(places.is_between_full_lines, run)
        asides.furniture |= dict.fromkeys(found, "page number")
    known = [
        (index, number)
        for index, what in asides.furniture.items()
        if what == "page number" and (number := page_number(lines[index].text))
    ]
    _fill_in(sorted({*known, *below}), asides)
    if has_heads:
        _find_heads_beside_numbers(_short(lines, asides), lines, asides, places)


class _Places:
    """What stands around a line: whether it interrupts the text, and what its neighbours are."""

    def __init__(self, lines: list[Line], asides: Asides) -> None:
        self.lines = lines
        self.asides = asides
        self._title = _said(lines[0]) if _has_title(lines) else None

    def says_title(self, index: int) -> bool:
        """Whether a line says what the title of the text says, the line above all others."""
        return 0 <= index < len(self.lines) and _said(self.lines[index]) == self._title

    def interrupts(self, index: int) -> bool:
        """Whether a line stands inside a sentence, and not just below a title."""
        place = previous_free(index, self.asides)
        if place is None or self.lines[place].width < _SHORTEST_FULL:
            return False
        line = self.lines[place]
        if ends_paragraph(line.text):
            return False
        if line.text[-1] in "，、,":
            return True
        begins_here = place == 0 or line.blank_before > 0
        is_title = line.width < _SHORTEST_PROSE or not self.lines[index].blank_before
        if not (begins_here and place == index - 1 and is_title):
            return True
        return self._fills_column(place, index)

    def cuts_column(self, index: int) -> bool:
        """Whether a short line stands inside a sentence of a column whose lines are full.

        Names of authors stand below titles that may be as long: what begins there cuts nothing. Nor
        does a refrain, below which a verse begins with a capital.
        """
        place = previous_free(index, self.asides)
        below = next_free(self.lines, index + 1, self.asides)
        if not place or below is None or below.text[0].isupper() or not self.interrupts(index):
            return False
        above = self.lines[place]
        begins_here = above.blank_before and ends_paragraph(self.lines[place - 1].text)
        is_short = self.lines[index].width < _FULL * above.width
        return is_short and not begins_here and self._fills_column(place, index)

    def _fills_column(self, place: int, below: int) -> bool:
        """Whether a line goes as far as the lines nearby do, of which one is no label of a number.

        Then it is one of them, whatever parts it from those above and below. What stands right
        `below` it, and may be furniture, tells nothing.
        """
        nearby = [
            other
            for other in range(max(0, place - _NEARBY), min(len(self.lines), place + _NEARBY + 2))
            if is_free(other, self.asides)
            and other != below
            and page_number(self.lines[other].text) is None
        ]
        following = [other for other in nearby if other > place]
        if not following:
            return False
        widest = max(self.lines[other].reach for other in nearby)
        unit = cells(first_unit(self.lines[following[0]].text))
        return self.lines[place].reach + unit > widest - VARIATION and any(
            other != place
            and self.lines[other].reach >= widest - VARIATION
            and not self._is_label(other)
            for other in nearby
        )

    def _is_label(self, index: int) -> bool:
        """Whether a number, and nothing else, stands right below a line."""
        below = self.lines[index + 1 : index + 2]
        return any(page_number(line.text) is not None for line in below)

    def is_at_foot(self, index: int) -> bool:
        """Whether a line stands inside a sentence, or below the notes of a page."""
        return self.interrupts(index) or self.is_below_note(index)

    def is_at_edge(self, index: int) -> bool:
        """Whether a line is the first or the last of a page, or of the file."""
        beside = self.lines[max(0, index - 1) : index + 2]
        return len(beside) < 3 or beside[0].page != beside[2].page

    def is_between_full_lines(self, index: int) -> bool:
        """Whether a line stands inside a sentence whose line above goes as far as those nearby."""
        place = previous_free(index, self.asides)
        return place is not None and self.interrupts(index) and self._is_full(place, index)

    def _is_full(self, place: int, index: int) -> bool:
        """Whether a line goes as far as those near another, which is left out."""
        first, last = sorted((place, index))
        around = range(max(0, first - _NEARBY), min(len(self.lines), last + _NEARBY + 1))
        nearby = (
            self.lines[other].reach
            for other in around
            if other != index and is_free(other, self.asides)
        )
        longest = max(nearby, default=0)
        return self.lines[place].reach >= _FULL * min(longest, 2 * _SHORTEST_PROSE)

    def neighbours(self, index: int) -> tuple[tuple[str, bool], tuple[str, bool]]:
        """The nearest lines above and below that are no furniture: the text, and if it is full."""
        above, below = range(index - 1, -1, -1), range(index + 1, len(self.lines))
        return self._neighbour(above, index), self._neighbour(below, index)

    def is_beside(self, index: int) -> bool:
        """Whether a page number or a running head is the line above or below."""
        return any(
            self.asides.furniture.get(other) in ("page number", "running head")
            for other in (index - 1, index + 1)
        )

    def _neighbour(self, indices: Iterable[int], index: int) -> tuple[str, bool]:
        for place in indices:
            if place not in self.asides.furniture:
                return self.lines[place].text, self._is_full(place, index)
        return "", False

    def is_below_note(self, index: int) -> bool:
        """Whether the lines down to this one, without a blank between them, begin as a note."""
        first = max(0, index - _MOST_NOTE_LINES)
        for place in range(index - 1, first - 1, -1):
            if not is_free(place, self.asides):
                return False
            line = self.lines[place]
            if mark_before(line.text) is not None and line.width >= _SHORTEST_FULL:
                return True
            if line.blank_before:
                return False
        return False


def _has_title(lines: list[Line]) -> bool:
    """Whether a text begins with a line that a blank line parts from the rest, and no sentence."""
    is_parted = len(lines) > 1 and lines[1].blank_before > 0
    return is_parted and _may_be_head(lines[0])


def _said(line: Line) -> str:
    return "".join(line.text.split())


def _find_page_numbers(lines: list[Line], asides: Asides, places: _Places) -> None:
    """A line that can only be a page number is one; another needs a sequence that cuts the text.

    A bare number without a sequence has to stand between full lines of one sentence. Beside another
    number it is a cell.
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
            and (places.is_between_full_lines(index) or places.is_below_note(index))
        ):
            asides.furniture[index] = "page number"
        alone.append((index, number))
        alike[number.shape].append((index, number.value))
    for candidates in alike.values():
        for run in sequences(candidates):
            at_foot = sum(places.is_at_foot(index) for index in run)
            first = numbers[run[0]]
            fewest = max(2, len(run) / 2) if first.weight is Weight.WEAK else max(1, len(run) / 3)
            if first.is_of_front_matter:
                fewest = 0
            at_title = sum(any(map(places.says_title, (i - 1, i + 1))) for i in run)
            if at_title >= _ENOUGH and 2 * at_title >= len(run):
                fewest = 0
            if len(run) > 1 and at_foot >= fewest:
                asides.furniture |= dict.fromkeys(run, "page number")
    _fill_in(alone, asides)


def _fill_in(alone: list[tuple[int, PageNumber]], asides: Asides) -> None:
    """Bare numbers that come in order with the page numbers before and behind them are of them."""
    known = [(i, one.value) for i, one in alone if asides.furniture.get(i) == "page number"]
    for index, number in alone:
        if number.weight is not Weight.BARE or index in asides.furniture:
            continue
        here = (index, number.value)
        if _comes_in_order(here, known, beside=1):
            asides.furniture[index] = "page number"
            insort(known, here)


def _comes_in_order(here: tuple[int, int], known: list[tuple[int, int]], beside: int) -> bool:
    """Whether a number fits between the known ones before and behind it, so many at least."""
    place = bisect_left(known, here)
    row = [*known[max(0, place - 1) : place], here, *known[place : place + 1]]
    return len(row) > beside and all(starmap(may_follow, pairwise(row)))


def _are_cells(number: PageNumber, other: PageNumber | None) -> bool:
    return other is not None and other.shape == number.shape


def _find_numbered_heads(
    short: list[int], lines: list[Line], asides: Asides, places: _Places
) -> None:
    """Lines that say the same beside a rising number, most of them inside sentences.

    Rows of two tables say the same as well, but what stands beside them does so too. Left and
    right pages may say different things: one that has the number between two others is a head, and
    so is one at the edge of a page that says what a heading says.
    """
    alike: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for index in short:
        for said, value in numbers_in_head(lines[index].text):
            alike[said].append((index, value))
    known: list[tuple[int, int]] = []
    edges = (0, len(lines) - 1)
    for candidates in alike.values():
        for run in sequences(candidates):
            inside = sum(places.is_at_foot(index) for index in run)
            at_edge = sum(index in edges and not places.is_at_foot(index) for index in run)
            is_head = inside > 0 and inside + at_edge > 1 and 2 * (inside + at_edge) >= len(run)
            if is_head and not _has_rows_beside(run, places):
                asides.furniture |= dict.fromkeys(run, "running head")
                known += [one for one in candidates if one[0] in run]
    known.sort()
    headings = {said_in(line.text) for line in lines} if known else set()
    for said, here in [(said, one) for said, of in alike.items() for one in of] if known else []:
        index = here[0]
        if not is_free(index, asides) or not _comes_in_order(here, known, beside=1):
            continue
        is_between = _comes_in_order(here, known, beside=2)
        if said.replace("\0", "") in headings:
            is_head = is_between or places.is_at_edge(index)
        else:
            is_head = is_between and places.is_between_full_lines(index)
        if is_head:
            asides.furniture[index] = "running head"


def _has_rows_beside(run: list[int], places: _Places) -> bool:
    """Whether the neighbours on one side differ only in their numbers, or are the same full lines.

    So they are in a list, and in minutes and resolutions of which each says the same. Text goes on
    beside a head, and is never twice the same.
    """
    for side in zip(*map(places.neighbours, run), strict=True):
        texts = {text for text, _ in side}
        without_numbers = {re.sub(r"[\d\s]+", "", text) for text in texts}
        are_alike = all(is_full for _, is_full in side) and 2 * len(texts) <= len(side)
        if are_alike or len(without_numbers) < len(texts):
            return True
    return False


def _find_heads_beside_numbers(
    short: list[int], lines: list[Line], asides: Asides, places: _Places
) -> None:
    """Lines that come again beside page numbers, a page apart, and interrupt the text.

    Where it first comes and interrupts nothing, it is the title that the others repeat.
    """
    alike: defaultdict[str, list[int]] = defaultdict(list)
    for index in short:
        if is_free(index, asides):
            alike[_said(lines[index])].append(index)
    repeated = [found for found in alike.values() if len(found) > 1]
    while True:
        heads = [index for found in repeated for index in _heads(found, places)]
        new = [index for index in heads if index not in asides.furniture]
        if not new:
            return
        asides.furniture |= dict.fromkeys(new, "running head")


def _heads(found: list[int], places: _Places) -> list[int]:
    """Those of some lines that say the same which are running heads: most of them, or none.

    Beside page numbers two that interrupt the text are enough, or one that says the title;
    elsewhere they have to cut a column whose lines are full: three, two at the edges of pages, or
    one that says the title.
    """
    is_title = not (places.is_at_foot(found[0]) or places.is_beside(found[0]))
    rest = found[1:] if is_title else found
    if any(after - before < SHORTEST_PAGE for before, after in pairwise(rest)):
        return []
    at_foot = sum(places.is_at_foot(index) for index in rest)
    beside = sum(places.is_beside(index) for index in rest)
    cutting = sum(places.cuts_column(index) for index in rest)
    says_title = found[0] == 0 and places.says_title(0)
    enough = 1 if says_title else 2 if all(map(places.is_at_edge, rest)) else _ENOUGH
    are_beside = 3 * beside >= 2 * len(rest)
    is_head = (
        (at_foot > 1 and 2 * at_foot >= len(rest) and are_beside)
        or (cutting >= enough and 2 * cutting >= len(rest))
        or (says_title and are_beside and (at_foot > 0 or beside >= _ENOUGH))
    )
    return rest if is_head else []


def _short(lines: list[Line], asides: Asides) -> list[int]:
    """Lines that may be running heads."""
    return [
        index for index, line in enumerate(lines) if is_open(index, asides) and _may_be_head(line)
    ]


def _may_be_head(line: Line) -> bool:
    return (
        line.width <= _WIDEST_HEAD
        and not _is_note(line.text)
        and not ends_paragraph(line.text)
        and _WORD.search(line.text) is not None
    )


def _is_note(text: str) -> bool:
    """Whether a line begins as a note and as no running head, which may begin with a number."""
    mark = mark_before(text)
    return mark is not None and mark.form != "number"
