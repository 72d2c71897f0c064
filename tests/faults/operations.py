"""Every file operation of a build, in order: recorded, or made to fail at the n-th of them.

What writes files here is Python itself, Whoosh included: its functions are replaced for as long as
a build is watched, down to the single write that the operating system would see. That this misses
nothing is not assumed: what was recorded, carried out once more in memory, has to be what stands on
the disk (see `disk`).
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any

__all__ = ["Fault", "Operation", "Watch", "watching"]


class Fault(Enum):
    """What happens at an operation."""

    ERROR = "EIO, once"
    FULL = "ENOSPC, from there on"
    KILL = "SIGKILL before it"
    KILL_HALFWAY = "SIGKILL halfway through it"
    INTERRUPT = "SIGINT"


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation on a file or folder; `other` is the second path of a rename or a link."""

    kind: str
    path: str
    other: str = ""
    data: bytes = b""
    position: int = 0


_NEEDS_ROOM = frozenset({"create", "write", "mkdir", "link", "rename"})


@dataclass
class Watch:
    """What has been done below a folder, and what is to happen at which operation."""

    folder: str
    at: int = 0
    fault: Fault | None = None
    done: list[Operation] = field(default_factory=list)
    count: int = 0

    def covers(self, path: str) -> bool:
        return path == self.folder or path.startswith(self.folder + os.sep)

    def step(self, operation: Operation, halfway: Callable[[], object] | None = None) -> None:
        """Count an operation that is about to be done, and do to it what is to be done."""
        self.count += 1
        if self.fault is None:
            self.done.append(operation)
            return
        if self.fault is Fault.FULL:
            if self.count == self.at and halfway:
                halfway()
            if self.count >= self.at and operation.kind in _NEEDS_ROOM:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), operation.path)
            return
        if self.count != self.at:
            return
        if self.fault is Fault.ERROR:
            raise OSError(errno.EIO, os.strerror(errno.EIO), operation.path)
        if self.fault is Fault.INTERRUPT:
            raise KeyboardInterrupt
        if self.fault is Fault.KILL_HALFWAY and halfway:
            halfway()
        os.kill(os.getpid(), signal.SIGKILL)


