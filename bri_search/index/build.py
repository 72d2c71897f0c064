"""Building: a corpus becomes a new generation of the index, or nothing changes.

A build writes a folder of its own beside the index that answers; files that did not change are
linked into it. When it is whole and on the disk, one rename makes it the index.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from bri_search.errors import IndexForeign, LibraryError, UnreadableSource, UsageError
from bri_search.index.concordance import LARGEST_PART, write_part
from bri_search.index.documents import StoredDocument, write_document
from bri_search.index.manifest import (
    CURRENT,
    IndexedSource,
    Manifest,
    PartOfConcordance,
    current_folder,
    foreign_names,
)
from bri_search.index.store import LEXICON, MANIFEST, VARIANTS, WORDS
from bri_search.index.words import PassageWords, WordWriter
from bri_search.sources.catalog import CATALOG_NAME, Catalog, Record
from bri_search.sources.describing import describe
from bri_search.sources.document import Kind, Passage, Source
from bri_search.sources.finding import Found, Skipped, find_files, read_content
from bri_search.sources.readers import Reading, read_bytes
from bri_search.sources.sections import divide
from bri_search.text.fold import Folding
from bri_search.text.segment import Segmenter, build_lexicon
from bri_search.text.variants import Variants

__all__ = ["BuildReport", "Progress", "build_index"]

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many bytes are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build found and did; paths are absolute.

    `skipped` pairs a path with the reason it is left out, `failed` with the reason it could not
    be read; `total` counts the sources that the index now holds.

    >>> import bri_search
    >>> report = bri_search.build(example_corpus, example_index).report
    >>> report.added, report.unchanged, report.nothing_changed
    ((), 2, True)
    """

    added: tuple[Path, ...] = ()
    changed: tuple[Path, ...] = ()
    renamed: tuple[tuple[Path, Path], ...] = ()
    removed: tuple[Path, ...] = ()
    unchanged: int = 0
    skipped: tuple[tuple[Path, str], ...] = ()
    failed: tuple[tuple[Path, str], ...] = ()
    total: int = 0
    passages: int = 0
    characters: int = 0

    @property
    def nothing_changed(self) -> bool:
        """Whether the index was left as it was."""
        return not (self.added or self.changed or self.renamed or self.removed)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A document as it shall be in the index: the file, its bytes' hash, its record and id."""

    found: Found
    sha256: str
    size: int
    record: Record | None
    id: str
    previous: IndexedSource | None


