"""How common characters are in Chinese text: what tells a right decoding from a wrong one."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from math import log

from bri_search.text.segment import dictionary_words

__all__ = ["likelihoods"]

_OTHER_FORMS = ("s2t", "s2tw", "s2hk")
_SHARE_OF_IDEOGRAPHS = 0.9
"""Of the characters of Chinese text; the others are mostly punctuation."""


@lru_cache(maxsize=1)
def likelihoods() -> dict[str, float]:
    """The natural logarithm of how often each ideograph stands in Chinese text of its script.

    Counted in the words of jieba's dictionary, each as often as jieba's corpus has it; the
    Traditional, Hong Kong and Taiwan forms that OpenCC gives a character are as common in their
    text as it is in Simplified text. A form shared by several characters has the sum of theirs.

    >>> likely = likelihoods()
    >>> likely["一"] > likely["國"] > likely["邨"]
    True
    """
    from opencc import OpenCC

    counts: Counter[str] = Counter()
    for word, count in dictionary_words():
        for character in word:
            if "\u3400" <= character <= "\u9fff":
                counts[character] += count
    total = sum(counts.values())
    simplified = "".join(counts)
    merged = [counts]
    for config in _OTHER_FORMS:
        forms = OpenCC(config).convert("\n".join(simplified)).split("\n")
        form_counts: Counter[str] = Counter()
        for character, form in zip(simplified, forms, strict=True):
            form_counts[form] += counts[character]
        merged.append(form_counts)
    return {
        character: log(_SHARE_OF_IDEOGRAPHS * max(one[character] for one in merged) / total)
        for character in set().union(*merged)
        if len(character) == 1
    }
