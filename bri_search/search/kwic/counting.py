"""Counting: how often a phrase stands, in which forms and in which sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bri_search.index.store import Store
from bri_search.search.as_json import Json, source_json, suggestions_json
from bri_search.search.filtering import Filter
from bri_search.search.lazily import Later
from bri_search.search.matching import Matcher
from bri_search.search.meant import meant
from bri_search.search.phrases import Sought
from bri_search.search.seeking import seek
from bri_search.sources.document import Source

if TYPE_CHECKING:
    from bri_search.search.suggestions import Suggestion

__all__ = ["Count", "CountedForm", "SourceCount", "count"]


@dataclass(frozen=True, slots=True)
class CountedForm:
    """A form of a phrase as sources write it, without spacing, quotation marks and markup.

    >>> import bri_search
    >>> bri_search.open(example_index).count("伙伴").forms
    (CountedForm(form='夥伴', count=1),)
    """

    form: str
    count: int

    def as_json(self) -> Json:
        """The object of `kwic --count --json`'s `forms`."""
        return {"form": self.form, "count": self.count}


@dataclass(frozen=True, slots=True)
class SourceCount:
    """How often a phrase stands in one source, in which forms.

    >>> import bri_search
    >>> [(one.source.id, one.count) for one in bri_search.open(example_index).count("伙伴").sources]
    [('statement', 1)]
    """

    source: Source
    count: int
    forms: tuple[CountedForm, ...]

    def as_json(self) -> Json:
        """The object of `kwic --count --json`'s `sources`."""
        return {
            "source": source_json(self.source),
            "count": self.count,
            "forms": [form.as_json() for form in self.forms],
        }


@dataclass(frozen=True, slots=True)
class Count:
    """How often a phrase stands in all sources, most frequent form and source first.

    >>> import bri_search
    >>> bri_search.open(example_index).count("伙伴").total
    1
    """

    phrase: str
    total: int
    forms: Sequence[CountedForm]
    sources: Sequence[SourceCount]
    suggestions: Sequence[Suggestion] = ()

    def as_json(self) -> Json:
        """The object of `kwic --count --json`."""
        return {
            "phrase": self.phrase,
            "total": self.total,
            "forms": [form.as_json() for form in self.forms],
            "sources": [source.as_json() for source in self.sources],
            **suggestions_json(self.suggestions),
        }


def count(store: Store, typed: str, chosen: Filter, *, words: bool = False) -> Count:
    """How often a phrase stands, by source and by the form in which it is written.

    For sources and forms every place is looked at in its file, when they are first asked for: of a
    phrase that stands at a hundred thousand that takes two seconds or so. `words` is that of
    `seek`.
    """
    matcher, sought = seek(store, typed, chosen, words=words)
    total = matcher.count(sought)
    told = Later(store.guarded(lambda: (_forms_and_sources(store, matcher, sought),)))
    return Count(
        typed,
        total,
        Later(lambda: told[0][0]),
        Later(lambda: told[0][1]),
        meant(store, typed, total),
    )


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
            form = known[text] = _written_form(store, text)
        forms[form] += 1
        by_source.setdefault(occurrence.serial, Counter())[form] += 1
    sources = [
        SourceCount(store.by_serial(serial).source, sum(counted.values()), _counted(counted))
        for serial, counted in by_source.items()
    ]
    sources.sort(key=lambda entry: -entry.count)
    return _counted(forms), tuple(sources)


def _written_form(store: Store, text: str) -> str:
    """Characters of a file without those that fold to nothing."""
    offsets = dict.fromkeys(store.folding.fold(text).offsets)
    return "".join(" " if text[offset].isspace() else text[offset] for offset in offsets)


def _counted(forms: Counter[str]) -> tuple[CountedForm, ...]:
    return tuple(CountedForm(form, number) for form, number in forms.most_common())
