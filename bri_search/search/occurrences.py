"""Occurrences: the places in the sources' own text that a phrase was found at."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

from bri_search.index.concordance import Part
from bri_search.index.documents import StoredDocument
from bri_search.search.phrases import Phrase
from bri_search.search.strings import Strings
from bri_search.sources.document import Span
from bri_search.text.fold import Folding

__all__ = [
    "Occurrence",
    "PassageInFile",
    "PhrasesInPart",
    "is_one_to_one",
    "joined",
    "occurrence_at",
]

_Label = TypeVar("_Label")


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


class PassageInFile:
    """A passage of a part, and where in the file its characters stand."""

    __slots__ = (
        "_end",
        "_folding",
        "_from_position",
        "_in_stream",
        "_number",
        "_part",
        "_runs",
        "_serial",
    )

    def __init__(self, part: Part, folding: Folding, passage: int) -> None:
        self._part = part
        self._folding = folding
        self._end = part.bounds(passage)[1]
        member = part.member_of(passage)
        document, first = part.document(member), passage - part.passages_in(member).start
        self._serial, self._in_stream = part.serial_of(member), part.starts[member]
        self._number = document.number_at(first)
        self._runs = runs = document.runs(first)
        is_one = runs is not None and len(runs[0]) == 1  # as of most passages
        self._from_position = runs[1][0] - runs[0][0] if runs and is_one else None

    def occurrence(
        self, phrase: Phrase, place: int, units: int, *, is_one_to_one: bool
    ) -> Occurrence | None:
        """As `occurrence_at`, of a place in the passage."""
        runs = self._runs
        # It may run on into the next passage.
        if runs is None or not is_one_to_one or place + units > self._end:
            return occurrence_at(phrase, self._folding, self._part, place, units)
        position = place - self._in_stream
        if self._from_position is not None:
            start = self._from_position + position
            end = start + units
        else:
            starts, offsets = runs
            last = position + units - 1
            run, last_run = bisect_right(starts, position) - 1, bisect_right(starts, last) - 1
            start = offsets[run] + position - starts[run]
            end = offsets[last_run] + last - starts[last_run] + 1
        number = self._number
        return Occurrence(
            self._serial, start, end, number, number, ((start, end),), position, units
        )


def is_one_to_one(part: Part, phrase: Phrase) -> bool:
    """Whether each folded character of a phrase is one character of the file, wherever it stands.

    None of them has folded to several in the part, and nothing beside the phrase is taken in.
    """
    return not phrase.may_take_more_in and part.expanded.isdisjoint(phrase.folded)


class PhrasesInPart(Generic[_Label]):
    """Phrases that stand in a part wherever their folded characters do, looked for in one pass.

    Each comes with a label, which is told with every place of it.
    """

    def __init__(
        self, part: Part, folding: Folding, phrases: Sequence[tuple[Phrase, _Label]]
    ) -> None:
        self._part = part
        self._folding = folding
        keys = [phrase.folded.encode("utf-16-be") for phrase, _ in phrases]
        self._strings = Strings([(1.0, [key]) for key in keys])
        self._phrases = [
            (phrase, len(key) // 2, is_one_to_one(part, phrase), label)
            for (phrase, label), key in zip(phrases, keys, strict=True)
        ]

    def found(
        self, passage: int, left_out: Container[int] = frozenset()
    ) -> list[tuple[Occurrence, _Label]]:
        """Every place where a phrase begins in a passage, in order.

        At one place they come as they were given, without those whose numbers are `left_out`.
        """
        part, phrases = self._part, self._phrases
        places = self._strings.places(part.text, part.passage_starts, passage)
        found: list[tuple[Occurrence, _Label]] = []
        if not places:
            return found
        occurrence = PassageInFile(part, self._folding, passage).occurrence
        for place, number in places:
            phrase, units, is_one_to_one, label = phrases[number]
            one = occurrence(phrase, place, units, is_one_to_one=is_one_to_one)
            if one is not None and number not in left_out:
                found.append((one, label))
        return found


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
