"""The folded text of a source as words are counted in it: its passages, and what no wall parts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import accumulate

from bri_search.index.columns import WALL
from bri_search.index.documents import StoredDocument
from bri_search.sources.document import Span
from bri_search.text.fold import is_word_character

__all__ = ["CHUNK", "Stream", "whole_words"]

CHUNK = re.compile("(?:[^\\W_]|[\u0300-\u036f.\\-])+")
"""What no word runs across, whatever the lexicon holds: a stop or a hyphen may be in a number."""


class Stream:
    """The folded text of a document; places in it count code points, as Python does.

    An index counts UTF-16 units, in which rare ideographs have two; `place` and `unit` lead from
    one to the other.
    """

    def __init__(self, document: StoredDocument) -> None:
        self._document = document
        self.text = bytes(document.folded).decode("utf-16-be")

    @cached_property
    def _units(self) -> list[int] | None:
        """The unit each code point begins at; None where both are the same."""
        if 2 * len(self.text) == len(self._document.folded):
            return None
        sizes = (2 if character > "\uffff" else 1 for character in self.text)
        return list(accumulate(sizes, initial=0))

    def place(self, unit: int) -> int:
        """The place of a UTF-16 unit."""
        return unit if self._units is None else bisect_left(self._units, unit)

    def unit(self, place: int) -> int:
        """The UTF-16 unit at which a place begins."""
        return place if self._units is None else self._units[place]

    def passages(self) -> Iterator[tuple[int, int, int]]:
        """The passages that fold to something: number, start and end; a wall is in none of them."""
        start, end = 0, len(self.text)
        while start < end:
            number = self._document.passage_at(self.unit(start))
            length = self._document.folded_length(number)
            behind = self.place(self.unit(start) + length)
            yield number, start, behind
            start = behind + (self.text[behind : behind + 1] == WALL)

    def stretches(self, admits: Callable[[int], bool]) -> list[Span]:
        """Start and end of what no wall parts and nothing that is not admitted stands between.

        `admits` says of the number of a passage whether it is wanted.
        """
        found: list[Span] = []
        for number, start, end in self.passages():
            if not admits(number):
                continue
            if found and found[-1][1] == start:
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
        return found

    def written(self, start: int, end: int) -> str:
        """The file's own characters that places start to end come from, and no others."""
        return self.written_alike(start, end) or self._written(start, end)

    def written_alike(self, start: int, end: int) -> str | None:
        """As `written`, where each folded character comes from one that follows the one before it.

        None where that is not so.
        """
        if not self._expanded.isdisjoint(self.text[start:end]):
            return None
        document = self._document
        first, last = document.offset(self.unit(start)), document.offset(self.unit(end) - 1)
        # Without such characters each has an offset of its own, and they rise.
        return document.text(first, last + 1) if last - first == end - start - 1 else None

    @cached_property
    def _expanded(self) -> frozenset[str]:
        """Folded characters that may stand beside one that the same character folded to."""
        return frozenset(bytes(self._document.columns["expanded"]).decode("utf-16-be", "ignore"))

    def _written(self, start: int, end: int) -> str:
        document = self._document
        offsets = dict.fromkeys(map(document.offset, range(self.unit(start), self.unit(end))))
        return "".join(document.text(offset, offset + 1) for offset in offsets)


def whole_words(document: StoredDocument, start: int, end: int) -> Span:
    """Units start to end of folded text, with the rest of a Latin word or number at either edge.

    Road stands in roads as characters; as a word, roads does.
    """
    while _joins(document, start - 1, start):
        start -= 1
    while _joins(document, end - 1, end):
        end += 1
    return start, end


def _joins(document: StoredDocument, before: int, after: int) -> bool:
    """Whether no space or punctuation parts two neighbouring letters or digits."""
    one, other = document.folded_character(before), document.folded_character(after)
    if one is None or other is None:
        return False
    return is_word_character(one) and is_word_character(other)
