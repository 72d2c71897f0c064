"""Notes at the foot of a page or at the end of a text: found by their marks or by where they stand.

A numbered line may as well be an item of a list, so a number alone is never enough.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from functools import cached_property
from itertools import pairwise

from bri_search.sources.document import Kind
from bri_search.sources.headings import is_list_of_sources
from bri_search.sources.lines import Line, cells, first_unit
from bri_search.sources.note_marks import NoteMark, mark_before, marks_in
from bri_search.sources.page_widths import VARIATION, Width, page_above
from bri_search.sources.sentences import ends_paragraph
from bri_search.sources.set_aside import Asides, free_above, next_free, previous_free

__all__ = ["begins_note", "find_notes"]

_SIGN = re.compile(
    r"[*＊†‡§※★☆#]+\s*\S|[\[【〔(（]?(?:[注註]释?|註釋)\s*[0-9一二三四五六七八九十]*\s*[\]】〕)）：:]"
    r"|(?:作者|通[讯訊]作者|基金|收稿)[^，。]{0,8}[：:]"
)
"""What a note in small print begins with where it has no number."""
_WORDS = re.compile(
    r"[《\"“]|https?:|[Ii]bid|pp?\.\s*\d|(?:19|20)\d\d|数据|數據|来源|來源|参见|參見|载|載|同上"
)
_BARE = re.compile(r"[0-9]{1,3}\s")
_CLOSED = re.compile(
    r"(?<!\bp\.)(?<!\bpp\.)(?<!\bno\.)(?<!\bvol\.)(?<=[。.．！？!?])\s*$", re.IGNORECASE
)
"""A full stop at the end of a line, but that of p. 12 and the like."""
_FARTHEST_MARK = 400
"""Lines between a mark and its note: a few pages."""
_LONGEST_FOOT = 30
"""Lines of all notes at the foot of a page: what goes on much longer is a list."""
_NEVER_LAST = "，、；：,;:"
"""With these no note ends: where its lines are broken by hand, they tell more than its width."""
_TEXT_ABOVE = 24
"""Lines of the text above a note, which tell how wide its page is."""
_MOST_SHORT = 8
"""Cells by which the lines of a note may be shorter than its first."""
_MOST_LINES = 8
"""Lines of one note; running text taken for a note would go on much longer."""


def begins_note(text: str) -> bool:
    """Whether a line may begin a note: with a number, a star, a label.

    >>> begins_note("① 见县志"), begins_note("* 本文是示例。"), begins_note("港口")
    (True, True, False)
    """
    return mark_before(text) is not None or bool(_SIGN.match(text))


def find_notes(lines: list[Line], asides: Asides) -> None:
    """Set notes aside: lines whose mark stands in the text above, each mark taken once.

    Further: what stands in small print at the foot of a page; what follows a note with the next
    number; numbered lines inside a sentence or at the foot of a page; what stands numbered below a
    heading such as 参考文献.
    """
    open_marks: defaultdict[NoteMark, list[int]] = defaultdict(list)
    numbered = _Numbered(lines, asides)
    last: NoteMark | None = None
    behind_last = 0
    index = 0
    while index < len(lines):
        line = lines[index]
        if index in asides.kinds or index in asides.furniture:
            index += 1
            continue
        if is_list_of_sources(line.text):
            index = behind_last = _list_of_sources(lines, index + 1, asides)
            last = None
            continue
        number = mark_before(line.text)
        if line.mark is not None:
            number = None
        if index in asides.small_print:
            if number is not None:
                _has_mark(number, index, lines, open_marks)
            last = number
            index = behind_last = _set_aside(index, _end_at_foot(lines, index, asides), asides)
            continue
        if number is not None and numbered.is_item(number, index):
            number = None
        if number is not None and (
            (
                (not number.is_ambiguous or _stands_at_foot(lines, index, asides))
                and _has_mark(number, index, lines, open_marks)
            )
            or (number.is_next_to(last) and behind_last == index)
            or (
                not number.is_ambiguous
                and (number.value == 1 or number.is_next_to(last))
                and _stands_as_note(lines, index, asides)
            )
        ):
            last = number
            index = behind_last = _set_aside(index, _end(lines, index, asides), asides)
            continue
        for mark in marks_in(line.text):
            open_marks[mark].append(index)
        index += 1


class _Numbered:
    """Lines that begin with a bare number: several may begin with the one that a mark asks for."""

    def __init__(self, lines: list[Line], asides: Asides) -> None:
        self.lines = lines
        self.asides = asides

    def is_item(self, number: NoteMark, index: int) -> bool:
        """Whether a line with the number of a note is of a list, and the note stands below it.

        The next line with this number reads like a note and stands with others inside a sentence,
        which the line itself does not, and no mark between them asks for another note.
        """
        if number.form != "number" or _WORDS.search(self.lines[index].text):
            return False
        places = self._places[number.value]
        place = bisect_right(places, index)
        if place == len(places) or places[place] - index > _FARTHEST_MARK:
            return False
        below = places[place]
        marked = self._marked[number.value]
        return (
            _WORDS.search(self.lines[below].text) is not None
            and bisect_right(marked, index) == bisect_right(marked, below)
            and not self._cuts_sentence(index)
            and (self._cuts_sentence(below) or self._is_heading_above(index, below))
        )

    def _is_heading_above(self, index: int, below: int) -> bool:
        """Whether a line ends without a full stop, and the one below that reads like a note with.

        A blank line parts the first from the text above, which ends with a full stop.
        """
        line, above = self.lines[index], previous_free(index, self.asides)
        return (
            line.blank_before > 0
            and not ends_paragraph(line.text)
            and above is not None
            and ends_paragraph(self.lines[above].text)
            and ends_paragraph(self.lines[below].text)
        )

    def _cuts_sentence(self, index: int) -> bool:
        """Whether the numbered lines that a line is of stand inside a sentence."""
        first = self._first[index]
        end = _end_of_all(self.lines, first, self.asides)
        return _is_inside_sentence(self.lines, first, end, self.asides)

    @cached_property
    def _places(self) -> defaultdict[int, list[int]]:
        """The lines that begin with each number."""
        places: defaultdict[int, list[int]] = defaultdict(list)
        for index, value in self._values.items():
            places[value].append(index)
        return places

    @cached_property
    def _values(self) -> dict[int, int]:
        found = {}
        for index, line in enumerate(self.lines):
            mark = mark_before(line.text) if line.text[0].isdecimal() else None
            if mark is not None and mark.form == "number":
                found[index] = mark.value
        return found

    @cached_property
    def _first(self) -> dict[int, int]:
        """The first of the lines with which each of them is numbered on."""
        first: dict[int, int] = {}
        above = -_MOST_LINES
        for index, value in self._values.items():
            is_next = index - above < _MOST_LINES and value == self._values[above] + 1
            first[index] = first[above] if is_next else index
            above = index
        return first

    @cached_property
    def _marked(self) -> defaultdict[int, list[int]]:
        """The lines with a superscript mark of each number."""
        marked: defaultdict[int, list[int]] = defaultdict(list)
        for index, line in enumerate(self.lines):
            for mark in marks_in(line.text):
                if mark.form == "superscript":
                    marked[mark.value].append(index)
        return marked


def _has_mark(
    number: NoteMark, index: int, lines: list[Line], marks: defaultdict[NoteMark, list[int]]
) -> bool:
    """Whether a mark for this note is near above; it is taken, if it is.

    In print as large as that of the text a bare number is that of a heading or of an item.
    """
    places = marks.get(number.in_text)
    if not places or index - places[-1] > _FARTHEST_MARK:
        return False
    note, text = lines[index].printed, lines[places[-1]].printed
    if number.form == "number" and note and text and not note.is_smaller(text):
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
        index = _set_aside(index, _end(lines, index, asides), asides)
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
    is_parted = lines[index].blank_before or asides.furniture.get(index - 1) == "rule"
    if not (_WORDS.search(lines[index].text) and is_parted):
        return False
    end = _end_of_all(lines, index, asides)
    if _BARE.match(lines[index].text) and asides.furniture.get(end) == "page number":
        return True
    return _is_inside_sentence(lines, index, end, asides)


def _stands_at_foot(lines: list[Line], index: int, asides: Asides) -> bool:
    """Whether lines that may be items of a list stand where notes do.

    That is inside a sentence or above a page number; where they are numbered, they have to read
    like notes as well.
    """
    mark = mark_before(lines[index].text)
    if mark is None or not (mark.is_sign or _WORDS.search(lines[index].text)):
        return False
    end = _end_of_all(lines, index, asides)
    is_last = asides.furniture.get(end) == "page number"
    return is_last or _is_inside_sentence(lines, index, end, asides)


def _end_of_all(lines: list[Line], index: int, asides: Asides) -> int:
    """The line behind a note and those that follow it with the next numbers, or with signs."""
    number = mark_before(lines[index].text)
    end = _end(lines, index, asides)
    while end < min(len(lines), index + _LONGEST_FOOT):
        following = mark_before(lines[end].text)
        if following is None or number is None:
            break
        if not (following.is_next_to(number) or (following.is_sign and number.is_sign)):
            break
        number, end = following, _end(lines, end, asides)
    return end


def _is_inside_sentence(lines: list[Line], index: int, end: int, asides: Asides) -> bool:
    """Whether a sentence goes on from above some lines to below them."""
    before = previous_free(index, asides)
    if before is None or lines[before].width < 24 or ends_paragraph(lines[before].text):
        return False
    after = next_free(lines, end, asides)
    return after is not None and mark_before(after.text) is None


def _end_at_foot(lines: list[Line], index: int, asides: Asides) -> int:
    """The line behind a note in small print: the mark of the next note ends it, or the page."""
    end = index + 1
    while (
        end in asides.small_print
        and lines[end].page == lines[index].page
        and not begins_note(lines[end].text)
    ):
        end += 1
    return end


def _end(lines: list[Line], index: int, asides: Asides) -> int:
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
        and end - index < _MOST_LINES
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
