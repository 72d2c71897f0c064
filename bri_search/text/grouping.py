"""Commas that group digits by three in folded text, and the spaces of lists of numbers."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from itertools import chain

__all__ = ["without_grouping", "without_spaces_of_lists"]

_GROUPED_NUMBER = re.compile(r"(?<![0-9])(?<![0-9],)[0-9]{1,3}(?:,[0-9]{3})+(?!,?[0-9])")
_COMMA = re.compile(",")
# Where a line ends behind the comma no space is left, and only a group of digits needs one.
_SPACE_OF_LIST = re.compile(r"(?<=[0-9],) (?=[0-9])(?![0-9]{3}(?![0-9]))")


def without_grouping(text: str, offsets: array[int]) -> tuple[str, array[int]]:
    """A folded text without the commas of numbers such as 3,000, and the offsets of the rest.

    >>> without_grouping("3,000 and 3,5", array("I", range(13)))[0]
    '3000 and 3,5'
    """
    if "," not in text:
        return text, offsets
    numbers = _GROUPED_NUMBER.finditer(text)
    return _without(text, offsets, chain.from_iterable(map(_commas, numbers)))


def without_spaces_of_lists(text: str, offsets: array[int]) -> tuple[str, array[int]]:
    """A folded text without the spaces in lists of numbers that part no group of three digits.

    >>> without_spaces_of_lists("3, 5, 200", array("I", range(9)))[0]
    '3,5, 200'
    """
    if ", " not in text:
        return text, offsets
    return _without(text, offsets, _SPACE_OF_LIST.finditer(text))


def _commas(number: re.Match[str]) -> Iterator[re.Match[str]]:
    return _COMMA.finditer(number.string, *number.span())


def _without(
    text: str, offsets: array[int], left_out: Iterable[re.Match[str]]
) -> tuple[str, array[int]]:
    """A folded text without some stretches of it, in order, and the offsets of the rest."""
    pieces: list[str] = []
    kept = array("I")
    position = 0
    for stretch in left_out:
        pieces.append(text[position : stretch.start()])
        kept += offsets[position : stretch.start()]
        position = stretch.end()
    if not position:
        return text, offsets
    return "".join([*pieces, text[position:]]), kept + offsets[position:]
