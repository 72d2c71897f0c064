"""English words as ranking takes them: by their stems, and without those that say nothing.

What matches is settled on characters, so none of this decides what is found.
"""

from __future__ import annotations

from typing import Any

__all__ = ["FUNCTION_WORDS", "stems"]

FUNCTION_WORDS = frozenset({
    "a", "an", "the", "this", "that", "these", "those", "some", "any", "each", "every", "no", "i",
    "you", "he", "she", "it", "we", "they", "me", "him", "her", "us", "them", "my", "your", "his",
    "its", "our", "their", "am", "is", "are", "was", "were", "be", "been", "being", "do", "does",
    "did", "have", "has", "had", "having", "can", "could", "may", "might", "must", "shall",
    "should", "will", "would", "and", "or", "but", "nor", "so", "if", "than", "then", "as",
    "because", "while", "though", "although", "whether", "of", "in", "on", "at", "by", "to",
    "from", "for", "with", "without", "about", "into", "onto", "upon", "over", "under", "between",
    "among", "through", "during", "before", "after", "against", "within", "not", "there", "here",
    "yet", "what", "which", "who", "whom", "whose", "when", "where", "why", "how",
})  # fmt: skip
"""Articles, pronouns, auxiliaries, conjunctions, prepositions and question words of English.

They stand in every English text, and in a corpus that is mostly Chinese they would pass for rare.
Some are abbreviations as well where they are typed in capitals: US, WHO, IT.
"""


def stems(words: list[str]) -> list[str]:
    """The stems of English words in small letters, in their order; other words stay as they are.

    Rules: Porter's second stemmer for English, as the Snowball project keeps it.

    >>> stems(["railways", "investments", "investing", "rcep", "2013"])
    ['railway', 'invest', 'invest', 'rcep', '2013']
    """
    import Stemmer

    stemmer: Any = Stemmer.Stemmer("english")  # one a call: two threads cannot share one
    stemmed: list[str] = stemmer.stemWords(words)
    return stemmed
