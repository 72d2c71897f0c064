"""Arguments: one of another type than a function says is told in a line, before it does harm."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from numbers import Integral, Real
from typing import ParamSpec, TypeVar

from bri_search.errors import UsageError

__all__ = ["Arguments", "StrPath", "checked", "not_negative", "not_too_large", "untold"]

StrPath = str | os.PathLike[str]
"""A path, as everything that opens files takes one."""

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")
_LARGEST = 1_000_000_000


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_number(value: object) -> bool:
    return isinstance(value, Integral)


def _is_path(value: object) -> bool:
    return isinstance(value, (str, os.PathLike)) and str(value) != "" and "\0" not in str(value)


def _are_paths(value: object) -> bool:
    return _is_path(value) or (
        isinstance(value, Iterable)
        and (not isinstance(value, (list, tuple, set)) or all(map(_is_path, value)))
    )


def _are_texts(value: object) -> bool:
    return _is_text(value) or (isinstance(value, (list, tuple)) and all(map(_is_text, value)))


def _is_pair(value: object) -> bool:
    return isinstance(value, (list, tuple)) and len(value) == 2 and all(map(_is_number, value))


def _are_pairs(value: object) -> bool:
    return isinstance(value, (list, tuple)) and all(map(_is_pair, value))


_KINDS: dict[str, tuple[Callable[[object], bool], str]] = {
    "str": (_is_text, "a text"),
    "int": (_is_number, "a whole number"),
    "bool": (lambda value: isinstance(value, bool), "True or False"),
    "float": (lambda value: isinstance(value, Real), "a number"),
    "bytes": (lambda value: isinstance(value, (bytes, bytearray)), "bytes"),
    "StrPath": (_is_path, "a path"),
    "StrPath | Iterable[StrPath]": (
        lambda value: _is_path(value) if isinstance(value, (str, bytes)) else _are_paths(value),
        "a path or several",
    ),
    "str | Sequence[str]": (_are_texts, "a text or a list of texts"),
    "int | tuple[int, int]": (
        lambda value: _is_number(value) or _is_pair(value),
        "a whole number or two",
    ),
    "Sequence[tuple[int, int]]": (_are_pairs, "a list of pairs of whole numbers"),
    "Callable": (callable, "a function"),
    "threading.Event": (lambda value: callable(getattr(value, "is_set", None)), "an event"),
}
"""What an annotation asks for, as it is written; of a function whatever it takes and gives."""


_USUAL: dict[str, type] = {"str": str, "int": int, "bool": bool}
"""What is asked for most; of these no more needs to be looked at."""


class Arguments:
    """What a function takes, by the names and annotations of its arguments.

    `options` is the TypedDict of what it takes by name beyond those; `bound` is how many of the
    first ones are not given by the caller.

    >>> def shout(text: str, times: int = 1): ...
    >>> Arguments(shout).check(("路",), {"times": "2"})
    Traceback (most recent call last):
    ...
    bri_search.errors.UsageError: times: '2' is not a whole number
    """

    def __init__(
        self, function: Callable[..., object], options: type | None = None, *, bound: int = 0
    ) -> None:
        code = function.__code__
        hints = dict(function.__annotations__)
        for name in ("return", *code.co_varnames[:bound]):
            hints.pop(name, None)
        unpacked = [name for name, hint in hints.items() if hint.startswith("Unpack[")]
        for name in unpacked:
            del hints[name]
        if options is not None:
            annotations = options.__annotations__.items()
            hints |= {name: hint.__forward_arg__ for name, hint in annotations}
        self._asked = {name: _asked(hint) for name, hint in hints.items()}
        self._positional = code.co_varnames[bound : code.co_argcount]
        self._usual = {
            name: _USUAL.get(hint.removesuffix(" | None")) for name, hint in hints.items()
        }

    def check(self, args: tuple[object, ...], named: Mapping[str, object]) -> None:
        """Raise UsageError for an argument of another type, or that the function has not."""
        for name, value in zip(self._positional, args, strict=False):
            if type(value) is not self._usual.get(name):
                self._check(name, value)
        for name, value in named.items():
            self._check(name, value)

    def _check(self, name: str, value: object) -> None:
        asked = self._asked.get(name)
        if asked is None:
            raise UsageError(
                f"no such argument; give one of {', '.join(self._asked)}", argument=name
            )
        is_right, said, may_be_none = asked
        if not (is_right(value) or (value is None and may_be_none)):
            raise UsageError(f"{value!r:.80} is not {said}", argument=name)


def _asked(hint: str) -> tuple[Callable[[object], bool], str, bool]:
    """What an annotation asks for: what tells if it is that, its name, and if None will do.

    Raises TypeError for one that nothing is known of, when the function is defined.
    """
    plain = hint.removesuffix(" | None")
    kind = _KINDS.get("Callable" if plain.startswith("Callable[") else plain)
    if kind is None:
        raise TypeError(f"nothing tells whether an argument is of type {plain}")
    return (*kind, plain != hint)


def checked(
    options: type | None = None,
) -> Callable[[Callable[_Parameters, _Result]], Callable[_Parameters, _Result]]:
    """Let a function raise UsageError for arguments of other types than it says.

    >>> @checked()
    ... def shout(text: str) -> str:
    ...     return text.upper()
    >>> shout("connectivity")
    'CONNECTIVITY'
    """

    def decorate(function: Callable[_Parameters, _Result]) -> Callable[_Parameters, _Result]:
        arguments = Arguments(function, options)

        @wraps(function)
        def call(*args: _Parameters.args, **named: _Parameters.kwargs) -> _Result:
            arguments.check(args, named)
            return function(*args, **named)

        return call

    return decorate


def not_negative(**numbers: int) -> None:
    """Raise UsageError for the first of some numbers, by name, that is negative or too large.

    >>> not_negative(limit=10, offset=-1)
    Traceback (most recent call last):
    bri_search.errors.UsageError: offset: -1 is negative; give 0 or more
    """
    for name, number in numbers.items():
        if number < 0:
            raise UsageError(f"{number} is negative; give 0 or more", argument=name)
    not_too_large(**numbers)


def not_too_large(**numbers: int) -> None:
    """Raise UsageError for the first of some numbers, by name, that is too large."""
    for name, number in numbers.items():
        if number > _LARGEST:
            raise UsageError(f"the number is too large; give {_LARGEST:,} at most", argument=name)


def untold(_done: int, _total: int) -> None:
    """What is called with how far something is, where nobody asked."""
