"""Occurrences: the places in the sources' own text that a phrase was found at."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bri_search.index.concordance import Part
from bri_search.index.documents import StoredDocument
from bri_search.search.phrases import Phrase
from bri_search.sources.document import Span
from bri_search.text.fold import Folding

__all__ = ["Occurrence", "PassageText", "joined", "occurrence_at"]

_BEYOND = 64
"""UTF-16 units behind a passage that are read with it."""

_InFile = tuple[int, int, int, tuple[Sequence[int], Sequence[int]] | None]
"""Of a passage: its source's serial number, its own, where the stream begins, and `runs`."""


class Occurrence(NamedTuple):
    """One place where a phrase stands: source, offsets, passages, and place in the folded text.

    `spans` are the pieces of the file that make it up; `first` and `last` are passage numbers.
    """

    serial: int
    start: int
    end: int
    first: int
    last: int
    spans: tuple[Span, ...]
    position: int
    length: int


def occurrence_at(
    phrase: Phrase, folding: Folding, part: Part, at: int, units: int
) -> Occurrence | None:
    """The occurrence at a place of a part; None where a character of it would be taken apart."""
    member = part.member_at(at)
    document = part.document(member)
    position = at - part.starts[member]
    # Only beside such characters is one taken apart that has folded to several.
    is_plain = part.expanded.isdisjoint(phrase.folded)
    locate = document.whole_place if is_plain else document.place
    place = locate(position, position + units)
    if place is None:
        return None
    spans = document.spans(place.first)
    if place.first == place.last and len(spans) == 1:
        spans = ((place.start, place.end),)
    else:
        pieces = list(spans)
        if place.last != place.first:
            for further in document.passages_between(place.first, place.last):
                pieces += document.spans(further)
        spans = joined(
            (max(start, place.start), min(end, place.end))
            for start, end in pieces
            if start < place.end and end > place.start
        )
    serial = part.serial_of(member)
    occurrence = Occurrence(
        serial, place.start, place.end, place.first, place.last, spans, position, units
    )
    if not phrase.is_checked:
        return occurrence
    # What stands there character by character as it is folded need not be folded again.
    is_as_it_stands = place.end - place.start == units and (
        is_plain
        or all(document.offset(position + one) == place.start + one for one in range(units))
    )
    if is_as_it_stands and "," not in phrase.folded and phrase.folded[0] != "#":
        return occurrence
    return _checked(document, occurrence, phrase, folding)


class PassageText:
    """The folded text of a passage of a part, looked through for one string after another."""

    __slots__ = ("_begin", "_end", "_in_file", "_text", "part", "passage")

    def __init__(self, part: Part, passage: int) -> None:
        self.part = part
        self.passage = passage
        self._begin, self._end = part.bounds(passage)
        # A string may run on into the next passage.
        self._text = part.text[2 * self._begin : 2 * (self._end + _BEYOND)].tobytes()
        self._in_file: _InFile | None = None

    def places(self, key: bytes) -> list[int]:
        """The places in the part of a string (UTF-16-BE) that begins in the passage."""
        behind = 2 * (self._end - self._begin - 1) + len(key)
        text = self._text
        if behind > len(text):
            text = self.part.text[2 * self._begin : 2 * self._begin + behind].tobytes()
        places = []
        at = text.find(key, 0, behind)
        while at >= 0:
            if not at % 2:
                places.append(self._begin + at // 2)
            at = text.find(key, at + 1, behind)
        return places

    def occurrences(
        self, phrase: Phrase, folding: Folding, places: Iterable[int], units: int
    ) -> list[Occurrence]:
        """As `occurrence_at`, for places in the passage, without those where there is none."""
        part = self.part
        runs = None
        if not phrase.may_take_more_in and part.expanded.isdisjoint(phrase.folded):
            if self._in_file is None:
                self._in_file = self._find_in_file()
            serial, number, in_stream, runs = self._in_file
        found: list[Occurrence] = []
        for place in places:
            if runs is None or place + units > self._end:  # it runs on into the next passage
                one = occurrence_at(phrase, folding, part, place, units)
                if one is not None:
                    found.append(one)
                continue
            starts, offsets = runs
            position = place - in_stream
            if len(starts) == 1:  # as most passages
                start = offsets[0] + position - starts[0]
                span = start, start + units
            else:
                last = position + units - 1
                run, last_run = bisect_right(starts, position) - 1, bisect_right(starts, last) - 1
                span = (
                    offsets[run] + position - starts[run],
                    offsets[last_run] + last - starts[last_run] + 1,
                )
            found.append(
                Occurrence(serial, span[0], span[1], number, number, (span,), position, units)
            )
        return found

    def _find_in_file(self) -> _InFile:
        part = self.part
        member = part.member_of(self.passage)
        document, first = part.document(member), self.passage - part.passages_in(member).start
        number = document.number_at(first)
        return part.serial_of(member), number, part.starts[member], document.runs(first)


def _checked(
    document: StoredDocument, occurrence: Occurrence, phrase: Phrase, folding: Folding
) -> Occurrence | None:
    """An occurrence whose own characters, taken alone, fold to the phrase; commas taken in."""
    fold = folding.text
    first, last = occurrence.spans[0], occurrence.spans[-1]
    inner = "\n".join(document.text(*span) for span in occurrence.spans)
    # Commas of the same piece of the file: beyond its ends there may be a wall.
    begin = _piece(document, occurrence.first, first[0])[0]
    end = _piece(document, occurrence.last, last[1] - 1)[1]
    before = document.text(max(begin, first[0] - 4), first[0])
    after = document.text(last[1], min(end, last[1] + 4))
    for taken_before in range(min(len(before), 4) + 1 if phrase.folded[0] == "," else 1):
        for taken_after in range(min(len(after), 4) + 1 if phrase.folded[-1] == "," else 1):
            text = before[len(before) - taken_before :] + inner + after[:taken_after]
            if fold(text) == phrase.folded and text[:1].strip() and text[-1:].strip():
                spans = _widened(occurrence.spans, taken_before, taken_after)
                return Occurrence(
                    occurrence.serial,
                    spans[0][0],
                    spans[-1][1],
                    occurrence.first,
                    occurrence.last,
                    spans,
                    occurrence.position,
                    occurrence.length,
                )
    return None


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, those that touch made one: a passage that was too long is several.

    >>> joined([(0, 4), (4, 6), (8, 9)])
    ((0, 6), (8, 9))
    """
    kept: list[Span] = []
    for start, end in spans:
        if kept and kept[-1][1] == start:
            kept[-1] = (kept[-1][0], end)
        else:
            kept.append((start, end))
    return tuple(kept)


def _widened(spans: tuple[Span, ...], before: int, after: int) -> tuple[Span, ...]:
    if len(spans) == 1:
        return ((spans[0][0] - before, spans[0][1] + after),)
    return ((spans[0][0] - before, spans[0][1]), *spans[1:-1], (spans[-1][0], spans[-1][1] + after))


def _piece(document: StoredDocument, number: int, offset: int) -> Span:
    """The piece of a passage that an offset lies in."""
    spans = document.spans(number)
    return next((start, end) for start, end in spans if start <= offset < end)
