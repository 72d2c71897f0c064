"""How far a note goes: where the lines of one end, and of those that follow one another."""

from __future__ import annotations

import re
from itertools import pairwise

from bri_search.sources.document import FurnitureKind
from bri_search.sources.lines import Line, cells, first_unit
from bri_search.sources.note_marks import NoteMark, begins_note, mark_before, reads_like_note
from bri_search.sources.page_widths import VARIATION, Width, page_above
from bri_search.sources.sentences import ends_paragraph
from bri_search.sources.set_aside import Asides, free_above, next_free, previous_free

__all__ = [
    "MOST_LINES",
    "end_at_foot",
    "end_at_page_end",
    "end_of_note",
    "end_of_notes",
    "stand_inside_sentence",
]

_CLOSED = re.compile(
    r"(?<!\bp\.)(?<!\bpp\.)(?<!\bno\.)(?<!\bvol\.)(?<=[。.．！？!?])\s*$", re.IGNORECASE
)
"""A full stop at the end of a line, but that of p. 12 and the like."""
_LONGEST_FOOT = 30
"""Lines of all notes at the foot of a page: what goes on much longer is a list."""
_PAGE_EDGES = (FurnitureKind.PAGE_NUMBER, FurnitureKind.RUNNING_HEAD)
_NEVER_LAST = "，、；：,;:"
"""With these no note ends: where its lines are broken by hand, they tell more than its width."""
_TEXT_ABOVE = 24
"""Lines of the text above a note, which tell how wide its page is."""
_MOST_SHORT = 8
"""Cells by which the lines of a note may be shorter than its first."""
MOST_LINES = 8
"""Lines of one note; running text taken for a note would go on much longer."""


def end_of_note(lines: list[Line], index: int, asides: Asides) -> int:
    """The line behind a note: the first full stop ends it, and so does the next number.

    So does a line that could have held more, and a blank line where the text above has none.
    """
    above = free_above(lines, index, asides, _TEXT_ABOVE)
    page = page_above(above)
    if page.is_unwrapped:
        return index + 1
    mark = mark_before(lines[index].text)
    most_blanks = 1 if page.blanks_are_usual and page.before is not None else 0
    end = index + 1
    while (
        end < len(lines)
        and end - index < MOST_LINES
        and end not in asides.kinds
        and end not in asides.furniture
        and lines[end].mark is None
        and not _CLOSED.search(lines[end - 1].text)
        and lines[end].blank_before <= most_blanks
        and not _begins_another(lines[end].text, mark)
        and _is_full(lines[index:end], lines[end], page.before)
        and not _is_set_back(lines[index : end + 1], above)
    ):
        end += 1
    return end


def end_at_foot(lines: list[Line], index: int, asides: Asides) -> int:
    """The line behind a note in small print: the mark of the next note ends it, or the page."""
    end = index + 1
    while (
        end in asides.small_print
        and lines[end].page == lines[index].page
        and not begins_note(lines[end].text)
    ):
        end += 1
    return end


def end_at_page_end(lines: list[Line], index: int, number: NoteMark, asides: Asides) -> int | None:
    """The line behind a note if nothing but notes follows it on its page; else None.

    These end as notes do, or the sentence above them goes on below.
    Where the file does not tell its pages, a page ends with its number or its head, or where the
    sentence above the notes goes on below them.
    """
    page = lines[index].page
    if not page:
        behind = end_of_notes(lines, index, asides)
        is_edge = asides.furniture.get(behind) in _PAGE_EDGES
        is_last = is_edge or stand_inside_sentence(lines, index, behind, asides)
        return end_of_note(lines, index, asides) if is_last else None
    above = free_above(lines, index, asides, _TEXT_ABOVE)
    end, behind = None, index + 1
    while behind < len(lines) and lines[behind].page == page:
        if asides.furniture.get(behind) in _PAGE_EDGES:
            break
        mark = mark_before(lines[behind].text)
        begins_text = lines[behind].blank_before or _is_set_back(lines[index : behind + 1], above)
        if mark is None and begins_text:
            return None
        if end is None and mark is not None and mark.is_next_to(number):
            end = behind
        behind += 1
        if behind - index > _LONGEST_FOOT:
            return None
    last = lines[behind - 1].text
    is_ended = ends_paragraph(last) or reads_like_note(last)
    if not (is_ended or stand_inside_sentence(lines, index, behind, asides)):
        return None
    return end or behind


def end_of_notes(lines: list[Line], index: int, asides: Asides) -> int:
    """The line behind a note and those that follow it with the next numbers, or with signs."""
    number = mark_before(lines[index].text)
    end = end_of_note(lines, index, asides)
    while end < min(len(lines), index + _LONGEST_FOOT):
        following = mark_before(lines[end].text)
        if following is None or number is None:
            break
        if not (following.is_next_to(number) or (following.is_sign and number.is_sign)):
            break
        number, end = following, end_of_note(lines, end, asides)
    return end


def stand_inside_sentence(lines: list[Line], index: int, end: int, asides: Asides) -> bool:
    """Whether a sentence goes on from above some lines to below them."""
    before = previous_free(index, asides)
    if before is None or lines[before].width < 24 or ends_paragraph(lines[before].text):
        return False
    after = next_free(lines, end, asides)
    return after is not None and mark_before(after.text) is None


def _is_full(note: list[Line], below: Line, width: Width | None) -> bool:
    """Whether the last line of a note cannot be the end of it, or could not have held more.

    Notes in small print may be wider than the text, those that are set back narrower; where the
    text tells no width, the first line of a note does.
    """
    first, last = note[0], note[-1]
    if last.text[-1] in _NEVER_LAST:
        return True
    if width is None or (len(note) > 1 and first.reach < width.cells):
        return last.width >= first.width - _MOST_SHORT
    widest = max(width.cells, first.reach)
    return last.reach + cells(first_unit(below.text)) > widest - VARIATION


def _is_set_back(note: list[Line], above: list[Line]) -> bool:
    """Whether the last of some lines is set back as the first lines of the paragraphs above are."""
    first, before, line = note[0], note[-2], note[-1]
    if line.indent < 2 or not (line.indent <= first.indent or line.indent > before.indent):
        return False
    if line.indent > first.indent and len(note) == 2:
        return False
    return any(
        one.indent == line.indent and below.indent < one.indent for below, one in pairwise(above)
    )


def _begins_another(text: str, mark: NoteMark | None) -> bool:
    """Whether another note begins with a line; what is ambiguous has to be as the first is."""
    other = mark_before(text)
    if other is None or not other.is_ambiguous:
        return other is not None
    return mark is not None and (mark.form == other.form or (mark.is_sign and other.is_sign))
