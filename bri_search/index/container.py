"""A file of named byte strings and arrays that is read by mapping it into memory.

A magic number, the length of a JSON directory, the directory, and the sections, each aligned to
eight bytes. The directory holds the file's whole length, so that one cut short is recognised, and
the checksum of its sections, so that one file is not taken for another.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import sys
from array import array
from pathlib import Path
from typing import TypeAlias

from bri_search.errors import IndexDamaged

__all__ = ["Container", "write_container"]

_MAGIC = b"BRISRCH1"
_ALIGNMENT = 8
Section: TypeAlias = "bytes | bytearray | array[int] | memoryview"


def write_container(path: Path, sections: dict[str, Section]) -> str:
    """Write sections to a file and flush it to the disk; arrays are stored little-endian.

    Gives the identity of the file, the sha256 of its sections. Nothing is copied: a section may be
    a large part of the memory that there is.
    """
    directory: dict[str, list[object]] = {}
    blobs: list[memoryview] = []
    digest = hashlib.sha256()
    position = 0
    for name, section in sections.items():
        view = memoryview(section)
        kind = view.format
        if sys.byteorder == "big" and kind != "B":
            swapped = array(kind, view.tobytes())
            swapped.byteswap()
            view = memoryview(swapped)
        blob = view.cast("B")
        directory[name] = [kind, position, len(blob)]
        padding = -len(blob) % _ALIGNMENT
        for piece in (blob, memoryview(bytes(padding))):
            blobs.append(piece)
            digest.update(piece)
        position += len(blob) + padding
    identity = digest.hexdigest()
    record = {"length": position, "identity": identity, "sections": directory}
    head = json.dumps(record).encode("ascii")
    head += b" " * (-len(head) % _ALIGNMENT)
    with path.open("wb") as file:
        file.write(_MAGIC + len(head).to_bytes(8, "little") + head)
        for blob in blobs:
            file.write(blob)
        file.flush()
        os.fsync(file.fileno())
    return identity


class Container:
    """A container that is open for reading; raises IndexDamaged where it is not whole."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            with path.open("rb") as file:
                self.file = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
                """The file itself; what is cut out of it is copied."""
        except (OSError, ValueError) as error:
            raise IndexDamaged.at(path, "missing or empty") from error
        head_end = 16 + int.from_bytes(self.file[8:16], "little")
        if self.file[:8] != _MAGIC or head_end > len(self.file):
            raise IndexDamaged.at(path, "not written by bri-search")
        try:
            head = json.loads(self.file[16:head_end])
            length, self._directory = head["length"], head["sections"]
            self.identity: str = head["identity"]
        except (ValueError, TypeError, KeyError) as error:
            raise IndexDamaged.at(path, "not written by bri-search") from error
        if head_end + length != len(self.file):
            raise IndexDamaged.at(path, "cut short")
        self._base = head_end
        self._view = memoryview(self.file)

    def begin(self, name: str) -> int:
        """Where in the file a section begins."""
        position: int = self._directory[name][1]
        if (self._base + position) % _ALIGNMENT:
            raise IndexDamaged.at(self._path, "has been altered")
        return self._base + position

    def bytes(self, name: str) -> memoryview:
        """A section as bytes, not copied."""
        start = self.begin(name)
        return self._view[start : start + self._directory[name][2]]

    def array(self, name: str) -> memoryview:
        """A section as an array of integers, not copied where the machine is little-endian."""
        kind = self._directory[name][0]
        view = self.bytes(name)
        if sys.byteorder == "big":
            swapped = array(kind, view.tobytes())
            swapped.byteswap()
            return memoryview(swapped)
        return view.cast(kind)
