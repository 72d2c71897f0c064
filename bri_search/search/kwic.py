"""Concordance lines: each occurrence of a phrase with what stands left and right of it."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from bri_search.errors import QueryError, UsageError
from bri_search.index.store import Store
from bri_search.search.filtering import Filter
from bri_search.search.matching import Occurrence, Occurrences, Phrase
from bri_search.search.presenting import marked, passage_text, written_form
from bri_search.search.results import Count, CountedForm, KwicLine, SourceCount

__all__ = ["SORTS", "Sort", "count", "find_lines", "line"]

Sort = Literal["position", "left", "right"]
SORTS: tuple[Sort, ...] = ("position", "left", "right")
_SORTED_BY = 80


def _occurrences(store: Store, typed: str, chosen: Filter) -> list[Occurrence]:
    phrase = Phrase.of(typed, store.folding)
    if not phrase.folded:
        raise QueryError(
            "the phrase holds only punctuation" if typed.strip() else "the phrase is empty",
            typed,
            0,
            "type the words to look for",
        )
    return [
        occurrence
        for occurrence in Occurrences(store, chosen.admits_source).of(phrase)
        if chosen.admits_passage(store, occurrence.serial, occurrence.first)
    ]


def find_lines(store: Store, typed: str, chosen: Filter, sort: str) -> list[Occurrence]:
    """All occurrences of a phrase, by position, or by the folded text left or right of them."""
    if sort not in SORTS:
        raise UsageError(f"sort: {sort!r} is not one of {', '.join(SORTS)}")
    occurrences = _occurrences(store, typed, chosen)
    if sort == "right":
        occurrences.sort(key=lambda one: _right(store, one))
    elif sort == "left":
        occurrences.sort(key=lambda one: _left(store, one))
    return occurrences


def _right(store: Store, occurrence: Occurrence) -> bytes:
    begin = occurrence.position + occurrence.length
    folded = store.document(occurrence.serial).folded
    return bytes(folded[2 * begin : 2 * (begin + _SORTED_BY)])


def _left(store: Store, occurrence: Occurrence) -> str:
    begin = max(0, occurrence.position - _SORTED_BY)
    folded = store.document(occurrence.serial).folded
    return bytes(folded[2 * begin : 2 * occurrence.position]).decode("utf-16-be", "replace")[::-1]


def line(store: Store, occurrence: Occurrence, width: int) -> KwicLine:
    """One occurrence with up to `width` characters of reading text on either side.

    The text goes as far as a phrase could: up to a wall.
    """
    document = store.document(occurrence.serial)
    text = passage_text(store, occurrence.serial, document.unparted(occurrence.first))
    spans = marked(text, occurrence.spans)
    start, end = (spans[0][0], spans[-1][1]) if spans else (0, 0)
    passage = document.passage(occurrence.first)
    line_number, column = document.line_and_column(occurrence.start)
    return KwicLine(
        source=store.by_serial(occurrence.serial).source,
        section=passage.section,
        passage=passage.number,
        page=passage.page,
        start=occurrence.start,
        end=occurrence.end,
        line=line_number,
        column=column,
        left=text.text[max(0, start - width) : start],
        match=text.text[start:end],
        right=text.text[end : end + width],
    )


def count(store: Store, typed: str, chosen: Filter) -> Count:
    """How often a phrase stands, by source and by the form in which it is written."""
    forms: Counter[str] = Counter()
    by_source: dict[int, Counter[str]] = {}
    for occurrence in _occurrences(store, typed, chosen):
        form = written_form(store, occurrence)
        forms[form] += 1
        by_source.setdefault(occurrence.serial, Counter())[form] += 1
    sources = [
        SourceCount(store.by_serial(serial).source, sum(counted.values()), _counted(counted))
        for serial, counted in by_source.items()
    ]
    sources.sort(key=lambda entry: -entry.count)
    return Count(typed, sum(forms.values()), _counted(forms), tuple(sources))


def _counted(forms: Counter[str]) -> tuple[CountedForm, ...]:
    return tuple(CountedForm(form, number) for form, number in forms.most_common())
