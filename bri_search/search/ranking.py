"""Ranking: which passages answer a query, by its characters, and in which order, by its words.

What a passage scores lies between 0 and 1 for how well its words answer (BM25F, squashed); it is 1
higher where every word of the query stands in it, and 1 higher again where the query stands in it
as typed. So those with all words come first, whatever else they score. A word's counterpart counts
as the word, but is never as typed, and of a BM25 score it has a fixed share.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from heapq import nsmallest
from typing import TYPE_CHECKING

from bri_search.errors import QueryError
from bri_search.index.store import Store
from bri_search.index.words import PassageKey
from bri_search.search.counterparts import (
    COUNTERPART_WEIGHT,
    Counterpart,
    Widening,
    occurrences_of,
)
from bri_search.search.filtering import Filter
from bri_search.search.matching import Occurrence, Occurrences
from bri_search.search.matching import Phrase as FoldedPhrase
from bri_search.search.query import AnyOf, Clause, Group, Occur, Operand, Phrase, Prefix, Word
from bri_search.sources.document import Kind
from bri_search.text.english import FUNCTION_WORDS

if TYPE_CHECKING:
    from bri_search.search.evidence import Evidence

__all__ = ["Answer", "rank", "rank_phrase"]

_SATURATION = 1.2
_LENGTH_WEIGHT = 0.75
_HALF_SCORE = 10.0
_HALF_EVIDENCE = 40.0
_BEST = 200
"""How many answers, the best by their words, are ordered by all the evidence there is."""
_MOST_WORDS = 128
"""Of a query, or of a word of it, that is a text so many words are looked for, the rarest."""
_KIND_WEIGHTS = {Kind.HEADING: 0.5, Kind.CONTENTS: 0.0}

Found = tuple[Occurrence, str | Counterpart]
"""An occurrence, with what was looked for: as it was typed, or a counterpart of that."""

Places = dict[PassageKey, list[Found]]
"""Passages, and in each the occurrences of something."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A passage that answers a query: its score, and where what was asked for stands in it."""

    score: float
    key: PassageKey
    occurrences: tuple[Found, ...]


