"""Choosing: the passages that score most by their words, out of however many there are.

The formula is that of `scoring`. Rare words come first, as in Turtle and Flood, Query Evaluation:
Strategies and Optimizations (1995): a passage that has none of them is looked at only where too few
have one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import add, itemgetter

from bri_search.index.postings import BitMap
from bri_search.index.store import Store
from bri_search.search.matching import Found, Matcher, PassageSets
from bri_search.search.phrases import Sought
from bri_search.search.scoring import SATURATION, Scored, saturation, saturations, weighed
from bri_search.search.strings import Strings

__all__ = ["Choice", "Term"]

_FoundTerm = tuple[float, list[tuple[Sought, Found]]]
_ENOUGH = 4
"""How many times as many as are wanted the rarest words have, for no others to be looked at."""


@dataclass(frozen=True, slots=True)
class Term:
    """What counts as one in scoring: strings any of which will do, and the weight of them."""

    sought: tuple[Sought, ...]
    weight: float


class _Terms:
    """Terms in a part, those that weigh most first.

    Of `plain` ones all strings stand wherever their characters do; `others` are all but these.
    """

    def __init__(self, terms: Sequence[_FoundTerm], average: float) -> None:
        self.all = terms
        plain: list[tuple[float, list[bytes]]] = []
        self.others: list[_FoundTerm] = []
        for weight, alternatives in terms:
            there = [(sought, found) for sought, found in alternatives if found.passages]
            if all(found.plain for _, found in there):
                keys = [sought.phrase.folded.encode("utf-16-be") for sought, _ in there]
                plain.append((weight, keys))
            else:
                self.others.append((weight, there))
        self.plain = Strings(plain)
        self.formula = SATURATION, *saturation(average)


class Choice:
    """Scores passages by some terms, and chooses those that score most."""

    def __init__(self, store: Store, matcher: Matcher, terms: Sequence[Term]) -> None:
        self._matcher = matcher
        self._known: dict[int, _Terms] = {}
        self._terms = sorted(terms, key=lambda term: -term.weight)
        self._average = store.average_length

    def best(self, sets: PassageSets, most: int, few: int) -> list[Scored]:
        """At most so many passages of some, those that score most, in no order.

        Where there are more than `few` in a part, some are chosen before they are scored.
        """
        scored: list[Scored] = []
        for number, passages in enumerate(sets):
            chosen: Sequence[int] | BitMap = passages
            if len(passages) > max(most, few):
                chosen = self._chosen(passages, 2 * most, number)
            scored += self.scored(chosen, number)
        if len(scored) > most:
            # Of equals the first; a heap takes longer, however few are wanted.
            scored = sorted(scored, key=itemgetter(0), reverse=True)[:most]
        return scored

    def scored(self, passages: Sequence[int] | BitMap, number: int) -> list[Scored]:
        """Passages of a part with what they score."""
        chosen = BitMap(passages)
        scores = self.scores(chosen, number)
        scored = [(score, number, one) for score, one in zip(scores, chosen, strict=True)]
        return weighed(scored, self._matcher.parts[number].postings.weights(chosen))

    def scores(self, passages: BitMap, number: int) -> list[float]:
        """What passages of a part score, whatever their kind."""
        part, terms = self._matcher.parts[number], self._terms_in(number)
        scores = terms.plain.by_beginnings(
            part.text, part.passage_starts, list(passages), terms.formula
        )
        if not terms.others:
            return scores
        norms = dict(zip(passages, saturations(part.lengths(passages), self._average), strict=True))
        more = dict.fromkeys(passages, 0.0)
        for weight, alternatives in terms.others:
            frequencies: dict[int, int] = {}
            for sought, found in alternatives:
                having = passages & found.passages
                own = self._matcher.frequencies(sought, found, number, having)
                if frequencies:
                    own = _sum(frequencies, own)
                frequencies = own
            gain = weight * (SATURATION + 1)
            for one, frequency in frequencies.items():
                more[one] += gain * frequency / (frequency + norms[one])
        return list(map(add, scores, more.values()))

    def _terms_in(self, number: int) -> _Terms:
        known = self._known.get(number)
        if known is None:
            find = self._matcher.found
            terms = [
                (term.weight, [(one, find(one, number)) for one in term.sought])
                for term in self._terms
            ]
            known = self._known[number] = _Terms(terms, self._average)
        return known

    def _chosen(self, passages: BitMap, most: int, number: int) -> list[int]:
        """So many passages of a part that may score most, from what the sets alone tell."""
        rare: dict[int, float] = {}
        frequent: list[Found] = []
        enough = BitMap()
        for weight, alternatives in self._terms_in(number).all:
            for _, found in alternatives:
                counts = found.counts()
                if counts is None:
                    frequent.append(found)
                    continue
                # The more common words only say more of the passages of the rarest.
                having = found.passages & (enough or passages)
                once = weight / (1 + SATURATION)
                for passage in having:
                    count = counts[passage]
                    share = once if count == 1 else weight * count / (count + SATURATION)
                    rare[passage] = rare.get(passage, 0.0) + share
            if len(rare) >= _ENOUGH * most and not enough:
                enough = BitMap(rare)
        kept = list(rare)
        if len(rare) > most:
            kept = sorted(rare, key=rare.__getitem__, reverse=True)[:most]
        chosen = BitMap(kept)
        if len(chosen) < most:
            chosen |= _of_frequent(passages - chosen, frequent, most - len(chosen))
        return list(chosen)


def _sum(one: dict[int, int], other: dict[int, int]) -> dict[int, int]:
    """How often something stands in each passage that one of two, or both, stand in."""
    return {place: one.get(place, 0) + other.get(place, 0) for place in one.keys() | other.keys()}


def _of_frequent(passages: BitMap, frequent: list[Found], most: int) -> BitMap:
    """So many passages of some: those that have the first of what is frequent, and more of it."""
    chosen = BitMap()
    left = passages
    for found in frequent:
        having = left & found.passages
        if len(having) >= most:
            left = having
        else:
            chosen |= having
            left = left - having
            most -= len(having)
    for found in frequent:
        for layer in found.layers:
            having = left & layer
            if len(having) >= most:
                return chosen | having[:most]
            chosen |= having
            left = left - having
            most -= len(having)
    return chosen | left[:most]
