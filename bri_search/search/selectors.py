"""Selectors: how other tools find a place in a file again.

Specification: W3C, Web Annotation Data Model, 4.2.4 Text Quote Selector and 4.2.5 Text Position
Selector, https://www.w3.org/TR/annotation-model/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from bri_search.index.documents import StoredDocument

__all__ = ["CONTEXT", "Around", "Selector", "select"]

CONTEXT = 32
"""How many code points a prefix and a suffix have, where the file has as many."""


class Selector(NamedTuple):
    r"""A place in a file by its text and by its position.

    `exact` is the file's own characters from `start` to `end` (offsets in code points), `prefix`
    and `suffix` up to 32 code points before and behind; nothing in them is folded or normalised.

    >>> import bri_search
    >>> selector = bri_search.open(example_index).search("互联互通")[0].matches[0].selector
    >>> selector.prefix[-4:], selector.exact, selector.suffix[:2]
    ('夥伴加强', '互联互通', '。\n')
    """

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int

    def as_json(self) -> list[dict[str, Any]]:
        """A TextQuoteSelector and a TextPositionSelector, as a Web Annotation has them."""
        return [
            {
                "type": "TextQuoteSelector",
                "exact": self.exact,
                "prefix": self.prefix,
                "suffix": self.suffix,
            },
            {"type": "TextPositionSelector", "start": self.start, "end": self.end},
        ]


class Around:
    """A stretch of a document with what stands around it, read once for all that is shown of it."""

    def __init__(self, document: StoredDocument, start: int, end: int) -> None:
        self._document = document
        self._start = start
        self._before = max(0, start - CONTEXT)
        self._text = document.text(self._before, min(document.length, end + CONTEXT))
        self.text = self._text[start - self._before : end - self._before]
        self._first: tuple[int, int] | None = None
        self._returns = "\r" in self.text
        self._breaks = "\n" in self.text

    def selector(self, start: int, end: int) -> Selector:
        """The selector of a part of the stretch."""
        first, last = start - self._before, end - self._before
        text = self._text
        prefix = text[first - CONTEXT if first > CONTEXT else 0 : first]
        return Selector(text[first:last], prefix, text[last : last + CONTEXT], start, end)

    @property
    def lines(self) -> tuple[int, int]:
        """The lines on which the stretch begins and ends."""
        first = self.line_and_column(self._start)[0]
        if not self._breaks and not self._returns:
            return first, first
        return first, self.line_and_column(self._start + len(self.text) - 1)[0]

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """The line and the column of an offset in the stretch, both counted from 1."""
        if self._returns:
            return self._document.line_and_column(offset)
        if self._first is None:
            self._first = self._document.line_and_column(self._start)
        line, column = self._first
        place = offset - self._start
        breaks = place and self._breaks and self.text.count("\n", 0, place)
        if breaks:
            return line + breaks, place - self.text.rindex("\n", 0, place)
        return line, column + place


def select(document: StoredDocument, start: int, end: int) -> Selector:
    """The selector of a stretch of a document; offsets are code points, the end is outside."""
    return Around(document, start, end).selector(start, end)
