"""What a build has to do: the files that are there against the index that is there."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bri_search.errors import UnreadableSource
from bri_search.index.manifest import Manifest
from bri_search.index.source_table import IndexedSource
from bri_search.sources.catalog import CATALOG_NAME, Catalog, Record
from bri_search.sources.finding import Found, UnsettledSource, read_content, readable_name
from bri_search.sources.readers import Reading, read_bytes
from bri_search.sources.readers.confined import MOST_MEMORY
from bri_search.text.gathering import fingerprint
from bri_search.text.glossary import GLOSSARY_NAME, GlossaryRow, read_glossary

__all__ = ["Glossaries", "Plan", "Wanted", "catalogs_of", "make_plan", "read_wanted"]

_NOTHING_STATED = Record(id="").fingerprint


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document as it shall be in the index: the file, its bytes' hash, its record and id.

    `previous` is what the index has under the same path, or had under another name.
    """

    found: Found
    sha256: str
    size: int
    record: Record | None
    id: str
    previous: IndexedSource | None

    @property
    def stated(self) -> str:
        """A fingerprint of what its record says of it."""
        return _NOTHING_STATED if self.record is None else self.record.fingerprint

    @property
    def is_as_before(self) -> bool:
        """Whether the index has it already, and knows of it what its record says."""
        previous = self.previous
        return (
            previous is not None
            and self.is_the_same_source
            and previous.source.sha256 == self.sha256
            and previous.stated == self.stated
        )

    @property
    def is_the_same_source(self) -> bool:
        """Whether the index has a source of that id in that place, whatever it says."""
        previous = self.previous
        return (
            previous is not None
            and previous.source.path == self.found.path
            and previous.source.id == self.id
        )


@dataclass(frozen=True, slots=True)
class Glossaries:
    """The rows of the users' glossaries, a line on each that cannot be used, and a fingerprint.

    The fingerprint is that of all that the vocabulary is gathered from, libraries included.
    """

    rows: tuple[GlossaryRow, ...]
    problems: tuple[str, ...]
    fingerprint: str

    @classmethod
    def of(cls, roots: list[Path]) -> Glossaries:
        """Read what can be read of the glossaries of the folders."""
        paths = _beside(roots, GLOSSARY_NAME)
        read = [read_glossary(path) for path in paths]
        return cls(
            tuple(row for rows, _ in read for row in rows),
            tuple(problem for _, problems in read for problem in problems),
            fingerprint(paths),
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """Documents that are wanted, sources that are gone, files that cannot be read, glossaries.

    `vocabulary_is_as_before` tells that all which knows counterparts is as the index has it.
    """

    wanted: tuple[Wanted, ...]
    vanished: tuple[IndexedSource, ...]
    failed: tuple[tuple[Path, str], ...]
    glossaries: Glossaries
    vocabulary_is_as_before: bool

    @property
    def changes_nothing(self) -> bool:
        """Whether the index that is there is what is wanted."""
        return (
            self.vocabulary_is_as_before
            and not self.vanished
            and all(wanted.is_as_before for wanted in self.wanted)
        )


def catalogs_of(roots: list[Path], named: Path | None) -> list[Catalog]:
    """The catalog that was named, or those of the folders; raises CatalogError."""
    if named is not None:
        return [Catalog.read(named)]
    return [Catalog.read(path) for path in _beside(roots, CATALOG_NAME)]


def _beside(roots: list[Path], name: str) -> list[Path]:
    """What has a name and lies beside the documents, whether it can be read or not."""
    folders = dict.fromkeys(root if root.is_dir() else root.parent for root in roots)
    return [folder / name for folder in folders if os.path.lexists(folder / name)]


def make_plan(
    found: list[Found],
    catalogs: list[Catalog],
    glossaries: Glossaries,
    old: Manifest,
    sources: Sequence[IndexedSource],
) -> Plan:
    """Hash every file, settle what it will be called, and find it in the index that is there.

    Of a file that is being written the index keeps what it was.
    """
    present = {entry.path for entry in found}
    by_path = {entry.source.path: entry for entry in sources}
    gone: dict[str, list[IndexedSource]] = {}
    for indexed in sources:
        if indexed.source.path not in present:
            gone.setdefault(indexed.source.sha256, []).append(indexed)
    settled: list[tuple[Found, str, int, IndexedSource | None]] = []
    failed: list[tuple[Path, str]] = []
    for entry in found:
        previous = by_path.get(entry.path)
        try:
            content = read_content(entry)
            sha256, size = hashlib.sha256(content).hexdigest(), len(content)
        except UnreadableSource as error:
            failed.append((entry.path, error.reason))
            if previous is None or not isinstance(error, UnsettledSource):
                continue
            sha256, size = previous.source.sha256, 0
        if previous is None and gone.get(sha256):
            previous = gone[sha256].pop()
        settled.append((entry, sha256, size, previous))
    records = _records([(entry, sha256) for entry, sha256, _, _ in settled], catalogs)
    ids = _ids([entry for entry, _, _, _ in settled], records)
    wanted = [
        Wanted(entry, sha256, size, record, name, previous)
        for (entry, sha256, size, previous), record, name in zip(settled, records, ids, strict=True)
    ]
    kept = {one.previous.serial for one in wanted if one.previous}
    vanished = tuple(entry for entry in sources if entry.serial not in kept)
    return Plan(
        tuple(wanted), vanished, tuple(failed), glossaries, old.vocabulary == glossaries.fingerprint
    )


def read_wanted(wanted: Wanted, memory: int = MOST_MEMORY) -> Reading:
    """The text of a wanted document, read with that many bytes of memory where they are bounded.

    Raises UnreadableSource if it has changed for the worse, UnsettledSource if it has changed.
    """
    path = wanted.found.path
    content = read_content(wanted.found)
    if hashlib.sha256(content).hexdigest() != wanted.sha256:
        raise UnsettledSource(str(path))
    encoding = None if wanted.record is None else wanted.record.encoding
    return read_bytes(str(path), path.suffix, content, encoding, memory=memory)


def _records(files: list[tuple[Found, str]], catalogs: list[Catalog]) -> list[Record | None]:
    """The record of each of some files with their hashes.

    Those that have the bytes and the name of a file come first, so that of several with the same
    bytes each goes to its own.
    """

    def names(file: tuple[Found, str]) -> tuple[str, str, str]:
        return file[1], file[0].relative, file[0].path.name

    records = [_first(c.find_certain(*names(file)) for c in catalogs) for file in files]
    taken = {record for record in records if record is not None}
    for number, file in enumerate(files):
        if records[number] is None:
            record = _first(c.find(*names(file), taken) for c in catalogs)
            records[number] = record
            if record is not None:
                taken.add(record)
    return records


def _first(records: Iterable[Record | None]) -> Record | None:
    return next((record for record in records if record is not None), None)


def _ids(files: list[Found], records: list[Record | None]) -> list[str]:
    """An id for each of some files; what the catalog says is given before what is made up."""
    used = {record.id for record in records if record is not None}
    given: set[str] = set()
    ids: list[str] = []
    for entry, record in zip(files, records, strict=True):
        name = _id_from_path(entry) if record is None else record.id
        if record is None or name in given:
            name = _unused(name, used)
        used.add(name)
        given.add(name)
        ids.append(name)
    return ids


def _id_from_path(found: Found) -> str:
    name = found.relative[: -len(found.path.suffix)] if found.path.suffix else found.relative
    return readable_name(name)


def _unused(name: str, used: set[str]) -> str:
    candidate, number = name, 2
    while candidate in used:
        candidate, number = f"{name}-{number}", number + 1
    return candidate
