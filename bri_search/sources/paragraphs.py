"""Where a paragraph goes on behind a line, and where another one begins."""

from __future__ import annotations

from bri_search.sources.captions import is_credit
from bri_search.sources.flow import Flow
from bri_search.sources.heading_forms import HeadingForms, is_headline
from bri_search.sources.headings import is_named_heading
from bri_search.sources.lines import Line
from bri_search.sources.page_widths import VARIATION, Width
from bri_search.sources.sentences import ends_sentence
from bri_search.sources.set_aside import Asides

__all__ = ["Paragraphs"]

_SHORT = 0.7
"""Of a column's width: a line that ends so early has not been broken by its page."""


class Paragraphs:
    """The lines of a text, and what parts the paragraphs that they are of."""

    def __init__(
        self, flow: Flow, forms: HeadingForms, asides: Asides, first_lines: dict[int, bool]
    ) -> None:
        self.lines = flow.lines
        self.flow = flow
        self.forms = forms
        self.asides = asides
        self.first_lines = first_lines

    def ends_the_text_above(self, last_index: int, index: int) -> bool:
        """Whether a line that begins as if on its own is the end of a sentence that began above."""
        line, following = self.lines[index], self.flow.following(index)
        if self.is_parted(last_index, index) or self.flow.ends_early(last_index):
            return False
        if not ends_sentence(line.text):
            return False
        return following is None or not self.lines[following].text[0].islower()

    def is_parted(self, last_index: int, index: int) -> bool:
        """Whether a blank line parts two lines where blank lines say something."""
        is_usual = self.flow.page(last_index).blanks_are_usual
        return self.lines[index].blank_before > 0 and not is_usual

    def is_set_off(self, last_index: int, index: int) -> bool:
        """Whether a line ended early and the next begins behind a gap or an indent that tells.

        Several short lines seem to be a column; the lines below them show that they are none.
        """
        line, page = self.lines[index], self.flow.page(last_index)
        is_set_back = line.indent >= 2 and self.flow.indent_begins
        if not (is_set_back or self.is_parted(last_index, index)):
            return False
        return self.flow.ends_early(last_index) or (
            page.after is not None and self.flow.could_hold_more(last_index, page.after)
        )

    def ends_short(self, last_index: int, index: int) -> bool:
        """Whether a line without a full stop ends its paragraph far from the edge of its column.

        Then nothing but a blank line that says something parts it from the next; every column
        around that is known is much wider, and nothing in the two lines says that they belong
        together.
        """
        last, line = self.lines[last_index], self.lines[index]
        if index != last_index + 1 or not self.is_parted(last_index, index):
            return False
        if self.forms.is_tied(last_index) or line.text[0].islower():
            return False
        page = self.flow.page(last_index)
        widths = [width.cells for width in (page.before, page.after) if width is not None]
        return bool(widths) and last.reach <= _SHORT * min(widths)

    def is_new_item(self, last_index: int, line: Line) -> bool:
        """A list item without a full stop ends at a blank line, where blanks mean anything."""
        page = self.flow.page(last_index)
        return (
            bool(line.blank_before)
            and not page.blanks_are_usual
            and self.flow.could_hold_more(last_index, page.before)
            and (page.before is not None or line.text[:1].isupper())
        )

    def goes_on(self, last_index: int, index: int, *, body_begun: bool) -> bool:
        """Whether a paragraph goes on behind the end of a sentence at the end of a line."""
        if self.flow.trailing_space_ends:
            return not self.lines[last_index].trailing_space
        if self._begins_anew(last_index, index):
            return False
        page = self.flow.page(last_index)
        if page.before is None and page.is_unwrapped:
            return False
        width = self.flow.width_at(last_index)
        if width is None or self._is_parted_by_gap(last_index, index):
            return False
        if self._begins_section(index, body_begun=body_begun):
            return False
        # Where all first lines are set back, what is not tells more than the length of a line.
        if self.flow.indent_begins:
            width = Width(width.cells, VARIATION)
        return not self.flow.could_hold_more(last_index, width)

    def _begins_anew(self, last_index: int, index: int) -> bool:
        """Whether a line is set back or printed otherwise, or begins what someone says."""
        last, line = self.lines[last_index], self.lines[index]
        is_deeper = line.indent > last.indent and not line.blank_before
        if line.indent >= 2 and (self.flow.indent_begins or is_deeper):
            return True
        if self.flow.is_printed_otherwise(last_index, index) or self.flow.begins_speech(index):
            return True
        return index in self.first_lines

    def _is_parted_by_gap(self, last_index: int, index: int) -> bool:
        """Whether a blank line parts two lines, and not only the furniture that it stands beside.

        Where all first lines are set back, what is not tells more than such a gap.
        """
        if not self.is_parted(last_index, index):
            return False
        is_cut = any(other in self.asides.furniture for other in range(last_index + 1, index))
        return not (is_cut and self.flow.indent_begins)

    def _begins_section(self, index: int, *, body_begun: bool) -> bool:
        """Whether a line behind the end of a sentence is a heading, or says who wrote it."""
        text = self.lines[index].text
        if is_named_heading(text) or is_credit(text) or is_headline(text):
            return True
        may_be_heading = self.flow.falls_short(index) or self.flow.is_above_first_line(index)
        return may_be_heading and self.forms.is_heading(index, body_begun=body_begun)
