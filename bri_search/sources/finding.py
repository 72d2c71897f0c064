"""Which files of a corpus are documents, and why the others are not."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bri_search.errors import UnreadableSource, UsageError
from bri_search.sources.catalog import CATALOG_NAME
from bri_search.sources.document import MARKDOWN_SUFFIXES, MAX_FILE_SIZE, PLAIN_SUFFIXES
from bri_search.sources.readers import MOST_CHARACTERS, READABLE_SUFFIXES
from bri_search.text.files import Unsettled, read_regular
from bri_search.text.glossary import GLOSSARY_NAME

__all__ = ["Found", "Skipped", "UnsettledSource", "find_files", "read_content", "readable_name"]

_ABOUT_DOCUMENTS = frozenset({CATALOG_NAME, GLOSSARY_NAME})
_ABOUT_THE_FOLDER = frozenset({"README.md", "README.txt"})
_LOCK = "~$"
"""What the name begins with of a file that Word keeps beside one that is open."""
_MEGABYTE = 1024 * 1024
_TEXT = frozenset((*PLAIN_SUFFIXES, *MARKDOWN_SUFFIXES))
_LARGEST_TEXT = 4 * MOST_CHARACTERS
"""Bytes that as many characters have at most, in any encoding that is read."""

_Identity = tuple[int, int]
"""A file whatever its names are: its device and inode."""


class UnsettledSource(UnreadableSource):
    """A file that changes while it is read; what it was before is as good as what it is now.

    >>> str(UnsettledSource("a.txt"))
    'a.txt: is being written; run bri-search index again'
    """

    def __init__(self, path: str) -> None:
        super().__init__(path, "is being written; run bri-search index again")


@dataclass(frozen=True, slots=True)
class Found:
    """A file to be read: its absolute path, and its path below the root it was found in.

    `is_link` says that the path is a link which is to be followed; of more than `max_size` bytes
    nothing is read.
    """

    path: Path
    relative: str
    is_link: bool = False
    max_size: int = MAX_FILE_SIZE


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is left out, and why; `is_failure` where it should have been read."""

    path: Path
    reason: str
    is_failure: bool


def find_files(
    roots: Iterable[Path], *, follow_links: bool = False, max_file_size: int = MAX_FILE_SIZE
) -> tuple[list[Found], list[Skipped]]:
    """All documents below some folders (or the files named), in the order of their paths.

    Hidden files and folders are passed over, and what Word keeps beside an open file. A link is
    another name of something: where that lies in the corpus it is read under its own name, and
    where it lies outside only with `follow_links`; then links to folders are followed too, and
    everything is read once, so that a loop of links ends. What is named itself is always followed.
    Only regular files are documents: nothing else is ever opened. Raises UsageError for a root that
    is not there, or that is neither a folder nor a regular file.
    """
    search = _Search(follow_links, max_file_size)
    for root in roots:
        absolute = Path(os.path.abspath(root))
        try:
            status = absolute.stat()
        except OSError as error:
            raise UsageError(f"{root}: {_root_problem(absolute, error)}") from error
        if stat.S_ISDIR(status.st_mode):
            search.walk(absolute, absolute, status)
        elif stat.S_ISREG(status.st_mode):
            search.add(absolute, absolute.parent, status, is_link=absolute.is_symlink())
        else:
            raise UsageError(f"{root}: is no regular file; name a folder of documents or a file")
    search.follow()
    return sorted(search.found.values(), key=lambda entry: str(entry.path)), search.skipped


