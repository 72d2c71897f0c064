"""Notes at the foot of a page or at the end of a text: found by their marks or by where they stand.

A numbered line may as well be an item of a list, so a number alone is never enough.
"""

from __future__ import annotations

import re
from collections import defaultdict

from bri_search.sources.document import FurnitureKind, Kind, Span
from bri_search.sources.headings import is_list_of_sources
from bri_search.sources.lines import Line
from bri_search.sources.note_extent import (
    end_at_foot,
    end_at_page_end,
    end_of_note,
    end_of_notes,
    stand_inside_sentence,
)
from bri_search.sources.note_marks import (
    NoteMark,
    flat_marks_in,
    mark_before,
    marks_in,
    reads_like_note,
)
from bri_search.sources.note_numbers import FARTHEST_MARK, NumberedLines
from bri_search.sources.set_aside import Asides, is_free

__all__ = ["find_notes"]

_BARE = re.compile(r"[0-9]{1,3}\s")
_FARTHEST_FLAT_MARK = 80
"""Lines between a mark that is nothing but a number and its note, which are on one page."""


def find_notes(lines: list[Line], asides: Asides) -> None:
    """Set notes aside: lines whose mark stands in the text above, each mark taken once.

    Further: what stands in small print at the foot of a page; what follows a note with the next
    number; numbered lines inside a sentence or at the foot of a page; what stands numbered below a
    heading such as 参考文献.
    """
    finder = _Finder(lines, asides)
    index = 0
    while index < len(lines):
        index = finder.step(index)


class _Finder:
    """Walks down the lines once, with the marks in the text for which no note was found yet."""

    def __init__(self, lines: list[Line], asides: Asides) -> None:
        self.lines = lines
        self.asides = asides
        self.numbered = NumberedLines(lines, asides)
        self.open_marks: defaultdict[NoteMark, list[int]] = defaultdict(list)
        self.flat_marks: dict[NoteMark, tuple[int, Span]] = {}
        self.has_flat_notes = False
        self.last: NoteMark | None = None
        self.behind_last = 0

    def step(self, index: int) -> int:
        """Find out what a line is, and set it aside if it begins a note; the line to go on with."""
        line = self.lines[index]
        if not is_free(index, self.asides):
            return index + 1
        if is_list_of_sources(line.text):
            return self._go_behind(_list_of_sources(self.lines, index + 1, self.asides), None)
        number = mark_before(line.text) if line.mark is None else None
        if index in self.asides.small_print:
            if number is not None:
                self._takes_mark(number, index)
            end = end_at_foot(self.lines, index, self.asides)
        elif number is not None and (flat := self._end_of_flat_note(number, index)) is not None:
            end = flat
        elif number is not None and self._is_note(number, index):
            end = self._end_of_note(number, index)
        else:
            for mark in marks_in(line.text):
                self.open_marks[mark].append(index)
            # Where a line has markup, its text is not that of the file.
            if len(line.text) == line.end - line.start:
                self.flat_marks |= {mark: (index, span) for mark, span in flat_marks_in(line.text)}
            return index + 1
        return self._go_behind(_set_aside(index, end, self.asides), number)

    def _go_behind(self, end: int, number: NoteMark | None) -> int:
        self.last, self.behind_last = number, end
        return end

    def _is_note(self, number: NoteMark, index: int) -> bool:
        """Whether a line with a number is a note: by its mark, the note above, or its place."""
        if self.numbered.is_item(number, index):
            return False
        may_be_note = not number.is_ambiguous or _stands_at_foot(self.lines, index, self.asides)
        if may_be_note and self._takes_mark(number, index):
            return True
        is_next = number.is_next_to(self.last)
        if is_next and self.behind_last == index:
            return True
        is_first_or_next = not number.is_ambiguous and (number.value == 1 or is_next)
        return is_first_or_next and _stands_as_note(self.lines, index, self.asides)

    def _end_of_flat_note(self, number: NoteMark, index: int) -> int | None:
        """The line behind a note at the foot of a page that a mark above asks for, which it takes.

        Such marks are those of pages whose raised numbers were read as others are. Where one was
        found, the next number at the foot of a page is a note as well.
        """
        marked = self.flat_marks.get(number)
        is_near = marked is not None and index - marked[0] <= _FARTHEST_FLAT_MARK
        is_next = number.is_next_to(self.last)
        is_parted = self.lines[index].blank_before or self.behind_last == index
        is_parted = is_parted or self.asides.furniture.get(index - 1) == FurnitureKind.RULE
        if not (is_parted and (is_near or (is_next and self.has_flat_notes))):
            return None
        end = end_at_page_end(self.lines, index, number, self.asides)
        if end is None:
            return None
        said = (line.text for line in self.lines[index:end])
        if not (number.value == 1 or is_next or any(map(reads_like_note, said))):
            return None
        if marked is not None and is_near:
            place, span = self.flat_marks.pop(number)
            self.asides.marks[place].append(span)
            self.has_flat_notes = True
        return end

    def _end_of_note(self, number: NoteMark, index: int) -> int:
        """The line behind a note; at the foot of a page of plain text, that goes to its end."""
        line = self.lines[index]
        end = None
        if line.page and line.printed is None:
            end = end_at_page_end(self.lines, index, number, self.asides)
        return end or end_of_note(self.lines, index, self.asides)

    def _takes_mark(self, number: NoteMark, index: int) -> bool:
        """Whether a mark for this note is near above; it is taken, if it is.

        In print as large as that of the text a bare number is that of a heading or of an item.
        """
        places = self.open_marks.get(number.in_text)
        if not places or index - places[-1] > FARTHEST_MARK:
            return False
        note, text = self.lines[index].printed, self.lines[places[-1]].printed
        if number.form == "number" and note and text and not note.is_smaller(text):
            return False
        if number.form == "number" and self.numbered.is_raised_below(number, index):
            return False
        places.pop()
        return True


