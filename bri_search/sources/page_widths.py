"""How wide a page breaks its lines, as these show it: columns, and what parts their paragraphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise, starmap

from bri_search.sources.lines import Line
from bri_search.sources.sentences import ends_paragraph

__all__ = [
    "FEWEST_ALIKE",
    "NARROWEST_COLUMN",
    "OTHER_COLUMN",
    "VARIATION",
    "Page",
    "Pages",
    "Width",
    "extent",
    "page_above",
]

VARIATION = 4
"""Cells by which lines of one column differ: a mark that hangs over, one that could not start."""
NARROWEST_COLUMN = 12
"""Cells; lines that share a smaller width are last lines or short headings."""
OTHER_COLUMN = 1.4
"""Of a column's width: no line of it is so much longer."""
FEWEST_ALIKE = 4
"""Lines that have to be alike to tell of a whole file."""
_WINDOW = 8
"""Lines to look at on either side: a newspaper's column changes its width that often."""
_WIDEST_PAGE = 130
"""Cells; a line that is longer was not broken by a page."""
_WIDEST_COLUMN = 48
"""Cells; in a column this narrow no line is set shorter to even out its words."""
_USUAL = 0.4
"""Share of all lines inside a paragraph that have to end alike where a file has one width."""
_LEAST_CENTRED = 8
"""Cells: no paragraph is set back so far."""
_WIDTHS_KEPT = 4096
"""Of rows of lines: those of verse have few lengths."""
_HANGING = "，。、；：！？」』》”）"
_MOST_HANGING = 2
"""Marks: one that ends a sentence, and what closes it."""


@dataclass(frozen=True, slots=True)
class Width:
    """The width at which a page breaks its lines; `slack` is how much it varies, in cells."""

    cells: int
    slack: int


@dataclass(frozen=True, slots=True)
class Page:
    """The page around a line: the width below and above it, and how it parts its paragraphs."""

    after: Width | None
    before: Width | None
    blanks_are_usual: bool
    is_unwrapped: bool


class Pages:
    """The pages around the places between lines of running text, which come in order."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines

    def at(self, place: int) -> Page:
        """The page around a place, between the lines above it and those below."""
        first, end = max(0, place - _WINDOW), place + _WINDOW
        extents = tuple(self._extents[first:end])
        reaches = tuple(self._reaches[first:end])
        is_wide = self._are_wide[first:end]
        above = place - first
        wide_above, wide_below = any(is_wide[:above]), any(is_wide[above:])
        usual = self._usual_width
        return Page(
            None if wide_below else _width(extents[above:], reaches[above:]) or usual,
            None if wide_above else _width(extents[:above][::-1], reaches[:above][::-1]) or usual,
            _blanks_are_usual(self._are_parted[first + 1 : end]),
            wide_above or wide_below,
        )

    @cached_property
    def _reaches(self) -> list[int]:
        return [line.reach for line in self._lines]

    @cached_property
    def _are_wide(self) -> list[bool]:
        return [line.width > _WIDEST_PAGE for line in self._lines]

    @cached_property
    def _are_parted(self) -> list[bool]:
        return [line.blank_before > 0 for line in self._lines]

    @cached_property
    def _extents(self) -> list[int]:
        """How far each line goes; 0 where that tells nothing.

        So it does for the last line of a paragraph, and for lines that are centred.
        """
        return [
            0 if is_centred or ends_paragraph(line.text) else extent(line)
            for line, is_centred in zip(self._lines, self._are_centred, strict=True)
        ]

    @cached_property
    def _are_centred(self) -> list[bool]:
        beside = [False, *starmap(_are_centred_alike, pairwise(self._lines)), False]
        return [above or below for above, below in pairwise(beside)]

    @cached_property
    def _usual_width(self) -> Width | None:
        """The width most lines of the file share, for where the lines around tell nothing."""
        extents = Counter(filter(None, self._extents))
        for widest in sorted(extents, reverse=True):
            alike = sum(extents[widest - less] for less in range(VARIATION + 1))
            if alike >= max(FEWEST_ALIKE, _USUAL * extents.total()):
                farther = sum(reach > OTHER_COLUMN * widest for reach in self._reaches)
                is_wrapped = NARROWEST_COLUMN <= widest <= _WIDEST_PAGE and 2 * farther < alike
                return Width(widest, VARIATION) if is_wrapped else None
        return None


def _are_centred_alike(one: Line, other: Line) -> bool:
    """Whether two lines begin far from the edge, in different places, around one middle."""
    if min(one.indent, other.indent) < _LEAST_CENTRED or one.indent == other.indent:
        return False
    return abs(one.indent + one.reach - other.indent - other.reach) <= 2


@lru_cache(maxsize=_WIDTHS_KEPT)
def _width(extents: tuple[int, ...], reaches: tuple[int, ...]) -> Width | None:
    """The width at which the nearest of some lines are wrapped; None where they are not.

    Lines come nearest first: two of the nearest few that share a width tell more than many farther
    off, where another column may stand. Where one of them goes much farther they are headings.
    """
    for count, alike in ((3, 2), (5, 2), (_WINDOW, 3)):
        if len(extents) < alike:
            return None
        widths = sorted(extents[:count], reverse=True)
        narrowest = max(NARROWEST_COLUMN, max(reaches[:count]) / OTHER_COLUMN)
        for widest, narrower in zip(widths, widths[alike - 1 :], strict=False):
            if widest < narrowest:
                break
            if widest - narrower <= VARIATION:
                close = [width for width in widths if 0 <= widest - width <= VARIATION]
                is_column = widest <= _WIDEST_COLUMN or widest - min(close) <= 1
                return Width(widest, 0 if is_column else VARIATION)
    return None


def extent(line: Line) -> int:
    """How far a line goes without the marks that may hang over the edge of its column."""
    ending = line.text[-_MOST_HANGING:]
    return line.reach - 2 * (len(ending) - len(ending.rstrip(_HANGING)))


def _blanks_are_usual(are_parted: list[bool]) -> bool:
    """Whether a blank line stands above most lines, and so says nothing."""
    return len(are_parted) >= 3 and sum(are_parted) >= 0.7 * len(are_parted)


def page_above(lines: list[Line]) -> Page:
    """The page as lines of text above a place show it, nearest first; nothing is known below.

    Short paragraphs and headings tell no width: then those farther up do.
    """
    extents = tuple(0 if ends_paragraph(line.text) else extent(line) for line in lines)
    reaches = tuple(line.reach for line in lines)
    widths = (
        _width(extents[first : first + _WINDOW], reaches[first : first + _WINDOW])
        for first in range(0, len(lines), _WINDOW)
    )
    is_unwrapped = any(line.width > _WIDEST_PAGE for line in lines[:_WINDOW])
    return Page(
        None,
        None if is_unwrapped else next(filter(None, widths), None),
        _blanks_are_usual([line.blank_before > 0 for line in lines[:_WINDOW]]),
        is_unwrapped,
    )
