"""What a page puts between the lines of its text: page numbers, running heads, notes, contents.

Found before paragraphs are put together, so that a sentence can be followed across it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict

from bri_search.sources.document import Kind
from bri_search.sources.lines import Line

__all__ = ["Asides", "ends_paragraph", "ends_sentence", "find_asides"]

_CLOSERS = "」』》〉）)］]】〕”’\"'■□◆▲●★※*_` 　"
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_CIRCLED = re.compile(r"[①-⑳㉑-㊿]")
_NOTE_MARK = re.compile(
    rf"(?<=\S)(?:([{_SUPERSCRIPTS}]+)|\[\^?([0-9]{{1,3}})\](?!\()|([①-⑳㉑-㊿]))"
)
_NOTE_LINE = re.compile(
    rf"""(?:
        (?P<number>[0-9]{{1,3}})(?:[.．、]\s+|\s+(?=\D)|[.．、](?=[^\s0-9]))
      | (?P<superscript>[{_SUPERSCRIPTS}]+)\s*
      | \[\^?(?P<bracketed>[0-9]{{1,3}})\]:?\s*
      | (?P<circled>[①-⑳㉑-㊿])\s*
    )(?=\S)""",
    re.VERBOSE,
)
_NOTE_WORDS = re.compile(
    r"[《\"“]|https?:|[Ii]bid|pp?\.\s*\d|(?:19|20)\d\d|数据|數據|来源|來源|参见|參見|载|載|同上"
)
_PAGE_NUMBER = re.compile(
    r"(?:[-–—·•\[]\s*)?(?:第\s*|[Pp]age\s+|[Pp]\.\s*)?([0-9]{1,4}|[ivxl]{1,6})(?:\s*[页頁])?"
    r"(?:\s*(?:/|of|共)\s*[0-9]{1,4}\s*[页頁]?)?(?:\s*[-–—·•\]])?"
)
_CONTENTS_TITLE = re.compile(r"(?:目\s*[录錄次]|(?:Table of )?Contents|CONTENTS)")
_CONTENTS_LINE = re.compile(
    r".*\S(?:\t+|\s*[.．·…‥。]{3,}\s*|\s*(?:\.\s){3,}|[ 　]{2,})"
    r"(?:[-–—(（]\s*)?[0-9ivxl]{1,4}(?:\s*[-–—)）])?"
)
_COLUMN_GAP = re.compile(r"\t|[ 　]{3,}")
_FARTHEST_NOTE = 400


class Asides:
    """What was found, by index into the lines: a kind of passage, or a name of furniture."""

    def __init__(self) -> None:
        self.kinds: dict[int, Kind] = {}
        self.furniture: dict[int, str] = {}
        self.continues: set[int] = set()
        """Lines that go on with the aside of the line before them."""


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
    if has_markup:
        for index, line in enumerate(lines):
            if line.markup == "rule":
                asides.furniture[index] = "rule"
            elif line.markup == "row":
                asides.kinds[index] = Kind.TABLE
    _find_contents(lines, asides)
    _find_page_numbers(lines, asides)
    _find_running_heads(lines, asides)
    _find_tables(lines, asides)
    _find_notes(lines, asides)
    return asides


def _free(index: int, asides: Asides) -> bool:
    return index not in asides.kinds and index not in asides.furniture


def _find_contents(lines: list[Line], asides: Asides) -> None:
    """A contents page runs from its title to the last line that ends in a page number."""
    for index, line in enumerate(lines):
        if not (_CONTENTS_TITLE.fullmatch(line.text) and _free(index, asides)):
            continue
        last = index
        cursor = index + 1
        while cursor < len(lines) and cursor - last <= 4:
            if _CONTENTS_LINE.fullmatch(lines[cursor].text):
                last = cursor
            cursor += 1
        if last - index >= 2:
            for entry in range(index, last + 1):
                asides.kinds[entry] = Kind.CONTENTS
    leaders = [
        index
        for index, line in enumerate(lines)
        if _free(index, asides) and re.fullmatch(r".*\S\s*[.．·…]{4,}\s*[0-9]{1,4}", line.text)
    ]
    if len(leaders) >= 3:
        for index in leaders:
            asides.kinds[index] = Kind.CONTENTS


def _find_page_numbers(lines: list[Line], asides: Asides) -> None:
    """A number alone on its line is a page's, unless its neighbours are numbers as well."""

    def is_number(index: int) -> bool:
        return 0 <= index < len(lines) and bool(_PAGE_NUMBER.fullmatch(lines[index].text))

    for index, line in enumerate(lines):
        if not (_free(index, asides) and is_number(index)):
            continue
        if is_number(index - 1) or is_number(index + 1):
            continue
        blank_after = lines[index + 1].blank_before if index + 1 < len(lines) else 1
        if line.blank_before or blank_after or not line.text.isdecimal():
            asides.furniture[index] = "page number"


