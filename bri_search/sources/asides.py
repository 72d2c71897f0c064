"""What a page puts between the lines of its text: page numbers, running heads, notes, contents.

Found before paragraphs are put together, so that a sentence can be followed across it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import pairwise

from bri_search.sources.document import Kind
from bri_search.sources.lines import Line

__all__ = [
    "PAGE_NUMBER",
    "Asides",
    "ends_paragraph",
    "ends_sentence",
    "find_asides",
    "is_free",
    "is_open",
    "next_free",
    "previous_free",
]

_CLOSERS = "」』》〉）)］]】〕”’\"'■□◆▲●★※*_` 　"
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_CIRCLED = re.compile(r"[①-⑳㉑-㉟㊱-㊿]")
PAGE_NUMBER = re.compile(
    r"(?:[-–—·•\[]\s*)?(?:第\s*|[Pp]age\s+|[Pp]\.\s*)?([0-9]{1,4}|[ivxl]{1,6})(?:\s*[页頁])?"
    r"(?:\s*(?:/|of|共)\s*[0-9]{1,4}\s*[页頁]?)?(?:\s*[-–—·•\]])?"
)
_PAGED = re.compile(r"\A[0-9]{1,4}\s+\D|\D\s+[0-9]{1,4}\Z")
_SHORTEST_PAGE = 5
"""Lines between two page numbers: less is a list."""
_SHORTEST_PROSE = 40
"""Cells: a line by itself that is shorter may be a title."""
_CONTENTS_TITLE = re.compile(r"(?:目\s*[录錄次]|(?:Table of )?Contents|CONTENTS)")
_CONTENTS_LINE = re.compile(
    r".*\S(?:\t+|\s*[.．·…‥。]{3,}\s*|\s*(?:\.\s){3,}|[ 　]{2,})"
    r"(?:[-–—(（]\s*)?[0-9ivxl]{1,4}(?:\s*[-–—)）])?"
)
_LEADER = re.compile(r".*\S\s*[.．·…]{4,}\s*[0-9]{1,4}")
_TABLE_CAPTION = re.compile(r"(?:表|Table)\s*[0-9一二三四五六七八九十]")
_COLUMN_GAP = re.compile(r"\t|[ 　]{3,}")
_LONGEST_LEADER = 200
"""Characters of a line of contents with its page number; dots go no farther across a page."""
_LONGEST_CONTENTS_LINE = 60
"""Cells: a title in a contents page without page numbers."""
_FARTHEST_NEIGHBOUR = 60
"""Lines to look back for text over what was set aside: a long table, but no whole file."""


class Asides:
    """What was found, by index into the lines: a kind of passage, or a name of furniture."""

    def __init__(self) -> None:
        self.kinds: dict[int, Kind] = {}
        self.furniture: dict[int, str] = {}
        self.continues: set[int] = set()
        """Lines that go on with the aside of the line before them."""
        self.settled: set[int] = set()
        """Running text and headings that the format names: they are in the text, and no aside."""
        self.small_print: set[int] = set()
        """Lines in smaller print at the foot of a page, all of them parts of notes."""


def ends_sentence(text: str) -> bool:
    """Whether a sentence ends with the last character that is not a closing mark.

    >>> [ends_sentence(line) for line in ("貢獻。」", "如下：", "Road (BRI).", "第三屆「一帶一")]
    [True, False, True, False]
    """
    last = _last(text)
    return last in set("。！？!?…｡") or (last == "." and not text.rstrip(_CLOSERS).endswith(".."))


def ends_paragraph(text: str) -> bool:
    """Whether a paragraph may end here: a sentence, a clause before a list, an item of one."""
    return ends_sentence(text) or _last(text) in set("；;：:….")


def _last(text: str) -> str:
    for character in reversed(text):
        if character in _CLOSERS or character in _SUPERSCRIPTS or _CIRCLED.match(character):
            continue
        if character.isdecimal() and text.endswith("]"):
            continue
        return character
    return ""


def find_asides(lines: list[Line], has_markup: bool) -> Asides:
    """Find everything that is not running text by its form or by what it interrupts."""
    asides = Asides()
    _find_marked(lines, asides)
    _find_contents(lines, asides)
    _find_page_numbers(lines, asides)
    if not has_markup:
        _find_running_heads(lines, asides)
    _find_tables(lines, asides)
    return asides


def _find_marked(lines: list[Line], asides: Asides) -> None:
    """What the format says itself; what it marks as one is one passage with all its lines."""
    for index, line in enumerate(lines):
        if line.mark is None:
            continue
        if line.mark.kind is None:
            asides.furniture[index] = line.mark.what
        elif line.mark.kind is Kind.HEADING or line.mark.kind.is_running_text:
            asides.settled.add(index)
        else:
            asides.kinds[index] = line.mark.kind
            if line.goes_on:
                asides.continues.add(index)


def is_free(index: int, asides: Asides) -> bool:
    """Whether a line has not been set aside."""
    return index not in asides.kinds and index not in asides.furniture


def is_open(index: int, asides: Asides) -> bool:
    """Whether it is still to be found out if a line is an aside."""
    return is_free(index, asides) and index not in asides.settled


def _find_contents(lines: list[Line], asides: Asides) -> None:
    """A contents page runs from its title to the last line that ends in a page number."""
    for index, line in enumerate(lines):
        if not (_CONTENTS_TITLE.fullmatch(line.text) and is_free(index, asides)):
            continue
        last = index
        cursor = index + 1
        while cursor < len(lines) and cursor - last <= 4:
            if _is_contents_line(lines[cursor].text):
                last = cursor
            cursor += 1
        if last - index >= 2:
            for entry in range(index, last + 1):
                asides.kinds[entry] = Kind.CONTENTS
    _find_contents_without_numbers(lines, asides)
    leaders = [
        index
        for index, line in enumerate(lines)
        if is_open(index, asides) and _has_leader(line.text)
    ]
    if len(leaders) >= 3:
        for index in leaders:
            asides.kinds[index] = Kind.CONTENTS


def _is_contents_line(text: str) -> bool:
    return len(text) <= _LONGEST_LEADER and bool(_CONTENTS_LINE.fullmatch(text))


def _has_leader(text: str) -> bool:
    return len(text) <= _LONGEST_LEADER and bool(_LEADER.fullmatch(text))


def _find_contents_without_numbers(lines: list[Line], asides: Asides) -> None:
    """A contents page without page numbers lists titles that all come again in the text."""
    counts = Counter(_bare(line.text) for line in lines)
    for index, line in enumerate(lines):
        if not (_CONTENTS_TITLE.fullmatch(line.text) and is_free(index, asides)):
            continue
        seen: set[str] = set()
        end = index + 1
        while end < len(lines):
            entry = _bare(lines[end].text)
            if entry in seen or counts[entry] < 2 or lines[end].width > _LONGEST_CONTENTS_LINE:
                break
            seen.add(entry)
            end += 1
        if len(seen) >= 2:
            for entry_index in range(index, end):
                asides.kinds[entry_index] = Kind.CONTENTS


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _find_page_numbers(lines: list[Line], asides: Asides) -> None:
    """A number alone on its line is a page's, unless its neighbours are numbers as well.

    Without a blank line beside it, it has to stand inside a sentence and be one of a sequence.
    """

    def is_number(index: int) -> bool:
        return 0 <= index < len(lines) and bool(PAGE_NUMBER.fullmatch(lines[index].text))

    close: list[int] = []
    for index, line in enumerate(lines):
        if not (is_open(index, asides) and is_number(index)):
            continue
        if is_number(index - 1) or is_number(index + 1):
            continue
        blank_after = lines[index + 1].blank_before if index + 1 < len(lines) else 1
        if line.blank_before or blank_after or not line.text.isdecimal():
            asides.furniture[index] = "page number"
        elif _interrupts(lines, index, asides):
            close.append(index)
    for index, following in pairwise(close):
        one_more = int(lines[index].text) + 1 == int(lines[following].text)
        if one_more and following - index >= _SHORTEST_PAGE:
            asides.furniture[index] = asides.furniture[following] = "page number"


def _find_running_heads(lines: list[Line], asides: Asides) -> None:
    """A short line that comes again and again, and stands in the middle of sentences.

    Where it first comes and interrupts nothing, it is the title that the others repeat. With a
    page number in the same line, twice is enough. Where no page of the document has a number,
    there are none: a list of several things has lines that come again as well.
    """
    has_pages = "page number" in asides.furniture.values()
    places: defaultdict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if is_open(index, asides) and line.width <= 90:
            places[re.sub(r"[0-9\s]+", "", line.text)].append(index)
    for text, found in places.items():
        if len(found) < 2 or len(text) < 3 or ends_paragraph(text):
            continue
        if not re.search(r"[^\W_]{2}", text):
            continue
        interrupting = [index for index in found if _interrupts(lines, index, asides)]
        is_paged = interrupting == found and all(_PAGED.search(lines[i].text) for i in found)
        is_often = len(interrupting) >= 2 and 2 < len(found) <= 2 * len(interrupting)
        if is_paged or (has_pages and is_often):
            for index in found:
                if index != found[0] or index in interrupting:
                    asides.furniture[index] = "running head"


def previous_free(index: int, asides: Asides) -> int | None:
    """The nearest line of running text above one, over what was set aside."""
    for before in range(index - 1, max(-1, index - 1 - _FARTHEST_NEIGHBOUR), -1):
        if is_free(before, asides):
            return before
    return None


def next_free(lines: list[Line], index: int, asides: Asides) -> Line | None:
    """The nearest line of running text from one on, over what was set aside."""
    for after in range(index, min(len(lines), index + _FARTHEST_NEIGHBOUR)):
        if is_free(after, asides):
            return lines[after]
    return None


def _interrupts(lines: list[Line], index: int, asides: Asides) -> bool:
    """Whether a line stands inside a sentence, and not just below a title."""
    place = previous_free(index, asides)
    if place is None or lines[place].width < 20 or ends_paragraph(lines[place].text):
        return False
    begins_here = place == 0 or lines[place].blank_before > 0
    is_title = lines[place].width < _SHORTEST_PROSE or not lines[index].blank_before
    return not (begins_here and place == index - 1 and is_title)


def _find_tables(lines: list[Line], asides: Asides) -> None:
    """Rows that stand together and have cells, parted by tabs or by wide gaps.

    A gap or two may be anything; below a table's caption, two rows with one gap are a table.
    """
    gaps = [len(_COLUMN_GAP.findall(line.text)) for line in lines]
    run: list[int] = []

    def close() -> None:
        if not run:
            return
        by_tab = any("\t" in lines[index].text for index in run)
        is_captioned = run[0] > 0 and bool(_TABLE_CAPTION.match(lines[run[0] - 1].text))
        has_columns = by_tab or is_captioned or all(gaps[index] >= 2 for index in run)
        if has_columns and len(run) >= (2 if by_tab or is_captioned else 3):
            for index in run:
                asides.kinds[index] = Kind.TABLE
        run.clear()

    for index in range(len(lines)):
        if is_open(index, asides) and gaps[index] >= 1:
            run.append(index)
        else:
            close()
    close()
