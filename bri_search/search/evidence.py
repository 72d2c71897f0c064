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
from itertools import pairwise
from typing import NamedTuple

from bri_search.search.matching import Matcher
from bri_search.search.scoring import inverse_frequency
from bri_search.text.english import stems

__all__ = ["Evidence", "Standing"]

_SATURATION = 0.6
_LENGTH_WEIGHT = 0.75
_MOST_PLACES = 256
"""Occurrences that are looked at in a part to tell in how many passages a term stands."""
_KINDS = 3
_ROUNDED_UP = 1 + 1e-9
_Counts = dict[str, int]
_MOST = 512
"""Of a query that is a text, so many terms are scored, the rarest."""
_SENTENCE = re.compile(r"[^。!?;]+[。!?;]?")
# Letters and digits of scripts that are written with spaces, and those of the others.
_SPACED = re.compile(r"(?:(?=[\0-\u2e7f])[^\W_])+")
_UNSPACED = re.compile(r"(?:(?![\0-\u2e7f])\w)+")


class Standing(NamedTuple):
    """The folded text of a passage, its sentences, and which strings of a query stand how often."""

    text: str
    sentences: tuple[str, ...]
    strings: _Counts


class Evidence:
    """Scores passages by the folded texts that a query asks for."""

    def __init__(self, matcher: Matcher, texts: Iterable[str]) -> None:
        self._matcher = matcher
        store = matcher.store
        self._passages = store.totals.passages
        self._least = _SATURATION * (1 - _LENGTH_WEIGHT)
        self._slope = _SATURATION * _LENGTH_WEIGHT / store.average_length
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
        stemmed = {
            stem: _common_beginning(word, stem)
            for word, stem in zip(spaced, stems(spaced), strict=True)
        }
        kept: Iterable[str] = strings
        if len(strings) > _MOST:
            kept = nsmallest(_MOST, strings, key=store.concordance.count)
        self._strings = {one: strings[one] * self._rarity(one) for one in kept}
        self._stems = {stem: _KINDS * self._rarity(start) for stem, start in stemmed.items()}
        self._beginning: dict[str, list[str]] = {}
        for string in self._strings:
            self._beginning.setdefault(string[0], []).append(string)
        self._all_stems = sum(self._stems.values())
        # A string of letters is in neither where it is in the other.
        self._weights = {**self._strings, **self._stems}

    def standing(self, text: str) -> Standing:
        """What stands of the query in the folded text of a passage."""
        strings = {
            string: count
            for character, strings in self._beginning.items()
            if character in text
            for string in strings
            if (count := text.count(string))
        }
        return Standing(text, tuple(_SENTENCE.findall(text)) or (text,), strings)

    def most(self, standing: Standing) -> float:
        """What `score` is not above, told without looking where in a passage something stands."""
        least, slope = self._least, self._slope
        lengths = list(map(len, standing.sentences))
        whole = least + slope * len(standing.text)
        sentence = pair = least + slope * min(lengths)
        if len(lengths) > 1:
            pair = least + slope * min(map(sum, pairwise(lengths)))
        once = 1 / (1 + whole) + 1 / (1 + pair) + 1 / (1 + sentence)
        most = _KINDS * self._all_stems
        for string, frequency in standing.strings.items():
            if frequency == 1:  # as most strings
                most += self._strings[string] * once
                continue
            of_all = 1 / (frequency + whole) + 1 / (frequency + pair) + 1 / (frequency + sentence)
            most += self._strings[string] * frequency * of_all
        return most * (_SATURATION + 1) * _ROUNDED_UP

    def score(self, standing: Standing) -> float:
        """What the query's words, pairs and characters score in a passage."""
        sentences, strings = standing.sentences, standing.strings
        # No string runs over the end of a sentence.
        counts = [strings]
        if len(sentences) > 1:
            counts = [
                {string: count for string in strings if (count := sentence.count(string))}
                for sentence in sentences
            ]
        whole = strings
        if self._stems:
            found = [stems(_SPACED.findall(sentence)) for sentence in sentences]
            own = [Counter(stem for stem in some if stem in self._stems) for some in found]
            counts = [{**some, **of_stems} for some, of_stems in zip(counts, own, strict=True)]
            whole = _together(counts)
        if len(sentences) == 1:
            return _KINDS * self._bm25(whole, len(standing.text))
        lengths = list(map(len, sentences))
        pairs = zip(pairwise(counts), pairwise(lengths), strict=True)
        return (
            self._bm25(whole, len(standing.text))
            + max(self._bm25(_together(pair), sum(both)) for pair, both in pairs)
            + max(map(self._bm25, counts, lengths))
        )

    def _bm25(self, counts: _Counts, length: int) -> float:
        norm = self._least + self._slope * length
        weights = self._weights
        score = 0.0
        for term, frequency in counts.items():
            score += weights[term] * frequency * (_SATURATION + 1) / (frequency + norm)
        return score

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
                known = len(part.passages_counted(part.places(first, last, step))) * step
            holding += known
        return min(holding, self._passages)


def _together(stretches: Sequence[_Counts]) -> _Counts:
    """How often each term stands in some stretches of text."""
    whole = dict(stretches[0])
    for counts in stretches[1:]:
        for term, frequency in counts.items():
            whole[term] = whole.get(term, 0) + frequency
    return whole


def _grams(run: str, size: int) -> Sequence[str]:
    """The stretches of so many characters of a run, or all of it where it is shorter."""
    return [run[place : place + size] for place in range(max(len(run) - size, 0) + 1)]


def _common_beginning(one: str, other: str) -> str:
    """What two words begin with alike."""
    alike = (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return one[: next(alike, min(len(one), len(other)))]
