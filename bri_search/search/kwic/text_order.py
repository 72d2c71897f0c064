"""Where a phrase stands in the order of the text, of which no more is looked at than is shown."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from heapq import heappop, heappush
from itertools import chain, islice
from threading import Lock
from typing import overload

from bri_search.index.columns import units_of
from bri_search.index.concordance import Part
from bri_search.index.postings import BitMap
from bri_search.index.store import Store
from bri_search.search.filtering import Filter
from bri_search.search.matching import Matcher, TextPlace
from bri_search.search.phrases import Sought

__all__ = ["TextOrder"]

_FEW = 4096
"""Places in a part that are sorted; where there are more, the text is read from its beginning."""

_BLOCK = 1 << 15
"""UTF-16 units of text that are read at once."""

_PLACE_BITS = 40


class TextOrder(Sequence[TextPlace]):
    """Every place where a phrase stands by source and offset; it has one reading.

    Each is found when it is asked for, with all that come before it.
    """

    def __init__(self, known: _Known, chosen: range) -> None:
        self._known = known
        self._chosen = chosen

    @classmethod
    def of(cls, store: Store, matcher: Matcher, sought: Sought, chosen: Filter) -> TextOrder:
        """The places of a phrase that a filter admits; without one, only how many they are."""
        known = _Known(store, matcher, sought, chosen)
        return cls(known, range(matcher.count(sought) if chosen == Filter() else known.count()))

    def __len__(self) -> int:
        return len(self._chosen)

    @overload
    def __getitem__(self, place: int) -> TextPlace: ...
    @overload
    def __getitem__(self, place: slice) -> TextOrder: ...
    def __getitem__(self, place: int | slice) -> TextPlace | TextOrder:
        if isinstance(place, slice):
            return TextOrder(self._known, self._chosen[place])
        return self._known.at(self._chosen[place])


class _Known:
    """The places that were asked for until now, and how to go on; many threads may ask."""

    def __init__(self, store: Store, matcher: Matcher, sought: Sought, chosen: Filter) -> None:
        self._found = array("Q")
        self._asked = store, matcher, sought, chosen
        self._units = units_of(sought.phrase.folded)
        self._rest: Iterator[tuple[int, int]] | None = None
        self._lock = Lock()

    def at(self, number: int) -> TextPlace:
        """The place that has so many before it."""
        if number >= len(self._found):
            self._reach(number + 1)
        part, place = divmod(self._found[number], 1 << _PLACE_BITS)
        return part, place, self._units

    def count(self) -> int:
        """How many places there are; all are found for it."""
        self._reach(None)
        return len(self._found)

    def _reach(self, count: int | None) -> None:
        found = self._found
        with self._lock:
            # What was interrupted cannot go on, and is begun anew.
            rest = self._rest or islice(_places(*self._asked), len(found), None)
            self._rest = None
            for number, place in islice(rest, count and max(count - len(found), 0)):
                found.append(number << _PLACE_BITS | place)
            self._rest = rest


def _places(
    store: Store, matcher: Matcher, sought: Sought, chosen: Filter
) -> Iterator[tuple[int, int]]:
    """Each part with each place in it, in the order of the sources."""
    ways: dict[int, _Sorted | _Read] = {}
    for number, member in store.members(chosen.serials):
        if number not in ways:
            ways[number] = _way(matcher, sought, number)
        for place in ways[number].within(member):
            yield number, place


def _way(matcher: Matcher, sought: Sought, number: int) -> _Sorted | _Read:
    part = matcher.parts[number]
    first, last = part.find(sought.phrase.folded.encode("utf-16-be"))
    if last - first <= _FEW:
        return _Sorted(part, sorted(matcher.places(sought, number)))
    return _Read(matcher, sought, number)


class _Sorted:
    """Places of a part of which there are few."""

    def __init__(self, part: Part, places: list[int]) -> None:
        self._part = part
        self._places = places

    def within(self, member: int) -> Sequence[int]:
        """Those of a document, by its place in `serials`, in the order of the file."""
        begin, end = self._part.text_of(member)
        first = bisect_left(self._places, begin)
        own = self._places[first : bisect_left(self._places, end, first)]
        return self._part.in_file_order(member, own) if own else own


class _Read:
    """Places of a part that are found by reading its text, document by document.

    Where it is written down which passages have the phrase, others are not read.
    """

    def __init__(self, matcher: Matcher, sought: Sought, number: int) -> None:
        self._matcher = matcher
        self._sought = sought
        self._number = number
        self._part = matcher.parts[number]
        self._having = self._part.postings.passages(sought.phrase.folded, sought.is_word)

    def within(self, member: int) -> Iterator[int]:
        """Those of a document, by its place in `serials`, in the order of the file."""
        if self._having is None:
            places = self._in_text(*self._part.text_of(member))
        else:
            places = self._in_passages(self._read_in(member))
        # A document that has none is not opened.
        for first in places:
            if self._part.document(member).is_in_order:
                return chain([first], places)
            return self._by_offset(member)
        return iter(())

    def _read_in(self, member: int) -> BitMap:
        """The passages of a document that are to be read."""
        own = self._part.passages_in(member)
        if self._having is None:
            return self._matcher.admitted(self._number, BitMap(own))
        first, behind = (self._having.rank(one - 1) if one else 0 for one in (own.start, own.stop))
        passages = self._having[first:behind]
        return self._matcher.admitted(self._number, passages) if passages else passages

    def _in_passages(self, passages: Iterable[int]) -> Iterator[int]:
        for passage in passages:
            yield from self._matcher.places_within(self._sought, self._number, passage)

    def _in_text(self, begin: int, end: int) -> Iterator[int]:
        """Places from one up to another, whatever passages they lie in."""
        folded = self._sought.phrase.folded
        key = folded.encode("utf-16-be")
        units = len(key) // 2
        for first in range(begin, end, _BLOCK):
            behind = min(first + _BLOCK + units - 1, end)
            text = self._part.text[2 * first : 2 * behind].tobytes()
            places = []
            at = text.find(key)
            while at >= 0:
                if at % 2 == 0:
                    places.append(first + at // 2)
                at = text.find(key, at + 1)
            yield from self._matcher.seen(self._sought, self._number, places, folded)

    def _by_offset(self, member: int) -> Iterator[int]:
        """Those of a document whose notes and the like come last in the folded text."""
        document, begin = self._part.document(member), self._part.starts[member]
        first = self._part.passages_in(member).start
        in_file = sorted((document.number_at(one - first), one) for one in self._read_in(member))
        waiting: list[tuple[int, int]] = []
        for number, passage in in_file:
            # What stands before this passage stands before all that follow.
            reached = document.spans(number)[0][0]
            while waiting and waiting[0][0] < reached:
                yield heappop(waiting)[1]
            for place in self._matcher.places_within(self._sought, self._number, passage):
                heappush(waiting, (document.offset(place - begin), place))
        while waiting:
            yield heappop(waiting)[1]
