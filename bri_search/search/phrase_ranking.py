"""Ranking the passages in which a phrase stands: no words are asked for, and nothing is parsed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import chain, groupby, zip_longest
from operator import attrgetter, itemgetter

from bri_search.index.foremost import FOREMOST, MANY
from bri_search.index.postings import BitMap
from bri_search.index.store import Store
from bri_search.search.answers import Answer, Finder, Ranking, Shown
from bri_search.search.filtering import Filter
from bri_search.search.matching import Matcher
from bri_search.search.phrases import Sought
from bri_search.search.scoring import SATURATION, Scored, rarity, saturations, squashed, weighed
from bri_search.search.seeking import seek

__all__ = ["rank_phrase"]


_Place = tuple[int, int]
"""A part and a passage of it."""

_SCORE = itemgetter(0)


def rank_phrase(store: Store, typed: str, chosen: Filter) -> Ranking:
    """The passages in which a phrase stands as a whole; the words of it are not asked for."""
    matcher, sought = seek(store, typed, chosen)
    scorer = _Scorer(store, matcher, sought)
    in_parts = [_InPart(scorer, number) for number in range(len(matcher.parts))]
    total = sum(one.passages for one in in_parts)
    in_order = _in_order(store, matcher, in_parts)
    return Ranking(total, in_order, Finder(matcher, (Shown(sought, typed),)))


class _Scorer:
    """Scores passages by how often a phrase stands in them."""

    def __init__(self, store: Store, matcher: Matcher, sought: Sought) -> None:
        self.matcher = matcher
        self.sought = sought
        ranges = matcher.ranges(sought.phrase.folded)
        weight = rarity(store, sum(last - first for first, last in ranges))
        self._gain = weight * (SATURATION + 1)
        self._average = store.average_length

    def scored(self, counts: Mapping[int, int], number: int) -> list[Scored]:
        """What passages of a part score, in each of which the phrase stands so often."""
        part = self.matcher.parts[number]
        gain, against = self._gain, saturations(part.lengths(counts), self._average)
        scored = [
            (gain * count / (count + saturation), number, passage)
            for passage, count, saturation in zip(counts, counts.values(), against, strict=True)
        ]
        return weighed(scored, part.postings.weights(BitMap(counts)))


class _InPart:
    """The passages of a part in which a phrase stands; `passages` is how many there are."""

    def __init__(self, scorer: _Scorer, number: int) -> None:
        self._scorer = scorer
        self._number = number
        self._foremost = scorer.matcher.foremost(scorer.sought, number)
        if self._foremost is not None:
            self.passages = self._foremost.passages
        else:
            self.passages = len(scorer.matcher.found(scorer.sought, number).passages)

    def first(self) -> list[Scored]:
        """The passages that are first, with their scores, and some or all of the others."""
        if self._foremost is None:
            return next(self.layers(BitMap()))
        counts = self._foremost.counts
        if MANY in counts.values():
            within = partial(self._scorer.matcher.places_within, self._scorer.sought, self._number)
            counts = {
                one: count if count < MANY else len(within(one)) for one, count in counts.items()
            }
        return self._scorer.scored(counts, self._number)

    def layers(self, without: BitMap) -> Iterator[list[Scored]]:
        """The passages with their scores, layer after layer, but for some."""
        matcher, sought = self._scorer.matcher, self._scorer.sought
        found = matcher.found(sought, self._number)
        counts = found.counts()
        if counts is not None:
            if without:
                counts = {one: often for one, often in counts.items() if one not in without}
            yield self._scorer.scored(counts, self._number)
        for layer in found.layers:
            counts = matcher.frequencies(sought, found, self._number, layer - without)
            yield self._scorer.scored(counts, self._number)


def _in_order(store: Store, matcher: Matcher, in_parts: list[_InPart]) -> Iterator[list[Answer]]:
    """The passages of a phrase: the first `FOREMOST`, then those of the first layers of each part.

    Nothing is made of what comes after the page that is read. Last come those that are found and
    never answer better than others.
    """
    given = [BitMap() for _ in in_parts]
    left = FOREMOST
    for score, alike in _best_first(_foremost(_together(one.first() for one in in_parts))):
        if not score:
            break
        for answers in _by_source(store, matcher, score, alike):
            first = answers[:left]
            for one in first:
                given[one.part].add(one.passage)
            left -= len(first)
            yield first
        if not left:
            break
    unranked: list[_Place] = []
    layers = (one.layers(without) for one, without in zip(in_parts, given, strict=True))
    for layer in zip_longest(*layers, fillvalue=[]):
        for score, alike in _best_first(_together(layer)):
            if score:
                yield from _by_source(store, matcher, score, alike)
            else:
                unranked += alike
    yield from _by_source(store, matcher, 0.0, unranked)


def _together(layer: Iterable[list[Scored]]) -> list[Scored]:
    """The passages of a layer of each part."""
    return list(chain.from_iterable(layer))


def _foremost(scored: list[Scored]) -> list[Scored]:
    """Those of some passages that may be among the first `FOREMOST`."""
    if len(scored) <= FOREMOST:
        return scored
    least = sorted(map(_SCORE, scored))[-FOREMOST]
    return [one for one in scored if one[0] >= least]


def _best_first(scored: list[Scored]) -> Iterator[tuple[float, list[_Place]]]:
    """Passages, those that score alike together."""
    scored.sort(key=_SCORE, reverse=True)
    for score, alike in groupby(scored, _SCORE):
        yield (2 + squashed(score) if score else 0.0), [one[1:] for one in alike]


def _by_source(
    store: Store, matcher: Matcher, score: float, alike: list[_Place]
) -> Iterator[list[Answer]]:
    """Passages that score alike, each told by its part, in the order of sources."""
    if len(alike) == 1:  # as most are
        [(number, passage)] = alike
        yield [Answer(score, *matcher.parts[number].number_of(passage), number, passage)]
        return
    alike.sort()
    documents = []
    for number, in_part in groupby(alike, itemgetter(0)):
        part = matcher.parts[number]
        for member, own in part.passages_by_document([passage for _, passage in in_part]):
            serial = part.serial_of(member)
            documents.append((store.place(serial), serial, number, member, own))
    for _, serial, number, member, own in sorted(documents):
        part = matcher.parts[number]
        number_at, first = part.document(member).number_at, part.passages_in(member).start
        answers = [
            Answer(score, serial, number_at(passage - first), number, passage) for passage in own
        ]
        answers.sort(key=attrgetter("number"))
        yield answers
