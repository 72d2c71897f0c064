"""Ranking the passages in which a phrase stands: no words are asked for, and nothing is parsed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, zip_longest
from operator import itemgetter

from bri_search.errors import QueryError
from bri_search.index.postings import BitMap
from bri_search.index.store import Store
from bri_search.search.answers import Answer, Finder, Ranking, Shown
from bri_search.search.choosing import Choice, Scored, Term
from bri_search.search.filtering import Filter
from bri_search.search.length import check_length
from bri_search.search.matching import Matcher, Sought
from bri_search.search.matching import Phrase as FoldedPhrase
from bri_search.search.scoring import best_first, rarity, squashed

__all__ = ["rank_phrase"]


def rank_phrase(store: Store, typed: str, chosen: Filter) -> Ranking:
    """The passages in which a phrase stands as a whole; the words of it are not asked for."""
    check_length(typed)
    phrase = FoldedPhrase.of(typed, store.folding)
    if not phrase.folded:
        raise QueryError(
            "the phrase holds only punctuation" if typed.strip() else "the phrase is empty",
            typed,
            0,
            "type the words to look for",
        )
    matcher = Matcher(store, chosen.admitted(store))
    sought = Sought(phrase)
    term = Term((sought,), rarity(store, store.concordance.count(phrase.folded)))
    total = sum(map(len, matcher.sets(sought)))
    in_order = _by_layers(store, matcher, Choice(store, matcher, [term]), sought)
    return Ranking(total, in_order, Finder(matcher, (Shown(sought, typed),)))


def _by_layers(
    store: Store, matcher: Matcher, choice: Choice, sought: Sought
) -> Iterator[list[Answer]]:
    """The passages of a phrase, those that come in the first layer of their part first.

    What scores alike comes together. Nothing is made of what comes after the page that is read.
    """
    layers = [choice.layers(sought, number) for number in range(len(matcher.parts))]
    last: list[Scored] = []
    for layer in zip_longest(*layers, fillvalue=BitMap()):
        scored: list[Scored] = []
        for number, passages in enumerate(layer):
            unranked = matcher.parts[number].postings.unranked
            scored += choice.scored(passages - unranked, number)
            last += choice.scored(passages & unranked, number)
        yield from _alike(store, choice, scored, 2)
    yield from _alike(store, choice, last, 0)


def _alike(store: Store, choice: Choice, scored: list[Scored], base: int) -> Iterator[list[Answer]]:
    """Passages by what they score, those that score alike in the order of sources."""
    scored.sort(key=itemgetter(0), reverse=True)
    for _, alike in groupby(scored, key=itemgetter(0)):
        yield best_first(store, (choice.answer(one, base, squashed) for one in alike))
