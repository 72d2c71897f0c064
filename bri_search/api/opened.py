"""An index that is open: what each thread is answered from, and how it is refreshed and closed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Self, TypeVar

from bri_search.arguments import Arguments, untold
from bri_search.errors import UsageError
from bri_search.index.store import Store
from bri_search.search.filtering import Filters

if TYPE_CHECKING:
    from bri_search.index.report import BuildReport
    from bri_search.index.verifying import Verification
    from bri_search.search.kwic.collocates import WordFrequencies

__all__ = ["OpenIndex", "reading"]

_Index = TypeVar("_Index", bound="OpenIndex")
_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")


class _Opened:
    """A store with what is counted once of it."""

    def __init__(self, store: Store) -> None:
        self.store = store

    @cached_property
    def frequencies(self) -> WordFrequencies:
        from bri_search.search.kwic.collocates import WordFrequencies

        return WordFrequencies(self.store)


class _Pins(threading.local):
    """What each thread is answering from, while it is."""

    opened: _Opened | None = None


def reading(
    method: Callable[Concatenate[_Index, _Parameters], _Result],
) -> Callable[Concatenate[_Index, _Parameters], _Result]:
    """Let a method answer from one snapshot, and tell an index that is damaged from a mistake.

    A refresh by another thread does not show before the method is done. Where it fails in a way
    that nobody foresaw, the files are checked: what does not fit them raises IndexDamaged.
    """
    arguments = Arguments(method, Filters if "filters" in method.__annotations__ else None, bound=1)

    @wraps(method)
    def answer(index: _Index, /, *args: _Parameters.args, **named: _Parameters.kwargs) -> _Result:
        arguments.check(args, named)
        pins = index._pins
        before = pins.opened
        pins.opened = index._opened  # what it has pinned, where one call makes another
        try:
            return index._store.guarded(method)(index, *args, **named)
        finally:
            pins.opened = before

    return answer


class OpenIndex:
    """An index that is held open until it is closed; `Library` says what may share it."""

    def __init__(self, store: Store, report: BuildReport | None = None) -> None:
        self._newest: _Opened | None = _Opened(store)
        self._pins = _Pins()
        self.report = report

    def __reduce__(self) -> tuple[Callable[..., OpenIndex], tuple[object, ...]]:
        return _reopen, (type(self), self._store.index, self._store.snapshot.trust, self.report)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the index; a library that is closed raises UsageError for whatever is asked.

        What another thread is asking meanwhile is still answered.

        >>> import bri_search
        >>> library = bri_search.open(example_index)
        >>> library.close()
        >>> library.search("路")
        Traceback (most recent call last):
        ...
        bri_search.errors.UsageError: the library is closed; open the index again
        """
        self._newest = None

    @property
    def _opened(self) -> _Opened:
        opened = self._pins.opened or self._newest
        if opened is None:
            raise UsageError("the library is closed; open the index again")
        return opened

    @property
    def _store(self) -> Store:
        return self._opened.store

    def refresh(self) -> bool:
        """Go on to the index that was built last; whether there was another one.

        What was found before stays as it is. Raises what `open` does, and then answers as before.

        >>> import bri_search
        >>> bri_search.open(example_index).refresh()
        False
        """
        newest = self._opened
        if newest.store.snapshot.is_current:
            return False
        self._newest = _Opened(Store(newest.store.index, trust=newest.store.snapshot.trust))
        return True

    @reading
    def verify(self, *, progress: Callable[[int, int], None] | None = None) -> Verification:
        """Check every file of the index, and whether the corpus is still as it was.

        Reads the whole index and the documents it was built from; `progress` is called with the
        bytes of the index that are read, and of how many.

        >>> import bri_search
        >>> bri_search.open(example_index).verify().is_current
        True
        """
        from bri_search.index.verifying import verify_snapshot

        return verify_snapshot(self._store.snapshot, progress or untold)


def _reopen(
    kind: type[OpenIndex], index: Path, trust: bool, report: BuildReport | None
) -> OpenIndex:
    return kind(Store(index, trust=trust), report)
