"""The metadata of sources in Whoosh: what filters are answered from. No other room imports Whoosh.

One Whoosh document a source, with a field for whatever a search can be limited by.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bri_search.errors import IndexDamaged
from bri_search.sources.document import Kind, Script, Source

__all__ = ["FieldIndex", "FieldWriter", "SourceFilter"]

_FIRST, _LAST = "00000000", "99999999"


@dataclass(frozen=True, slots=True)
class SourceFilter:
    """What sources have to be; None and empty where anything will do.

    `since` and `until` are ISO 8601 dates as exact as wanted; a source without a date is none.
    """

    script: Script | None = None
    kind: Kind | None = None
    since: str | None = None
    until: str | None = None


@contextmanager
def _unseeded() -> Iterator[None]:
    """Let Whoosh name a segment at random, whatever seed the program has set, and keep that.

    A segment of a name that there is already would be written over the older one.
    """
    import random

    state = random.getstate()
    random.seed()
    try:
        yield
    finally:
        random.setstate(state)


class FieldWriter:
    """Adds and deletes sources; nothing shows before `commit`."""

    def __init__(self, folder: Path) -> None:
        from whoosh import fields, index

        if index.exists_in(str(folder)):
            opened = index.open_dir(str(folder))
        else:
            folder.mkdir(parents=True, exist_ok=True)
            opened = index.create_in(
                str(folder),
                fields.Schema(
                    serial=fields.ID(stored=True, unique=True),
                    id=fields.ID(stored=True),
                    title=fields.STORED,
                    creator=fields.STORED,
                    publisher=fields.STORED,
                    type=fields.STORED,
                    language=fields.ID(stored=True),
                    script=fields.ID(stored=True),
                    kinds=fields.KEYWORD(stored=True),
                    issued=fields.STORED,
                    first_day=fields.ID,
                    last_day=fields.ID,
                    passages=fields.STORED,
                ),
            )
        with _unseeded():
            self._writer = opened.writer(limitmb=32)

    def delete(self, serial: int) -> None:
        """Take out a source."""
        self._writer.delete_by_term("serial", str(serial))

    def add(self, source: Source, serial: int, kinds: Iterable[Kind], passages: int) -> None:
        """Add a source, the kinds that its passages are of, and how many there are."""
        self._writer.add_document(
            serial=str(serial),
            id=source.id,
            title=source.title,
            creator=list(source.creator),
            publisher=source.publisher,
            type=source.type,
            language=source.language,
            script=source.script.value,
            kinds=" ".join(kind.value for kind in kinds),
            issued=source.issued,
            first_day=_day(source.issued, _FIRST) if source.issued else None,
            last_day=_day(source.issued, _LAST) if source.issued else None,
            passages=passages,
        )

    def commit(self) -> None:
        """Make everything show, and let go of the folder."""
        self._writer.commit()

    def cancel(self) -> None:
        """Forget everything, and let go of the folder."""
        self._writer.cancel()


class FieldIndex:
    """The metadata of an index, open for filtering."""

    def __init__(self, folder: Path) -> None:
        from whoosh import index

        try:
            opened = index.open_dir(str(folder), readonly=True)
        except (OSError, index.EmptyIndexError) as error:
            raise IndexDamaged.at(folder, f"the metadata cannot be opened ({error})") from error
        self._searcher = opened.searcher()

    def serials(self, wanted: SourceFilter) -> frozenset[int]:
        """The serial numbers of the sources that are what they have to be."""
        from whoosh import query

        asked: list[Any] = []
        if wanted.script is not None:
            asked.append(query.Term("script", wanted.script.value))
        if wanted.kind is not None:
            asked.append(query.Term("kinds", wanted.kind.value))
        if wanted.since is not None:
            asked.append(query.TermRange("last_day", _day(wanted.since, _FIRST), None))
        if wanted.until is not None:
            asked.append(query.TermRange("first_day", None, _day(wanted.until, _LAST)))
        found = self._searcher.docs_for_query(query.And(asked) if asked else query.Every())
        return frozenset(int(self._searcher.stored_fields(one)["serial"]) for one in found)


def _day(date: str, rest: str) -> str:
    """The first or the last day that a date, as exact as it is, may be: 2013-09 to 20130999.

    >>> _day("2013-09", _FIRST), _day("2013", _LAST)
    ('20130900', '20139999')
    """
    digits = date.replace("-", "")
    return digits + rest[len(digits) :]