def _find_running_heads(lines: list[Line], asides: Asides) -> None:
    """A short line that comes again and again, and stands in the middle of sentences."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if _free(index, asides) and line.width <= 90:
            places[re.sub(r"[0-9\s]+", "", line.text)].append(index)
    for text, found in places.items():
        if len(found) < 3 or len(text) < 3 or ends_paragraph(text):
            continue
        if not re.search(r"[^\W_]{2}", text):
            continue
        interrupting = [i for i in found if i and _interrupts(lines, i, asides)]
        if len(interrupting) >= 2 and len(interrupting) * 2 >= len(found):
            for index in found:
                asides.furniture[index] = "running head"


def _interrupts(lines: list[Line], index: int, asides: Asides) -> bool:
    before = index - 1
    while before >= 0 and not _free(before, asides):
        before -= 1
    return before >= 0 and lines[before].width >= 20 and not ends_paragraph(lines[before].text)


def _find_tables(lines: list[Line], asides: Asides) -> None:
    """Rows that stand together and have cells, parted by tabs or by wide gaps."""
    gaps = [len(_COLUMN_GAP.findall(line.text)) for line in lines]
    run: list[int] = []

    def close() -> None:
        by_tab = any("\t" in lines[index].text for index in run)
        if len(run) >= (2 if by_tab else 3):
            for index in run:
                asides.kinds[index] = Kind.TABLE
        run.clear()

    for index in range(len(lines)):
        cells_enough = gaps[index] >= (1 if "\t" in lines[index].text else 2)
        if _free(index, asides) and cells_enough:
            run.append(index)
        else:
            close()
    close()


def _find_notes(lines: list[Line], asides: Asides) -> None:
    """Notes: numbered lines whose mark stands in the text above, each mark taken once."""
    marks: Counter[int] = Counter()
    last_mark: dict[int, int] = {}
    previous = 0
    index = 0
    while index < len(lines):
        line = lines[index]
        if not _free(index, asides):
            index += 1
            continue
        number = _note_number(line.text)
        if number is not None and (
            (marks[number] > 0 and index - last_mark[number] <= _FARTHEST_NOTE)
            or (number in (1, previous + 1) and _cuts_a_sentence(lines, index, asides))
        ):
            marks[number] -= 1
            previous = number
            end = _end_of_note(lines, index, asides)
            for part in range(index, end):
                asides.kinds[part] = Kind.NOTE
                if part > index:
                    asides.continues.add(part)
            index = end
            continue
        for mark in _NOTE_MARK.finditer(line.text):
            value = _mark_value(mark)
            marks[value] += 1
            last_mark[value] = index
        index += 1


def _note_number(text: str) -> int | None:
    match = _NOTE_LINE.match(text)
    if not match:
        return None
    if match["circled"]:
        return int(unicodedata.numeric(match["circled"]))
    if match["superscript"]:
        return _from_superscript(match["superscript"])
    return int(match["number"] or match["bracketed"])


def _mark_value(mark: re.Match[str]) -> int:
    if mark[1]:
        return _from_superscript(mark[1])
    return int(mark[2]) if mark[2] else int(unicodedata.numeric(mark[3]))


def _from_superscript(digits: str) -> int:
    return int("".join(str(_SUPERSCRIPTS.index(digit)) for digit in digits))


def _cuts_a_sentence(lines: list[Line], index: int, asides: Asides) -> bool:
    """Whether a numbered line without a known mark stands inside a sentence, as only notes do."""
    line = lines[index]
    if not (_NOTE_WORDS.search(line.text) and line.blank_before):
        return False
    before = index - 1
    while before >= 0 and not _free(before, asides):
        before -= 1
    if before < 0 or lines[before].width < 24 or ends_paragraph(lines[before].text):
        return False
    after = _end_of_note(lines, index, asides)
    return after < len(lines) and _free(after, asides) and _note_number(lines[after].text) is None


def _end_of_note(lines: list[Line], index: int, asides: Asides) -> int:
    """The line behind a note: the first full stop ends it, and so does the next number."""
    first = lines[index]
    end = index + 1
    while (
        end < len(lines)
        and end - index < 8
        and _free(end, asides)
        and not _CLOSED_NOTE.search(lines[end - 1].text)
        and lines[end].blank_before
        <= (1 if first.width <= 130 and lines[end - 1].blank_before else 0)
        and _note_number(lines[end].text) is None
        and lines[end - 1].width >= first.width - 8
    ):
        end += 1
    return end


_CLOSED_NOTE = re.compile(r"[。.！？!?]\s*$")
