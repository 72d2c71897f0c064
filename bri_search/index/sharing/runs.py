"""Passages that sources share, from the suffix array of the concordance.

A common run is a stretch of folded characters that stands in two sources, between walls, and that
cannot be made longer on either side: a maximal exact match. Runs that follow one
another in both sources with a few differing characters between them make one shared passage.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from bri_search.index.concordance import Concordance, Part
from bri_search.index.sharing.chains import Chains, chained
from bri_search.index.sharing.neighbours import with_neighbours
from bri_search.index.sharing.seeds import Pairs, Seeding, pairs
from bri_search.index.sharing.units import WORD, Places, Units

__all__ = [
    "Coverage",
    "Covered",
    "Shared",
    "SharedPassage",
    "find_coverage",
    "find_shared",
]

_BATCH = 1 << 19
Progress = Callable[[int, int], None]
_Compact = tuple[NDArray[np.integer[Any]], NDArray[np.integer[Any]]]


@dataclass(frozen=True, slots=True)
class SharedPassage:
    """A passage that two sources share; positions count UTF-16 units in the stream of each source.

    `runs` are its common runs, in order: where each begins in the first source and in the second,
    and its length. `length` is how many folded characters they have together.
    """

    first: int
    second: int
    runs: tuple[tuple[int, int, int], ...]
    length: int


@dataclass(frozen=True, slots=True)
class Shared:
    """The longest passages that sources share, longest first, and how many there are in all."""

    total: int
    passages: tuple[SharedPassage, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many folded characters of one source stand in passages that it shares with another."""

    serial: int
    other: int
    characters: int
    of: int


@dataclass(frozen=True, slots=True)
class Covered:
    """What sources share with one another, greatest share first, and how many such pairs exist.

    `sizes` are the folded characters of all sources, by serial number.
    """

    total: int
    coverage: Sequence[Coverage]
    sizes: dict[int, int]


class _Coverages(Sequence[Coverage]):
    """Coverage of pairs of sources in columns, for there may be millions; made as asked for."""

    def __init__(self, serials: list[int], *columns: NDArray[np.int64]) -> None:
        self._serials = serials
        self._columns = [array("q", column.tobytes()) for column in columns]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Coverages) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __len__(self) -> int:
        return len(self._columns[0])

    @overload
    def __getitem__(self, place: int) -> Coverage: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Coverage]: ...
    def __getitem__(self, place: int | slice) -> Coverage | Sequence[Coverage]:
        if isinstance(place, slice):
            return tuple(self[one] for one in range(*place.indices(len(self))))
        source, other, characters, of = (column[place] for column in self._columns)
        return Coverage(self._serials[source], self._serials[other], characters, of)


def find_shared(
    concordance: Concordance,
    min_length: int,
    *,
    best: int | None = None,
    one: int | None = None,
    other: int | None = None,
    progress: Progress = lambda _done, _total: None,
) -> Shared:
    """Find the passages of `min_length` folded characters and more that two sources share.

    With `best`, only so many, the longest. With `one`, only those of the source with this serial
    number, and with `other` those that these two share. `progress` is called with how many of how
    many steps are done.

    Runs are found by a part of half their length, so that a passage with one difference in it is
    found however the difference parts it. A string shorter than `min_length` that stands in more
    than `seeds.MOST_PLACES` places is no such part: it is everyday wording. A longer one in very
    many places is set, in each of them, beside the `seeds.MOST_NEIGHBOURS` nearest on either side
    in the order of the suffixes, and not beside all.

    Where a passage stands several times in both sources, each of its places is given with the
    counterpart with which it has most in common, and of several such with the one at the most alike
    depth of its source; not every place with every other.
    """
    units = Units(concordance.parts)
    total = 0
    kept = Chains.joined([])
    waiting: list[Chains] = []
    for chains in _all_chains(units, concordance.parts, min_length, one, other, progress):
        total += len(chains)
        waiting.append(chains)
        if best is not None:
            kept = Chains.joined([kept, *waiting]).longest(best)
            waiting = []
    return Shared(total, tuple(_passages(units, Chains.joined([kept, *waiting]).longest(best))))


