"""Stored documents: the text of a source, its passages, and its folded text with offsets.

One container a document, named after its contents, so that a document that did not change is
kept as it is. Texts are compressed in blocks, so that any part of them is read alone.
"""

from __future__ import annotations

import json
import re
import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from io import StringIO
from itertools import islice
from pathlib import Path

from bri_search.index.container import Container, write_container
from bri_search.sources.document import Furniture, Kind, PageStart, Passage
from bri_search.sources.passages import KINDS, Passages
from bri_search.text.fold import FoldedText, Folding

__all__ = ["WALL", "StoredDocument", "write_document"]

WALL = "\0"
"""Stands between passages that no phrase runs across; no text folds to it."""

_BLOCK = 16_384
_LINE_BREAK = re.compile(r"\r\n|\n|\r")


def write_document(
    path: Path,
    text: str,
    passages: Iterable[Passage],
    furniture: Iterable[Furniture],
    folding: Folding,
    pages: tuple[PageStart, ...] = (),
) -> None:
    """Write a document's container.

    The folded text runs through the passages of running text and the headings first, then through
    everything that stands beside them, so that a sentence meets its other half. Between two
    passages stands a wall, unless the first runs on and the second is running text: those are
    folded as one text.
    """
    passages = Passages.of(passages)
    stream = _Stream(text, passages, folding)
    blocks, block_ends, block_lines, block_line_starts = _blocks(text)
    write_container(
        path,
        {
            "folded": stream.folded,
            "run starts": stream.run_starts,
            "run offsets": stream.run_offsets,
            "stream starts": stream.starts,
            "stream passages": stream.order,
            "kinds": passages.kinds,
            "runs on": passages.runs_on,
            "page starts": array("I", [page.offset for page in pages]),
            "page labels": json.dumps(_page_labels(pages)).encode("utf-8"),
            "sections": passages.sections,
            "section texts": passages.section_texts,
            "section ends": passages.section_ends,
            "span counts": passages.span_counts,
            "span starts": passages.span_starts,
            "span ends": passages.span_ends,
            "furniture": json.dumps(
                [[*piece.span, piece.what] for piece in furniture if piece.what != "white space"]
            ).encode("utf-8"),
            "text blocks": blocks,
            "block ends": block_ends,
            "block lines": block_lines,
            "block line starts": block_line_starts,
            "length": array("I", [len(text)]),
        },
    )


