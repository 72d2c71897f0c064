"""Repair: lines become blocks, and what the page cut apart is one block again.

A line break ends a paragraph only where the line could have held more (the first unit of the next
line would still have fitted) or where the sentence is over and the page says so. What a page put
inside a sentence (numbers, notes, captions, tables) is set aside and the sentence goes on. Where
the format of a file says what a line is, that holds and nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Sequence

from bri_search.sources.asides import find_asides
from bri_search.sources.blocks import Block
from bri_search.sources.captions import (
    begins_with_dash,
    bullet,
    caption_goes_on,
    is_attribution,
    is_caption,
    is_credit,
    is_labelled,
    is_remark,
    is_table_note,
)
from bri_search.sources.continuing import Continuation
from bri_search.sources.document import Kind
from bri_search.sources.feet import early_ends
from bri_search.sources.flow import Flow
from bri_search.sources.heading_forms import HeadingForms, is_inside_sentence
from bri_search.sources.headings import Enumerator, bare_number, is_named_heading
from bri_search.sources.indents import find_first_lines
from bri_search.sources.lines import Line, split_lines
from bri_search.sources.marks import Mark, PageStart
from bri_search.sources.numbering import Numbering, is_believable
from bri_search.sources.paragraphs import Paragraphs
from bri_search.sources.sentences import ends_paragraph
from bri_search.sources.set_aside import Asides
from bri_search.sources.successors import Successors
from bri_search.sources.title_lines import WIDEST_TITLE, TitleLines

__all__ = ["find_blocks"]

_MOST_TITLE_LINES = 10


def find_blocks(
    text: str,
    has_markup: bool,
    structure: Sequence[Mark] = (),
    pages: Sequence[PageStart] = (),
    *,
    is_beginning: bool = True,
) -> tuple[list[Line], list[Block], Asides]:
    """Put the lines of a text together: its lines, its blocks, and what was set aside.

    Only what `is_beginning` of a document may begin with its title.
    """
    lines = split_lines(text, has_markup, structure, pages)
    asides = find_asides(lines, pages, has_markup)
    return lines, _Assembly(lines, asides, has_markup, is_beginning).blocks(), asides


class _Assembly:
    """Walks down the lines once, with the block of running text that is still open."""

    def __init__(
        self, lines: list[Line], asides: Asides, has_markup: bool, is_beginning: bool
    ) -> None:
        self.lines = lines
        self.asides = asides
        self.has_markup = has_markup
        self.is_beginning = is_beginning
        self.flow = Flow(lines, asides, has_markup)
        self.numbering = Numbering(lines)
        self.forms = HeadingForms(self.flow, self.numbering)
        self.title_lines = TitleLines(self.flow, self.forms)
        self.successors = Successors(self.flow, self.numbering)
        self.first_lines = find_first_lines(lines, self.flow.order)
        self.continuation = Continuation(
            self.flow,
            Paragraphs(self.flow, self.forms, asides, self.first_lines),
            early_ends(lines, asides),
        )
        self.found: list[Block] = []
        self.open: Block | None = None
        self.body_begun = not is_beginning
        self.expected: dict[str, int] = {}
        self.names_headings = any(
            line.mark is not None and line.mark.kind is Kind.HEADING for line in lines
        )

    def blocks(self) -> list[Block]:
        for index, line in enumerate(self.lines):
            if index in self.asides.furniture:
                continue
            kind = self.asides.kinds.get(index)
            if kind is not None:
                self._set_aside(index, kind)
            else:
                self._place(index, line)
        if self.is_beginning:
            self._title_over_several_lines()
        return self.found

    def _title_over_several_lines(self) -> None:
        """A text that begins with a few lines that are no sentence begins with its title."""
        first = next((block for block in self.found if block.kind.is_running_text), None)
        if first is None or first is not self.found[0] or first.number is not None:
            return
        if len(self.found) > 1 and self.title_lines.may_be_title(first):
            first.kind = Kind.HEADING
            first.in_title = True

    # -- blocks that are opened, gone on with, and closed ------------------------------------------

    @property
    def _last(self) -> Block | None:
        """The last block that was found, be it open or not."""
        return self.found[-1] if self.found else None

    def _set_aside(self, index: int, kind: Kind) -> None:
        goes_on = index in self.asides.continues and index - 1 in self.asides.kinds
        if goes_on and self.found[-1].lines[-1] == index - 1:
            self.found[-1].lines.append(index)
            return
        if self.open is not None and ends_paragraph(self.lines[self.open.lines[-1]].text):
            self._close()
        self.found.append(Block(kind, [index]))

    def _start(self, block: Block) -> None:
        block.in_front = not self.body_begun
        self.found.append(block)
        self.open = block
        self.body_begun = True

    def _close(self) -> None:
        """End the open block, which may have been a question that is a heading."""
        block, self.open = self.open, None
        if block is None or block.number is None or not block.number.style.asks:
            return
        if self._is_short(block) and self.lines[block.lines[-1]].text.endswith(("？", "?")):
            block.kind = Kind.HEADING

    def _close_title(self, block: Block, *, is_uncertain: bool) -> None:
        """End a block that is a title; where it may be a sentence after all, that runs on."""
        block.kind, block.in_title, block.is_uncertain = Kind.HEADING, True, is_uncertain
        self.open = None
        self.body_begun = False

    def _is_short(self, block: Block) -> bool:
        """Whether a block has no more lines and characters than a heading may have."""
        return (
            len(block.lines) <= _MOST_TITLE_LINES
            and sum(self.lines[index].width for index in block.lines) <= WIDEST_TITLE
        )

    def _place(self, index: int, line: Line) -> None:
        """Put a line where it belongs: into the block that is open, or into a new one."""
        number = self.numbering.at(index)
        if line.mark is not None:
            self._marked(index, line.mark, number, goes_on=line.goes_on)
            return
        if number is not None and not is_believable(number, line):
            number = None
        block = self.open
        if block is not None:
            goes_on = self.continuation.goes_on(
                block,
                index,
                number,
                is_next=number is not None and self._next_in_order(number),
                body_begun=self.body_begun,
            )
            if block.in_front and self.title_lines.end_above(block, index):
                self._close_title(block, is_uncertain=goes_on)
                block = None
            elif goes_on:
                self._join(block, index, line)
                return
        may_go_on = block is not None and self.continuation.ends_short(block, index)
        self._close()
        if not self._caption_or_credit(index, line):
            self._begin(index, line, number, may_go_on=may_go_on)

    def _begin(self, index: int, line: Line, number: Enumerator | None, *, may_go_on: bool) -> None:
        """Begin a block of running text, or a heading; where text `may_go_on`, no heading."""
        if bullet(line.text):
            self._start(Block(Kind.ITEM, [index], is_bullet=True))
        elif number is not None:
            self._numbered(index, number)
        elif (
            is_labelled(line.text)
            or self._is_dashed_item(line)
            or self.successors.replies(self._last, index)
        ):
            self._start(Block(Kind.PARAGRAPH, [index]))
        elif is_named_heading(line.text) and self.flow.stands_alone(index):
            self._heading(index)
            self.body_begun = True
        elif self.body_begun and is_remark(line.text) and self.flow.stands_alone(index):
            self.found.append(Block(Kind.PARAGRAPH, [index]))
        elif not (may_go_on or self.first_lines.get(index)) and self.forms.is_heading(
            index, body_begun=self.body_begun
        ):
            self._unnumbered(index, line)
        else:
            self._start(Block(Kind.PARAGRAPH, [index]))

    def _marked(self, index: int, mark: Mark, number: Enumerator | None, *, goes_on: bool) -> None:
        """Place a line as the format says; where it names no headings, numbers do."""
        if goes_on:
            self.found[-1].lines.append(index)
        elif mark.kind is Kind.ITEM:
            self._start(Block(Kind.ITEM, [index], mark=mark, is_bullet=True))
        else:
            assert mark.kind is not None
            is_heading = mark.kind is Kind.HEADING
            told = number if is_heading or not self.names_headings else None
            if told is not None and not is_heading and self.forms.is_marked_heading(index):
                self.found.append(Block(Kind.HEADING, [index], number=told))
            else:
                self.found.append(Block(mark.kind, [index], number=told, mark=mark))
            self.open = None
            self.body_begun = True

    def _heading(
        self, index: int, number: Enumerator | None = None, in_title: bool = False
    ) -> None:
        previous = self._last
        if previous is not None and previous.kind is Kind.HEADING and previous.mark is None:
            last = self.lines[previous.lines[-1]].text
            bare_chapter = previous.number is not None and previous.number.end >= len(last)
            is_cut = self.continuation.is_bracket_open(previous) or self.title_lines.go_on(
                previous.lines[-1],
                index,
                is_numbered=previous.number is not None and len(previous.lines) == 1,
                body_begun=self.body_begun,
            )
            if number is None and (bare_chapter or is_cut):
                previous.lines.append(index)
                return
        self.found.append(Block(Kind.HEADING, [index], number=number, in_title=in_title))

    def _join(self, block: Block, index: int, line: Line) -> None:
        """Go on with the open block; a numbered heading over several lines closes with the last."""
        block.lines.append(index)
        if (
            block.number is not None
            and self._is_short(block)
            and not any(is_inside_sentence(self.lines[i].text) for i in block.lines)
            and not ends_paragraph(line.text)
            and self.flow.stands_alone(index)
            and line.width < self.lines[block.lines[0]].width
        ):
            block.kind = Kind.HEADING
            block.is_uncertain = self.forms.is_tied(block.lines[0])
            self.open = None

    def _is_dashed_item(self, line: Line) -> bool:
        """Whether a long dash begins an item of a list; above all text it begins a subtitle."""
        return self.body_begun and begins_with_dash(line.text)

    # -- headings --------------------------------------------------------------------------------

    def _next_in_order(self, number: Enumerator) -> bool:
        return number.value in (1, self.expected.get(number.style.name, 1))

    def _numbered(self, index: int, number: Enumerator) -> None:
        """A numbered line is a heading where it can be read as one, else it begins a paragraph."""
        self.expected[number.style.name] = number.value + 1
        is_clause = self.successors.is_next_clause(self._last, number)
        is_cut_question = number.style.asks and self.forms.is_cut_question(index)
        if is_cut_question or is_clause or not self.forms.is_numbered_heading(index, number):
            self._start(Block(Kind.PARAGRAPH, [index], number=number))
        elif self.successors.is_listed(self._last, index, number):
            self._start(Block(Kind.ITEM, [index], is_bullet=True, listed=number))
        else:
            self.body_begun = True
            self._heading(index, number=number)
            self.found[-1].is_uncertain = self.forms.may_run_on(index, is_numbered=True)

    def _unnumbered(self, index: int, line: Line) -> None:
        """A heading without a number, or with a bare one that is the next in order."""
        bare = bare_number(line.text)
        if bare is not None and self._next_in_order(bare):
            self.expected[bare.style.name] = bare.value + 1
            self.body_begun = True
            self._heading(index, number=bare)
            return
        self._heading(index, in_title=not self.body_begun)
        self.found[-1].is_uncertain = (
            self.forms.may_run_on(index, is_numbered=False)
            if self.body_begun
            else self.forms.may_begin_sentence(index)
        )

    # -- captions and credits ----------------------------------------------------------------------

    def _caption_or_credit(self, index: int, line: Line) -> bool:
        previous = self._last
        if (
            previous is not None
            and previous.kind is Kind.CAPTION
            and previous.lines[-1] == index - 1
            and caption_goes_on(previous.lines[0], previous.lines[-1], index, self.flow)
        ):
            previous.lines.append(index)
        elif is_caption(index, self.flow) or (
            previous is not None
            and previous.kind in (Kind.TABLE, Kind.CAPTION)
            and is_table_note(line.text)
        ):
            self.found.append(Block(Kind.CAPTION, [index]))
        elif is_credit(line.text, is_quoted=self.body_begun and is_attribution(index, self.flow)):
            block = Block(Kind.NOTE, [index])
            self.found.append(block)
            if line.text.startswith(("——", "作者")) and not ends_paragraph(line.text):
                self.open = block
        else:
            return False
        return True
