"""Ranking: which passages answer a query, by its characters, and in which order, by its words.

What a passage scores lies between 0 and 1 for how well its words answer (BM25, squashed); it is 1
higher where every word of the query stands in it, and 1 higher again where the query stands in it
as typed. So those with all words come first, whatever else they score. A word's counterpart counts
as the word, but is never as typed, and of a BM25 score it has a fixed share.

However many passages answer, few are looked at: the best by their words are chosen from the sets,
rare words first, and those are put in order by all the evidence there is.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, zip_longest
from operator import itemgetter

from bri_search.errors import QueryError
from bri_search.index.postings import BitMap
from bri_search.index.store import Store
from bri_search.search.answers import Answer
from bri_search.search.choosing import Choice, Scored, Term
from bri_search.search.counterparts import COUNTERPART_WEIGHT, Counterpart, Widening
from bri_search.search.evaluating import Evaluation, Evaluator, Shown, common, either
from bri_search.search.filtering import Filter
from bri_search.search.matching import Matcher, Occurrence, PassageSets, Sought
from bri_search.search.matching import Phrase as FoldedPhrase
from bri_search.search.query import Group

__all__ = ["FoundText", "Ranking", "rank", "rank_phrase"]

_HALF_SCORE = 10.0
_HALF_EVIDENCE = 40.0
_BEST = 200
"""How many answers, the best by their words, are ordered by all the evidence there is."""

FoundText = tuple[Occurrence, "str | Counterpart"]
"""An occurrence, with what was looked for: as it was typed, or a counterpart of that."""


class Ranking:
    """All answers to a query, best first; what is not asked for is not put in order.

    `total` is how many there are.
    """

    def __init__(self, total: int, in_order: Iterator[list[Answer]], finder: _Finder) -> None:
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


@dataclass(frozen=True, slots=True)
class _Finder:
    """Finds in an answer what is shown of it."""

    matcher: Matcher
    shown: tuple[Shown, ...]

    def found(self, answer: Answer) -> tuple[FoundText, ...]:
        found: set[FoundText] = set()
        for one in self.shown:
            is_told = one.unless is not None and answer.passage in one.unless[answer.part]
            found_in = self.matcher.found(one.sought, answer.part).passages
            if is_told or answer.passage not in found_in:
                continue
            within = self.matcher.within(one.sought, answer.part, answer.passage)
            found.update((occurrence, one.typed) for occurrence in within)
        return tuple(sorted(found, key=_in_order))


def _in_order(found: FoundText) -> tuple[Occurrence, bool, str]:
    """Where something stands; what was typed before its counterparts."""
    occurrence, sought = found
    is_counterpart = isinstance(sought, Counterpart)
    return occurrence, is_counterpart, sought.text if isinstance(sought, Counterpart) else sought


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
    return Ranking(total, ranked.in_order(), _Finder(matcher, tuple(evaluation.shown)))


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
            Term((sought,), _rarity(store, count(folded))) for folded, sought in strings.items()
        ]
        # All counterparts of a word are one term, as often and as rare as they and the word are
        # together: else the rarest of them, which is the least likely to be meant, would score
        # most. Method: Pirkola, The Effects of Query Structure and Dictionary Setups in
        # Dictionary-Based Cross-Language Information Retrieval (1998).
        self.widened = [
            Term(
                tuple(sought),
                COUNTERPART_WEIGHT
                * _rarity(store, count(folded) + sum(count(one.phrase.folded) for one in sought)),
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
                best += self.choice.best(sets, _BEST - len(best), tier, _squashed)
        chosen = {(one.part, one.passage) for one in best}
        if self.evaluation.words:
            best = self._by_evidence(best)
        best = _best_first(self.store, best)
        yield best
        lowest = min((answer.score % 1 for answer in best), default=0.0)
        shrinks = bool(self.evaluation.words)
        for tier, sets in zip((2, 1, 0), self.tiers, strict=True):
            others = [
                one
                for one in self.choice.best(sets, sum(map(len, sets)), tier, _squashed)
                if (one.part, one.passage) not in chosen
            ]
            if shrinks:
                others = [_scored(one, tier + one.score % 1 * lowest) for one in others]
            yield _best_first(self.store, others)

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


def rank_phrase(store: Store, typed: str, chosen: Filter) -> Ranking:
    """The passages in which a phrase stands as a whole; the words of it are not asked for."""
    phrase = FoldedPhrase.of(typed, store.folding)
    if not phrase.folded:
        raise QueryError(
            "the phrase holds only punctuation" if typed.strip() else "the phrase is empty",
            typed,
            0,
            "type the words to look for",
        )
    matcher = Matcher(store, chosen.admitted(store))
    sought = Sought(phrase)
    term = Term((sought,), _rarity(store, store.concordance.count(phrase.folded)))
    total = sum(map(len, matcher.sets(sought)))
    in_order = _by_layers(store, matcher, Choice(store, matcher, [term]), sought)
    return Ranking(total, in_order, _Finder(matcher, (Shown(sought, typed),)))


def _by_layers(
    store: Store, matcher: Matcher, choice: Choice, sought: Sought
) -> Iterator[list[Answer]]:
    """The passages of a phrase, those that come in the first layer of their part first.

    What scores alike comes together. Nothing is made of what comes after the page that is read.
    """
    layers = [choice.layers(sought, number) for number in range(len(matcher.parts))]
    last: list[Scored] = []
    for layer in zip_longest(*layers, fillvalue=BitMap()):
        scored: list[Scored] = []
        for number, passages in enumerate(layer):
            unranked = matcher.parts[number].postings.unranked
            scored += choice.scored(passages - unranked, number)
            last += choice.scored(passages & unranked, number)
        yield from _alike(store, choice, scored, 2)
    yield from _alike(store, choice, last, 0)


def _alike(store: Store, choice: Choice, scored: list[Scored], base: int) -> Iterator[list[Answer]]:
    """Passages by what they score, those that score alike in the order of sources."""
    scored.sort(key=itemgetter(0), reverse=True)
    for _, alike in groupby(scored, key=itemgetter(0)):
        yield _best_first(store, (choice.answer(one, base, _squashed) for one in alike))


def _less(one: PassageSets, other: PassageSets) -> PassageSets:
    return tuple(a - b for a, b in zip(one, other, strict=True))


def _squashed(score: float) -> float:
    return score / (score + _HALF_SCORE)


def _scored(answer: Answer, score: float) -> Answer:
    return Answer(score, answer.serial, answer.number, answer.part, answer.passage)


def _rarity(store: Store, count: int) -> float:
    """The inverse passage frequency of what stands in so many places.

    How rare something is is told by its occurrences in all sources, whatever a filter admits.
    """
    passages = store.totals.passages
    common = min(count, passages)
    return math.log(1 + (passages - common + 0.5) / (common + 0.5))


def _best_first(store: Store, answers: Iterable[Answer]) -> list[Answer]:
    """Answers by score; those that score alike in the order of sources and passages."""
    return sorted(answers, key=lambda one: (-one.score, store.place(one.serial), one.number))
