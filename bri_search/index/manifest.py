"""The manifest of an index: what is in it, made from what, by which rules."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bri_search.errors import IndexDamaged, IndexForeign, IndexMissing, IndexOutdated
from bri_search.sources.document import Script, Source

__all__ = ["CURRENT", "FORMAT", "IndexedSource", "Manifest", "PartOfConcordance", "current_folder"]

FORMAT = 4
"""Raised when what an index holds, or how a text folds, changes."""

CURRENT = "CURRENT"
"""The file that names the folder of the index that is whole; replaced in one step."""

_OWN_NAMES = ("README.md", "README.txt")


@dataclass(frozen=True, slots=True)
class IndexedSource:
    """A source with its place in the index.

    `serial` is its number, never used again; `document` names the stored document.
    """

    source: Source
    serial: int
    document: str
    passages: int
    characters: int
    folded: int


@dataclass(frozen=True, slots=True)
class PartOfConcordance:
    """The file of a part, and the serial number and document of each source in it."""

    file: str
    members: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything a reader must know before it opens the rest.

    `vocabulary` tells which libraries and glossaries the vocabulary was gathered from.
    """

    rules: dict[str, str]
    next_serial: int
    sources: tuple[IndexedSource, ...] = ()
    parts: tuple[PartOfConcordance, ...] = ()
    roots: tuple[str, ...] = field(default=())
    catalog: str | None = None
    vocabulary: str = ""

    def write(self, path: Path) -> None:
        """Write as JSON and flush to the disk."""
        record = {
            "format": FORMAT,
            "rules": self.rules,
            "next serial": self.next_serial,
            "roots": self.roots,
            "catalog": self.catalog,
            "vocabulary": self.vocabulary,
            "sources": [
                {
                    **asdict(entry),
                    "source": {**asdict(entry.source), "path": str(entry.source.path)},
                }
                for entry in self.sources
            ],
            "parts": [asdict(part) for part in self.parts],
        }
        with path.open("w", encoding="utf-8", errors="surrogateescape") as file:
            json.dump(record, file, ensure_ascii=True)
            file.flush()
            os.fsync(file.fileno())

    @classmethod
    def read(cls, path: Path) -> Manifest:
        """Read what `write` wrote; raises IndexDamaged or IndexOutdated."""
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise IndexDamaged(f"{path}: cannot be read ({error}); run bri-search index") from error
        if record.get("format") != FORMAT:
            raise IndexOutdated(
                f"{path.parent.parent}: made by another version of bri-search; run bri-search index"
            )
        return cls(
            rules=record["rules"],
            next_serial=record["next serial"],
            roots=tuple(record["roots"]),
            catalog=record["catalog"],
            vocabulary=record["vocabulary"],
            sources=tuple(_indexed_source(entry) for entry in record["sources"]),
            parts=tuple(
                PartOfConcordance(
                    part["file"], tuple((serial, document) for serial, document in part["members"])
                )
                for part in record["parts"]
            ),
        )


def _indexed_source(entry: dict[str, object]) -> IndexedSource:
    values = dict(entry)
    source = values.pop("source")
    assert isinstance(source, dict)
    source = {
        **source,
        "path": Path(source["path"]),
        "script": Script(source["script"]),
        "creator": tuple(source["creator"]),
    }
    return IndexedSource(source=Source(**source), **values)  # type: ignore[arg-type]


def current_folder(index: Path) -> Path:
    """The folder of the index that is whole.

    Raises IndexMissing where there is none, IndexForeign where there is something else, and
    IndexDamaged where the folder that should be there is not.
    """
    if not index.exists():
        raise IndexMissing(f"{index}: no index here; make one with bri-search index")
    if not index.is_dir():
        raise IndexForeign(f"{index}: is a file, not an index; name a folder with --index")
    try:
        name = (index / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        if foreign_names(index):
            raise IndexForeign(
                f"{index}: holds {foreign_names(index)[0]!r} and no index; name another folder "
                "with --index"
            ) from None
        raise IndexMissing(f"{index}: no index here; make one with bri-search index") from None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamaged(f"{index / CURRENT}: cannot be read; run bri-search index") from error
    folder = index / name
    if not name.startswith("generation-") or "/" in name or not folder.is_dir():
        raise IndexDamaged(
            f"{index}: {CURRENT} names {name!r}, which is not there; run bri-search index"
        )
    return folder


def foreign_names(index: Path) -> list[str]:
    """Names in a folder that no build of an index has put there."""
    return sorted(
        name
        for name in os.listdir(index)
        if not name.startswith((".", "generation-", "building-", CURRENT))
        and name not in _OWN_NAMES
    )
