"""The concordance: the folded text of all documents with its suffix array.

Where a string occurs is two binary searches in the suffix array, read by mapping files into
memory. It comes in parts of bounded size; a string is looked up in each. Positions count UTF-16
units, which is what the folded text is stored in.
"""

from __future__ import annotations

import os
import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

from bri_search.errors import IndexDamaged
from bri_search.index.container import Container, write_container
from bri_search.index.documents import WALL

__all__ = ["LARGEST_PART", "Concordance", "Part", "Position", "Range", "Ranges", "write_part"]

Range = tuple[int, int]
"""First and last, which is outside, of what stands together in the suffix array of a part."""

Ranges = tuple[Range, ...]

LARGEST_PART = 32_000_000
"""Characters of folded text after which a part is closed."""

_STRETCH = 1 << 20
_WALL_BYTES = WALL.encode("utf-16-be")


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """Where a string begins: the serial number of a source, and the place in its stream."""

    serial: int
    position: int


def write_part(path: Path, texts: Iterable[tuple[int, memoryview]]) -> str:
    """Write a part: folded texts as UTF-16-BE bytes with the serial numbers of their sources.

    Gives the identity that the part has to have when it is read.
    """
    import numpy
    import pydivsufsort

    # Bytes are sorted and not units, which pydivsufsort would turn into bytes in copies of its
    # own: of big-endian units the order is the same, and every second suffix begins a unit.
    joined = bytearray()
    serials = array("I")
    starts = array("I")
    for serial, text in texts:
        serials.append(serial)
        starts.append(len(joined) // 2)
        joined += text
        joined += _WALL_BYTES
    suffixes = pydivsufsort.divsufsort(numpy.frombuffer(joined, dtype=numpy.uint8))
    count = 0
    for first in range(0, len(suffixes), _STRETCH):
        stretch = suffixes[first : first + _STRETCH]
        units = stretch[(stretch & 1) == 0] >> 1
        suffixes[count : count + len(units)] = units
        count += len(units)
    walls = int((numpy.frombuffer(joined, dtype=numpy.uint16) == 0).sum())
    return write_container(
        path,
        {
            "text": joined,
            "suffixes": memoryview(suffixes[walls:count]).cast("B").cast("I"),
            "serials": serials,
            "starts": starts,
        },
    )


def _sort_alone() -> None:
    """Sort with one thread from now on.

    A process that was forked has none of the threads that OpenMP began before, and would wait for
    them for ever.
    """
    if "pydivsufsort" in sys.modules:
        from pydivsufsort import dll

        with suppress(AttributeError):  # built without OpenMP
            dll.libdivsufsort.omp_set_num_threads(1)


os.register_at_fork(after_in_child=_sort_alone)


class Part:
    """One part of the concordance, mapped into memory; raises IndexDamaged if it is another."""

    def __init__(self, path: Path, identity: str) -> None:
        container = Container(path)
        if container.identity != identity:
            raise IndexDamaged(f"{path}: belongs to another build; run bri-search index --rebuild")
        self._text = container.bytes("text")
        self._suffixes = container.array("suffixes")
        self._serials = container.array("serials")
        self._starts = container.array("starts")

    @property
    def serials(self) -> list[int]:
        """The serial numbers of the sources in this part, in order."""
        return list(self._serials)

    @property
    def text(self) -> memoryview:
        """The folded texts of its sources as UTF-16-BE bytes, a wall behind each."""
        return self._text

    @property
    def suffixes(self) -> memoryview:
        """Where each suffix begins, in their order; those that begin with a wall are left out."""
        return self._suffixes

    @property
    def starts(self) -> memoryview:
        """Where the text of each source begins, in the order of `serials`."""
        return self._starts

    def find(self, key: bytes, within: Range | None = None, depth: int = 0) -> Range:
        """The range of the suffix array whose suffixes begin with a string (UTF-16-BE).

        With `within`, the range of a string of `depth` units, those that go on with the key.
        """
        text, suffixes, length = self._text, self._suffixes, len(key)
        low, last = within or (0, len(suffixes))
        high = last
        while low < high:
            middle = (low + high) // 2
            at = 2 * (suffixes[middle] + depth)
            if bytes(text[at : at + length]) < key:
                low = middle + 1
            else:
                high = middle
        first, high = low, last
        while low < high:
            middle = (low + high) // 2
            at = 2 * (suffixes[middle] + depth)
            if bytes(text[at : at + length]) <= key:
                low = middle + 1
            else:
                high = middle
        return first, low

    def positions(self, first: int, last: int, step: int = 1) -> Iterator[Position]:
        """The positions of a range of the suffix array, in the order of what follows them."""
        starts, serials = self._starts, self._serials
        for at in self._suffixes[first:last:step]:
            source = bisect_right(starts, at) - 1
            yield Position(serials[source], at - starts[source])

    def around(
        self, first: int, last: int, before: int, behind: int, step: int = 1
    ) -> Iterator[tuple[Position, bytes, bytes]]:
        """The positions of a range of the suffix array, with the text up to and from each."""
        text, starts, serials = self._text, self._starts, self._serials
        for at in self._suffixes[first:last:step]:
            source = bisect_right(starts, at) - 1
            place = Position(serials[source], at - starts[source])
            low = max(0, at - before)
            yield place, bytes(text[2 * low : 2 * at]), bytes(text[2 * at : 2 * (at + behind)])


    def following(self, within: Range, depth: int) -> set[bytes]:
        """The UTF-16 units that follow a string of `depth` units, whose range is known."""
        text = self._text
        places = (2 * (at + depth) for at in self._suffixes[within[0] : within[1]])
        return {bytes(text[place : place + 2]) for place in places}


class Concordance:
    """All parts as one: counts and positions of any string of folded text."""

    def __init__(self, parts: list[Part]) -> None:
        self._parts = parts

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts, for what has to read all of the text."""
        return tuple(self._parts)

    def count(self, folded: str) -> int:
        """How often a string occurs, parts of characters included; nothing is read for it."""
        if not folded:
            return 0
        key = folded.encode("utf-16-be")
        return sum(last - first for first, last in (part.find(key) for part in self._parts))

    def positions(self, folded: str) -> list[Position]:
        """Every position of a string, by source and place."""
        if not folded:
            return []
        key = folded.encode("utf-16-be")
        found: list[Position] = []
        for part in self._parts:
            found += part.positions(*part.find(key))
        found.sort(key=lambda one: (one.serial, one.position))
        return found

    def sample(self, folded: str, most: int) -> tuple[int, list[Position]]:
        """How often a string occurs, and at most so many of its positions, evenly drawn."""
        key = folded.encode("utf-16-be")
        ranges = [part.find(key) for part in self._parts]
        count = sum(last - first for first, last in ranges)
        step = max(1, -(-count // most))
        found: list[Position] = []
        for part, (first, last) in zip(self._parts, ranges, strict=True):
            found += part.positions(first, last, step)
        return count, found

    def around(
        self, folded: str, before: int, behind: int, most: int | None = None
    ) -> Iterator[tuple[Position, bytes, bytes]]:
        """Every position of a string with so many UTF-16 units before it and from it on.

        Read without opening a document; it may run into the documents next to it, behind a wall.
        With `most`, at most so many positions, evenly drawn from them in the order of what follows.
        """
        key = folded.encode("utf-16-be")
        ranges = [part.find(key) for part in self._parts]
        count = sum(last - first for first, last in ranges)
        step = 1 if most is None else max(1, -(-count // most))
        for part, (first, last) in zip(self._parts, ranges, strict=True):
            yield from part.around(first, last, before, behind, step)

    def continued(self, known: Ranges | None, depth: int, folded: str) -> Ranges:
        """The ranges, one a part, of a known string that goes on with another.

        `known` are the ranges of a string of `depth` UTF-16 units; None and 0 for the empty one.
        """
        key = folded.encode("utf-16-be")
        within: Iterable[Range | None] = repeat(None) if known is None else known
        pairs = zip(self._parts, within, strict=known is not None)
        return tuple(part.find(key, one, depth) for part, one in pairs)

    def following(self, known: Ranges, depth: int) -> set[str]:
        """The characters that follow a known string of `depth` units; halves of rare ones not."""
        units: set[bytes] = set()
        for part, within in zip(self._parts, known, strict=True):
            units |= part.following(within, depth)
        return {unit.decode("utf-16-be", "ignore") for unit in units} - {""}
