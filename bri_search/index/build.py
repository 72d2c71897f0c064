"""Building: a corpus becomes a new generation of the index, or nothing changes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from bri_search.errors import BriSearchError, IndexDamaged, IndexUntrusted, LibraryError
from bri_search.index.advance import Meter, Progress
from bri_search.index.corpus import Corpus, built_before
from bri_search.index.fields import FieldWriter
from bri_search.index.integrity import damaged, record_files
from bri_search.index.manifest import CURRENT, MANIFEST, SOURCES, Manifest, Totals, generation_named
from bri_search.index.partition import Partition
from bri_search.index.planning import Plan, Wanted
from bri_search.index.preparers import Prepared, Preparers, Unprepared
from bri_search.index.publishing import clear_leftovers, hold, link, prepare, publish, writing
from bri_search.index.report import BuildReport, report_on
from bri_search.index.snapshot import Snapshot
from bri_search.index.source_table import IndexedSource, write_sources
from bri_search.index.store import FIELDS, LEXICON, SOUNDS, VARIANTS, VOCABULARY
from bri_search.sources.document import Source
from bri_search.sources.finding import Skipped
from bri_search.text.english import FUNCTION_WORDS
from bri_search.text.fold import Folding
from bri_search.text.gathering import gather
from bri_search.text.segment import Segmenter, build_lexicon
from bri_search.text.sounds import Sounds
from bri_search.text.variants import Variants
from bri_search.text.vocabulary import build_vocabulary

__all__ = ["build_index", "rules"]


def build_index(
    roots: Iterable[Path],
    index: Path,
    *,
    catalog: Path | None = None,
    follow_links: bool | None = None,
    max_file_size: int | None = None,
    rebuild: bool = False,
    trust: bool = False,
    wait: float = 0.0,
    notice: Callable[[str], None] = lambda _line: None,
    progress: Progress | None = None,
) -> BuildReport:
    """Build an index of the documents below some folders, or bring one up to date.

    Only what changed since the last build is read again, as the sha256 of each file tells, unless
    `rebuild` asks for everything; so does an index in which something is missing. A file that
    cannot be read is reported and the rest is indexed; what it was before stays out. A catalog
    that was named is remembered until another is, and so are `follow_links` and `max_file_size`, in
    bytes, which are those of `find_files`. While another build is at work, waits for `wait`
    seconds, of which `notice` is told.
    Raises UsageError for a root that is not there, IndexForeign for a folder that holds something
    else, CatalogError for a catalog that cannot be read, IndexUntrusted where others may write and
    `trust` is not given, LibraryError where another build runs or the index cannot be written.
    """
    roots = list(roots)
    index = Path(os.path.abspath(index))

    def look() -> Corpus:
        return Corpus.find(
            roots,
            index,
            built_before(index),
            catalog=catalog,
            follow_links=follow_links,
            max_file_size=max_file_size,
        )

    generation = generation_named(index)
    corpus = look()
    corpus.check_catalogs()
    progress = progress or (lambda *_: None)
    try:
        prepare(index, trust=trust)
        with hold(index, wait, notice):
            if generation_named(index) != generation:  # what it was told is remembered as well
                corpus = look()
            before = None if rebuild else _previous(index, trust)
            clear_leftovers(index)
            try:
                report = _write_generation(index, corpus, before, progress)
            except Exception as error:
                if before is None or not _is_damage(error, before):
                    raise
                report = _write_generation(index, corpus, None, progress)
            finally:
                if before is not None:
                    before.release()
            with suppress(OSError):  # it is published; what cannot go now goes the next time
                clear_leftovers(index)
            return report
    except OSError as error:
        left = (
            "the last whole index still answers"
            if (index / CURRENT).exists()
            else "there is no index yet"
        )
        raise LibraryError(
            f"{index}: cannot be written ({error.strerror or error}); make room or name another "
            f"folder; {left}"
        ) from error


def _write_generation(
    index: Path, corpus: Corpus, before: Snapshot | None, progress: Progress
) -> BuildReport:
    """Write and publish what is wanted, upon what is there; nothing where that is the same."""
    old = Manifest(rules(), next_serial=0) if before is None else before.manifest
    plan = corpus.plan(old, () if before is None else before.sources)
    if before is not None and plan.changes_nothing and corpus.is_looked_for_as(old):
        entries = [wanted.previous for wanted in plan.wanted if wanted.previous]
        return report_on(entries, plan.failed, corpus.skipped, plan.glossaries)
    with writing(index) as folder:
        build = _Build(folder, before, old, plan, progress)
        checksum = build.write(corpus)
        report = build.report(corpus.skipped)
        if before is None or not (report.nothing_changed and corpus.is_looked_for_as(old)):
            publish(index, folder, checksum)
    return report


def _previous(index: Path, trust: bool) -> Snapshot | None:
    """The index that can be built upon; None where there is none, or none that is whole."""
    try:
        snapshot = Snapshot(index, trust=trust)
    except IndexUntrusted:
        raise
    except LibraryError:
        return None
    return snapshot if snapshot.manifest.rules == rules() else None


def _is_damage(error: Exception, before: Snapshot) -> bool:
    """Whether an error came from what is damaged in the index that was built upon."""
    if isinstance(error, IndexDamaged):
        return True
    if isinstance(error, (BriSearchError, OSError)):
        return False
    return any(damaged(before.folder, before.manifest.files))


def rules() -> dict[str, str]:
    """What else decides what an index holds: the versions of what folds, segments and reads."""
    return {name: version(name) for name in ("opencc", "jieba", "pypinyin")}


class _Build:
    """One build: writes what a plan wants into a folder."""

    def __init__(
        self, folder: Path, before: Snapshot | None, old: Manifest, plan: Plan, progress: Progress
    ) -> None:
        self.folder = folder
        self.before = before
        self.old_folder = None if before is None else before.folder
        self.old = old
        self.plan = plan
        self.new = [wanted for wanted in plan.wanted if not wanted.is_as_before]
        self.meter = Meter(progress, len(self.new), sum(one.size for one in self.new))
        self.next_serial = old.next_serial
        self.failed = list(plan.failed)
        self.done: list[IndexedSource] = []
        self.added: list[Path] = []
        self.changed: list[Path] = []
        self.renamed: list[tuple[Path, Path]] = []
        self.removed: list[Path] = []
        self.notices: list[tuple[Path, str]] = []

    def write(self, corpus: Corpus) -> str:
        """Write parts, metadata, table of sources and manifest; gives the checksum of the last."""
        self.meter.at("preparing")
        folding = self._folding()
        if self.old_folder is not None:
            shutil.copytree(self.old_folder / FIELDS, self.folder / FIELDS, copy_function=link)
        parts = Partition(self.folder, self.before, self.meter)
        fields = FieldWriter(self.folder / FIELDS)
        try:
            with Preparers(folding, self.folder / VARIANTS).preparing(self.new) as prepared:
                self._vocabulary(folding, self._segmenter(folding))
                self._documents(prepared, parts, fields)
            for entry in self.plan.vanished:
                fields.delete(entry.serial)
                self.removed.append(entry.source.path)
            files, part_of = parts.finish([entry.serial for entry in self.done])
            self.meter.at("writing metadata")
            fields.commit()
        except BaseException:
            with suppress(Exception):  # what it wrote is thrown away, and what failed is told
                fields.cancel()
            raise
        self.done = [entry._replace(part=part_of[entry.serial]) for entry in self.done]
        write_sources(self.folder / SOURCES, self.done, self.next_serial)
        self.meter.at("taking checksums")
        manifest = Manifest(
            rules(),
            self.next_serial,
            Totals.of(self.done),
            files,
            roots=tuple(map(str, corpus.roots)),
            catalog=None if corpus.catalog is None else str(corpus.catalog),
            follow_links=corpus.follow_links,
            max_file_size=corpus.max_file_size,
            vocabulary=self.plan.glossaries.fingerprint,
            files=record_files(self.folder, self.old_folder, self.old.files),
        )
        checksum = manifest.write(self.folder / MANIFEST)
        self.meter.at("making it the index")
        return checksum

    def _folding(self) -> Folding:
        """The variants, and which characters sound alike: those that are there, or derived anew."""
        if self.old_folder is not None:
            link(self.old_folder / VARIANTS, self.folder / VARIANTS)
            link(self.old_folder / SOUNDS, self.folder / SOUNDS)
            return Folding(Variants.read(self.folder / VARIANTS))
        variants = Variants.derive()
        variants.write(self.folder / VARIANTS)
        Sounds.derive(variants).write(self.folder / SOUNDS)
        return Folding(variants)

    def _segmenter(self, folding: Folding) -> Segmenter:
        """The folded dictionary: the one that is there, or a new one."""
        lexicon = self.folder / LEXICON
        if self.old_folder is not None:
            link(self.old_folder / LEXICON, lexicon)
        else:
            build_lexicon(lexicon, folding.text)
        return Segmenter(lexicon)

    def _vocabulary(self, folding: Folding, segmenter: Segmenter) -> None:
        """The terms that are counterparts: those that are there, or gathered anew."""
        path = self.folder / VOCABULARY
        if self.old_folder is not None and self.plan.vocabulary_is_as_before:
            link(self.old_folder / VOCABULARY, path)
            return
        self.meter.at("gathering vocabulary")
        terms = gather(
            self.plan.glossaries.rows,
            lambda word: segmenter.commonness(folding.text(word)),
            FUNCTION_WORDS,
        )
        build_vocabulary(path, terms, folding.text)

    def _documents(
        self,
        prepared: Iterator[Prepared | Unprepared],
        parts: Partition,
        fields: FieldWriter,
    ) -> None:
        """Take in every document that is wanted, in order: as it was, or as it is now."""
        for wanted in self.plan.wanted:
            if wanted.is_as_before:
                assert wanted.previous is not None
                self.done.append(wanted.previous)
            else:
                self.meter.at(wanted.found.relative)
                self._take_in(wanted, next(prepared), parts, fields)
                self.meter.take(wanted.size)

    def _take_in(
        self, wanted: Wanted, outcome: Prepared | Unprepared, parts: Partition, fields: FieldWriter
    ) -> None:
        previous = wanted.previous
        if isinstance(outcome, Unprepared):
            self.failed.append((wanted.found.path, outcome.reason))
            if outcome.is_unsettled and wanted.is_the_same_source:
                assert previous is not None
                self.done.append(previous)
            elif previous is not None:
                fields.delete(previous.serial)
                self.removed.append(previous.source.path)
            return
        source = outcome.source
        self.notices += [(source.path, notice) for notice in outcome.notices]
        self._note(source, previous)
        if previous is None:
            serial = self.next_serial
            self.next_serial += 1
        else:
            serial = previous.serial
            fields.delete(serial)
        fields.add(source, serial, outcome.kinds, outcome.passages)
        entry = IndexedSource(
            source,
            serial,
            0,
            outcome.passages,
            outcome.characters,
            outcome.document.folded,
            wanted.stated,
            outcome.notices,
        )
        self.done.append(entry)
        if previous is None or not _has_kept_its_text(source, previous.source):
            parts.add(serial, outcome.document)

    def _note(self, source: Source, previous: IndexedSource | None) -> None:
        if previous is None:
            self.added.append(source.path)
        elif previous.source.path != source.path:
            self.renamed.append((previous.source.path, source.path))
        else:
            self.changed.append(source.path)

    def report(self, skipped: Iterable[Skipped]) -> BuildReport:
        """What was found and done."""
        return replace(
            report_on(self.done, self.failed, skipped, self.plan.glossaries),
            added=tuple(self.added),
            changed=tuple(self.changed),
            renamed=tuple(self.renamed),
            removed=tuple(self.removed),
            notices=tuple(self.notices),
            vocabulary_changed=bool(self.old_folder) and not self.plan.vocabulary_is_as_before,
            unchanged=len(self.done) - len(self.added) - len(self.changed) - len(self.renamed),
        )


def _has_kept_its_text(source: Source, before: Source) -> bool:
    """Whether a source says what it said, whatever it is called now and wherever it lies."""
    return _read_as(source) == _read_as(before)


def _read_as(source: Source) -> tuple[str, str | None, bool, str]:
    """What decides which text a file has: its bytes, and how they are read."""
    return source.sha256, source.encoding, source.has_markup, source.path.suffix.lower()
