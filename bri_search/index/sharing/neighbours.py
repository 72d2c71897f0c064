"""The smaller runs beside a common run, with a few differing characters between.

In `117個港口` and `116個港口` what follows the difference is too short to be found by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bri_search.index.sharing.units import WORD, Flags, Places, Units, Words, whole_words

__all__ = ["LEAST_RUN", "Runs", "with_neighbours"]

LEAST_RUN = WORD
"""Fewer characters that are the same are a coincidence."""

_REACH = 4
"""The most differing characters, in either text, before a smaller run."""

_MOST_BACK = 64
_ROUNDS = 32
_STEPS = sorted(
    ((one, other) for one in range(_REACH + 1) for other in range(_REACH + 1) if one or other),
    key=lambda step: (max(step), abs(step[0] - step[1])),
)
_BITS = 16


@dataclass(frozen=True, slots=True)
class Runs:
    """Common runs: where each begins in two sources, and how many units it has."""

    first: Places
    second: Places
    length: Places

    def __getitem__(self, chosen: Flags | Places) -> Runs:
        return Runs(self.first[chosen], self.second[chosen], self.length[chosen])


def with_neighbours(units: Units, first: Places, second: Places) -> Runs:
    """The runs that begin at pairs of places, and the smaller ones before and behind them."""
    seeds = Runs(first, second, units.common(first, second))
    found = [seeds]
    for side in (_behind, _before):
        runs = seeds
        for _ in range(_ROUNDS):
            runs = _unique(units, side(units, runs))
            if not len(runs.first):
                break
            found.append(runs)
    return _whole_characters(units, _unique(units, _joined(found)))


def _joined(several: list[Runs]) -> Runs:
    return Runs(
        np.concatenate([runs.first for runs in several]),
        np.concatenate([runs.second for runs in several]),
        np.concatenate([runs.length for runs in several]),
    )


def _unique(units: Units, runs: Runs) -> Runs:
    """Runs in the order of their places, each once."""
    # One number of both, which is sorted in a third of the time.
    both = runs.first * units.length + runs.second
    order = np.argsort(both)
    return runs[order[np.diff(both[order], prepend=-1) != 0]]


def _behind(units: Units, runs: Runs) -> Runs:
    """The nearest smaller run behind each run, where there is one."""
    first, second = runs.first + runs.length, runs.second + runs.length
    windows = [(units.words(places), units.words(places + WORD)) for places in (first, second)]
    words = [[_shifted(*window, step) for step in range(_REACH + 1)] for window in windows]
    step = _nearest(words[0], words[1])
    return _maximal(units, runs, first + step[0], second + step[1], step[0] >= 0)


def _before(units: Units, runs: Runs) -> Runs:
    """The nearest smaller run before each run, where there is one."""
    windows = [
        (units.words(places - 2 * WORD), units.words(places - WORD))
        for places in (runs.first, runs.second)
    ]
    words = [[_shifted(*window, WORD - step) for step in range(_REACH + 1)] for window in windows]
    step = _nearest(words[0], words[1])
    first, second = runs.first - WORD - step[0], runs.second - WORD - step[1]
    return _maximal(units, runs, first, second, step[0] >= 0)


def _shifted(low: Words, high: Words, step: int) -> Words:
    """Four of the eight units of two words, from a step on."""
    if step == 0:
        return low
    if step == WORD:
        return high
    return low >> np.uint64(_BITS * step) | high << np.uint64(_BITS * (WORD - step))


def _nearest(
    first: list[Words],
    second: list[Words],
) -> tuple[Places, Places]:
    """How many units are passed over on either side before four are the same; -1 for never."""
    steps = np.full(len(first[0]), -1), np.full(len(first[0]), -1)
    whole = [whole_words(words) for words in first]
    for one, other in _STEPS:
        same = (first[one] == second[other]) & whole[one] & (steps[0] < 0)
        steps[0][same], steps[1][same] = one, other
    return steps


def _maximal(units: Units, beside: Runs, first: Places, second: Places, chosen: Flags) -> Runs:
    """The runs around chosen pairs of places, in the sources of the runs that they are beside.

    One that goes far back is known already.
    """
    chosen = chosen & (first >= 0) & (second >= 0)
    beside, first, second = beside[chosen], first[chosen], second[chosen]
    inside = units.source(first) == units.source(beside.first)
    inside &= units.source(second) == units.source(beside.second)
    first, second = first[inside], second[inside]
    back = units.common_before(first, second, _MOST_BACK)
    near = back < _MOST_BACK
    first, second = (first - back)[near], (second - back)[near]
    runs = Runs(first, second, units.common(first, second))
    return runs[runs.length >= LEAST_RUN]


def _whole_characters(units: Units, runs: Runs) -> Runs:
    """Runs without half of a rare ideograph, of which UTF-16 makes two units, at their edges."""
    if not len(units.halved):
        return runs
    last = units.units(runs.first + runs.length - 1)
    begin = units.units(runs.first)
    late = ((begin >= 0xDC00) & (begin < 0xE000)).astype(np.int64)
    early = ((last >= 0xD800) & (last < 0xDC00)).astype(np.int64)
    runs = Runs(runs.first + late, runs.second + late, runs.length - late - early)
    return runs[runs.length >= LEAST_RUN]
