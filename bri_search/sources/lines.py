"""Lines of a text file, measured: the raw material of layout."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bri_search.sources.marks import Mark, PageStart
from bri_search.sources.printing import PrintedLine
from bri_search.text.line_breaks import LINE_BREAKS
from bri_search.text.markup import without_markup

__all__ = ["Line", "cells", "first_unit", "space_between", "split_lines"]

_LINE = re.compile(rf"[^{LINE_BREAKS}]*(?:\r\n|[{LINE_BREAKS}]|\Z)")
_WORD = re.compile(r"[A-Za-z]{2,}-(?=[A-Za-z]{2})|[!-~]+")
_OPENING = "「『《〈（(［[【〔“‘"
_CLOSING = "」』》〉）)］]】〕”’，。、；：！？,.;:!?…％%"


_PRESENTED = str.maketrans(
    "︐︑︒︓︔︕︖︗︘︙︰︱︲︵︶︹︺︻︼︽︾︿﹀﹁﹂﹃﹄﹐﹑﹔﹕﹖﹗﹙﹚﹝﹞",
    "，、。：；！？〖〗…：—–（）〔〕【】《》〈〉「」『』，、；：？！（）〔〕",
)
"""Punctuation as it is set in columns from top to bottom, or small, and what it is."""
_IS_PRESENTED = re.compile("[\ufe10-\ufe44\ufe50-\ufe5e]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank.

    `start` and `end` leave out white space at both ends; `text` is what a reader sees of it,
    without markup, with punctuation as it is set in lines. `blank_before` counts the blank lines
    above it. `width` is in terminal cells.
    `mark` is what the format says of it, None where it says nothing; `goes_on` tells that the same
    mark is that of the line above. `page` counts from 1; 0 where the file has no pages. `printed`
    is how the line is printed, None where that is not known.
    """

    start: int
    end: int
    text: str
    width: int
    blank_before: int
    indent: int
    trailing_space: bool
    mark: Mark | None = None
    goes_on: bool = False
    page: int = 0
    printed: PrintedLine | None = None

    @property
    def reach(self) -> int:
        """How far across the page the line goes, its indent included."""
        return self.indent + self.width


@lru_cache(maxsize=4096)
def _cell(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1


def cells(text: str) -> int:
    """Width in terminal cells, quotation marks of ambiguous width counted as wide.

    >>> cells("「一带」5G")
    10
    """
    return sum(map(_cell, text))


def first_unit(text: str) -> str:
    """What of a line would have had to fit into the line before it.

    A word with hyphens may be broken behind each.

    >>> first_unit("「一帶一"), first_unit("路。他提"), first_unit("2023年")
    ('「一', '路。', '2023')
    >>> first_unit("Long-standing links"), first_unit("2021-2023 年"), first_unit("- one")
    ('Long-', '2021-2023', '-')
    """
    end = 0
    while end < len(text) - 1 and text[end] in _OPENING:
        end += 1
    if end < len(text) and text[end].isascii():
        word = _WORD.match(text, end)
        end = word.end() if word else end + 1
    else:
        end += 1
    while end < len(text) and text[end] in _CLOSING:
        end += 1
    return text[:end]


def space_between(text: str, below: str) -> int:
    """The width of the space between two lines if they were one: there is one between words.

    >>> space_between("the coast.", "It rains"), space_between("long-", "standing")
    (1, 0)
    """
    return int(text[-1].isascii() and text[-1] != "-" and below[0].isascii())


def split_lines(
    text: str,
    has_markup: bool,
    structure: Sequence[Mark] = (),
    pages: Sequence[PageStart] = (),
) -> list[Line]:
    """All lines that are not blank, in order; `structure` and `pages` are in order as well.

    A blank line between two pages says nothing, and behind furniture something new begins.
    """
    lines: list[Line] = []
    starts = [page.offset for page in pages]
    blank = place = 0
    is_presented = _IS_PRESENTED.search(text) is not None
    for match in _LINE.finditer(text):
        if match.start() == match.end():
            continue
        raw = match.group().rstrip(LINE_BREAKS)
        stripped = raw.strip().strip("\ufeff")
        if not stripped:
            blank += 1
            continue
        before = raw.index(stripped)
        start = match.start() + before
        while place < len(structure) and structure[place].span[1] <= start:
            place += 1
        is_marked = place < len(structure) and structure[place].span[0] <= start
        mark = structure[place] if is_marked else None
        page = bisect_right(starts, start)
        if lines:
            if page != lines[-1].page:
                blank = 0
            if lines[-1].mark is not None and lines[-1].mark.kind is None:
                blank = max(1, blank)
        visible = (without_markup(stripped).strip() if has_markup else "") or stripped
        if is_presented:
            visible = visible.translate(_PRESENTED)
        lines.append(
            Line(
                start=start,
                end=start + len(stripped),
                text=visible,
                width=cells(visible),
                blank_before=blank,
                indent=cells(raw[:before].strip("\ufeff")) if before else 0,
                trailing_space=raw[-1].isspace(),
                mark=mark,
                goes_on=mark is not None and bool(lines) and lines[-1].mark is mark,
                page=page,
                printed=pages[page - 1].lines.at(start - starts[page - 1]) if page else None,
            )
        )
        blank = 0
    return lines
