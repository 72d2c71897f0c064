"""Neighbours: whether what stands beside a place makes another word or number of what is there."""

from __future__ import annotations

from bri_search.index.concordance import Part
from bri_search.search.phrases import JOINING, Phrase
from bri_search.text.fold import is_word_character
from bri_search.text.numerals import NUMERALS

__all__ = ["is_inside_word", "is_whole_number", "stands_as_it_is"]

_DIGITS = frozenset("零〇一二三四五六七八九两")


def is_inside_word(part: Part, place: int) -> bool:
    """Whether a word of a script that is written with spaces goes on over a place."""
    around = (part.character(place - 1), part.character(place))
    goes_on = all(one is not None and is_word_character(one) for one in around)
    return goes_on and not part.is_word_break(place)


def stands_as_it_is(phrase: Phrase, part: Part, at: int, units: int) -> bool:
    """Whether no digit or comma beside a place makes a number of it another one, or may have.

    Commas that group digits fold to nothing: where none stands inside, nothing was another number.
    """
    folded = phrase.folded
    if units != len(folded) or phrase.may_take_more_in:
        return False
    beside = (part.character(at - 1), part.character(at + units))
    is_apart = not any(one is not None and (one.isdecimal() or one == ",") for one in beside)
    return is_apart or part.is_unbroken(at, units)


def is_whole_number(part: Part, at: int, units: int, folded: str) -> bool:
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
