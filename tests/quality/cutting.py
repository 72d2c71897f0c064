"""How texts are cut for the peers: jieba's words, and pairs of characters.

Words are in lower case and without what is no letter and no digit; the dictionary is the one that
jieba comes with. What is cached is documents, never questions: the time for these is measured.
"""

from __future__ import annotations

from functools import cache
from typing import Any

__all__ = [
    "document_search_words",
    "document_words",
    "load_jieba",
    "search_words",
    "simplified_bigrams",
    "word_bounds",
    "words",
]


@cache
def load_jieba() -> Any:
    """The package, with its dictionary and without what it says while it reads that."""
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    return jieba


def search_words(text: str) -> tuple[str, ...]:
    """Words and the shorter words inside them: how jieba's documentation cuts for search engines."""
    return _kept(load_jieba().lcut_for_search(text))


def words(text: str) -> tuple[str, ...]:
    """Words that follow one another, as a phrase needs them."""
    return _kept(load_jieba().lcut(text))


def word_bounds(text: str) -> tuple[int, ...]:
    """Where a word of a text begins, and its end."""
    return (*(start for _, start, _ in load_jieba().tokenize(text)), len(text))


def simplified_bigrams(text: str) -> tuple[str, ...]:
    """The pairs of neighbouring characters of a text that OpenCC's t2s has simplified.

    A letter or digit that stands alone is one by itself; none goes across punctuation or spaces.

    >>> simplified_bigrams("絲綢之，A")
    ('丝绸', '绸之', 'a')
    """
    simplified = _simplifier().convert(text).lower()
    runs = "".join(c if c.isalnum() else " " for c in simplified).split()
    return tuple(run[i : i + 2] for run in runs for i in range(max(len(run) - 1, 1)))


@cache
def _simplifier() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


def _kept(cut: list[str]) -> tuple[str, ...]:
    return tuple(word.lower() for word in cut if any(map(str.isalnum, word)))


document_search_words = cache(search_words)
document_words = cache(words)
