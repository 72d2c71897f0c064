"""Timing: queries asked one after another, and how long each takes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from math import ceil
from typing import Generic, TypeVar

from tests.bench.figures import Figure

__all__ = ["TURNS", "Timing", "in_turns", "timed"]

TURNS = 10
"""How often kinds of queries are come back to, so that no one of them has a bad minute alone."""

_WARM_UP = 10
_WARM_UP_SECONDS = 2.0

_Asked = TypeVar("_Asked")


class Timing(Generic[_Asked]):
    """Queries of one kind, asked until all are asked or the seconds are over, at least one.

    `before` are others, which are asked to warm up; without them the first few are.
    """

    def __init__(
        self,
        what: str,
        ask: Callable[[_Asked], int],
        asked: Iterable[_Asked],
        seconds: float,
        before: Sequence[_Asked] = (),
    ) -> None:
        self._what = what
        self._ask = ask
        queue = list(asked)
        self._number = len(queue)
        self._before = before or queue[:_WARM_UP]
        self._left: Iterator[_Asked] = iter(queue)
        self._seconds_left = self._seconds = seconds
        self._taken: list[float] = []
        self._found: list[int] = []

    def warm_up(self) -> None:
        """Ask others, for two seconds at most, so that what is timed is an engine in use.

        Where the first one takes all the time that there is, it is the one that is timed.
        """
        until = time.perf_counter() + _WARM_UP_SECONDS
        for one in self._before:
            taken, found = self._asked(one)
            if taken > max(self._seconds, _WARM_UP_SECONDS):
                self._note(taken, found)
                self._left = iter(())
            if time.perf_counter() > until or self._taken:
                break

    def turn(self, share: float = 1.0) -> None:
        """Ask such a share of all queries, as far as there are any left and time for them."""
        for one in islice(self._left, ceil(self._number * share)):
            self._note(*self._asked(one))
            if self._seconds_left < 0:
                self._left = iter(())
                break

    def _asked(self, one: _Asked) -> tuple[float, int]:
        begun = time.perf_counter()
        found = self._ask(one)
        return time.perf_counter() - begun, found

    def _note(self, taken: float, found: int) -> None:
        self._taken.append(taken)
        self._found.append(found)
        self._seconds_left -= taken

    @property
    def figure(self) -> Figure:
        """How long the queries took that were asked, and how much they found."""
        found = sum(self._found) / len(self._found)
        return Figure.of(self._what, "s", self._taken, found=found)


def in_turns(timings: Sequence[Timing[_Asked]]) -> list[Figure]:
    """The figures of queries of some kinds, each kind asked a little at a time."""
    for timing in timings:
        timing.warm_up()
    for _ in range(TURNS):
        for timing in timings:
            timing.turn(1 / TURNS)
    return [timing.figure for timing in timings]


def timed(
    what: str, ask: Callable[[_Asked], int], asked: Iterable[_Asked], seconds: float
) -> Figure:
    """The figure of queries of one kind."""
    timing = Timing(what, ask, asked, seconds)
    timing.warm_up()
    timing.turn()
    return timing.figure
