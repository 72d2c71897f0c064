"""Matching: where a phrase stands, by its folded characters and nothing else.

What answers is told as a set of passages for each part of the index; where in a passage something
stands is looked at for the passages that are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from bri_search.errors import QueryError
from bri_search.index.concordance import Part, Range
from bri_search.index.foremost import Foremost
from bri_search.index.postings import BitMap, union
from bri_search.index.store import Store
from bri_search.search.filtering import Admitted
from bri_search.search.neighbours import is_inside_word, is_whole_number, stands_as_it_is
from bri_search.search.occurrences import Occurrence, occurrence_at, occurrences_within
from bri_search.search.phrases import Phrase, Sought
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

Each takes a microsecond, and ten where a digit or a comma stands beside a number.
"""

_TEXTS_KEPT = 4096
"""Folded texts of passages of a part that are kept for one query."""

_AT_ONCE = 4096
"""Places that are looked at before the first of them is given."""

PassageSets = tuple[BitMap, ...]
"""Passages by their numbers in each part of the index."""

TextPlace = tuple[int, int, int]
"""A part, a place in its text, and how many UTF-16 units stand there."""


@dataclass(frozen=True, slots=True)
class Found:
    """The passages of a part in which something stands.

    How often it stands in each, `counts` says; where it is frequent that is not known, and the
    passages come in `layers` instead, those in which it counts most first. It is `plain` if it
    stands wherever its characters do.
    """

    passages: BitMap
    counts: Mapping[int, int] | None
    layers: tuple[BitMap, ...] = ()
    plain: bool = False


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
        self._known: dict[tuple[Sought, int], Found] = {}
        self._ranges: dict[str, list[Range]] = {}
        self._cuts: dict[tuple[str, int], frozenset[int]] = {}

    @cached_property
    def folded_texts(self) -> tuple[_FoldedTexts, ...]:
        """Of each part, the folded texts of its passages."""
        return tuple(_FoldedTexts(part) for part in self.parts)

    def ranges(self, key: str) -> list[Range]:
        """The range of a string in the suffix array of each part, looked up once."""
        known = self._ranges.get(key)
        if known is None:
            encoded = key.encode("utf-16-be")
            known = self._ranges[key] = [part.find(encoded) for part in self.parts]
        return known

    def count(self, sought: Sought) -> int:
        """How often something stands in the passages that are admitted."""
        if sought.phrase.may_take_more_in:  # two places of its characters may be one occurrence
            return len(self.occurrences(sought))
        total = 0
        key = sought.phrase.folded.encode("utf-16-be")
        for number, part in enumerate(self.parts):
            if self._admitted is None and not self._has_to_be_looked_at(sought):
                first, last = part.find(key)
                total += last - first - len(part.cut(sought.phrase.folded))
            else:
                total += len(self.places(sought, number))
        return total

    def sets(self, sought: Sought) -> PassageSets:
        """The passages in which something stands; where it runs over two, the first."""
        return tuple(self.found(sought, number).passages for number in range(len(self.parts)))

    def found(self, sought: Sought, number: int) -> Found:
        """The passages of a part, by its number, in which something stands, and how often."""
        known = self._known.get((sought, number))
        if known is None:
            known = self._known[sought, number] = self._find(sought, number)
        return known

    def may_stand_in(self, sought: Sought, number: int, passage: int) -> bool:
        """Whether something stands in a passage of a part, as far as that was looked up."""
        known = self._known.get((sought, number))
        return known is None or passage in known.passages

    def foremost(self, sought: Sought, number: int) -> Foremost | None:
        """What is noted of the passages of a part in which something stands, if that tells all.

        Of passages that score alike the first of a part are noted, which are the first of all only
        where the part has its documents in the order of sources.
        """
        part = self.parts[number]
        if self._admitted is not None or self._has_to_be_looked_at(sought):
            return None
        folded = sought.phrase.folded
        if not self.store.in_order[number] or self._cut(folded, number):
            return None
        first, last = self.ranges(folded)[number]
        return part.foremost.of(first, last, self.store.average_length)

    def _find(self, sought: Sought, number: int) -> Found:
        part = self.parts[number]
        folded = sought.phrase.folded
        is_cut = bool(self._cut(folded, number))
        plain = not is_cut and not self._has_to_be_looked_at(sought)
        if plain or (sought.is_plain_word and not is_cut):
            layers = part.postings.layers(folded, sought.is_word)
            if layers is not None:
                layers = tuple(self.admitted(number, layer) for layer in layers)
                return Found(union(layers), None, layers, plain)
        counts = part.passages_counted(self.places(sought, number))
        return Found(BitMap(list(counts)), counts)

    def places(self, sought: Sought, number: int) -> list[int]:
        """Every place in a part where something stands, in passages that are admitted."""
        found: list[int] = []
        for key in sought.phrase.keys:
            found += self._places(sought, key, number)
        return found if len(sought.phrase.keys) == 1 else list(dict.fromkeys(found))

    def _places(self, sought: Sought, key: str, number: int) -> list[int]:
        """Every place in a part where something stands as one of its keys says."""
        first, last = self.ranges(key)[number]
        self.spend(last - first, sought)
        places = self.parts[number].places(first, last)
        if sought.phrase.is_checked:  # against the files, which are read in their order
            places.sort()
        return self.seen(sought, number, places, key)

    def seen(self, sought: Sought, number: int, places: list[int], key: str) -> list[int]:
        """Of places of one of its keys in a part, those at which something stands, and admitted."""
        part, cut = self.parts[number], self._cut(key, number)
        if cut:
            places = [one for one in places if one not in cut]
        if self._has_to_be_looked_at(sought):
            units = _units(key)
            places = [one for one in places if self._stands(sought, part, one, units)]
        if self._admitted is None or not places:
            return places
        passages = part.passages_of(places)
        admitted = self._admitted.among(number, BitMap(passages))
        pairs = zip(places, passages, strict=True)
        return [place for place, passage in pairs if passage in admitted]

    def admitted(self, number: int, passages: BitMap) -> BitMap:
        """Those of some passages of a part that are admitted."""
        return passages if self._admitted is None else self._admitted.among(number, passages)

    def places_in_order(self, sought: Sought, number: int) -> Iterator[int]:
        """As `places`, in the order of what follows, of a phrase without a number at an edge.

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
                (place, _units(key))
                for key in sought.phrase.keys
                for place in self._places(sought, key, number)
            )
            for place, units in by_units:
                one = self._occurrence(sought.phrase, part, place, units)
                if one is not None:
                    found.setdefault((one.serial, one.start, one.end), one)
        return sorted(found.values(), key=lambda one: (self.store.place(one.serial), one))

    def spend(self, places: int, sought: Sought) -> None:
        """Count places that are to be looked at; raises QueryError where they are too many."""
        self._places_left -= places
        if self._places_left < 0:
            raise QueryError(
                f"what is asked for stands in more than {MOST_PLACES:,} places",
                sought.phrase.typed,
                0,
                "ask for something longer or rarer, or for less at once",
            )

    def _cut(self, key: str, number: int) -> frozenset[int]:
        """The places of a key in a part at which it would take a character of the file apart."""
        known = self._cuts.get((key, number))
        if known is None:
            known = self._cuts[key, number] = self.parts[number].cut(key)
        return known

    def _has_to_be_looked_at(self, sought: Sought) -> bool:
        """Whether what stands beside its characters, or in the file, may make it another thing."""
        phrase, whole_start, whole_end, whole_number = sought
        return (
            whole_number
            or phrase.is_checked
            or (whole_start and is_word_character(phrase.folded[0]))
            or (whole_end and is_word_character(phrase.folded[-1]))
        )

    def _stands(self, sought: Sought, part: Part, at: int, units: int) -> bool:
        """Whether something stands at a place of its characters."""
        phrase = sought.phrase
        if sought.whole_start and is_inside_word(part, at):
            return False
        if sought.whole_end and is_inside_word(part, at + units):
            return False
        if sought.whole_number and not is_whole_number(part, at, units, phrase.folded):
            return False
        if phrase.is_checked and not stands_as_it_is(phrase, part, at, units):
            return self._occurrence(phrase, part, at, units) is not None
        return True

    # -- where it stands ---------------------------------------------------------------------------

    def within(self, sought: Sought, number: int, passage: int) -> list[Occurrence]:
        """Every place where something stands that begins in a passage of a part, in order."""
        places = self.places_within(sought, number, passage)
        folding, part = self.store.folding, self.parts[number]
        occurrences = occurrences_within(sought.phrase, folding, part, passage, places)
        if len(sought.phrase.keys) == 1:  # its places come in order, each once
            return [one for one in occurrences if one is not None]
        found: dict[Span, Occurrence] = {}
        for one in occurrences:
            if one is not None:
                found.setdefault((one.start, one.end), one)
        return [found[span] for span in sorted(found)]

    def frequencies(
        self, sought: Sought, found: Found, number: int, passages: Iterable[int]
    ) -> dict[int, int]:
        """How often something stands in each of some passages of a part in which it was found."""
        if found.counts is not None:
            return {one: found.counts[one] for one in passages}
        if not found.plain:
            return {one: len(self.places_within(sought, number, one)) for one in passages}
        folded, texts = sought.phrase.folded, self.folded_texts[number]
        # Where it runs over two passages it is in the text of neither.
        return {one: texts[one].count(folded) or 1 for one in passages}

    def places_within(self, sought: Sought, number: int, passage: int) -> list[tuple[int, int]]:
        """Where in a part something stands that begins in a passage, with how many units."""
        part = self.parts[number]
        begin, end = part.bounds(passage)  # no key has a wall in it
        has_to_be_looked_at = self._has_to_be_looked_at(sought)
        found: list[tuple[int, int]] = []
        for key in sought.phrase.keys:
            encoded, cut = key.encode("utf-16-be"), self._cut(key, number)
            units = len(encoded) // 2
            # It may run on into the next passage; no key runs across a wall.
            text = part.text[2 * begin : 2 * (end + units - 1)].tobytes()
            at = text.find(encoded)
            while at >= 0:
                place = begin + at // 2
                if (
                    not at % 2
                    and place not in cut
                    and (not has_to_be_looked_at or self._stands(sought, part, place, units))
                ):
                    found.append((place, units))
                at = text.find(encoded, at + 1)
        return found

    def occurrence(self, phrase: Phrase, number: int, place: int, units: int) -> Occurrence:
        """The occurrence at a place of a part where a phrase stands."""
        found = self._occurrence(phrase, self.parts[number], place, units)
        assert found is not None
        return found

    def _occurrence(self, phrase: Phrase, part: Part, at: int, units: int) -> Occurrence | None:
        return occurrence_at(phrase, self.store.folding, part, at, units)


class _FoldedTexts(dict[int, str]):
    """The folded texts of a part's passages, read when they are asked for; some are kept."""

    def __init__(self, part: Part) -> None:
        super().__init__()
        self._read = part.folded_text

    def __missing__(self, passage: int) -> str:
        if len(self) == _TEXTS_KEPT:
            self.clear()
        text = self[passage] = self._read(passage)
        return text


def _units(key: str) -> int:
    """How many UTF-16 units a string has."""
    return len(key.encode("utf-16-be")) // 2
