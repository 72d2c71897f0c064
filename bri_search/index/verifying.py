"""Verifying: every checksum of an index, and whether it is what its corpus is now."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bri_search.errors import CatalogError, IndexDamaged, UnreadableSource
from bri_search.index.build import rules
from bri_search.index.corpus import Corpus
from bri_search.index.integrity import damaged
from bri_search.index.planning import Plan, Wanted, read_wanted
from bri_search.index.snapshot import Snapshot

__all__ = ["Verification", "verify_index", "verify_snapshot"]


@dataclass(frozen=True, slots=True)
class Verification:
    """What an index is like: whole or damaged, and as its corpus is now or not.

    `files` and `bytes` count what was read; `damaged` pairs a file with what is wrong with it.
    `added`, `changed`, `renamed` (old and new path) and `gone` are documents of the corpus against
    the index; `other_reasons` are lines on what else makes it another index than a build now would.

    >>> import bri_search
    >>> verified = bri_search.open(example_index).verify()
    >>> verified.is_whole, verified.is_current, verified.advice
    (True, True, '')
    """

    index: Path
    files: int = 0
    bytes: int = 0
    damaged: tuple[tuple[Path, str], ...] = ()
    sources: int = 0
    added: tuple[Path, ...] = ()
    changed: tuple[Path, ...] = ()
    renamed: tuple[tuple[Path, Path], ...] = ()
    gone: tuple[Path, ...] = ()
    other_reasons: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether every file is what was written when the index was built."""
        return not self.damaged

    @property
    def is_current(self) -> bool:
        """Whether a build now would leave the index as it is."""
        found = (self.added, self.changed, self.renamed, self.gone, self.other_reasons)
        return not any(found)

    @property
    def advice(self) -> str:
        """What to do; empty where nothing is to be done."""
        if not self.is_whole:
            return "run bri-search index --rebuild, which reads the documents again"
        return "" if self.is_current else "run bri-search index, which brings it up to date"

    def as_json(self) -> dict[str, Any]:
        """As an object of JSON."""
        return {
            "index": str(self.index),
            "is_whole": self.is_whole,
            "is_current": self.is_current,
            "files": self.files,
            "bytes": self.bytes,
            "damaged": [{"path": str(path), "reason": reason} for path, reason in self.damaged],
            "sources": self.sources,
            "added": [str(path) for path in self.added],
            "changed": [str(path) for path in self.changed],
            "renamed": [[str(old), str(new)] for old, new in self.renamed],
            "gone": [str(path) for path in self.gone],
            "other_reasons": list(self.other_reasons),
            "advice": self.advice,
        }


def verify_index(
    index: Path,
    *,
    trust: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Verification:
    """Read every file of an index, and look at the corpus it was built from.

    `progress` is called with the bytes read and the bytes there are. Damage is found and no error;
    raises IndexMissing, IndexForeign, IndexOutdated and IndexUntrusted.
    """
    try:
        snapshot = Snapshot(index, trust=trust, as_found=True)
    except IndexDamaged as error:
        return Verification(index, damaged=((index, str(error)),))
    return verify_snapshot(snapshot, progress)


def verify_snapshot(snapshot: Snapshot, progress: Callable[[int, int], None]) -> Verification:
    """Verify a generation that is open, as `verify_index`."""
    manifest = snapshot.manifest
    found = tuple(damaged(snapshot.folder, manifest.files, progress))
    plan, reasons = _plan(snapshot)
    if manifest.rules != rules():
        reasons.append("a library that folds or segments has another version now")
    if plan is not None and not plan.vocabulary_is_as_before:
        reasons.append("a glossary or a library that knows counterparts is another now")
    wanted = [] if plan is None else [one for one in plan.wanted if _is_news(one)]
    before = [(one, one.previous) for one in wanted]
    return Verification(
        snapshot.index,
        files=len(manifest.files),
        bytes=sum(record.size for record in manifest.files.values()),
        damaged=found,
        sources=manifest.totals.sources,
        added=tuple(one.found.path for one, old in before if old is None),
        changed=tuple(
            one.found.path for one, old in before if old and old.source.path == one.found.path
        ),
        renamed=tuple(
            (old.source.path, one.found.path)
            for one, old in before
            if old and old.source.path != one.found.path
        ),
        gone=tuple(entry.source.path for entry in (() if plan is None else plan.vanished)),
        other_reasons=tuple(reasons),
    )


def _is_news(wanted: Wanted) -> bool:
    """Whether a build would take in a document that is not as it was."""
    if wanted.is_as_before:
        return False
    if wanted.previous is None:
        with suppress(UnreadableSource):
            read_wanted(wanted)
            return True
        return False
    return True


def _plan(snapshot: Snapshot) -> tuple[Plan | None, list[str]]:
    """What a build of the same roots would have to do, and lines on what it could not read."""
    index, manifest = snapshot.index, snapshot.manifest
    roots = [Path(root) for root in manifest.roots]
    there = [root for root in roots if root.exists()]
    reasons = [f"{root}: is not there any more" for root in roots if root not in there]
    corpus = Corpus.find(there, index, manifest)
    if manifest.catalog is not None and corpus.catalog is None:
        reasons.append(f"{manifest.catalog}: is not there any more")
    try:
        return corpus.plan(manifest, snapshot.sources), reasons
    except CatalogError as error:
        reasons.append(str(error))
        return None, reasons
    except IndexDamaged:  # told with the damage
        return None, reasons