@dataclass(slots=True)
class _Evaluation:
    """Passages that satisfy part of a query, what is asked for in it, and what scores by words."""

    places: Places = field(default_factory=dict)
    units: list[frozenset[PassageKey]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    strings: list[tuple[str, Places]] = field(default_factory=list)
    counterparts: dict[str, dict[str, Places]] = field(default_factory=dict)


def rank(store: Store, query: str, tree: Group, chosen: Filter, widening: Widening) -> list[Answer]:
    """All answers to a parsed query, best first; raises QueryError where nothing is asked for."""
    from bri_search.search.evidence import Evidence  # a phrase asks for none of it

    evaluator = _Evaluator(store, chosen, widening)
    evaluation = evaluator.group(tree)
    if not evaluator.has_asked:
        raise QueryError(
            "the query holds only punctuation", query, 0, "type a word or a phrase to look for"
        )
    as_typed = evaluator.as_typed(tree)
    scores = evaluator.scores(evaluation)
    answers = []
    for key, occurrences in evaluation.places.items():
        weight = _KIND_WEIGHTS.get(store.document(key[0]).kind(key[1]), 1.0)
        score = weight * scores.get(key, 0.0)
        score /= score + _HALF_SCORE
        if weight:
            score += all(key in unit for unit in evaluation.units)
            score += key in as_typed
        answers.append(Answer(score, key, tuple(sorted(set(occurrences), key=_in_order))))
    if not evaluation.words:
        return _best_first(store, answers)
    evidence = Evidence(store, [folded for folded, _ in evaluation.strings])
    widened = evaluator.counterpart_scores(evaluation)
    return _by_evidence(store, evidence, widened, _best_first(store, answers))


def _by_evidence(
    store: Store, evidence: Evidence, widened: dict[PassageKey, float], answers: list[Answer]
) -> list[Answer]:
    """The best of the answers by what their characters say, the others behind them.

    `widened` is what counterparts of the query's words score in a passage.
    """
    best = []
    for answer in answers[:_BEST]:
        weight = _KIND_WEIGHTS.get(store.document(answer.key[0]).kind(answer.key[1]), 1.0)
        score = weight * (evidence.score(answer.key) + widened.get(answer.key, 0.0))
        score = int(answer.score) + score / (score + _HALF_EVIDENCE)
        best.append(replace(answer, score=score))
    lowest = min((answer.score % 1 for answer in best), default=0.0)
    others = [
        replace(answer, score=int(answer.score) + answer.score % 1 * lowest)
        for answer in answers[_BEST:]
    ]
    return _best_first(store, best + others)


def rank_phrase(store: Store, typed: str, chosen: Filter) -> list[Answer]:
    """All passages in which a phrase stands as a whole; the words of it are not asked for."""
    phrase = FoldedPhrase.of(typed, store.folding)
    if not phrase.folded:
        raise QueryError(
            "the phrase holds only punctuation" if typed.strip() else "the phrase is empty",
            typed,
            0,
            "type the words to look for",
        )
    evaluator = _Evaluator(store, chosen, Widening())
    places = evaluator.places(evaluator.occurrences.of(phrase), typed)
    scores = evaluator.string_scores([(store.concordance.count(phrase.folded), places)])
    answers = []
    for key, occurrences in places.items():
        weight = _KIND_WEIGHTS.get(store.document(key[0]).kind(key[1]), 1.0)
        score = weight * scores[key]
        score = score / (score + _HALF_SCORE) + (2 if weight else 0)
        answers.append(Answer(score, key, tuple(occurrences)))
    return _best_first(store, answers)


def _is_wording(character: str) -> bool:
    """Whether a folded character can be asked for alone: no punctuation; a pictograph can be."""
    return character.isalnum() or unicodedata.category(character) == "So"


def _is_abbreviation(typed: str) -> bool:
    """Whether a word is typed as an abbreviation is: WHO, US."""
    return len(typed) > 1 and typed.isupper()


def _in_order(found: Found) -> tuple[Occurrence, bool, str]:
    """Where something stands; what was typed before its counterparts."""
    occurrence, sought = found
    is_counterpart = isinstance(sought, Counterpart)
    return occurrence, is_counterpart, sought.text if isinstance(sought, Counterpart) else sought


def _best_first(store: Store, answers: list[Answer]) -> list[Answer]:
    """Answers by score; those that score alike in the order of sources and passages."""
    return sorted(answers, key=lambda one: (-one.score, store.place(one.key[0]), one.key[1]))


class _Evaluator:
    """Finds the passages for each part of a query; every part is settled on characters."""

    def __init__(self, store: Store, chosen: Filter, widening: Widening) -> None:
        self.store = store
        self.widening = widening
        self.chosen = chosen
        self.occurrences = Occurrences(store, chosen.admits_source)
        self.has_asked = False

    def places(self, occurrences: Iterable[Occurrence], typed: str | Counterpart) -> Places:
        """Occurrences by the passage they begin in, as far as the filter admits it."""
        places: Places = {}
        admitted: dict[PassageKey, bool] = {}
        for occurrence in occurrences:
            key = (occurrence.serial, occurrence.first)
            if key not in admitted:
                admitted[key] = self.chosen.admits_passage(self.store, *key)
            if admitted[key]:
                places.setdefault(key, []).append((occurrence, typed))
        return places

    def widen(
        self, part: _Evaluation, folded: str, counterparts: Iterable[Counterpart]
    ) -> frozenset[PassageKey]:
        """Add the counterparts of something to part of a query; the passages that hold one."""
        keys: set[PassageKey] = set()
        for counterpart in counterparts:
            other, found = occurrences_of(self.store, self.occurrences, counterpart)
            places = self.places(found, counterpart)
            part.counterparts.setdefault(folded, {})[other] = places
            keys |= places.keys()
            for key, entries in places.items():
                part.places[key] = [*part.places.get(key, ()), *entries]
        return frozenset(keys)

    # -- the parts of a query ----------------------------------------------------------------------

    def group(self, group: Group) -> _Evaluation:
        """Everything that some clause asks for, less what is excluded; all of what must be."""
        result = _Evaluation()
        required: list[Places] = []
        optional: list[Places] = []
        excluded: set[PassageKey] = set()
        for clause in self._rarest(group.clauses):
            if clause.occur is Occur.MUST_NOT:
                excluded |= self.whole(clause.operand).places.keys()
                continue
            must = clause.occur is Occur.MUST
            part = self.whole(clause.operand) if must else self.free(clause.operand)
            if not part.units:
                continue
            (required if must else optional).append(part.places)
            result.units += part.units
            result.words += part.words
            result.strings += part.strings
            result.counterparts |= part.counterparts
        keys = set().union(*optional)
        if required:
            keys = set.intersection(*(set(places) for places in required))
        for key in keys - excluded:
            result.places[key] = [
                entry for places in required + optional for entry in places.get(key, ())
            ]
        return result

    def _rarest(self, clauses: tuple[Clause, ...]) -> Iterable[Clause]:
        """The clauses, less the more common ones of a great many words typed side by side."""
        words = {
            number: clause.operand.text
            for number, clause in enumerate(clauses)
            if clause.occur is Occur.SHOULD and isinstance(clause.operand, Word)
        }
        count, fold = self.store.concordance.count, self.store.folding.text
        rarest = nsmallest(_MOST_WORDS, words, key=lambda number: count(fold(words[number])))
        left_out = words.keys() - rarest
        return [clause for number, clause in enumerate(clauses) if number not in left_out]

    def free(self, operand: Operand) -> _Evaluation:
        """An operand as free text: a word that is not found whole is found by its parts."""
        return self.word(operand) if isinstance(operand, Word) else self.whole(operand)

    def whole(self, operand: Operand) -> _Evaluation:
        """An operand of which all is meant, with its alternatives and groups."""
        if isinstance(operand, Group):
            return self.group(operand)
        if isinstance(operand, AnyOf):
            parts = [self.whole(alternative) for alternative in operand.alternatives]
            union = _Evaluation()
            for part in parts:
                for key, entries in part.places.items():
                    union.places.setdefault(key, []).extend(entries)
                union.words += part.words
                union.strings += part.strings
                union.counterparts |= part.counterparts
            if any(part.units for part in parts):
                union.units = [frozenset(union.places)]
            return union
        phrase = FoldedPhrase.of(operand.text, self.store.folding)
        if not phrase.folded:
            return _Evaluation()
        self.has_asked = self.has_asked or any(map(_is_wording, phrase.folded))
        if isinstance(operand, Prefix):
            found = self.occurrences.starting(phrase)
        else:
            found = self.occurrences.of(phrase, whole_words=not isinstance(operand, Phrase))
        places = self.places(found, operand.text)
        part = _Evaluation(dict(places), [], [], [(phrase.folded, places)])
        widened = self.widen(part, phrase.folded, self.widening.whole(operand))
        part.units = [widened | places.keys()]
        return part

    def word(self, word: Word) -> _Evaluation:
        """A word as typed: the passages with all of it, and those with some of its words."""
        whole = self.whole(word)
        if not whole.units:
            return whole
        if word.text.lower() in FUNCTION_WORDS and not _is_abbreviation(word.text):
            whole.strings = []
            return whole
        parts = self._parts(word.text)
        terms = self.widening.parts(word)
        whole.words = list(parts)
        if len(parts) < 2 and not terms:
            return whole
        whole.units = []
        complete = frozenset(whole.places)
        widened = [
            (term.folded, self.widen(whole, term.folded, term.counterparts)) for term in terms
        ]
        for part, typed in parts.items():
            phrase = FoldedPhrase(typed, part, (part,), is_checked=False)
            found = self.places(self.occurrences.of(phrase, whole_words=True), typed)
            for key, entries in found.items():
                if key not in complete:
                    whole.places[key] = [*whole.places.get(key, ()), *entries]
            in_terms = (keys for folded, keys in widened if part in folded)
            whole.units.append(frozenset(found).union(complete, *in_terms))
        return whole

    def _parts(self, typed: str) -> dict[str, str]:
        """The words that make up a word as typed, folded, with how each was typed.

        Single ideographs only where there is nothing longer; two that follow one another may be a
        name that the dictionary does not know, and are taken together if they stand anywhere. A
        word that is a part of what one character folds to (¾ to three) was typed as itself.
        """
        folding = self.store.folding
        folded = folding.fold(typed)
        parts: dict[str, str] = {}
        position = 0
        alone = -1
        for part in self.store.segmenter.cut(folded.text):
            position = folded.text.index(part, position)
            if len(part) == 1 and position == alone and not part.isascii():
                pair = folded.text[position - 1 : position + 1]
                if self.store.concordance.count(pair):
                    parts.setdefault(pair, pair)
            start, end = folded.span(position, position + len(part))
            as_typed = typed[start:end]
            parts.setdefault(part, as_typed if folding.text(as_typed) == part else part)
            position += len(part)
            alone = position if len(part) == 1 and not part.isascii() else -1
        longer = {part: typed for part, typed in parts.items() if len(part) > 1} or parts
        if len(longer) <= _MOST_WORDS:
            return longer
        rarest = nsmallest(_MOST_WORDS, longer, key=self.store.concordance.count)
        return {part: longer[part] for part in rarest}

    def as_typed(self, tree: Group) -> frozenset[PassageKey]:
        """The passages in which a query of plain words stands as it was typed."""
        words = [clause.operand for clause in tree.clauses if clause.occur is Occur.SHOULD]
        if len(words) < len(tree.clauses):
            return frozenset()
        typed = " ".join(w.text for w in words if isinstance(w, (Word, Phrase)))
        phrase = FoldedPhrase.of(typed, self.store.folding)
        if not phrase.folded or any(not isinstance(word, (Word, Phrase)) for word in words):
            return frozenset()
        is_quoted = all(isinstance(word, Phrase) for word in words)
        found = self.occurrences.of(phrase, whole_words=not is_quoted)
        return frozenset(self.places(found, typed))

    # -- scores ------------------------------------------------------------------------------------

    def scores(self, evaluation: _Evaluation) -> dict[PassageKey, float]:
        """What the words of a query and its phrases score in each passage."""
        count = self.store.concordance.count
        scores = self.string_scores(
            (count(folded), places) for folded, places in evaluation.strings
        )
        for key, score in self.counterpart_scores(evaluation).items():
            scores[key] = scores.get(key, 0.0) + score
        if evaluation.words:
            for key, score in self.store.words.scores(evaluation.words).items():
                scores[key] = scores.get(key, 0.0) + score
        return scores

    def counterpart_scores(self, evaluation: _Evaluation) -> dict[PassageKey, float]:
        """What counterparts of a query's words score in each passage.

        All counterparts of a word are one term, as often and as rare as they and the word are
        together: else the rarest of them, which is the least likely to be meant, would score most.
        Method: Pirkola, The Effects of Query Structure and Dictionary Setups in Dictionary-Based
        Cross-Language Information Retrieval (1998).
        """
        count = self.store.concordance.count
        terms = []
        for folded, by_form in evaluation.counterparts.items():
            together: Places = {}
            for places in by_form.values():
                for key, entries in places.items():
                    together.setdefault(key, []).extend(entries)
            terms.append((count(folded) + sum(map(count, by_form)), together))
        scores = self.string_scores(terms)
        return {key: COUNTERPART_WEIGHT * score for key, score in scores.items()}

    def string_scores(self, terms: Iterable[tuple[int, Places]]) -> dict[PassageKey, float]:
        """What terms score that are found by their characters: how often each occurs, and where.

        Formula: BM25, Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and
        Beyond (2009), with k1 = 1.2 and b = 0.75; lengths in folded characters. How rare a term
        is is told by its occurrences in all sources, whatever the filter admits.
        """
        sources = self.store.sources
        passages = sum(entry.passages for entry in sources)
        average = sum(entry.folded for entry in sources) / max(passages, 1)
        scores: dict[PassageKey, float] = {}
        for count, places in terms:
            common = min(count, passages)
            rarity = math.log(1 + (passages - common + 0.5) / (common + 0.5))
            for key, entries in places.items():
                length = self.store.document(key[0]).folded_length(key[1]) / max(average, 1)
                norm = _SATURATION * (1 - _LENGTH_WEIGHT + _LENGTH_WEIGHT * length)
                frequency = len(entries)
                scores[key] = scores.get(key, 0.0) + rarity * frequency * (_SATURATION + 1) / (
                    frequency + norm
                )
        return scores
