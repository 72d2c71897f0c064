"""Concordance lines: each occurrence of a phrase with what stands left and right of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from bri_search.errors import UsageError
from bri_search.index.store import Store
from bri_search.search.filtering import Filter
from bri_search.search.kwic.places import Occurrences, sorted_by_right
from bri_search.search.kwic.results import KwicLine
from bri_search.search.kwic.sorting import sort_keys, sort_occurrences
from bri_search.search.kwic.text_order import TextOrder
from bri_search.search.occurrences import Occurrence
from bri_search.search.presenting import marked, passage_text
from bri_search.search.seeking import seek
from bri_search.search.selectors import select

__all__ = ["draw", "find_lines", "line"]


def find_lines(
    store: Store,
    typed: str,
    chosen: Filter,
    sort: str | Sequence[str],
    sample: int | None = None,
    seed: int = 0,
    most: int = 0,
    *,
    words: bool = False,
) -> tuple[int, Sequence[Occurrence]]:
    """How often a phrase occurs, and its occurrences, or a sample of them, in the order wanted.

    `sort` is what `sorting.sort_keys` reads; what a sample is, `draw` says. At most so many are
    given as `most` says; 0 means all. `words` is that of `seek`.
    """
    keys = sort_keys(sort)
    if sample is not None and sample < 1:
        raise UsageError(f"{sample} is too small; give 1 or more", argument="sample")
    matcher, sought = seek(store, typed, chosen, words=words)
    if not matcher.has_one_reading(sought):
        # Which places are one occurrence is known when all of them are.
        everything: Sequence[Occurrence] = matcher.occurrences(sought)
    elif sample is None and keys == ("right",):
        some = list(islice(sorted_by_right(store, matcher, sought), most or None))
        return matcher.count(sought), Occurrences(matcher, sought, some)
    else:
        places = TextOrder.of(store, matcher, sought, chosen)
        if sample is not None or keys != ("position",):
            matcher.count_all(len(places), sought)
        everything = Occurrences(matcher, sought, places)
    total = len(everything)
    if sample is not None:
        everything = draw(everything, sample, seed)
    if keys != ("position",):
        everything = sort_occurrences(store, everything, keys)
    return total, everything[: most or None]


def draw(occurrences: Sequence[Occurrence], size: int, seed: int) -> list[Occurrence]:
    """A random sample without replacement, in the order that the occurrences had.

    Each occurrence draws a number, and the `size` lowest are taken; so a smaller sample with the
    same seed is part of a larger one. Python promises the same numbers for the same seed in every
    version, which it does not promise for `random.sample`.
    """
    from random import Random  # not needed for a search, and not quick to load

    numbers = Random(seed)
    drawn = [(numbers.random(), place) for place in range(len(occurrences))]
    return [occurrences[place] for place in sorted(place for _, place in sorted(drawn)[:size])]


def line(store: Store, width: int, occurrence: Occurrence) -> KwicLine:
    """One occurrence with up to `width` characters of reading text on either side.

    The text goes as far as a phrase could: up to a wall.
    """
    document = store.document(occurrence.serial)
    # Folding may make four characters of one; more is rare, and then the context is shorter.
    around = document.unparted(occurrence.first, occurrence.last, 4 * width)
    text = passage_text(store, occurrence.serial, around)
    spans = marked(text, occurrence.spans)
    start, end = (spans[0][0], spans[-1][1]) if spans else (0, 0)
    passage = document.passage(occurrence.first)
    line_number, column = document.line_and_column(occurrence.start)
    page = document.page_at(occurrence.start)
    return KwicLine(
        source=store.by_serial(occurrence.serial).source,
        section=passage.section,
        passage=passage.number,
        page=page,
        page_label=document.page_label(page),
        start=occurrence.start,
        end=occurrence.end,
        line=line_number,
        column=column,
        left=text.text[max(0, start - width) : start],
        match=text.text[start:end],
        right=text.text[end : end + width],
        selector=select(document, occurrence.start, occurrence.end),
    )
