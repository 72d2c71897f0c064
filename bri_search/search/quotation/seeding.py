"""Seeds: where in the sources a quotation, right or nearly so, may come from.

Two ways to look. Letters that a source has in the same order, whatever the punctuation, are found
from their rarest character, so that no place is missed. Places that differ in some letters are
found from short stretches that still agree: those that are rare vote for the places they stand at.
This is the first half of seed and extend; `aligning` extends and chains what is found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nsmallest
from itertools import chain

from bri_search.index.columns import units_of
from bri_search.index.concordance import Concordance, Ranges
from bri_search.index.store import Store
from bri_search.text.wording import (
    BESIDE_DIGITS,
    PARTS_DIGITS,
    Wording,
    letter_places,
    letters_at,
    letters_of,
)

__all__ = ["Region", "Seed", "regions", "same_letters"]

_LENGTHS = (8, 4, 3, 2)
"""Letters of a seed; a shorter one is tried where a longer one stands nowhere."""
_RARE = 64
"""A seed that occurs more often is made longer."""
_MOST_SEEDS = 120
_MOST_PLACES = 1_000
_MOST_REGIONS, _FEW_REGIONS = 24, 8
_LEAST_SHARE = 3
"""A stretch is left out that has not one of so many of the seeds that the best has."""
_MOST_ANCHORS = 50_000
_TRIED_ANCHORS = 8
_IDEOGRAPHS = (("\u3400", "\u4dc0"), ("\u4e00", "\ua000"))
"""From where to where all characters are ideographs, and so letters."""
_NEAR_UNITS = 48
_SLACK = 8


@dataclass(frozen=True, slots=True)
class Seed:
    """A stretch of a quotation's letters that stands in some source, and how often."""

    first: int
    length: int
    key: str
    count: int


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of a source's folded stream where a quotation may stand, with the seeds there."""

    serial: int
    begin: int
    end: int
    seeds: tuple[Seed, ...]


def same_letters(store: Store, wording: Wording, first: int, last: int) -> Iterator[Region]:
    """Every place of the stream that has the same letters as a part of a quotation has.

    They are looked for beside the character of which the fewest places come into question. Where
    these are more than 50,000, the rarest two that follow one another in the quotation are looked
    for instead.
    """
    letters = wording.letters[first:last]
    concordance = store.concordance
    seed = Seed(0, len(letters), letters, 1)
    anchor, places = _anchor(concordance, wording, first, last)
    own = units_of(letters[anchor])
    # Ideographs that follow one another need no second look.
    first_half, second_half = (
        half.encode("utf-16-be") for half in (letters[:anchor], letters[anchor:])
    )
    is_plain = all(_is_ideograph(letter) for letter in letters)
    around = (concordance.around(ranges, _NEAR_UNITS, _NEAR_UNITS) for ranges in places)
    for place, before, behind in chain.from_iterable(around):
        if is_plain and behind.startswith(second_half) and before.endswith(first_half):
            start = place.position - len(first_half) // 2
            yield Region(place.serial, start, start + len(letters), (seed,))
            continue
        # A full stop at the edge of so short a stretch may yet be a decimal point.
        found = letters_of(_text(behind).rstrip(PARTS_DIGITS))
        if not letters.startswith(found[: len(letters) - anchor], anchor):
            continue
        # What stands right before the anchor may be a letter for what stands behind it.
        text = _text(before + behind).lstrip(PARTS_DIGITS)
        beyond = len(text) - len(_text(behind)) + 1
        found = letters_at(text, (place for place in letter_places(text) if place < beyond))
        if not letters[: anchor + 1].endswith(found[-anchor - 1 :]):
            continue
        stream = store.document(place.serial).folded
        end = _reach(stream, place.position, letters[anchor:], backwards=False)
        begin = _reach(stream, place.position + own, letters[: anchor + 1], backwards=True)
        if begin is not None and end is not None:
            yield Region(place.serial, begin, end, (seed,))


def _is_ideograph(letter: str) -> bool:
    return any(first <= letter < beyond for first, beyond in _IDEOGRAPHS)


def _text(units: bytes) -> str:
    return units.decode("utf-16-be", "replace")


def _anchor(
    concordance: Concordance, wording: Wording, first: int, last: int
) -> tuple[int, list[Ranges]]:
    """The number of the letter of a quotation that is looked for, and where it may stand."""
    letters = wording.letters[first:last]
    # What is a letter beside digits only is none at most places, and may be written otherwise.
    counts = {
        letter: concordance.count(letter)
        for letter in dict.fromkeys(letters)
        if letter not in BESIDE_DIGITS
    }
    tried = []
    for letter in nsmallest(_TRIED_ANCHORS, counts, key=counts.__getitem__):
        at = letters.index(letter)
        places = _followed(concordance, letter, letters[at + 1 : at + 2])
        tried.append((_number(places), at, places))
    fewest, anchor, places = min(tried)
    if fewest <= _MOST_ANCHORS:
        return anchor, places
    keys = ((at, wording.key(first + at, first + at + 2)) for at in range(len(letters) - 1))
    pairs = [(at, concordance.ranges(key)) for at, key in keys if len(key) == 2]
    anchor, pair = min(pairs, key=lambda one: _number([one[1]]), default=(anchor, None))
    return anchor, places if pair is None else [pair]


