"""An index that is open for reading: one snapshot, whatever is built meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache
from pathlib import Path

from bri_search.errors import IndexDamaged, UnknownSource
from bri_search.index.concordance import Concordance, Part
from bri_search.index.documents import StoredDocument
from bri_search.index.manifest import IndexedSource, Manifest, current_folder
from bri_search.index.words import WordIndex
from bri_search.sources.document import Source
from bri_search.text.fold import Folding
from bri_search.text.segment import Segmenter
from bri_search.text.sounds import Sounds
from bri_search.text.variants import Variants
from bri_search.text.vocabulary import Vocabulary

__all__ = ["LEXICON", "MANIFEST", "SOUNDS", "VARIANTS", "VOCABULARY", "WORDS", "Store"]

MANIFEST = "manifest.json"
VARIANTS = "variants.json"
SOUNDS = "sounds.json"
LEXICON = "lexicon.marisa"
VOCABULARY = "vocabulary.marisa"
WORDS = "words"
_OPEN_DOCUMENTS = 4096
_LONGEST_LIST = 200


class Store:
    """Everything that the files of an index hold; each part is opened when it is first used."""

    def __init__(self, index: Path) -> None:
        self.index = index
        self._folder = current_folder(index)
        self.manifest = Manifest.read(self._folder / MANIFEST)
        self._by_serial = {entry.serial: entry for entry in self.manifest.sources}
        self._places = {entry.serial: place for place, entry in enumerate(self.manifest.sources)}
        self.document = lru_cache(maxsize=_OPEN_DOCUMENTS)(self._open_document)

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

    def _alike(
        self, folded: str, said: Callable[[Source], Iterable[str]]
    ) -> list[IndexedSource]:
        """The sources of which something that is said of them holds a folded text."""
        return [
            entry
            for entry in self.sources
            if folded and any(folded in self.folding.text(text) for text in said(entry.source))
        ]

    def _open_document(self, serial: int) -> StoredDocument:
        return StoredDocument(self._folder / self.by_serial(serial).document)

    @cached_property
    def folding(self) -> Folding:
        """The folding that the index was built with."""
        try:
            return Folding(Variants.read(self._folder / VARIANTS))
        except (OSError, ValueError, KeyError) as error:
            raise IndexDamaged(
                f"{self._folder / VARIANTS}: cannot be read; run bri-search index again"
            ) from error

    @cached_property
    def sounds(self) -> Sounds:
        """Which characters sound alike."""
        try:
            return Sounds.read(self._folder / SOUNDS)
        except (OSError, ValueError) as error:
            raise IndexDamaged(
                f"{self._folder / SOUNDS}: cannot be read; run bri-search index again"
            ) from error

    @cached_property
    def segmenter(self) -> Segmenter:
        """The segmenter with the folded dictionary that the index was built with."""
        return Segmenter(self._folder / LEXICON)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The terms that are counterparts of one another, as they were when it was built."""
        return Vocabulary(self._folder / VOCABULARY)

    @cached_property
    def concordance(self) -> Concordance:
        """The concordance of all sources."""
        return Concordance([Part(self._folder / part.file) for part in self.manifest.parts])

    @cached_property
    def words(self) -> WordIndex:
        """The words of all passages."""
        return WordIndex(self._folder / WORDS)
