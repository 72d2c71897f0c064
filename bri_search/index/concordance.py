"""The concordance: the folded text of all documents with its suffix array.

Where a string occurs is two binary searches in the suffix array, read by mapping files into
memory. It comes in parts of bounded size; a string is looked up in each. Positions count UTF-16
units, which is what the folded text is stored in.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bri_search.errors import IndexDamaged
from bri_search.index.columns import WALL
from bri_search.index.container import Container
from bri_search.index.document_reader import PLACES, DocumentReader
from bri_search.index.foremost import ForemostPassages
from bri_search.index.postings import Postings

if TYPE_CHECKING:
    from bri_search.index import suffix_array
else:
    try:
        from bri_search.index import _suffix_array as suffix_array
    except ImportError:  # not compiled, or for another machine
        from bri_search.index import suffix_array

__all__ = [
    "SAMPLED",
    "STRIDE",
    "Concordance",
    "Part",
    "Position",
    "Range",
    "Ranges",
]

Range = tuple[int, int]
"""First and last, which is outside, of what stands together in the suffix array of a part."""

Ranges = tuple[Range, ...]

STRIDE = 64
"""Units after which a part notes anew which passage it has come to."""

SAMPLED = 96
"""Suffixes of which the first is noted with what it begins with."""

_OPEN_DOCUMENTS = 4096
_CUTS_KEPT = 16
_NOWHERE: frozenset[int] = frozenset()


class Position(NamedTuple):
    """Where a string begins: the serial number of a source, and the place in its stream."""

    serial: int
    position: int


class Part:
    """One part of the index, mapped into memory: documents with their share of the concordance.

    Places count the units of its text, from its first document on; passages that fold to anything
    are numbered in the order in which they stand in it. Raises IndexDamaged if it is another file
    than the one with this identity.
    """

    def __init__(self, path: Path, identity: str) -> None:
        self._container = container = Container(path)
        if container.identity != identity:
            raise IndexDamaged.at(path, "belongs to another build")
        self._text = container.bytes("folded")
        self._file, self._text_base = container.file, container.begin("folded")
        self._units = len(self._text) // 2
        self._low = container.array("suffixes low")
        self._high = container.array("suffixes high")
        suffixes = suffix_array.SuffixArray(
            self._text, self._low, self._high, container.array("samples"), SAMPLED
        )
        self.find = suffixes.find
        """The range of the suffix array whose suffixes begin with a string (UTF-16-BE).

        One that is empty stands where the string would.
        """
        self.places = suffixes.places
        """Where the suffixes of a range begin, in the order of what follows them."""
        self._passages = suffixes.passages
        self._serials = container.array("serials")
        self._firsts = container.array("bounds")[PLACES["starts"] :: len(PLACES)].tolist()
        self._starts = container.array("text starts")
        self._passage_starts = container.array("starts")
        self._passages_at = container.array("passages at")
        self._inside_characters = container.array("inside characters")
        self._word_breaks = container.array("word breaks")
        self._number_breaks = container.array("number breaks")
        self._native, self._characters = self._text.cast("H"), _Characters()
        self._member_by_serial = {serial: place for place, serial in enumerate(self._serials)}
        self.postings = Postings(container)
        self.foremost = ForemostPassages(container)
        self.document = lru_cache(maxsize=_OPEN_DOCUMENTS)(DocumentReader(container))
        """The document at a place in `serials`."""
        self._cuts: dict[str, frozenset[int]] = {}

    def __len__(self) -> int:
        """How many suffixes there are."""
        return len(self._low)

    @property
    def serials(self) -> list[int]:
        """The serial numbers of the sources in this part, in order."""
        return list(self._serials)

    def member(self, serial: int) -> int:
        """The place in `serials` of a source that is in this part."""
        return self._member_by_serial[serial]

    @property
    def text(self) -> memoryview:
        """The folded texts of its sources as UTF-16-BE bytes, a wall behind each."""
        return self._text

    @property
    def suffixes(self) -> tuple[memoryview, memoryview]:
        """Where each suffix begins, in their order: the low 16 bits and those above them.

        Suffixes that begin with a wall are left out.
        """
        return self._low, self._high

    @property
    def starts(self) -> memoryview:
        """Where the text of each source begins, in the order of `serials`."""
        return self._starts

    @property
    def passage_starts(self) -> memoryview:
        """Where each passage begins in the text, in units."""
        return self._passage_starts

    def passages_of(self, places: list[int]) -> list[int]:
        """The passage that each place lies in."""
        return suffix_array.passages_of(places, self._passage_starts, self._passages_at, STRIDE)

    def passages_counted(self, places: list[int]) -> dict[int, int]:
        """The passages that some places lie in, in their order, and how many lie in each."""
        return suffix_array.passages_counted(
            places, self._passage_starts, self._passages_at, STRIDE
        )

    def passages_found(self, first: int, last: int, step: int = 1) -> tuple[array[int], array[int]]:
        """The passages in which suffixes of a range begin, in their order, and how many in each.

        With `step` only one of so many suffixes is looked at.
        """
        found, counts = self._passages(
            first, last, step, self._passage_starts, self._passages_at, STRIDE
        )
        return array("I", found), array("I", counts)

    def bounds(self, passage: int) -> Range:
        """Where the folded text of a passage begins and ends, walls behind it included."""
        starts = self._passage_starts
        is_last = passage + 1 == len(starts)
        return starts[passage], self._units if is_last else starts[passage + 1]

    def lengths(self, passages: Iterable[int]) -> list[int]:
        """How many units each of some passages has in the part, with the walls behind it."""
        starts = self._passage_starts
        last, end = len(starts) - 1, self._units
        return [(starts[one + 1] if one < last else end) - starts[one] for one in passages]

    def folded_text(self, passage: int) -> str:
        """The folded text of a passage."""
        begin, end = self.bounds(passage)
        text = self._file[self._text_base + 2 * begin : self._text_base + 2 * end]
        # Behind it there may be walls.
        return text.decode("utf-16-be", "replace").rstrip(WALL)

    def by_document(self, places: list[int]) -> Iterator[tuple[int, list[int]]]:
        """Places in order, those in one document together, with its place in `serials`."""
        return _together(places, self.member_at, lambda member: self.text_of(member)[1])

    def in_file_order(self, member: int, places: list[int]) -> list[int]:
        """Places in a document, which are in order, in that of its file.

        Notes and the like come last in the folded text, wherever they stand in the file.
        """
        document, begin = self.document(member), self.starts[member]
        if document.is_in_order:
            return places
        return sorted(places, key=lambda place: document.offset(place - begin))

    def passages_by_document(self, passages: list[int]) -> Iterator[tuple[int, list[int]]]:
        """Passages in order, those of one document together, with its place in `serials`."""
        return _together(passages, self.member_of, lambda member: self.passages_in(member).stop)

    def member_of(self, passage: int) -> int:
        """The place in `serials` of the document that a passage is of."""
        return bisect_right(self._firsts, passage) - 1

    def member_at(self, place: int) -> int:
        """The place in `serials` of the document that a place of the text lies in."""
        return bisect_right(self._starts, place) - 1

    def text_of(self, member: int) -> Range:
        """Where the folded text of a document begins and ends, by its place in `serials`."""
        starts = self._starts
        is_last = member + 1 == len(starts)
        return starts[member], (self._units if is_last else starts[member + 1]) - 1

    def serial_of(self, member: int) -> int:
        """The serial number of the source at a place in `serials`."""
        return int(self._serials[member])

    def character(self, place: int) -> str | None:
        """The folded character (UTF-16 unit) at a place; None at a wall and beyond the ends."""
        return self._characters[self._native[place]] if 0 <= place < self._units else None

    def characters(self, places: Iterable[int]) -> list[str | None]:
        """The folded characters (UTF-16 units) at places of the text; None at a wall.

        One place before its beginning there is a wall, and behind its end no place.
        """
        # The last unit is a wall, and -1 the place of the last.
        return list(map(self._characters.__getitem__, map(self._native.__getitem__, places)))

    def is_word_break(self, place: int) -> bool:
        """Whether a mark that folds to nothing parts two words before a place."""
        return _is_among(place, self._word_breaks)

    def cut(self, string: str) -> frozenset[int]:
        """The places of a string at which it would take a character of the file apart.

        … folds to three full stops: it is found whole or not at all.
        """
        expanded = self.expanded
        if string[0] not in expanded and string[-1] not in expanded:
            return _NOWHERE
        known = self._cuts.get(string)
        if known is None:
            key = string.encode("utf-16-be")
            if len(self._cuts) == _CUTS_KEPT:
                self._cuts.clear()
            known = self._marked(key, self._inside_characters, (0, len(key) // 2))
            self._cuts[string] = known
        return known

    def regrouped(self, string: str, *, beside: bool = False) -> frozenset[int]:
        """The places of a string in which two digits meet that do not in the file: 30 in 3,000.

        With `beside`, those as well at whose edges they do.
        """
        key = string.encode("utf-16-be")
        pairs = (key[at : at + 4].decode("utf-16-be", "replace") for at in range(0, len(key), 2))
        meeting = [at for at, pair in enumerate(pairs, 1) if len(pair) == 2 and pair.isdecimal()]
        edges = [0, len(key) // 2] if beside else []
        return self._marked(key, self._number_breaks, [*edges, *meeting])

    def _marked(self, key: bytes, marks: memoryview, distances: Sequence[int]) -> frozenset[int]:
        """The places of a string (UTF-16-BE) with a mark at one of some distances behind."""
        if not len(marks) or not distances:
            return _NOWHERE
        first, last = self.find(key)
        if last - first <= len(marks):
            return frozenset(
                place
                for place in self.places(first, last)
                if any(_is_among(place + distance, marks) for distance in distances)
            )
        text, length = self._text, len(key)
        may_be = (mark - distance for distance in distances for mark in marks if mark >= distance)
        return frozenset(one for one in may_be if text[2 * one : 2 * one + length] == key)

    @cached_property
    def expanded(self) -> frozenset[str]:
        """Folded characters at which another would be taken apart, which has folded to several."""
        return frozenset(self._container.bytes("expanded").tobytes().decode("utf-16-be", "ignore"))

    def number_of(self, passage: int) -> tuple[int, int]:
        """The serial number of the source of a passage, and its number there."""
        member = self.member_of(passage)
        place = passage - self.passages_in(member).start
        return self._serials[member], self.document(member).number_at(place)

    def passages_in(self, member: int) -> range:
        """The passages of a document by its place in `serials`."""
        return range(self._firsts[member], self._firsts[member + 1])

    def position(self, place: int) -> Position:
        """A place as a position in the stream of a source."""
        member = self.member_at(place)
        return Position(self._serials[member], place - self._starts[member])

    def positions(self, first: int, last: int, step: int = 1) -> Iterator[Position]:
        """The positions of a range of the suffix array, in the order of what follows them."""
        return map(self.position, self.places(first, last, step))

    def around(
        self, first: int, last: int, before: int, behind: int, step: int = 1
    ) -> Iterator[tuple[Position, bytes, bytes]]:
        """The positions of a range of the suffix array, with the text up to and from each."""
        text = self._text
        for at in self.places(first, last, step):
            low = max(0, at - before)
            yield (
                self.position(at),
                bytes(text[2 * low : 2 * at]),
                bytes(text[2 * at : 2 * (at + behind)]),
            )

    def following(self, within: Range, depth: int) -> set[bytes]:
        """The UTF-16 units that follow a string of `depth` units, whose range is known."""
        text = self._text
        places = (2 * (at + depth) for at in self.places(*within))
        return {bytes(text[place : place + 2]) for place in places}


def _together(
    numbers: list[int], member_with: Callable[[int], int], end_of: Callable[[int], int]
) -> Iterator[tuple[int, list[int]]]:
    """Numbers in order, cut where the document ends that has them.

    Raises IndexError where one does not lie before the end of its document.
    """
    first = 0
    while first < len(numbers):
        member = member_with(numbers[first])
        behind = bisect_left(numbers, end_of(member), first)
        if behind == first:
            raise IndexError(f"{numbers[first]} is behind the end of document {member} of its part")
        yield member, numbers[first:behind]
        first = behind


class _Characters(dict[int, str | None]):
    """UTF-16 units, as they are read on this machine, as characters; None for a wall."""

    def __missing__(self, unit: int) -> str | None:
        character = chr(int.from_bytes(unit.to_bytes(2, sys.byteorder), "big"))
        found = self[unit] = None if character == WALL else character
        return found


def _is_among(place: int, places: memoryview) -> bool:
    """Whether a place is one of some, which are in order."""
    nearest = bisect_left(places, place)
    return nearest < len(places) and bool(places[nearest] == place)


class Concordance:
    """All parts as one: counts and positions of any string of folded text."""

    def __init__(self, parts: list[Part]) -> None:
        self.parts = tuple(parts)
        """The parts, for what looks at each alone."""

    def count(self, folded: str) -> int:
        """How often a string occurs, parts of characters included; nothing is read for it."""
        if not folded:
            return 0
        key = folded.encode("utf-16-be")
        total = 0
        for part in self.parts:
            first, last = part.find(key)
            total += last - first
        return total

    def positions(self, folded: str) -> list[Position]:
        """Every position of a string, by source and place."""
        if not folded:
            return []
        key = folded.encode("utf-16-be")
        found: list[Position] = []
        for part in self.parts:
            found += part.positions(*part.find(key))
        found.sort(key=lambda one: (one.serial, one.position))
        return found

    def sample(self, folded: str, most: int) -> list[Position]:
        """At most so many positions of a string, evenly drawn in the order of what follows."""
        drawn = self._drawn(self.ranges(folded), most)
        return [one for part, *some in drawn for one in part.positions(*some)]

    def around(
        self, ranges: Ranges, before: int, behind: int, most: int | None = None
    ) -> Iterator[tuple[Position, bytes, bytes]]:
        """Every position of a known string with so many UTF-16 units before it and from it on.

        Read without opening a document; it may run into the documents next to it, behind a wall.
        With `most`, at most so many positions, drawn as `sample` draws them.
        """
        for part, first, last, step in self._drawn(ranges, most):
            yield from part.around(first, last, before, behind, step)

    def _drawn(self, ranges: Ranges, most: int | None) -> Iterator[tuple[Part, int, int, int]]:
        """Of ranges, one a part, each part with what of its range is taken, at which step."""
        count = sum(last - first for first, last in ranges)
        step = 1 if most is None else max(1, -(-count // most))
        passed = 0
        for part, (first, last) in zip(self.parts, ranges, strict=True):
            yield part, first + -passed % step, last, step
            passed += last - first

    def ranges(self, folded: str) -> Ranges:
        """The ranges of a string, one a part; one that is empty stands where the string would."""
        return self.continued(None, 0, folded)

    def continued(self, known: Ranges | None, depth: int, folded: str) -> Ranges:
        """The ranges, one a part, of a known string that goes on with another.

        `known` are the ranges of a string of `depth` UTF-16 units; None and 0 for the empty one.
        One that is empty stands where the string would.
        """
        key = folded.encode("utf-16-be")
        within: Iterable[Range | None] = repeat(None) if known is None else known
        pairs = zip(self.parts, within, strict=known is not None)
        return tuple(part.find(key, one, depth) for part, one in pairs)

    def following(self, known: Ranges, depth: int) -> set[str]:
        """The characters that follow a known string of `depth` units; halves of rare ones not."""
        units: set[bytes] = set()
        for part, within in zip(self.parts, known, strict=True):
            units |= part.following(within, depth)
        return {unit.decode("utf-16-be", "ignore") for unit in units} - {""}
