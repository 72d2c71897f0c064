"""How the running text of a page flows from line to line: what a line break means.

A line break is only the page's doing where the next word would not have fitted. That is measured
against the lines around it, since a file may hold columns of several widths.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from itertools import pairwise

from bri_search.sources.document import FurnitureKind, Kind
from bri_search.sources.lines import Line, cells, first_unit, space_between
from bri_search.sources.page_widths import (
    FEWEST_ALIKE,
    NARROWEST_COLUMN,
    OTHER_COLUMN,
    VARIATION,
    Page,
    Pages,
    Width,
    extent,
)
from bri_search.sources.printing import LARGER_PRINT
from bri_search.sources.sentences import ends_paragraph
from bri_search.sources.set_aside import Asides

__all__ = ["INDENT", "Flow"]

INDENT = 4
"""Cells of a first line's indent: two ideographs."""
_MOST_ENDS = 0.6
"""Share of the lines that end sentences which end paragraphs where lines are long."""
_SPEAKER = re.compile(r"[^\s，。：:；！？、（(“「]{1,8}[：:](?!/)")
_NEVER_FIRST = "，。、；：！？」』》）,.;:!?)…"
_LETTERED = re.compile(r"[a-z]{1,4}[)）]")
"""A small letter, or a small Roman numeral, that numbers what it begins: `b) Ports`."""


