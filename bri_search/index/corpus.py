"""What there is to index, looked at in one way by what builds and by what verifies."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bri_search.index.manifest import Manifest
from bri_search.index.planning import Glossaries, Plan, catalogs_of, make_plan
from bri_search.index.source_table import IndexedSource
from bri_search.sources.document import MAX_FILE_SIZE
from bri_search.sources.finding import Found, Skipped, find_files

__all__ = ["Corpus"]


@dataclass(frozen=True, slots=True)
class Corpus:
    """What there is to index: the roots, the files found below them, catalogs and glossaries.

    `follow_links` and `max_file_size` are what the files were looked for with.
    """

    roots: tuple[Path, ...]
    found: tuple[Found, ...]
    skipped: tuple[Skipped, ...]
    glossaries: Glossaries
    catalog: Path | None
    follow_links: bool
    max_file_size: int

    @classmethod
    def find(
        cls,
        roots: Iterable[Path],
        index: Path,
        catalog: Path | None = None,
        *,
        follow_links: bool = False,
        max_file_size: int = MAX_FILE_SIZE,
    ) -> Corpus:
        """Look for files as `find_files`; what lies in the index is none. Raises UsageError."""
        roots = list(roots)
        found, skipped = find_files(roots, follow_links=follow_links, max_file_size=max_file_size)
        roots = [Path(os.path.abspath(root)) for root in roots]
        inside = Path(os.path.abspath(index))
        return cls(
            tuple(roots),
            tuple(entry for entry in found if inside not in entry.path.parents),
            tuple(entry for entry in skipped if inside not in entry.path.parents),
            Glossaries.of(roots),
            None if catalog is None else Path(os.path.abspath(catalog)),
            follow_links,
            max_file_size,
        )

    def with_catalog(self, catalog: Path | None) -> Corpus:
        """The same with the catalog that was named, now or when the index was built before."""
        return replace(self, catalog=None if catalog is None else Path(os.path.abspath(catalog)))

    def check_catalogs(self) -> None:
        """Raise CatalogError where a catalog cannot be read."""
        catalogs_of(list(self.roots), self.catalog)

    def plan(self, old: Manifest, sources: Sequence[IndexedSource]) -> Plan:
        """What has to be done to an index that holds some sources."""
        catalogs = catalogs_of(list(self.roots), self.catalog)
        return make_plan(list(self.found), catalogs, self.glossaries, old, sources)
