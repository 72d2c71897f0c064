"""Ranking: which passages answer a query, by its characters, and in which order, by its words.

What a passage scores lies between 0 and 1 for how well its words answer (BM25, squashed); it is 1
higher where every word of the query stands in it, and 1 higher again where the query stands in it
as typed. So those with all words come first, whatever else they score. A word's counterpart counts
as the word, but is never as typed, and of a BM25 score it has a fixed share.

However many passages answer, few are looked at: the best by their words are chosen from the sets,
rare words first, and those are put in order by all the evidence there is.
"""

from __future__ import annotations

from collections.abc import Iterator

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
from bri_search.search.scoring import best_first, rarity, squashed

__all__ = ["rank"]

_HALF_EVIDENCE = 40.0
_BEST = 200
"""How many answers, the best by their words, are ordered by all the evidence there is."""


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
        count = store.concordance.count
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
        """The best in their order, and then all others."""
        best: list[Answer] = []
        for tier, sets in zip((2, 1, 0), self.tiers, strict=True):
            if len(best) < _BEST:
                best += self.choice.best(sets, _BEST - len(best), tier, squashed)
        chosen = {(one.part, one.passage) for one in best}
        if self.evaluation.words:
            best = self._by_evidence(best)
        best = best_first(self.store, best)
        yield best
        lowest = min((answer.score % 1 for answer in best), default=0.0)
        shrinks = bool(self.evaluation.words)
        for tier, sets in zip((2, 1, 0), self.tiers, strict=True):
            others = [
                one
                for one in self.choice.best(sets, sum(map(len, sets)), tier, squashed)
                if (one.part, one.passage) not in chosen
            ]
            if shrinks:
                others = [_scored(one, tier + one.score % 1 * lowest) for one in others]
            yield best_first(self.store, others)

    def _by_evidence(self, answers: list[Answer]) -> list[Answer]:
        """Answers by what their characters say."""
        from bri_search.search.evidence import Evidence  # a phrase asks for none of it

        evidence = Evidence(self.store, self.evaluation.strings)
        widened = self._widened_scores(answers)
        scored = []
        for one in answers:
            part = self.matcher.parts[one.part]
            score = evidence.score(part.folded_text(one.passage))
            score += widened.get((one.part, one.passage), 0.0)
            score *= self.choice.weight(one.part, one.passage)
            scored.append(_scored(one, int(one.score) + score / (score + _HALF_EVIDENCE)))
        return scored

    def _widened_scores(self, answers: list[Answer]) -> dict[tuple[int, int], float]:
        """What answers score by counterparts alone."""
        if not self.widened:
            return {}
        choice = Choice(self.store, self.matcher, self.widened)
        return {
            (number, passage): score
            for number in range(len(self.matcher.parts))
            for passage, score in choice.scores(
                BitMap([one.passage for one in answers if one.part == number]), number
            ).items()
        }


def _less(one: PassageSets, other: PassageSets) -> PassageSets:
    return tuple(a - b for a, b in zip(one, other, strict=True))


def _scored(answer: Answer, score: float) -> Answer:
    return Answer(score, answer.serial, answer.number, answer.part, answer.passage)
