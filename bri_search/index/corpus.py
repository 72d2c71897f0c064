"""What there is to index, looked at in one way by what builds and by what verifies."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bri_search.errors import LibraryError
from bri_search.index.manifest import MANIFEST, Manifest, read_current
from bri_search.index.planning import Glossaries, Plan, catalogs_of, make_plan
from bri_search.index.source_table import IndexedSource
from bri_search.sources.finding import Found, Skipped, find_files

__all__ = ["Corpus", "built_before"]


@dataclass(frozen=True, slots=True)
class Corpus:
    """What there is to index: the roots, the files found below them, catalogs and glossaries.

    `catalog` is the one that was named, now or before; `follow_links` and `max_file_size` are what
    the files were looked for with.
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
        before: Manifest | None,
        *,
        catalog: Path | None = None,
        follow_links: bool | None = None,
        max_file_size: int | None = None,
    ) -> Corpus:
        """Look for files as `find_files`; what lies in the index is none. Raises UsageError.

        What is not said is as the manifest says that it was when the index was built before; a
        catalog that was named then and is not there any more is none.
        """
        before = before or Manifest({}, 0)
        if catalog is None and before.catalog is not None and Path(before.catalog).is_file():
            catalog = Path(before.catalog)
        follow_links = before.follow_links if follow_links is None else follow_links
        max_file_size = before.max_file_size if max_file_size is None else max_file_size
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

    def is_looked_for_as(self, old: Manifest) -> bool:
        """Whether the documents of an index were looked for in the same way."""
        return (self.follow_links, self.max_file_size) == (old.follow_links, old.max_file_size)

    def check_catalogs(self) -> None:
        """Raise CatalogError where a catalog cannot be read."""
        catalogs_of(list(self.roots), self.catalog)

    def plan(self, old: Manifest, sources: Sequence[IndexedSource]) -> Plan:
        """What has to be done to an index that holds some sources."""
        catalogs = catalogs_of(list(self.roots), self.catalog)
        return make_plan(list(self.found), catalogs, self.glossaries, old, sources)


def built_before(index: Path) -> Manifest | None:
    """What the index says of itself that is there, if it is whole enough to say it."""
    with suppress(LibraryError):
        current = read_current(index)
        return Manifest.read(current.folder / MANIFEST, current.checksum)
    return None
