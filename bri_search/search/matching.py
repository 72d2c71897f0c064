"""Matching: where a phrase stands, by its folded characters and nothing else.

What answers is told as a set of passages for each part of the index; where in a passage something
stands is looked at for the passages that are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bri_search.errors import QueryError
from bri_search.index.columns import units_of
from bri_search.index.concordance import Part, Range
from bri_search.index.foremost import Foremost
from bri_search.index.postings import FREQUENT, BitMap
from bri_search.index.store import Store
from bri_search.search.filtering import Admitted
from bri_search.search.neighbours import standing_alone
from bri_search.search.occurrences import (
    Occurrence,
    PassageInFile,
    is_one_to_one,
    occurrence_at,
)
from bri_search.search.phrases import Phrase, Sought
from bri_search.search.strings import Strings, frequencies
from bri_search.sources.document import Span
from bri_search.text.fold import is_word_character

__all__ = [
    "MOST_PLACES",
    "Found",
    "Matcher",
    "PassageSets",
    "TextPlace",
]

MOST_PLACES = 4_000_000
"""Places that are looked at one by one for one query.

Each takes a microsecond, and ten where it has to be read in its file.
"""

_FEW_CUT = 64
"""Passages without which what is noted of a string is taken to hold, once each is looked at."""

_AT_ONCE = 4096
"""Places that are looked at before the first of them is given."""

PassageSets = tuple[BitMap, ...]
"""Passages by their numbers in each part of the index."""

TextPlace = tuple[int, int, int]
"""A part, a place in its text, and how many UTF-16 units stand there."""


class Found(NamedTuple):
    """The passages of a part in which something stands.

    How often it stands in each, `counted` says; where it is frequent that is not known, and the
    passages come in `layers` instead, those in which it counts most first. It is `plain` if it
    stands wherever its characters do.
    """

    passages: BitMap
    counted: tuple[Sequence[int], Sequence[int]] | None = None
    layers: tuple[BitMap, ...] = ()
    plain: bool = False

    def counts(self) -> dict[int, int] | None:
        """How often it stands in each passage, if that is known; made anew each time."""
        return None if self.counted is None else dict(zip(*self.counted, strict=True))


class Matcher:
    """Finds what is sought in the index that is open, in the passages that a filter admits.

    What has to be looked at place by place is looked at in at most `MOST_PLACES` places for one
    query; raises QueryError where that is not enough.
    """

    def __init__(self, store: Store, admitted: Admitted | None = None) -> None:
        self.store = store
        self.parts = store.concordance.parts
        self._admitted = admitted
        self._places_left = MOST_PLACES
        self._counted: dict[tuple[Sought, str, int], int] = {}
        self._known: dict[tuple[Sought, int], Found] = {}
        self._ranges: dict[str, list[Range]] = {}
        self._cuts: dict[tuple[Phrase, int], frozenset[int]] = {}

    def ranges(self, key: str) -> list[Range]:
        """The range of a string in the suffix array of each part, looked up once."""
        known = self._ranges.get(key)
        if known is None:
            encoded = key.encode("utf-16-be")
            known = self._ranges[key] = [part.find(encoded) for part in self.parts]
        return known

    def count(self, sought: Sought) -> int:
        """How often something stands in the passages that are admitted."""
        phrase = sought.phrase
        if phrase.may_take_more_in:  # two places of its characters may be one occurrence
            return len(self.occurrences(sought))
        is_looked_at = self._admitted is not None or _has_to_be_looked_at(sought)
        total = 0
        for key in phrase.keys:
            is_read = is_looked_at or phrase.is_read(key)
            for number, (first, last) in enumerate(self.ranges(key)):
                if is_read:
                    total += len(self._places(sought, key, number))
                elif first != last:
                    total += last - first - len(self._cut(phrase, key, number))
        return total

    def has_one_reading(self, sought: Sought) -> bool:
        """Whether something stands where its folded characters do, and is nothing more there."""
        return all(
            self._has_one_reading(sought.phrase, number) for number in range(len(self.parts))
        )

    def _has_one_reading(self, phrase: Phrase, number: int) -> bool:
        if not phrase.is_checked:  # as most
            return True
        if phrase.may_take_more_in:
            return False
        others = (self.ranges(key)[number] for key in phrase.keys if key != phrase.folded)
        return all(first == last for first, last in others)

    def _stands_as_is(self, phrase: Phrase, number: int) -> bool:
        """Whether a phrase stands in a part wherever its folded characters do."""
        return self._has_one_reading(phrase, number) and not self._cut(
            phrase, phrase.folded, number
        )

    def sets(self, sought: Sought) -> PassageSets:
        """The passages in which something stands; where it runs over two, the first."""
        return tuple(self.found(sought, number).passages for number in range(len(self.parts)))

    def found(self, sought: Sought, number: int) -> Found:
        """The passages of a part, by its number, in which something stands, and how often."""
        known = self._known.get((sought, number))
        if known is None:
            known = self._known[sought, number] = self._find(sought, number)
        return known

    def known(self, sought: Sought, number: int) -> BitMap | None:
        """The passages of a part in which something stands, if they were looked up."""
        found = self._known.get((sought, number))
        return None if found is None else found.passages

    def foremost(self, sought: Sought, number: int) -> Foremost | None:
        """What is noted of the passages of a part in which something stands, if that tells all.

        Of passages that score alike the first of a part are noted, which are the first of all only
        where the part has its documents in the order of sources.
        """
        phrase = sought.phrase
        if self._admitted is not None or _has_to_be_looked_at(sought):
            return None
        if not self.store.in_order[number] or not self._has_one_reading(phrase, number):
            return None
        part, cut = self.parts[number], self._cut(phrase, phrase.folded, number)
        first, last = self.ranges(phrase.folded)[number]
        noted = part.foremost.of(first, last, self.store.average_length)
        if noted is None or not cut:
            return noted
        # Passages in which it stands less often than is noted; a few do not change the others.
        fewer = BitMap(part.passages_of(list(cut)))
        if len(fewer) > _FEW_CUT or not noted.counts.keys().isdisjoint(fewer):
            return None
        without = sum(not self.places_within(sought, number, one) for one in fewer)
        return Foremost(noted.passages - without, noted.counts)

    def _find(self, sought: Sought, number: int) -> Found:
        part = self.parts[number]
        phrase = sought.phrase
        as_is = self._stands_as_is(phrase, number)
        plain = as_is and not _has_to_be_looked_at(sought)
        first, last = self.ranges(phrase.folded)[number]
        may_be_noted = last - first >= FREQUENT and (plain or (as_is and sought.is_plain_word))
        if may_be_noted:
            layers = part.postings.layers(phrase.folded, sought.is_word)
            passages = part.postings.passages(phrase.folded, sought.is_word)
            if layers is not None and passages is not None:
                layers = tuple(self.admitted(number, layer) for layer in layers)
                return Found(self.admitted(number, passages), None, layers, plain)
        if plain and self._admitted is None:
            self._count(last - first, sought, phrase.folded, number)
            counted = part.passages_found(first, last)
            return Found(BitMap(counted[0]), counted, (), plain)
        counts = part.passages_counted(self.places(sought, number))
        return Found(BitMap(list(counts)), (list(counts), list(counts.values())), (), plain)

    def places(self, sought: Sought, number: int) -> list[int]:
        """Every place in a part where something stands, in passages that are admitted."""
        found: list[int] = []
        for key in sought.phrase.keys:
            found += self._places(sought, key, number)
        return found if len(sought.phrase.keys) == 1 else list(dict.fromkeys(found))

    def _places(self, sought: Sought, key: str, number: int) -> list[int]:
        """Every place in a part where something stands as one of its keys says."""
        part = self.parts[number]
        if sought.phrase.is_regrouped(key):
            places = list(part.regrouped(key, beside=True))
            self._count(len(places), sought, key, number)
        else:
            first, last = self.ranges(key)[number]
            self._count(last - first, sought, key, number)
            places = part.places(first, last)
        if sought.phrase.is_read(key):  # in the files, one after another
            places.sort()
        return self.seen(sought, number, places, key)

    def seen(self, sought: Sought, number: int, places: list[int], key: str) -> list[int]:
        """Of places of one of its keys in a part, those at which something stands, and admitted."""
        places = self._standing(sought, number, places, key)
        if self._admitted is None or not places:
            return places
        passages = self.parts[number].passages_of(places)
        admitted = self._admitted.among(number, BitMap(passages))
        pairs = zip(places, passages, strict=True)
        return [place for place, passage in pairs if passage in admitted]

    def _standing(self, sought: Sought, number: int, places: list[int], key: str) -> list[int]:
        """Of places of one of its keys in a part, those at which something stands."""
        phrase, part = sought.phrase, self.parts[number]
        cut = self._cut(phrase, key, number)
        if cut:
            places = [one for one in places if one not in cut]
        if _has_to_be_looked_at(sought):
            places = list(standing_alone(sought, part, places, units_of(key)))
        if phrase.is_read(key):
            units = units_of(key)
            return [one for one in places if self._occurrence(phrase, part, one, units)]
        return places

    def admitted(self, number: int, passages: BitMap) -> BitMap:
        """Those of some passages of a part that are admitted."""
        return passages if self._admitted is None else self._admitted.among(number, passages)

    def places_in_order(self, sought: Sought, number: int) -> Iterator[int]:
        """As `places`, in the order of what follows, of something that has one reading.

        They are looked at as they are asked for.
        """
        part = self.parts[number]
        folded = sought.phrase.folded
        first, last = self.ranges(folded)[number]
        for begin in range(first, last, _AT_ONCE):
            places = part.places(begin, min(begin + _AT_ONCE, last))
            yield from self.seen(sought, number, places, folded)

    def occurrences(self, sought: Sought) -> list[Occurrence]:
        """Every place where something stands, in the order of sources and offsets, each once."""
        found: dict[tuple[int, int, int], Occurrence] = {}
        for number, part in enumerate(self.parts):
            by_units = (
                (place, units_of(key))
                for key in sought.phrase.keys
                for place in self._places(sought, key, number)
            )
            for place, units in by_units:
                one = self._occurrence(sought.phrase, part, place, units)
                if one is not None:
                    found.setdefault((one.serial, one.start, one.end), one)
        return sorted(found.values(), key=lambda one: (self.store.place(one.serial), one))

    def count_all(self, places: int, sought: Sought) -> None:
        """Count places where something stands as looked at; those that were are counted already.

        Raises QueryError where they are too many.
        """
        known = sum(count for (one, _, _), count in self._counted.items() if one == sought)
        self._spend(max(0, places - known), sought)
        for key in sought.phrase.keys:
            for number in range(len(self.parts)):
                self._counted.setdefault((sought, key, number), 0)

    def _count(self, places: int, sought: Sought, key: str, number: int) -> None:
        """Count places of a key in a part that are to be looked at, once."""
        if (sought, key, number) not in self._counted:
            self._counted[sought, key, number] = places
            self._spend(places, sought)

    def _spend(self, places: int, sought: Sought) -> None:
        self._places_left -= places
        if self._places_left < 0:
            raise QueryError(
                f"what is asked for stands in more than {MOST_PLACES:,} places",
                sought.phrase.typed,
                0,
                "ask for something longer or rarer, or for less at once",
            )

    def _cut(self, phrase: Phrase, key: str, number: int) -> frozenset[int]:
        """The places of a key in a part at which it takes a character or a number apart."""
        part = self.parts[number]
        if not phrase.is_checked or key != phrase.folded:
            return part.cut(key)
        known = self._cuts.get((phrase, number))
        if known is None:
            units = units_of(key)
            regrouped = part.regrouped(key)
            known = part.cut(key) | {
                one for one in regrouped if self._is_of_another_number(phrase, part, one, units)
            }
            self._cuts[phrase, number] = known
        return known

    def _is_of_another_number(self, phrase: Phrase, part: Part, at: int, units: int) -> bool:
        """Whether the digits beside a place were needed to fold what stands there as it is."""
        beside = part.characters((at - 1, at + units))
        is_apart = not any(one is not None and (one.isdecimal() or one == ",") for one in beside)
        return not is_apart and self._occurrence(phrase, part, at, units) is None

    # -- where it stands ---------------------------------------------------------------------------

    def is_plain(self, sought: Sought, number: int) -> bool:
        """Whether something stands in a part wherever its folded characters do."""
        return not _has_to_be_looked_at(sought) and self._stands_as_is(sought.phrase, number)

    def within(self, sought: Sought, number: int, passage: int) -> list[Occurrence]:
        """Every place where something stands that begins in a passage of a part, in order."""
        phrase, part = sought.phrase, self.parts[number]
        in_file = PassageInFile(part, self.store.folding, passage)
        one_to_one = is_one_to_one(part, phrase)
        found: dict[Span, Occurrence] = {}
        for key in phrase.keys:
            units = units_of(key)
            for place in self._places_in(sought, number, passage, key):
                one = in_file.occurrence(phrase, place, units, is_one_to_one=one_to_one)
                if one is not None:
                    found.setdefault((one.start, one.end), one)
        return [found[span] for span in sorted(found)]

    def frequencies(
        self, sought: Sought, found: Found, number: int, passages: Iterable[int]
    ) -> dict[int, int]:
        """How often something stands in each of some passages of a part in which it was found."""
        counts = found.counts()
        if counts is not None:
            return {one: counts[one] for one in passages}
        if not found.plain:
            return {one: len(self.places_within(sought, number, one)) for one in passages}
        part, key = self.parts[number], sought.phrase.folded.encode("utf-16-be")
        return frequencies(part.text, part.passage_starts, list(passages), key)

    def places_within(self, sought: Sought, number: int, passage: int) -> list[int]:
        """Where in a part something stands that begins in a passage."""
        return [
            place
            for key in sought.phrase.keys
            for place in self._places_in(sought, number, passage, key)
        ]

    def _places_in(self, sought: Sought, number: int, passage: int, key: str) -> list[int]:
        """Of places of one of its keys in a passage, those at which something stands."""
        part, strings = self.parts[number], Strings([(1.0, [key.encode("utf-16-be")])])
        found = strings.places(part.text, part.passage_starts, passage)
        places = [place for place, _ in found]
        return self._standing(sought, number, places, key) if places else places

    def occurrence(self, phrase: Phrase, number: int, place: int, units: int) -> Occurrence:
        """The occurrence at a place of a part where a phrase stands."""
        found = self._occurrence(phrase, self.parts[number], place, units)
        assert found is not None
        return found

    def _occurrence(self, phrase: Phrase, part: Part, at: int, units: int) -> Occurrence | None:
        return occurrence_at(phrase, self.store.folding, part, at, units)


def _has_to_be_looked_at(sought: Sought) -> bool:
    """Whether what stands beside its characters may make it another thing."""
    phrase, whole_start, whole_end, whole_number = sought
    return (
        whole_number
        or (whole_start and is_word_character(phrase.folded[0]))
        or (whole_end and is_word_character(phrase.folded[-1]))
    )
