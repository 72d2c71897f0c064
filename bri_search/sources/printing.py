"""How the lines of a page are printed: their size and place, where a format tells them."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

__all__ = ["LARGER_PRINT", "SMALLER", "PrintedLine", "PrintedLines", "larger_than_most"]

_FIELDS = 5
SMALLER = 0.92
"""Of the size of the text: 9.5 points below 10.5 are small print."""
LARGER_PRINT = 1.15
"""Of one size, the other: recognised text differs by less from line to line."""


class PrintedLine(NamedTuple):
    """A line as it is printed: the size of its type and its edges in points.

    `height` is that of its baseline above the foot of the page, as a share of the page's. Notes are
    often `below_rule`: below the only short line that is drawn on the lower half of the page.
    """

    size: float
    left: float
    right: float
    height: float
    below_rule: bool = False

    def is_beside(self, other: PrintedLine) -> bool:
        """Whether it shares no column with another line.

        >>> PrintedLine(12, 40, 200, 0.5).is_beside(PrintedLine(12, 220, 400, 0.5))
        True
        """
        return min(self.right, other.right) <= max(self.left, other.left)

    def is_smaller(self, other: PrintedLine) -> bool:
        """Whether it is in small print, if the other is in that of the text.

        >>> PrintedLine(9.5, 40, 200, 0.1).is_smaller(PrintedLine(10.5, 40, 200, 0.5))
        True
        """
        return self.size <= SMALLER * other.size


def larger_than_most(lines: Sequence[PrintedLine | None]) -> list[bool]:
    """Which of some lines are in larger print than most of them; none where that is not known.

    >>> larger_than_most([PrintedLine(size, 40, 200, 0.9) for size in (16, 8.5, 8.5)])
    [True, False, False]
    """
    sizes = [line.size if line is not None else 0 for line in lines]
    usual = sorted(sizes)[(len(sizes) - 1) // 2]
    return [usual > 0 and size > LARGER_PRINT * usual for size in sizes]


class PrintedLines:
    """The printed lines of a page in little memory, by where they begin in its text.

    >>> lines = PrintedLines([0, 12.0, 40.0, 200.0, 0.5, 0.0])
    >>> lines.at(7)
    PrintedLine(size=12.0, left=40.0, right=200.0, height=0.5, below_rule=False)
    >>> lines.numbers
    [0, 12.0, 40.0, 200.0, 0.5, 0.0]
    """

    def __init__(self, numbers: Iterable[float] = ()) -> None:
        self._starts = array("I")
        self._measures = array("f")
        every = list(numbers)
        for place in range(0, len(every), 1 + _FIELDS):
            start, *measures = every[place : place + 1 + _FIELDS]
            self.add(int(start), _line(measures))

    def add(self, start: int, line: PrintedLine) -> None:
        """Add a line that begins there; one of size 0 is not known."""
        self._starts.append(start)
        self._measures.extend(line)

    def at(self, offset: int) -> PrintedLine | None:
        """The line that holds an offset into the text of the page; None where it is not known."""
        place = bisect_right(self._starts, offset) - 1
        if place < 0:
            return None
        line = _line(self._measures[_FIELDS * place : _FIELDS * (place + 1)])
        return line if line.size > 0 else None

    @property
    def numbers(self) -> list[float]:
        """All lines as numbers in a row, from which they can be made again."""
        row: list[float] = []
        for place, start in enumerate(self._starts):
            row += [start, *self._measures[_FIELDS * place : _FIELDS * (place + 1)]]
        return row

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PrintedLines):
            return NotImplemented
        return self._starts == other._starts and self._measures == other._measures

    def __hash__(self) -> int:
        return hash(self._starts.tobytes())


def _line(measures: Iterable[float]) -> PrintedLine:
    size, left, right, height, below_rule = measures
    return PrintedLine(size, left, right, height, bool(below_rule))
