"""Figures: what measurements gave, flat, so that they can be written as JSON and CSV."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from math import ceil
from typing import Any, TypeVar

__all__ = ["MEGABYTE", "Figure", "amount", "digits", "percentile", "timed"]

MEGABYTE = 1_000_000
_WARM_UP = 10
_WARM_UP_SECONDS = 2.0

_Asked = TypeVar("_Asked")


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, of which engine on which corpus.

    `unit` is s or bytes, `median` and `p95` are over `number` measurements; None where there is no
    value, for the reason in `note`. `found` is how many things were found on average.
    """

    what: str
    unit: str
    median: float | None
    p95: float | None = None
    number: int = 1
    found: float | None = None
    note: str = ""
    engine: str = ""
    corpus: str = ""

    @classmethod
    def of(cls, what: str, unit: str, values: Sequence[float], **more: Any) -> Figure:
        """The figure of some measurements, at least one.

        >>> Figure.of("a phrase", "s", [0.3, 0.1, 0.2]).median
        0.2
        """
        middle, high = percentile(values, 0.5), percentile(values, 0.95)
        return cls(what, unit, middle, high, len(values), **more)

    def as_json(self) -> dict[str, Any]:
        """The figure as an object."""
        return asdict(self)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of the values that so large a share of them do not exceed: the nearest rank.

    >>> percentile([5.0, 1.0, 2.0, 4.0, 3.0], 0.5), percentile([5.0, 1.0, 2.0, 4.0, 3.0], 0.95)
    (3.0, 5.0)
    """
    return sorted(values)[max(ceil(share * len(values)), 1) - 1]


def amount(value: float | None, unit: str) -> str:
    """A value in the unit that it is read best in.

    >>> amount(0.000_012_3, "s"), amount(0.0456, "s"), amount(78.9, "s"), amount(1_234_567, "bytes")
    ('12 µs', '46 ms', '79 s', '1.2 MB')
    """
    if value is None:
        return "–"
    if unit == "bytes":
        return f"{digits(value / MEGABYTE)} MB"
    if unit != "s":
        return f"{value:,.0f}"
    for factor, name in ((1, "s"), (1e3, "ms")):
        if value * factor >= 1:
            return f"{digits(value * factor)} {name}"
    return f"{digits(value * 1e6)} µs"


def digits(value: float) -> str:
    """Two digits that count, and all before the point."""
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


@dataclass
class _Asking:
    seconds: list[float] = field(default_factory=list)
    found: list[int] = field(default_factory=list)


def timed(
    what: str,
    ask: Callable[[_Asked], int],
    asked: Iterable[_Asked],
    seconds: float,
    before: Sequence[_Asked] = (),
) -> Figure:
    """Ask one after the other until all are asked or the seconds are over, at least one.

    Before, for two seconds at most, others are asked or else the first few, so that what is timed
    is an engine in use; but where the first one takes all the time that there is, it is the one
    that is asked.
    """
    queue = list(asked)
    done = _Asking()
    warmed = time.perf_counter() + _WARM_UP_SECONDS
    for one in before or queue[:_WARM_UP]:
        begun = time.perf_counter()
        found = ask(one)
        ended = time.perf_counter()
        if ended - begun > max(seconds, _WARM_UP_SECONDS):
            return Figure.of(what, "s", [ended - begun], found=found)
        if ended > warmed:
            break
    until = time.perf_counter() + seconds
    for one in queue:
        begun = time.perf_counter()
        found = ask(one)
        ended = time.perf_counter()
        done.seconds.append(ended - begun)
        done.found.append(found)
        if ended > until:
            break
    return Figure.of(what, "s", done.seconds, found=sum(done.found) / len(done.found))
