"""What a page puts between the lines of its text: page numbers, running heads, notes, contents.

Found before paragraphs are put together, so that a sentence can be followed across it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from bri_search.sources.document import FurnitureKind, Kind
from bri_search.sources.edges import find_at_edges
from bri_search.sources.feet import find_small_print
from bri_search.sources.lines import Line
from bri_search.sources.marks import PageStart
from bri_search.sources.notes import find_notes
from bri_search.sources.page_furniture import find_furniture_below_notes, find_page_furniture
from bri_search.sources.set_aside import Asides, is_free, is_open

__all__ = ["find_asides"]

_IN_CHINESE, _IN_ENGLISH = r"目\s*[录錄次]", r"(?:(?i:Table of )?(?:Contents|CONTENTS))"
_CONTENTS_TITLE = re.compile(
    rf"{_IN_CHINESE}(?:[\s/|]*{_IN_ENGLISH})?|{_IN_ENGLISH}(?:[\s/|]*{_IN_CHINESE})?"
)
_CONTENTS_LINE = re.compile(
    r".*\S(?:\t+|\s*[.．·…‥。]{3,}\s*|\s*(?:\.\s){3,}|[ 　]{2,})"
    r"(?:[-–—(（]\s*)?[0-9ivxl]{1,4}(?:\s*[-–—)）])?"
)
_CONTENTS_ENTRY = re.compile(r"[^，。；,;]*[^\s，。；,;][ 　]([0-9]{1,3})")
"""A line with a page number behind a single space, which tells nothing but in its place."""
_LEADER = re.compile(r".*\S\s*[.．·…]{4,}\s*[0-9]{1,4}")
_TABLE_CAPTION = re.compile(r"(?:表|Table)\s*[0-9一二三四五六七八九十]")
_RULE = re.compile(r"(?=.*\S\s*\S)[-‐‑‒–—―−─━═﹣－_＿=＝~～*＊※★☆◆◇●■#＃+＋|·•・\u2500-\u257f\s]+")
"""At least two marks, and none that may stand for a word: …… is an answer in a dialogue."""
_COLUMN_GAP = re.compile(r"\t|[ 　]{3,}")
_COLUMN_GAP_OR_STROKE = re.compile(r"\t|[ 　]*+[|｜│┃][ 　]*+|[ 　]{3,}")
"""In Markdown strokes are of tables that the format tells."""
_LONGEST_LEADER = 200
"""Characters of a line of contents with its page number; dots go no farther across a page."""
_LONGEST_CONTENTS_LINE = 60
"""Cells: a title in a contents page without page numbers."""


def find_asides(lines: list[Line], pages: Sequence[PageStart], has_markup: bool) -> Asides:
    """Find everything that is not running text: by its form, then by where it stands.

    Each finder passes over what was found before it, and writes down what it finds line by line,
    since that tells of the next.
    """
    asides = Asides()
    _find_marked(lines, asides)
    _find_contents(lines, asides)
    if not has_markup:
        _find_rules(lines, asides)
    find_page_furniture(lines, asides, has_heads=not has_markup)
    _find_tables(lines, asides, _COLUMN_GAP if has_markup else _COLUMN_GAP_OR_STROKE)
    find_at_edges(lines, pages, asides)
    find_small_print(lines, asides)
    find_notes(lines, asides)
    find_furniture_below_notes(lines, asides, has_heads=not has_markup)
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


def _find_contents(lines: list[Line], asides: Asides) -> None:
    """A contents page runs from its title to the last line that ends in a page number.

    Behind a single space a number is a page's where it is not less than that of the entry above.
    """
    for index, line in enumerate(lines):
        if not (_CONTENTS_TITLE.fullmatch(line.text) and is_free(index, asides)):
            continue
        last = index
        cursor = index + 1
        page = 0
        while cursor < len(lines) and cursor - last <= 4:
            text = lines[cursor].text
            numbered = _CONTENTS_ENTRY.fullmatch(text) if len(text) <= _LONGEST_LEADER else None
            if _is_contents_line(text) or (numbered is not None and int(numbered[1]) >= page):
                last = cursor
                page = page if numbered is None else int(numbered[1])
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
    return "".join(text.split())


def _find_rules(lines: list[Line], asides: Asides) -> None:
    """A line of strokes and stars parts what stands above and below it, and says nothing."""
    for index, line in enumerate(lines):
        if is_open(index, asides) and _RULE.fullmatch(line.text):
            asides.furniture[index] = FurnitureKind.RULE


def _find_tables(lines: list[Line], asides: Asides, parts_cells: re.Pattern[str]) -> None:
    """Rows that stand together and have cells, parted by tabs, by wide gaps or by strokes.

    A gap or two may be anything; below a table's caption, two rows with one gap are a table.
    """
    gaps = [len(parts_cells.findall(line.text)) for line in lines]
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
        elif asides.furniture.get(index) != FurnitureKind.RULE:
            close()
    close()
