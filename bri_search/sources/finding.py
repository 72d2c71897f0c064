"""Which files of a corpus are documents, and why the others are not."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bri_search.errors import UnreadableSource, UsageError
from bri_search.sources.catalog import CATALOG_NAME
from bri_search.sources.readers import READABLE_SUFFIXES
from bri_search.text.glossary import GLOSSARY_NAME

__all__ = ["Found", "Skipped", "find_files", "read_content", "readable_name"]

_NOT_DOCUMENTS = frozenset({CATALOG_NAME, "README.md", "README.txt", GLOSSARY_NAME})


@dataclass(frozen=True, slots=True)
class Found:
    """A file to be read: its absolute path, and its path below the root it was found in."""

    path: Path
    relative: str
    root: Path


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is left out, and why; `is_failure` where it should have been read."""

    path: Path
    reason: str
    is_failure: bool


def find_files(roots: Iterable[Path]) -> tuple[list[Found], list[Skipped]]:
    """All documents below some folders (or the files named), in the order of their paths.

    Hidden files and folders are passed over; links are followed to files, never to folders, so
    that a loop of links cannot be walked. Raises UsageError for a root that is not there.
    """
    found: dict[Path, Found] = {}
    skipped: list[Skipped] = []
    for root in roots:
        absolute = Path(os.path.abspath(root))
        if not absolute.exists():
            state = "is a link that leads nowhere" if absolute.is_symlink() else "does not exist"
            raise UsageError(f"{root}: {state}; name a folder of documents or a file")
        if absolute.is_dir():
            for entry in _walk(absolute, absolute, skipped):
                found.setdefault(entry.path, entry)
        else:
            found.setdefault(absolute, Found(absolute, absolute.name, absolute.parent))
    return sorted(found.values(), key=lambda entry: str(entry.path)), skipped


def _walk(folder: Path, root: Path, skipped: list[Skipped]) -> Iterator[Found]:
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208 - names may be no valid UTF-8
    except OSError as error:
        skipped.append(Skipped(folder, f"cannot be opened ({error.strerror})", is_failure=True))
        return
    for name in names:
        path = folder / name
        if name.startswith(".") or (folder == root and name in _NOT_DOCUMENTS):
            continue
        try:
            kind = path.lstat().st_mode
            if stat.S_ISLNK(kind):
                kind = path.stat().st_mode
                if stat.S_ISDIR(kind):
                    skipped.append(Skipped(path, "is a link to a folder", is_failure=False))
                    continue
        except OSError as error:
            skipped.append(Skipped(path, _link_problem(error), is_failure=True))
            continue
        if stat.S_ISDIR(kind):
            yield from _walk(path, root, skipped)
        elif not stat.S_ISREG(kind):
            skipped.append(Skipped(path, "is not a regular file", is_failure=False))
        elif path.suffix.lower() in READABLE_SUFFIXES:
            yield Found(path, path.relative_to(root).as_posix(), root)
        else:
            what = f"no reader for {path.suffix or 'a file without suffix'}"
            skipped.append(Skipped(path, what, is_failure=False))


def _link_problem(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "is a link that leads nowhere; mend or delete it"
    if "symbolic links" in (error.strerror or ""):
        return "is a loop of links; mend or delete it"
    return f"cannot be looked at ({error.strerror})"


def readable_name(name: str) -> str:
    r"""A file name as it can be shown and stored, whatever bytes it is made of.

    >>> readable_name("notes\n2.txt"), readable_name("\udcff.txt")
    ('notes 2.txt', '\ufffd.txt')
    """
    known = os.fsencode(name).decode("utf-8", "replace")
    return "".join(character if character.isprintable() else " " for character in known)


def read_content(found: Found) -> bytes:
    """The bytes of a file; raises UnreadableSource with the reason."""
    try:
        return found.path.read_bytes()
    except OSError as error:
        raise UnreadableSource(
            str(found.path), f"cannot be read ({error.strerror}); check its permissions"
        ) from error
