"""Whether a line goes on with the block above it.

That is asked of rules in order, and the first that tells decides: what the page says, then what the
line begins with. Where nothing tells, a sentence that is not over goes on, unless the line above
ends too early for that; behind one that is over, the paragraph may go on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from bri_search.sources.blocks import Block
from bri_search.sources.captions import (
    begins_with_dash,
    bullet,
    is_credit,
    is_labelled,
    is_numbered_caption,
    is_picture_mark,
    is_table_caption,
)
from bri_search.sources.document import Kind
from bri_search.sources.flow import Flow
from bri_search.sources.heading_forms import has_open_bracket
from bri_search.sources.headings import Enumerator, is_named_heading
from bri_search.sources.lines import Line
from bri_search.sources.paragraphs import Paragraphs
from bri_search.sources.sentences import ends_paragraph

__all__ = ["Break", "Continuation"]

_SURE_BULLETS = "◆◇●■▪•"
"""What begins an item even inside a sentence; others may be signs of the text."""
_MOST_LINES_OF_BRACKET = 3


class Break(NamedTuple):
    """The break between a block that is open and the line below it.

    `above` is the last line of the block, and `below` that line. `number` is what it begins with,
    and `is_next` whether that is the first number of its style or the next one.
    """

    block: Block
    above: int
    below: int
    line: Line
    number: Enumerator | None
    is_next: bool
    is_finished: bool


_Rule = Callable[[Break], bool | None]
"""Whether a line goes on behind a break; None where that is not told."""


class Continuation:
    """The lines of a text, and which of them go on with the block above."""

    def __init__(self, flow: Flow, paragraphs: Paragraphs, early_ends: frozenset[int]) -> None:
        self.lines = flow.lines
        self.flow = flow
        self.paragraphs = paragraphs
        self.early_ends = early_ends
        self._rules: tuple[_Rule, ...] = (
            *([self._page_ends] if early_ends else []),
            self._blank_line_ends,
            self._number_begins,
            self._bullet_begins,
            self._label_begins,
            self._caption_begins,
        )

    def goes_on(
        self,
        block: Block,
        index: int,
        number: Enumerator | None,
        *,
        is_next: bool,
        body_begun: bool,
    ) -> bool:
        """Whether a line belongs to the block that is open."""
        above = block.lines[-1]
        is_finished = ends_paragraph(self.lines[above].text)
        here = Break(block, above, index, self.lines[index], number, is_next, is_finished)
        for rule in self._rules:
            told = rule(here)
            if told is not None:
                return told
        if is_finished:
            return self.paragraphs.goes_on(above, index, body_begun=body_begun)
        return not self._ends_without_stop(here)

    def is_bracket_open(self, block: Block) -> bool:
        """Whether a bracket was opened in the last lines of a block and is not closed yet."""
        texts = [self.lines[index].text for index in block.lines[-_MOST_LINES_OF_BRACKET:]]
        return not ends_paragraph(texts[-1]) and has_open_bracket(texts)

    def ends_short(self, block: Block, index: int) -> bool:
        """Whether a paragraph seems to end without a full stop; what follows is no heading then.

        So a sentence that does go on is in two passages, and is found.
        """
        above = block.lines[-1]
        if block.is_bullet or ends_paragraph(self.lines[above].text) or self.is_bracket_open(block):
            return False
        return self.paragraphs.ends_short(above, index)

    # -- what the page says ------------------------------------------------------------------------

    def _page_ends(self, here: Break) -> bool | None:
        """A page on which the text ends well above the foot ends its last paragraph."""
        is_last = here.above in self.early_ends
        return False if is_last and (here.is_finished or self._ends_early(here)) else None

    def _blank_line_ends(self, here: Break) -> bool | None:
        """A blank line ends paragraphs where there is markup, and the name below a quotation."""
        if not here.line.blank_before:
            return None
        is_name = here.block.kind is Kind.NOTE and begins_with_dash(
            self.lines[here.block.lines[0]].text
        )
        return False if self.flow.has_markup or is_name else None

    # -- what the line begins with -----------------------------------------------------------------

    def _number_begins(self, here: Break) -> bool | None:
        """A number begins something else, unless it stands in a sentence that goes on.

        So does a bare one that is not the next in order, and one in a line with which the sentence
        above ends.
        """
        number = here.number
        if number is None:
            return None
        if here.is_finished:
            return False
        begins_here = number.style.opens_heading or here.is_next
        is_parted = self.paragraphs.is_parted(here.above, here.below)
        if number.end >= len(here.line.text) and not (begins_here or is_parted):
            return True
        if self._ends_early(here):
            return False
        if begins_here and self.flow.stands_alone(here.below):
            return self.paragraphs.ends_the_text_above(here.above, here.below)
        return False if number.style.opens_heading and is_parted else None

    def _bullet_begins(self, here: Break) -> bool | None:
        """A bullet begins an item; inside a sentence, one that is sure or behind another item."""
        text = here.line.text
        is_sure = here.is_finished or here.block.is_bullet or text[0] in _SURE_BULLETS
        return False if is_sure and bullet(text) else None

    def _label_begins(self, here: Break) -> bool | None:
        """So does the mark of a picture, the label of an abstract, the caption of a table."""
        text = here.line.text
        is_label = is_picture_mark(text) or is_labelled(text)
        return False if is_label or is_table_caption(here.below, self.flow) else None

    def _caption_begins(self, here: Break) -> bool | None:
        """So does the caption of a figure, unless the sentence above ends with it."""
        if not is_numbered_caption(here.below, self.flow):
            return None
        return not here.is_finished and self.paragraphs.ends_the_text_above(here.above, here.below)

    # -- where nothing tells -----------------------------------------------------------------------

    def _ends_without_stop(self, here: Break) -> bool:
        """Whether a block ends above a line though its sentence is not over."""
        line = here.line
        begins_here = is_credit(line.text) or self.flow.begins_speech(here.below)
        if begins_here and self._ends_early(here):
            return True
        if is_named_heading(line.text) and line.blank_before and self.flow.stands_alone(here.below):
            return True
        if here.block.listed is not None and self.paragraphs.is_set_off(here.above, here.below):
            return True
        if self.ends_short(here.block, here.below):
            return True
        return here.block.is_bullet and self.paragraphs.is_new_item(here.above, line)

    def _ends_early(self, here: Break) -> bool:
        return self.flow.ends_early(here.above)
