"""A disk in memory that carries out what was recorded, and knows what a power cut would leave.

What was written and not flushed is lost, and so is the name of a file in a folder that was not
flushed since. A disk may also write names before contents, so both are looked at: nothing but
what was flushed, and every name with what was flushed of its contents.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from tests.faults.operations import Operation

__all__ = ["Disk", "Tree", "fingerprint", "lay_out", "tree_of"]

Tree: TypeAlias = "dict[str, bytes]"
"""Paths of files with their contents; a folder without files has an entry that ends in a slash."""


@dataclass(eq=False)
class _File:
    content: bytearray
    flushed: bytes = b""


@dataclass(eq=False)
class _Folder:
    """A folder, with the names in it now and those that were there when it was last flushed."""

    entries: dict[str, _File | _Folder] = field(default_factory=dict)
    flushed: dict[str, _File | _Folder] = field(default_factory=dict)


class Disk:
    """Files and folders below one, as they were before the first operation, all flushed."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)
        self._root = _read(folder)

    def do(self, operation: Operation) -> None:
        """Carry out an operation."""
        kind = operation.kind
        if kind == "fsync":
            self._flush(self._find(operation.path))
            return
        if kind == "chmod":
            return
        if kind in ("write", "truncate"):
            content = self._file(operation.path).content
            begin, data = operation.position, operation.data
            if kind == "truncate":
                del content[begin:]
            else:
                content.extend(bytes(max(0, begin - len(content))))
                content[begin : begin + len(data)] = data
            return
        parent, name = self._place(operation.path)
        if kind == "create":
            known = parent.entries.get(name)
            if isinstance(known, _File):
                known.content.clear()
            else:
                parent.entries[name] = _File(bytearray())
        elif kind == "mkdir":
            parent.entries[name] = _Folder()
        elif kind in ("unlink", "rmdir"):
            del parent.entries[name]
        else:
            assert kind in ("rename", "link"), kind
            other, new_name = self._place(operation.other)
            other.entries[new_name] = parent.entries[name]
            if kind == "rename":
                del parent.entries[name]

    def now(self) -> Tree:
        """What stands there as long as nothing fails."""
        return dict(_walk(self._root, names_flushed=False, contents_flushed=False))

    def after_power_loss(self) -> tuple[Tree, Tree]:
        """What a power cut may leave: what was flushed; every name, with what was flushed of it."""
        return (
            dict(_walk(self._root, names_flushed=True, contents_flushed=True)),
            dict(_walk(self._root, names_flushed=False, contents_flushed=True)),
        )

    def _flush(self, entry: _File | _Folder) -> None:
        if isinstance(entry, _File):
            entry.flushed = bytes(entry.content)
        else:
            entry.flushed = dict(entry.entries)

    def _find(self, path: str) -> _File | _Folder:
        entry: _File | _Folder = self._root
        for name in Path(path).relative_to(self._folder).parts:
            assert isinstance(entry, _Folder)
            entry = entry.entries[name]
        return entry

    def _file(self, path: str) -> _File:
        found = self._find(path)
        assert isinstance(found, _File)
        return found

    def _place(self, path: str) -> tuple[_Folder, str]:
        parent = self._find(str(Path(path).parent))
        assert isinstance(parent, _Folder)
        return parent, Path(path).name


def _read(folder: Path) -> _Folder:
    entries: dict[str, _File | _Folder] = {}
    for entry in folder.iterdir():
        if entry.is_dir():
            entries[entry.name] = _read(entry)
        else:
            content = entry.read_bytes()
            entries[entry.name] = _File(bytearray(content), content)
    return _Folder(entries, dict(entries))


def _walk(
    folder: _Folder, *, names_flushed: bool, contents_flushed: bool, above: str = ""
) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for name, entry in (folder.flushed if names_flushed else folder.entries).items():
        path = f"{above}{name}"
        if isinstance(entry, _File):
            found.append((path, entry.flushed if contents_flushed else bytes(entry.content)))
            continue
        found.append((f"{path}/", b""))
        found += _walk(
            entry,
            names_flushed=names_flushed,
            contents_flushed=contents_flushed,
            above=f"{path}/",
        )
    return found


def tree_of(folder: Path) -> Tree:
    """What stands on the real disk."""
    return dict(_walk(_read(folder), names_flushed=False, contents_flushed=False))


def fingerprint(tree: Tree) -> str:
    """The same for trees that are the same."""
    digest = hashlib.sha256()
    for path in sorted(tree):
        digest.update(f"{path}\0{len(tree[path])}\0".encode())
        digest.update(tree[path])
    return digest.hexdigest()


def lay_out(tree: Tree, folder: Path) -> None:
    """Write a tree to the real disk."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(tree):
        target = folder / path
        if path.endswith("/"):
            target.mkdir()
        else:
            target.write_bytes(tree[path])
