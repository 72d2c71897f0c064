"""The folder of an index while it is built: held by one build, and replaced in one step.

A build writes a folder of its own beside the one that answers; files that did not change are
linked into it. When it is whole and on the disk, replacing one small file makes it the index.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bri_search.errors import IndexForeign, LibraryError, UsageError
from bri_search.index.manifest import CURRENT, current_folder, foreign_names

__all__ = ["clear_leftovers", "flush_folder", "hold", "link", "prepare", "publish", "writing"]


def prepare(index: Path) -> None:
    """Make the folder of an index; raises IndexForeign or UsageError where it cannot be one."""
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
def hold(index: Path) -> Iterator[None]:
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


def clear_leftovers(index: Path) -> None:
    """Remove what an interrupted build or an older generation left behind."""
    try:
        kept = current_folder(index).name
    except LibraryError:
        kept = ""
    for entry in list(index.iterdir()):
        if entry.name.startswith(("building-", "generation-")) and entry.name != kept:
            shutil.rmtree(entry, ignore_errors=True)


@contextmanager
def writing(index: Path) -> Iterator[Path]:
    """A folder to write a generation into; it is gone again where the writing fails."""
    folder = index / f"building-{os.getpid()}"
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        yield folder
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise LibraryError(
            f"{index}: cannot be written ({error.strerror or error}); make room or name another "
            "folder; the index is as it was"
        ) from error
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def publish(index: Path, folder: Path) -> None:
    """Make a finished folder the index, in one step.

    The one before it stays until the next build, for readers that have it open.
    """
    number = 1
    while (index / f"generation-{number}").exists():
        number += 1
    generation = index / f"generation-{number}"
    flush_folder(folder)
    folder.rename(generation)
    temporary = index / f"{CURRENT}.new"
    with temporary.open("w", encoding="utf-8") as file:
        file.write(generation.name + "\n")
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(index / CURRENT)
    _flush(index)


def link(source: str | Path, target: str | Path) -> None:
    """Give a file that does not change a second name; copy it where that cannot be done."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def flush_folder(folder: Path) -> None:
    """Flush a folder and everything in it to the disk."""
    for inner, _, names in os.walk(folder, topdown=False):
        for name in names:
            _flush(Path(inner) / name)
        _flush(Path(inner))


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