def build_index(
    roots: Iterable[Path],
    index: Path,
    *,
    catalog: Path | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Build an index of the documents below some folders, or bring one up to date.

    Only what changed since the last build is read again, as the sha256 of each file tells. A file
    that cannot be read is reported and the rest is indexed; what it was before stays out.
    Raises UsageError for a root that is not there, IndexForeign for a folder that holds something
    else, CatalogError for a catalog that cannot be read, LibraryError while another build runs.
    """
    roots = list(roots)
    found, skipped = find_files(roots)
    roots = [Path(os.path.abspath(root)) for root in roots]
    index = Path(os.path.abspath(index))
    found = [entry for entry in found if index not in entry.path.parents]
    _prepare(index)
    with _lock(index):
        _clear_leftovers(index)
        previous = _previous(index)
        build = _Build(index, previous, progress or (lambda *_: None))
        build.look_at(found, _catalogs(roots, catalog), roots)
        if not build.is_needed():
            return build.report(skipped)
        build.run()
        return build.report(skipped)


def _prepare(index: Path) -> None:
    if index.exists() and not index.is_dir():
        raise IndexForeign(f"{index}: is a file; name a folder with --index")
    try:
        index.mkdir(parents=True, exist_ok=True)
        foreign = [] if (index / CURRENT).exists() else foreign_names(index)
    except OSError as error:
        raise UsageError(
            f"{index}: cannot be used ({error.strerror}); name another folder"
        ) from error
    if foreign:
        raise IndexForeign(
            f"{index}: holds {foreign[0]!r} and no index; name an empty folder with --index"
        )


@contextmanager
def _lock(index: Path) -> Iterator[None]:
    """Hold the index for one build; the lock goes with the process that holds it."""
    try:
        handle = os.open(index / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise UsageError(
            f"{index}: cannot be written ({error.strerror}); name another folder"
        ) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise LibraryError(
                f"{index}: another build is at work; wait until it is done"
            ) from error
        yield
    finally:
        os.close(handle)


def _clear_leftovers(index: Path) -> None:
    """Remove what an interrupted build or an older generation left behind."""
    try:
        kept = current_folder(index).name
    except LibraryError:
        kept = ""
    for entry in list(index.iterdir()):
        if entry.name.startswith(("building-", "generation-")) and entry.name != kept:
            shutil.rmtree(entry, ignore_errors=True)


def _previous(index: Path) -> tuple[Path, Manifest] | None:
    """The index that is there, if it can be built upon."""
    try:
        folder = current_folder(index)
        manifest = Manifest.read(folder / MANIFEST)
    except LibraryError:
        return None
    return (folder, manifest) if manifest.rules == _rules() else None


def _rules() -> dict[str, str]:
    """What else decides what an index holds: the versions of what folds and segments."""
    return {name: version(name) for name in ("opencc", "jieba")}


def _catalogs(roots: list[Path], named: Path | None) -> list[Catalog]:
    if named is not None:
        return [Catalog.read(named)]
    folders = dict.fromkeys(root if root.is_dir() else root.parent for root in roots)
    paths = [folder / CATALOG_NAME for folder in folders]
    return [Catalog.read(path) for path in paths if path.exists()]


class _Build:
    """One build: what is wanted, what is there already, and the folder being written."""

    def __init__(
        self, index: Path, previous: tuple[Path, Manifest] | None, progress: Progress
    ) -> None:
        self.index = index
        self.old_folder = previous[0] if previous else None
        self.old = previous[1] if previous else Manifest(_rules(), next_serial=0)
        self.progress = progress
        self.wanted: list[_Wanted] = []
        self.failed: list[tuple[Path, str]] = []
        self.roots: tuple[str, ...] = ()
        self.done: list[IndexedSource] = []
        self.added: list[Path] = []
        self.changed: list[Path] = []
        self.renamed: list[tuple[Path, Path]] = []
        self.removed: list[Path] = []
        self.rewritten: set[int] = set()

    # -- looking -----------------------------------------------------------------------------------

    def look_at(self, found: list[Found], catalogs: list[Catalog], roots: list[Path]) -> None:
        """Hash every file and settle what it will be called."""
        self.roots = tuple(map(str, roots))
        by_path = {str(entry.source.path): entry for entry in self.old.sources}
        by_hash: dict[str, list[IndexedSource]] = {}
        paths = {str(entry.path) for entry in found}
        for indexed in self.old.sources:
            if str(indexed.source.path) not in paths:
                by_hash.setdefault(indexed.source.sha256, []).append(indexed)
        ids: set[str] = set()
        for entry in found:
            try:
                content = read_content(entry)
            except UnreadableSource as error:
                self.failed.append((entry.path, error.reason))
                continue
            sha256 = hashlib.sha256(content).hexdigest()
            records = (c.find(sha256, entry.relative, entry.path.name) for c in catalogs)
            record = next((record for record in records if record is not None), None)
            previous = by_path.get(str(entry.path))
            if previous is None and by_hash.get(sha256):
                previous = by_hash[sha256].pop()
            name = _unused(record.id if record else _id_from_path(entry), ids)
            ids.add(name)
            self.wanted.append(_Wanted(entry, sha256, len(content), record, name, previous))

    def is_needed(self) -> bool:
        """Whether anything differs from the index that is there; settles files known as bad."""
        kept = {wanted.previous.serial for wanted in self.wanted if wanted.previous}
        if self.old_folder is None or any(e.serial not in kept for e in self.old.sources):
            return True
        needed = False
        for wanted in list(self.wanted):
            if self._is_as_before(wanted):
                continue
            if wanted.previous is None and (problem := self._problem(wanted)):
                self.failed.append((wanted.found.path, problem))
                self.wanted.remove(wanted)
                continue
            needed = True
        if not needed:
            self.done = [wanted.previous for wanted in self.wanted if wanted.previous]
        return needed

    def _problem(self, wanted: _Wanted) -> str:
        try:
            self._read(wanted)
        except UnreadableSource as error:
            return error.reason
        return ""

    def _is_as_before(self, wanted: _Wanted) -> bool:
        previous = wanted.previous
        return (
            previous is not None
            and previous.source.sha256 == wanted.sha256
            and previous.source.path == wanted.found.path
            and _known(previous.source, wanted)
        )

    def _read(self, wanted: _Wanted) -> Reading:
        path = wanted.found.path
        return read_bytes(str(path), path.suffix, read_content(wanted.found))

    # -- writing -----------------------------------------------------------------------------------

    def run(self) -> None:
        """Write the new generation and make it the index."""
        folder = self.index / f"building-{os.getpid()}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        try:
            self._write(folder)
            self._publish(folder)
        except OSError as error:
            shutil.rmtree(folder, ignore_errors=True)
            raise LibraryError(
                f"{self.index}: cannot be written ({error.strerror or error}); make room or name "
                "another folder; the index is as it was"
            ) from error
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def _write(self, folder: Path) -> None:
        total = sum(wanted.size for wanted in self.wanted)
        self.progress("preparing", 0, total)
        folding, segmenter = self._language(folder)
        if self.old_folder is not None:
            shutil.copytree(self.old_folder / WORDS, folder / WORDS, copy_function=_link)
        words = WordWriter(folder / WORDS)
        try:
            next_serial = self.old.next_serial
            bytes_done = 0
            for wanted in self.wanted:
                self.progress(wanted.found.relative, bytes_done, total)
                serial = wanted.previous.serial if wanted.previous else next_serial
                if serial == next_serial:
                    next_serial += 1
                self._one(wanted, serial, folder, folding, segmenter, words)
                bytes_done += wanted.size
            self._remove_vanished(words)
            self.progress("writing the words", total, total)
            words.commit()
        except BaseException:
            words.cancel()
            raise
        self.progress("writing the concordance", total, total)
        parts = self._parts(folder)
        Manifest(_rules(), next_serial, tuple(self.done), parts, self.roots).write(
            folder / MANIFEST
        )

    def _language(self, folder: Path) -> tuple[Folding, Segmenter]:
        """The variants and the folded dictionary: those that are there, or derived anew."""
        if self.old_folder is not None:
            _link(self.old_folder / VARIANTS, folder / VARIANTS)
            _link(self.old_folder / LEXICON, folder / LEXICON)
            folding = Folding(Variants.read(folder / VARIANTS))
        else:
            variants = Variants.derive()
            variants.write(folder / VARIANTS)
            folding = Folding(variants)
            build_lexicon(folder / LEXICON, folding.text)
        return folding, Segmenter(folder / LEXICON)

    def _one(
        self,
        wanted: _Wanted,
        serial: int,
        folder: Path,
        folding: Folding,
        segmenter: Segmenter,
        words: WordWriter,
    ) -> None:
        previous = wanted.previous
        if previous is not None and self._is_as_before(wanted):
            self._keep(previous, folder)
            return
        try:
            content = self._read(wanted)
        except UnreadableSource as error:
            self.failed.append((wanted.found.path, error.reason))
            if previous is not None:
                words.delete(serial)
                self.removed.append(previous.source.path)
            return
        passages, furniture = divide(content.text, content.has_markup)
        source = describe(
            wanted.found.path,
            wanted.sha256,
            content.text,
            passages,
            wanted.record,
            folding.variants,
            source_id=wanted.id,
            has_markup=content.has_markup,
        )
        self._note(wanted, source, previous)
        if previous is not None and replace(previous.source, path=source.path) == source:
            self._keep(replace(previous, source=source), folder)
            return
        document = f"document-{serial}-{wanted.sha256[:12]}"
        write_document(folder / document, content.text, passages, furniture, folding)
        if previous is not None:
            words.delete(serial)
        words.add(source, serial, _words(source, content.text, passages, folding, segmenter))
        self.rewritten.add(serial)
        folded = len(StoredDocument(folder / document).folded) // 2
        self.done.append(
            IndexedSource(source, serial, document, len(passages), len(content.text), folded)
        )

    def _note(self, wanted: _Wanted, source: Source, previous: IndexedSource | None) -> None:
        if previous is None:
            self.added.append(source.path)
        elif previous.source.path != source.path:
            self.renamed.append((previous.source.path, source.path))
        else:
            self.changed.append(source.path)

    def _keep(self, entry: IndexedSource, folder: Path) -> None:
        assert self.old_folder is not None
        _link(self.old_folder / entry.document, folder / entry.document)
        self.done.append(entry)

    def _remove_vanished(self, words: WordWriter) -> None:
        kept = {wanted.previous.serial for wanted in self.wanted if wanted.previous}
        for entry in self.old.sources:
            if entry.serial not in kept:
                words.delete(entry.serial)
                self.removed.append(entry.source.path)

    def _parts(self, folder: Path) -> tuple[PartOfConcordance, ...]:
        """Keep the parts all of whose sources are as they were, and write the others anew."""
        present = {entry.serial: entry for entry in self.done}
        kept: list[PartOfConcordance] = []
        in_kept: set[int] = set()
        for part in self.old.parts:
            members = {serial for serial, _ in part.members}
            if members <= present.keys() and not members & self.rewritten:
                assert self.old_folder is not None
                if sum(present[serial].folded for serial in members) < LARGEST_PART // 2 and (
                    len(members) < len(present)
                ):
                    continue
                _link(self.old_folder / part.file, folder / part.file)
                kept.append(part)
                in_kept |= members
        number = 0
        group: list[IndexedSource] = []
        names = {part.file for part in kept}

        def close() -> None:
            nonlocal number
            while f"part-{number}" in names:
                number += 1
            name = f"part-{number}"
            names.add(name)
            write_part(
                folder / name,
                ((e.serial, StoredDocument(folder / e.document).folded) for e in group),
            )
            kept.append(PartOfConcordance(name, tuple((e.serial, e.document) for e in group)))
            group.clear()

        size = 0
        for entry in self.done:
            if entry.serial in in_kept:
                continue
            if group and size + entry.folded > LARGEST_PART:
                close()
                size = 0
            group.append(entry)
            size += entry.folded
        if group:
            close()
        return tuple(kept)

    def _publish(self, folder: Path) -> None:
        """Make a finished folder the index, in one step, and clear the one before it away."""
        number = 1
        while (self.index / f"generation-{number}").exists():
            number += 1
        generation = self.index / f"generation-{number}"
        _flush_folder(folder / WORDS)
        _flush_folder(folder)
        folder.rename(generation)
        temporary = self.index / f"{CURRENT}.new"
        with temporary.open("w", encoding="utf-8") as file:
            file.write(generation.name + "\n")
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self.index / CURRENT)
        _flush_folder(self.index)
        if self.old_folder is not None:
            shutil.rmtree(self.old_folder, ignore_errors=True)

    def report(self, skipped: list[Skipped]) -> BuildReport:
        """What was found and done."""
        failed = self.failed + [(s.path, s.reason) for s in skipped if s.is_failure]
        return BuildReport(
            added=tuple(self.added),
            changed=tuple(self.changed),
            renamed=tuple(self.renamed),
            removed=tuple(self.removed),
            unchanged=len(self.done) - len(self.added) - len(self.changed) - len(self.renamed),
            skipped=tuple((s.path, s.reason) for s in skipped if not s.is_failure),
            failed=tuple(failed),
            total=len(self.done),
            passages=sum(entry.passages for entry in self.done),
            characters=sum(entry.characters for entry in self.done),
        )


def _known(source: Source, wanted: _Wanted) -> bool:
    """Whether a source still says what its record says."""
    if source.id != wanted.id:
        return False
    record = wanted.record
    if record is None:
        return not (source.creator or source.issued or source.publisher or source.type)
    return (
        (record.title in (None, source.title))
        and record.creator == source.creator
        and record.issued == source.issued
        and record.publisher == source.publisher
        and record.type == source.type
        and record.language in (None, source.language)
        and record.script in (None, source.script.value)
    )


def _words(
    source: Source,
    text: str,
    passages: tuple[Passage, ...],
    folding: Folding,
    segmenter: Segmenter,
) -> Iterator[PassageWords]:
    contexts: dict[tuple[str, ...], list[str]] = {}
    for passage in passages:
        if passage.kind is Kind.CONTENTS:
            continue
        if passage.section not in contexts:
            above = dict.fromkeys((source.title, *passage.section))
            words = (word for label in above for word in segmenter.words(folding.text(label)))
            contexts[passage.section] = list(dict.fromkeys(words))
        pieces = "\n".join(text[start:end] for start, end in passage.spans)
        yield PassageWords(
            passage,
            segmenter.words(folding.text(pieces)),
            contexts[passage.section],
        )


def _id_from_path(found: Found) -> str:
    return found.relative[: -len(found.path.suffix)] if found.path.suffix else found.relative


def _unused(name: str, used: set[str]) -> str:
    candidate, number = name, 2
    while candidate in used:
        candidate, number = f"{name}-{number}", number + 1
    return candidate


def _link(source: str | Path, target: str | Path) -> None:
    """Give a file that does not change a second name; copy it where that cannot be done."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _flush_folder(folder: Path) -> None:
    for entry in [*folder.iterdir(), folder]:
        handle = os.open(entry, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
