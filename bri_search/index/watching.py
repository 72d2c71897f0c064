"""Watching: an index that is kept current while documents come, change, move and go."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import monotonic, sleep
from typing import NamedTuple

from bri_search.errors import BriSearchError, LibraryError
from bri_search.index.report import BuildReport
from bri_search.sources.catalog import CATALOG_NAME
from bri_search.sources.readers import READABLE_SUFFIXES
from bri_search.text.glossary import GLOSSARY_NAME

__all__ = ["Update", "watch_builds"]

_QUIET = 300
"""Milliseconds without a change after which a burst of changes is over."""
_LONGEST_BURST = 5.0
"""Seconds after which there is a build although changes go on."""
_STEP = 50
"""Milliseconds in which changes are gathered."""
_LOOK = 500
"""Milliseconds after which what cannot be watched is looked at."""
_RETRY = 5.0
"""Seconds after which a build that failed is tried again, and what cannot be watched looked at."""


@dataclass(frozen=True, slots=True)
class Update:
    """A build while documents are watched: its report, or the error that it failed with.

    >>> import bri_search
    >>> first = next(bri_search.watch(example_corpus, example_index))
    >>> first.report.total, first.error
    (2, None)
    """

    report: BuildReport | None = None
    error: BriSearchError | None = None


def watch_builds(
    build: Callable[[], BuildReport],
    roots: Iterable[Path],
    index: Path,
    *,
    catalog: Path | None = None,
    stop: Event | None = None,
) -> Generator[Update, None, None]:
    """Build, and build again when something below the roots has changed, until `stop` is set.

    The first update comes always, further ones when there is something new to tell. A build that
    fails leaves the index as it was; it is tried again after the next change, and after some
    seconds. What changes during a build is seen by the next one.
    """
    index = Path(os.path.abspath(index))
    absolute = [Path(os.path.abspath(root)) for root in roots]
    builds = _Builds(build)
    while True:
        folders = [root for root in absolute if root.is_dir()]
        looks = _looks(absolute, catalog)
        # Watched before the first build, which shall miss nothing that happens after it began.
        for changed in _changes(folders, index, stop):
            if stop is not None and stop.is_set():
                return
            looks, before = _looks(absolute, catalog), looks
            if changed or looks != before or builds.is_due:
                yield from builds.run()
            if looks.folders != before.folders:
                break  # a folder was replaced, and the one that is watched is another
        else:
            return


def _changes(folders: list[Path], index: Path, stop: Event | None) -> Iterator[bool]:
    """Whether something changed, after each change that matters and every now and then."""
    from watchfiles import Change, watch
    from watchfiles._rust_notify import WatchfilesRustInternalError

    def matters(change: Change, name: str) -> bool:
        return _matters(Path(name), change is Change.deleted, folders, index)

    if folders:
        begun: float | None = None
        try:
            for changes in watch(
                *folders,
                watch_filter=matters,
                step=_STEP,
                rust_timeout=_QUIET,
                yield_on_timeout=True,
                stop_event=stop,
                ignore_permission_denied=True,
            ):
                # Of many changes of one file watchfiles tells one: a burst is over when it is
                # silent, and not when it has nothing new to tell.
                if changes and (begun is None or monotonic() - begun < _LONGEST_BURST):
                    begun = begun or monotonic()
                    continue
                yield begun is not None
                begun = None
        except WatchfilesRustInternalError:
            pass  # a file name that is no UTF-8, which it cannot tell: everything is looked at
    due = monotonic()
    while stop is None or not stop.is_set():
        sleep(_LOOK / 1000)
        is_due = bool(folders) and monotonic() >= due
        if is_due:
            due = monotonic() + _RETRY
        yield is_due


def _matters(path: Path, is_gone: bool, folders: list[Path], index: Path) -> bool:
    """Whether a change of a path can change the index: not in hidden files, nor in the index."""
    if index == path or index in path.parents:
        return False
    inside = [path.relative_to(folder).parts for folder in folders if folder in path.parents]
    if inside and all(any(part.startswith(".") for part in parts) for parts in inside):
        return False
    if path.name in (CATALOG_NAME, GLOSSARY_NAME) or path.suffix.lower() in READABLE_SUFFIXES:
        return True
    return is_gone or path.is_dir()  # what is gone may have been a folder


_Look = tuple[int, int, int, int]


class _Looks(NamedTuple):
    """What is looked at every now and then: which folders there are, and how files look."""

    folders: list[tuple[int, int]]
    files: list[_Look]


def _looks(roots: list[Path], catalog: Path | None) -> _Looks:
    files = [root for root in roots if not root.is_dir()]
    beside = [root.parent / name for root in files for name in (CATALOG_NAME, GLOSSARY_NAME)]
    named = [] if catalog is None else [catalog]
    return _Looks(
        [_look(root)[:2] for root in roots], [_look(path) for path in files + beside + named]
    )


def _look(path: Path) -> _Look:
    try:
        status = path.stat()
    except OSError:
        return 0, 0, 0, 0
    return status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size


class _Builds:
    """Builds one after the other, and tells which of them has something new to say."""

    def __init__(self, build: Callable[[], BuildReport]) -> None:
        self._build = build
        self._told: object = None
        self._again: float | None = 0.0

    @property
    def is_due(self) -> bool:
        """Whether there has been no build, or one that failed some seconds ago."""
        return self._again is not None and monotonic() >= self._again

    def run(self) -> Iterator[Update]:
        """Build; an update if there is something new."""
        self._again = None
        try:
            report = self._build()
        except (BriSearchError, OSError) as error:
            self._again = monotonic() + _RETRY
            if str(error) != self._told:
                self._told = str(error)
                yield Update(error=_in_our_words(error))
            return
        told = (report.failed, report.skipped, report.glossary_problems)
        if told != self._told or not report.nothing_changed:
            self._told = told
            yield Update(report)


def _in_our_words(error: BriSearchError | OSError) -> BriSearchError:
    if isinstance(error, BriSearchError):
        return error
    return LibraryError(f"{error.filename or 'cannot read or write'}: {error.strerror or error}")
