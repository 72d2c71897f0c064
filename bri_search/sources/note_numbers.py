"""Lines that begin with a bare number: items of lists and headings do, and so do notes."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from functools import cached_property

from bri_search.sources.lines import Line
from bri_search.sources.note_extent import MOST_LINES, end_of_notes, stand_inside_sentence
from bri_search.sources.note_marks import (
    SUPERSCRIPTS,
    NoteMark,
    mark_before,
    marks_in,
    reads_like_note,
)
from bri_search.sources.sentences import ends_paragraph
from bri_search.sources.set_aside import Asides, previous_free

__all__ = ["FARTHEST_MARK", "NumberedLines"]

FARTHEST_MARK = 400
"""Lines between a mark and its note: a few pages."""


class NumberedLines:
    """Lines that begin with a bare number: several may begin with the one that a mark asks for."""

    def __init__(self, lines: list[Line], asides: Asides) -> None:
        self.lines = lines
        self.asides = asides

    def is_item(self, number: NoteMark, index: int) -> bool:
        """Whether a line with the number of a note is of a list, and the note stands below it.

        The next line with this number reads like a note and stands with others inside a sentence,
        which the line itself does not, and no mark between them asks for another note.
        """
        if number.form != "number" or reads_like_note(self.lines[index].text):
            return False
        places = self._places[number.value]
        place = bisect_right(places, index)
        if place == len(places) or places[place] - index > FARTHEST_MARK:
            return False
        below = places[place]
        marked = self._marked[number.value]
        return (
            reads_like_note(self.lines[below].text)
            and bisect_right(marked, index) == bisect_right(marked, below)
            and not self._cuts_sentence(index)
            and (self._cuts_sentence(below) or self._is_heading_above(index, below))
        )

    def is_raised_below(self, number: NoteMark, index: int) -> bool:
        """Whether a line below begins with the number as it is raised in the text."""
        raised = self._raised[number.value]
        place = bisect_right(raised, index)
        return place < len(raised) and raised[place] - index <= FARTHEST_MARK

    def _is_heading_above(self, index: int, below: int) -> bool:
        """Whether a line ends without a full stop, and the one below that reads like a note with.

        A blank line parts the first from the text above, which ends with a full stop.
        """
        line, above = self.lines[index], previous_free(index, self.asides)
        return (
            line.blank_before > 0
            and not ends_paragraph(line.text)
            and above is not None
            and ends_paragraph(self.lines[above].text)
            and ends_paragraph(self.lines[below].text)
        )

    def _cuts_sentence(self, index: int) -> bool:
        """Whether the numbered lines that a line is of stand inside a sentence."""
        first = self._first[index]
        end = end_of_notes(self.lines, first, self.asides)
        return stand_inside_sentence(self.lines, first, end, self.asides)

    @cached_property
    def _places(self) -> defaultdict[int, list[int]]:
        """The lines that begin with each number."""
        places: defaultdict[int, list[int]] = defaultdict(list)
        for index, value in self._values.items():
            places[value].append(index)
        return places

    @cached_property
    def _raised(self) -> defaultdict[int, list[int]]:
        """The lines that begin with a superscript of each number."""
        raised: defaultdict[int, list[int]] = defaultdict(list)
        for index, line in enumerate(self.lines):
            mark = mark_before(line.text) if line.text[0] in SUPERSCRIPTS else None
            if mark is not None:
                raised[mark.value].append(index)
        return raised

    @cached_property
    def _values(self) -> dict[int, int]:
        found = {}
        for index, line in enumerate(self.lines):
            mark = mark_before(line.text) if line.text[0].isdecimal() else None
            if mark is not None and mark.form == "number":
                found[index] = mark.value
        return found

    @cached_property
    def _first(self) -> dict[int, int]:
        """The first of the lines with which each of them is numbered on."""
        first: dict[int, int] = {}
        above = -MOST_LINES
        for index, value in self._values.items():
            is_next = index - above < MOST_LINES and value == self._values[above] + 1
            first[index] = first[above] if is_next else index
            above = index
        return first

    @cached_property
    def _marked(self) -> defaultdict[int, list[int]]:
        """The lines with a superscript mark of each number."""
        marked: defaultdict[int, list[int]] = defaultdict(list)
        for index, line in enumerate(self.lines):
            for mark in marks_in(line.text):
                if mark.form == "superscript":
                    marked[mark.value].append(index)
        return marked
