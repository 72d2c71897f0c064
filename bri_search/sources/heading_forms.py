"""Headings told by their form: no sentence, short of their column, parted from what follows."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bri_search.sources.captions import bullet, is_credit
from bri_search.sources.flow import INDENT, Flow
from bri_search.sources.headings import Enumerator
from bri_search.sources.numbering import Numbering
from bri_search.sources.page_widths import VARIATION
from bri_search.sources.sentences import ends_paragraph

__all__ = ["HeadingForms", "has_open_bracket", "is_headline", "is_inside_sentence"]

_INSIDE_SENTENCE = re.compile(r"[。；;！!]|[，,].*[，,]")
_ASKED = re.compile(r"[，,].*？\w")
"""A clause, a question, and what comes behind it; in a title it may be the answer."""
_UNENDED = re.compile(r",.*\b(?:an?|the|and|or|of|at|by|for|from|in|near|on|to|with)\Z")
"""A clause, and a word with which no heading ends."""
_FULL_STOPS = re.compile(r"[。；;]")
_CLAUSES = re.compile("[，,、]")
_HEADLINE = re.compile(
    r"[\u4e00-\u9fff「」『』“”0-9]{4,}[ 　]{1,2}[\u4e00-\u9fff「」『』“”0-9]{4,}"
)
_SPACED = re.compile(r"(?:\S(?:[ 　]+|\Z)){8,}")
"""A line whose letters are spaced."""
_GAP = re.compile("[ 　]{2,}")
_LETTER_SPACE = re.compile("[ 　]")
_COMMAS = "，,、"
_TIES = "的和与與及在由"
"""What ties a word to the next, unless it is the end of a word itself (目的, 参与)."""
_NUMBERED_TIES = _TIES + "于於"
"""With 于 end the names of people, which are titles of poems, but hardly what is numbered."""
_CUT_CLAUSE = re.compile(r"[，,、].\Z")
"""The first character behind a comma."""
_OPENERS = "「『《〈（(［[【〔“"
_CLOSERS = "」』》〉）)］]】〕”"
_WIDEST_HEADING = 84
_WIDEST_NUMBERED_HEADING = 110
_VERSE_ENDS = "，。、；：！？,.;:!?”」』"
_SHORTEST_WRAPPED = 24
"""Cells: what is shorter is a heading, if it stands above a sentence that is no longer."""
_MOST_WRAPPED = 5
"""Lines of a sentence below its first: more tell how wide their column is."""
_NEARLY_FULL = 0.7
"""Of the width of its column: a first line that is shorter was not broken by it."""
_SHORTEST_CUT = 40
"""Cells: a numbered line so short was not cut by a page unless its column is known."""


def is_inside_sentence(text: str) -> bool:
    """Whether a line has clauses enough to be of a sentence."""
    return bool(_INSIDE_SENTENCE.search(text))


def is_headline(text: str) -> bool:
    """Whether a line is two phrases with a gap between, as headlines of newspapers are.

    >>> is_headline("借書證互認  省時一半"), is_headline("「 借 書 證 互 認 」  省 時 一 半")
    (True, True)
    """
    return bool(_HEADLINE.fullmatch(_without_spacing(text)))


def _without_spacing(text: str) -> str:
    """A line without the spaces between its letters, where all letters are spaced."""
    if text[1:2] not in (" ", "　") or not _SPACED.fullmatch(text):
        return text
    return " ".join(_LETTER_SPACE.sub("", phrase) for phrase in _GAP.split(text))


def has_open_bracket(texts: Iterable[str]) -> bool:
    """Whether a bracket was opened in some lines and is not closed in them.

    >>> has_open_bracket(["《港口", "法"]), has_open_bracket(["《港口", "法》"])
    (True, False)
    """
    depth = 0
    for text in texts:
        for character in text:
            if character in _OPENERS:
                depth += 1
            elif character in _CLOSERS:
                depth = max(0, depth - 1)
    return depth > 0


class HeadingForms:
    """The lines of a text, and which of them can be headings."""

    def __init__(self, flow: Flow, numbering: Numbering) -> None:
        self.lines = flow.lines
        self.flow = flow
        self.numbering = numbering

    def hangs(self, index: int, ties: str = _TIES) -> bool:
        """Whether a sentence has to go on behind a line, so that it is no heading."""
        last = self.lines[index].text[-1]
        return last in _COMMAS or (last in ties and not self.flow.is_ended_on_purpose(index))

    def is_cut(self, index: int, ties: str = _TIES) -> bool:
        """Whether a heading goes on behind a line."""
        return self.hangs(index, ties) or bool(_CUT_CLAUSE.search(self.lines[index].text))

    def is_tied(self, index: int) -> bool:
        """Whether a line may not be the last of its sentence, wherever it ends."""
        text = self.lines[index].text
        return text[-1] in _COMMAS + _NUMBERED_TIES or bool(_CUT_CLAUSE.search(text))

    def is_heading(self, index: int, *, body_begun: bool) -> bool:
        """Whether a line without a number is a heading by its form and its surroundings."""
        line = self.lines[index]
        text = line.text
        if self.flow.has_markup or index + 1 == len(self.lines) or ends_paragraph(text):
            return False
        if line.width > _WIDEST_HEADING or is_inside_sentence(text) or has_open_bracket([text]):
            return False
        if self.hangs(index) or text[0] in "，。、；：）」" or not re.search(r"\w", text):
            return False
        if text.isascii() and (text[0].islower() or len(text.split()) > 12):
            return False
        if is_headline(text) and not self._begins_below_an_indent(index):
            return True
        if not body_begun and is_credit(self.lines[index + 1].text):
            return True
        if not body_begun and self.flow.is_parted_title(index):
            return True
        if not self.flow.stands_alone(index):
            return False
        if not body_begun:
            return not self._begins_sentence(index)
        is_above_first_line = self.flow.is_above_first_line(index)
        if not is_above_first_line and (
            self.flow.fills_column_above(index) or self._may_be_a_first_line(index)
        ):
            return False
        if _ASKED.search(text) or _UNENDED.search(text):
            return False
        if self.flow.ends_page(index) and _CLAUSES.search(text):
            return False
        page = self.flow.page(index)
        is_told = bool(line.blank_before) or is_above_first_line
        return is_told or page.after is not None or page.is_unwrapped

    def _begins_below_an_indent(self, index: int) -> bool:
        """Whether a line is as long as its column, and set in where the line below it is not."""
        line, below, width = self.lines[index], self.lines[index + 1], self.flow.page(index).after
        is_set_in = not below.blank_before and line.indent - below.indent >= INDENT
        return is_set_in and width is not None and line.reach > width.cells * _NEARLY_FULL

    def _begins_sentence(self, index: int) -> bool:
        """Whether a line and those below it are a sentence that a page has broken into lines.

        So a short text begins of which too few lines tell how wide its column is.
        """
        below = self._down_to_stop(index)
        return bool(below) and self.flow.are_wrapped([index, *below])

    def may_begin_sentence(self, index: int) -> bool:
        """Whether a heading above all text may be the first line of a sentence.

        Its lines may be of different lengths where somebody has broken them by hand.
        """
        below = self._down_to_stop(index)
        return bool(below) and self.flow.are_wrapped([index, *below], slack=VARIATION)

    def _down_to_stop(self, index: int) -> list[int]:
        """The lines below one down to the end of a sentence that may begin with it.

        Lines that all end with a comma or a stop are verse; below an English title stands a
        capital.
        """
        line = self.lines[index]
        below: list[int] = []
        while len(below) < _MOST_WRAPPED:
            last = below[-1] if below else index
            following = self.flow.following(last)
            if following is None or self._is_parted(last, following):
                return []
            below.append(following)
            if ends_paragraph(self.lines[following].text):
                break
        else:
            return []
        first = self.lines[below[0]]
        is_title = line.text.isascii() and first.text[0].isupper()
        is_title = is_title or line.width < _SHORTEST_WRAPPED or line.indent - first.indent > INDENT
        is_verse = len(below) > 1 and all(self.lines[i].text[-1] in _VERSE_ENDS for i in below)
        return [] if is_title or is_verse else below

    def _is_parted(self, index: int, following: int) -> bool:
        """Whether something other than the end of a line parts two lines."""
        line, below = self.lines[index], self.lines[following]
        if below.blank_before or below.indent > line.indent or line.page != below.page:
            return True
        is_numbered = self.numbering.at(following) is not None or bullet(below.text)
        return is_numbered or is_credit(below.text) or self.flow.begins_speech(following)

    def _may_be_a_first_line(self, index: int) -> bool:
        """Whether a line is short only by the indent of a paragraph's first line.

        Then it is a heading only where it holds no clause and where the characters on both sides
        of the break are not seen side by side elsewhere in the text.
        """
        line, page = self.lines[index], self.flow.page(index)
        if page.after is None or line.text.isascii():
            return False
        has_clauses = bool(_CLAUSES.search(line.text))
        if self.flow.falls_short(index):
            return has_clauses and line.reach > page.after.cells * _NEARLY_FULL
        return page.blanks_are_usual or has_clauses or self.flow.joins_a_word(index)

    def is_numbered_heading(self, index: int, number: Enumerator) -> bool:
        """Whether a numbered line stands alone and can be read as a heading."""
        line = self.lines[index]
        text = line.text
        return (
            (not ends_paragraph(text) or text[-1] in "？！?!")
            and line.width <= _WIDEST_NUMBERED_HEADING
            and not _FULL_STOPS.search(text)
            and not self.is_cut(index, _NUMBERED_TIES)
            and not (self._is_of_sentences(index, number) and _CLAUSES.search(text))
            and (self.flow.stands_alone(index) or number.style.opens_heading)
            and not has_open_bracket([text])
        )

    def _is_of_sentences(self, index: int, number: Enumerator) -> bool:
        """Whether a number is of a style that numbers sentences, or of a line in full column."""
        is_last = self.flow.page(index).after is None
        return number.style.numbers_sentences or (is_last and self.flow.fills_column_above(index))

    def is_cut_question(self, index: int) -> bool:
        """Whether a question goes on in the next line, for which its own had no room."""
        return not (ends_paragraph(self.lines[index].text) or self.flow.ends_early(index))

    def is_marked_heading(self, index: int) -> bool:
        """Whether a numbered line that is all of a paragraph is no sentence."""
        line = self.lines[index]
        return (
            line.width <= _WIDEST_NUMBERED_HEADING
            and not ends_paragraph(line.text)
            and not _FULL_STOPS.search(line.text)
            and not (index + 1 < len(self.lines) and self.lines[index + 1].goes_on)
        )

    def may_be_full(self, index: int) -> bool:
        """Whether a line may be as long as its column is wide, the indent left aside."""
        is_long = self.lines[index].width >= _SHORTEST_CUT
        return self.flow.is_nearly_full(index) or (is_long and self.flow.is_unparted(index))

    def may_be_broken(self, index: int) -> bool:
        """Whether a heading may go on below a short line: it is long, or ends in a tie."""
        line = self.lines[index]
        return line.width >= _SHORTEST_CUT or line.text[-1] in _NUMBERED_TIES

    def may_run_on(self, index: int, *, is_numbered: bool) -> bool:
        """Whether a heading may after all be the first line of a sentence that goes on below.

        Its column shows that. One that is long and numbered may wherever no column is known that
        it falls short of, or where the break behind it falls between characters that are seen
        together elsewhere.
        """
        following = self.flow.following(index)
        line = self.lines[index]
        if following is None or ends_paragraph(line.text):
            return False
        below = self.lines[following]
        is_parted = below.blank_before > 0 and below.indent > line.indent
        if is_parted or self.numbering.at(following) is not None:
            return False
        if is_numbered and line.width >= _SHORTEST_CUT:
            is_unknown = self.flow.width_at(index) is None and not below.blank_before
            if is_unknown or self.flow.joins_a_word(index):
                return True
        return self.may_be_full(index)