def find_coverage(
    concordance: Concordance,
    min_length: int,
    *,
    best: int | None = None,
    progress: Progress = lambda _done, _total: None,
) -> Covered:
    """How much of each source stands in passages that it shares with each other.

    All of a passage counts, the few characters that differ in it too. The passages are those of
    `find_shared`; with `best`, only so many pairs of sources, those with the greatest shares.
    """
    units = Units(concordance.parts)
    sizes = units.sizes()
    none = np.zeros(0, np.int64)
    found = [(none, none, none)]
    for chains in _all_chains(units, concordance.parts, min_length, None, None, progress):
        first, second = units.source(chains.first_start), units.source(chains.second_start)
        found.append(_covered(units, first, second, chains.first_start, chains.first_end))
        found.append(_covered(units, second, first, chains.second_start, chains.second_end))
    source, other, characters = (np.concatenate(several) for several in zip(*found, strict=True))
    order = np.lexsort((other, source, -characters / np.maximum(sizes[source], 1)))[:best]
    columns = source[order], other[order], characters[order], sizes[source[order]]
    return Covered(
        len(source),
        _Coverages(units.serials, *columns),
        dict(zip(units.serials, sizes.tolist(), strict=True)),
    )


def _all_chains(
    units: Units,
    parts: Sequence[Part],
    min_length: int,
    one: int | None,
    other: int | None,
    progress: Progress,
) -> Iterator[Chains]:
    number = {serial: place for place, serial in enumerate(units.serials)}
    seeding = Seeding(
        seed=max(WORD, (min_length + 1) // 2),
        full=min_length,
        one=None if one is None else number[one],
        other=None if other is None else number[other],
    )
    # Pairs wait in as few bytes as will do: there may be tens of millions.
    small = np.uint32 if units.length < 1 << 32 else np.int64
    found: list[_Compact] = [
        (first.astype(small), second.astype(small))
        for first, second in pairs(
            units, parts, seeding, lambda done, total: progress(done, 2 * total)
        )
    ]
    for batch, done in _batches(units, found):
        progress(units.length + done, 2 * units.length)
        yield chained(units, with_neighbours(units, *batch), min_length)


def _passages(units: Units, chains: Chains) -> Iterator[SharedPassage]:
    ends = np.cumsum(chains.run_counts).tolist()
    begins = [0, *ends]
    first_source, second_source = units.source(chains.run_first), units.source(chains.run_second)
    runs = list(
        zip(
            units.in_stream(chains.run_first, first_source).tolist(),
            units.in_stream(chains.run_second, second_source).tolist(),
            chains.run_length.tolist(),
            strict=True,
        )
    )
    for number, end in enumerate(ends):
        begin = begins[number]
        yield SharedPassage(
            first=units.serials[int(first_source[begin])],
            second=units.serials[int(second_source[begin])],
            runs=tuple(runs[begin:end]),
            length=int(chains.length[number]),
        )


def _batches(units: Units, found: list[_Compact]) -> Iterator[tuple[Pairs, int]]:
    """All pairs, those of a source on the first side together; and where in the text that ends."""
    if not found:
        return
    first = np.concatenate([one for one, _ in found])
    second = np.concatenate([other for _, other in found])
    found.clear()
    order = np.argsort(first)
    begin = 0
    while begin < len(order):
        end = min(begin + _BATCH, len(order)) - 1
        last = units.source(first[order[end : end + 1]].astype(np.int64))
        upto = units.end_of(int(last[0]))
        end = int(np.searchsorted(first, first.dtype.type(upto), sorter=order))
        batch = order[begin:end]
        yield (first[batch].astype(np.int64), second[batch].astype(np.int64)), upto
        begin = end


def _covered(
    units: Units, sources: Places, others: Places, start: Places, end: Places
) -> tuple[Places, Places, Places]:
    """The characters of the stretches that a source shares with another, each counted once."""
    order = np.lexsort((start, others, sources))
    sources, others, start, end = sources[order], others[order], start[order], end[order]
    new_pair = (np.diff(sources, prepend=-1) != 0) | (np.diff(others, prepend=-1) != 0)
    firsts = np.flatnonzero(new_pair)
    base = (np.cumsum(new_pair) - 1) * (units.length + 1)
    reached = np.maximum.accumulate(base + end) - base
    # Of each stretch only what lies behind all those before it.
    begins = np.where(new_pair, start, np.maximum(start, np.append(0, reached[:-1])))
    characters = units.characters(begins, np.maximum(begins, end))
    totals = np.add.reduceat(characters, firsts) if len(firsts) else characters
    return sources[firsts], others[firsts], totals
