"""What a line is for the block above it: a reply, the next item of a list, the next clause."""

from __future__ import annotations

from bri_search.sources.blocks import Block
from bri_search.sources.document import Kind
from bri_search.sources.flow import Flow
from bri_search.sources.headings import Enumerator
from bri_search.sources.numbering import Numbering

__all__ = ["Successors"]


class Successors:
    """The lines of a text, and what they are behind the blocks above them."""

    def __init__(self, flow: Flow, numbering: Numbering) -> None:
        self.lines = flow.lines
        self.flow = flow
        self.numbering = numbering

    def replies(self, previous: Block | None, index: int) -> bool:
        """Whether a line begins what someone says behind what someone else has said."""
        if previous is None or previous.kind is not Kind.PARAGRAPH or previous.mark is not None:
            return False
        return all(map(self.flow.begins_speech, (previous.lines[0], index)))

    def is_listed(self, previous: Block | None, index: int, number: Enumerator) -> bool:
        """Whether a numbered line is of a list that a colon announces, one short line an item."""
        if previous is None or not previous.kind.is_running_text or previous.mark is not None:
            return False
        if previous.listed is not None:
            return previous.listed.is_followed_by(number)
        following = self.flow.following(index)
        after = self.numbering.at(following) if following is not None else None
        is_announced = self._ends_with(previous, "：", ":")
        return is_announced and after is not None and number.is_followed_by(after)

    def is_next_clause(self, previous: Block | None, number: Enumerator) -> bool:
        """Whether the number before this one began a clause of a sentence that goes on."""
        if previous is None or previous.number is None or previous.kind is Kind.HEADING:
            return False
        return self._ends_with(previous, "；", ";") and previous.number.is_followed_by(number)

    def _ends_with(self, block: Block, *marks: str) -> bool:
        return self.lines[block.lines[-1]].text.endswith(marks)
