"""Titles and headings over several lines: which lines below each other are one."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from itertools import pairwise

from bri_search.sources.blocks import Block
from bri_search.sources.captions import is_credit, is_labelled
from bri_search.sources.flow import Flow
from bri_search.sources.heading_forms import HeadingForms, has_open_bracket, is_inside_sentence
from bri_search.sources.headings import is_named_heading
from bri_search.sources.lines import cells, first_unit
from bri_search.sources.page_widths import VARIATION
from bri_search.sources.printing import PrintedLine
from bri_search.sources.sentences import ends_paragraph

__all__ = ["WIDEST_TITLE", "TitleLines"]

WIDEST_TITLE = 140
"""Cells of all lines of a title."""

_NEVER_LAST = re.compile(
    r"\b(?:an?|(?i:and|as|at|between|but|by|for|from|in|into|its|nor|of|on|or|our|the|their|to|with))\Z"
    r"|(?:[关關对對][于於]|以及)\Z"
)
"""Words with which no heading ends."""
_NEVER_FIRST = re.compile(r"[和与與及暨的]|以及")
"""With these hardly a heading begins below one that fills its line."""
_DATE = re.compile(r"[0-9]|[年月日]\Z")
_SHORTEST = 12
"""Cells: a shorter line below a title may be a name."""
_LARGER = 1.15
"""Of the size of the text: what is printed in a larger one is no text."""
_ALIKE = 0.75
"""Sizes of type by which the middles of lines that are centred differ, or their left edges."""
_INDENT = 2.75
_LOOSER = 1.3
"""Of the distance between the lines of a text: those of a title are not much farther apart."""
_BELOW = 8
"""Lines of text below a heading that show its column."""


class TitleLines:
    """The lines of a text, and which of them may be of one heading."""

    def __init__(self, flow: Flow, forms: HeadingForms) -> None:
        self.flow = flow
        self.forms = forms
        self.lines = flow.lines

    def may_be_title(self, block: Block) -> bool:
        """Whether the lines of a block are few and no sentence."""
        width = sum(self.lines[index].width for index in block.lines)
        text = "".join(self.lines[index].text for index in block.lines)
        is_sentence = ends_paragraph(text) or is_inside_sentence(text)
        is_told = block.mark is not None or block.number is not None or block.is_bullet
        return width <= WIDEST_TITLE and not (is_sentence or is_told or is_labelled(text))

    def end_above(self, block: Block, index: int) -> bool:
        """Whether a blank line that says something parts a line from what may be a title."""
        above = block.lines[-1]
        line, text = self.lines[index], self.lines[above].text
        if not line.blank_before or self.flow.page(above).blanks_are_usual:
            return False
        if self.forms.is_tied(above) or line.text[0].islower():
            return False
        if not text[-1].isascii() and self.flow.joins_a_word(above):
            return False
        return self.may_be_title(block) and not has_open_bracket([text])

    def go_on(self, first: int, second: int, *, is_numbered: bool, body_begun: bool) -> bool:
        """Whether two lines that both look like a heading are lines of one.

        A first line that is numbered and as long as a line may be goes on in a shorter one.
        Where they are printed, their size and place tell; where not, a first line that cannot be
        the last, and titles of which no second line is the name of who wrote them.
        """
        one, two = self.lines[first], self.lines[second]
        if self.forms.is_cut(first):
            return True
        if self.flow.following(first) != second or two.blank_before:
            return False
        if is_numbered and two.width < one.width:
            may_go_on = self.forms.may_be_broken(first) and not is_credit(two.text)
            if may_go_on or self.forms.may_be_full(first):
                return True
        if one.page != two.page:
            return False
        if is_named_heading(one.text) or is_named_heading(two.text):
            return False
        if self.flow.is_printed_otherwise(first, second):
            return False
        if _NEVER_LAST.search(one.text):
            return True
        if one.printed is not None and two.printed is not None:
            return self._are_printed_as_one(second, one.printed, two.printed)
        return not body_begun and self._is_divided_title(first, second)

    def _is_divided_title(self, first: int, second: int) -> bool:
        """Whether a title is divided into two lines, where no name can be meant.

        The first is full and the second begins as no heading does, or they are of one length.
        """
        one, two = self.lines[first], self.lines[second]
        if _DATE.search(two.text) or min(one.width, two.width) < _SHORTEST:
            return False
        is_full = not self.flow.could_hold_more(first, self.flow.page(first).after)
        if is_full and _NEVER_FIRST.match(two.text):
            return True
        if abs(one.width - two.width) > VARIATION:
            return False
        following = self.flow.following(second)
        is_signed = following is not None and is_credit(self.lines[following].text)
        return is_signed or self.flow.joins_a_word(first)

    @cached_property
    def _text_size(self) -> float:
        """The size in which most characters are printed."""
        sizes: Counter[float] = Counter()
        for line in self.lines:
            if line.printed is not None:
                sizes[round(line.printed.size, 1)] += len(line.text)
        return sizes.most_common(1)[0][0] if sizes else 0

    def _are_printed_as_one(self, second: int, one: PrintedLine, two: PrintedLine) -> bool:
        """Whether two lines in large print are centred, or the first goes to the right edge."""
        below = self._text_below(second)
        if one.size < _LARGER * self._text_size or len(below) < 2:
            return False
        distance = min(above.height - under.height for above, under in pairwise(below))
        if not 0 < one.height - two.height <= _LOOSER * distance * one.size / below[0].size:
            return False
        left, right = min(line.left for line in below), max(line.right for line in below)
        centre = left + right
        if all(
            abs(line.left + line.right - centre) <= 2 * _ALIKE * one.size for line in (one, two)
        ):
            return True
        unit = cells(first_unit(self.lines[second].text)) * one.size / 2
        is_full = one.right + unit > right - _ALIKE * one.size
        return is_full and -_ALIKE <= (one.left - two.left) / one.size <= _INDENT

    def _text_below(self, index: int) -> list[PrintedLine]:
        """How the lines of text that follow a heading on its page are printed."""
        place = self.flow.rank[index] + 1
        below = [self.lines[other] for other in self.flow.order[place : place + _BELOW]]
        return [
            line.printed
            for line in below
            if line.page == self.lines[index].page
            and line.printed is not None
            and line.printed.size < _LARGER * self._text_size
        ]
