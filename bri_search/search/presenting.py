"""From occurrences to what is shown: reading text, lines and columns, marked stretches."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import TYPE_CHECKING

from bri_search.index.store import Store
from bri_search.search.answers import Answer
from bri_search.search.bridging import BRIDGES, bridged
from bri_search.search.matching import Occurrence
from bri_search.search.results import Hit, Match
from bri_search.search.selectors import select
from bri_search.sources.document import Span
from bri_search.text.reading import ReadingText, reading

if TYPE_CHECKING:
    from bri_search.search.counterparts import Counterpart


__all__ = ["hit", "marked", "match", "passage_text"]


def passage_text(store: Store, serial: int, numbers: list[int]) -> ReadingText:
    """The reading text of passages that follow one another."""
    document = store.document(serial)
    pieces = [
        (start, document.text(start, end))
        for number in numbers
        for start, end in document.spans(number)
    ]
    return reading(pieces, store.by_serial(serial).source.has_markup)


def match(store: Store, occurrence: Occurrence, sought: str | Counterpart) -> Match:
    """An occurrence as a match of what was typed, or of a counterpart of that."""
    document = store.document(occurrence.serial)
    line, column = document.line_and_column(occurrence.start)
    parts = [document.text(start, end) for start, end in occurrence.spans]
    return Match(
        start=occurrence.start,
        end=occurrence.end,
        line=line,
        column=column,
        text=document.text(occurrence.start, occurrence.end),
        spans=occurrence.spans,
        why=_why(sought, "\n".join(parts), store),
        selector=select(document, occurrence.start, occurrence.end),
        sought=sought,
    )


def _why(sought: str | Counterpart, original: str, store: Store) -> tuple[str, ...]:
    """What was bridged; that a counterpart stands there as it is written goes without saying."""
    if isinstance(sought, str):
        return bridged(sought, original, store.folding)
    names = {*bridged(sought.text, original, store.folding), sought.kind}
    return tuple(name for name in BRIDGES if name in names)


def hit(store: Store, answer: Answer, found: Iterable[tuple[Occurrence, str | Counterpart]]) -> Hit:
    """An answer as a hit, with what was found in it."""
    serial, number = answer.serial, answer.number
    document = store.document(serial)
    occurrences = _not_overlapping(found)
    numbers = [number]
    for occurrence, _ in occurrences:
        if occurrence.last != number:
            further = document.passages_between(number, occurrence.last)
            numbers += [one for one in further if one not in numbers]
    text = passage_text(store, serial, numbers)
    first = document.passage(number)
    last = first if numbers[-1] == number else document.passage(numbers[-1])
    page = document.page_at(occurrences[0][0].start if occurrences else first.start)
    return Hit(
        score=round(answer.score, 4),
        source=store.by_serial(serial).source,
        section=first.section,
        passage=number,
        page=page,
        page_label=document.page_label(page),
        kind=first.kind,
        start=first.start,
        end=last.end,
        lines=(
            document.line_and_column(first.start)[0],
            document.line_and_column(last.end - 1)[0],
        ),
        text=text.text,
        matches=tuple(match(store, occurrence, sought) for occurrence, sought in occurrences),
        marked=tuple(
            span for occurrence, _ in occurrences for span in marked(text, occurrence.spans)
        ),
        selector=select(document, first.start, last.end),
    )


def _not_overlapping(
    occurrences: Iterable[tuple[Occurrence, str | Counterpart]],
) -> list[tuple[Occurrence, str | Counterpart]]:
    """Occurrences from left to right; of those that share characters, the longest that is first."""
    kept: list[tuple[Occurrence, str | Counterpart]] = []
    for entry in sorted(occurrences, key=lambda e: (e[0].start, -e[0].end)):
        if not kept or entry[0].start >= kept[-1][0].end or entry[1] == kept[-1][1]:
            kept.append(entry)
    return kept


def marked(text: ReadingText, spans: tuple[Span, ...]) -> list[Span]:
    """The stretches of a reading text that show some spans of the file."""
    stretches = []
    for start, end in spans:
        first = bisect_left(text.offsets, start)
        last = bisect_left(text.offsets, end)
        if first < last:
            stretches.append((first, last))
    return stretches
