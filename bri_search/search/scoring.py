"""Scores: how rare a string is (inverse document frequency), and how a score is squashed.

Formula: BM25, Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond
(2009), with k1 = 1.2 and b = 0.75; lengths in folded characters.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from bri_search.index.postings import LENGTH_WEIGHT, SATURATION
from bri_search.index.store import Store

__all__ = [
    "SATURATION",
    "Scored",
    "inverse_frequency",
    "rarity",
    "saturation",
    "saturations",
    "squashed",
    "weighed",
]

Scored = tuple[float, int, int]
"""A score, a part and a passage of it."""

_HALF_SCORE = 10.0


def saturation(average: float) -> tuple[float, float]:
    """What is set against how often something stands: at least, and more a character."""
    return SATURATION * (1 - LENGTH_WEIGHT), SATURATION * LENGTH_WEIGHT / average


def saturations(lengths: Iterable[int], average: float) -> list[float]:
    """What is set against how often something stands in passages of these lengths."""
    least, slope = saturation(average)
    return [least + slope * length for length in lengths]


def weighed(scored: list[Scored], weights: Mapping[int, float]) -> list[Scored]:
    """Passages of a part of which some weigh less than others.

    >>> weighed([(2.0, 0, 7), (1.0, 0, 8)], {7: 0.5})
    [(1.0, 0, 7), (1.0, 0, 8)]
    """
    if not weights:  # as of most
        return scored
    return [(score * weights.get(one, 1.0), part, one) for score, part, one in scored]


def squashed(score: float) -> float:
    """A score of any size between 0 and 1."""
    return score / (score + _HALF_SCORE)


def rarity(store: Store, count: int) -> float:
    """The inverse document frequency of what stands in so many places, a passage being a document.

    How rare something is is told by its occurrences in all sources, whatever a filter admits.
    """
    passages = store.totals.passages
    return inverse_frequency(min(count, passages), passages)


def inverse_frequency(holding: int, passages: int) -> float:
    """The inverse passage frequency (idf) of what so many of all passages hold.

    >>> inverse_frequency(1, 100) > inverse_frequency(50, 100) > inverse_frequency(100, 100) > 0
    True
    """
    return math.log(1 + (passages - holding + 0.5) / (holding + 0.5))
