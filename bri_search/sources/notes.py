"""Notes at the foot of a page or at the end of a text: found by their marks or by where they stand.

A numbered line may as well be an item of a list, so a number alone is never enough.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass

from bri_search.sources.asides import Asides, ends_paragraph, next_free, previous_free
from bri_search.sources.document import Kind
from bri_search.sources.headings import is_list_of_sources
from bri_search.sources.lines import Line

__all__ = ["begins_note", "find_notes"]

_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_MARK = re.compile(
    rf"(?<=\S)(?:([{_SUPERSCRIPTS}]+)|\[\^?([0-9]{{1,3}})\](?!\()|([①-⑳㉑-㉟㊱-㊿]))"
)
_NOTE = re.compile(
    rf"""(?:
        (?P<number>[0-9]{{1,3}})(?:[.．、]\s+|\s+(?=\D)|[.．、](?=[^\s0-9]))
      | (?P<superscript>[{_SUPERSCRIPTS}]+)\s*
      | \[\^?(?P<bracketed>[0-9]{{1,3}})\]:?\s*
      | (?P<circled>[①-⑳㉑-㉟㊱-㊿])\s*
    )(?=[^\s，。、；：？！,.;:?!)）\]])""",
    re.VERBOSE,
)
_SIGN = re.compile(
    r"[*＊†‡§※★☆#]+\s*\S|[\[【〔(（]?(?:[注註]释?|註釋)\s*[0-9一二三四五六七八九十]*\s*[\]】〕)）：:]"
    r"|(?:作者|通[讯訊]作者|基金|收稿)[^，。]{0,8}[：:]"
)
"""What a note in small print begins with where it has no number."""
_WORDS = re.compile(
    r"[《\"“]|https?:|[Ii]bid|pp?\.\s*\d|(?:19|20)\d\d|数据|數據|来源|來源|参见|參見|载|載|同上"
)
_BARE = re.compile(r"[0-9]{1,3}\s")
_CLOSED = re.compile(r"[。.．！？!?]\s*$")
_FARTHEST_MARK = 400
"""Lines between a mark and its note: a few pages."""
_MOST_LINES = 8
"""Lines of one note; running text taken for a note would go on much longer."""


@dataclass(frozen=True, slots=True)
class _Number:
    """What a line is numbered with; `form` is how: number, superscript, bracketed or circled."""

    form: str
    value: int

    @property
    def marks(self) -> str:
        """The form of the mark in the text that a note so numbered belongs to."""
        return "superscript" if self.form == "number" else self.form

    def is_next_to(self, other: _Number | None) -> bool:
        return other is not None and (other.form, other.value + 1) == (self.form, self.value)


def begins_note(text: str) -> bool:
    """Whether a line may begin a note: with a number, a star, a label.

    >>> begins_note("① 见县志"), begins_note("* 本文是示例。"), begins_note("港口")
    (True, True, False)
    """
    return _number(text) is not None or bool(_SIGN.match(text))


def find_notes(lines: list[Line], asides: Asides) -> None:
    """Set notes aside: lines whose mark stands in the text above, each mark taken once.

    Further: what stands in small print at the foot of a page; what follows a note with the next
    number; numbered lines inside a sentence or at the foot of a page; what stands numbered below a
    heading such as 参考文献.
    """
    open_marks: defaultdict[_Number, list[int]] = defaultdict(list)
    last: _Number | None = None
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
        number = _number(line.text)
        if line.mark is not None:
            number = None
        if index in asides.small_print:
            if number is not None:
                _has_mark(number, index, open_marks)
            last = number
            index = behind_last = _set_aside(index, _end_at_foot(lines, index, asides), asides)
            continue
        if number is not None and (
            _has_mark(number, index, open_marks)
            or (number.is_next_to(last) and behind_last == index)
            or (
                (number.value == 1 or number.is_next_to(last))
                and _stands_as_note(lines, index, asides)
            )
        ):
            last = number
            index = behind_last = _set_aside(index, _end(lines, index, asides), asides)
            continue
        for mark in _MARK.finditer(line.text):
            open_marks[_mark(mark)].append(index)
        index += 1


def _has_mark(number: _Number, index: int, marks: defaultdict[_Number, list[int]]) -> bool:
    """Whether a mark for this note is near above; it is taken, if it is."""
    places = marks.get(_Number(number.marks, number.value))
    if not places or index - places[-1] > _FARTHEST_MARK:
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
    first = _number(lines[index].text) if index < len(lines) else None
    if first is None or first.value != 1:
        return index
    number = first
    while True:
        index = _set_aside(index, _end(lines, index, asides), asides)
        while index < len(lines) and index in asides.furniture:
            index += 1
        following = _number(lines[index].text) if index < len(lines) else None
        if following is None or not following.is_next_to(number):
            return index
        number = following


def _number(text: str) -> _Number | None:
    match = _NOTE.match(text)
    if not match:
        return None
    form = match.lastgroup or ""
    digits = match[form]
    if form == "circled":
        return _Number(form, int(unicodedata.numeric(digits)))
    return _Number(form, _from_superscript(digits) if form == "superscript" else int(digits))


def _mark(mark: re.Match[str]) -> _Number:
    if mark[1]:
        return _Number("superscript", _from_superscript(mark[1]))
    if mark[2]:
        return _Number("bracketed", int(mark[2]))
    return _Number("circled", int(unicodedata.numeric(mark[3])))


def _from_superscript(digits: str) -> int:
    return int("".join(str(_SUPERSCRIPTS.index(digit)) for digit in digits))


def _stands_as_note(lines: list[Line], index: int, asides: Asides) -> bool:
    """Whether numbered lines without known marks stand where only notes do.

    That is inside a sentence, or, with a bare number, above a page number.
    """
    if not (_WORDS.search(lines[index].text) and lines[index].blank_before):
        return False
    number = _number(lines[index].text)
    end = _end(lines, index, asides)
    while end < len(lines):
        following = _number(lines[end].text)
        if following is None or not following.is_next_to(number):
            break
        number, end = following, _end(lines, end, asides)
    if _BARE.match(lines[index].text) and asides.furniture.get(end) == "page number":
        return True
    before = previous_free(index, asides)
    if before is None or lines[before].width < 24 or ends_paragraph(lines[before].text):
        return False
    after = next_free(lines, end, asides)
    return after is not None and _number(after.text) is None


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
    """The line behind a note: the first full stop ends it, and so does the next number."""
    first = lines[index]
    end = index + 1
    while (
        end < len(lines)
        and end - index < _MOST_LINES
        and end not in asides.kinds
        and end not in asides.furniture
        and lines[end].mark is None
        and not _CLOSED.search(lines[end - 1].text)
        and lines[end].blank_before
        <= (1 if first.width <= 130 and lines[end - 1].blank_before else 0)
        and _number(lines[end].text) is None
        and lines[end - 1].width >= first.width - 8
    ):
        end += 1
    return end
