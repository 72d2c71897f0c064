"""The table of sources: what is known of each, and in which part it is.

It is read by mapping it into memory, and a source when it is asked for: of thousands of sources an
answer names a few.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, overload

from bri_search.index.container import Container, write_container
from bri_search.sources.document import Script, Source

__all__ = ["IndexedSource", "SourceTable", "write_sources"]

_NOWHERE = 0xFFFFFFFF
_KEPT = 4096


class IndexedSource(NamedTuple):
    """A source with its place in the index.

    `serial` is its number, never used again; `part` is the place of its part in the manifest.
    `stated` is the fingerprint of its record when it was indexed, `notices` are lines on what could
    not be read; `folded` are UTF-16 units.
    """

    source: Source
    serial: int
    part: int
    passages: int
    characters: int
    folded: int
    stated: str = ""
    notices: tuple[str, ...] = ()


def write_sources(path: Path, sources: Sequence[IndexedSource], next_serial: int) -> None:
    """Write the sources of an index, in the order that they have there."""
    records, ends = bytearray(), array("Q")
    places = array("I", [_NOWHERE]) * next_serial
    for place, entry in enumerate(sources):
        records += _as_json(entry)
        ends.append(len(records))
        places[entry.serial] = place
    write_container(
        path,
        {
            "records": records,
            "record ends": ends,
            "serials": array("I", [entry.serial for entry in sources]),
            "parts": array("I", [entry.part for entry in sources]),
            "places": places,
        },
    )


def _as_json(entry: IndexedSource) -> bytes:
    """The values of its fields in their order: their names would be most of it."""
    record = json.dumps((astuple(entry.source), *entry[1:]), ensure_ascii=False, default=str)
    return record.encode("utf-8", "surrogatepass")


class SourceTable(Sequence[IndexedSource]):
    """The sources of an index, in the order of their paths."""

    def __init__(self, path: Path) -> None:
        container = Container(path)
        self._ends = container.array("record ends")
        self._serials = container.array("serials")
        self._parts = container.array("parts")
        self._places = container.array("places")
        self._one = lru_cache(maxsize=_KEPT)(_Reader(container.bytes("records"), self._ends))

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, place: int) -> IndexedSource: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[IndexedSource, ...]: ...
    def __getitem__(self, place: int | slice) -> IndexedSource | tuple[IndexedSource, ...]:
        if isinstance(place, slice):
            return tuple(self[one] for one in range(*place.indices(len(self))))
        return self._one(range(len(self))[place])

    @property
    def serials(self) -> Iterable[int]:
        """The serial numbers of the sources, in their order."""
        return self._serials

    def by_serial(self, serial: int) -> IndexedSource:
        """A source by its serial number."""
        return self._one(self.place(serial))

    def place(self, serial: int) -> int:
        """Where a source stands among the others; serial numbers tell only which came first."""
        return int(self._places[serial])

    def part(self, serial: int) -> int:
        """The part that a source is in, by its place in the manifest."""
        return int(self._parts[self._places[serial]])


class _Reader:
    """Reads a source; apart from the table, which would else hold itself."""

    def __init__(self, records: memoryview, ends: memoryview) -> None:
        self._records = records
        self._ends = ends

    def __call__(self, place: int) -> IndexedSource:
        begin = self._ends[place - 1] if place else 0
        record = str(self._records[begin : self._ends[place]], "utf-8", "surrogatepass")
        said, *counted, stated, notices = json.loads(record)
        name, title, path, digest, script, creator, *rest = said
        source = Source(name, title, Path(path), digest, Script(script), tuple(creator), *rest)
        serial, part, passages, characters, folded = counted
        return IndexedSource(
            source, serial, part, passages, characters, folded, stated, tuple(notices)
        )
