"""The lines of a PDF's page as PDFium has its text: where it counts them, and how they break."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["PageLine", "lines_of"]

_BROKEN_WORD = "\ufffe"
"""What PDFium puts for a hyphen and the line break behind it."""
_BREAK = re.compile("\r\n|[\r\n\ufffe]")


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page: its text, where PDFium has that in units of UTF-16, and the break after."""

    text: str
    unit: int
    line_break: str

    @property
    def broken(self) -> str:
        """The break as text."""
        if self.line_break == _BROKEN_WORD:
            return "-\n"
        return "\n" if self.line_break else ""

    @property
    def inked(self) -> list[int]:
        """The places of the characters that are to be seen."""
        return [place for place, one in enumerate(self.text) if not one.isspace()]

    def unit_of(self, place: int) -> int:
        """Where PDFium has one of its characters."""
        return self.unit + _units(self.text[:place])


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def lines_of(text: str) -> Iterator[PageLine]:
    """The lines of a text of PDFium's, in its order."""
    unit = position = 0
    while position < len(text):
        found = _BREAK.search(text, position)
        line = PageLine(
            text[position : found.start() if found else len(text)], unit, found[0] if found else ""
        )
        yield line
        position = found.end() if found else len(text)
        unit += _units(line.text) + len(line.line_break)
