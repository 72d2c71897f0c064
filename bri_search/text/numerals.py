"""Which characters write numbers; what is written so is told by `numbers`, where there are any."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bri_search.text.numeral_values import NumberInText

__all__ = ["NUMERALS", "numbers_of"]

NUMERALS = frozenset("0123456789零〇一二两三四五六七八九十百千万亿点.")
"""Folded characters that make a number another one, where they stand beside it."""


def numbers_of(folded: str) -> list[NumberInText]:
    """As `numbers.numbers_in`, which a text without numerals need not load.

    >>> [number.forms for number in numbers_of("货值三千亿")]
    [('0.3万亿', '3000亿')]
    """
    if NUMERALS.isdisjoint(folded):
        return []
    from bri_search.text.numbers import numbers_in

    return numbers_in(folded)
