"""Stored documents: the text of a source, its passages, and its folded text with offsets.

A stored document is a view of the columns that a part holds; nothing of it is read before it is
asked for. Positions count UTF-16 units of its folded text, offsets code points of the file's text.
"""

from __future__ import annotations

import json
import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from operator import lt
from typing import TYPE_CHECKING, NamedTuple

from bri_search.index.blocks import BlockReader
from bri_search.index.columns import BLOCK, COLUMNS, IN_STREAM, LINE_BREAK, RUNS_ON, Column
from bri_search.index.packing import lines
from bri_search.index.sections import Sections
from bri_search.sources.document import KINDS, Kind, Passage, Span

# Only what reads all of a document needs these.
if TYPE_CHECKING:
    from bri_search.index.preparing import PreparedDocument
    from bri_search.sources.passages import Furniture

__all__ = ["Place", "StoredDocument"]


class Place(NamedTuple):
    """A stretch of folded text, back in the file: the passages it lies in and its offsets."""

    first: int
    last: int
    start: int
    end: int


class StoredDocument:
    """A document open for reading; offsets are code points into the file's text.

    `columns` are those of `columns.COLUMNS`; `base` is what their `starts` count from. `block` and
    `labels` give a block of the text and a piece of the labels of its sections, by its number,
    where those that were read are kept elsewhere.
    """

    def __init__(
        self,
        columns: Mapping[str, memoryview],
        base: int = 0,
        block: Callable[[int], str] | None = None,
        labels: Callable[[int], list[str]] | None = None,
    ) -> None:
        self.columns = columns
        self._base = base
        self.folded = columns["folded"]
        self._units = len(self.folded) // 2
        self._starts = columns["starts"]
        self._order = columns["order"]
        self._is_counting = not len(self._order)
        self._run_starts = columns["run starts"]
        self._run_offsets = columns["run offsets"]
        self._kinds = columns["kinds"]
        self._span_starts = columns["span starts"]
        self._span_ends = columns["span ends"]
        self._further = columns["further passages"]
        self._has_further = len(self._further) > 0
        self._block_ends = columns["block ends"]
        self._page_starts = columns["page starts"]
        self.length: int = columns["length"][0]
        self._block = block or self._read_block
        self._section_labels = labels or partial(lines, columns["labels"], columns["label ends"])

    @classmethod
    def of(cls, prepared: PreparedDocument) -> StoredDocument:
        """A document as it will be read from the index."""
        return cls({name: memoryview(column) for name, column in prepared.columns.items()})

    @property
    def prepared(self) -> PreparedDocument:
        """The document as it was prepared, to be put into another part."""
        from bri_search.index.preparing import PreparedDocument

        columns: dict[str, Column] = {name: self.columns[name] for name in COLUMNS}
        for name in IN_STREAM:
            columns[name] = array("I", (place - self._base for place in columns[name]))
        return PreparedDocument(columns)

    def __len__(self) -> int:
        return len(self._kinds)

    @cached_property
    def is_in_order(self) -> bool:
        """Whether the folded text runs through the file as it is written."""
        in_order = self._is_counting or all(map(lt, self._order, self._order[1:]))
        return in_order and not self._is_interrupted()

    def _is_interrupted(self) -> bool:
        """Whether a passage goes on behind the beginning of the next, as around a note."""
        last, starts = len(self) - 1, self._span_starts
        return any(
            passage < last and starts[passage + 1] < end
            for passage, end in zip(self._further, self.columns["further ends"], strict=True)
        )

    def passage(self, number: int) -> Passage:
        """One passage by its number."""
        start = self._span_starts[number]
        return Passage(
            number=number,
            kind=self.kind(number),
            section=self.section(number),
            spans=self.spans(number),
            page=self.page_at(start),
            runs_on=self._runs_on(number),
        )

    def spans(self, number: int) -> tuple[Span, ...]:
        """The pieces of the file that make up a passage, without reading the rest of it."""
        first_span = self._span_starts[number], self._span_ends[number]
        if not self._has_further:
            return (first_span,)
        first = bisect_left(self._further, number)
        last = bisect_right(self._further, number)
        starts = self.columns["further starts"][first:last]
        ends = self.columns["further ends"][first:last]
        return (first_span, *zip(starts, ends, strict=True))

    def kind(self, number: int) -> Kind:
        """The kind of a passage, without reading the rest of it."""
        return KINDS[self._kinds[number] & ~RUNS_ON]

    def _runs_on(self, number: int) -> bool:
        return bool(self._kinds[number] & RUNS_ON)

    def section(self, number: int) -> tuple[str, ...]:
        """The section path of a passage, without reading the rest of it."""
        return self._sections.path(self._sections.number(number))

    def section_number(self, number: int) -> int:
        """What is the same for passages of one section and for no others of the document."""
        return self._sections.number(number)

    @cached_property
    def _sections(self) -> Sections:
        return Sections(self.columns, self.text, self._section_labels)

    def page_at(self, offset: int) -> int | None:
        """The page that an offset of the text is on, counted from 1; None where there are none."""
        return bisect_right(self._page_starts, offset) or None

    def page_label(self, page: int | None) -> str | None:
        """The label printed on a page; None where the file does not tell it."""
        return None if page is None or not self._labels else self._labels[page - 1]

    @cached_property
    def _labels(self) -> list[str | None]:
        return list(json.loads(bytes(self.columns["page labels"])))

    def furniture(self) -> tuple[Furniture, ...]:
        """What is in no passage, white space left out."""
        from bri_search.sources.passages import Furniture

        compressed = bytes(self.columns["furniture"])
        pieces = json.loads(zlib.decompress(compressed)) if compressed else []
        return tuple(Furniture((start, end), what) for start, end, what in pieces)

    # -- places in the folded text -----------------------------------------------------------------

    def offset(self, position: int) -> int:
        """The file offset of the folded character at a position that is no wall."""
        return self._offset(position, self._place_at(position))

    def _offset(self, position: int, place: int) -> int:
        """The offset of a position in the passage at a place of the stream."""
        start = self._starts[place] - self._base
        if len(self._run_starts):
            run = bisect_right(self._run_starts, position) - 1
            if run >= 0 and self._run_starts[run] >= start:
                return int(self._run_offsets[run] + position - self._run_starts[run])
        number = place if self._is_counting else self._order[place]
        return int(self._span_starts[number] + position - start)

    def runs(self, place: int) -> tuple[Sequence[int], Sequence[int]] | None:
        """The stretches of consecutive offsets in the passage at a place of the stream.

        The position that each begins with, and its offset; None where the passage is of several
        pieces of the file.
        """
        number = self.number_at(place)
        if self._has_further and len(self.spans(number)) > 1:
            return None
        begin, origin = self._starts[place] - self._base, self._span_starts[number]
        starts = self._run_starts
        if not len(starts):
            return (begin,), (origin,)
        first = bisect_left(starts, begin)
        following = self._starts[place + 1 : place + 2]
        last = bisect_left(starts, following[0] - self._base, first) if len(following) else None
        own = starts[first:last]
        if not len(own):
            return (begin,), (origin,)
        offsets = self._run_offsets[first:last]
        if own[0] == begin:
            return own, offsets
        return (begin, *own), (origin, *offsets)

    def passage_at(self, position: int) -> int:
        """The number of the passage that a position lies in."""
        return self.number_at(self._place_at(position))

    def _place_at(self, position: int) -> int:
        """The place in the stream of the passage that a position lies in."""
        return bisect_right(self._starts, position + self._base) - 1

    def number_at(self, place: int) -> int:
        """The number of the passage at a place of the stream."""
        return place if self._is_counting else int(self._order[place])

    def passages_between(self, first: int, last: int) -> list[int]:
        """The passages that follow one in the stream, up to another and with it."""
        begin, end = self.stream_place(first), self.stream_place(last)
        assert begin is not None
        assert end is not None
        return [self.number_at(place) for place in range(begin + 1, end + 1)]

    def unparted(self, first: int, last: int, reach: int) -> list[int]:
        """The passages around some, with them, that no wall parts, in the order of the stream.

        On either side no more of them than it takes for `reach` folded characters.
        """
        begin, end = self.stream_place(first), self.stream_place(last)
        assert begin is not None
        assert end is not None
        number = self.number_at
        left = right = reach
        while left > 0 and begin and self._runs_into(number(begin - 1), number(begin)):
            begin -= 1
            left -= self.folded_length(number(begin))
        last_place = len(self._starts) - 1
        while right > 0 and end < last_place and self._runs_into(number(end), number(end + 1)):
            end += 1
            right -= self.folded_length(number(end))
        return [number(place) for place in range(begin, end + 1)]

    def _runs_into(self, number: int, following: int) -> bool:
        return self._runs_on(number) and self.kind(following).is_running_text

    def folded_character(self, position: int) -> str | None:
        """The folded character (UTF-16 unit) at a position of the stream; None at a wall."""
        if not 0 <= position < self._units or self._is_wall(position):
            return None
        return chr(self.folded[2 * position] << 8 | self.folded[2 * position + 1])

    def folded_length(self, number: int) -> int:
        """How many folded characters a passage has; 0 if it folds to nothing."""
        begin, end = self.stretch(number)
        return end - begin

    def stretch(self, number: int) -> Span:
        """Where the folded text of a passage begins and ends, a wall behind it left out."""
        place = self.stream_place(number)
        if place is None:
            return 0, 0
        begin = int(self._starts[place]) - self._base
        if place + 1 == len(self._starts):
            return begin, self._units
        end = int(self._starts[place + 1]) - self._base
        return begin, end - self._is_wall(end - 1)

    def stream_place(self, number: int) -> int | None:
        """Where a passage comes in the stream; None if it folds to nothing."""
        if self._is_counting:
            return number if number < len(self._starts) else None
        return self._stream_places.get(number)

    @cached_property
    def _stream_places(self) -> dict[int, int]:
        return {number: place for place, number in enumerate(self._order)}

    def place(self, start: int, end: int) -> Place | None:
        """Folded characters start to end, back in the file; None if one would be taken apart.

        A character that folds to several (… to three full stops) is found whole or not at all.
        """
        place = self.whole_place(start, end)
        if start and self._is_of(start - 1, place.start):
            return None
        if end < self._units and self._is_of(end, place.end - 1):
            return None
        return place

    def whole_place(self, start: int, end: int) -> Place:
        """As `place`, of characters that are known to be whole."""
        first_place = self._place_at(start)
        first = self._offset(start, first_place)
        number = self.number_at(first_place)
        following = first_place + 1
        if following == len(self._starts) or self._starts[following] - self._base >= end:
            return Place(number, number, first, self._offset(end - 1, first_place) + 1)
        last_place = self._place_at(end - 1)
        last = self._offset(end - 1, last_place)
        return Place(number, self.number_at(last_place), first, last + 1)

    def _is_of(self, position: int, offset: int) -> bool:
        """Whether a position, unless it is a wall, is of the character at an offset."""
        # Without a run, each character of the file has one position.
        return (
            len(self._run_starts) > 0
            and not self._is_wall(position)
            and self.offset(position) == offset
        )

    def _is_wall(self, position: int) -> bool:
        return self.folded[2 * position] == 0 and self.folded[2 * position + 1] == 0

    # -- the file's own text -----------------------------------------------------------------------

    def text(self, start: int, end: int) -> str:
        """The file's own characters from start to end."""
        first, last = start // BLOCK, max(end - 1, start) // BLOCK
        base = first * BLOCK
        if first == last < len(self._block_ends):
            return self._block(first)[start - base : end - base]
        blocks = range(first, min(last + 1, len(self._block_ends)))
        whole = "".join(map(self._block, blocks))
        return whole[start - base : end - base]

    def _read_block(self, number: int) -> str:
        return BlockReader(self.columns).read(number, 0, 0, 0, len(self.folded))

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """The line and the column of an offset, both counted from 1."""
        block = min(offset, self.length - 1) // BLOCK
        line = int(self.columns["block lines"][block])
        line_start = int(self.columns["block line starts"][block])
        text, base = self._block(block), block * BLOCK
        if "\r" not in text:
            breaks = text.count("\n", 0, offset - base)
            if breaks:
                line += breaks
                line_start = base + text.rindex("\n", 0, offset - base) + 1
            return line, offset - line_start + 1
        for match in LINE_BREAK.finditer(self.text(base, offset + 1)):
            if base + match.end() <= offset:
                line, line_start = line + 1, base + match.end()
        return line, offset - line_start + 1
