"""Dates: 2013年9月7日, 二〇一三年九月七日 and 2013-09-07 are one.

A date has a year of four digits, a month, or both, and may have a day behind the month; what is no
day of the calendar is none. A decade (80年代, 一九八〇年代) is one as well. Left alone are ranges
and lists of years (2013-2023年, 五六十年代), years of two digits, and what other digits or numerals
stand beside.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from decimal import Decimal

from bri_search.text.numeral_values import NumberInText, in_full, small_number, ways_in_numerals
from bri_search.text.numerals import NUMERALS

__all__ = ["dates_in"]

_ZEROS = "〇零"
"""What stands for 0 in a year; the first is what the rules for publishers ask for (GB/T 15835)."""
_NUMERALS = "零一二三四五六七八九"
_YEAR = rf"(?P<year>[0-9]{{4}}|[{_ZEROS}{_NUMERALS}]{{4}})年(?!代)"
_MONTH = "(?P<month>[0-9]{1,2}|[一二三四五六七八九十]{1,2})月"
_DAY = "(?P<day>[0-9]{1,2}|[一二三四五六七八九十廿卅]{1,3})日"
_DECADE = (
    rf"(?P<decade>[12][0-9]{{2}}0|[一二][{_ZEROS}{_NUMERALS}]{{2}}[{_ZEROS}]"
    rf"|[2-9]0|[二三四五六七八九]十)年代"
)
_DATE = re.compile(
    rf"{_DECADE}|{_YEAR}(?:{_MONTH}(?:{_DAY})?)?"
    rf"|{_MONTH.replace('month', 'only_month')}(?:{_DAY.replace('day', 'day_of_it')})?"
    r"|(?P<iso_year>[0-9]{4})-(?P<iso_month>[0-9]{2})-(?P<iso_day>[0-9]{2})"
)
_BESIDE = NUMERALS | frozenset("-~/～、,:")
"""What a date is not told from, before it: it may be the end of a range or of a list."""
_BEHIND_ISO = NUMERALS | frozenset("-/:")
_LEAP_YEAR = 2000
_FIRST_YEAR_IN_FULL = 1000
_HUNDRED = 100


def dates_in(folded: str) -> Iterator[NumberInText]:
    """The dates in a folded text, each with the other ways to write it.

    >>> [date.forms for date in dates_in("2013年9月7日")]
    [('2013年09月07日', '二〇一三年九月七日', '二零一三年九月七日', '2013-09-07')]
    >>> [date.forms for date in dates_in("十月,60,70年代,13月,上世纪80年代")]
    [('10月',), ('八十年代',)]
    """
    for match in _DATE.finditer(folded):
        start, end = match.span()
        before, after = folded[:start][-1:], folded[end:][:1]
        if (before and before in _BESIDE) or _is_latin(before):
            continue
        if match["iso_year"] and ((after and after in _BEHIND_ISO) or _is_latin(after)):
            continue
        if match["decade"]:
            of_decade = _forms_of_decade(small_number(match["decade"]))
            yield NumberInText(start, end, tuple(one for one in of_decade if one != match[0]))
            continue
        written = match["year"] or match["iso_year"]
        year = None if written is None else small_number(written)
        month = _small(match["month"] or match["only_month"] or match["iso_month"])
        day = _small(match["day"] or match["day_of_it"] or match["iso_day"])
        if not _is_on_calendar(year, month, day):
            continue
        forms = [form for form in _forms(year, month, day) if form != match[0]]
        yield NumberInText(start, end, tuple(dict.fromkeys(forms)))


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _small(text: str | None) -> int | None:
    """The value of digits, or of numerals below a hundred; -1 where those are no number."""
    if text is None or text.isdecimal():
        return None if text is None else int(text)
    text = in_full(text)
    value = small_number(text)
    return value if value < _HUNDRED and _in_numerals(value) == text else -1


def _is_on_calendar(year: int | None, month: int | None, day: int | None) -> bool:
    if month is None:
        return year is not None and year > 0
    try:
        datetime.date(_LEAP_YEAR if year is None else year, month, 1 if day is None else day)
    except ValueError:
        return False
    return True


def _forms(year: int | None, month: int | None, day: int | None) -> Iterator[str]:
    units = ((month, "月"), (day, "日"))
    digits = "".join(f"{value}{unit}" for value, unit in units if value is not None)
    padded = "".join(f"{value:02}{unit}" for value, unit in units if value is not None)
    numerals = "".join(f"{_in_numerals(value)}{unit}" for value, unit in units if value is not None)
    if year is None:
        yield from (digits, padded, numerals)
        return
    yield f"{year:04}年{digits}"
    yield f"{year:04}年{padded}"
    yield from (f"{written}年{numerals}" for written in _digit_by_digit(year))
    if month is None and year >= _FIRST_YEAR_IN_FULL:
        # So many years may be meant: 5000年 and 五千年.
        yield from (f"{written}年" for written in ways_in_numerals(Decimal(year)))
    if month is not None and day is not None:
        yield f"{year:04}-{month:02}-{day:02}"


def _forms_of_decade(value: int) -> Iterator[str]:
    yield f"{value}年代"
    written = [_in_numerals(value)] if value < _HUNDRED else _digit_by_digit(value)
    yield from (f"{one}年代" for one in written)


def _digit_by_digit(year: int) -> Iterator[str]:
    """A year in Chinese numerals, with either zero."""
    for zero in _ZEROS:
        yield "".join(zero if one == "0" else _NUMERALS[int(one)] for one in f"{year:04}")


def _in_numerals(value: int) -> str:
    """A number below a hundred in Chinese numerals."""
    tens, ones = divmod(value, 10)
    return (
        ("" if tens < 2 else _NUMERALS[tens])
        + ("十" if tens else "")
        + (_NUMERALS[ones] if ones else "")
    )