class _Stream:
    """The folded text of all passages, with where it comes from.

    `folded` are UTF-16 units, big end first. `run_starts` and `run_offsets` are stretches of
    consecutive offsets: the folded position and the offset in the file that each begins with.
    `starts` and `order` are where each passage begins, and its number.
    """

    def __init__(self, text: str, passages: Passages, folding: Folding) -> None:
        self.folded = bytearray()
        self.run_starts = array("I")
        self.run_offsets = array("I")
        self.starts = array("I")
        self.order = array("I")
        self._expected = 0
        for run in _between_walls(passages):
            folded, begins = _fold_run(text, passages, run, folding)
            if folded.text:
                self._add(run, folded, begins)

    def _add(self, run: array[int], folded: FoldedText, begins: array[int]) -> None:
        """Add passages that no wall parts, folded as one text; a wall before them."""
        if self.folded:
            # A wall has the offset of the character before it.
            self._begin_run(len(self.folded) // 2, self._expected - 1)
            self.folded += WALL.encode("utf-16-be")
        position = len(self.folded) // 2
        begins.append(len(folded.text))
        for place, number in enumerate(run):
            begin, end = begins[place], begins[place + 1]
            if begin < end:
                self.starts.append(position)
                self.order.append(number)
                position += _units(folded.text[begin:end])
        self._add_offsets(folded)
        self.folded += folded.text.encode("utf-16-be")

    def _add_offsets(self, folded: FoldedText) -> None:
        position = len(self.folded) // 2
        expected = self._expected if self.folded else -1
        is_rare = max(folded.text) >= "\U00010000"
        for place, offset in enumerate(folded.offsets):
            if offset != expected:
                self._begin_run(position, offset)
            expected = offset + 1
            position += 1
            if is_rare and folded.text[place] >= "\U00010000":
                # A rare ideograph has two units, both of its offset.
                self._begin_run(position, offset)
                position += 1
        self._expected = expected

    def _begin_run(self, position: int, offset: int) -> None:
        self.run_starts.append(position)
        self.run_offsets.append(offset)


def _between_walls(passages: Passages) -> Iterator[array[int]]:
    """Passages of running text and headings, then the others; together where a text runs on."""
    is_running = [kind.is_running_text for kind in KINDS]
    is_in_stream = [kind.is_running_text or kind is Kind.HEADING for kind in KINDS]
    for in_stream in (True, False):
        run = array("I")
        for number, kind in enumerate(passages.kinds):
            if is_in_stream[kind] != in_stream:
                continue
            if run and not (passages.runs_on[run[-1]] and is_running[kind]):
                yield run
                run = array("I")
            run.append(number)
        if run:
            yield run


def _fold_run(
    text: str, passages: Passages, run: array[int], folding: Folding
) -> tuple[FoldedText, array[int]]:
    """Fold passages as one text, with offsets into the file, and where each passage begins in it.

    A line break of the file stands between two pieces, whatever else the page put in; nothing
    stands between two that touch, which are of one passage that was too long.
    """
    origins, ends, bases, passage_bases = array("I"), array("I"), array("I"), array("I")
    position, last = 0, -1
    for number in run:
        for place, (start, end) in enumerate(passages.spans(number)):
            if start == last:
                ends[-1] = end
            else:
                position += 1 if position else 0
                origins.append(start)
                ends.append(end)
                bases.append(position)
            if place == 0:
                passage_bases.append(position)
            position += end - start
            last = end
    folded = folding.fold(_joined(text, origins, ends))
    begins = array("I", (bisect_left(folded.offsets, base) for base in passage_bases))
    if len(origins) == 1 and origins[0] == 0:
        return folded, begins
    offsets = array("I")
    rest = iter(folded.offsets)
    for origin, base, following in zip(origins, bases, (*bases[1:], position + 1), strict=True):
        count = bisect_left(folded.offsets, following) - len(offsets)
        offsets.extend(offset - base + origin for offset in islice(rest, count))
    return FoldedText(folded.text, offsets), begins


def _joined(text: str, starts: array[int], ends: array[int]) -> str:
    """Pieces of a text with a line break between them; there may be millions."""
    if len(starts) == 1:
        return text[starts[0] : ends[0]]
    joined = StringIO()
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        joined.write("\n" if place else "")
        joined.write(text[start:end])
    return joined.getvalue()


def _units(folded: str) -> int:
    return len(folded.encode("utf-16-be")) // 2


def _page_labels(pages: tuple[PageStart, ...]) -> list[str | None]:
    """The label of each page; none at all where no page has one but its number."""
    labels = [page.label for page in pages]
    numbers = [str(number) for number in range(1, len(labels) + 1)]
    return [] if all(a in (None, b) for a, b in zip(labels, numbers, strict=True)) else labels


def _blocks(text: str) -> tuple[bytes, array[int], array[int], array[int]]:
    """The text in compressed blocks, and for each block the line it begins in (number, offset)."""
    blobs: list[bytes] = []
    ends = array("I")
    lines = array("I")
    line_starts = array("I")
    line, line_start = 1, 0
    for begin in range(0, len(text), _BLOCK):
        block = text[begin : begin + _BLOCK]
        lines.append(line)
        line_starts.append(line_start)
        blobs.append(zlib.compress(block.encode("utf-8", "surrogatepass"), 6))
        ends.append((ends[-1] if ends else 0) + len(blobs[-1]))
        for match in _LINE_BREAK.finditer(text, begin, begin + len(block)):
            if match.group() == "\r" and text[match.end() : match.end() + 1] == "\n":
                continue
            line, line_start = line + 1, match.end()
    return b"".join(blobs), ends, lines, line_starts


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of folded text, back in the file: the passages it lies in and its offsets."""

    first: int
    last: int
    start: int
    end: int


class StoredDocument:
    """A document's container, open for reading; offsets are code points into the file's text."""

    def __init__(self, path: Path) -> None:
        container = Container(path)
        self.folded = container.bytes("folded")
        self._run_starts = container.array("run starts")
        self._run_offsets = container.array("run offsets")
        self._stream_starts = container.array("stream starts")
        self._stream_passages = container.array("stream passages")
        self._kinds = container.bytes("kinds")
        self._runs_on = container.bytes("runs on")
        self._page_starts = container.array("page starts")
        self._page_labels = container.bytes("page labels")
        self._sections = container.array("sections")
        self._section_texts = container.bytes("section texts")
        self._section_ends = container.array("section ends")
        self._span_counts = container.array("span counts")
        self._span_starts = container.array("span starts")
        self._span_ends = container.array("span ends")
        self._furniture = container.bytes("furniture")
        self._blocks = container.bytes("text blocks")
        self._block_ends = container.array("block ends")
        self._block_lines = container.array("block lines")
        self._block_line_starts = container.array("block line starts")
        self.length: int = container.array("length")[0]
        self._block = lru_cache(maxsize=8)(self._read_block)

    def __len__(self) -> int:
        return len(self._kinds)

    def passage(self, number: int) -> Passage:
        """One passage by its number."""
        first, last = self._span_counts[number], self._span_counts[number + 1]
        spans = tuple(zip(self._span_starts[first:last], self._span_ends[first:last], strict=True))
        return Passage(
            number=number,
            kind=self.kind(number),
            section=self.section(number),
            spans=spans,
            page=self.page_at(spans[0][0]),
            runs_on=bool(self._runs_on[number]),
        )

    def kind(self, number: int) -> Kind:
        """The kind of a passage, without reading the rest of it."""
        return KINDS[self._kinds[number]]

    def section(self, number: int) -> tuple[str, ...]:
        """The section path of a passage, without reading the rest of it."""
        section = self._sections[number]
        begin = self._section_ends[section - 1] if section else 0
        return tuple(json.loads(bytes(self._section_texts[begin : self._section_ends[section]])))

    def page_at(self, offset: int) -> int | None:
        """The page that an offset of the text is on, counted from 1; None where there are none."""
        return bisect_right(self._page_starts, offset) or None

    def page_label(self, page: int | None) -> str | None:
        """The label printed on a page; None where the file does not tell it."""
        return None if page is None or not self._labels else self._labels[page - 1]

    @cached_property
    def _labels(self) -> list[str | None]:
        return list(json.loads(bytes(self._page_labels)))

    def furniture(self) -> tuple[Furniture, ...]:
        """What is in no passage, white space left out."""
        pieces = json.loads(bytes(self._furniture))
        return tuple(Furniture((start, end), what) for start, end, what in pieces)

    def offset(self, position: int) -> int:
        """The file offset of the folded character at a position of this document's stream."""
        run = bisect_right(self._run_starts, position) - 1
        return int(self._run_offsets[run]) + position - int(self._run_starts[run])

    def passage_at(self, position: int) -> int:
        """The number of the passage that a position of the stream lies in."""
        return int(self._stream_passages[bisect_right(self._stream_starts, position) - 1])

    def passages_between(self, first: int, last: int) -> list[int]:
        """The passages that follow one in the stream, up to another and with it."""
        places = self._stream_places
        return list(self._stream_passages[places[first] + 1 : places[last] + 1])

    def unparted(self, first: int, last: int, reach: int) -> list[int]:
        """The passages around some, with them, that no wall parts, in the order of the stream.

        On either side no more of them than it takes for `reach` folded characters.
        """
        order = self._stream_passages
        begin, end = self._stream_places[first], self._stream_places[last]
        left = right = reach
        while left > 0 and begin and self._runs_into(order[begin - 1], order[begin]):
            begin -= 1
            left -= self.folded_length(order[begin])
        while right > 0 and end + 1 < len(order) and self._runs_into(order[end], order[end + 1]):
            end += 1
            right -= self.folded_length(order[end])
        return list(order[begin : end + 1])

    def _runs_into(self, number: int, following: int) -> bool:
        return bool(self._runs_on[number]) and self.kind(following).is_running_text

    def folded_character(self, position: int) -> str | None:
        """The folded character (UTF-16 unit) at a position of the stream; None at a wall."""
        if not 0 <= position < len(self.folded) // 2 or self._is_wall(position):
            return None
        return chr(self.folded[2 * position] << 8 | self.folded[2 * position + 1])

    def folded_length(self, number: int) -> int:
        """How many folded characters a passage has; 0 if it folds to nothing."""
        begin, end = self._stretch(self._stream_places.get(number))
        return end - begin

    def folded_text(self, number: int) -> str:
        """The folded text of a passage; empty if it folds to nothing."""
        begin, end = self._stretch(self._stream_places.get(number))
        return bytes(self.folded[2 * begin : 2 * end]).decode("utf-16-be", "replace")

    def is_first_in_passage(self, folded: str, position: int) -> bool:
        """Whether a string that stands at a position stands nowhere before it in its passage."""
        place = bisect_right(self._stream_starts, position) - 1
        begin = int(self._stream_starts[place])
        before = bytes(self.folded[2 * begin : 2 * position]).decode("utf-16-be", "replace")
        return folded not in before

    def _stretch(self, place: int | None) -> tuple[int, int]:
        """Where the passage at a place of the stream begins and ends."""
        if place is None:
            return 0, 0
        ends = (*self._stream_starts[place + 1 : place + 2], len(self.folded) // 2)
        return int(self._stream_starts[place]), int(ends[0])

    @cached_property
    def _stream_places(self) -> dict[int, int]:
        return {int(number): place for place, number in enumerate(self._stream_passages)}

    def place(self, start: int, end: int) -> Place | None:
        """Folded characters start to end, back in the file; None if one would be taken apart.

        A character that folds to several (… to three full stops) is found whole or not at all.
        """
        first, last = self.offset(start), self.offset(end - 1)
        units = len(self.folded) // 2
        if start and self.offset(start - 1) == first and not self._is_wall(start - 1):
            return None
        if end < units and self.offset(end) == last and not self._is_wall(end):
            return None
        return Place(self.passage_at(start), self.passage_at(end - 1), first, last + 1)

    def _is_wall(self, position: int) -> bool:
        return self.folded[2 * position] == 0 and self.folded[2 * position + 1] == 0

    def text(self, start: int, end: int) -> str:
        """The file's own characters from start to end."""
        blocks = range(start // _BLOCK, max(end - 1, start) // _BLOCK + 1)
        whole = "".join(self._block(block) for block in blocks if block < len(self._block_ends))
        base = blocks.start * _BLOCK
        return whole[start - base : end - base]

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """The line and the column of an offset, both counted from 1."""
        block = min(offset, self.length - 1) // _BLOCK
        line, line_start = int(self._block_lines[block]), int(self._block_line_starts[block])
        for match in _LINE_BREAK.finditer(self.text(block * _BLOCK, offset + 1)):
            if block * _BLOCK + match.end() <= offset:
                line, line_start = line + 1, block * _BLOCK + match.end()
        return line, offset - line_start + 1

    def _read_block(self, block: int) -> str:
        begin = self._block_ends[block - 1] if block else 0
        compressed = self._blocks[begin : self._block_ends[block]]
        return zlib.decompress(compressed).decode("utf-8", "surrogatepass")
