"""Answers: passages with their scores, best first, and what of a query stands in each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from bri_search.index.postings import BitMap
from bri_search.search.matching import Matcher, PassageSets
from bri_search.search.occurrences import Occurrence, PassageText
from bri_search.search.phrases import Sought

if TYPE_CHECKING:
    from bri_search.search.counterparts import Counterpart

__all__ = ["Answer", "Finder", "FoundText", "Ranking", "Shown"]

FoundText = tuple[Occurrence, "str | Counterpart"]
"""An occurrence, with what was looked for: as it was typed, or a counterpart of that."""


class Answer(NamedTuple):
    """A passage that answers a query: its score, the serial number of its source, its number there.

    `part` and `passage` are where it is in the index.
    """

    score: float
    serial: int
    number: int
    part: int
    passage: int


class Shown(NamedTuple):
    """What is shown in an answer where it stands there: as typed, or a counterpart of that.

    It is not shown in the passages of `unless`, in which all that it is a part of stands.
    """

    sought: Sought
    typed: str | Counterpart
    unless: PassageSets | None = None


_ShownInPart = tuple[
    "str | Counterpart", BitMap | None, BitMap | None, Callable[[PassageText], list[Occurrence]]
]
"""What is shown in a part: as typed, the passages that have it if they were looked up, those it is
not shown in, and what finds it in a passage.
"""


class Ranking:
    """All answers to a query, best first; what is not asked for is not put in order.

    `total` is how many there are.
    """

    def __init__(self, total: int, in_order: Iterator[list[Answer]], finder: Finder) -> None:
        self.total = total
        self._in_order = in_order
        self._finder = finder
        self._answers: list[Answer] = []

    def page(self, offset: int, limit: int) -> list[Answer]:
        """The answers from an offset on, at most so many; 0 means all."""
        end = offset + limit if limit else self.total
        while len(self._answers) < min(end, self.total):
            self._answers += next(self._in_order)
        return self._answers[offset:end]

    def occurrences(self, answer: Answer) -> tuple[FoundText, ...]:
        """Where what was asked for stands in an answer."""
        return self._finder.found(answer)


class Finder:
    """Finds in an answer what is shown of it: what was looked for, and where it stands there."""

    def __init__(self, matcher: Matcher, shown: tuple[Shown, ...]) -> None:
        self._matcher = matcher
        self._shown = shown
        # What was typed needs no key to be put in order.
        has_counterparts = not all(isinstance(one.typed, str) for one in shown)
        self._key = _in_order if has_counterparts else None
        self._in_parts: dict[int, list[_ShownInPart]] = {}

    def found(self, answer: Answer) -> tuple[FoundText, ...]:
        """Each place in an answer, in order."""
        part, passage = answer.part, answer.passage
        found: list[FoundText] = []
        text = self._matcher.passage_text(part, passage)
        for typed, passages, unless, find in self._in_part(part):
            is_there = passages is None or passage in passages
            if is_there and (unless is None or passage not in unless):
                found += [(occurrence, typed) for occurrence in find(text)]
        if len(found) > 1 and len(self._shown) > 1:
            found = sorted(set(found), key=self._key)
        return tuple(found)

    def _in_part(self, part: int) -> list[_ShownInPart]:
        known = self._in_parts.get(part)
        if known is None:
            known = self._in_parts[part] = [
                (
                    typed,
                    self._matcher.known(sought, part),
                    None if unless is None else unless[part],
                    self._matcher.finding(sought, part),
                )
                for sought, typed, unless in self._shown
            ]
        return known


def _in_order(found: FoundText) -> tuple[Occurrence, bool, str]:
    """Where something stands; what was typed before its counterparts."""
    occurrence, sought = found
    if isinstance(sought, str):
        return occurrence, False, sought
    return occurrence, True, sought.text
