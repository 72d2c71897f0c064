"""Where sources share a few characters: the seeds of the passages that they share.

Suffixes that begin alike stand together in the suffix array, so the places of a string that occurs
several times are a stretch of it. Nothing is compared with anything but its neighbours there; parts
are walked through side by side, so that a string is met in all of them at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bri_search.index.concordance import Part
from bri_search.index.sharing.units import (
    WORD,
    Flags,
    Places,
    Units,
    whole_words,
    words_within,
)

__all__ = ["MOST_NEIGHBOURS", "MOST_PLACES", "Seeding", "pairs"]

MOST_PLACES = 64
"""A string shorter than what is looked for, and in more places than this, is everyday wording."""

MOST_NEIGHBOURS = 128
"""Where a string stands very often, each place is set beside so many others in either direction."""

_SLICE = 1 << 21
_STEP = 8 * WORD
_DEEPEST = 64 * _STEP
Pairs = tuple[Places, Places]


@dataclass(frozen=True, slots=True)
class Seeding:
    """What is looked for: runs of `full` units, by their parts of `seed` units or more.

    Sources are numbers in `Units.serials`. With `one`, every pair has that source on one side;
    with `other` too, that one on the other side.
    """

    seed: int
    full: int
    one: int | None = None
    other: int | None = None

    def chosen(self, units: Units, places: Places) -> Places:
        """The places that lie in the two sources, where two are given."""
        if self.other is None:
            return places
        source = units.source(places)
        chosen: Places = places[(source == self.one) | (source == self.other)]
        return chosen

    def admits(self, first: Places, second: Places) -> Flags:
        """Which pairs of sources are wanted."""
        wanted: Flags = first != second
        if self.one is not None:
            wanted &= (first == self.one) | (second == self.one)
        return wanted


@dataclass(frozen=True, slots=True)
class _Classes:
    """Places at which the same string begins, class by class.

    `number` is the class of each place, ascending, `source` the source it lies in, and `left` the
    unit before it.
    """

    places: Places
    number: Places
    source: Places
    left: NDArray[np.uint16]

    def __getitem__(self, chosen: Flags) -> _Classes:
        return _Classes(
            self.places[chosen], self.number[chosen], self.source[chosen], self.left[chosen]
        )


def pairs(
    units: Units, parts: Sequence[Part], seeding: Seeding, progress: Callable[[int, int], None]
) -> Iterator[Pairs]:
    """Pairs of places in different sources at which the same `seed` units begin, smaller first.

    Only pairs that do not go on to the left are given: each begins a run that no other pair begins.
    All of them are, but for strings in more than MOST_PLACES places. Those are taken up only where
    `full` units are the same, and there each place is set beside the nearest ones, in the order of
    the suffixes, of the MOST_NEIGHBOURS stretches of other sources on either side. What goes on
    alike is near in that order, so the best counterpart of a place is among them.
    """
    done = 0
    for suffixes in _slices(units, parts, min(seeding.seed, WORD)):
        done += len(suffixes)
        progress(done, units.length)
        places = seeding.chosen(units, suffixes)
        strings = units.strings(places, seeding.seed)
        if len(parts) > 1:
            # Those of each part are in order, so that they are merged and not sorted.
            order = np.argsort(strings, kind="stable")
            places, strings = places[order], strings[order]
        begins = _beginning(strings, _offsets(seeding.seed))
        del strings
        classes = _classes(units, places, begins, seeding)
        if not len(classes.places):
            continue
        often = _sizes(classes.number) > MOST_PLACES
        seldom = classes[~often]
        yield from _wanted(seldom, seeding, _all(seldom))
        frequent = classes.places[often]
        if len(parts) > 1:
            frequent = _in_order(units, frequent)
        begins = _begins(units, frequent, _offsets(seeding.full))
        classes = _classes(units, frequent, begins, seeding)
        yield from _wanted(classes, seeding, _nearest(classes))


def _slices(units: Units, parts: Sequence[Part], size: int) -> Iterator[Places]:
    """The suffixes of all parts, slice by slice; those that begin with the same units together."""
    cuts = {b"\xff" * 2 * (size + 1)}
    for part in parts:
        for place in part.places(_SLICE, len(part), _SLICE):
            cuts.add(bytes(part.text[2 * place : 2 * (place + size)]))
    begins = [0] * len(parts)
    for cut in sorted(cuts):
        ends = [part.find(cut)[0] for part in parts]
        yield np.concatenate(
            [
                _suffixes(part, begin, end) + base
                for part, base, begin, end in zip(parts, units.bases, begins, ends, strict=True)
            ]
            or [np.zeros(0, np.int64)]
        )
        begins = ends


def _suffixes(part: Part, begin: int, end: int) -> Places:
    """A range of the suffix array of a part."""
    low, high = (
        np.frombuffer(bits[begin:end], dtype=f"=u{bits.itemsize}") for bits in part.suffixes
    )
    places: Places = high.astype(np.int64) << 16 | low
    return places


def _offsets(size: int) -> list[int]:
    """Where the words begin that make up a string of a size; the last two may overlap."""
    return [*range(0, size - WORD, WORD), size - WORD]


def _columns(units: Units, places: Places, offsets: Collection[int]) -> list[NDArray[np.uint64]]:
    """The words from each place on as keys to sort by, in the order that lexsort has them."""
    return [units.words(places + offset).byteswap() for offset in reversed(list(offsets))]


def _begins(units: Units, places: Places, offsets: Collection[int]) -> Flags:
    """Which places do not go on as the place before them does, in the words at some offsets."""
    begins = np.ones(len(places), np.bool_)
    going = np.arange(1, len(places))
    for offset in offsets:
        words = units.words(places[going] + offset)
        before = units.words(places[going - 1] + offset)
        going = going[(words == before) & whole_words(words)]
    begins[going] = False
    return begins


def _in_order(units: Units, places: Places) -> Places:
    """Places of several parts in the order of their suffixes, as far as _DEEPEST units tell.

    Only those that are still alike are compared further.
    """
    places = places.copy()
    slots, number = np.arange(len(places)), np.zeros(len(places), np.int64)
    for depth in range(0, _DEEPEST, _STEP):
        offsets = range(depth, depth + _STEP, WORD)
        tied = places[slots]
        tied = tied[np.lexsort([*_columns(units, tied, offsets), number])]
        places[slots] = tied
        begins = _begins(units, tied, offsets) | (np.diff(number, prepend=-1) != 0)
        alike = ~begins
        alike[:-1] |= ~begins[1:]
        slots, number = slots[alike], np.cumsum(begins)[alike]
        if not len(slots):
            break
    return places


def _beginning(strings: NDArray[np.bytes_], offsets: Collection[int]) -> Flags:
    """As `_begins`, of the strings at the places."""
    begins = np.zeros(len(strings), np.bool_)
    begins[:1] = True
    for offset in offsets:
        words = words_within(strings, offset)
        begins[1:] |= (words[1:] != words[:-1]) | ~whole_words(words[1:])
    return begins


def _classes(units: Units, places: Places, begins: Flags, seeding: Seeding) -> _Classes:
    """The classes that can begin a shared run, of places in the order of their suffixes.

    `begins` says which places do not go on as the one before them. A class counts where its places
    lie in two sources and not all have the same unit before them.
    """
    grouped = ~begins
    grouped[:-1] |= ~begins[1:]
    number: Places = np.cumsum(begins, dtype=np.int64)[grouped]
    places = places[grouped]
    if not len(places):
        return _Classes(places, number, places, np.zeros(0, np.uint16))
    classes = _Classes(places, number, units.source(places), units.units(places - 1))
    firsts = np.flatnonzero(np.diff(number, prepend=-1))
    counts = np.diff(np.append(firsts, len(number)))

    def differ(values: NDArray[np.int64] | NDArray[np.uint16]) -> Flags:
        flags: Flags = np.minimum.reduceat(values, firsts) != np.maximum.reduceat(values, firsts)
        return flags

    counting = differ(classes.source)
    counting &= differ(classes.left) | (np.minimum.reduceat(classes.left, firsts) == 0)
    if seeding.one is not None:
        counting &= np.logical_or.reduceat(classes.source == seeding.one, firsts)
    return classes[np.repeat(counting, counts)]


def _sizes(number: Places) -> Places:
    """How many places the class of each place has."""
    firsts = np.flatnonzero(np.diff(number, prepend=-1))
    counts = np.diff(np.append(firsts, len(number)))
    return np.repeat(counts, counts)


def _wanted(classes: _Classes, seeding: Seeding, found: Iterator[Pairs]) -> Iterator[Pairs]:
    """Those pairs of entries that are of wanted sources and do not go on to the left, as places."""
    for one, other in found:
        left = classes.left[one]
        chosen = seeding.admits(classes.source[one], classes.source[other])
        chosen &= (left != classes.left[other]) | (left == 0)
        first, second = classes.places[one[chosen]], classes.places[other[chosen]]
        if len(first):
            yield np.minimum(first, second), np.maximum(first, second)


def _all(classes: _Classes) -> Iterator[Pairs]:
    """All pairs of entries within each class."""
    firsts = np.flatnonzero(np.diff(classes.number, prepend=-1))
    counts = np.diff(np.append(firsts, len(classes.number)))
    ends = np.repeat(firsts + counts, counts)
    entries = np.arange(len(classes.number))
    for distance in range(1, int(counts.max(initial=0))):
        entries = entries[entries + distance < ends[entries]]
        yield entries, entries + distance


def _nearest(classes: _Classes) -> Iterator[Pairs]:
    """Each entry with the nearest one of the stretches of one source before and behind it."""
    if not len(classes.number):
        return
    parted = (np.diff(classes.number, prepend=-1) != 0) | (np.diff(classes.source, prepend=-1) != 0)
    firsts = np.flatnonzero(parted)
    lasts = np.append(firsts[1:], len(parted)) - 1
    number = classes.number[firsts]
    stretch = np.cumsum(parted) - 1
    behind = np.arange(len(parted))
    # A pair of the first entry of one stretch and the last of another is met from the latter.
    before = np.flatnonzero(~parted)
    for distance in range(1, MOST_NEIGHBOURS + 1):
        target = stretch[behind] + distance
        behind = behind[target < len(firsts)]
        target = target[target < len(firsts)]
        alike = number[target] == classes.number[behind]
        behind = behind[alike]
        yield behind, firsts[target[alike]]
        target = stretch[before] - distance
        before = before[target >= 0]
        target = target[target >= 0]
        alike = number[target] == classes.number[before]
        before = before[alike]
        yield before, lasts[target[alike]]
        if not len(behind) and not len(before):
            return
