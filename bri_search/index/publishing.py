"""The folder of an index while it is built: held by one build, and replaced in one step.

A build writes a folder of its own beside the one that answers; files that did not change are
linked into it. When it is whole and on the disk, replacing one small file makes it the index.
"""

from __future__ import annotations

import fcntl
import json
import math
import os
import shutil
import socket
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from bri_search.errors import IndexForeign, LibraryError, UsageError
from bri_search.index.manifest import CURRENT, MANIFEST, Current, foreign_names, read_current
from bri_search.index.snapshot import alone_with
from bri_search.index.trust import check_trust, own_mode

__all__ = ["clear_leftovers", "hold", "link", "prepare", "publish", "writing"]

_NEW = f"{CURRENT}.new"
_PAUSE = 0.1
"""Seconds between two looks at a lock."""


def prepare(index: Path, *, trust: bool = False) -> None:
    """Make the folder of an index.

    Raises IndexForeign or UsageError where it cannot be one, and IndexUntrusted where others may
    write there and `trust` is not given.
    """
    if index.exists() and not index.is_dir():
        raise IndexForeign(f"{index}: is a file; name a folder with --index")
    try:
        missing = [folder for folder in (index, *index.parents) if not folder.exists()]
        for folder in reversed(missing):
            folder.mkdir(mode=0o755, exist_ok=True)
            _flush(folder.parent)
        foreign = [] if (index / CURRENT).exists() else foreign_names(index)
    except OSError as error:
        raise UsageError(
            f"{index}: cannot be used ({error.strerror}); name another folder"
        ) from error
    if foreign:
        raise IndexForeign(
            f"{index}: holds {foreign[0]!r} and no index; name an empty folder with --index"
        )
    if not trust:
        check_trust(index, [(index, index.stat())])


@contextmanager
def hold(
    index: Path, wait: float = 0.0, notice: Callable[[str], None] = lambda _line: None
) -> Iterator[None]:
    """Hold the index for one build; the lock goes with the process that holds it.

    While another build holds it, waits for so many seconds, and says so to `notice`, once. Raises
    LibraryError with who holds it where that was not long enough, and UsageError for what is no
    time that ends.
    """
    if not 0 <= wait < math.inf:
        raise UsageError(f"{wait:g} is no number of seconds; give 0 or more", argument="wait")
    try:
        handle = os.open(index / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise UsageError(
            f"{index}: cannot be written ({error.strerror}); name another folder"
        ) from error
    try:
        _lock(index, handle, wait, notice)
        try:
            with suppress(OSError):  # a full disk is told of where it matters
                os.pwrite(handle, _own_name(), 0)
            yield
        finally:
            with suppress(OSError):
                os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def _lock(index: Path, handle: int, wait: float, notice: Callable[[str], None]) -> None:
    begun = time.monotonic()
    told = False
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            left = begun + wait - time.monotonic()
            if left <= 0:
                waited = f"; waited {wait:g} s" if wait else ""
                raise LibraryError(
                    f"{index}: another build is at work{_holder(handle)}{waited}; run it again "
                    "when that is done, or with a longer --wait"
                ) from error
            if not told:
                notice(
                    f"{index}: another build is at work{_holder(handle)}; "
                    f"waiting for it, {wait:g} s at most"
                )
                told = True
            time.sleep(min(_PAUSE, left))
        except OSError as error:
            raise LibraryError(
                f"{index}: cannot be locked ({error.strerror}); name a folder on another disk"
            ) from error
        else:
            return


def _own_name() -> bytes:
    since = datetime.now().astimezone().isoformat(timespec="seconds")
    return json.dumps([os.getpid(), socket.gethostname(), since]).encode()


def _holder(handle: int) -> str:
    """Who holds a lock, in brackets; nothing where that cannot be read."""
    try:
        process, host, since = json.loads(os.pread(handle, 4096, 0))
    except (OSError, ValueError, TypeError):
        return ""
    return f" (process {process} on {host}, since {since})"


def clear_leftovers(index: Path) -> None:
    """Remove what an interrupted build left behind, and older generations that nobody reads."""
    try:
        kept = read_current(index).folder.name
    except LibraryError:
        kept = ""
    (index / _NEW).unlink(missing_ok=True)
    for entry in list(index.iterdir()):
        if entry.name.startswith("building-"):
            shutil.rmtree(entry, ignore_errors=True)
        elif entry.name.startswith("generation-") and entry.name != kept:
            with alone_with(entry) as is_alone:
                if is_alone:
                    # First the manifest: who opens it later sees that it is gone.
                    with suppress(OSError):
                        (entry / MANIFEST).unlink()
                    shutil.rmtree(entry, ignore_errors=True)


@contextmanager
def writing(index: Path) -> Iterator[Path]:
    """A folder to write a generation into; it is gone again where the writing fails."""
    folder = index / f"building-{os.getpid()}"
    try:
        folder.mkdir()
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def publish(index: Path, folder: Path, checksum: str) -> None:
    """Make a finished folder the index, in one step; `checksum` is that of its manifest.

    What is named is on the disk before it is named: the files and the folder, then the name of the
    folder, then the file that names it.
    """
    numbers = [_number(entry.name) for entry in index.iterdir()]
    generation = index / f"generation-{max(numbers, default=0) + 1}"
    flush_folder(folder)
    temporary = index / _NEW
    try:
        folder.rename(generation)
        Current(generation, checksum).write(temporary)
        _flush(temporary, as_own=True)
        _flush(index)
    except BaseException:
        shutil.rmtree(generation, ignore_errors=True)
        with suppress(OSError):
            temporary.unlink()
        raise
    temporary.replace(index / CURRENT)
    _flush(index)


def _number(name: str) -> int:
    """The number of a generation; 0 for what is none."""
    number = name.removeprefix("generation-")
    return int(number) if number != name and number.isdecimal() else 0


def link(source: str | Path, target: str | Path) -> None:
    """Give a file that does not change a second name; copy it where that cannot be done."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def flush_folder(folder: Path) -> None:
    """Flush a folder and everything in it to the disk, and let nobody else write there."""
    for inner, _, names in os.walk(folder, topdown=False):
        for name in names:
            _flush(Path(inner) / name, as_own=True)
        _flush(Path(inner), as_own=True)


def _flush(path: Path, *, as_own: bool = False) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        if as_own:
            mode = os.fstat(handle).st_mode
            if own_mode(mode) != stat.S_IMODE(mode):
                os.fchmod(handle, own_mode(mode))
        os.fsync(handle)
    finally:
        os.close(handle)
