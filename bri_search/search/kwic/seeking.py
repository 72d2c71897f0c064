"""What a concordance begins with: a phrase as it is looked for, where the filters admit it."""

from __future__ import annotations

from bri_search.errors import QueryError
from bri_search.index.store import Store
from bri_search.search.filtering import Filter
from bri_search.search.length import check_length
from bri_search.search.matching import Matcher, Occurrence, Phrase, Sought

__all__ = ["find_occurrences", "seek"]


def seek(store: Store, typed: str, chosen: Filter) -> tuple[Matcher, Sought]:
    """A phrase to be looked for, and what finds it; raises QueryError where it is no phrase."""
    check_length(typed)
    phrase = Phrase.of(typed, store.folding)
    if not phrase.folded:
        raise QueryError(
            "the phrase holds only punctuation" if typed.strip() else "the phrase is empty",
            typed,
            0,
            "type the words to look for",
        )
    return Matcher(store, chosen.admitted(store)), Sought(phrase)


def find_occurrences(store: Store, typed: str, chosen: Filter) -> list[Occurrence]:
    """All occurrences of a phrase by source and place; raises QueryError where it is no phrase."""
    matcher, sought = seek(store, typed, chosen)
    return matcher.occurrences(sought)
