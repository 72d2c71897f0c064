"""Evidence: how well the characters of a passage answer the words of a query.

Words as a dictionary cuts them, pairs of characters and single characters are evidence of different
kinds: a word that the dictionary does not know, or cuts otherwise in the passage, still shares its
pairs, and single characters tell how much of the query a passage covers. Each is scored by BM25,
for the passage and for the two sentences of it that stand best, so that words that stand together
count for more than words apart.

Formula: Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009), with
k1 = 0.6, lower than usual: that a term occurs says more than how often, and what covers more of the
query comes first. b = 0.75 as usual; lengths in folded characters.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from bri_search.index.store import Store
from bri_search.index.words import PassageKey

__all__ = ["Evidence"]

_SATURATION = 0.6
_LENGTH_WEIGHT = 0.75
_NEARNESS = 1.0
_SAMPLE = 32
_SENTENCE = re.compile(r"[^。!?;]+[。!?;]?")
_RUN = re.compile(r"\w+")


class Evidence:
    """Scores passages by the words of a query and by the texts they were cut from, all folded."""

    def __init__(self, store: Store, words: Iterable[str], texts: Iterable[str]) -> None:
        self._store = store
        sources = store.sources
        self._passages = sum(entry.passages for entry in sources)
        self._average = sum(entry.folded for entry in sources) / max(self._passages, 1)
        runs = [run for text in texts for run in _RUN.findall(text)]
        kinds = [
            set(words),
            {pair for run in runs for pair in _grams(run, 2)},
            {character for run in runs for character in _grams(run, 1)},
        ]
        self._weights: dict[str, float] = {}
        for terms in kinds:
            for term in terms:
                rarity = self._rarity(term)
                if rarity:
                    self._weights[term] = self._weights.get(term, 0.0) + rarity

    def score(self, key: PassageKey) -> float:
        """What the query's words, pairs and characters score in a passage."""
        text = self._store.document(key[0]).folded_text(key[1])
        sentences = _SENTENCE.findall(text)
        windows = ["".join(pair) for pair in pairwise(sentences)] or [text]
        nearest = max(self._stands(window) for window in windows)
        return self._stands(text) + _NEARNESS * nearest

    def _stands(self, text: str) -> float:
        length = len(text) / max(self._average, 1)
        norm = _SATURATION * (1 - _LENGTH_WEIGHT + _LENGTH_WEIGHT * length)
        score = 0.0
        for term, weight in self._weights.items():
            frequency = text.count(term)
            if frequency:
                score += weight * frequency * (_SATURATION + 1) / (frequency + norm)
        return score

    def _rarity(self, term: str) -> float:
        """The inverse passage frequency of a term; 0 where it stands nowhere."""
        holding = self._holding(term)
        if not holding:
            return 0.0
        lacking = max(self._passages - holding, 0)
        return math.log(1 + (lacking + 0.5) / (holding + 0.5))

    def _holding(self, term: str) -> float:
        """How many passages hold a term, estimated from a sample of its occurrences.

        As many as there are occurrences that are the first of their passage: every occurrence is
        looked at where there are few, and some, evenly drawn, where there are many.
        """
        count, places = self._store.concordance.sample(term, _SAMPLE)
        if not places:
            return 0.0
        first = 0
        for place in places:
            document = self._store.document(place.serial)
            first += document.is_first_in_passage(term, place.position)
        return max(1.0, count * first / len(places))


def _grams(run: str, size: int) -> Sequence[str]:
    """Characters, or pairs of them, of a run of ideographs; a Latin word or a number is one."""
    if run.isascii() or len(run) <= size:
        return [run]
    return [run[place : place + size] for place in range(len(run) - size + 1)]
