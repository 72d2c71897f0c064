"""What stands around a line: whether it interrupts the text, and what its neighbours are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise

from bri_search.sources.captions import names_source
from bri_search.sources.document import FurnitureKind, Kind
from bri_search.sources.lines import Line, cells, first_unit, space_between
from bri_search.sources.note_marks import mark_before
from bri_search.sources.page_numbers import page_number, said_in
from bri_search.sources.page_widths import VARIATION
from bri_search.sources.sentences import ends_paragraph
from bri_search.sources.set_aside import Asides, is_free, next_free, previous_free

__all__ = ["Surroundings", "may_be_head", "said"]

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
_MOST_NOTE_LINES = 8
_LONGEST_FOOT = 30
"""Lines of all notes at the foot of a page."""
_WORD = re.compile(r"[^\W_]{2}")


class Surroundings:
    """What stands around a line: whether it interrupts the text, and what its neighbours are."""

    def __init__(self, lines: list[Line], asides: Asides) -> None:
        self.lines = lines
        self.asides = asides
        self._title = said(lines[0]) if _has_title(lines) else None
        self._title_in_head = said_in(lines[0].text) if _has_title(lines) else None

    def says_title(self, index: int) -> bool:
        """Whether a line says what the title of the text says, the line above all others."""
        return 0 <= index < len(self.lines) and said(self.lines[index]) == self._title

    def is_title(self, says: str) -> bool:
        """Whether what stands beside a number in a head is the title of the text."""
        return says == self._title_in_head

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
        does a refrain, below which a verse begins with a capital, or a line of the text that is
        short because it had no room for a long word.
        """
        place = previous_free(index, self.asides)
        below = next_free(self.lines, index + 1, self.asides)
        if not place or below is None or below.text[0].isupper() or not self.interrupts(index):
            return False
        above = self.lines[place]
        begins_here = above.blank_before and ends_paragraph(self.lines[place - 1].text)
        line = self.lines[index]
        needed = space_between(line.text, below.text) + cells(first_unit(below.text))
        is_short = line.width < _FULL * above.width and line.reach + needed <= above.reach
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

    def parts_a_word(self, index: int) -> bool:
        """Whether a line much shorter than those around it stands inside what is seen as a word."""
        place = previous_free(index, self.asides)
        below = next_free(self.lines, index + 1, self.asides)
        if place is None or below is None or not self.is_between_full_lines(index):
            return False
        line, end = self.lines[index], self.lines[place].text[-1]
        if line.width >= _FULL * self.lines[place].width or end.isascii():
            return False
        return end + below.text[0] in self._pairs and end + line.text[0] not in self._pairs

    @cached_property
    def _pairs(self) -> frozenset[str]:
        """Characters that stand side by side."""
        return frozenset(one + other for line in self.lines for one, other in pairwise(line.text))

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
        """The nearest lines of text above and below: the text, and if it is full.

        Furniture is passed over, and above a line the notes of its page, which may say the same
        as those of others.
        """
        above, below = self._above_notes(index), range(index + 1, len(self.lines))
        return self._neighbour(above, index), self._neighbour(below, index)

    def has_number(self, index: int) -> bool:
        """Whether a line is a known page number."""
        return self.asides.furniture.get(index) == FurnitureKind.PAGE_NUMBER

    def sides_of_heads(self) -> set[int]:
        """On which sides of page numbers the known heads stand: 1 below them, -1 above."""
        heads = [
            i for i, what in self.asides.furniture.items() if what == FurnitureKind.RUNNING_HEAD
        ]
        return {side for side in (1, -1) for index in heads if self.has_number(index - side)}

    def is_beside(self, index: int) -> bool:
        """Whether a page number or a running head is the line above or below."""
        return any(
            self.asides.furniture.get(other)
            in (FurnitureKind.PAGE_NUMBER, FurnitureKind.RUNNING_HEAD)
            for other in (index - 1, index + 1)
        )

    def is_right_below_note(self, index: int) -> bool:
        """Whether a line stands right below known notes."""
        return self.asides.kinds.get(index - 1) is Kind.NOTE

    def is_behind_notes(self, index: int) -> bool:
        """Whether a line stands right below known notes, and inside a sentence."""
        return self.is_right_below_note(index) and self.interrupts(index)

    def _neighbour(self, indices: Iterable[int], index: int) -> tuple[str, bool]:
        for place in indices:
            if place not in self.asides.furniture:
                return self.lines[place].text, self._is_full(place, index)
        return "", False

    def is_below_note(self, index: int) -> bool:
        """Whether the lines down to this one, without a blank between them, begin as a note."""
        return self._note_above(index, shortest=_SHORTEST_FULL) is not None

    def _note_above(self, index: int, shortest: int = 0) -> int | None:
        """The line from which on, down to another, everything may be a note."""
        first = max(0, index - _MOST_NOTE_LINES)
        for place in range(index - 1, first - 1, -1):
            if not is_free(place, self.asides):
                return None
            line = self.lines[place]
            if mark_before(line.text) is not None and line.width >= shortest:
                return place
            if line.blank_before:
                return None
        return None

    def _above_notes(self, index: int) -> Iterator[int]:
        """The lines above one, upwards, without the notes of its page."""
        place = index
        while place > 0:
            note = self._note_above(place)
            is_note = note is not None and _is_note(self.lines[note].text)
            if note is not None and is_note and index - note <= _LONGEST_FOOT:
                place = note
            else:
                place -= 1
                if self.asides.kinds.get(place) is not Kind.NOTE:
                    yield place


def may_be_head(line: Line) -> bool:
    """Whether a line may be the head of a page, or a title: short, and no sentence or note.

    Below several pictures may stand the same source.
    """
    return (
        line.width <= _WIDEST_HEAD
        and not _is_note(line.text)
        and not names_source(line.text)
        and not ends_paragraph(line.text)
        and _WORD.search(line.text) is not None
    )


def _is_note(text: str) -> bool:
    """Whether a line begins as a note and as no running head, which may begin with a number."""
    mark = mark_before(text)
    return mark is not None and mark.form != "number"


def _has_title(lines: list[Line]) -> bool:
    """Whether a text begins with a line that is no sentence, and parted from what is below.

    A blank line parts it, or that it is shorter than the line below, which is longer than a verse.
    """
    if len(lines) < 2 or not may_be_head(lines[0]):
        return False
    first, below = lines[:2]
    is_shorter = first.width < _FULL * below.width and below.width >= _SHORTEST_PROSE
    return below.blank_before > 0 or is_shorter


def said(line: Line) -> str:
    """What a line says, white space left out."""
    return "".join(line.text.split())
