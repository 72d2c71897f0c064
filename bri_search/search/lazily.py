"""Sequences of results that are made when they are asked for; each equals the tuple of them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import TypeVar, overload

__all__ = ["Later", "Made"]

_Result_co = TypeVar("_Result_co", covariant=True)


class _Lazily(Sequence[_Result_co]):
    """What the two have in common: to be compared, shown and sent elsewhere as a tuple is."""

    __slots__ = ()

    @abstractmethod
    def _all(self) -> tuple[_Result_co, ...]:
        """The results, all made."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._all() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return repr(self._all())

    def __reduce__(self) -> tuple[type[tuple[_Result_co, ...]], tuple[list[_Result_co]]]:
        return tuple, (list(self._all()),)


class Made(_Lazily[_Result_co]):
    """So many results, each of which is made when it is asked for by its number.

    There may be hundreds of thousands, of which a page is looked at.

    >>> made = Made(3, lambda number: f"{number}.")
    >>> made[0], made[1:], made == ("0.", "1.", "2.")
    ('0.', ('1.', '2.'), True)
    """

    __slots__ = ("_make", "_numbers")

    def __init__(self, count: int, make: Callable[[int], _Result_co]) -> None:
        self._numbers = range(count)
        self._make = make

    def _all(self) -> tuple[_Result_co, ...]:
        return tuple(map(self._make, self._numbers))

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, place: int) -> _Result_co: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[_Result_co, ...]: ...
    def __getitem__(self, place: int | slice) -> _Result_co | tuple[_Result_co, ...]:
        if isinstance(place, slice):
            return tuple(map(self._make, self._numbers[place]))
        return self._make(self._numbers[place])


class Later(_Lazily[_Result_co]):
    """Results that take a while to find, and are found when they are first asked for.

    >>> later = Later(lambda: ("a", "b"))
    >>> later[0], len(later), later == ("a", "b")
    ('a', 2, True)
    """

    __slots__ = ("_find", "_found")

    def __init__(self, find: Callable[[], tuple[_Result_co, ...]]) -> None:
        self._find = find
        self._found: tuple[_Result_co, ...] | None = None

    def _all(self) -> tuple[_Result_co, ...]:
        if self._found is None:
            self._found = self._find()
        return self._found

    def __len__(self) -> int:
        return len(self._all())

    @overload
    def __getitem__(self, place: int) -> _Result_co: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[_Result_co, ...]: ...
    def __getitem__(self, place: int | slice) -> _Result_co | tuple[_Result_co, ...]:
        return self._all()[place]
