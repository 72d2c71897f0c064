"""Evidence: how well the characters of a passage answer the words of a query.

By this the best passages are re-ranked.

Words as a dictionary cuts them, pairs of characters and single characters are evidence of different
kinds: a word that the dictionary does not know, or cuts otherwise in the passage, still shares its
pairs, and single characters tell how much of the query a passage covers. A word of a script that
is written with spaces is one term of all three kinds, and compared by its stem.

Each term is scored by BM25 in the passage, in the two sentences of it that stand best, and in its
best sentence, and all three count alike: so words that stand together count for more than words
apart.

Formula: Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009), with
k1 = 0.6, lower than usual: that a term occurs says more than how often, and what covers more of the
query comes first. b = 0.75 as usual; lengths in folded characters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from heapq import nsmallest

from bri_search.search.matching import Matcher
from bri_search.search.passage_strings import KINDS, counted, sentences_of, stretches_score
from bri_search.search.scoring import Scored, inverse_frequency
from bri_search.search.strings import Strings
from bri_search.text.english import stems

__all__ = ["Evidence"]

_SATURATION = 0.6
_LENGTH_WEIGHT = 0.75
_MOST_PLACES = 256
"""Occurrences that are looked at in a part to tell in how many passages a term stands."""
_ROUNDED_UP = 1 + 1e-9
_MOST = 512
"""Of a query that is a text, so many terms are scored, the rarest."""
# Letters and digits of scripts that are written with spaces, and those of the others.
_SPACED = re.compile(r"(?:(?=[\0-\u2e7f])[^\W_])+")
_UNSPACED = re.compile(r"(?:(?![\0-\u2e7f])\w)+")


class Evidence:
    """Scores passages by the folded texts that a query asks for."""

    def __init__(self, matcher: Matcher, texts: Iterable[str]) -> None:
        self._matcher = matcher
        store = matcher.store
        self._passages = store.totals.passages
        strings: Counter[str] = Counter()
        spaced: list[str] = []
        for text in texts:
            spaced += _SPACED.findall(text)
            runs = _UNSPACED.findall(text)
            words = store.segmenter.cut(text)
            strings.update({word for word in words if not _SPACED.fullmatch(word)})
            for size in (1, 2):
                strings.update({gram for run in runs for gram in _grams(run, size)})
        # A stem may be no beginning of its word (happy, happi): what both begin with stands for it.
        pairs = zip(spaced, stems(spaced), strict=True) if spaced else ()
        stemmed = {stem: _common_beginning(word, stem) for word, stem in pairs}
        kept: Iterable[str] = strings
        if len(strings) > _MOST:
            kept = nsmallest(_MOST, strings, key=store.concordance.count)
        self._strings = {one: strings[one] * self._rarity(one) for one in kept}
        self._stems = {stem: KINDS * self._rarity(start) for stem, start in stemmed.items()}
        # A string of letters is in neither where it is in the other.
        self._weights = {**self._strings, **self._stems}
        least = _SATURATION * (1 - _LENGTH_WEIGHT)
        slope = _SATURATION * _LENGTH_WEIGHT / store.average_length
        self._formula = _SATURATION, least, slope
        terms = [(weight, [one.encode("utf-16-be")]) for one, weight in self._strings.items()]
        self._of_strings = Strings(terms)
        self.is_told_at_once = not self._stems
        """Whether what passages score at most is what they score."""

    def most(self, scored: Sequence[Scored]) -> list[float]:
        """What passages do not score more than, told without looking for stems in them."""
        stemmed = KINDS * sum(self._stems.values()) * (_SATURATION + 1)
        most = [0.0] * len(scored)
        for number, part in enumerate(self._matcher.parts):
            places = [place for place, one in enumerate(scored) if one[1] == number]
            passages = [scored[place][2] for place in places]
            scores = self._of_strings.by_sentences(
                part.text, part.passage_starts, passages, self._formula
            )
            for place, score in zip(places, scores, strict=True):
                most[place] = score if self.is_told_at_once else (score + stemmed) * _ROUNDED_UP
        return most

    def score(self, number: int, passage: int) -> float:
        """What the query's words, pairs and characters score in a passage of a part."""
        text = self._matcher.parts[number].folded_text(passage)
        sentences = sentences_of(text)
        strings = {one: [one] for one in self._strings}
        found = [Counter(stems(_SPACED.findall(sentence))) for sentence in sentences]
        counts = [
            {**counts, **{stem: own[stem] for stem in self._stems if stem in own}}
            for counts, own in zip(counted(strings, sentences), found, strict=True)
        ]
        return stretches_score(sentences, counts, len(text), self._weights, self._formula)

    def _rarity(self, term: str) -> float:
        """The inverse passage frequency of a term; 0 where it stands nowhere."""
        holding = self._holding(term)
        return inverse_frequency(holding, self._passages) if holding else 0.0

    def _holding(self, term: str) -> int:
        """How many passages hold a term; about, where it is rare but stands in many places."""
        holding = 0
        for part, (first, last) in zip(
            self._matcher.parts, self._matcher.ranges(term), strict=True
        ):
            known = part.foremost.passages(first, last)
            if known is None:
                step = max(1, -(-(last - first) // _MOST_PLACES))
                known = len(part.passages_found(first, last, step)[0]) * step
            holding += known
        return min(holding, self._passages)


def _grams(run: str, size: int) -> Sequence[str]:
    """The stretches of so many characters of a run, or all of it where it is shorter."""
    return [run[place : place + size] for place in range(max(len(run) - size, 0) + 1)]


def _common_beginning(one: str, other: str) -> str:
    """What two words begin with alike."""
    alike = (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return one[: next(alike, min(len(one), len(other)))]
