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
_CANTONESE = (
    "佢哋喺嘅咗嗰啲冇嚟嘢㗎喇啱攞畀睇瞓乜唔咁噉嗱咩啩喎㖞咪嘥掂諗搵係啫嘛吖啦囉喐揸攰揀揦餸孖"
    "仔靚叻嬲癲冚唞嘈埋氹啖㩒踎噏揼䒐搲掟埗"
)
"""Characters of written Cantonese that a dictionary of Mandarin lacks, or has as rare."""
_SHARE_IN_CANTONESE = 0.0004
"""Of the characters of a Cantonese text: what one of the rarer of them has at least, assumed."""


@lru_cache(maxsize=1)
def likelihoods() -> dict[str, float]:
    """The natural logarithm of how often each ideograph stands in Chinese text of its script.

    Counted in the words of jieba's dictionary, each as often as jieba's corpus has it; the
    Traditional, Hong Kong and Taiwan forms that OpenCC gives a character are as common in their
    text as it is in Simplified text. A form shared by several characters has the sum of theirs.
    Those of written Cantonese, for which there is no dictionary here, are at least as common as
    the rarer of them are in Cantonese text.

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
    merged.append(Counter(dict.fromkeys(_CANTONESE, int(_SHARE_IN_CANTONESE * total))))
    return {
        character: log(_SHARE_OF_IDEOGRAPHS * max(one[character] for one in merged) / total)
        for character in set().union(*merged)
        if len(character) == 1
    }
