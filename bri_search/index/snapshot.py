"""One generation of an index, held: while somebody reads it, no build clears it away.

Who reads holds a shared lock on the manifest, which goes with the process; who clears asks for the
whole lock first. Where a file system has no locks, a generation goes at the next build but one.
"""

from __future__ import annotations

import fcntl
import os
import weakref
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cached_property
from pathlib import Path

from bri_search.errors import IndexDamaged
from bri_search.index.integrity import check_small
from bri_search.index.manifest import (
    CURRENT,
    MANIFEST,
    SOURCES,
    Current,
    Manifest,
    generation_named,
    read_current,
)
from bri_search.index.source_table import SourceTable
from bri_search.index.trust import check_trust

__all__ = ["Snapshot", "alone_with"]


class Snapshot:
    """The generation that answers, open and held; its files have the names and sizes they had.

    Raises IndexMissing, IndexForeign, IndexOutdated, IndexDamaged, or IndexUntrusted where somebody
    else could have written it and `trust` is not given. With `as_found` names and sizes are not
    looked at, for what finds out about the damage.
    """

    def __init__(self, index: Path, *, trust: bool = False, as_found: bool = False) -> None:
        self.index = index
        self.trust = trust
        self._as_found = as_found
        self._open_current()
        self.release = weakref.finalize(self, os.close, self._handle)
        """Lets go of the generation; so does the end of the snapshot itself."""

    def _open_current(self) -> None:
        """Open what CURRENT names, and what it names now where a build replaced that meanwhile."""
        before = generation_named(self.index)
        while True:
            try:
                self._open(read_current(self.index))
            except IndexDamaged:
                after = generation_named(self.index)
                if after == before:
                    raise
                before = after
            else:
                return

    def _open(self, current: Current) -> None:
        self.folder = current.folder
        self.checksum = current.checksum
        handle = _hold(current.folder / MANIFEST)
        try:
            found = dict(_below(current.folder))
            if not self.trust:
                check_trust(self.index, _with_what_holds_it(self.index, current.folder, found))
            self.manifest = Manifest.read(current.folder / MANIFEST, current.checksum)
            if not self._as_found:
                self._check_files(found)
        except BaseException:
            os.close(handle)
            raise
        self._handle = handle

    def _check_files(self, found: dict[str, os.stat_result]) -> None:
        for name, record in self.manifest.files.items():
            status = found.get(name)
            if status is None or status.st_size != record.size:
                what = "is missing" if status is None else "has another size than it was built with"
                raise IndexDamaged.at(self.folder / name, what, "index again")

    @cached_property
    def sources(self) -> SourceTable:
        """The sources of the generation."""
        return SourceTable(self.file(SOURCES))

    @property
    def is_current(self) -> bool:
        """Whether no other generation has been published since."""
        return read_current(self.index) == Current(self.folder, self.checksum)

    def file(self, name: str) -> Path:
        """The path of a file that is about to be opened.

        Raises IndexDamaged where it is small and not what it was.
        """
        path = self.folder / name
        check_small(path, self.manifest.files[name])
        return path

    def tree(self, name: str) -> Path:
        """The path of a folder whose files are about to be opened, as `file`."""
        for inner in self.manifest.files:
            if inner.startswith(f"{name}/"):
                self.file(inner)
        return self.folder / name


def _hold(manifest: Path) -> int:
    """A handle with a shared lock, of a manifest that is not being cleared away."""
    gone = IndexDamaged.at(manifest, "is missing", "index again")
    try:
        handle = os.open(manifest, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError as error:
        raise gone from error
    except OSError as error:
        reason = f"cannot be read ({error.strerror})"
        raise IndexDamaged.at(manifest, reason, "index again") from error
    with ExitStack() as unless_held:
        unless_held.callback(os.close, handle)
        if not _is_shared(handle) or not os.fstat(handle).st_nlink:  # it is being, or was, cleared
            raise gone
        unless_held.pop_all()
    return handle


def _is_shared(handle: int) -> bool:
    """Whether nobody wants a file alone; others may share it from now on, and nobody have it."""
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        pass
    return True


def _below(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Every file and folder below a folder, by its path from there; links as what they lead to."""
    waiting = [""]
    while waiting:
        inner = waiting.pop()
        try:
            with os.scandir(folder / inner) as entries:
                for entry in entries:
                    name = f"{inner}{entry.name}"
                    with suppress(FileNotFoundError):
                        yield name, entry.stat()
                    if entry.is_dir():
                        waiting.append(f"{name}/")
        except OSError as error:
            reason = f"cannot be read ({error.strerror})"
            raise IndexDamaged.at(folder / inner, reason, "index again") from error


def _with_what_holds_it(
    index: Path, folder: Path, found: dict[str, os.stat_result]
) -> Iterator[tuple[Path, os.stat_result]]:
    for path in (index, index / CURRENT, folder):
        yield path, path.stat()
    for name, status in found.items():
        yield folder / name, status


@contextmanager
def alone_with(generation: Path) -> Iterator[bool]:
    """Whether nobody reads a generation; nobody begins to while it is asked."""
    try:
        handle = os.open(generation / MANIFEST, os.O_RDWR | os.O_CLOEXEC)
    except OSError:  # without a manifest it is none
        yield True
        return
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        except OSError:  # a file system without locks
            pass
        yield True
    finally:
        os.close(handle)
