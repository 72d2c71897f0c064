"""An index that is open for reading: one snapshot, whatever is built meanwhile.

Threads may share a store, and so may processes that were forked; each has Whoosh to itself, which
reads from files at positions that it keeps.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from bri_search.errors import IndexDamaged, UnknownSource
from bri_search.index.concordance import Concordance, Part
from bri_search.index.documents import StoredDocument
from bri_search.index.manifest import IndexedSource
from bri_search.index.snapshot import Snapshot
from bri_search.sources.document import Source
from bri_search.text.fold import Folding
from bri_search.text.variants import Variants

# A phrase search needs none of these, nor what compiling their patterns takes.
if TYPE_CHECKING:
    from bri_search.index.words import WordIndex
    from bri_search.text.segment import Segmenter
    from bri_search.text.sounds import Sounds
    from bri_search.text.vocabulary import Vocabulary

__all__ = ["LEXICON", "SOUNDS", "VARIANTS", "VOCABULARY", "WORDS", "Store"]

VARIANTS = "variants.json"
SOUNDS = "sounds.json"
LEXICON = "lexicon.marisa"
VOCABULARY = "vocabulary.marisa"
WORDS = "words"
_OPEN_DOCUMENTS = 4096
_LONGEST_LIST = 200


class Store:
    """Everything that the files of an index hold; each part is opened when it is first used."""

    def __init__(self, index: Path, *, trust: bool = False) -> None:
        self.index = index
        self.snapshot = Snapshot(index, trust=trust)
        self.manifest = self.snapshot.manifest
        self._by_serial = {entry.serial: entry for entry in self.manifest.sources}
        self._places = {entry.serial: place for place, entry in enumerate(self.manifest.sources)}
        # What it opens is asked of the snapshot and not of the store, which would else hold itself
        # and, after the last use of it, the generation.
        self.document = lru_cache(maxsize=_OPEN_DOCUMENTS)(
            partial(_open_document, self.snapshot, self._by_serial)
        )
        self._words = _PerThread()

    @property
    def sources(self) -> tuple[IndexedSource, ...]:
        """All sources, in the order of their paths."""
        return self.manifest.sources

    def by_serial(self, serial: int) -> IndexedSource:
        """A source by its serial number."""
        return self._by_serial[serial]

    def place(self, serial: int) -> int:
        """Where a source stands in `sources`; serial numbers tell only which came first."""
        return self._places[serial]

    def find_source(self, name: str) -> IndexedSource:
        """A source by its id, its file name, its path, or an unambiguous part of its title.

        Where no title has it, who wrote and who published it, and what type it is of, are searched.
        """
        for known in (
            lambda entry: entry.source.id == name,
            lambda entry: str(entry.source.path) == name,
            lambda entry: entry.source.path.name == name,
            lambda entry: str(entry.source.path) == str(Path(name).absolute()),
        ):
            for entry in self.sources:
                if known(entry):
                    return entry
        folded = self.folding.text(name)
        alike = self._alike(folded, lambda one: (one.id, one.title)) or self._alike(
            folded, lambda one: (*one.creator, one.publisher or "", one.type or "")
        )
        if len(alike) == 1:
            return alike[0]
        if alike:
            names = ", ".join(entry.source.id for entry in alike[:4])
            raise UnknownSource(f"{name!r} may be {names}; give one of these ids")
        ids = ", ".join(entry.source.id for entry in self.sources)
        listed = f" ({ids})" if len(ids) <= _LONGEST_LIST else ""
        raise UnknownSource(
            f"no source {name!r} in {self.index}; bri-search sources lists them{listed}"
        )

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
        path = self.snapshot.file(VARIANTS)
        try:
            return Folding(Variants.read(path))
        except (OSError, ValueError, KeyError) as error:
            raise IndexDamaged(f"{path}: cannot be read; run bri-search index again") from error

    @cached_property
    def sounds(self) -> Sounds:
        """Which characters sound alike."""
        from bri_search.text.sounds import Sounds

        path = self.snapshot.file(SOUNDS)
        try:
            return Sounds.read(path)
        except (OSError, ValueError) as error:
            raise IndexDamaged(f"{path}: cannot be read; run bri-search index again") from error

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
    def words(self) -> WordIndex:
        """The words of all passages, for this thread of this process alone."""
        if self._words.process != os.getpid():
            from bri_search.index.words import WordIndex

            self._words.index = WordIndex(self.snapshot.tree(WORDS))
            self._words.process = os.getpid()
        return self._words.index


class _PerThread(threading.local):
    """What each thread has of its own, and the process that opened it."""

    process: int = 0
    index: WordIndex


def _open_document(
    snapshot: Snapshot, sources: Mapping[int, IndexedSource], serial: int
) -> StoredDocument:
    return StoredDocument(snapshot.file(sources[serial].document))
