"""Ranking: which passages answer a query, by its characters, and in which order, by its words.

What a passage scores lies between 0 and 1 for how well its words answer (BM25, squashed); it is 1
higher where every word of the query stands in it, and 1 higher again where the query stands in it
as typed. So those with all words come first, whatever else they score. A word's counterpart counts
as the word, but is never as typed, and of a BM25 score it has a fixed share. A number that is part
of another (十五人 in 三十五人) is found, and does not count.

However many passages answer, few are looked at: the best by their words are chosen from the sets,
rare words first, and those are re-ranked by all the evidence there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from heapq import heapify, heappop, heapreplace
from itertools import groupby
from operator import add, itemgetter, mul
from typing import TYPE_CHECKING

from bri_search.errors import QueryError
from bri_search.index.postings import BitMap
from bri_search.index.store import Store
from bri_search.search.answers import Answer, Finder, Ranking
from bri_search.search.choosing import Choice, Term
from bri_search.search.counterparts import COUNTERPART_WEIGHT, Widening
from bri_search.search.evaluating import Evaluation, Evaluator, common, either
from bri_search.search.filtering import Filter
from bri_search.search.matching import Matcher, PassageSets
from bri_search.search.query import Group
from bri_search.search.scoring import Scored, rarity, squashed

if TYPE_CHECKING:
    from bri_search.search.evidence import Evidence

__all__ = ["rank"]

_HALF_EVIDENCE = 40.0
_BEST = 160
"""How many answers, the best by their words, are ordered by all the evidence there is."""
_FEW_BY_EVIDENCE, _FEW_BY_WORDS = 512, 8_192
"""Passages of a part that are all scored by their words: more where nothing else orders them."""


def rank(store: Store, query: str, tree: Group, chosen: Filter, widening: Widening) -> Ranking:
    """The answers to a parsed query; raises QueryError where nothing is asked for."""
    matcher = Matcher(store, chosen.admitted(store))
    evaluator = Evaluator(store, matcher, widening)
    evaluation = evaluator.group(tree)
    if not evaluator.has_asked:
        raise QueryError(
            "the query holds only punctuation", query, 0, "type a word or a phrase to look for"
        )
    as_typed = evaluator.as_typed(tree)
    total = sum(map(len, evaluation.passages))
    ranked = _Ranked(store, matcher, evaluation, as_typed)
    return Ranking(total, ranked.in_order(), Finder(matcher, tuple(evaluation.shown)))


class _Ranked:
    """The answers to a query in their order, those that are likely to be looked at first."""

    def __init__(
        self, store: Store, matcher: Matcher, evaluation: Evaluation, as_typed: PassageSets
    ) -> None:
        self.store = store
        self.matcher = matcher
        self.evaluation = evaluation
        self.tiers = self._tiers(as_typed)
        strings = {**evaluation.strings, **evaluation.words}

        def count(folded: str) -> int:
            return sum(last - first for first, last in matcher.ranges(folded))

        terms = [
            Term((sought,), rarity(store, count(folded))) for folded, sought in strings.items()
        ]
        # All counterparts of a word are one term, as often and as rare as they and the word are
        # together: else the rarest of them, which is the least likely to be meant, would score
        # most. Method: Pirkola, The Effects of Query Structure and Dictionary Setups in
        # Dictionary-Based Cross-Language Information Retrieval (1998).
        self.widened = [
            Term(
                tuple(sought),
                COUNTERPART_WEIGHT
                * rarity(store, count(folded) + sum(count(one.phrase.folded) for one in sought)),
            )
            for folded, sought in evaluation.counterparts.items()
        ]
        self.choice = Choice(store, matcher, [*terms, *self.widened])

    def _tiers(self, as_typed: PassageSets) -> list[PassageSets]:
        """The answers by how much of the query they have whole: two, one, or nothing more."""
        found = self.evaluation.passages
        ranked = tuple(
            one - part.postings.unranked
            for one, part in zip(found, self.matcher.parts, strict=True)
        )
        # Of no units, all are there.
        all_there = common([ranked, *self.evaluation.units])
        typed = common([ranked, as_typed])
        tiers = [common([all_there, typed])]
        one_more = _less(either(all_there, typed), tiers[0])
        return [*tiers, one_more, _less(found, either(tiers[0], one_more))]

    def in_order(self) -> Iterator[list[Answer]]:
        """The best in their order, and then all others; those that score alike together."""
        by_evidence = bool(self.evaluation.words)
        given: set[tuple[int, int]] = set()
        share = 1.0
        least: dict[int, float] = {}
        for tier, sets in zip((2, 1, 0), self.tiers, strict=True):
            if len(given) >= _BEST:
                break
            chosen = self._likely(sets, _BEST - len(given))
            given |= {(part, passage) for _, part, passage in chosen}
            best: Iterable[Scored]
            if by_evidence:
                best = self._by_evidence(tier, chosen)
            else:
                best = _best_first(
                    (tier + squashed(score), part, passage) for score, part, passage in chosen
                )
            for alike in self._answers(best):
                # No other of the tier comes before any of these.
                least[tier] = fraction = alike[0].score - tier
                if by_evidence:
                    share = min(share, fraction)
                yield alike
        for tier, sets in zip((2, 1, 0), self.tiers, strict=True):
            number = sum(map(len, sets))
            scored = self.choice.best(sets, number, number)
            most = least.get(tier, 1.0)
            others = [
                (tier + min(share * squashed(score), most), part, passage)
                for score, part, passage in scored
                if (part, passage) not in given
            ]
            yield from self._answers(_best_first(others))

    def _likely(self, sets: PassageSets, most: int) -> list[Scored]:
        """At most so many passages of a tier, those that score most by their words.

        Where evidence orders them, what they score decides only which are taken.
        """
        if not self.evaluation.words:
            return self.choice.best(sets, most, _FEW_BY_WORDS)
        if sum(map(len, sets)) <= most:
            return [(0.0, number, one) for number, passages in enumerate(sets) for one in passages]
        return self.choice.best(sets, most, _FEW_BY_EVIDENCE)

    def _answers(self, scored: Iterable[Scored]) -> Iterator[list[Answer]]:
        """Passages, best first, as answers; those that score alike in the order of sources."""
        for score, alike in groupby(scored, key=itemgetter(0)):
            answers = [
                Answer(score, *self.matcher.parts[part].number_of(passage), part, passage)
                for _, part, passage in alike
            ]
            if len(answers) > 1:
                answers.sort(key=lambda one: (self.store.place(one.serial), one.number))
            yield answers

    def _by_evidence(self, tier: int, chosen: list[Scored]) -> Iterator[Scored]:
        """Passages of a tier by what their characters say, best first.

        That is looked at where it may be more than what is said by those that were looked at.
        """
        if not chosen:
            return
        evidence = self._evidence
        of_parts = self._of_parts(chosen)
        widened = self._widened_scores(of_parts)
        weights = [
            part.postings.weights(passages)
            for part, passages in zip(self.matcher.parts, of_parts, strict=True)
        ]

        def scored(said: list[float], some: list[Scored]) -> list[Scored]:
            if widened:
                more = (widened.get(one[1:], 0.0) for one in some)
                said = list(map(add, said, more))
            if any(weights):
                kinds = (weights[part].get(passage, 1.0) for _, part, passage in some)
                said = list(map(mul, said, kinds))
            return [
                (tier + one / (one + _HALF_EVIDENCE), part, passage)
                for one, (_, part, passage) in zip(said, some, strict=True)
            ]

        most = scored(evidence.most(chosen), chosen)
        if evidence.is_told_at_once:
            yield from _best_first(most)
            return
        waiting = [(-score, False, number) for number, (score, _, _) in enumerate(most)]
        heapify(waiting)
        while waiting:
            score, is_known, number = waiting[0]
            one = chosen[number]
            if is_known:
                heappop(waiting)
                yield (-score, *one[1:])
            else:
                [(known, _, _)] = scored([evidence.score(*one[1:])], [one])
                heapreplace(waiting, (-known, True, number))

    @cached_property
    def _evidence(self) -> Evidence:
        from bri_search.search.evidence import Evidence  # a phrase asks for none of it

        return Evidence(self.matcher, self.evaluation.strings)

    def _of_parts(self, scored: list[Scored]) -> PassageSets:
        """Some passages as sets, one a part."""
        return tuple(
            BitMap([passage for _, part, passage in scored if part == number])
            for number in range(len(self.matcher.parts))
        )

    def _widened_scores(self, sets: PassageSets) -> dict[tuple[int, int], float]:
        """What passages score by counterparts alone."""
        if not self.widened:
            return {}
        choice = Choice(self.store, self.matcher, self.widened)
        return {
            (number, passage): score
            for number, passages in enumerate(sets)
            for passage, score in zip(passages, choice.scores(passages, number), strict=True)
        }


def _less(one: PassageSets, other: PassageSets) -> PassageSets:
    return tuple(a - b for a, b in zip(one, other, strict=True))


def _best_first(scored: Iterable[Scored]) -> list[Scored]:
    return sorted(scored, key=itemgetter(0), reverse=True)
