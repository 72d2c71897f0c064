"""Scores: how rare a string is, and how a score is squashed.

Formula: BM25, Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond
(2009), with k1 = 1.2 and b = 0.75; lengths in folded characters.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from bri_search.index.store import Store

__all__ = ["SATURATION", "rarity", "saturations", "squashed"]

SATURATION = 1.2
"""k1 of the formula: the less, the sooner it does not matter how often something stands there."""

_LENGTH_WEIGHT = 0.75
_HALF_SCORE = 10.0


def saturations(lengths: Iterable[int], average: float) -> list[float]:
    """What is set against how often something stands in passages of these lengths."""
    least, slope = SATURATION * (1 - _LENGTH_WEIGHT), SATURATION * _LENGTH_WEIGHT / average
    return [least + slope * length for length in lengths]


def squashed(score: float) -> float:
    """A score of any size between 0 and 1."""
    return score / (score + _HALF_SCORE)


def rarity(store: Store, count: int) -> float:
    """The inverse passage frequency of what stands in so many places.

    How rare something is is told by its occurrences in all sources, whatever a filter admits.
    """
    passages = store.totals.passages
    common = min(count, passages)
    return math.log(1 + (passages - common + 0.5) / (common + 0.5))
