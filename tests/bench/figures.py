"""Figures: what measurements gave, flat, so that they can be written as JSON and CSV."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import ceil
from typing import Any

__all__ = ["MEGABYTE", "Figure", "amount", "digits", "percentile"]

MEGABYTE = 1_000_000


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
