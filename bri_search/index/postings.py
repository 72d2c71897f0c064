"""Postings: the passages in which frequent strings stand, the best of them first.

A rare string is quickly looked up in the concordance wherever it stands. For one that stands in
thousands of places the passages are written down when the index is built, as compressed sets in
the order of how much the string says of them: the tiers of a tiered index.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from pyroaring import BitMap

from bri_search.index.container import Container

__all__ = [
    "FREQUENT",
    "LAYERS",
    "LENGTH_WEIGHT",
    "LIGHTER",
    "SATURATION",
    "BitMap",
    "Postings",
    "union",
]

FREQUENT = 1024
"""Occurrences in a part below which no string is frequent, however few passages there are."""

LAYERS = 3
"""Sets that the passages of a frequent string come in; those of the first score most."""

LIGHTER = 0.5
"""What a heading scores in relation to a passage of text."""

SATURATION = 1.2
"""k1 of BM25: the less, the sooner it does not matter how often something stands in a passage."""

LENGTH_WEIGHT = 0.75
"""b of BM25: how much it matters how long a passage is."""

_KEPT = 1024


def union(sets: Iterable[BitMap]) -> BitMap:
    """The members of any of some sets."""
    return BitMap().union(*sets)


class Postings:
    """The frequent strings of a part; `whole` are those that are words of their own there."""

    def __init__(self, container: Container) -> None:
        self._keys = container.bytes("frequent")
        self._key_ends = container.array("frequent ends")
        self._sets = container.bytes("postings")
        self._set_ends = container.array("posting ends")
        self.unranked = BitMap.deserialize(bytes(container.bytes("unranked")))
        """The passages that are found and never answer better than others (a table of contents)."""
        self.lighter = BitMap.deserialize(bytes(container.bytes("lighter")))
        """The passages that score less than others by their kind (a heading)."""
        self.layers = lru_cache(maxsize=_KEPT)(self._layers)
        """The passages of a string in sets, those that score most first; None if it is rare."""
        self.passages = lru_cache(maxsize=_KEPT)(self._passages)
        """All passages of a string; None if it is rare."""

    def weights(self, passages: BitMap) -> dict[int, float]:
        """Those of some passages that score less than others by their kind, and what of that."""
        lighter = dict.fromkeys(passages & self.lighter, LIGHTER)
        return lighter | dict.fromkeys(passages & self.unranked, 0.0)

    def _layers(self, string: str, whole: bool) -> tuple[BitMap, ...] | None:
        place = self._find(key_of(string, whole=whole))
        if place is None:
            return None
        sets = []
        for number in range(place * LAYERS, (place + 1) * LAYERS):
            begin = self._set_ends[number - 1] if number else 0
            sets.append(BitMap.deserialize(bytes(self._sets[begin : self._set_ends[number]])))
        return tuple(sets)

    def _passages(self, string: str, whole: bool) -> BitMap | None:
        layers = self.layers(string, whole)
        return None if layers is None else union(layers)

    def _find(self, key: bytes) -> int | None:
        ends = self._key_ends
        low, high = 0, len(ends)
        while low < high:
            middle = (low + high) // 2
            if self._key(middle) < key:
                low = middle + 1
            else:
                high = middle
        return low if low < len(ends) and self._key(low) == key else None

    def _key(self, place: int) -> bytes:
        begin = self._key_ends[place - 1] if place else 0
        return self._keys[begin : self._key_ends[place]].tobytes()


def key_of(string: str, *, whole: bool) -> bytes:
    """What a frequent string is kept under; a wall marks those that are whole words."""
    return (b"\0\0" if whole else b"") + string.encode("utf-16-be")
