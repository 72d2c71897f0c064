"""Answers: passages with their scores, best first, and what of a query stands in each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from bri_search.search.matching import Matcher, PassageSets
from bri_search.search.occurrences import Occurrence, PhrasesInPart
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

    def occurrences(self, answer: Answer) -> Sequence[FoundText]:
        """Where what was asked for stands in an answer."""
        return self._finder.found(answer)


class Finder:
    """Finds in an answer what is shown of it: what was looked for, and where it stands there."""

    def __init__(self, matcher: Matcher, shown: tuple[Shown, ...]) -> None:
        self._matcher = matcher
        self._shown = shown
        self._in_parts: dict[int, _ShownInPart] = {}

    def found(self, answer: Answer) -> Sequence[FoundText]:
        """Each place in an answer, in order."""
        in_part = self._in_parts.get(answer.part)
        if in_part is None:
            in_part = _ShownInPart(self._matcher, self._shown, answer.part)
            self._in_parts[answer.part] = in_part
        return in_part.found(answer.passage)


class _ShownInPart:
    """What is shown in a part: what is plain there is looked for in one pass."""

    def __init__(self, matcher: Matcher, shown: tuple[Shown, ...], number: int) -> None:
        self._matcher = matcher
        self._number = number
        plain: list[Shown] = []
        others: list[Shown] = []
        for one in shown:
            (plain if matcher.is_plain(one.sought, number) else others).append(one)
        if len(plain) > 1:  # in the order in which they are told at one place
            plain.sort(key=lambda one: (len(one.sought.phrase.folded), *_told(one.typed)))
        phrases = [(one.sought.phrase, one.typed) for one in plain]
        self._plain = PhrasesInPart(matcher.parts[number], matcher.store.folding, phrases)
        self._unless = [
            (place, one.unless[number]) for place, one in enumerate(plain) if one.unless is not None
        ]
        self._others = [
            (
                one,
                matcher.known(one.sought, number),
                None if one.unless is None else one.unless[number],
            )
            for one in others
        ]
        keys = {(phrase.folded, typed) for phrase, typed in phrases}
        self._has_twins = len(keys) < len(phrases)

    def found(self, passage: int) -> Sequence[FoundText]:
        """Each place in a passage, in order."""
        left_out = {place for place, unless in self._unless if passage in unless}
        found = self._plain.found(passage, left_out)
        plain = len(found)
        for one, passages, unless in self._others:
            is_there = passages is None or passage in passages
            if is_there and (unless is None or passage not in unless):
                within = self._matcher.within(one.sought, self._number, passage)
                found += [(occurrence, one.typed) for occurrence in within]
        if self._has_twins or plain < len(found):
            return sorted(set(found), key=_in_order)
        return found


def _in_order(found: FoundText) -> tuple[Occurrence, bool, str]:
    """Where something stands; what was typed before its counterparts."""
    occurrence, sought = found
    return occurrence, *_told(sought)


def _told(sought: str | Counterpart) -> tuple[bool, str]:
    """Whether something is a counterpart, and what it says."""
    return (False, sought) if isinstance(sought, str) else (True, sought.text)
