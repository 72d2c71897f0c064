"""Building an index and keeping it up to date, and finding out whether it is whole."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Generator, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

from bri_search.api.library import Library
from bri_search.arguments import StrPath, checked, untold
from bri_search.errors import UsageError
from bri_search.index.store import Store
from bri_search.sources.document import LARGEST_FILE

# What builds takes longer to load than a search.
if TYPE_CHECKING:
    from bri_search.index.advance import BuildProgress
    from bri_search.index.report import BuildReport
    from bri_search.index.verifying import Verification
    from bri_search.index.watching import Update

__all__ = ["BuildOptions", "build", "verify", "watch"]

WAIT = 60.0
"""Seconds that a build waits for another one unless it is told otherwise."""


class BuildOptions(TypedDict, total=False):
    """How to build, by name; what is left out is as usual.

    `catalog` names a catalog other than the `catalog.toml` of the corpus. Links that lead out of
    the corpus are followed with `follow_links`; files of more than `max_file_size` bytes (128 MiB)
    are not read. These three are remembered: left out, they are as the index was built before.
    `rebuild` reads everything again. `trust` is that of `open`. While
    another build is at work this one waits for `wait` seconds (60), and `notice` is called with a
    line that says so; `progress` is called with a `BuildProgress`.

    >>> options: BuildOptions = {"wait": 60.0}
    >>> build(example_corpus, example_index, **options).report.total
    2
    """

    catalog: StrPath | None
    follow_links: bool | None
    max_file_size: int | None
    rebuild: bool
    trust: bool
    wait: float
    notice: Callable[[str], None]
    progress: Callable[[BuildProgress], None]


@checked(BuildOptions)
def build(
    corpus: StrPath | Iterable[StrPath] = "corpus",
    index: StrPath = "index",
    **options: Unpack[BuildOptions],
) -> Library:
    """Build the index of a folder (or of several, or of files), or bring it up to date; open it.

    Only what changed is read again. `library.report` says what was added, changed, renamed,
    removed, skipped and what could not be read. Whatever happens, the index is the one before or
    the new one. Raises UsageError, CatalogError, IndexForeign, IndexUntrusted or LibraryError.

    >>> library = build(example_corpus, example_index)
    >>> library.report.nothing_changed, library.report.total
    (True, 2)
    """
    folder = _absolute(index)
    report = _build(_roots(corpus), folder, options)
    return Library(Store(folder, trust=options.get("trust", False)), report)


@checked(BuildOptions)
def watch(
    corpus: StrPath | Iterable[StrPath] = "corpus",
    index: StrPath = "index",
    *,
    stop: threading.Event | None = None,
    **options: Unpack[BuildOptions],
) -> Generator[Update, None, None]:
    """Build as `build` does, and again whenever documents come, change, move or go.

    Gives an update for the first build and for each that has something new to tell. Changes that
    come together are one build; one that fails gives an update with the error, and is tried again
    after some seconds. Goes on until it is closed or `stop` is set, which it sees within a second.
    What is open meanwhile keeps answering as it was; refresh it.

    >>> updates = watch(example_corpus, example_index)
    >>> next(updates).report.total
    2
    >>> updates.close()
    """
    from bri_search.index.watching import watch_builds

    # What is named stays what it is, wherever the program goes meanwhile.
    roots, folder = [_absolute(root) for root in _roots(corpus)], _absolute(index)
    catalog = options.get("catalog")
    if catalog is not None:
        options["catalog"] = catalog = _absolute(catalog)
    return watch_builds(
        lambda: _build(roots, folder, options), roots, folder, catalog=catalog, stop=stop
    )


@checked()
def verify(
    index: StrPath = "index",
    *,
    trust: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Verification:
    """Check every file of an index, also of one that is too damaged to be opened.

    Reads the whole index and the documents it was built from; `progress` is called with the bytes
    of the index that are read, and of how many. Raises what `open` does, but for IndexDamaged.

    >>> verify(example_index).is_whole
    True
    """
    from bri_search.index.verifying import verify_index

    return verify_index(_absolute(index), trust=trust, progress=progress or untold)


def _build(roots: list[Path], index: Path, options: BuildOptions) -> BuildReport:
    from bri_search.index.build import build_index  # what builds takes longer to load than a search

    most = options.get("max_file_size")
    if most is not None and most < 1:
        raise UsageError(
            f"{most} leaves every file out; give 1 byte or more", argument="max_file_size"
        )
    if most is not None and most > LARGEST_FILE:
        raise UsageError(
            f"a file has at most {LARGEST_FILE >> 20} MB, since indexing a larger "
            "one would take over 1 GB of memory; divide it",
            argument="max_file_size",
        )
    catalog = options.get("catalog")
    given = {"wait": WAIT, **options, "catalog": None if catalog is None else Path(catalog)}
    return build_index(roots, index, **given)  # type: ignore[arg-type]  # checked by BuildOptions


def _absolute(path: StrPath) -> Path:
    return Path(os.path.abspath(path))


def _roots(corpus: StrPath | Iterable[StrPath]) -> list[Path]:
    named = [corpus] if isinstance(corpus, (str, os.PathLike)) else list(corpus)
    if not named:  # an index of nothing would take the place of the one there is
        raise UsageError("names nothing; give a folder, or files", argument="corpus")
    return [Path(root) for root in named]
