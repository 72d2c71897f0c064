"""Narrowing: what is noted of a suffix array, so that a string is looked for in little of it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from bri_search.index.concordance import SAMPLE, SAMPLED
from bri_search.index.frequent import Places, Units

__all__ = ["samples", "short_strings"]

_RARE = 32
"""Places of a short string below which its range is not noted."""

_STRETCH = 1 << 20
_FIRST_UNIT = np.uint32(0xFFFF0000)
_SECOND_UNIT = np.uint32(0xFFFF)


def samples(units: Units, suffixes: Places) -> NDArray[np.uint64]:
    """The first units of every so many suffixes, as numbers that compare as they do."""
    places = suffixes[::SAMPLED].astype(np.int64)
    made = np.zeros(len(places), np.uint64)
    for depth in range(SAMPLE // 2):
        # Behind the last unit, which is a wall, there is as little as on a wall.
        following = units[np.minimum(places + depth, len(units) - 1)]
        made = made << np.uint64(16) | following
    return made


def short_strings(units: Units, suffixes: Places) -> dict[str, NDArray[np.uint32]]:
    """The strings of one or two units that are not rare, as numbers in order, with their ranges."""
    pairs, firsts = map(np.concatenate, zip(*_pairs(units, suffixes), strict=True))
    bounds = np.append(firsts, np.uint32(len(suffixes)))
    # A character by itself has the pairs that begin with it, and where it stands before a wall.
    changes = pairs[1:] & _FIRST_UNIT != pairs[:-1] & _FIRST_UNIT
    begins = np.flatnonzero(np.append(True, changes)) if len(pairs) else np.flatnonzero(pairs)
    is_pair = pairs & _SECOND_UNIT != 0
    strings = np.concatenate((pairs[begins] & _FIRST_UNIT, pairs[is_pair]))
    first = np.concatenate((firsts[begins], firsts[is_pair]))
    last = np.concatenate((bounds[np.append(begins[1:], len(pairs))], bounds[1:][is_pair]))
    kept = np.flatnonzero(last - first >= _RARE)
    kept = kept[np.argsort(strings[kept])]
    return {"short strings": strings[kept], "short firsts": first[kept], "short lasts": last[kept]}


def _pairs(units: Units, suffixes: Places) -> Iterator[tuple[Places, Places]]:
    """The pairs of units that suffixes begin with, as numbers, and the first suffix of each."""
    before = np.uint32(0)  # no suffix begins with a wall
    for begin in range(0, max(len(suffixes), 1), _STRETCH):  # few at once: there may be millions
        places = suffixes[begin : begin + _STRETCH]
        # Behind the last unit, which is a wall, nothing is asked for.
        following = units[np.minimum(places + np.uint32(1), np.uint32(max(len(units), 1) - 1))]
        pairs = units[places].astype(np.uint32) << np.uint32(16) | following
        changes = np.flatnonzero(np.diff(pairs, prepend=before))
        yield pairs[changes], (changes + begin).astype(np.uint32)
        before = pairs[-1] if len(pairs) else before
