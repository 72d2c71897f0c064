"""What a build found and did, as it is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bri_search.index.planning import Glossaries
    from bri_search.index.source_table import IndexedSource
    from bri_search.sources.finding import Skipped

__all__ = ["BuildReport", "report_on"]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build found and did; paths are absolute.

    `skipped` pairs a path with the reason it is left out, `failed` with the reason it could not
    be read; `notices` are lines on what of a document could not be (pages without text, bytes that
    cannot be decoded). `total` counts the sources that the index now holds. `glossary_problems` are
    lines on the rows of glossaries that could not be used, and `vocabulary_changed` tells that a
    glossary or a library that knows counterparts is another than at the last build.

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

    def as_json(self) -> dict[str, Any]:
        """What `index --json` has, but for the folder of the index."""
        return {
            "added": [str(path) for path in self.added],
            "changed": [str(path) for path in self.changed],
            "renamed": [[str(old), str(new)] for old, new in self.renamed],
            "removed": [str(path) for path in self.removed],
            "unchanged": self.unchanged,
            "skipped": [{"path": str(path), "reason": reason} for path, reason in self.skipped],
            "failed": [{"path": str(path), "reason": reason} for path, reason in self.failed],
            "notices": [{"path": str(path), "notice": notice} for path, notice in self.notices],
            "glossary_problems": list(self.glossary_problems),
            "vocabulary_changed": self.vocabulary_changed,
            "sources": self.total,
            "passages": self.passages,
            "characters": self.characters,
        }


def report_on(
    entries: Sequence[IndexedSource],
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
