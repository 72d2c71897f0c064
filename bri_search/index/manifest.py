"""The manifest of an index: what is in it, made from what, by which rules."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from bri_search.errors import IndexDamaged, IndexForeign, IndexMissing, IndexOutdated
from bri_search.index.integrity import FileRecord
from bri_search.sources.document import MAX_FILE_SIZE

if TYPE_CHECKING:
    from bri_search.index.source_table import IndexedSource

__all__ = [
    "CURRENT",
    "FORMAT",
    "MANIFEST",
    "SOURCES",
    "Current",
    "Manifest",
    "PartFile",
    "Totals",
    "generation_named",
    "read_current",
]

FORMAT = 19
"""Raised when what an index holds changes, or how a text is read or folds."""

CURRENT = "CURRENT"
"""The file that names the folder of the index that is whole; replaced in one step."""

MANIFEST = "manifest.json"

SOURCES = "sources"
"""The file with the table of sources."""

_OWN_NAMES = ("README.md", "README.txt")


class PartFile(NamedTuple):
    """The file of a part, and its identity, so that another's is not taken for it."""

    file: str
    identity: str


class Totals(NamedTuple):
    """How much is in an index: sources, passages, code points, and UTF-16 units of folded text."""

    sources: int = 0
    passages: int = 0
    characters: int = 0
    folded: int = 0

    @classmethod
    def of(cls, entries: Sequence[IndexedSource]) -> Totals:
        """How much is in some sources."""
        return cls(
            len(entries),
            sum(entry.passages for entry in entries),
            sum(entry.characters for entry in entries),
            sum(entry.folded for entry in entries),
        )


class Manifest(NamedTuple):
    """Everything a reader must know before it opens the rest; the same size for any corpus.

    `roots`, `catalog`, `follow_links` and `max_file_size` are what the documents were looked for
    with. `vocabulary` tells which libraries and glossaries the vocabulary was gathered from;
    `files` has a record of every file of the generation but the manifest itself, whose checksum
    stands in CURRENT.
    """

    rules: dict[str, str]
    next_serial: int
    totals: Totals = Totals()
    parts: tuple[PartFile, ...] = ()
    roots: tuple[str, ...] = ()
    catalog: str | None = None
    follow_links: bool = False
    max_file_size: int = MAX_FILE_SIZE
    vocabulary: str = ""
    files: Mapping[str, FileRecord] = MappingProxyType({})

    def write(self, path: Path) -> str:
        """Write as JSON and flush to the disk; gives the sha256 of what was written."""
        record = {
            "format": FORMAT,
            "rules": self.rules,
            "next serial": self.next_serial,
            "roots": self.roots,
            "catalog": self.catalog,
            "follow links": self.follow_links,
            "max file size": self.max_file_size,
            "vocabulary": self.vocabulary,
            "totals": self.totals._asdict(),
            "parts": [[part.file, part.identity] for part in self.parts],
            "files": {name: [one.size, one.sha256] for name, one in self.files.items()},
        }
        content = json.dumps(record).encode("ascii")
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        return hashlib.sha256(content).hexdigest()

    @classmethod
    def read(cls, path: Path, checksum: str) -> Manifest:
        """Read what `write` wrote and gave this checksum; raises IndexDamaged or IndexOutdated."""
        try:
            content = path.read_bytes()
            record = json.loads(content)
            made_by = record.get("format")
        except (OSError, ValueError, AttributeError) as error:
            raise IndexDamaged.at(path, f"cannot be read ({error})", "index") from error
        if made_by != FORMAT:
            raise IndexOutdated(
                f"{path.parent.parent}: made by another version of bri-search; run bri-search index"
            )
        if hashlib.sha256(content).hexdigest() != checksum:
            raise IndexDamaged.at(path, "is not the one that was built", "index")
        return cls(
            rules=record["rules"],
            next_serial=record["next serial"],
            roots=tuple(record["roots"]),
            catalog=record["catalog"],
            follow_links=record["follow links"],
            max_file_size=record["max file size"],
            vocabulary=record["vocabulary"],
            totals=Totals(**record["totals"]),
            parts=tuple(PartFile(*part) for part in record["parts"]),
            files={name: FileRecord(*values) for name, values in record["files"].items()},
        )


class Current(NamedTuple):
    """The folder of the index that is whole, and the checksum of its manifest."""

    folder: Path
    checksum: str

    def write(self, path: Path) -> None:
        """Write it to a file."""
        path.write_text(f"{self.folder.name}\n{self.checksum}\n", encoding="utf-8")


def generation_named(index: Path) -> bytes:
    """What tells the generation an index is at from any other; empty where there is none."""
    with suppress(OSError):
        return (index / CURRENT).read_bytes()
    return b""


def read_current(index: Path) -> Current:
    """The index that is whole.

    Raises IndexMissing where there is none, IndexForeign where there is something else, and
    IndexDamaged where the folder that should be there is not.
    """
    if not index.exists():
        raise IndexMissing(f"{index}: no index here; make one with bri-search index")
    if not index.is_dir():
        raise IndexForeign(f"{index}: is a file, not an index; name a folder with --index")
    try:
        name, _, checksum = (index / CURRENT).read_text(encoding="utf-8").strip().partition("\n")
    except FileNotFoundError:
        if foreign_names(index):
            raise IndexForeign(
                f"{index}: holds {foreign_names(index)[0]!r} and no index; name another folder "
                "with --index"
            ) from None
        raise IndexMissing(f"{index}: no index here; make one with bri-search index") from None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamaged.at(index / CURRENT, "cannot be read", "index") from error
    folder = index / name
    if not name.startswith("generation-") or "/" in name or not folder.is_dir():
        raise IndexDamaged.at(index, f"{CURRENT} names {name!r}, which is not there", "index")
    return Current(folder, checksum)


def foreign_names(index: Path) -> list[str]:
    """Names in a folder that no build of an index has put there."""
    return sorted(
        name
        for name in (entry.name for entry in index.iterdir())
        if not name.startswith((".", "generation-", "building-", CURRENT))
        and name not in _OWN_NAMES
    )
