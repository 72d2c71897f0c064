"""A document made ready for the index: its folded text, its passages and its own text, in columns.

Texts are compressed in blocks, so that any stretch of them is read alone.
"""

from __future__ import annotations

import json
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from operator import eq

from bri_search.index.blocks import block_columns
from bri_search.index.columns import RUNS_ON, WALL, Column
from bri_search.index.sections import section_columns
from bri_search.sources.document import KINDS, Kind, Passage
from bri_search.sources.marks import PageStart
from bri_search.sources.passages import Furniture, Passages
from bri_search.text.fold import (
    QUOTATION_MARKS,
    TITLE_MARKS,
    FoldedText,
    Folding,
    is_word_character,
)

__all__ = ["PreparedDocument", "prepare"]

_WORD_BREAKING = QUOTATION_MARKS | TITLE_MARKS
_LONGEST_MARKS = 8
"""Characters that fold to nothing, among which a mark parts two words."""


@dataclass(frozen=True, slots=True)
class PreparedDocument:
    """The columns of one document, as `COLUMNS` names them, with offsets and places of its own."""

    columns: Mapping[str, Column]

    @property
    def folded(self) -> int:
        """How many UTF-16 units its folded text has."""
        return len(self.columns["folded"]) // 2


def prepare(
    text: str,
    passages: Iterable[Passage],
    furniture: Iterable[Furniture],
    folding: Folding,
    pages: tuple[PageStart, ...] = (),
) -> PreparedDocument:
    """Fold the passages of a document and lay everything out that the index stores of it."""
    passages = Passages.of(passages)
    stream = _Stream(text, passages, folding)
    spans = _spans(passages)
    return PreparedDocument(
        {
            "folded": stream.folded,
            "starts": stream.starts,
            "order": _unless_counting(stream.order),
            "run starts": stream.run_starts,
            "run offsets": stream.run_offsets,
            "expanded": "".join(sorted(stream.expanded)).encode("utf-16-be", "ignore"),
            "inside characters": stream.inside_characters,
            "word breaks": stream.word_breaks,
            "number breaks": stream.number_breaks,
            "kinds": bytes(
                kind | (RUNS_ON if runs_on else 0)
                for kind, runs_on in zip(passages.kinds, passages.runs_on, strict=True)
            ),
            **section_columns(text, passages),
            **spans,
            "page starts": array("I", [page.offset for page in pages]),
            "page labels": json.dumps(_page_labels(pages)).encode("utf-8"),
            "furniture": _furniture(furniture),
            **block_columns(text, stream.folded, stream.starts, stream.order, spans["span starts"]),
            "length": array("I", [len(text)]),
        }
    )


class _Stream:
    """The folded text of all passages, with where it comes from: the first columns."""

    def __init__(self, text: str, passages: Passages, folding: Folding) -> None:
        self.folded = bytearray()
        self.run_starts = array("I")
        self.run_offsets = array("I")
        self.starts = array("I")
        self.order = array("I")
        self.expanded: set[str] = set()
        self.inside_characters = array("I")
        self.word_breaks = array("I")
        self.number_breaks = array("I")
        self._text = text
        for run in _between_walls(passages):
            folded, begins = _fold_run(text, passages, run, folding)
            if folded.text:
                self._add(passages, run, folded, begins)

    def _add(
        self, passages: Passages, run: array[int], folded: FoldedText, begins: array[int]
    ) -> None:
        """Add passages that no wall parts, folded as one text; a wall before them."""
        if self.folded:
            self.folded += WALL.encode("utf-16-be")
        position = len(self.folded) // 2
        encoded = folded.text.encode("utf-16-be")
        # A rare ideograph has two units, both of its offset.
        is_rare = len(encoded) > 2 * len(folded.text)
        begins.append(len(folded.text))
        offsets, starts = folded.offsets, passages.span_starts
        first_span = passages.span_counts
        for place, number in enumerate(run):
            begin, end = begins[place], begins[place + 1]
            if begin == end:
                continue
            self.starts.append(position)
            self.order.append(number)
            origin = starts[first_span[number]]
            if offsets[begin] == origin and _is_inside_number(folded, begin):
                self.number_breaks.append(position)
            units = end - begin
            if is_rare:
                units = self._rare_runs(folded, begin, end, position, origin)
            elif offsets[begin] != origin or not _is_counting(offsets, begin, end):
                self._runs(folded, begin, end, position, origin)
            position += units
        self.folded += encoded

    def _runs(self, folded: FoldedText, begin: int, end: int, position: int, origin: int) -> None:
        """Note where offsets do not follow one another; the passage begins at its origin."""
        shift = position - begin
        expected = origin
        for place, offset in enumerate(folded.offsets[begin:end], begin):
            if offset != expected:
                self._begin_run(folded, place, place + shift, offset, expected)
            expected = offset + 1

    def _begin_run(
        self, folded: FoldedText, place: int, position: int, offset: int, expected: int
    ) -> None:
        self.run_starts.append(position)
        self.run_offsets.append(offset)
        if not place:
            return
        if offset == expected - 1:
            self.expanded.update(folded.text[place - 1 : place + 1])
            self.inside_characters.append(position)
            return
        if _is_inside_number(folded, place):
            self.number_breaks.append(position)
        if (
            expected < offset <= expected + _LONGEST_MARKS
            and not _WORD_BREAKING.isdisjoint(self._text[expected:offset])
            and all(map(is_word_character, folded.text[place - 1 : place + 1]))
        ):
            self.word_breaks.append(position)

    def _rare_runs(
        self, folded: FoldedText, begin: int, end: int, position: int, origin: int
    ) -> int:
        """As `_runs`, for text with characters of two units; gives how many units there are."""
        expected, at = origin, position
        for place in range(begin, end):
            offset = folded.offsets[place]
            if offset != expected:
                self._begin_run(folded, place, at, offset, expected)
            expected = offset + 1
            at += 1
            if folded.text[place] >= "\U00010000":
                self.run_starts.append(at)
                self.run_offsets.append(offset)
                at += 1
        return at - position


