"""Results that are a list of what was found: to be counted, gone through, indexed and sliced."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import TypeVar, overload

__all__ = ["Listing"]

_Found_co = TypeVar("_Found_co", covariant=True)


class Listing(Sequence[_Found_co]):
    """What was found, in its order; whatever else is known of it stands beside.

    >>> import bri_search
    >>> lines = bri_search.open(example_index).kwic("合作")
    >>> len(lines), lines[0].match, [line.source.id for line in lines[-2:]]
    (3, '合作', ['paper', 'statement'])
    """

    __slots__ = ()

    @property
    @abstractmethod
    def _found(self) -> Sequence[_Found_co]:
        """What was found."""

    def __iter__(self) -> Iterator[_Found_co]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    @overload
    def __getitem__(self, place: int) -> _Found_co: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[_Found_co]: ...
    def __getitem__(self, place: int | slice) -> _Found_co | Sequence[_Found_co]:
        return self._found[place]
