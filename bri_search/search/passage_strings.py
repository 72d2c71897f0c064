"""Strings in passages: how often they stand there, and what they score.

Texts are read where they lie, in the folded text of a part of the index: UTF-16-BE, with the places
in units at which its passages begin, each up to the next and less the walls behind it.

What is here is written in C as well, in `_passage_strings.c`. That is what runs wherever it could
be compiled when the package was installed; it gives the same, and sooner.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import pairwise, starmap
from math import fsum
from typing import TypeVar

__all__ = [
    "KINDS",
    "Formula",
    "Strings",
    "counted",
    "frequencies",
    "sentences_of",
    "stretches_score",
]

_Term = TypeVar("_Term", bound=Hashable)

Formula = tuple[float, float, float]
"""Of BM25: k1; and what is set against how often a term stands in a stretch of text, at least and
more for its length.
"""

KINDS = 3
"""What a passage is scored by alike: all of it, two sentences of it, and one."""

_SENTENCE = re.compile(r"[^。!?;]+[。!?;]?")
_WALL = "\0"


def frequencies(
    text: memoryview, starts: memoryview, passages: list[int], key: bytes, /
) -> dict[int, int]:
    r"""How often a string (UTF-16-BE) stands in each of some passages that have it.

    That is once where it runs over two passages, and is in neither. Raises IndexError for a passage
    that the text does not have.

    >>> from array import array
    >>> text = memoryview("路之路。丝路\0".encode("utf-16-be"))
    >>> frequencies(text, memoryview(array("I", [0, 4])), [0, 1], "路".encode("utf-16-be"))
    {0: 2, 1: 1}
    """
    string = key.decode("utf-16-be", "replace")
    return {one: _text_of(text, starts, one).count(string) or 1 for one in passages}


class Strings:
    r"""Strings of some terms: where they stand in passages, and what they score there by BM25.

    A term is a weight and the strings (UTF-16-BE) that count as it, wherever one of them stands.
    Raises IndexError for a passage that the text does not have.

    >>> from array import array
    >>> text = memoryview("路之路。丝路\0".encode("utf-16-be"))
    >>> starts = memoryview(array("I", [0, 4]))
    >>> strings = Strings([(1.0, ["路".encode("utf-16-be")])])
    >>> [round(one, 6) for one in strings.by_sentences(text, starts, [1, 0], (0.6, 1.0, 0.0))]
    [2.4, 3.2]
    >>> strings.places(text, starts, 0)
    [(0, 0), (2, 0)]
    """

    def __init__(self, terms: list[tuple[float, list[bytes]]], /) -> None:
        self._weights = {number: weight for number, (weight, _) in enumerate(terms)}
        self._keys = [(key, number) for number, (_, keys) in enumerate(terms) for key in keys]
        self._strings = {
            number: [key.decode("utf-16-be") for key in keys]
            for number, (_, keys) in enumerate(terms)
        }

    def places(
        self, text: memoryview, starts: memoryview, passage: int, /
    ) -> list[tuple[int, int]]:
        """Every place where a string begins in a passage, in order, with the number of its term.

        It may run on into the next. Terms come at a place as they were given.
        """
        begin, end = _bounds(text, starts, passage)
        found = []
        for key, number in self._keys:
            there = bytes(text[begin : end + len(key) - 2])
            at = there.find(key)
            while at >= 0:
                if not at % 2:
                    found.append(((begin + at) // 2, number))
                at = there.find(key, at + 1)
        return sorted(found)

    def by_sentences(
        self, text: memoryview, starts: memoryview, passages: list[int], formula: Formula, /
    ) -> list[float]:
        """What the terms score in all of a passage, its best two sentences and its best one.

        Lengths are in code points; no string has a mark that ends a sentence.
        """
        return [self._by_sentences(_text_of(text, starts, one), formula) for one in passages]

    def _by_sentences(self, text: str, formula: Formula) -> float:
        sentences = sentences_of(text)
        counts = counted(self._strings, sentences)
        return stretches_score(sentences, counts, len(text), self._weights, formula)

    def by_beginnings(
        self, text: memoryview, starts: memoryview, passages: list[int], formula: Formula, /
    ) -> list[float]:
        """What the terms score whose strings begin in a passage, and may run on into the next.

        Its length is in units, with the walls behind it.
        """
        lengths_and_counts = (self._beginnings(text, starts, one) for one in passages)
        return [
            _bm25(length, counts, self._weights, formula) for length, counts in lengths_and_counts
        ]

    def _beginnings(
        self, text: memoryview, starts: memoryview, passage: int
    ) -> tuple[int, dict[int, int]]:
        """How long a passage is, and how often each term begins in it."""
        begin, end = _bounds(text, starts, passage)
        inside = begin + len(_text_of(text, starts, passage).encode("utf-16-be", "replace"))

        def count(string: str) -> int:
            key = string.encode("utf-16-be")
            return str(text[begin : inside + len(key) - 2], "utf-16-be", "ignore").count(string)

        counts = {
            term: often
            for term, strings in self._strings.items()
            if (often := sum(map(count, strings)))
        }
        return (end - begin) // 2, counts


def sentences_of(text: str) -> Sequence[str]:
    """The sentences of folded text, each with its mark."""
    return _SENTENCE.findall(text) or (text,)


def counted(
    terms: Mapping[_Term, Iterable[str]], sentences: Sequence[str]
) -> list[dict[_Term, int]]:
    """How often the strings of each of some terms stand in each of some sentences, if they do."""
    text = "".join(sentences)
    there = [(term, one) for term, strings in terms.items() for one in strings if one in text]
    counts: list[dict[_Term, int]] = []
    for sentence in sentences:
        counts.append({})
        for term, string in there:
            if count := sentence.count(string):
                counts[-1][term] = counts[-1].get(term, 0) + count
    return counts


def stretches_score(
    sentences: Sequence[str],
    counts: Sequence[Mapping[_Term, int]],
    length: int,
    weights: Mapping[_Term, float],
    formula: Formula,
) -> float:
    """What terms score in a passage of this length, in its best two sentences and its best one.

    `counts` is how often each stands in each sentence.
    """

    def score(length: int, counts: Mapping[_Term, int]) -> float:
        return _bm25(length, counts, weights, formula)

    whole = score(length, _together(counts))
    if len(sentences) == 1:
        return KINDS * whole
    lengths = list(map(len, sentences))
    pairs = zip(map(sum, pairwise(lengths)), map(_together, pairwise(counts)), strict=True)
    return whole + max(starmap(score, pairs)) + max(map(score, lengths, counts))


def _bm25(
    length: int, counts: Mapping[_Term, int], weights: Mapping[_Term, float], formula: Formula
) -> float:
    saturation, least, slope = formula
    norm = least + slope * length
    return fsum(  # in whatever order they stand
        weights[term] * frequency * (saturation + 1) / (frequency + norm)
        for term, frequency in counts.items()
    )


def _together(stretches: Sequence[Mapping[_Term, int]]) -> Mapping[_Term, int]:
    """How often each term stands in some stretches of text."""
    whole = dict(stretches[0])
    for counts in stretches[1:]:
        for term, frequency in counts.items():
            whole[term] = whole.get(term, 0) + frequency
    return whole


def _text_of(text: memoryview, starts: memoryview, passage: int) -> str:
    """The folded text of a passage."""
    begin, end = _bounds(text, starts, passage)
    return str(text[begin:end], "utf-16-be", "replace").rstrip(_WALL)


def _bounds(text: memoryview, starts: memoryview, passage: int) -> tuple[int, int]:
    """Where the bytes of a passage begin and end, walls behind it included."""
    if not 0 <= passage < len(starts):
        raise IndexError("a passage is not of this text")
    is_last = passage + 1 == len(starts)
    return 2 * starts[passage], len(text) if is_last else 2 * starts[passage + 1]
