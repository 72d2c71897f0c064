"""What the files of a generation are: their sizes and checksums, and whether they still are that.

A name and a size cost next to nothing to look at, so every opening does; a whole checksum is
looked at where a file is small, and everywhere by `verify`.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from bri_search.errors import IndexDamaged

__all__ = ["FileRecord", "check", "check_small", "damaged", "record_files"]

_SMALL = 64 * 1024
"""Bytes up to which checking a file costs no more than opening it."""

_AT_ONCE = 1 << 20


class FileRecord(NamedTuple):
    """What a file of an index was when it was built: its size in bytes and its sha256."""

    size: int
    sha256: str

    @classmethod
    def of(cls, path: Path, told: Callable[[int], None] = lambda _size: None) -> FileRecord:
        """Read a file; `told` is called with the size of each piece that was read."""
        digest = hashlib.sha256()
        size = 0
        with path.open("rb", buffering=0) as file:
            while piece := file.read(_AT_ONCE):
                digest.update(piece)
                size += len(piece)
                told(len(piece))
        return cls(size, digest.hexdigest())


def names_below(folder: Path) -> list[str]:
    """The files below a folder, with their paths from there, in order."""
    return sorted(
        os.path.relpath(Path(inner) / name, folder)
        for inner, _, names in os.walk(folder)
        for name in names
    )


def record_files(
    folder: Path, before: Path | None, known: Mapping[str, FileRecord]
) -> dict[str, FileRecord]:
    """A record of every file in a folder.

    Raises IndexDamaged where one that is linked from `before` is not what is known of it.
    """
    records = {}
    for name in names_below(folder):
        path = folder / name
        records[name] = FileRecord.of(path)
        is_linked = before is not None and name in known and _is_linked(path, before / name)
        if is_linked and records[name] != known[name]:
            raise _another(path)
    return records


def _is_linked(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:
        return False


def check(path: Path, record: FileRecord) -> None:
    """Raise IndexDamaged where a file is not what it was."""
    if FileRecord.of(path) != record:
        raise _another(path)


def check_small(path: Path, record: FileRecord) -> None:
    """Raise IndexDamaged where a file is small and cannot be read, or is not what it was."""
    if record.size > _SMALL:
        return
    try:
        check(path, record)
    except OSError as error:
        raise IndexDamaged.at(path, f"cannot be read ({error.strerror})") from error


def _another(path: Path) -> IndexDamaged:
    return IndexDamaged.at(path, "is not what was built")


def damaged(
    folder: Path,
    files: Mapping[str, FileRecord],
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Iterator[tuple[Path, str]]:
    """Each file that is not what it was, with the reason; `progress` hears of bytes read."""
    total = sum(record.size for record in files.values())
    done = 0

    def told(size: int) -> None:
        nonlocal done
        done += size
        progress(min(done, total), total)

    for name, record in files.items():
        path = folder / name
        try:
            found = FileRecord.of(path, told)
        except FileNotFoundError:
            yield path, "is missing"
            continue
        except OSError as error:
            yield path, f"cannot be read ({error.strerror})"
            continue
        if found.size != record.size:
            yield path, f"has {found.size:,} bytes instead of {record.size:,}"
        elif found != record:
            yield path, "has other contents than were written"
