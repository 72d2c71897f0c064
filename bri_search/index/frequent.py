"""Finding the frequent strings of a part and the passages that they stand in, for `postings`.

The passages are divided into tiers by their impact: what the string adds to the score of each.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from bri_search.index.postings import (
    FREQUENT,
    LAYERS,
    LENGTH_WEIGHT,
    LIGHTER,
    SATURATION,
    key_of,
)
from bri_search.text.fold import is_word_character

__all__ = ["Ranked", "postings", "stretches"]

_SHARE = 2000
"""Units of a part for each occurrence that a frequent string has at least."""

_LONGEST = 8
_LONGEST_WORD = 24
_SHORT = 4
_MORE_FREQUENT = 4
_LAYER_SIZES = (256, 2048)
_STRETCH = 1 << 20

Units = NDArray[np.uint16]
Places = NDArray[np.uint32]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Ranked:
    """What makes passages score: how long each is, and the weight of its kind.

    `order` is where each comes among the passages of the part as they stand in their files.
    """

    lengths: NDArray[np.float32]
    weights: NDArray[np.float32]
    order: NDArray[np.uint32]

    @cached_property
    def average(self) -> float:
        """How long a passage of the part is on average."""
        return max(float(self.lengths.mean()), 1.0)

    def impacts(self, passages: Places, counts: NDArray[Any], average: float) -> NDArray[Any]:
        """How much a string that stands so often in each of some passages says of it.

        Told for a collection in which a passage is so long on average.
        """
        relative = self.lengths[passages] / average
        norm = SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * relative)
        impacts: NDArray[Any] = self.weights[passages] * counts / (counts + norm)
        return impacts


@dataclass(frozen=True, slots=True)
class Text:
    """The folded text of a part, and where in it a mark that folds to nothing parts two words."""

    units: Units
    word_breaks: Places

    def is_broken(self, places: Places) -> Flags:
        """Whether a word begins or ends at each of some places although letters stand around it."""
        breaks = self.word_breaks
        if not len(breaks):
            return np.zeros(len(places), np.bool_)
        nearest = np.minimum(np.searchsorted(breaks, places), len(breaks) - 1)
        found: Flags = breaks[nearest] == places
        return found


def postings(
    text: Text,
    suffixes: Places,
    passage_at: Places,
    ranked: Ranked,
    told: Callable[[float], None],
) -> dict[str, Any]:
    """The sections of a part that `Postings` reads.

    `suffixes` is the suffix array of the text and `passage_at` the passage of each place.
    `told` is called with how much is done, from 0 to 1.
    """
    found: dict[bytes, list[bytes]] = {}
    frequent = max(FREQUENT, len(text.units) // _SHARE)
    for key, places in _Strings(text, frequent).of(suffixes, told):
        passages, counts = np.unique(passage_at[places], return_counts=True)
        impacts = ranked.impacts(passages, counts, ranked.average)
        found[key] = [_packed(one) for one in _layered(passages, impacts)]
    keys = sorted(found)
    sets = [one for key in keys for one in found[key]]
    return {
        "frequent": b"".join(keys),
        "frequent ends": array("I", np.cumsum([len(key) for key in keys]).astype("<u4").tobytes()),
        "postings": b"".join(sets),
        "posting ends": array("I", np.cumsum([len(one) for one in sets]).astype("<u4").tobytes()),
        "unranked": _packed(np.flatnonzero(ranked.weights == 0)),
        "lighter": _packed(np.flatnonzero(ranked.weights == LIGHTER)),
    }


def _layered(passages: Places, impact: NDArray[Any]) -> Iterator[Places]:
    """Passages in layers, those with the greatest impact first; of equals the first ones."""
    order = np.argsort(-impact, kind="stable") if len(passages) > _LAYER_SIZES[0] else None
    begin = 0
    for size in (*_LAYER_SIZES, len(passages)):
        end = min(begin + size, len(passages))
        yield passages[begin:end] if order is None else np.sort(passages[order[begin:end]])
        begin = end


assert len(_LAYER_SIZES) + 1 == LAYERS


def _packed(numbers: NDArray[Any]) -> bytes:
    items = array("I")
    items.frombytes(np.ascontiguousarray(numbers, dtype=np.uint32).tobytes())
    made = BitMap(items)
    made.run_optimize()
    return bytes(made.serialize())


class _Strings:
    """Finds what stands in so many places: strings of scripts without spaces, and whole words."""

    def __init__(self, text: Text, frequent: int) -> None:
        self.text = text
        self.units = text.units
        self.frequent = frequent
        self.is_word, self.is_other = _classes(text.units)

    def of(self, suffixes: Places, told: Callable[[float], None]) -> Iterator[tuple[bytes, Places]]:
        """Each frequent string, as `Postings` keeps it, with where it stands."""
        for unit, begin, end in stretches(self.units, suffixes, 0, self.frequent):
            told(begin / len(suffixes))
            places = suffixes[begin:end]
            if self.is_other[unit]:
                yield from self._strings(places, chr(unit))
            elif self.is_word[unit]:
                before = self.units[np.maximum(places, 1) - 1]
                begins = (places == 0) | ~self.is_word[before] | self.text.is_broken(places)
                yield from self._words(places[begins], chr(unit))

    def _strings(self, places: Places, string: str) -> Iterator[tuple[bytes, Places]]:
        """A string and those that go on with it, as long as they are frequent."""
        if len(string) > _SHORT and len(places) < self.frequent * _MORE_FREQUENT:
            return
        yield key_of(string, whole=False), places
        if len(string) < _LONGEST:
            for unit, inner in self._continued(places, len(string)):
                if self.is_other[unit]:
                    yield from self._strings(inner, string + chr(unit))

    def _words(self, places: Places, string: str) -> Iterator[tuple[bytes, Places]]:
        """The whole words that begin with a string, as far as they are frequent."""
        if len(places) < self.frequent or len(string) > _LONGEST_WORD:
            return
        # Behind the last unit there is a wall.
        behind = places + np.uint32(len(string))
        going_on = self.is_word[self.units[behind]]
        ended = places[~going_on | self.text.is_broken(behind)]
        if len(ended) >= self.frequent:
            yield key_of(string, whole=True), ended
        for unit, inner in self._continued(places[going_on], len(string)):
            yield from self._words(inner, string + chr(unit))

    def _continued(self, places: Places, depth: int) -> Iterator[tuple[int, Places]]:
        """Places in the order of the suffixes, by the unit behind `depth` units; frequent ones."""
        for unit, begin, end in stretches(self.units, places, depth, self.frequent):
            yield unit, places[begin:end]


def stretches(units: Units, places: Places, depth: int, least: int) -> list[tuple[int, int, int]]:
    """The units behind `depth` units at so many places at least, and from where to where.

    The places are in the order of the suffixes, so those with the same unit stand together.
    """
    # Where it is behind the last wall, that wall is read again, which is no letter.
    last = np.uint32(len(units) - 1)
    following = np.empty(len(places), np.uint16)
    for first in range(0, len(places), _STRETCH):  # few at once: there may be millions
        at = places[first : first + _STRETCH] + np.uint32(depth)
        following[first : first + _STRETCH] = units[np.minimum(at, last, out=at)]
    changes = np.flatnonzero(following[1:] != following[:-1]) + 1
    bounds = np.concatenate(([0], changes, [len(places)]))
    frequent = np.flatnonzero(np.diff(bounds) >= least)
    return [
        (int(following[bounds[one]]), int(bounds[one]), int(bounds[one + 1]))
        for one in frequent.tolist()
    ]


def _classes(units: Units) -> tuple[Flags, Flags]:
    """Which units are letters or digits of words, and which others are letters."""
    is_word, is_other = np.zeros(0x10000, np.bool_), np.zeros(0x10000, np.bool_)
    for unit in np.unique(units).tolist():
        character = chr(unit)
        if 0xD800 <= unit < 0xE000:
            continue
        if is_word_character(character):
            is_word[unit] = True
        elif character.isalnum():
            is_other[unit] = True
    return is_word, is_other
