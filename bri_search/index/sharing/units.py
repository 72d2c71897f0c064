"""All folded text as one sequence of UTF-16 units, read in bulk; nothing of it is copied.

A place is the number of a unit in this sequence, in which the parts of the concordance follow one
another. Before the first place and behind the last there are walls.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bri_search.index.concordance import Part

__all__ = ["WORD", "Flags", "Places", "Units", "Words", "whole_words", "words_within"]

Places = NDArray[np.int64]
Words = NDArray[np.uint64]
Flags = NDArray[np.bool_]

WORD = 4
"""Units that are read and compared at once."""

_BITS = np.uint64(16)
_WHOLE = np.uint64(64)
_LANES = tuple(np.uint64(0xFFFF << 16 * lane) for lane in range(WORD))
_ONES = np.uint64(0x0001_0001_0001_0001)
_TOPS = np.uint64(0x8000_8000_8000_8000)
_FEW = 256
_STRETCH = 4096
_BLOCK = 1 << 22


class Units:
    """The text of some parts of the concordance."""

    def __init__(self, parts: Sequence[Part]) -> None:
        sizes = [len(part.text) // 2 for part in parts]
        self.bases: Places = np.cumsum([0, *sizes], dtype=np.int64)[:-1]
        self.length = sum(sizes)
        self.serials: list[int] = [serial for part in parts for serial in part.serials]
        self._starts: Places = np.concatenate(
            [
                np.frombuffer(part.starts, dtype=np.uint32).astype(np.int64) + base
                for part, base in zip(parts, self.bases, strict=True)
            ]
            or [np.zeros(0, np.int64)]
        )
        # What each part begins with, the next ones taken in where it is short; walls behind all.
        heads = [bytes(2 * WORD)]
        for part in reversed(parts):
            heads.insert(0, (bytes(part.text[: 2 * WORD]) + heads[0])[: 2 * WORD])
        self._texts = [part.text for part in parts]
        texts = [
            bytes(part.text) + heads[number + 1] if size < WORD else part.text
            for number, (part, size) in enumerate(zip(parts, sizes, strict=True))
        ]
        self._units = [
            np.frombuffer(text, dtype=">u2")[:size] for text, size in zip(texts, sizes, strict=True)
        ]
        # Words overlap: one begins at each unit. As raw bytes they are gathered twice as fast.
        self._words = [
            np.ndarray((len(text) // 2 - WORD + 1,), dtype="V8", buffer=text, strides=(2,))
            for text in texts
        ]
        self._begins = np.frombuffer(b"".join(heads), dtype="<u8")
        self.halved = self._low_surrogates()

    def _low_surrogates(self) -> Places:
        """Where the second unit of a rare ideograph stands."""
        found = [np.zeros(0, np.int64)]
        for base, units in zip(self.bases, self._units, strict=True):
            for begin in range(0, len(units), _BLOCK):
                block = units[begin : begin + _BLOCK]
                places = np.flatnonzero((block >= 0xDC00) & (block < 0xE000))
                found.append(places + (begin + int(base)))
        return np.concatenate(found)

    def characters(self, start: Places, end: Places) -> Places:
        """How many characters stand from each start to its end."""
        if not len(self.halved):
            return end - start
        halved = np.searchsorted(self.halved, end) - np.searchsorted(self.halved, start)
        return end - start - halved

    def sizes(self) -> Places:
        """How many folded characters each source has, walls left out."""
        ends = np.append(self._starts, self.length)
        walls: Places = np.concatenate(
            [np.zeros(0, np.int64)]
            + [
                np.flatnonzero(units == 0) + base
                for base, units in zip(self.bases, self._units, strict=True)
            ]
        )
        between = np.diff(np.searchsorted(walls, ends))
        sizes: Places = self.characters(ends[:-1], ends[1:]) - between
        return sizes

    def source(self, places: Places) -> Places:
        """The source that each place lies in, as its place in `serials`."""
        return np.searchsorted(self._starts, places, side="right") - 1

    def end_of(self, source: int) -> int:
        """The place behind the last of a source."""
        ends = np.append(self._starts[1:], self.length)
        return int(ends[source])

    def depth(self, places: Places, sources: Places) -> Places:
        """How deep in their sources places lie, in thousandths."""
        sizes = np.diff(np.append(self._starts, self.length))
        return self.in_stream(places, sources) * 1000 // np.maximum(sizes[sources], 1)

    def in_stream(self, places: Places, sources: Places) -> Places:
        """Places counted from where their source begins."""
        return places - self._starts[sources]

    def units(self, places: Places) -> NDArray[np.uint16]:
        """The unit at each place; 0 where there is none."""
        inside = np.clip(places, 0, max(self.length - 1, 0))
        found = np.zeros(len(places), np.uint16)
        for owned, local, part in self._by_part(inside):
            units = self._units[part]
            found[owned] = units[local]
        found[inside != places] = 0
        return found

    def words(self, places: Places) -> Words:
        """The four units from each place on."""
        found = np.zeros(len(places), np.uint64)
        inside = np.clip(places, 0, max(self.length - 1, 0))
        for owned, local, part in self._by_part(inside):
            words = self._words[part]
            last = len(words) - 1
            read = words[np.minimum(local, last)].view("<u8")
            over = np.flatnonzero(local > last)
            if len(over):
                # The last of these four units are the first of the next part.
                missing = (local[over] - last).astype(np.uint64) * _BITS
                read[over] = read[over] >> missing | self._begins[part + 1] << _WHOLE - missing
            found[owned] = read
        outside = np.flatnonzero(inside != places)
        before = outside[(places[outside] < 0) & (places[outside] > -WORD)]
        found[outside] = 0
        if len(before):
            found[before] = self._begins[0] << (-places[before]).astype(np.uint64) * _BITS
        return found

    def strings(self, places: Places, size: int) -> NDArray[np.bytes_]:
        """So many units from each place on, which compare as their bytes do.

        Behind the end of a part, which is a wall, there are walls.
        """
        found = np.zeros(len(places), f"S{2 * size}")
        for owned, local, part in self._by_part(places):
            text = self._texts[part]
            last = len(text) // 2 - size
            if last >= 0:
                whole = np.ndarray((last + 1,), found.dtype, buffer=text, strides=(2,))
                found[owned] = whole[np.minimum(local, last)]
            over = np.flatnonzero(local > last)
            owners = over if isinstance(owned, slice) else owned[over]
            for owner, place in zip(owners.tolist(), local[over].tolist(), strict=True):
                found[owner] = bytes(text[2 * place :])
        return found

    def _by_part(self, places: Places) -> list[tuple[slice | NDArray[np.intp], Places, int]]:
        """Which of some places lie in each part, and where in it."""
        if len(self._units) == 1:
            return [(slice(None), places, 0)]
        owners = np.searchsorted(self.bases, places, side="right") - 1
        chosen = [np.flatnonzero(owners == part) for part in range(len(self._units))]
        return [(own, places[own] - self.bases[part], part) for part, own in enumerate(chosen)]

    def common(self, first: Places, second: Places) -> Places:
        """How many units from each of two places on are the same, up to a wall."""
        length = np.zeros(len(first), np.int64)
        going = np.arange(len(first))
        while len(going) > _FEW:
            one = self.words(first[going] + length[going])
            other = self.words(second[going] + length[going])
            whole = (one == other) & whole_words(one)
            parted = ~whole
            length[going[parted]] += _same_units(one[parted], other[parted])
            going = going[whole]
            length[going] += WORD
        for number in going.tolist():
            length[number] += self._stretch(
                int(first[number] + length[number]), int(second[number] + length[number])
            )
        return length

    def _stretch(self, first: int, second: int) -> int:
        """How many units from two places on are the same; for the few that are long."""
        same = 0
        while True:
            one, other = self._slice(first + same), self._slice(second + same)
            size = min(len(one), len(other))
            ends = np.flatnonzero((one[:size] != other[:size]) | (one[:size] == 0))
            if len(ends):
                return same + int(ends[0])
            if not size:
                return same
            same += size

    def _slice(self, place: int) -> NDArray[np.uint16]:
        if place >= self.length:
            return np.zeros(0, np.uint16)
        part = int(np.searchsorted(self.bases, place, side="right")) - 1
        local = place - int(self.bases[part])
        return self._units[part][local : local + _STRETCH]

    def common_before(self, first: Places, second: Places, most: int) -> Places:
        """How many units before each of two places are the same, up to a wall and to `most`."""
        length = np.zeros(len(first), np.int64)
        going = np.arange(len(first))
        for back in range(1, most + 1):
            one = self.units(first[going] - back)
            going = going[(one == self.units(second[going] - back)) & (one != 0)]
            length[going] += 1
        return length


def words_within(strings: NDArray[np.bytes_], offset: int) -> Words:
    """The four units from an offset on of each string."""
    size = strings.dtype.itemsize
    column = strings.view(np.uint8).reshape(len(strings), size)[:, 2 * offset : 2 * (offset + WORD)]
    words: Words = np.ascontiguousarray(column).view("<u8").reshape(len(strings))
    return words


def whole_words(words: Words) -> Flags:
    """Which words hold no wall (the test for a zero in Hacker's Delight, 6-1)."""
    flags: Flags = ((words - _ONES) & ~words & _TOPS) == 0
    return flags


def _same_units(one: Words, other: Words) -> Places:
    """How many units two words begin with that are the same and no walls."""
    differing = one ^ other
    same = np.zeros(len(one), np.int64)
    going = np.ones(len(one), np.bool_)
    for lane in _LANES:
        going &= (differing & lane == 0) & (one & lane != 0)
        same += going
    return same
