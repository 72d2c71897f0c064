"""An answer: a passage with its score."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Answer"]


@dataclass(frozen=True, slots=True)
class Answer:
    """A passage that answers a query: its score, the serial number of its source, its number there.

    `part` and `passage` are where it is in the index.
    """

    score: float
    serial: int
    number: int
    part: int
    passage: int
