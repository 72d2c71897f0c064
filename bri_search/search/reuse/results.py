"""What sources share, as it is given back: parallels and shares, with their JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bri_search.search.as_json import Json, place_json, source_json
from bri_search.search.listing import Listing
from bri_search.search.selectors import Selector
from bri_search.sources.document import Source, Span

__all__ = [
    "Change",
    "ChangeKind",
    "Parallel",
    "Parallels",
    "Share",
    "SharedSource",
    "Shares",
    "Side",
]


class ChangeKind(StrEnum):
    """What became of some characters from the first side of a parallel to the second.

    >>> ChangeKind("replaced") is ChangeKind.REPLACED
    True
    """

    INSERTED = "inserted"
    DELETED = "deleted"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between the sides of a parallel: the characters of either file, and where.

    `first` is empty for what was inserted and `second` for what was deleted; the offset, in code
    points of the file, is then that of the character behind.

    >>> Change(ChangeKind.REPLACED, "117", "116", 40, 12).as_json()["kind"]
    'replaced'
    """

    kind: ChangeKind
    first: str
    second: str
    first_start: int
    second_start: int

    def as_json(self) -> Json:
        """The object of a parallel's `differences`."""
        return {
            "kind": self.kind.value,
            "first": self.first,
            "second": self.second,
            "first_start": self.first_start,
            "second_start": self.second_start,
        }


@dataclass(frozen=True, slots=True)
class Side:
    """A parallel in one of its sources.

    `start` and `end` are code point offsets into the file, `line` and `column` count from 1, and
    `text` is the file's own characters from start to end. `spans` are the pieces that make it up:
    one, unless the page put something inside. `reading` is the text as it is read, `marked` are the
    stretches of it that the other side does not have.

    >>> import bri_search
    >>> found = bri_search.open(example_index).parallels(min_length=5)
    >>> [side for parallel in found for side in parallel.sides]
    []
    """

    source: Source
    section: tuple[str, ...]
    passage: int
    page: int | None
    page_label: str | None
    start: int
    end: int
    line: int
    column: int
    lines: tuple[int, int]
    text: str
    spans: tuple[Span, ...]
    reading: str
    marked: tuple[Span, ...]
    selector: Selector

    def as_json(self) -> Json:
        """The object of a parallel's `sides`."""
        return {
            **place_json(self),
            "lines": list(self.lines),
            "text": self.text,
            "spans": [list(span) for span in self.spans],
            "reading": self.reading,
            "selector": self.selector.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Parallel:
    """A passage that two sources share, the earlier issued first.

    `length` counts the folded characters of its common runs, which have four or more each, with the
    pieces of words and the punctuation of other sentences at its edges, which the sides leave out;
    what stands between two runs is a difference. `similarity` is 1 less the share of characters
    that differ (Levenshtein distance over the longer side).

    >>> import bri_search
    >>> len(bri_search.open(example_index).parallels("paper", "statement", min_length=5))
    0
    """

    length: int
    similarity: float
    sides: tuple[Side, Side]
    differences: tuple[Change, ...]

    def as_json(self) -> Json:
        """The object of `parallels --json`'s `parallels`."""
        return {
            "length": self.length,
            "similarity": round(self.similarity, 4),
            "sides": [side.as_json() for side in self.sides],
            "differences": [difference.as_json() for difference in self.differences],
        }


@dataclass(frozen=True, slots=True)
class Parallels(Listing[Parallel]):
    """Parallels, longest first; `total` counts those that are not given too.

    >>> import bri_search
    >>> bri_search.open(example_index).parallels(min_length=5).total
    0
    """

    min_length: int
    total: int
    parallels: tuple[Parallel, ...]

    @property
    def _found(self) -> Sequence[Parallel]:
        return self.parallels

    def as_json(self) -> Json:
        """The object of `parallels --json`."""
        return {
            "min_length": self.min_length,
            "total": self.total,
            "parallels": [parallel.as_json() for parallel in self.parallels],
        }


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a source stands in parallels with another: folded characters, of how many.

    The few characters that differ inside a parallel are counted with it.

    >>> import bri_search
    >>> list(bri_search.open(example_index).shares(min_length=5))
    []
    """

    source: Source
    other: Source
    characters: int
    of: int

    @property
    def share(self) -> float:
        """The part of the source, from 0 to 1."""
        return self.characters / self.of if self.of else 0.0

    def as_json(self) -> Json:
        """The object of `parallels --summary --json`'s `shares`."""
        return {
            "source": source_json(self.source),
            "other": source_json(self.other),
            "characters": self.characters,
            "of": self.of,
            "share": round(self.share, 6),
        }


@dataclass(frozen=True, slots=True)
class SharedSource:
    """A source that was compared, with how many folded characters it has.

    >>> import bri_search
    >>> one, other = bri_search.open(example_index).shares().sources
    >>> one.source.id, one.characters, other.source.id
    ('paper', 60, 'statement')
    """

    source: Source
    characters: int

    def as_json(self) -> Json:
        """The object of `parallels --summary --json`'s `sources`."""
        return {**source_json(self.source), "characters": self.characters}


@dataclass(frozen=True, slots=True)
class Shares(Listing[Share]):
    """Sources against sources, greatest share first; `total` counts those not given too.

    Sources are in the order of their dates, undated last. Pairs that share nothing are left out.

    >>> import bri_search
    >>> bri_search.open(example_index).shares(min_length=5).total
    0
    """

    min_length: int
    total: int
    sources: tuple[SharedSource, ...]
    shares: Sequence[Share]

    @property
    def _found(self) -> Sequence[Share]:
        return self.shares

    def as_json(self) -> Json:
        """The object of `parallels --summary --json`."""
        return {
            "min_length": self.min_length,
            "total": self.total,
            "sources": [source.as_json() for source in self.sources],
            "shares": [share.as_json() for share in self.shares],
        }
