"""The numbers of a text that may have none: then nothing that reads numbers is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bri_search.text.numerals import NUMERALS

if TYPE_CHECKING:
    from bri_search.text.numeral_values import NumberInText

__all__ = ["numbers_of"]


def numbers_of(folded: str) -> list[NumberInText]:
    """As `numbers.numbers_in`, which a text without numerals need not load.

    >>> [number.forms for number in numbers_of("货值三千亿")]
    [('0.3万亿', '3000亿', '3千亿', '300000000000')]
    """
    if NUMERALS.isdisjoint(folded):
        return []
    from bri_search.text.numbers import numbers_in

    return numbers_in(folded)
