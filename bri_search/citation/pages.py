"""Ranges of pages, as the styles of citations shorten them or write them out."""

from __future__ import annotations

import re

__all__ = ["is_several", "last_page"]

_SEVERAL = re.compile(r"\w\s*[-–—～,&]\s*\w")


def is_several(pages: str) -> bool:
    """Whether pages are more than one, in whatever numerals.

    >>> is_several("iv-xii"), is_several("3, 5"), is_several("2.0")
    (True, True, False)
    """
    return _SEVERAL.search(pages) is not None


def last_page(first: str, last: str, form: str | None) -> str:
    """The last page of a range in a form of CSL's `page-range-format`.

    Pages that are no plain numbers, and numbers with more digits than the first, are left whole.

    >>> last_page("9", "12", "minimal-two"), last_page("101", "119", "minimal-two")
    ('12', '19')
    >>> last_page("321", "28", "expanded"), last_page("101", "108", "chicago-16")
    ('328', '8')
    """
    if not (re.fullmatch("[0-9]+", first) and re.fullmatch("[0-9]+", last)):
        return last
    whole = first[: max(0, len(first) - len(last))] + last
    if len(whole) != len(first) or int(whole) <= int(first):
        return last
    same = next(place for place, digit in enumerate(first) if digit != whole[place])
    if form == "minimal":
        return whole[same:]
    if form == "minimal-two":
        return whole[min(same, max(0, len(whole) - 2)) :]
    if form == "chicago-16" and int(first) >= 100 and int(first) % 100:
        return whole[same:] if int(first) % 100 < 10 else whole[min(same, len(whole) - 2) :]
    return whole
