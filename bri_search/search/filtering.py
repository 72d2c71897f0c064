"""Filters: which sources and passages are searched."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypedDict, TypeVar

from bri_search.errors import UsageError
from bri_search.index.documents import StoredDocument
from bri_search.index.postings import BitMap
from bri_search.index.store import Store
from bri_search.sources.document import Kind, Script, is_date

__all__ = ["Admitted", "Filter", "Filters"]

_Choice = TypeVar("_Choice", Kind, Script)


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


class Filter(NamedTuple):
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
        if (source, section, kind, script, since, until) == _NOTHING_ASKED:
            return _EVERYTHING
        for name, date in (("since", since), ("until", until)):
            if date is not None and not is_date(date):
                raise UsageError(
                    f"{date!r} is no date; write YYYY, YYYY-MM or YYYY-MM-DD", argument=name
                )
        written = None if script is None else _choice("script", script, Script)
        wanted = None if kind is None else _choice("kind", kind, Kind)
        serials = None
        if any(one is not None for one in (written, wanted, since, until)):
            from bri_search.index.fields import SourceFilter

            serials = store.fields.serials(SourceFilter(written, wanted, since, until))
        if source is not None:
            serial = store.find_source(source).serial
            serials = frozenset({serial} if serials is None or serial in serials else ())
        label = "" if section is None else store.folding.text(section)
        if section is not None and not label:
            raise UsageError(f"{section!r} names none; give part of a heading", argument="section")
        return cls(serials, label, wanted)

    def admits_source(self, serial: int) -> bool:
        """Whether a source is searched at all."""
        return self.serials is None or serial in self.serials

    def admitted(self, store: Store) -> Admitted | None:
        """What tells which passages may be hits; None where all may be."""
        admits_all = self.serials is None and self.kind is None and not self.section
        return None if admits_all else Admitted(store, self)


_NOTHING_ASKED = (None,) * 6
_EVERYTHING = Filter()


class Admitted:
    """Tells which passages a filter admits; looks at those only that are asked for.

    A million passages are asked for in about a second. Each label is folded once.
    """

    def __init__(self, store: Store, chosen: Filter) -> None:
        self._store = store
        self._chosen = chosen
        self._holds: dict[str, bool] = {}
        self._sections: dict[int, dict[int, bool]] = {}

    def of(self, serial: int) -> Callable[[int], bool]:
        """What tells of the passages of a source that is searched, by number, which may be hits."""
        return self._of(serial, self._store.document(serial))

    def _of(self, serial: int, document: StoredDocument) -> Callable[[int], bool]:
        kind, section = self._chosen.kind, self._chosen.section
        sections = self._sections.setdefault(serial, {}) if section else {}

        def admits(passage: int) -> bool:
            if kind is not None and document.kind(passage) is not kind:
                return False
            if not section:
                return True
            own = document.section_number(passage)
            is_in = sections.get(own)
            if is_in is None:
                is_in = sections[own] = any(map(self._is_sought, document.section(passage)))
            return is_in

        return admits

    def among(self, number: int, passages: BitMap) -> BitMap:
        """Those of some passages of a part, by its number, that may be hits."""
        part = self._store.concordance.parts[number]
        chosen = self._chosen
        admitted = BitMap()
        behind = 0
        while (first := next(passages.iter_equal_or_larger(behind), None)) is not None:
            member = part.member_of(first)
            own = part.passages_in(member)
            behind = own.stop
            if chosen.admits_source(part.serial_of(member)):
                of_document = passages & BitMap(range(first, behind))
                if chosen.kind is not None or chosen.section:
                    document = part.document(member)
                    number_at = document.number_at
                    admits = self._of(part.serial_of(member), document)
                    of_document = BitMap(
                        [one for one in of_document if admits(number_at(one - own.start))]
                    )
                admitted |= of_document
        return admitted

    def _is_sought(self, label: str) -> bool:
        """Whether a label holds what is sought; many sections are called alike."""
        holds = self._holds.get(label)
        if holds is None:
            folded = self._store.folding.text(label)
            holds = self._holds[label] = self._chosen.section in folded
        return holds


def _choice(name: str, value: str, choices: type[_Choice]) -> _Choice:
    for choice in choices:
        if choice.value.casefold() == value.casefold():
            return choice
    known = ", ".join(choice.value for choice in choices)
    raise UsageError(f"{value!r} is not one of {known}", argument=name)
