"""What may have been meant by a phrase; where enough is found, that is not gone into."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from bri_search.index.store import Store
from bri_search.search.lazily import Later

if TYPE_CHECKING:
    from bri_search.search.suggestions import Suggestion

__all__ = ["LITTLE", "meant"]

LITTLE: Final = 3
"""What is found fewer times than this is little: then something else may have been meant."""


def meant(store: Store, phrase: str, found: int) -> Sequence[Suggestion]:
    """What may have been meant by a phrase that was found so many times.

    Looked for when it is first asked for, and only where little was found.
    """
    if found >= LITTLE:
        return ()
    return Later(store.guarded(partial(_suggestions, store, phrase, found)))


def _suggestions(store: Store, phrase: str, found: int) -> tuple[Suggestion, ...]:
    from bri_search.search.suggesting import suggest

    return suggest(store, phrase, found)
