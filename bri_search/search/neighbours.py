"""Neighbours: whether what stands beside a place makes another word or number of what is there."""

from __future__ import annotations

from collections.abc import Iterator

from bri_search.index.concordance import Part
from bri_search.search.phrases import JOINING, Sought
from bri_search.text.fold import is_word_character
from bri_search.text.numerals import NUMERALS

__all__ = ["standing_alone"]

_DIGITS = frozenset("零〇一二三四五六七八九两")


def standing_alone(sought: Sought, part: Part, places: list[int], units: int) -> Iterator[int]:
    """Those of some places of so many units at which what is sought is no part of another thing.

    What `Sought` says may not stand beside it does not.
    """
    folded = sought.phrase.folded
    whole_start = sought.whole_start and is_word_character(folded[0])
    whole_end = sought.whole_end and is_word_character(folded[-1])
    before = part.characters(place - 1 for place in places)
    behind = part.characters(place + units for place in places)
    joining = {one for one in {*before, *behind} if one is not None and _may_join(one)}
    for place, left, right in zip(places, before, behind, strict=True):
        if left not in joining and right not in joining:  # as most
            yield place
            continue
        if whole_start and _is_of_word(left) and not part.is_word_break(place):
            continue
        if whole_end and _is_of_word(right) and not part.is_word_break(place + units):
            continue
        if not sought.whole_number or _is_whole_number(part, place, units, folded):
            yield place


def _may_join(character: str) -> bool:
    return character in NUMERALS or character in JOINING or is_word_character(character)


def _is_of_word(character: str | None) -> bool:
    return character is not None and is_word_character(character)


def _is_whole_number(part: Part, at: int, units: int, folded: str) -> bool:
    """Whether no numeral at an edge makes another number of it: 十周年 in 二十周年."""
    before, after = part.character(at - 1), part.character(at + units)
    # Not behind a digit, or not before one, it is a full stop.
    if before == "." and not _is_digit(part.character(at - 2)):
        before = None
    if after == "." and not _is_digit(part.character(at + units + 1)):
        after = None
    return not (
        _are_of_one_number(before, folded[0])
        or (folded.startswith("百分之") and before in NUMERALS)
        or _are_of_one_number(folded[-1], after)
        or (not JOINING.isdisjoint(folded) and (before in JOINING or after in JOINING))
    )


def _is_digit(character: str | None) -> bool:
    return character is not None and character.isdecimal()


def _are_of_one_number(left: str | None, right: str | None) -> bool:
    """Whether two folded neighbours may be numerals of one number: 二十, 25, 5万; not 亿2 or 2五.

    Of a table folding leaves no space between one cell and the next.
    """
    if left is None or right is None or left not in NUMERALS or right not in NUMERALS:
        return False
    return right not in _DIGITS if left.isascii() else not right.isascii()
