"""Occurrences of a phrase by their places, and those in the order of what follows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import overload

from bri_search.index.columns import WALL, units_of
from bri_search.index.concordance import Part
from bri_search.index.store import Store
from bri_search.search.matching import Matcher, TextPlace
from bri_search.search.occurrences import Occurrence
from bri_search.search.phrases import Sought

__all__ = ["SORTED_BY", "Occurrences", "right_context", "sorted_by_right"]

SORTED_BY = 80
"""UTF-16 units beside a match that tell where it comes."""

_WALL_BYTES = WALL.encode("utf-16-be")


@dataclass(frozen=True, slots=True)
class Occurrences(Sequence[Occurrence]):
    """Occurrences of a phrase by their places; each is made when it is asked for."""

    matcher: Matcher
    sought: Sought
    places: Sequence[TextPlace]

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, place: int) -> Occurrence: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Occurrence]: ...
    def __getitem__(self, place: int | slice) -> Occurrence | Sequence[Occurrence]:
        if isinstance(place, slice):
            return Occurrences(self.matcher, self.sought, self.places[place])
        return self.matcher.occurrence(self.sought.phrase, *self.places[place])


def sorted_by_right(store: Store, matcher: Matcher, sought: Sought) -> Iterator[TextPlace]:
    """Every place where a phrase stands by what follows it, as the suffix array has it already.

    What is followed by the same comes together, by source and offset: of a mark that a million
    sentences end with, the first place is known in about two seconds.
    """
    units = units_of(sought.phrase.folded)
    parts = [
        _keyed(part, number, matcher.places_in_order(sought, number), units)
        for number, part in enumerate(matcher.parts)
    ]
    in_order = merge(*parts, key=lambda one: one[0])
    for _, alike in groupby(in_order, key=lambda one: one[0]):
        group = [(number, place) for _, number, place in alike]
        for number, place in group if len(group) == 1 else _by_source(store, group):
            yield number, place, units


def _by_source(store: Store, places: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Places of parts by source and offset; those of one source are not looked at before."""
    places.sort()
    parts = store.concordance.parts
    of_sources: list[tuple[int, int, int, list[int]]] = []
    for number, in_part in groupby(places, itemgetter(0)):
        part = parts[number]
        for member, own in part.by_document([place for _, place in in_part]):
            of_sources.append((store.place(part.serial_of(member)), number, member, own))
    for _, number, member, own in sorted(of_sources):
        for place in parts[number].in_file_order(member, own):
            yield number, place


def _keyed(
    part: Part, number: int, places: Iterator[int], units: int
) -> Iterator[tuple[bytes, int, int]]:
    for place in places:
        yield right_context(part.text, place + units), number, place


def right_context(text: memoryview, begin: int) -> bytes:
    """What follows in a folded text, up to a wall: big-endian units compare as they are."""
    following = text[2 * begin : 2 * (begin + SORTED_BY)].tobytes()
    wall = following.find(_WALL_BYTES)
    while wall % 2 == 1 and wall > 0:  # two halves of neighbours, and no wall
        wall = following.find(_WALL_BYTES, wall + 1)
    return following if wall < 0 else following[:wall]
