"""Numbers: the other ways in which a number in a text may be written.

Read are numbers in digits (3000, 2.11), in Chinese numerals (三千亿, 四十五点四), in both (3000亿),
percentages and per mille (45.4%, 百分之四十五点四, 5‰), fractions (1/3, 三分之一), ordinals (第3届,
第三届) and dates (`bri_search.text.dates`). A number stands by itself if it holds a unit from 百
on, has five digits or more, or is a share; any other one, and an ordinal, only with a measure word
behind it (10周年, 三个), so that numerals which merely stand in a word (一带一路, 三明, 十分, 第一)
are none. So 30 and 三十 alone are looked for as typed, either of them: nothing tells whether they
count something, or name a page, an article or a year. Left alone are

- lists, ranges and section numbers: digits with , 、 - / : . and more digits beside them, unless a
  unit or % stands behind (第3，5，7条);
- what is part of a date that is read as a whole, or looks like one (85年代, 13日);
- numbers beside a Latin letter (5G, G20) and parts of longer ones (1亿5000万);
- what is not one number in full (万一, 三五, 百万, 一百八), and 一 and 两 alone (一个, 两国), but
  with a unit of measure (一公里).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bri_search.text.dates import dates_in
from bri_search.text.numeral_values import (
    LARGEST,
    NumberInText,
    digits_of,
    numerals_of,
    value_of,
    ways_in_numerals,
)
from bri_search.text.numerals import NUMERALS

__all__ = ["numbers_in"]

_UNITS = {
    "万亿": 12,
    "千亿": 11,
    "百亿": 10,
    "亿": 8,
    "千万": 7,
    "百万": 6,
    "万": 4,
    "千": 3,
    "百": 2,
}
_WRITTEN_WITH = ("万亿", "亿", "万")
_BEHIND_ONE_DIGIT = ("千亿", "百亿", "千万", "百万", "千")
_MEASURE = (
    "[多余]?(?:周年|年|世纪|个|项|国|家|条|款|章|节|次|届|期|卷|册|号|辑|回|场|轮|代|倍|位|种|名|人|天|座|艘|趟|列|公里|千米|平方|"
    "吨|元|美元|欧元|英镑|岁|小时|分钟|秒|周|季度|所|份|门|支|批|轮|类|级|层|辆|架|台|套|篇|部|"
    "米|度|点|成|大洲)"
)
_ARABIC = r"[0-9]+(?:\.[0-9]+)?"
_HAN = "[零〇一二两三四五六七八九十廿卅百千万亿点]+"
_WHOLE = "[0-9]{1,4}|[零一二三四五六七八九十廿卅百千]+"
_NUMBER = re.compile(
    rf"百分之(?P<percent>{_ARABIC}|{_HAN})"
    rf"|千分之(?P<mille>{_ARABIC}|{_HAN})|(?P<mille_in_digits>{_ARABIC})‰"
    rf"|第(?P<ordinal>{_WHOLE})(?={_MEASURE})"
    rf"|(?P<parts>{_WHOLE})分之(?P<of_them>{_WHOLE})"
    r"|(?P<numerator>[0-9]{1,3})[/⁄](?P<denominator>[0-9]{1,4})"
    rf"|(?P<arabic>{_ARABIC})(?P<unit>{'|'.join(_UNITS)})?(?P<sign>%)?|(?P<han>{_HAN})"
)
_HAN_WITH_POINT = re.compile(rf"(?P<number>[^点]+点[^点]+?)(?P<unit>{'|'.join(_UNITS)})?")
_UNIT_OF_MEASURE = re.compile("公里|千米|平方|吨|美元|欧元|英镑|小时|分钟")
_MEASURED = re.compile(_MEASURE)
_DATED = re.compile(r"[月日号]|年代|年(?:[0-9]+|[一二三四五六七八九十]+)月")
_ENUMERATED = re.compile(r"[,、./:～-] ?[0-9]")
_ENUMERATED_BEFORE = re.compile(r"[0-9][,、./:～-] ?\Z")
_JOINING = re.compile("[-/⁄:.,]")
_LATIN = re.compile(r"[a-z]", re.ASCII)
_DIGITS_OF_A_YEAR = 4
_MOST_USUAL_IN_DIGITS = 8
"""Of more digits a number is more often written with a unit, and in digits last."""
_FEWEST_DIGITS_ALONE = 5
"""Of four digits a year may be meant."""
_SMALLEST_SHARE = Decimal("0.1")
_LARGEST_SHARE = 1_000_000
"""Tables have 486000万 where a text has 48.6亿."""
_PLACES = 4
_ALONE = frozenset("一两")


def numbers_in(folded: str) -> list[NumberInText]:
    """The numbers in a folded text that can be written in another way.

    >>> numbers_in("货值3000亿美元")[0].forms
    ('三千亿美元', '0.3万亿美元', '3千亿美元', '300000000000美元')
    >>> [number.forms for number in numbers_in("10周年占45.4%")]
    [('十周年',), ('百分之四十五点四',)]
    >>> [number.forms for number in numbers_in("第3届占1/3")]
    [('第三届',), ('三分之一', '1⁄3')]
    >>> numbers_in("一带一路十分重要，第3,5,7条")
    []
    """
    dates = list(dates_in(folded))
    taken = {place for date in dates for place in range(date.start, date.end)}
    others = (one for one in _numbers(folded) if taken.isdisjoint(range(one.start, one.end)))
    return sorted([*dates, *others], key=lambda number: number.start)


def _numbers(folded: str) -> Iterator[NumberInText]:
    for match in _NUMBER.finditer(folded):
        if _is_part(match, folded):
            continue
        forms = list(dict.fromkeys(form for form in _forms(match, folded) if form))
        is_measured = match["arabic"] or match["han"] or match["ordinal"]
        measured = _MEASURED.match(folded, match.end()) if is_measured else None
        measure = measured[0] if measured else ""
        others = tuple(form + measure for form in forms if form != match[0])
        if others:
            yield NumberInText(match.start(), match.end() + len(measure), others)


def _is_part(match: re.Match[str], folded: str) -> bool:
    """Whether what stands beside a number makes it part of something else."""
    before, after = folded[: match.start()], folded[match.end() :]
    is_scaled = bool(match["percent"] or match["mille"] or match["unit"] or match["sign"])
    is_fraction = bool(match["denominator"])
    return bool(
        before.endswith("第")
        or _LATIN.match(before[-1:])
        or _LATIN.match(after)
        or (before[-1:] in NUMERALS and before)
        or (after[:1] in NUMERALS and after)
        or (before[-1:] == "之" and before.endswith("分之"))
        or (not match["ordinal"] and _DATED.match(after))
        or (is_fraction and (_JOINING.match(before[-1:]) or _JOINING.match(after)))
        or (not is_scaled and (_ENUMERATED.match(after) or _ENUMERATED_BEFORE.search(before)))
    )


def _forms(match: re.Match[str], folded: str) -> Iterator[str]:
    """The ways to write what a match is, the one that is there among them; none if no number."""
    if match["ordinal"]:
        value = _value_of_whole(match["ordinal"])
        if value is not None:
            yield f"第{value}"
            numerals = ways_in_numerals(value)
            yield from (f"第{one}" for one in numerals if not one.startswith("两"))
    elif match["parts"] or match["denominator"]:
        above = _value_of_whole(match["of_them"] or match["numerator"])
        below = _value_of_whole(match["parts"] or match["denominator"])
        if above is not None and below is not None and 0 < above < below:
            yield f"{numerals_of(below)}分之{numerals_of(above)}"
            yield f"{above}/{below}"
            yield f"{above}⁄{below}"
    else:
        yield from _forms_of_quantity(match, folded)


def _forms_of_quantity(match: re.Match[str], folded: str) -> Iterator[str]:
    is_share = bool(match["percent"] or match["sign"] or match["mille"] or match["mille_in_digits"])
    is_scaled = is_share or bool(match["unit"])
    after = folded[match.end() :]
    is_measured = bool(_MEASURED.match(after))
    if not (is_scaled or _is_large(match["han"]) or _is_long(match["arabic"])):
        is_year = after.startswith("年") and len(match[0]) == _DIGITS_OF_A_YEAR
        is_everyday = match[0] in _ALONE and not _UNIT_OF_MEASURE.match(after)
        if not is_measured or is_year or is_everyday:
            return
    value = _value(match)
    if value is None or value >= LARGEST:
        return
    if match["percent"] or match["sign"]:
        yield from (f"{digits_of(value)}%", f"百分之{numerals_of(value)}")
    elif is_share:
        yield from (f"{digits_of(value)}‰", f"千分之{numerals_of(value)}")
    else:
        yield from _ways(value, with_digits=is_measured)


def _is_long(arabic: str | None) -> bool:
    """Whether digits are so many that they are a number by themselves."""
    return arabic is not None and arabic[0] != "0" and len(arabic) >= _FEWEST_DIGITS_ALONE


def _value_of_whole(text: str) -> Decimal | None:
    return Decimal(text) if text.isdecimal() else value_of(text)


def _is_large(han: str | None) -> bool:
    """Whether Chinese numerals hold a unit from 百 on."""
    return han is not None and any(unit in han for unit in "百千万亿")


def _value(match: re.Match[str]) -> Decimal | None:
    """What a number is, or None for what is none."""
    text = (
        match["percent"]
        or match["mille"]
        or match["mille_in_digits"]
        or match["arabic"]
        or match["han"]
    )
    unit = match["unit"]
    if text[0].isdecimal():
        return Decimal(text).scaleb(_UNITS[unit] if unit else 0)
    pointed = _HAN_WITH_POINT.fullmatch(text)
    if pointed:
        text, unit = pointed["number"], pointed["unit"]
    value = value_of(text)
    return value.scaleb(_UNITS[unit]) if unit and value is not None else value


def _ways(value: Decimal, *, with_digits: bool) -> Iterator[str]:
    """A number in digits, in numerals, and in either with a unit behind it."""
    digits = digits_of(value)
    is_short = len(digits) <= _MOST_USUAL_IN_DIGITS
    is_written_out = with_digits or _is_long(digits)
    if is_written_out and is_short:
        yield digits
    yield from ways_in_numerals(value)
    for unit in _WRITTEN_WITH:
        share = value.scaleb(-_UNITS[unit]).normalize()
        places = -int(share.as_tuple().exponent)
        if _SMALLEST_SHARE <= share < _LARGEST_SHARE and places <= _PLACES:
            yield digits_of(share) + unit
            if places > 0 and share >= 1:
                yield numerals_of(share) + unit
    for unit in _BEHIND_ONE_DIGIT:
        share = value.scaleb(-_UNITS[unit])
        if 1 <= share < 10 and share == share.to_integral_value():
            yield digits_of(share) + unit
    if is_written_out and not is_short:
        yield digits
