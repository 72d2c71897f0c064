"""Reasons: why a hit is there, told once for all matches that were bridged alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bri_search.search.as_json import Json

if TYPE_CHECKING:
    from bri_search.search.counterparts import Counterpart
    from bri_search.search.results import Match

__all__ = ["Reason", "reasons"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a hit is there: matches of one thing in it that were bridged alike, and how many.

    >>> import bri_search
    >>> bri_search.open(example_index).search("合作伙伴")[0].reasons[0]
    Reason(sought='合作伙伴', why=('script',), count=1)
    """

    sought: str | Counterpart
    why: tuple[str, ...]
    count: int

    def as_json(self) -> Json:
        """The object of an explanation's `hits`."""
        counterpart = None if isinstance(self.sought, str) else self.sought
        sought = {"typed": self.sought} if counterpart is None else counterpart.as_json()
        return {**sought, "why": list(self.why), "count": self.count}


def reasons(matches: Iterable[Match]) -> tuple[Reason, ...]:
    """Why a hit with some matches is there, most frequent first."""
    counts = Counter((match.sought, match.why) for match in matches)
    return tuple(Reason(*reason, count) for reason, count in counts.most_common())
