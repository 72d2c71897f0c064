"""From occurrences to what is shown: reading text, lines and columns, marked stretches."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from bri_search.index.documents import StoredDocument
from bri_search.index.store import Store
from bri_search.search.answers import Answer, FoundText
from bri_search.search.bridging import BRIDGES, bridged
from bri_search.search.occurrences import Occurrence
from bri_search.search.results import Hit, Match
from bri_search.search.selectors import Around
from bri_search.sources.document import Span
from bri_search.text.fold import Folding
from bri_search.text.reading import ReadingText, reading

if TYPE_CHECKING:
    from bri_search.search.counterparts import Counterpart


__all__ = ["hits", "marked", "passage_text"]

_KEPT = 1024
_AT_ONCE = 1000
_Why = Callable[["str | Counterpart", str], tuple[str, ...]]


def passage_text(store: Store, serial: int, numbers: list[int]) -> ReadingText:
    """The reading text of passages that follow one another."""
    has_markup = store.by_serial(serial).source.has_markup
    document = store.document(serial)
    spans = [span for number in numbers for span in document.spans(number)]
    return reading(_pieces(document, spans), has_markup)


def _pieces(document: StoredDocument, spans: Iterable[Span]) -> list[tuple[int, str]]:
    return [(start, document.text(start, end)) for start, end in spans]


def hits(
    store: Store, answers: Sequence[Answer], found_in: Callable[[Answer], Sequence[FoundText]]
) -> Sequence[Hit]:
    """Answers as hits, each with what was found in it; of many, each when it is asked for."""
    # Most of what one query finds is written alike.
    why = lru_cache(maxsize=_KEPT)(partial(_why, store.folding))

    def made(answer: Answer) -> Hit:
        return _hit(store, why, answer, found_in(answer))

    if len(answers) <= _AT_ONCE:
        return tuple(map(made, answers))
    from bri_search.search.lazily import Made

    return Made(len(answers), store.guarded(lambda number: made(answers[number])))


def _why(folding: Folding, sought: str | Counterpart, original: str) -> tuple[str, ...]:
    """What was bridged; that a counterpart stands there as it is written goes without saying."""
    if isinstance(sought, str):
        return bridged(sought, original, folding)
    names = {*bridged(sought.text, original, folding), sought.kind}
    return tuple(name for name in BRIDGES if name in names)


def _hit(store: Store, why: _Why, answer: Answer, found: Sequence[FoundText]) -> Hit:
    """An answer as a hit."""
    serial, number = answer.serial, answer.number
    document = store.document(serial)
    source = store.by_serial(serial).source
    occurrences = _not_overlapping(found)
    numbers = [number]
    for occurrence, _ in occurrences:
        if occurrence.last != number:
            further = document.passages_between(number, occurrence.last)
            numbers += [one for one in further if one not in numbers]
    spans = document.spans(number)
    if len(numbers) > 1:
        spans = tuple(span for one in numbers for span in document.spans(one))
    start, end = spans[0][0], spans[-1][1]
    around = Around(document, start, end)
    pieces = [(start, around.text)] if len(spans) == 1 else _pieces(document, spans)
    text = reading(pieces, source.has_markup)
    page = document.page_at(occurrences[0][0].start if occurrences else start)
    return Hit(
        round(answer.score, 4),
        source,
        document.section(number),
        number,
        page,
        document.page_label(page),
        document.kind(number),
        start,
        end,
        around.lines,
        text.text,
        tuple([_match(document, around, why, *one) for one in occurrences]),
        tuple(marked(text, [span for one, _ in occurrences for span in one.spans])),
        around.selector(start, end),
    )


def _match(
    document: StoredDocument,
    around: Around,
    why: _Why,
    occurrence: Occurrence,
    sought: str | Counterpart,
) -> Match:
    """An occurrence as a match of what was typed, or of a counterpart of that."""
    start, end, spans = occurrence.start, occurrence.end, occurrence.spans
    line, column = around.line_and_column(start)
    selector = around.selector(start, end)
    text = selector.exact
    pieces = text if len(spans) == 1 else "\n".join(document.text(*span) for span in spans)
    return Match(start, end, line, column, text, spans, why(sought, pieces), selector, sought)


def _not_overlapping(occurrences: Sequence[FoundText]) -> Sequence[FoundText]:
    """Occurrences from left to right; of those that share characters, the longest that is first."""
    behind = 0
    for occurrence, _ in occurrences:
        if occurrence.start < behind:
            break
        behind = occurrence.end
    else:
        return occurrences
    kept: list[FoundText] = []
    for entry in sorted(occurrences, key=lambda e: (e[0].start, -e[0].end)):
        if not kept or entry[0].start >= kept[-1][0].end or entry[1] == kept[-1][1]:
            kept.append(entry)
    return kept


def marked(text: ReadingText, spans: Iterable[Span]) -> list[Span]:
    """The stretches of a reading text that show some spans of the file."""
    offsets = text.offsets
    if isinstance(offsets, range):  # as it is in the file
        begin, behind = offsets.start, offsets.stop
        places = [
            (start - begin if start > begin else 0, min(end, behind) - begin)
            for start, end in spans
        ]
    else:
        places = [(bisect_left(offsets, start), bisect_left(offsets, end)) for start, end in spans]
    return [place for place in places if place[0] < place[1]]
