"""What Chinese numerals are worth, and how they are written; which they are, `numerals` says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

__all__ = [
    "LARGEST",
    "NumberInText",
    "digits_of",
    "in_full",
    "numerals_of",
    "small_number",
    "value_of",
    "ways_in_numerals",
]

LARGEST = Decimal(10) ** 16

_CONTRACTED = {"廿": "二十", "卅": "三十"}
_FEWEST_NOT_CONTRACTED = 40
_IN_FULL = str.maketrans(_CONTRACTED)
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")}
_DIGITS |= {"〇": 0, "两": 2}
_SMALL_UNITS = {"十": 10, "百": 100, "千": 1000}


@dataclass(frozen=True, slots=True)
class NumberInText:
    """A number in a folded text, with its measure word, and all that it may be written as.

    `start` and `end` are offsets into the folded text; `forms` leaves out the one that is there.
    """

    start: int
    end: int
    forms: tuple[str, ...]


def value_of(numerals: str) -> Decimal | None:
    """What Chinese numerals are worth, or None where they are not one number in full.

    >>> value_of("三千"), value_of("三五"), value_of("四十五点四")
    (Decimal('3000'), None, Decimal('45.4'))
    """
    import cn2an  # loaded here: few queries hold a number

    numerals = in_full(numerals)
    try:
        value = Decimal(str(cn2an.cn2an(numerals, "normal")))
    except (ValueError, KeyError):  # KeyError: units without digits, such as 百十八
        return None
    # Normally cn2an reads 三五 as 35 and 一百八 as 180: a number in full is written as it was read.
    if value >= LARGEST or numerals_of(value) != numerals.replace("两", "二"):
        return None
    return value


def small_number(written: str) -> int:
    """What numerals below ten thousand are worth, digits among them, however they are put together.

    They number chapters, pages and days, with units or digit by digit; all are taken as a number.

    >>> [small_number(written) for written in ("二十一", "一百〇三", "一〇三", "二〇一三", "3十")]
    [21, 103, 103, 2013, 30]
    """
    total = current = 0
    for character in written:
        if character in _SMALL_UNITS:
            total += (current or 1) * _SMALL_UNITS[character]
            current = 0
        else:
            digit = _DIGITS.get(character)
            current = 10 * current + (int(character) if digit is None else digit)
    return total + current


def numerals_of(value: Decimal) -> str:
    """A number in Chinese numerals.

    >>> numerals_of(Decimal(10)), numerals_of(Decimal("2.5"))
    ('十', '二点五')
    """
    import cn2an

    return str(cn2an.an2cn(digits_of(value), "low"))


def digits_of(value: Decimal) -> str:
    """A number in digits.

    >>> digits_of(Decimal("3000.0"))
    '3000'
    """
    return f"{value.normalize():f}"


def in_full(numerals: str) -> str:
    """Numerals without those that stand for two.

    >>> in_full("廿五")
    '二十五'
    """
    return numerals.translate(_IN_FULL)


def ways_in_numerals(value: Decimal) -> Iterator[str]:
    """A number in Chinese numerals, first as `numerals_of` has it.

    >>> [*ways_in_numerals(Decimal(2000))], [*ways_in_numerals(Decimal(25))]
    (['二千', '两千'], ['二十五', '廿五'])
    """
    numerals = numerals_of(value)
    yield numerals
    if numerals[0] == "二" and numerals[1:2] in {"", "百", "千", "万", "亿"}:
        yield "两" + numerals[1:]
    for contracted, full in _CONTRACTED.items():
        if numerals.startswith(full) and value < _FEWEST_NOT_CONTRACTED:
            yield contracted + numerals.removeprefix(full)
