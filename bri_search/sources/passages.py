"""The passages of a document in little memory: a file may have millions of lines.

A passage as an object takes some three hundred bytes; here it takes about thirty, in arrays that
are also what the index stores.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import overload

from bri_search.sources.document import KINDS, Kind, Passage, Span

__all__ = ["Furniture", "Passages", "PiecesOfFurniture"]

_NUMBERS = {kind: number for number, kind in enumerate(KINDS)}
_REMEMBERED = 4096
"""Section paths that are known again when they come again; a file may have millions of them."""


class Passages(Sequence[Passage]):
    """Passages in order, to be added to and read; each is made when it is asked for.

    >>> passages = Passages.of([Passage(0, Kind.NOTE, ("前言",), ((0, 2), (5, 9)))])
    >>> passages[0].section, passages[0].spans, len(passages)
    (('前言',), ((0, 2), (5, 9)), 1)
    """

    def __init__(self) -> None:
        self.kinds = bytearray()
        self.runs_on = bytearray()
        self.pages = array("i")
        self.sections = array("I")
        self.section_texts = bytearray()
        self.section_ends = array("I")
        self.span_counts = array("I", [0])
        self.span_starts = array("I")
        self.span_ends = array("I")
        self._numbers: dict[tuple[str, ...], int] = {}
        self._last_read: tuple[int, tuple[str, ...]] = (-1, ())

    @classmethod
    def of(cls, passages: Iterable[Passage]) -> Passages:
        """Some passages as they are here; their numbers are their places."""
        if isinstance(passages, Passages):
            return passages
        made = cls()
        for one in passages:
            made.add(one.kind, one.section, one.spans, runs_on=one.runs_on, page=one.page)
        return made

    def add(
        self,
        kind: Kind,
        section: tuple[str, ...],
        spans: Iterable[Span],
        *,
        runs_on: bool,
        page: int | None = None,
    ) -> None:
        """Add a passage behind the others."""
        self.kinds.append(_NUMBERS[kind])
        self.runs_on.append(runs_on)
        self.pages.append(-1 if page is None else page)
        self.sections.append(self._section_number(section))
        for start, end in spans:
            self.span_starts.append(start)
            self.span_ends.append(end)
        self.span_counts.append(len(self.span_starts))

    def _section_number(self, section: tuple[str, ...]) -> int:
        number = self._numbers.get(section)
        if number is None:
            if len(self._numbers) == _REMEMBERED:
                self._numbers.clear()
            number = self._numbers[section] = len(self.section_ends)
            self.section_texts += json.dumps(section, ensure_ascii=False).encode(
                "utf-8", "surrogatepass"
            )
            self.section_ends.append(len(self.section_texts))
        return number

    def kind(self, number: int) -> Kind:
        """The kind of a passage, without making the rest of it."""
        return KINDS[self.kinds[number]]

    def spans(self, number: int) -> Iterator[Span]:
        """The pieces of the file that make a passage up."""
        for place in range(self.span_counts[number], self.span_counts[number + 1]):
            yield self.span_starts[place], self.span_ends[place]

    def paths(self) -> Iterator[tuple[str, ...]]:
        """The path of each section by its number; a path may come more than once."""
        return map(self._section, range(len(self.section_ends)))

    def _section(self, number: int) -> tuple[str, ...]:
        if self._last_read[0] != number:
            begin = self.section_ends[number - 1] if number else 0
            text = self.section_texts[begin : self.section_ends[number]]
            labels = json.loads(text.decode("utf-8", "surrogatepass"))
            self._last_read = number, tuple(labels)
        return self._last_read[1]

    def __len__(self) -> int:
        return len(self.kinds)

    @overload
    def __getitem__(self, place: int) -> Passage: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Passage, ...]: ...
    def __getitem__(self, place: int | slice) -> Passage | tuple[Passage, ...]:
        if isinstance(place, slice):
            return tuple(self[number] for number in range(*place.indices(len(self))))
        number = range(len(self))[place]
        page = self.pages[number]
        return Passage(
            number,
            self.kind(number),
            self._section(self.sections[number]),
            tuple(self.spans(number)),
            None if page < 0 else page,
            bool(self.runs_on[number]),
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Furniture:
    """A stretch of the file that is in no passage, and what it is, as FurnitureKind has it."""

    span: Span
    what: str


class PiecesOfFurniture(Sequence[Furniture]):
    """Pieces of furniture in order, to be added to and read.

    >>> pieces = PiecesOfFurniture()
    >>> pieces.add((3, 5), "page number")
    >>> list(pieces)
    [Furniture(span=(3, 5), what='page number')]
    """

    def __init__(self) -> None:
        self._starts = array("I")
        self._ends = array("I")
        self._whats = array("H")
        self._names: dict[str, int] = {}

    def add(self, span: Span, what: str) -> None:
        """Add a piece behind the others."""
        self._starts.append(span[0])
        self._ends.append(span[1])
        self._whats.append(self._names.setdefault(what, len(self._names)))

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, place: int) -> Furniture: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Furniture, ...]: ...
    def __getitem__(self, place: int | slice) -> Furniture | tuple[Furniture, ...]:
        if isinstance(place, slice):
            return tuple(self[number] for number in range(*place.indices(len(self))))
        what = tuple(self._names)[self._whats[place]]
        return Furniture((self._starts[place], self._ends[place]), what)
