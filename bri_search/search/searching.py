"""Searching: from what was typed to a page of hits, by the phrase that it is or by its words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from bri_search.index.store import Store
from bri_search.search.answers import Ranking
from bri_search.search.filtering import Filter
from bri_search.search.presenting import hits
from bri_search.search.results import SearchResult

# What searches for words takes as long to load as a phrase takes to be found.
if TYPE_CHECKING:
    from bri_search.search.counterparts import Term
    from bri_search.search.suggestions import Suggestion

__all__ = ["search_phrase", "search_words"]


def search_phrase(
    store: Store, typed: str, chosen: Filter, *, explain: bool, limit: int, offset: int
) -> SearchResult:
    """The passages in which a phrase stands as a whole."""
    from bri_search.search.meant import meant
    from bri_search.search.phrase_ranking import rank_phrase

    ranking = rank_phrase(store, typed, chosen)
    suggestions = meant(store, typed, ranking.total)
    terms = _looked_for(store, typed) if explain else None
    return _page(store, typed, ranking, limit, offset, suggestions, terms)


def search_words(
    store: Store,
    query: str,
    chosen: Filter,
    *,
    strict: bool,
    explain: bool,
    limit: int,
    offset: int,
) -> SearchResult:
    """The passages that answer a query; unless `strict`, by counterparts of its words as well."""
    from bri_search.search.lazily import Later
    from bri_search.search.parsing import parse
    from bri_search.search.ranking import rank
    from bri_search.search.suggesting import suggest_for_query
    from bri_search.search.widening import widen

    tree = parse(query)
    widening = widen(store, tree, strict=strict)
    ranking = rank(store, query, tree, chosen, widening)
    suggest = partial(suggest_for_query, store, query, tree, ranking.total)
    terms = widening.terms if explain else None
    return _page(store, query, ranking, limit, offset, Later(store.guarded(suggest)), terms)


def _page(
    store: Store,
    query: str,
    ranking: Ranking,
    limit: int,
    offset: int,
    suggestions: Sequence[Suggestion],
    terms: tuple[Term, ...] | None,
) -> SearchResult:
    """The hits of a page, at most `limit` (0 means all) from `offset` on."""
    answers = ranking.page(offset, limit)
    found = hits(store, answers, ranking.occurrences)
    return SearchResult(query, ranking.total, found, suggestions, terms)


def _looked_for(store: Store, phrase: str) -> tuple[Term, ...]:
    """What a phrase became: itself, folded."""
    from bri_search.search.counterparts import Term

    return (Term(phrase, store.folding.text(phrase)),)
