"""An index that is open for reading: one snapshot, whatever is built meanwhile.

Threads may share a store, and so may processes that were forked; each has Whoosh to itself, which
reads from files at positions that it keeps.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from bri_search.errors import BriSearchError, IndexDamaged, UnknownSource
from bri_search.index.concordance import Concordance, Part
from bri_search.index.documents import StoredDocument
from bri_search.index.integrity import damaged
from bri_search.index.snapshot import Snapshot
from bri_search.index.source_table import IndexedSource, SourceTable
from bri_search.sources.document import Source
from bri_search.text.fold import Folding
from bri_search.text.variants import Variants

# A phrase search needs none of these, nor what compiling their patterns takes.
if TYPE_CHECKING:
    from bri_search.index.fields import FieldIndex
    from bri_search.text.segment import Segmenter
    from bri_search.text.sounds import Sounds
    from bri_search.text.vocabulary import Vocabulary

__all__ = ["FIELDS", "LEXICON", "SOUNDS", "VARIANTS", "VOCABULARY", "Store"]

VARIANTS = "variants.json"
SOUNDS = "sounds.json"
LEXICON = "lexicon.marisa"
VOCABULARY = "vocabulary.marisa"
FIELDS = "fields"
_LONGEST_LIST = 200

Read = TypeVar("Read")
Arguments = ParamSpec("Arguments")


class Store:
    """Everything that the files of an index hold; each part is opened when it is first used."""

    def __init__(self, index: Path, *, trust: bool = False) -> None:
        self.index = index
        self.snapshot = Snapshot(index, trust=trust)
        self.manifest = self.snapshot.manifest
        self.totals = self.manifest.totals
        self._fields = _PerThread()

    @cached_property
    def in_order(self) -> tuple[bool, ...]:
        """Of each part, whether its documents come in the order of `sources`."""
        return tuple(
            all(one < other for one, other in pairwise(map(self.place, part.serials)))
            for part in self.concordance.parts
        )

    @cached_property
    def average_length(self) -> float:
        """How many folded characters a passage has on average."""
        return max(self.totals.folded / max(self.totals.passages, 1), 1)

    @cached_property
    def sources(self) -> SourceTable:
        """All sources, in the order of their paths."""
        return self.snapshot.sources

    def by_serial(self, serial: int) -> IndexedSource:
        """A source by its serial number."""
        return self.sources.by_serial(serial)

    def place(self, serial: int) -> int:
        """Where a source stands in `sources`; serial numbers tell only which came first."""
        return self.sources.place(serial)

    def part(self, serial: int) -> Part:
        """The part that a source is in."""
        return self.concordance.parts[self.sources.part(serial)]

    def members(self, serials: frozenset[int] | None = None) -> Iterator[tuple[int, int]]:
        """Where each source is, or each of some, in order: its part, and its place in that."""
        parts, table = self.concordance.parts, self.sources
        chosen = table.serials if serials is None else sorted(serials, key=table.place)
        for serial in chosen:
            number = table.part(serial)
            yield number, parts[number].member(serial)

    def document(self, serial: int) -> StoredDocument:
        """The document of a source."""
        part = self.concordance.parts[self.sources.part(serial)]
        return part.document(part.member(serial))

    def guarded(self, call: Callable[Arguments, Read]) -> Callable[Arguments, Read]:
        """A call that tells an index that is damaged from a mistake.

        Where it fails in a way that nobody foresaw, all files are checked: what does not fit them
        raises IndexDamaged.
        """

        def answer(*args: Arguments.args, **named: Arguments.kwargs) -> Read:
            try:
                return call(*args, **named)
            except (BriSearchError, MemoryError):
                raise
            except Exception as error:
                for path, reason in damaged(self.snapshot.folder, self.manifest.files):
                    raise IndexDamaged.at(path, reason) from error
                raise

        return answer

    def find_source(self, name: str) -> IndexedSource:
        """A source by its id, its path, the end of that (a file name), or part of its title.

        Where no title has it, who wrote and who published it, and what type it is of, are searched.
        Raises UnknownSource where there is none, or more than one.
        """
        parts = Path(name).parts
        for known in (
            lambda entry: entry.source.id == name,
            lambda entry: str(entry.source.path) == str(Path(name).absolute()),
            lambda entry: entry.source.path.parts[-len(parts) :] == parts != (),
        ):
            exact = [entry for entry in self.sources if known(entry)]
            if exact:
                return self._only(exact, name)
        folded = self.folding.text(name)
        alike = self._alike(folded, lambda one: (one.id, one.title)) or self._alike(
            folded, lambda one: (*one.creator, one.publisher or "", one.type or "")
        )
        if alike:
            return self._only(alike, name)
        ids = ", ".join(entry.source.id for entry in self.sources)
        listed = f" ({ids})" if 0 < len(ids) <= _LONGEST_LIST else ""
        raise UnknownSource(
            f"no source {name!r} in {self.index}; bri-search sources lists them{listed}"
        )

    def _only(self, found: list[IndexedSource], name: str) -> IndexedSource:
        """The one source that was found by a name; raises UnknownSource where there are several."""
        if len(found) == 1:
            return found[0]
        names = ", ".join(entry.source.id for entry in found[:4])
        if more := len(found[4:]):
            names += f" or {more} more"
        raise UnknownSource(f"{name!r} may be {names}; give one of these ids")

    def _alike(self, folded: str, said: Callable[[Source], Iterable[str]]) -> list[IndexedSource]:
        """The sources of which something that is said of them holds a folded text."""
        return [
            entry
            for entry in self.sources
            if folded and any(folded in self.folding.text(text) for text in said(entry.source))
        ]

    @cached_property
    def folding(self) -> Folding:
        """The folding that the index was built with."""
        return self._read(VARIANTS, lambda path: Folding(Variants.read(path)))

    @cached_property
    def sounds(self) -> Sounds:
        """Which characters sound alike."""
        from bri_search.text.sounds import Sounds

        return self._read(SOUNDS, Sounds.read)

    def _read(self, name: str, read: Callable[[Path], Read]) -> Read:
        """What a file holds that is read as a whole."""
        path = self.snapshot.file(name)
        try:
            return read(path)
        except (OSError, ValueError, KeyError) as error:
            raise IndexDamaged.at(path, "cannot be read") from error

    @cached_property
    def segmenter(self) -> Segmenter:
        """The segmenter with the folded dictionary that the index was built with."""
        from bri_search.text.segment import Segmenter

        return Segmenter(self.snapshot.file(LEXICON))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The terms that are counterparts of one another, as they were when it was built."""
        from bri_search.text.vocabulary import Vocabulary

        return Vocabulary(self.snapshot.file(VOCABULARY))

    @cached_property
    def concordance(self) -> Concordance:
        """The concordance of all sources."""
        return Concordance(
            [Part(self.snapshot.file(part.file), part.identity) for part in self.manifest.parts]
        )

    @property
    def fields(self) -> FieldIndex:
        """The metadata of all sources, for this thread of this process alone."""
        if self._fields.process != os.getpid():
            from bri_search.index.fields import FieldIndex

            self._fields.index = FieldIndex(self.snapshot.tree(FIELDS))
            self._fields.process = os.getpid()
        return self._fields.index


class _PerThread(threading.local):
    """What each thread has of its own, and the process that opened it."""

    process: int = 0
    index: FieldIndex
