"""Concordance lines: each occurrence of a phrase with what stands left and right of it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import cache, partial
from itertools import islice

from bri_search.errors import QueryError, UsageError
from bri_search.index.store import Store
from bri_search.search.filtering import Filter
from bri_search.search.kwic.places import Occurrences, sorted_by_right
from bri_search.search.kwic.sorting import SORTS, sort_keys, sort_occurrences
from bri_search.search.kwic.text_order import TextOrder
from bri_search.search.lazily import Later
from bri_search.search.length import check_length
from bri_search.search.matching import Matcher, Occurrence, Phrase, Sought
from bri_search.search.presenting import marked, passage_text, written_form
from bri_search.search.results import Count, CountedForm, KwicLine, SourceCount
from bri_search.search.selectors import select
from bri_search.sources.document import Span

__all__ = [
    "SORTS",
    "count",
    "draw",
    "find_lines",
    "find_occurrences",
    "find_positions",
    "line",
]


def find_occurrences(store: Store, typed: str, chosen: Filter) -> list[Occurrence]:
    """All occurrences of a phrase by source and place; raises QueryError where it is no phrase."""
    matcher, sought = _sought(store, typed, chosen)
    return matcher.occurrences(sought)


def find_positions(
    store: Store, typed: str, chosen: Filter
) -> tuple[Phrase, dict[int, list[Span]]]:
    """A phrase, and in each source with it where it begins and ends, in units of folded text."""
    matcher, sought = _sought(store, typed, chosen)
    found: dict[int, list[Span]] = {}
    if sought.phrase.is_checked:
        for one in matcher.occurrences(sought):
            span = one.position, one.position + one.length
            found.setdefault(one.serial, []).append(span)
        return sought.phrase, found
    units = len(sought.phrase.folded.encode("utf-16-be")) // 2
    for number, part in enumerate(matcher.parts):
        places = sorted(matcher.places(sought, number))
        first = 0
        while first < len(places):
            member = part.member_at(places[first])
            begin, end = part.text_of(member)
            last = bisect_left(places, end, first)
            own = [(place - begin, place - begin + units) for place in places[first:last]]
            found[part.serial_of(member)] = own
            first = last
    return sought.phrase, found


def _sought(store: Store, typed: str, chosen: Filter) -> tuple[Matcher, Sought]:
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


def find_lines(
    store: Store,
    typed: str,
    chosen: Filter,
    sort: str | Sequence[str],
    sample: int | None = None,
    seed: int = 0,
    most: int = 0,
) -> tuple[int, Sequence[Occurrence]]:
    """How often a phrase occurs, and its occurrences, or a sample of them, in the order wanted.

    `sort` is what `sorting.sort_keys` reads; what a sample is, `draw` says. At most so many are
    given as `most` says; 0 means all.
    """
    keys = sort_keys(sort)
    if sample is not None and sample < 1:
        raise UsageError(f"sample: {sample} is too small; give 1 or more")
    matcher, sought = _sought(store, typed, chosen)
    if sought.phrase.is_checked:
        # Which places are one occurrence is known when all of them are.
        everything: Sequence[Occurrence] = matcher.occurrences(sought)
    elif sample is None and keys == ("right",):
        some = list(islice(sorted_by_right(store, matcher, sought), most or None))
        return matcher.count(sought), Occurrences(matcher, sought, some)
    else:
        places = TextOrder.of(store, matcher, sought, chosen)
        if sample is not None or keys != ("position",):
            matcher.spend(len(places), sought)
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


def count(store: Store, typed: str, chosen: Filter) -> Count:
    """How often a phrase stands, by source and by the form in which it is written.

    For sources and forms every place is looked at in its file, when they are first asked for: of a
    phrase that stands at a hundred thousand that takes two seconds or so.
    """
    matcher, sought = _sought(store, typed, chosen)
    told = cache(partial(_forms_and_sources, store, matcher, sought))
    return Count(typed, matcher.count(sought), Later(lambda: told()[0]), Later(lambda: told()[1]))


def _forms_and_sources(
    store: Store, matcher: Matcher, sought: Sought
) -> tuple[tuple[CountedForm, ...], tuple[SourceCount, ...]]:
    forms: Counter[str] = Counter()
    by_source: dict[int, Counter[str]] = {}
    known: dict[str, str] = {}
    for occurrence in matcher.occurrences(sought):
        document = store.document(occurrence.serial)
        text = "\n".join(document.text(*span) for span in occurrence.spans)
        form = known.get(text)
        if form is None:
            form = known[text] = written_form(store, text)
        forms[form] += 1
        by_source.setdefault(occurrence.serial, Counter())[form] += 1
    sources = [
        SourceCount(store.by_serial(serial).source, sum(counted.values()), _counted(counted))
        for serial, counted in by_source.items()
    ]
    sources.sort(key=lambda entry: -entry.count)
    return _counted(forms), tuple(sources)


def _counted(forms: Counter[str]) -> tuple[CountedForm, ...]:
    return tuple(CountedForm(form, number) for form, number in forms.most_common())
