"""Finding the common strings of a part and the passages of each that score most, for `foremost`.

These are the champion lists of the strings.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from heapq import heapreplace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bri_search.index.foremost import FOREMOST, MANY, RANGE
from bri_search.index.frequent import Places, Ranked, Units, stretches

__all__ = ["foremost"]

_LEAST = 128
"""Places in a part that a common string has at least; fewer are soon looked at."""

_SHARE = 80_000
"""Units of a part for each place that a common string has at least."""

_LONGEST = 16
"""Units of the longest strings that are common."""

_STRETCH = 1 << 20


def foremost(units: Units, suffixes: Places, passage_at: Places, ranked: Ranked) -> dict[str, Any]:
    """The sections of a part that `ForemostPassages` reads; arguments are those of `postings`."""
    firsts, lasts, passages = array("I"), array("I"), array("I")
    ends, best, counts = array("I"), array("I"), bytearray()
    for first, last in _ranges(units, suffixes, 0, 0):
        standing_in, often = _counted(passage_at[suffixes[first:last]], len(ranked.lengths))
        chosen = _foremost(ranked, standing_in, often)
        firsts.append(first)
        lasts.append(last)
        passages.append(len(standing_in))
        best.extend(standing_in[chosen].tolist())
        counts += bytes(np.minimum(often[chosen], MANY).tolist())
        ends.append(len(best))
    return {
        "common firsts": firsts,
        "common lasts": lasts,
        "common passages": passages,
        "foremost ends": ends,
        "foremost": best,
        "foremost counts": counts,
    }


def _ranges(units: Units, places: Places, base: int, depth: int) -> Iterator[tuple[int, int]]:
    """The range of each common string, those that go on with a string behind it.

    `places` are those of a string of `depth` units, whose range begins at `base`.
    """
    least = max(_LEAST, len(units) // _SHARE)
    for unit, begin, end in stretches(units, places, depth, least):
        if not unit:
            continue  # a wall
        if end - begin < len(places) or not depth:
            yield base + begin, base + end
        if depth + 1 < _LONGEST:
            yield from _ranges(units, places[begin:end], base + begin, depth + 1)


def _counted(passages: Places, of: int) -> tuple[Places, NDArray[Any]]:
    """Which passages come in some, of so many that there are, and how often each."""
    if len(passages) < of // 8:
        return np.unique(passages, return_counts=True)
    # Quicker than sorting so many; few at once, since numpy counts in a copy.
    some_at_once = (passages[at : at + _STRETCH] for at in range(0, len(passages), _STRETCH))
    counts = sum(np.bincount(some, minlength=of) for some in some_at_once)
    assert isinstance(counts, np.ndarray)
    standing_in = np.flatnonzero(counts).astype(np.uint32)
    return standing_in, counts[standing_in]


def _foremost(ranked: Ranked, passages: Places, counts: NDArray[Any]) -> NDArray[np.intp]:
    """The places of those passages that may be among the first `FOREMOST`, in their order.

    Parts differ in how long their passages are, so how long one is on average is known when all
    parts are there. For each passage the average divided by the impact grows with the average as a
    straight line does. So what has as much impact as another at either end of a range of averages
    has so at each between, and a passage that is behind `FOREMOST` others at both ends is left out.
    """
    averages = (ranked.average / RANGE, ranked.average, ranked.average * RANGE)
    low, middle, high = (ranked.impacts(passages, counts, average) for average in averages)
    left = np.flatnonzero(middle > 0)
    if len(left) <= FOREMOST:
        return left
    # These are before all that have less impact at both ends.
    best = np.argpartition(-middle, FOREMOST)[:FOREMOST]
    left = np.flatnonzero((low >= low[best].min()) | (high >= high[best].min()))
    left = left[np.lexsort((ranked.order[passages[left]], -high[left], -low[left]))]
    kept, highest = [], [0.0] * FOREMOST
    for place, impact in zip(left.tolist(), high[left].tolist(), strict=True):
        if impact > highest[0]:  # not behind so many that come before it at the other end
            heapreplace(highest, impact)
            kept.append(place)
    return np.array(sorted(kept), np.intp)
