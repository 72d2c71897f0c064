"""Filters: which sources and passages are searched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypedDict, TypeVar

from bri_search.errors import UsageError
from bri_search.index.concordance import Part
from bri_search.index.fields import SourceFilter
from bri_search.index.postings import BitMap
from bri_search.index.store import Store
from bri_search.sources.document import Kind, Script

__all__ = ["Filter", "Filters"]

_Choice = TypeVar("_Choice", Kind, Script)
_DATE = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?")


class Filters(TypedDict, total=False):
    """The filters of a search by name: what a source or a passage must be to be searched.

    `source` is an id, a file name or part of a title, `section` part of a heading above, `kind` and
    `script` as in results, `since` and `until` ISO 8601 dates as exact as wanted.
    """

    source: str | None
    section: str | None
    kind: str | None
    script: str | None
    since: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class Filter:
    """What was asked for, read once: sources by serial number, section label, kind.

    `section` is folded text that a label of the passage's path has to hold. A source without a
    date is left out as soon as a date is asked for.
    """

    serials: frozenset[int] | None = None
    section: str = ""
    kind: Kind | None = None

    @classmethod
    def read(
        cls,
        store: Store,
        *,
        source: str | None = None,
        section: str | None = None,
        kind: str | None = None,
        script: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> Filter:
        """Read the values of the filters; raises UsageError or UnknownSource."""
        for name, date in (("since", since), ("until", until)):
            if date is not None and not _DATE.fullmatch(date):
                raise UsageError(f"{name}: {date!r} is no date; write YYYY, YYYY-MM or YYYY-MM-DD")
        wanted = SourceFilter(
            None if script is None else _choice("script", script, Script),
            None if kind is None else _choice("kind", kind, Kind),
            since,
            until,
        )
        serials = None if wanted.admits_all else store.fields.serials(wanted)
        if source is not None:
            serial = store.find_source(source).serial
            serials = frozenset({serial} if serials is None or serial in serials else ())
        return cls(serials, store.folding.text(section) if section else "", wanted.kind)

    def admits_source(self, serial: int) -> bool:
        """Whether a source is searched at all."""
        return self.serials is None or serial in self.serials

    def admits_passage(self, store: Store, serial: int, passage: int) -> bool:
        """Whether a passage of a source that is searched may be a hit."""
        if self.kind is None and not self.section:
            return True
        document = store.document(serial)
        if self.kind is not None and document.kind(passage) is not self.kind:
            return False
        return not self.section or self._is_in_section(store, document.section(passage))

    def _is_in_section(self, store: Store, path: tuple[str, ...]) -> bool:
        fold = store.folding.text
        return any(self.section in fold(label) for label in path)

    def admitted(self, store: Store) -> tuple[BitMap, ...] | None:
        """The passages of each part that may be hits; None where all may be."""
        if self == Filter():
            return None
        return tuple(self._admitted(store, part) for part in store.concordance.parts)

    def _admitted(self, store: Store, part: Part) -> BitMap:
        admitted = BitMap()
        for member, serial in enumerate(part.serials):
            if not self.admits_source(serial):
                continue
            passages = part.passages_in(member)
            if self.kind is None and not self.section:
                admitted.add_range(passages.start, passages.stop)
                continue
            document = part.document(member)
            sections: dict[int, bool] = {}
            for place, passage in enumerate(passages):
                number = document.number_at(place)
                if self.kind is not None and document.kind(number) is not self.kind:
                    continue
                section = document.section_number(number)
                if self.section and section not in sections:
                    path = document.section(number)
                    sections[section] = self._is_in_section(store, path)
                if sections.get(section, True):
                    admitted.add(passage)
        return admitted


def _choice(name: str, value: str, choices: type[_Choice]) -> _Choice:
    for choice in choices:
        if choice.value.casefold() == value.casefold():
            return choice
    known = ", ".join(choice.value for choice in choices)
    raise UsageError(f"{name}: {value!r} is not one of {known}")