class Flow:
    """The lines of running text in order, and what is known of the page around each."""

    def __init__(self, lines: list[Line], asides: Asides, has_markup: bool) -> None:
        self.lines = lines
        self.has_markup = has_markup
        self.asides = asides
        self.order = [
            index
            for index in range(len(lines))
            if index not in asides.kinds and index not in asides.furniture
        ]
        self.rank = {index: place for place, index in enumerate(self.order)}
        self._around = Pages([lines[index] for index in self.order])
        self._pages: dict[int, Page] = {}

    @cached_property
    def trailing_space_ends(self) -> bool:
        """Whether this file puts a space behind the last line of every paragraph (some PDFs).

        Then it stands behind most lines that end sentences; some end within a paragraph. A space
        behind headings or the numbers of items says nothing of where paragraphs end.
        """
        marked = [i for i in self.order if self.lines[i].trailing_space]
        if self.has_markup or not 4 <= len(marked) <= 0.4 * len(self.order):
            return False
        ends = [i for i in self.order if ends_paragraph(self.lines[i].text)]
        told = [i for i in ends if self.lines[i].width >= NARROWEST_COLUMN]
        fitting = sum(self.lines[i].trailing_space for i in told)
        if fitting < max(FEWEST_ALIKE, _MOST_ENDS * len(told)):
            return False
        fitting = sum(
            ends_paragraph(self.lines[i].text) or self.lines[i].width < 60 for i in marked
        )
        return fitting >= 0.9 * len(marked)

    @cached_property
    def indent_begins(self) -> bool:
        """Whether this file indents the first line of every paragraph, and no other line.

        Two lines tell it only where they are set back by two ideographs, three wherever they begin.
        """
        indented = [place for place, i in enumerate(self.order) if self.lines[i].indent >= 2]
        depths = {self.lines[self.order[place]].indent for place in indented}
        if self.has_markup or len(indented) < (2 if depths == {INDENT} else 3):
            return False
        inside = 0
        for place in indented:
            above = self.lines[self.order[place - 1]] if place else None
            if above is not None and above.indent >= 2 and not ends_paragraph(above.text):
                inside += 1
        return inside <= 0.3 * len(indented)

    @cached_property
    def _speakers(self) -> frozenset[str]:
        """Names and the like with a colon that begin several lines, where none goes on."""
        labels = Counter(
            match.group()
            for above, index in pairwise(self.order)
            if (match := _SPEAKER.match(self.lines[index].text))
            and (
                ends_paragraph(self.lines[above].text)
                or (not match.group()[0].isdecimal() and self.ends_early(above))
            )
        )
        return frozenset(label for label, count in labels.items() if count > 1)

    def is_above_first_line(self, index: int) -> bool:
        """Whether only the line below is set back, in a file that sets back all first lines."""
        below = self._below(index)
        is_set_back = below is not None and below.indent >= 2 > self.lines[index].indent
        return is_set_back and self.indent_begins

    def begins_speech(self, index: int) -> bool:
        """Whether a line begins with the name of someone who speaks several times."""
        match = _SPEAKER.match(self.lines[index].text)
        return match is not None and match.group() in self._speakers

    @cached_property
    def _neighbours(self) -> frozenset[str]:
        return frozenset(
            line.text[place : place + 2]
            for line in self.lines
            for place in range(len(line.text) - 1)
        )

    def joins_a_word(self, index: int) -> bool:
        """Whether the characters on both sides of the break behind a line are seen together."""
        following = self.following(index)
        return (
            following is not None
            and self.lines[index].text[-1] + self.lines[following].text[0] in self._neighbours
        )

    def following(self, index: int) -> int | None:
        """The next line of running text."""
        place = self.rank[index] + 1
        return self.order[place] if place < len(self.order) else None

    def ends_page(self, index: int) -> bool:
        """Whether a page number, a running head or a note stands right below a line."""
        below = index + 1
        return (
            self.asides.furniture.get(below)
            in (FurnitureKind.PAGE_NUMBER, FurnitureKind.RUNNING_HEAD)
            or self.asides.kinds.get(below) is Kind.NOTE
        )

    def is_above_table(self, index: int) -> bool:
        """Whether a line stands right above a table."""
        return self.asides.kinds.get(index + 1) is Kind.TABLE

    def _below(self, index: int) -> Line | None:
        following = self.following(index)
        return None if following is None else self.lines[following]

    def page(self, index: int) -> Page:
        """The page as the lines around this one show it; the line itself is of what is above."""
        if index not in self._pages:
            self._pages[index] = self._around.at(self.rank[index] + 1)
        return self._pages[index]

    def could_hold_more(self, index: int, width: Width | None) -> bool:
        """Whether the next line's first unit would have fitted behind this line."""
        following = self.following(index)
        if following is None or width is None:
            return True
        line, below = self.lines[index], self.lines[following]
        room = width.cells - width.slack - line.reach - cells(first_unit(below.text))
        return room > 0 or (room == 0 and not space_between(line.text, below.text))

    def are_wrapped(self, indices: list[int], slack: int = 0) -> bool:
        """Whether of some lines all but the last are as full as the longest of them lets them."""
        lines = [self.lines[index] for index in indices]
        widest = max(extent(line) - line.indent for line in lines) + lines[-1].indent
        return not any(self.could_hold_more(i, Width(widest, slack)) for i in indices[:-1])

    def width_at(self, index: int) -> Width | None:
        """The width that the lines above a line show, or else those below.

        A width that the line goes far beyond is that of another column, or of short headings.
        """
        page, reach = self.page(index), self.lines[index].reach
        for width in (page.before, page.after):
            if width is not None and reach <= OTHER_COLUMN * width.cells:
                return width
        return None

    def fills_column_above(self, index: int) -> bool:
        """Whether a line and the next are of the column above, and the line goes to its edge."""
        following = self.following(index)
        width = self.page(index).before
        if following is None or width is None or self.could_hold_more(index, width):
            return False
        reach = max(self.lines[index].reach, self.lines[following].reach)
        return reach <= width.cells + VARIATION

    def ends_early(self, index: int) -> bool:
        """Whether a line ends before the page does, by the lines above it if they tell."""
        if self.trailing_space_ends:
            return self.lines[index].trailing_space
        return self.could_hold_more(index, self.width_at(index))

    def falls_short(self, index: int) -> bool:
        """Whether a line is shorter than any first line of a paragraph, whatever its indent."""
        page = self.page(index)
        following = self.following(index)
        width = page.after or page.before
        if following is None or width is None:
            return False
        below = self.lines[following]
        room = width.cells - width.slack - self.lines[index].reach
        room = max(room, below.reach - self.lines[index].reach)
        return room - cells(first_unit(below.text)) >= INDENT

    def is_nearly_full(self, index: int) -> bool:
        """Whether a line is so long that only an indent keeps it from filling its column.

        Where the lines below show none, it is that of those above.
        """
        page, reach = self.page(index), self.lines[index].reach
        width = page.after or page.before
        if width is None:
            return False
        return width.cells - width.slack - 2 * INDENT < reach <= OTHER_COLUMN * width.cells

    def is_ended_on_purpose(self, index: int) -> bool:
        """Whether a line ends where no page would have ended it, whatever its last word is."""
        line, below = self.lines[index], self._below(index)
        if below is None:
            return True
        if self.trailing_space_ends:
            return line.trailing_space
        page = self.page(index)
        if page.after is not None or page.before is not None:
            return self.falls_short(index)
        return page.is_unwrapped or below.blank_before > 0

    def is_unparted(self, index: int) -> bool:
        """Whether nothing parts a line from the next, and no column tells how long one is.

        Longer than a line that others follow, it is none of theirs: so are titles of poems.
        """
        following = self.following(index)
        page = self.page(index)
        if following is None or page.after or page.before or page.is_unwrapped:
            return False
        line, below = self.lines[index], self.lines[following]
        if below.blank_before or below.indent > line.indent:
            return False
        after = self.following(following)
        is_last = after is None or self.lines[after].blank_before > 0
        return is_last or below.reach >= line.reach - VARIATION

    def is_printed_otherwise(self, index: int, other: int) -> bool:
        """Whether two lines are printed in sizes that no line of one text differs by."""
        one, two = self.lines[index].printed, self.lines[other].printed
        if one is None or two is None:
            return False
        return max(one.size, two.size) > LARGER_PRINT * min(one.size, two.size)

    def is_parted_title(self, index: int) -> bool:
        """Whether a blank line parts an English line from a paragraph that begins below it.

        Chinese text has blank lines in the middle of words, where a column ends.
        """
        following = self.following(index)
        if following is None or not self.lines[index].text.isascii():
            return False
        below = self.lines[following]
        is_parted = below.blank_before > 0 and not self.page(index).blanks_are_usual
        return is_parted and below.text[0].isupper()

    def stands_alone(self, index: int) -> bool:
        """Whether the page breaks behind this line on purpose."""
        line, below = self.lines[index], self._below(index)
        if below is None:
            return True
        if self.trailing_space_ends:
            return line.trailing_space
        if below.text[0] in _NEVER_FIRST:
            return False
        if below.text[0].islower() and not _LETTERED.match(below.text):
            return False
        if (
            self.has_markup
            and below.indent > line.indent
            and not (below.blank_before or below.mark is not None)
        ):
            return False
        if self.is_above_first_line(index):
            return True
        page = self.page(index)
        if page.after is None:
            return line.width <= 80 or below.blank_before > 0
        if page.after.cells + VARIATION < max(line.reach, below.reach):
            return True
        return self.could_hold_more(index, page.after)