def _is_inside_number(folded: FoldedText, place: int) -> bool:
    """Whether the characters on both sides of a place are digits."""
    return place > 0 and folded.text[place - 1 : place + 1].isdecimal()


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
    counts = passages.span_counts
    if len(run) == 1 and counts[run[0] + 1] - counts[run[0]] == 1:
        place = counts[run[0]]
        start = passages.span_starts[place]
        folded = folding.fold(text[start : passages.span_ends[place]])
        if start:
            shifted = array("I", [offset + start for offset in folded.offsets])
            folded = FoldedText(folded.text, shifted)
        return folded, array("I", [0])
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


def _is_counting(offsets: array[int], begin: int, end: int) -> bool:
    """Whether offsets, which never fall, follow one another."""
    if offsets[end - 1] - offsets[begin] != end - begin - 1:
        return False
    # As far as the last is from the first; still one may come twice and another be left out.
    return all(map(eq, offsets[begin:end], range(offsets[begin], offsets[begin] + end - begin)))


def _unless_counting(numbers: array[int]) -> array[int]:
    """Some numbers, or none where they are 0, 1, 2 and so on."""
    is_counting = not numbers or (
        numbers[-1] == len(numbers) - 1
        and all(place == number for place, number in enumerate(numbers))
    )
    return array("I") if is_counting else numbers


def _spans(passages: Passages) -> dict[str, array[int]]:
    """The columns of the pieces: the first of each passage, and the few that are left."""
    counts, starts, ends = passages.span_counts, passages.span_starts, passages.span_ends
    further, further_starts, further_ends = array("I"), array("I"), array("I")
    if len(starts) == len(passages):
        first_starts, first_ends = starts, ends
    else:
        first_starts, first_ends = array("I"), array("I")
        for number in range(len(passages)):
            first_starts.append(starts[counts[number]])
            first_ends.append(ends[counts[number]])
            for place in range(counts[number] + 1, counts[number + 1]):
                further.append(number)
                further_starts.append(starts[place])
                further_ends.append(ends[place])
    return {
        "span starts": first_starts,
        "span ends": first_ends,
        "further passages": further,
        "further starts": further_starts,
        "further ends": further_ends,
    }


def _furniture(furniture: Iterable[Furniture]) -> bytes:
    pieces = [[*piece.span, piece.what] for piece in furniture if piece.what != "white space"]
    return zlib.compress(json.dumps(pieces).encode("utf-8")) if pieces else b""


def _page_labels(pages: tuple[PageStart, ...]) -> list[str | None]:
    """The label of each page; none at all where no page has one but its number."""
    labels = [page.label for page in pages]
    numbers = [str(number) for number in range(1, len(labels) + 1)]
    return [] if all(a in (None, b) for a, b in zip(labels, numbers, strict=True)) else labels
