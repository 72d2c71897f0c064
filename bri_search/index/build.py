"""Building: a corpus becomes a new generation of the index, or nothing changes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from bri_search.errors import BriSearchError, IndexDamaged, IndexUntrusted, LibraryError, UnreadableSource
from bri_search.index.concordance import LARGEST_PART, write_part
from bri_search.index.documents import StoredDocument, write_document
from bri_search.index.corpus import Corpus
from bri_search.index.integrity import damaged, record_files
from bri_search.index.manifest import (
    MANIFEST,
    IndexedSource,
    Manifest,
    PartOfConcordance,
    read_current,
)
from bri_search.index.planning import Glossaries, Plan, Wanted, read_wanted
from bri_search.index.publishing import clear_leftovers, hold, link, prepare, publish, writing
from bri_search.index.snapshot import Snapshot
from bri_search.index.store import LEXICON, SOUNDS, VARIANTS, VOCABULARY, WORDS
from bri_search.index.words import PassageWords, WordWriter
from bri_search.sources.describing import describe
from bri_search.sources.document import Kind, Passage, Source
from bri_search.sources.finding import Skipped
from bri_search.sources.sections import divide
from bri_search.text.english import FUNCTION_WORDS
from bri_search.text.fold import Folding
from bri_search.text.gathering import gather
from bri_search.text.segment import Segmenter, build_lexicon
from bri_search.text.sounds import Sounds
from bri_search.text.variants import Variants
from bri_search.text.vocabulary import build_vocabulary

__all__ = ["BuildReport", "Progress", "build_index", "rules"]

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many bytes are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build found and did; paths are absolute.

    `skipped` pairs a path with the reason it is left out, `failed` with the reason it could not
    be read; `notices` are lines on what of a document could not be (pages without text, bytes that
    cannot be decoded). `total` counts the sources that the index now holds. `glossary_problems` are lines on
    the rows of glossaries that could not be used, and `vocabulary_changed` tells that a glossary
    or a library that knows counterparts is another than at the last build.

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
    notices: tuple[tuple[Path, str], ...] = ()
    glossary_problems: tuple[str, ...] = ()
    vocabulary_changed: bool = False
    total: int = 0
    passages: int = 0
    characters: int = 0

    @property
    def nothing_changed(self) -> bool:
        """Whether the index was left as it was."""
        return not (
            self.added or self.changed or self.renamed or self.removed or self.vocabulary_changed
        )


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
    corpus = Corpus.find(
        roots, index, catalog, follow_links=follow_links, max_file_size=max_file_size
    )
    corpus.check_catalogs()
    index = Path(os.path.abspath(index))
    progress = progress or (lambda *_: None)
    try:
        prepare(index, trust=trust)
        with hold(index, wait, notice):
            before = None if rebuild else _previous(index, trust)
            clear_leftovers(index)
            corpus = corpus.with_catalog(catalog or _remembered_catalog(index))
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
        raise LibraryError(
            f"{index}: cannot be written ({error.strerror or error}); make room or name another "
            "folder; the last whole index still answers"
        ) from error


def _write_generation(
    index: Path, corpus: Corpus, before: Snapshot | None, progress: Progress
) -> BuildReport:
    """Write and publish what is wanted, upon what is there; nothing where that is the same."""
    old = Manifest(rules(), next_serial=0) if before is None else before.manifest
    plan = corpus.plan(old)
    if before is not None and plan.changes_nothing and corpus.is_looked_for_as(old):
        entries = [wanted.previous for wanted in plan.wanted if wanted.previous]
        return _report(entries, plan.failed, corpus.skipped, plan.glossaries)
    with writing(index) as folder:
        build = _Build(folder, None if before is None else before.folder, old, plan, progress)
        publish(index, folder, build.write(corpus))
    return build.report(corpus.skipped)


def _remembered_catalog(index: Path) -> Path | None:
    """The catalog that was named when the index was built before, if it is still there."""
    with suppress(LibraryError):
        current = read_current(index)
        remembered = Manifest.read(current.folder / MANIFEST, current.checksum).catalog
        if remembered is not None and Path(remembered).is_file():
            return Path(remembered)
    return None


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
        self,
        folder: Path,
        old_folder: Path | None,
        old: Manifest,
        plan: Plan,
        progress: Progress,
    ) -> None:
        self.folder = folder
        self.old_folder = old_folder
        self.old = old
        self.plan = plan
        self.progress = progress
        self.next_serial = old.next_serial
        self.failed = list(plan.failed)
        self.done: list[IndexedSource] = []
        self.added: list[Path] = []
        self.changed: list[Path] = []
        self.renamed: list[tuple[Path, Path]] = []
        self.removed: list[Path] = []
        self.notices: list[tuple[Path, str]] = []
        self.rewritten: set[int] = set()

    def write(self, corpus: Corpus) -> str:
        """Write documents, words, concordance and manifest; gives the checksum of the last."""
        total = sum(wanted.size for wanted in self.plan.wanted)
        self.progress("preparing", 0, total)
        folding, segmenter = self._language()
        self._vocabulary(folding, segmenter)
        if self.old_folder is not None:
            shutil.copytree(self.old_folder / WORDS, self.folder / WORDS, copy_function=link)
        words = WordWriter(self.folder / WORDS)
        try:
            bytes_done = 0
            for wanted in self.plan.wanted:
                self.progress(wanted.found.relative, bytes_done, total)
                self._one(wanted, folding, segmenter, words)
                bytes_done += wanted.size
            for entry in self.plan.vanished:
                words.delete(entry.serial)
                self.removed.append(entry.source.path)
            self.progress("writing the words", total, total)
            words.commit()
        except BaseException:
            with suppress(Exception):  # what it wrote is thrown away, and what failed is told
                words.cancel()
            raise
        self.progress("writing the concordance", total, total)
        parts = self._parts()
        manifest = Manifest(
            rules(),
            self.next_serial,
            tuple(self.done),
            parts,
            roots=tuple(map(str, corpus.roots)),
            catalog=None if corpus.catalog is None else str(corpus.catalog),
            follow_links=corpus.follow_links,
            max_file_size=corpus.max_file_size,
            vocabulary=self.plan.glossaries.fingerprint,
            files=record_files(self.folder, self.old_folder, self.old.files),
        )
        checksum = manifest.write(self.folder / MANIFEST)
        self.progress("making it the index", total, total)
        return checksum

    def _language(self) -> tuple[Folding, Segmenter]:
        """Variants, sounds and the folded dictionary: those that are there, or derived anew."""
        lexicon = self.folder / LEXICON
        if self.old_folder is not None:
            link(self.old_folder / VARIANTS, self.folder / VARIANTS)
            link(self.old_folder / LEXICON, lexicon)
            link(self.old_folder / SOUNDS, self.folder / SOUNDS)
            folding = Folding(Variants.read(self.folder / VARIANTS))
        else:
            variants = Variants.derive()
            variants.write(self.folder / VARIANTS)
            folding = Folding(variants)
            build_lexicon(lexicon, folding.text)
            Sounds.derive(variants).write(self.folder / SOUNDS)
        return folding, Segmenter(lexicon)

    def _vocabulary(self, folding: Folding, segmenter: Segmenter) -> None:
        """The terms that are counterparts: those that are there, or gathered anew."""
        path = self.folder / VOCABULARY
        if self.old_folder is not None and self.plan.vocabulary_is_as_before:
            link(self.old_folder / VOCABULARY, path)
            return
        self.progress("gathering the vocabulary", 0, 0)
        terms = gather(
            self.plan.glossaries.rows,
            lambda word: segmenter.commonness(folding.text(word)),
            FUNCTION_WORDS,
        )
        build_vocabulary(path, terms, folding.text)

    def _one(
        self, wanted: Wanted, folding: Folding, segmenter: Segmenter, words: WordWriter
    ) -> None:
        previous = wanted.previous
        if previous is not None and wanted.is_as_before:
            self._keep(previous)
            return
        try:
            content = read_wanted(wanted)
        except UnreadableSource as error:
            self.failed.append((wanted.found.path, error.reason))
            if previous is not None:
                words.delete(previous.serial)
                self.removed.append(previous.source.path)
            return
        passages, furniture = divide(
            content.text, content.has_markup, content.structure, content.pages
        )
        source = describe(
            wanted.found.path,
            wanted.sha256,
            content,
            passages,
            wanted.record,
            folding.variants,
            source_id=wanted.id,
        )
        self.notices += [(source.path, notice) for notice in content.notices]
        self._note(source, previous)
        if previous is not None and replace(previous.source, path=source.path) == source:
            self._keep(replace(previous, source=source, stated=wanted.stated))
            return
        if previous is None:
            serial = self.next_serial
            self.next_serial += 1
        else:
            serial = previous.serial
            words.delete(serial)
        path = self.folder / f"document-{serial}-{wanted.sha256[:12]}"
        write_document(path, content.text, passages, furniture, folding, content.pages)
        words.add(source, serial, _words(source, content.text, passages, folding, segmenter))
        self.rewritten.add(serial)
        folded = len(StoredDocument(path).folded) // 2
        self.done.append(
            IndexedSource(
                source,
                serial,
                path.name,
                len(passages),
                len(content.text),
                folded,
                wanted.stated,
                content.notices,
            )
        )

    def _note(self, source: Source, previous: IndexedSource | None) -> None:
        if previous is None:
            self.added.append(source.path)
        elif previous.source.path != source.path:
            self.renamed.append((previous.source.path, source.path))
        else:
            self.changed.append(source.path)

    def _keep(self, entry: IndexedSource) -> None:
        assert self.old_folder is not None
        link(self.old_folder / entry.document, self.folder / entry.document)
        self.done.append(entry)

    # -- the concordance ---------------------------------------------------------------------------

    def _parts(self) -> tuple[PartOfConcordance, ...]:
        """Keep the parts all of whose sources are as they were, and write the others anew."""
        kept = [part for part in self.old.parts if self._is_kept(part)]
        for part in kept:
            assert self.old_folder is not None
            link(self.old_folder / part.file, self.folder / part.file)
        in_kept = {serial for part in kept for serial, _ in part.members}
        names = {part.file for part in kept}
        rest = [entry for entry in self.done if entry.serial not in in_kept]
        for group in _groups(rest):
            name = next(f"part-{n}" for n in range(len(names) + 1) if f"part-{n}" not in names)
            names.add(name)
            texts = ((e.serial, StoredDocument(self.folder / e.document).folded) for e in group)
            identity = write_part(self.folder / name, texts)
            members = tuple((entry.serial, entry.document) for entry in group)
            kept.append(PartOfConcordance(name, identity, members))
        return tuple(kept)

    def _is_kept(self, part: PartOfConcordance) -> bool:
        """Whether a part can stay: nothing in it changed, and it is full or there is no more."""
        present = {entry.serial: entry for entry in self.done}
        members = {serial for serial, _ in part.members}
        if not members <= present.keys() or members & self.rewritten:
            return False
        size = sum(present[serial].folded for serial in members)
        return size >= LARGEST_PART // 2 or len(members) == len(present)

    def report(self, skipped: Iterable[Skipped]) -> BuildReport:
        """What was found and done."""
        return replace(
            _report(self.done, self.failed, skipped, self.plan.glossaries),
            added=tuple(self.added),
            changed=tuple(self.changed),
            renamed=tuple(self.renamed),
            removed=tuple(self.removed),
            notices=tuple(self.notices),
            vocabulary_changed=bool(self.old_folder) and not self.plan.vocabulary_is_as_before,
            unchanged=len(self.done) - len(self.added) - len(self.changed) - len(self.renamed),
        )


def _report(
    entries: list[IndexedSource],
    failed: Iterable[tuple[Path, str]],
    skipped: Iterable[Skipped],
    glossaries: Glossaries,
) -> BuildReport:
    """A report on sources of which none changed."""
    skipped = tuple(skipped)
    not_opened = tuple((entry.path, entry.reason) for entry in skipped if entry.is_failure)
    return BuildReport(
        unchanged=len(entries),
        skipped=tuple((entry.path, entry.reason) for entry in skipped if not entry.is_failure),
        failed=(*failed, *not_opened),
        glossary_problems=glossaries.problems,
        total=len(entries),
        passages=sum(entry.passages for entry in entries),
        characters=sum(entry.characters for entry in entries),
    )


def _groups(entries: list[IndexedSource]) -> Iterator[list[IndexedSource]]:
    """Sources in groups of bounded size, for a part of the concordance each."""
    group: list[IndexedSource] = []
    size = 0
    for entry in entries:
        if group and size + entry.folded > LARGEST_PART:
            yield group
            group, size = [], 0
        group.append(entry)
        size += entry.folded
    if group:
        yield group


def _words(
    source: Source,
    text: str,
    passages: Iterable[Passage],
    folding: Folding,
    segmenter: Segmenter,
) -> Iterator[PassageWords]:
    section: tuple[str, ...] | None = None
    context: list[str] = []
    for passage in passages:
        if passage.kind is Kind.CONTENTS:
            continue
        if passage.section != section:
            section = passage.section
            above = dict.fromkeys((source.title, *section))
            found = (word for label in above for word in segmenter.words(folding.text(label)))
            context = list(dict.fromkeys(found))
        pieces = "\n".join(text[start:end] for start, end in passage.spans)
        yield PassageWords(
            passage,
            segmenter.words(folding.text(pieces)),
            context,
        )