def _root_problem(root: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        state = "is a link that leads nowhere" if root.is_symlink() else "does not exist"
    else:
        state = f"cannot be looked at ({error.strerror})"
    return f"{state}; name a folder of documents or a file"


class _Search:
    """Goes through folders; links are noted, and looked at when everything else is known."""

    def __init__(self, follow_links: bool, max_size: int) -> None:
        self.found: dict[Path, Found] = {}
        self.skipped: list[Skipped] = []
        self._follow_links = follow_links
        self._max_size = max_size
        self._links: list[tuple[Path, Path]] = []
        self._names: dict[_Identity, Path] = {}
        """The name under which each file and folder was met first."""

    def skip(self, path: Path, reason: str, *, is_failure: bool = False) -> None:
        self.skipped.append(Skipped(path, reason, is_failure))

    def walk(self, folder: Path, root: Path, status: os.stat_result) -> None:
        """Look at everything below a folder; with a stack of our own, for paths may be deep."""
        ahead = [(folder, status)]
        while ahead:
            folder, status = ahead.pop()
            if folder == root and self._names.get(_identity(status)) == folder:
                continue  # named twice
            self._names.setdefault(_identity(status), folder)
            try:
                names = sorted(os.listdir(folder))  # noqa: PTH208 - names may be no valid UTF-8
            except OSError as error:
                self.skip(folder, f"cannot be opened ({error.strerror})", is_failure=True)
                continue
            for name in names:
                is_top = folder == root
                if name.startswith((".", _LOCK)) or (is_top and name in _ABOUT_DOCUMENTS):
                    continue
                path = folder / name
                if name == CATALOG_NAME:
                    self.skip(path, "a catalog is read at the top of a folder; --catalog names one")
                    continue
                if is_top and name in _ABOUT_THE_FOLDER:
                    self.skip(path, "says what the folder is, and is no document")
                    continue
                try:
                    below = path.lstat()
                except FileNotFoundError:
                    continue  # it went while the folder was read
                except OSError as error:
                    self.skip(path, _problem(error), is_failure=True)
                    continue
                if stat.S_ISLNK(below.st_mode):
                    self._links.append((path, root))
                elif stat.S_ISDIR(below.st_mode):
                    ahead.append((path, below))
                else:
                    self.add(path, root, below)

    def add(self, path: Path, root: Path, status: os.stat_result, *, is_link: bool = False) -> None:
        """Take a file for a document, if it is one."""
        self._names.setdefault(_identity(status), path)
        if not stat.S_ISREG(status.st_mode):
            self.skip(path, "is not a regular file")
        elif path.suffix.lower() not in READABLE_SUFFIXES:
            self.skip(path, f"no reader for {path.suffix or 'a file without suffix'}")
        elif path.suffix.lower() in _TEXT and status.st_size > _LARGEST_TEXT:
            self.skip(path, _too_long(status.st_size), is_failure=True)
        elif status.st_size > self._max_size:
            self.skip(path, _too_large(status.st_size, self._max_size), is_failure=True)
        elif path not in self.found:
            relative = path.relative_to(root).as_posix()
            self.found[path] = Found(path, relative, is_link, self._max_size)

    def follow(self) -> None:
        """Look at the links that were met, and at those that are met on the way."""
        while self._links:
            links, self._links = sorted(self._links), []
            for path, root in links:
                try:
                    status = path.stat()
                except OSError as error:
                    # A link that leads nowhere leaves out no document that there is.
                    self.skip(path, _problem(error), is_failure=not _leads_nowhere(error))
                    continue
                known = self._names.get(_identity(status))
                if known is not None:
                    self.skip(path, f"is a link to {readable_name(str(known))}")
                elif not self._follow_links:
                    self.skip(path, "is a link out of the corpus; --follow-links follows it")
                elif stat.S_ISDIR(status.st_mode):
                    self.walk(path, root, status)
                else:
                    self.add(path, root, status, is_link=True)


def _identity(status: os.stat_result) -> _Identity:
    return status.st_dev, status.st_ino


def _too_large(size: int, most: int) -> str:
    return (
        f"has {size / _MEGABYTE:,.1f} MB, and no more than {most / _MEGABYTE:,.1f} MB are read; "
        "divide it, or raise --max-file-size"
    )


def _too_long(size: int) -> str:
    return (
        f"has {size / _MEGABYTE:,.1f} MB, and no more than {MOST_CHARACTERS:,} characters are "
        "read of a text; divide it"
    )


def _leads_nowhere(error: OSError) -> bool:
    return isinstance(error, FileNotFoundError) or error.errno == errno.ELOOP


def _problem(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "is a link that leads nowhere; mend or delete it"
    if error.errno == errno.ELOOP:
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
    """The bytes of a file; raises UnreadableSource with the reason.

    What was a regular file when it was found may be something else by now. Raises UnsettledSource,
    which is one, for a file that is being written.
    """
    try:
        return read_regular(found.path, found.max_size, follow_link=found.is_link)
    except Unsettled as error:
        raise UnsettledSource(str(found.path)) from error
    except OSError as error:
        raise UnreadableSource(str(found.path), _reading_problem(error)) from error


def _reading_problem(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "is gone; run bri-search index again"
    if error.errno == errno.ELOOP:
        return "is a link now; --follow-links follows it"
    if error.errno == errno.EFBIG:
        return f"is too large ({error.strerror}); divide it, or raise --max-file-size"
    return f"cannot be read ({error.strerror}); check what it is, and its permissions"
