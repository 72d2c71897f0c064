"""Scores: how rare a string is, how a score is squashed, and which answer comes first."""

from __future__ import annotations

import math
from collections.abc import Iterable

from bri_search.index.store import Store
from bri_search.search.answers import Answer

__all__ = ["best_first", "rarity", "squashed"]

_HALF_SCORE = 10.0


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


def best_first(store: Store, answers: Iterable[Answer]) -> list[Answer]:
    """Answers by score; those that score alike in the order of sources and passages."""
    return sorted(answers, key=lambda one: (-one.score, store.place(one.serial), one.number))
