"""Joining common runs that differ by a few characters, and choosing among repeats."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from bri_search.index.sharing.neighbours import LEAST_RUN, Runs
from bri_search.index.sharing.units import Flags, Places, Units

__all__ = ["JOINED_ACROSS", "Chains", "chained"]

JOINED_ACROSS = 8
"""The most characters, in either source, that two runs of one shared passage are parted by."""

_CANDIDATES = 8


@dataclass(frozen=True, slots=True)
class Chains:
    """Shared passages: where each begins and ends in two sources, and its runs one after another.

    `length` is how many characters the runs of a passage have together, and `run_counts` how many
    runs there are.
    """

    first_start: Places
    first_end: Places
    second_start: Places
    second_end: Places
    length: Places
    run_counts: Places
    run_first: Places
    run_second: Places
    run_length: Places

    @classmethod
    def joined(cls, several: list[Chains]) -> Chains:
        """Several as one."""
        none = np.zeros(0, np.int64)
        return cls(
            *(
                np.concatenate([none, *(getattr(one, field.name) for one in several)])
                for field in fields(cls)
            )
        )

    def __len__(self) -> int:
        return len(self.length)

    def longest(self, count: int | None) -> Chains:
        """The longest ones, or all, longest first and from there in the order of the text."""
        order = np.lexsort((self.second_start, self.first_start, -self.length))[:count]
        counts = self.run_counts[order]
        begins = (np.cumsum(self.run_counts) - self.run_counts)[order]
        within = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
        runs = np.repeat(begins, counts) + within
        return Chains(
            first_start=self.first_start[order],
            first_end=self.first_end[order],
            second_start=self.second_start[order],
            second_end=self.second_end[order],
            length=self.length[order],
            run_counts=counts,
            run_first=self.run_first[runs],
            run_second=self.run_second[runs],
            run_length=self.run_length[runs],
        )


def chained(units: Units, runs: Runs, min_length: int) -> Chains:
    """The shared passages that runs make, those of `min_length` characters or more."""
    sources = units.source(runs.first), units.source(runs.second)
    order = np.argsort(runs.first * units.length + runs.second)
    by_source = (sources[0] * len(units.serials) + sources[1])[order]
    order = order[np.argsort(by_source, kind="stable")]
    runs, one, other = runs[order], sources[0][order], sources[1][order]
    pair = np.cumsum((np.diff(one, prepend=-1) != 0) | (np.diff(other, prepend=-1) != 0)) - 1
    before, trimmed = _predecessors(units, runs, pair)
    first, second = runs.first + trimmed, runs.second + trimmed
    length = units.characters(first, runs.first + runs.length)
    root = _roots(before)
    total = np.bincount(root, weights=length, minlength=len(root)).astype(np.int64)
    is_last = np.ones(len(root), np.bool_)
    is_last[before[before >= 0]] = False
    last = np.zeros(len(root), np.int64)
    last[root[is_last]] = np.flatnonzero(is_last)
    heads = np.flatnonzero((before < 0) & (total >= min_length))
    tails = last[heads]
    starts = runs.first[heads], runs.second[heads]
    ends = (runs.first + runs.length)[tails], (runs.second + runs.length)[tails]
    apart = np.abs(units.depth(starts[0], one[heads]) - units.depth(starts[1], other[heads]))
    kept = np.zeros(len(heads), np.bool_)
    for start, end in zip(starts, ends, strict=True):
        kept |= _not_contained(pair[heads], start, end, total[heads], apart, units.length + 1)
    heads = heads[kept]
    rank = np.full(len(root), -1)
    rank[heads] = np.arange(len(heads))
    members = np.flatnonzero(rank[root] >= 0)
    members = members[np.argsort(rank[root[members]], kind="stable")]
    return Chains(
        first_start=starts[0][kept],
        first_end=ends[0][kept],
        second_start=starts[1][kept],
        second_end=ends[1][kept],
        length=total[heads],
        run_counts=np.bincount(rank[root[members]], minlength=len(heads)),
        run_first=first[members],
        run_second=second[members],
        run_length=(runs.length - trimmed)[members],
    )


def _predecessors(units: Units, runs: Runs, pair: Places) -> tuple[Places, Places]:
    """The run that each run follows in its passage, or -1; and what both would count, left out."""
    count, span = len(pair), units.length + 1
    key = pair * span + runs.first
    ends = runs.first + runs.length, runs.second + runs.length
    entries = np.arange(count)
    at = np.maximum(np.searchsorted(key, pair * span + ends[0] - JOINED_ACROSS), entries + 1)
    best = np.full(count, 4 * JOINED_ACROSS)
    follower = np.full(count, -1)
    for step in range(_CANDIDATES):
        near = entries[at + step < count]
        candidate = at[near] + step
        gaps = runs.first[candidate] - ends[0][near], runs.second[candidate] - ends[1][near]
        fits = (pair[candidate] == pair[near]) & (np.maximum(*gaps) <= JOINED_ACROSS)
        fits &= np.minimum(*gaps) >= -JOINED_ACROSS
        # One that begins before it in the second source would lose its beginning there.
        fits &= runs.second[candidate] >= runs.second[near]
        near, candidate = near[fits], candidate[fits]
        gap, overlap = _gap(gaps[0][fits], gaps[1][fits])
        fits = (runs.length[candidate] - overlap >= LEAST_RUN) & (gap <= JOINED_ACROSS)
        fits &= (gap > 0) & (gap + overlap < best[near])
        best[near[fits]] = (gap + overlap)[fits]
        follower[near[fits]] = candidate[fits]
    joining = np.flatnonzero(follower >= 0)
    joining = joining[_no_wall(units, ends, runs, joining, follower[joining])]
    # Of several runs that one might follow, the nearest.
    joining = joining[np.lexsort((-runs.length[joining], best[joining], follower[joining]))]
    joining = joining[np.diff(follower[joining], prepend=-1) != 0]
    following = follower[joining]
    before = np.full(count, -1)
    before[following] = joining
    trimmed = np.zeros(count, np.int64)
    trimmed[following] = _gap(
        runs.first[following] - ends[0][joining], runs.second[following] - ends[1][joining]
    )[1]
    return before, trimmed


def _gap(first: Places, second: Places) -> tuple[Places, Places]:
    """How far two runs lie apart where that is farther, and how much of the second both cover."""
    overlap = np.maximum(0, -np.minimum(first, second))
    return np.maximum(first, second) + overlap, overlap


def _no_wall(
    units: Units, ends: tuple[Places, Places], runs: Runs, joining: Places, following: Places
) -> Flags:
    """Which runs no wall parts from the run that would follow, in either source."""
    clear = np.ones(len(joining), np.bool_)
    for end, start in zip(ends, (runs.first, runs.second), strict=True):
        for step in range(JOINED_ACROSS):
            inside = end[joining] + step < start[following]
            clear &= ~inside | (units.units(end[joining] + step) != 0)
    return clear


def _roots(before: Places) -> Places:
    """The first run of each run's passage, found by halving the way there."""
    root = np.where(before >= 0, before, np.arange(len(before)))
    while True:
        further = root[root]
        if np.array_equal(further, root):
            return root
        root = further


def _ordered(key: Places, others: tuple[Places, ...]) -> Places:
    """The order by a key; of what is alike, by others, as lexsort has them."""
    order = np.argsort(key, kind="stable")
    alike = np.diff(key[order], prepend=-1) == 0
    alike[:-1] |= alike[1:]
    few = order[alike]
    order[alike] = few[np.lexsort((*(other[few] for other in others), key[few]))]
    return order


def _not_contained(
    pair: Places, start: Places, end: Places, length: Places, apart: Places, span: int
) -> Flags:
    """Which passages lie within no other that two sources share; of equal ones, the best.

    What lies within a longer one on this side has its counterpart there.
    """
    order = _ordered(pair * span + start, (apart, -length, -end))
    reach = pair[order] * span + end[order]
    reached = np.maximum.accumulate(reach)
    alone = np.zeros(len(order), np.bool_)
    alone[order] = np.append(-1, reached[:-1])[: len(order)] < reach
    return alone
