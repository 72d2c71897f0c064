"""How good rankings are, where one document is the answer to each question."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["DEPTH", "Lead", "Quality", "reciprocal_rank"]

DEPTH = 10
"""How far down a ranking is looked."""


def reciprocal_rank(ranking: Sequence[str], answer: str, depth: int = DEPTH) -> float:
    """One over the rank of the answer, 0 where it is not among the first `depth`.

    >>> [reciprocal_rank(["a", "b"], answer) for answer in "abc"]
    [1.0, 0.5, 0.0]
    """
    leading = list(ranking[:depth])
    return 1 / (leading.index(answer) + 1) if answer in leading else 0.0


@dataclass(frozen=True, slots=True)
class Quality:
    """Means over questions, each between 0 and 1.

    Mean reciprocal rank as in Voorhees, The TREC-8 Question Answering Track Report (1999), cut off
    at 10; recall at 1 and at 10 is the share of questions whose answer is among the first 1 and 10.

    >>> Quality.of([1.0, 0.5, 0.0, 0.0])
    Quality(mrr=0.375, recall_at_1=0.25, recall_at_10=0.5)
    """

    mrr: float
    recall_at_1: float
    recall_at_10: float

    @classmethod
    def of(cls, reciprocal_ranks: Sequence[float]) -> Quality:
        """The quality of rankings, by the reciprocal rank of the answer in each; at least one."""
        number = len(reciprocal_ranks)
        return cls(
            sum(reciprocal_ranks) / number,
            sum(rank == 1 for rank in reciprocal_ranks) / number,
            sum(rank > 0 for rank in reciprocal_ranks) / number,
        )


@dataclass(frozen=True, slots=True)
class Lead:
    """By how much one engine's mean reciprocal rank is above another's on the same questions.

    `margin` is half of the 95 % confidence interval of the mean of the paired differences (normal
    approximation): where it is larger than the difference, the difference may be chance.

    >>> Lead.of([1.0, 1.0], [0.5, 0.5])
    Lead(difference=0.5, margin=0.0)
    """

    difference: float
    margin: float

    @classmethod
    def of(cls, ours: Sequence[float], theirs: Sequence[float]) -> Lead:
        """The lead of `ours` over `theirs`, reciprocal ranks of at least two questions."""
        differences = [our - their for our, their in zip(ours, theirs, strict=True)]
        deviation = statistics.stdev(differences)
        return cls(statistics.fmean(differences), 1.96 * deviation / math.sqrt(len(differences)))
