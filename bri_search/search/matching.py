"""Matching: where a phrase stands, by its folded characters and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from bri_search.errors import QueryError
from bri_search.index.documents import StoredDocument
from bri_search.index.store import Store
from bri_search.sources.document import Span
from bri_search.text.fold import Folding, is_word_character

__all__ = ["MOST_PLACES", "Occurrence", "Occurrences", "Phrase", "joined"]

MOST_PLACES = 1_000_000
"""Places that are looked at for one query; each takes some 10 µs and 500 bytes."""

# A number with its commas; one beside it counts where nothing else stands between it and an edge.
_NUMBER = re.compile(r"(?:\A,+)?[0-9](?:[0-9,]*[0-9])?(?:,+\Z)?|\A,+|,+\Z")
_THREE = re.compile("...")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as typed and as folded; `keys` are the strings to look up for it.

    What a number at an edge of the phrase folds to depends on the digits that the edge cut off
    (3,0 may be the beginning of 3,000, and 3000 that of 3,0004), so such a phrase has a key for
    either case, and what is found by it `is_checked`.
    """

    typed: str
    folded: str
    keys: tuple[str, ...]
    is_checked: bool

    @classmethod
    def of(cls, typed: str, folding: Folding) -> Phrase:
        """Fold a phrase.

        >>> from bri_search.text.variants import Variants
        >>> Phrase.of("3,0", Folding(Variants({}, frozenset(), frozenset()))).keys
        ('3,0', '30')
        """
        folded = folding.text(typed)
        # A # may be a heading's, where it begins a line.
        is_checked = bool(folded) and (
            folded[0] == "#" or any(c.isdecimal() or c == "," for c in (folded[0], folded[-1]))
        )
        if not is_checked:
            return cls(typed, folded, (folded,), is_checked=False)
        keys = dict.fromkeys([folded, *_edge_readings(folded)])
        return cls(typed, folded, tuple(key for key in keys if key), is_checked=True)


def _edge_readings(folded: str) -> list[str]:
    """A folded phrase with and without the commas in the numbers at its edges."""
    pieces: list[tuple[str, ...]] = []
    position = 0
    for number in _NUMBER.finditer(folded):
        pieces.append((folded[position : number.start()],))
        text = number.group()
        if number.start() == 0 or number.end() == len(folded):
            pieces.append(tuple(dict.fromkeys(_readings(text))))
        else:
            pieces.append((text,))
        position = number.end()
    pieces.append((folded[position:],))
    return ["".join(parts) for parts in product(*pieces)]


def _readings(number: str) -> Iterator[str]:
    yield number
    yield number.replace(",", "")
    if "," not in number:
        # Another digit behind it, and its commas group no more: they are there to be matched.
        first = len(number) % 3 or 3
        yield ",".join([number[:first], *_THREE.findall(number[first:])])
    if number.startswith(","):
        yield ", " + number[1:]


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
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


class Occurrences:
    """Finds occurrences in the index that is open; `admits` says which sources are searched.

    All that one query asks for is looked at in at most `MOST_PLACES` places; raises QueryError
    where that is not enough.
    """

    def __init__(self, store: Store, admits: Callable[[int], bool] | None = None) -> None:
        self._store = store
        self._admits = admits
        self._places_left = MOST_PLACES
        self._known: dict[tuple[Phrase, bool, bool], list[Occurrence]] = {}

    def of(self, phrase: Phrase, *, whole_words: bool = False) -> list[Occurrence]:
        """Every place where a phrase stands, in the order of sources and offsets, each once.

        With `whole_words`, a Latin word at an edge of the phrase is not part of a longer one.
        """
        return self._find(phrase, at_start=whole_words, at_end=whole_words)

    def starting(self, phrase: Phrase) -> list[Occurrence]:
        """Every place where a word begins with a phrase."""
        return self._find(phrase, at_start=True, at_end=False)

    def count(self, phrase: Phrase) -> int:
        """How often a phrase stands in all sources."""
        if not phrase.is_checked and len(phrase.folded) > 0 and self._admits is None:
            total = self._store.concordance.count(phrase.folded)
            if total == 0:
                return 0
        return len(self.of(phrase))

    def _find(self, phrase: Phrase, *, at_start: bool, at_end: bool) -> list[Occurrence]:
        known = self._known.get((phrase, at_start, at_end))
        if known is None:
            known = self._look(phrase, at_start, at_end)
            self._known[phrase, at_start, at_end] = known
        return known

    def _look(self, phrase: Phrase, at_start: bool, at_end: bool) -> list[Occurrence]:
        self._places_left -= sum(map(self._store.concordance.count, phrase.keys))
        if self._places_left < 0:
            raise QueryError(
                f"what is asked for stands in more than {MOST_PLACES:,} places",
                phrase.typed,
                0,
                "ask for something longer or rarer, or for less at once",
            )
        found: dict[tuple[int, int, int], Occurrence] = {}
        for key in phrase.keys:
            units = len(key.encode("utf-16-be")) // 2
            for place in self._store.concordance.positions(key):
                if self._admits is not None and not self._admits(place.serial):
                    continue
                document = self._store.document(place.serial)
                at, end = place.position, place.position + units
                if at_start and _continues(document, at - 1, key[0]):
                    continue
                if at_end and _continues(document, end, key[-1]):
                    continue
                occurrence = self._occurrence(document, place.serial, at, units)
                if occurrence is not None and phrase.is_checked:
                    occurrence = self._checked(document, occurrence, phrase)
                if occurrence is not None:
                    where = (occurrence.serial, occurrence.start, occurrence.end)
                    found.setdefault(where, occurrence)
        return sorted(found.values(), key=lambda one: (self._store.place(one.serial), one))

    def _occurrence(
        self, document: StoredDocument, serial: int, at: int, units: int
    ) -> Occurrence | None:
        place = document.place(at, at + units)
        if place is None:
            return None
        passage = document.passage(place.first)
        if place.first == place.last and len(passage.spans) == 1:
            spans: tuple[Span, ...] = ((place.start, place.end),)
        else:
            pieces = list(passage.spans)
            if place.last != place.first:
                for number in document.passages_between(place.first, place.last):
                    pieces += document.passage(number).spans
            spans = joined(
                (max(start, place.start), min(end, place.end))
                for start, end in pieces
                if start < place.end and end > place.start
            )
        return Occurrence(serial, place.start, place.end, place.first, place.last, spans, at, units)

    def _checked(
        self, document: StoredDocument, occurrence: Occurrence, phrase: Phrase
    ) -> Occurrence | None:
        """An occurrence whose own characters, taken alone, fold to the phrase; commas taken in."""
        fold = self._store.folding.text
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
    spans = document.passage(number).spans
    return next((start, end) for start, end in spans if start <= offset < end)


def _continues(document: StoredDocument, position: int, edge: str) -> bool:
    """Whether the word at an edge of a match goes on at a neighbouring position."""
    if not is_word_character(edge):
        return False
    neighbour = document.folded_character(position)
    return neighbour is not None and is_word_character(neighbour)
