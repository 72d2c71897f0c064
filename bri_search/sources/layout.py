"""Repair: lines become blocks, and what the page cut apart is one block again.

A line break ends a paragraph only where the line could have held more (the first unit of the next
line would still have fitted) or where the sentence is over and the page says so. What a page put
inside a sentence (numbers, notes, captions, tables) is set aside and the sentence goes on. Where
the format of a file says what a line is, that holds and nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bri_search.sources.asides import find_asides
from bri_search.sources.captions import (
    begins_with_dash,
    bullet,
    caption_goes_on,
    is_attribution,
    is_caption,
    is_credit,
    is_labelled,
    is_numbered_caption,
    is_picture_mark,
    is_remark,
    is_table_caption,
    is_table_note,
)
from bri_search.sources.document import Kind
from bri_search.sources.edges import find_at_edges
from bri_search.sources.feet import early_ends, find_small_print
from bri_search.sources.flow import Flow
from bri_search.sources.heading_forms import (
    HeadingForms,
    has_open_bracket,
    is_inside_sentence,
)
from bri_search.sources.headings import Enumerator, bare_number, is_named_heading
from bri_search.sources.indents import find_first_lines
from bri_search.sources.lines import Line, split_lines
from bri_search.sources.marks import Mark, PageStart
from bri_search.sources.notes import find_notes
from bri_search.sources.numbering import Numbering, is_believable
from bri_search.sources.page_furniture import find_furniture_below_notes
from bri_search.sources.paragraphs import Paragraphs
from bri_search.sources.sentences import ends_paragraph
from bri_search.sources.set_aside import Asides
from bri_search.sources.title_lines import TitleLines

__all__ = ["Block", "find_blocks"]

_WIDEST_TITLE = 140
_MOST_TITLE_LINES = 10


@dataclass(slots=True)
class Block:
    """Lines that belong together, by index; `mark` is what the format says of them.

    `listed` is the number of a short item of a list, of which no section has its name.
    """

    kind: Kind
    lines: list[int] = field(default_factory=list)
    number: Enumerator | None = None
    mark: Mark | None = None
    in_title: bool = False
    is_bullet: bool = False
    listed: Enumerator | None = None
    is_uncertain: bool = False


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
    asides = find_asides(lines, has_markup)
    find_at_edges(lines, pages, asides)
    find_small_print(lines, asides)
    find_notes(lines, asides)
    find_furniture_below_notes(lines, asides, has_heads=not has_markup)
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
        self.early_ends = early_ends(lines, asides)
        self.first_lines = find_first_lines(lines, self.flow.order)
        self.paragraphs = Paragraphs(self.flow, self.forms, asides, self.first_lines)
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
        if first.mark is not None:
            return
        width = sum(self.lines[index].width for index in first.lines)
        text = "".join(self.lines[index].text for index in first.lines)
        is_sentence = ends_paragraph(text) or is_inside_sentence(text)
        is_title = width <= _WIDEST_TITLE and not (is_sentence or first.is_bullet)
        if is_title and len(self.found) > 1 and not is_labelled(text):
            first.kind = Kind.HEADING
            first.in_title = True

    # -- blocks that are opened, gone on with, and closed ------------------------------------------

    def _set_aside(self, index: int, kind: Kind) -> None:
        goes_on = index in self.asides.continues and index - 1 in self.asides.kinds
        if goes_on and self.found[-1].lines[-1] == index - 1:
            self.found[-1].lines.append(index)
            return
        if self.open is not None and self._finished(self.open):
            self._close()
        self.found.append(Block(kind, [index]))

    def _start(self, block: Block) -> None:
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

    def _is_short(self, block: Block) -> bool:
        """Whether a block has no more lines and characters than a heading may have."""
        return (
            len(block.lines) <= _MOST_TITLE_LINES
            and sum(self.lines[index].width for index in block.lines) <= _WIDEST_TITLE
        )

    def _finished(self, block: Block) -> bool:
        text = self.lines[block.lines[-1]].text
        return ends_paragraph(text) and not self._bracket_open(block)

    def _bracket_open(self, block: Block) -> bool:
        """Whether a bracket was opened in the last lines and is not closed yet."""
        texts = [self.lines[index].text for index in block.lines[-3:]]
        return not ends_paragraph(texts[-1]) and has_open_bracket(texts)

    def _place(self, index: int, line: Line) -> None:
        number = self.numbering.at(index)
        if line.mark is not None:
            self._marked(index, line.mark, number, goes_on=line.goes_on)
            return
        if self.open is not None and self._goes_on(self.open, index, line, number):
            self._join(self.open, index, line)
            return
        may_go_on = self.open is not None and self._ends_short(self.open, index)
        self._close()
        if self._caption_or_credit(index, line):
            return
        if bullet(line.text):
            self._start(Block(Kind.ITEM, [index], is_bullet=True))
        elif number is not None and is_believable(number, line):
            self._numbered(index, number)
        elif is_labelled(line.text) or self._replies(index) or self._is_dashed_item(line):
            self._start(Block(Kind.PARAGRAPH, [index]))
        elif is_named_heading(line.text) and self.flow.stands_alone(index):
            self._heading(index)
            self.body_begun = True
        elif self.body_begun and is_remark(line.text) and self.flow.stands_alone(index):
            self.found.append(Block(Kind.PARAGRAPH, [index]))
        elif not (may_go_on or self.first_lines.get(index)) and self.forms.is_heading(
            index, body_begun=self.body_begun
        ):
            bare = bare_number(line.text)
            if bare is not None and self._next_in_order(bare):
                self.expected[bare.style.name] = bare.value + 1
                self.body_begun = True
                self._heading(index, number=bare)
            else:
                self._heading(index, in_title=not self.body_begun)
                self.found[-1].is_uncertain = (
                    self.forms.may_run_on(index, is_numbered=False)
                    if self.body_begun
                    else self.forms.may_begin_sentence(index)
                )
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
        previous = self.found[-1] if self.found else None
        if previous is not None and previous.kind is Kind.HEADING and previous.mark is None:
            last = self.lines[previous.lines[-1]].text
            bare_chapter = previous.number is not None and previous.number.end >= len(last)
            is_cut = self._bracket_open(previous) or self.title_lines.go_on(
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

    def _goes_on(self, block: Block, index: int, line: Line, number: Enumerator | None) -> bool:
        """Whether a line belongs to the block that is open."""
        last_index = block.lines[-1]
        finished = self._finished(block)
        if last_index in self.early_ends and (finished or self.flow.ends_early(last_index)):
            return False
        is_name = block.kind is Kind.NOTE and begins_with_dash(self.lines[block.lines[0]].text)
        if line.blank_before and (self.has_markup or is_name):
            return False
        if number is not None and is_believable(number, line):
            if finished:
                return False
            begins_here = number.style.opens_heading or self._next_in_order(number)
            is_bare = number.end >= len(line.text)
            if is_bare and not (begins_here or self.paragraphs.is_parted(last_index, index)):
                return True
            if self.flow.ends_early(last_index):
                return False
            if begins_here and self.flow.stands_alone(index):
                return self.paragraphs.ends_the_text_above(last_index, index)
            if number.style.opens_heading and self.paragraphs.is_parted(last_index, index):
                return False
        if bullet(line.text) and (finished or block.is_bullet or line.text[0] in "◆◇●■▪•"):
            return False
        if is_picture_mark(line.text) or is_labelled(line.text):
            return False
        if is_table_caption(index, self.flow):
            return False
        if is_numbered_caption(index, self.flow):
            return not finished and self.paragraphs.ends_the_text_above(last_index, index)
        if not finished:
            begins_here = is_credit(line.text) or self.flow.begins_speech(index)
            if begins_here and self.flow.ends_early(last_index):
                return False
            if is_named_heading(line.text) and line.blank_before and self.flow.stands_alone(index):
                return False
            if block.listed is not None and self.paragraphs.is_set_off(last_index, index):
                return False
            if self._ends_short(block, index):
                return False
            return not (block.is_bullet and self.paragraphs.is_new_item(last_index, line))
        return self._bracket_open(block) or self.paragraphs.goes_on(
            last_index, index, body_begun=self.body_begun
        )

    def _ends_short(self, block: Block, index: int) -> bool:
        """Whether a paragraph seems to end without a full stop; what follows is no heading then.

        So a sentence that does go on is in two passages, and is found.
        """
        is_open = not (block.is_bullet or self._finished(block) or self._bracket_open(block))
        return is_open and self.paragraphs.ends_short(block.lines[-1], index)

    def _is_dashed_item(self, line: Line) -> bool:
        """Whether a long dash begins an item of a list; above all text it begins a subtitle."""
        return self.body_begun and begins_with_dash(line.text)

    def _replies(self, index: int) -> bool:
        """Whether a line begins what someone says behind what someone else has said."""
        previous = self.found[-1] if self.found else None
        if previous is None or previous.kind is not Kind.PARAGRAPH or previous.mark is not None:
            return False
        return all(map(self.flow.begins_speech, (previous.lines[0], index)))

    # -- headings --------------------------------------------------------------------------------

    def _next_in_order(self, number: Enumerator) -> bool:
        return number.value in (1, self.expected.get(number.style.name, 1))

    def _numbered(self, index: int, number: Enumerator) -> None:
        """A numbered line is a heading where it can be read as one, else it begins a paragraph."""
        self.expected[number.style.name] = number.value + 1
        is_clause = self._is_next_clause(number)
        is_cut_question = number.style.asks and self.forms.is_cut_question(index)
        if is_cut_question or is_clause or not self.forms.is_numbered_heading(index, number):
            self._start(Block(Kind.PARAGRAPH, [index], number=number))
        elif self._is_listed(index, number):
            self._start(Block(Kind.ITEM, [index], is_bullet=True, listed=number))
        else:
            self.body_begun = True
            self._heading(index, number=number)
            self.found[-1].is_uncertain = self.forms.may_run_on(index, is_numbered=True)

    def _is_listed(self, index: int, number: Enumerator) -> bool:
        """Whether a numbered line is of a list that a colon announces, one short line an item."""
        previous = self.found[-1] if self.found else None
        if previous is None or not previous.kind.is_running_text or previous.mark is not None:
            return False
        if previous.listed is not None:
            return previous.listed.is_followed_by(number)
        following = self.flow.following(index)
        after = self.numbering.at(following) if following is not None else None
        is_announced = self.lines[previous.lines[-1]].text.endswith(("：", ":"))
        return is_announced and after is not None and number.is_followed_by(after)

    def _is_next_clause(self, number: Enumerator) -> bool:
        """Whether the number before this one began a clause of a sentence that goes on."""
        previous = self.found[-1] if self.found else None
        if previous is None or previous.number is None or previous.kind is Kind.HEADING:
            return False
        is_end = self.lines[previous.lines[-1]].text.endswith(("；", ";"))
        return is_end and previous.number.is_followed_by(number)

    # -- captions and credits ----------------------------------------------------------------------

    def _caption_or_credit(self, index: int, line: Line) -> bool:
        previous = self.found[-1] if self.found else None
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
