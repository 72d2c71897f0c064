"""Timing: queries asked one after another, and how long each takes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from math import ceil
from typing import Generic, TypeVar

from tests.bench.figures import Figure

__all__ = ["ROUNDS", "TURNS", "Timing", "in_turns", "timed"]

ROUNDS = 3
"""How often each query is asked, by an engine that was opened anew; the least of its times counts.

What else a machine does makes a time longer and never shorter, and may go on for minutes.
"""

TURNS = 10
"""How often kinds of queries are come back to, so that no one of them has a bad minute alone."""

_WARM_UP = 10
_WARM_UP_SECONDS = 1.0

_Asked = TypeVar("_Asked")


class Timing(Generic[_Asked]):
    """Queries of one kind, asked in rounds until all are asked or the seconds are over.

    The seconds are those of a round. At least one is asked; in later rounds only those that were
    asked in the first. `before` are others, which are asked to warm up; without them the first few
    are.
    """

    def __init__(
        self, what: str, asked: Iterable[_Asked], seconds: float, before: Sequence[_Asked] = ()
    ) -> None:
        self._what = what
        self._queue = list(asked)
        self._number = len(self._queue)
        self._before = before or self._queue[:_WARM_UP]
        self._seconds = seconds
        self._taken: list[float] = []
        self._found: list[int] = []

    def begin(self, ask: Callable[[_Asked], int]) -> None:
        """Begin a round, in which queries are asked in this way."""
        self._ask = ask
        self._left: Iterator[tuple[int, _Asked]] = iter(enumerate(self._queue))
        self._seconds_left = self._seconds

    def warm_up(self) -> None:
        """Ask others, for a second at most, so that what is timed is an engine in use.

        Where the first one takes all the time that there is, it is the one that is timed.
        """
        until = time.perf_counter() + _WARM_UP_SECONDS
        for one in self._before:
            taken, found = self._asked(one)
            is_all = taken > max(self._seconds, _WARM_UP_SECONDS)
            if is_all:
                self._note(0, taken, found)
                self._left = iter(())
            if is_all or time.perf_counter() > until:
                break

    def turn(self, share: float = 1.0) -> None:
        """Ask such a share of all queries, as far as there are any left and time for them."""
        for place, one in islice(self._left, ceil(self._number * share)):
            self._note(place, *self._asked(one))
            if self._seconds_left < 0:
                self._left = iter(())
                break

    def _asked(self, one: _Asked) -> tuple[float, int]:
        begun = time.perf_counter()
        found = self._ask(one)
        return time.perf_counter() - begun, found

    def _note(self, place: int, taken: float, found: int) -> None:
        if place == len(self._taken):
            self._taken.append(taken)
            self._found.append(found)
        self._taken[place] = min(self._taken[place], taken)
        self._seconds_left -= taken

    def round(self, ask: Callable[[_Asked], int]) -> None:
        """Do a whole round by itself."""
        self.begin(ask)
        self.warm_up()
        self.turn()
        self.end()

    def end(self) -> None:
        """End a round: of later ones, what was not asked in it is no part."""
        del self._queue[len(self._taken) :]

    @property
    def figure(self) -> Figure:
        """How long the queries took that were asked, and how much they found."""
        found = sum(self._found) / len(self._found)
        return Figure.of(self._what, "s", self._taken, found=found)


def in_turns(
    timings: Mapping[str, Timing[_Asked]], asks: Mapping[str, Callable[[_Asked], int]]
) -> None:
    """One round of queries of some kinds, each kind asked a little at a time, in its own way."""
    for name, timing in timings.items():
        timing.begin(asks[name])
        timing.warm_up()
    for _ in range(TURNS):
        for timing in timings.values():
            timing.turn(1 / TURNS)
    for timing in timings.values():
        timing.end()


def timed(
    what: str, ask: Callable[[_Asked], int], asked: Iterable[_Asked], seconds: float
) -> Figure:
    """The figure of queries of one kind, asked in all rounds one after another."""
    timing = Timing(what, asked, seconds / ROUNDS)
    for _ in range(ROUNDS):
        timing.round(ask)
    return timing.figure
