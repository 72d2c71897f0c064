"""What is printed on the pages of a file as their numbers, where its format does not say it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from bri_search.sources.document import FurnitureKind
from bri_search.sources.marks import PageStart
from bri_search.sources.page_numbers import numbers_in_head, page_number
from bri_search.sources.passages import Furniture

__all__ = ["labelled"]

_DIGITS = "digits"
_FEWEST_ALIKE = 2
"""Pages whose numbers are as far from their counts: one may be a year, or an issue's number."""


class _Printed(NamedTuple):
    """A number on a page as it is written, and how far it is from the count of the page."""

    label: str
    style: str
    shift: int


def labelled(
    pages: tuple[PageStart, ...], text: str, furniture: Iterable[Furniture]
) -> tuple[PageStart, ...]:
    """Pages with the numbers that were found on them, where the format gives none of them a label.

    A page without a number has the one that it comes to by those before and behind it, where these
    agree, as the first page of an article does.

    >>> pages = PageStart(0), PageStart(4), PageStart(8)
    >>> found = [Furniture((2, 4), "page number"), Furniture((6, 8), "page number")]
    >>> [page.label for page in labelled(pages, "甲 21乙 22丙", found)]
    ['21', '22', '23']
    """
    if not pages or any(page.label is not None for page in pages):
        return pages
    starts = [page.offset for page in pages]
    found: defaultdict[int, list[_Printed]] = defaultdict(list)
    for piece in furniture:
        place = bisect_right(starts, piece.span[0]) - 1
        if place >= 0:
            found[place] += _numbers(text[slice(*piece.span)], piece.what, place)
    counted = Counter((one.style, one.shift) for many in found.values() for one in many)
    known: dict[int, _Printed] = {}
    for place, many in found.items():
        best = max(many, key=lambda one: counted[one.style, one.shift], default=None)
        if best is not None and counted[best.style, best.shift] >= _FEWEST_ALIKE:
            known[place] = best
    labels = (_label(place, known) for place in range(len(pages)))
    return tuple(replace(page, label=label) for page, label in zip(pages, labels, strict=True))


def _numbers(line: str, what: str, place: int) -> Iterator[_Printed]:
    """The numbers of a line that is furniture, of which one may be that of its page."""
    if what == FurnitureKind.PAGE_NUMBER and (number := page_number(line)):
        style = _DIGITS if number.printed.isdecimal() else number.shape
        yield _Printed(number.printed, style, number.value - place)
    elif what == FurnitureKind.RUNNING_HEAD:
        for _, value in numbers_in_head(line):
            yield _Printed(str(value), _DIGITS, value - place)


def _label(place: int, known: dict[int, _Printed]) -> str | None:
    """The label of a page by what is known of it, or of the nearest before and behind it."""
    if place in known:
        return known[place].label
    places = sorted(known)
    behind = bisect_left(places, place)
    near = {known[one][1:] for one in places[max(0, behind - 1) : behind + 1]}
    if len(near) != 1:
        return None
    [(style, shift)] = near
    return str(place + shift) if style == _DIGITS and place + shift > 0 else None