def _followed(concordance: Concordance, letter: str, following: str) -> list[Ranges]:
    """Where a letter stands, but for where an ideograph is behind it that is not the following."""
    known, depth = concordance.ranges(letter), units_of(letter)
    if not following:
        return [known]
    found = []
    rest = [first for first, _ in known]
    for first, beyond in _IDEOGRAPHS:
        left_out = [concordance.continued(known, depth, edge) for edge in (first, beyond)]
        begins, ends = ([low for low, _ in ranges] for ranges in left_out)
        found.append(tuple(zip(rest, begins, strict=True)))
        rest = ends
        if first <= following < beyond:
            found.append(concordance.continued(known, depth, following))
    return [*found, tuple(zip(rest, (last for _, last in known), strict=True))]


def _number(places: list[Ranges]) -> int:
    return sum(last - first for ranges in places for first, last in ranges)


def _reach(stream: memoryview, position: int, letters: str, *, backwards: bool) -> int | None:
    """Where letters end that begin at a position, or begin that end before it; None if others do.

    One letter more than is wanted is read: it may make a full stop a decimal point.
    """
    length = len(stream) // 2
    units = 2 * len(letters) + 32
    while True:
        low = max(0, position - units) if backwards else position
        high = position if backwards else min(length, position + units)
        text = _text(bytes(stream[2 * low : 2 * high]))
        places = letter_places(text)
        if len(places) > len(letters) or (low == 0 if backwards else high == length):
            break
        units *= 2
    found = letters_at(text, places)
    if backwards:
        is_there = found.endswith(letters)
        return low + units_of(text[: places[-len(letters)]]) if is_there else None
    return (
        low + units_of(text[: places[len(letters) - 1] + 1]) if found.startswith(letters) else None
    )


def regions(store: Store, wording: Wording, first: int, last: int) -> list[Region]:
    """The stretches of all sources that share most with a part of a quotation, best first."""
    length = last - first
    by_source: dict[int, list[tuple[int, Seed]]] = defaultdict(list)
    left = _MOST_PLACES
    for seed in sorted(_seeds(store.concordance, wording, first, last), key=lambda one: one.count):
        if seed.count > left and by_source:
            break
        places = store.concordance.positions(seed.key)[:left]
        left -= len(places)
        for place in places:
            by_source[place.serial].append((place.position, seed))
    found: list[tuple[int, Region]] = []
    best = 0
    for serial, in_source in sorted(by_source.items(), key=lambda one: -len(one[1])):
        # A source has no more seeds in a stretch than places: from here on there are too few.
        if len(in_source) * _LEAST_SHARE < best:
            break
        densest = _densest(serial, sorted(in_source, key=lambda one: one[0]), length)
        best = max(best, densest[0][0])
        found += densest
    order = {serial: place for place, serial in enumerate(by_source)}
    found.sort(key=lambda one: (-one[0], order[one[1].serial]))
    # Where even the best has few of the seeds there could be, nothing else will have more.
    is_far = best * _LEAST_SHARE < min(length, _MOST_SEEDS)
    most = _FEW_REGIONS if is_far else _MOST_REGIONS
    return [region for score, region in found[:most] if score * _LEAST_SHARE >= best]


def _seeds(concordance: Concordance, wording: Wording, first: int, last: int) -> list[Seed]:
    length = last - first
    found = []
    for at in range(0, length, max(1, length // _MOST_SEEDS)):
        for letters in _LENGTHS:
            if at + letters > length:
                continue
            seed = _seed(concordance, wording, first, at, letters)
            if seed is not None:
                while seed.count > _RARE and at + 2 * seed.length <= length:
                    longer = _seed(concordance, wording, first, at, 2 * seed.length)
                    if longer is None:
                        break
                    seed = longer
                found.append(seed)
                break
    return found


def _seed(
    concordance: Concordance, wording: Wording, first: int, at: int, letters: int
) -> Seed | None:
    key = wording.key(first + at, first + at + letters)
    count = concordance.count(key)
    return Seed(at, letters, key, count) if count else None


def _densest(serial: int, places: list[tuple[int, Seed]], length: int) -> list[tuple[int, Region]]:
    """Stretches of one source in which most seeds stand, none over another, with their number."""
    span = 2 * length + 4 * _SLACK
    scored: list[tuple[int, int, int]] = []
    begin = 0
    inside: dict[int, int] = defaultdict(int)
    for end, (position, seed) in enumerate(places):
        inside[seed.first] += 1
        while position - places[begin][0] > span:
            leaving = places[begin][1].first
            inside[leaving] -= 1
            if not inside[leaving]:
                del inside[leaving]
            begin += 1
        # The narrowest stretch: what stands again further on belongs to another place.
        while inside[places[begin][1].first] > 1:
            inside[places[begin][1].first] -= 1
            begin += 1
        scored.append((len(inside), begin, end))
    taken: list[tuple[int, int]] = []
    found = []
    for score, first, last in sorted(scored, key=lambda one: (-one[0], one[2] - one[1])):
        if len(taken) >= _MOST_REGIONS or any(first <= b and a <= last for a, b in taken):
            continue
        taken.append((first, last))
        here = places[first : last + 1]
        before = max(seed.first for _, seed in here)
        after = max(length - seed.first for _, seed in here)
        region = Region(
            serial,
            here[0][0] - before - before // 4 - _SLACK,
            here[-1][0] + after + after // 4 + _SLACK,
            tuple(dict.fromkeys(seed for _, seed in here)),
        )
        found.append((score, region))
    return found
