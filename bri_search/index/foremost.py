"""The foremost passages of strings that stand in hundreds of places: the first page of answers.

What is noted of each is a champion list. A string is a range of the suffix array, and is known by
that: so strings that stand in the same places are one, and any string that is common enough is
there, whatever its script.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from typing import NamedTuple

from bri_search.index.container import Container

__all__ = ["FOREMOST", "MANY", "Foremost", "ForemostPassages"]

FOREMOST = 10
"""How many passages of a string are first for sure: the default page of answers."""

RANGE = 4.0
"""How many times as long, or as short, as in the part a passage may be on average in all parts."""

MANY = 255
"""Stands for this many places in a passage, and for all that are more."""


class Foremost(NamedTuple):
    """In how many passages a string stands, and those that may be among the first `FOREMOST`.

    `counts` says how often it stands in each of these, as far as `MANY`.
    """

    passages: int
    counts: Mapping[int, int]


class ForemostPassages:
    """What is noted of the strings of a part that are common."""

    def __init__(self, container: Container) -> None:
        self._firsts = container.array("common firsts")
        self._lasts = container.array("common lasts")
        self._passages = container.array("common passages")
        self._ends = container.array("foremost ends")
        self._foremost = container.array("foremost")
        self._counts = container.bytes("foremost counts")
        units, passages = len(container.bytes("folded")) // 2, len(container.array("starts"))
        self._average = max(units / max(passages, 1), 1.0)

    def of(self, first: int, last: int, average: float) -> Foremost | None:
        """What is noted of the string with this range of the suffix array.

        `average` is how long a passage is on average, in all parts. None if the string is rare, or
        if passages are so much longer or shorter here that others may be first.
        """
        if not self._average / RANGE <= average <= self._average * RANGE:
            return None
        place = self._place(first, last)
        if place is None:
            return None
        begin, end = self._ends[place - 1] if place else 0, self._ends[place]
        counts = dict(zip(self._foremost[begin:end], self._counts[begin:end], strict=True))
        return Foremost(self._passages[place], counts)

    def passages(self, first: int, last: int) -> int | None:
        """In how many passages the string with this range stands; None if it is rare."""
        place = self._place(first, last)
        return None if place is None else self._passages[place]

    def _place(self, first: int, last: int) -> int | None:
        firsts, lasts = self._firsts, self._lasts
        place = bisect_left(firsts, first)
        while place < len(firsts) and firsts[place] == first and lasts[place] > last:
            place += 1
        is_there = place < len(firsts) and firsts[place] == first and lasts[place] == last
        return place if is_there else None
