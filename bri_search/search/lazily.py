"""Sequences of results that are made when they are asked for; each equals the tuple of them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, TypeVar, overload

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
    """Results that are made, each when it is asked for, from what is known of them.

    There may be hundreds of thousands, of which a page is looked at.

    >>> made = Made([1, 2, 3], lambda number: f"{number}.")
    >>> made[0], made[1:], made == ("1.", "2.", "3.")
    ('1.', ('2.', '3.'), True)
    """

    __slots__ = ("_known", "_make")

    def __init__(self, known: Sequence[Any], make: Callable[[Any], _Result_co]) -> None:
        self._known = known
        self._make = make

    def _all(self) -> tuple[_Result_co, ...]:
        return tuple(map(self._make, self._known))

    def __len__(self) -> int:
        return len(self._known)

    @overload
    def __getitem__(self, place: int) -> _Result_co: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[_Result_co, ...]: ...
    def __getitem__(self, place: int | slice) -> _Result_co | tuple[_Result_co, ...]:
        if isinstance(place, slice):
            return tuple(map(self._make, self._known[place]))
        return self._make(self._known[place])


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