class _WatchedFile(io.FileIO):
    """A file in which every write that reaches the operating system is a step."""

    watch: Watch
    path: str

    def write(self, data: Any, /) -> int:
        content = bytes(data)
        position = self.seek(0, os.SEEK_END) if "a" in self.mode else self.tell()
        self.watch.step(
            Operation("write", self.path, data=content, position=position),
            lambda: super(_WatchedFile, self).write(content[: len(content) // 2]),
        )
        written = super().write(content)
        assert written == len(content)
        return written

    def truncate(self, size: int | None = None, /) -> int:
        size = self.tell() if size is None else size
        self.watch.step(Operation("truncate", self.path, position=size))
        return super().truncate(size)


@contextmanager
def watching(watch: Watch) -> Iterator[Watch]:
    """Watch everything that this process does to files below a folder."""
    replaced: list[tuple[Any, str, Any]] = []

    def replace(module: Any, name: str, make: Callable[[Any], Any]) -> None:
        real = getattr(module, name)
        replaced.append((module, name, real))
        setattr(module, name, make(real))

    real_open = io.open
    opened = _opening(watch, real_open)
    for module in (builtins, io):
        replace(module, "open", lambda _: opened)
    for name, kind in _ONE_PATH.items():
        replace(os, name, partial(_one_path, watch, kind))
    for name, kind in _TWO_PATHS.items():
        replace(os, name, partial(_two_paths, watch, kind))
    replace(os, "open", partial(_os_open, watch))
    replace(os, "pwrite", partial(_pwrite, watch))
    for name in ("write", "writev", "pwritev", "sendfile", "copy_file_range", "symlink"):
        if hasattr(os, name):
            replace(os, name, partial(_refused, watch, name))
    try:
        yield watch
    finally:
        for module, name, real in reversed(replaced):
            setattr(module, name, real)


_ONE_PATH = {
    "mkdir": "mkdir",
    "rmdir": "rmdir",
    "unlink": "unlink",
    "remove": "unlink",
    "truncate": "truncate",
    "ftruncate": "truncate",
    "fsync": "fsync",
    "fdatasync": "fsync",
    "chmod": "chmod",
    "fchmod": "chmod",
}
_TWO_PATHS = {"rename": "rename", "replace": "rename", "link": "link"}


def _path(target: Any, dir_fd: int | None = None) -> str:
    """The path of what an operation is asked to do something to."""
    if isinstance(target, int):
        return str(Path(f"/proc/self/fd/{target}").readlink())
    base = Path.cwd() if dir_fd is None else Path(_path(dir_fd))
    return os.path.normpath(base / os.fsdecode(target))


def _one_path(watch: Watch, kind: str, real: Callable[..., Any]) -> Callable[..., Any]:
    def operate(target: Any, *rest: Any, **named: Any) -> Any:
        path = _path(target, named.get("dir_fd"))
        # To make what is there, or to remove what is not, does nothing.
        does_nothing = (kind == "mkdir") == os.path.lexists(path)
        if watch.covers(path) and not does_nothing:
            position = rest[0] if kind == "truncate" else 0
            watch.step(Operation(kind, path, position=position))
            if kind == "fsync":  # takes time, and nobody cuts the power of the real disk
                return None
        return real(target, *rest, **named)

    return operate


def _two_paths(watch: Watch, kind: str, real: Callable[..., Any]) -> Callable[..., Any]:
    def operate(source: Any, target: Any, **named: Any) -> Any:
        path, other = _path(source), _path(target)
        if watch.covers(other):
            watch.step(Operation(kind, path, other))
        return real(source, target, **named)

    return operate


def _os_open(watch: Watch, real: Callable[..., int]) -> Callable[..., int]:
    def operate(target: Any, flags: int, *rest: Any, **named: Any) -> int:
        path = _path(target, named.get("dir_fd"))
        if watch.covers(path) and flags & os.O_CREAT and not os.path.lexists(path):
            watch.step(Operation("create", path))
        return real(target, flags, *rest, **named)

    return operate


def _pwrite(watch: Watch, real: Callable[..., int]) -> Callable[..., int]:
    def operate(handle: int, data: bytes, offset: int) -> int:
        path = _path(handle)
        if watch.covers(path):
            watch.step(
                Operation("write", path, data=bytes(data), position=offset),
                lambda: real(handle, data[: len(data) // 2], offset),
            )
        return real(handle, data, offset)

    return operate


def _refused(watch: Watch, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
    """A way to write that builds do not use; `shutil` has another one where it does not work."""

    def operate(first: Any, *rest: Any, **named: Any) -> Any:
        if isinstance(first, int) and watch.covers(_path(first)):
            raise OSError(errno.ENOTSOCK, f"{name} is not watched")
        return real(first, *rest, **named)

    return operate


def _opening(watch: Watch, real: Callable[..., Any]) -> Callable[..., Any]:
    def opened(file: Any, mode: str = "r", buffering: int = -1, *rest: Any, **named: Any) -> Any:
        if not set(mode) & set("wax+"):
            return real(file, mode, buffering, *rest, **named)
        path = _path(file)
        if not watch.covers(path):
            return real(file, mode, buffering, *rest, **named)
        if not isinstance(file, int) and (set(mode) & set("wx") or not os.path.lexists(path)):
            watch.step(Operation("create", path))
        raw = _WatchedFile(file, mode.replace("b", "").replace("t", ""))
        raw.watch, raw.path = watch, path
        if buffering == 0:
            return raw
        buffered = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
        return buffered if "b" in mode else io.TextIOWrapper(buffered, *rest, **named)

    return opened