def _set_aside(index: int, end: int, asides: Asides) -> int:
    """Make a note of some lines; the line behind the note."""
    for part in range(index, end):
        asides.kinds[part] = Kind.NOTE
        if part > index:
            asides.continues.add(part)
    return end


def _list_of_sources(lines: list[Line], index: int, asides: Asides) -> int:
    """Set aside what is numbered 1, 2, 3 from this line on; the line behind it."""
    first = mark_before(lines[index].text) if index < len(lines) else None
    if first is None or first.value != 1:
        return index
    number = first
    while True:
        index = _set_aside(index, end_of_note(lines, index, asides), asides)
        while index < len(lines) and index in asides.furniture:
            index += 1
        following = mark_before(lines[index].text) if index < len(lines) else None
        if following is None or not following.is_next_to(number):
            return index
        number = following


def _stands_as_note(lines: list[Line], index: int, asides: Asides) -> bool:
    """Whether numbered lines without known marks stand where only notes do.

    That is inside a sentence, or, with a bare number, above a page number; a blank line or a rule
    stands above them.
    """
    is_parted = lines[index].blank_before or asides.furniture.get(index - 1) == FurnitureKind.RULE
    if not (reads_like_note(lines[index].text) and is_parted):
        return False
    end = end_of_notes(lines, index, asides)
    if _BARE.match(lines[index].text) and asides.furniture.get(end) == FurnitureKind.PAGE_NUMBER:
        return True
    return stand_inside_sentence(lines, index, end, asides)


def _stands_at_foot(lines: list[Line], index: int, asides: Asides) -> bool:
    """Whether lines that may be items of a list stand where notes do.

    That is inside a sentence or above a page number; where they are numbered, they have to read
    like notes as well.
    """
    mark = mark_before(lines[index].text)
    if mark is None or not (mark.is_sign or reads_like_note(lines[index].text)):
        return False
    end = end_of_notes(lines, index, asides)
    is_last = asides.furniture.get(end) == FurnitureKind.PAGE_NUMBER
    return is_last or stand_inside_sentence(lines, index, end, asides)
