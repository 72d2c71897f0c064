"""Distribution: how often a phrase stands in each section or source, or at each date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bri_search.errors import UsageError
from bri_search.index.store import Store
from bri_search.search.as_json import Json, source_json, suggestions_json
from bri_search.search.filtering import Admitted, Filter
from bri_search.search.kwic.choices import GROUPINGS
from bri_search.search.kwic.stream import Stream
from bri_search.search.listing import Listing
from bri_search.search.meant import meant
from bri_search.search.seeking import find_positions
from bri_search.sources.document import Source

if TYPE_CHECKING:
    from bri_search.search.suggestions import Suggestion

__all__ = ["Distribution", "GroupCount", "find_distribution"]
_YEAR, _MONTH = 4, 7  # characters of an ISO 8601 date
_PER = 10_000


@dataclass(frozen=True, slots=True)
class GroupCount:
    """How often a phrase stands in one group of passages.

    `source` and `section` say which group it is, or `date`, YYYY or YYYY-MM; the others are None,
    and so is the date of the sources of which none is known. `characters` are the folded
    characters of the group.

    >>> import bri_search
    >>> found = bri_search.open(example_index).distribution("合作", by="source")
    >>> [(one.source.id, one.count, one.characters) for one in found]
    [('paper', 2, 60), ('statement', 1, 36)]
    """

    source: Source | None
    section: tuple[str, ...] | None
    date: str | None
    count: int
    characters: int

    @property
    def per_10000(self) -> float:
        """The count in relation to 10,000 folded characters, by which groups can be compared."""
        return _PER * self.count / self.characters if self.characters else 0.0

    def as_json(self) -> Json:
        """The object of `kwic --by --json`'s `groups`."""
        return {
            "source": None if self.source is None else source_json(self.source),
            "section": None if self.section is None else list(self.section),
            "date": self.date,
            "count": self.count,
            "characters": self.characters,
            "per_10000": self.per_10000,
        }


@dataclass(frozen=True, slots=True)
class Distribution(Listing[GroupCount]):
    """How often a phrase stands in each group; the groups in the order of the sources or of time.

    >>> import bri_search
    >>> found = bri_search.open(example_index).distribution("合作", by="section")
    >>> [(one.section[-1], one.count) for one in found]
    [('數字合作亮點紛呈', 2), ('前言', 1)]
    """

    phrase: str
    total: int
    by: str
    groups: tuple[GroupCount, ...]
    suggestions: Sequence[Suggestion] = ()

    @property
    def _found(self) -> Sequence[GroupCount]:
        return self.groups

    def as_json(self) -> Json:
        """The object of `kwic --by --json`."""
        return {
            "phrase": self.phrase,
            "total": self.total,
            "by": self.by,
            "groups": [group.as_json() for group in self.groups],
            **suggestions_json(self.suggestions),
        }


@dataclass(frozen=True, slots=True)
class _Group:
    """What the passages of a group have in common; comparable, so that it can be counted by."""

    serial: int | None = None
    section: tuple[str, ...] | None = None
    date: str | None = None


def find_distribution(
    store: Store, typed: str, chosen: Filter, by: str, *, words: bool
) -> Distribution:
    """Count a phrase by `section`, `source`, `date` or `year`, over what the filter admits.

    By section, each path of headings of each source is a group, in the order of the text, where
    the phrase stands in it; by source, every source that is searched; by year and date, every one
    of which there is a source, earliest first and the unknown last. A date is a month where all
    sources searched that have a date have one that exact, and a year where one has not. An
    occurrence that runs over two passages belongs to the first. `words` is that of `seek`.
    """
    if by not in GROUPINGS:
        raise UsageError(f"{by!r} is not one of {', '.join(GROUPINGS)}", argument="by")
    counts: dict[_Group, int] = {}
    characters: dict[_Group, int] = {}
    _, positions = find_positions(store, typed, chosen, words=words)
    found: Counter[tuple[int, int]] = Counter()
    for serial, spans in positions.items():
        passage_at = store.document(serial).passage_at
        found.update((serial, passage_at(begin)) for begin, _ in spans)
    admitted = Admitted(store, chosen)
    exactness = _exactness(store, chosen) if by == "date" else _YEAR
    for entry in store.sources if found else ():
        if not chosen.admits_source(entry.serial):
            continue
        document = store.document(entry.serial)
        admits = admitted.of(entry.serial)
        for number, start, end in sorted(Stream(document).passages()):
            if not admits(number):
                continue
            if by == "section":
                group = _Group(entry.serial, document.section(number))
            elif by == "source":
                group = _Group(entry.serial)
            else:
                issued = entry.source.issued
                group = _Group(date=issued and issued[:exactness])
            counts[group] = counts.get(group, 0) + found[entry.serial, number]
            characters[group] = characters.get(group, 0) + end - start
    return Distribution(
        typed,
        found.total(),
        by,
        tuple(
            GroupCount(
                None if group.serial is None else store.by_serial(group.serial).source,
                group.section,
                group.date,
                number,
                characters[group],
            )
            for group, number in sorted(counts.items(), key=_in_time)
            if number or by != "section"
        ),
        meant(store, typed, found.total()),
    )


def _exactness(store: Store, chosen: Filter) -> int:
    """How many characters of a date all sources have that have one at all."""
    dates = [
        entry.source.issued
        for entry in store.sources
        if entry.source.issued and chosen.admits_source(entry.serial)
    ]
    return _MONTH if all(len(date) >= _MONTH for date in dates) else _YEAR


def _in_time(counted: tuple[_Group, int]) -> tuple[bool, str]:
    """By date, undated last; groups that are no dates are all alike and keep their order."""
    date = counted[0].date
    return date is None, date or ""
