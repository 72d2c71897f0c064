"""Numbers: the other ways in which a number in a text may be written.

Read are numbers in digits (3000, 2.11), in Chinese numerals (三千亿, 四十五点四), in both (3000亿)
and percentages (45.4%, 百分之四十五点四). A number stands by itself if it holds a unit from 百 on
or is a percentage; any other one only with a measure word behind it (10周年, 三个), so that
numerals which merely stand in a word (一带一路, 三明, 十分) are none. Left alone are

- ordinals: whatever stands behind 第 (第3，5，7条);
- dates: a number before 月, 日 or 号, four digits before 年, a year before its month, 年代;
- lists, ranges and section numbers: digits with , 、 - / : . and more digits beside them, unless a
  unit or % stands behind;
- numbers beside a Latin letter (5G, G20) and parts of longer ones (1亿5000万);
- what is not one number in full (万一, 三五, 百万, 二〇二三, 一百八), and 一 and 两 alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from bri_search.text.numerals import NUMERALS

__all__ = ["NumberInText", "numbers_in"]

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
_MEASURE = (
    "[多余]?(?:周年|年|世纪|个|项|国|家|条款|次|届|倍|位|种|名|人|天|座|艘|趟|列|公里|千米|平方|"
    "吨|元|美元|欧元|英镑|岁|小时|分钟|秒|周|季度|所|份|门|支|批|轮|类|级|层|辆|架|台|套|篇|部|"
    "米|度|点|成|大洲)"
)
_ARABIC = r"[0-9]+(?:\.[0-9]+)?"
_HAN = "[零〇一二两三四五六七八九十百千万亿点]+"
_NUMBER = re.compile(
    rf"百分之(?P<percent>{_ARABIC}|{_HAN})"
    rf"|(?P<arabic>{_ARABIC})(?P<unit>{'|'.join(_UNITS)})?(?P<sign>%)?|(?P<han>{_HAN})"
)
_HAN_WITH_POINT = re.compile(rf"(?P<number>[^点]+点[^点]+?)(?P<unit>{'|'.join(_UNITS)})?")
_MEASURED = re.compile(_MEASURE)
_DATED = re.compile(r"[月日号]|年代|年(?:[0-9]+|[一二三四五六七八九十]+)月")
_ENUMERATED = re.compile(r"[,、./:～-] ?[0-9]")
_ENUMERATED_BEFORE = re.compile(r"[0-9][,、./:～-] ?\Z")
_LATIN = re.compile(r"[a-z]", re.ASCII)
_DIGITS_OF_A_YEAR = 4
_LONGEST_IN_DIGITS = 8
_LARGEST = Decimal(10) ** 16
_SMALLEST_SHARE = Decimal("0.1")
_LARGEST_SHARE = 100_000
_PLACES = 4
_ALONE = frozenset("一两")


@dataclass(frozen=True, slots=True)
class NumberInText:
    """A number in a folded text, with its measure word, and all that it may be written as.

    `start` and `end` are offsets into the folded text; `forms` leaves out the one that is there.
    """

    start: int
    end: int
    forms: tuple[str, ...]


def numbers_in(folded: str) -> list[NumberInText]:
    """The numbers in a folded text that can be written in another way.

    >>> numbers_in("货值3000亿美元")[0].forms
    ('三千亿美元', '0.3万亿美元')
    >>> [number.forms for number in numbers_in("10周年占45.4%")]
    [('十周年',), ('百分之四十五点四',)]
    >>> numbers_in("2023年10月，一带一路十分重要，第3,5,7条")
    []
    """
    return list(_numbers(folded))


def _numbers(folded: str) -> Iterator[NumberInText]:
    for match in _NUMBER.finditer(folded):
        end = match.end()
        is_scaled = bool(match["percent"] or match["unit"] or match["sign"])
        before, after = folded[: match.start()], folded[end:]
        if (
            before.endswith("第")
            or _LATIN.match(before[-1:])
            or _LATIN.match(after)
            or (before[-1:] in NUMERALS and before)
            or (after[:1] in NUMERALS and after)
            or _DATED.match(after)
            or (not is_scaled and (_ENUMERATED.match(after) or _ENUMERATED_BEFORE.search(before)))
        ):
            continue
        measured = _MEASURED.match(after)
        measure = measured[0] if measured else ""
        if not is_scaled and not _is_large(match["han"]):
            is_year = after.startswith("年") and len(match[0]) == _DIGITS_OF_A_YEAR
            if not measure or is_year or match[0] in _ALONE:
                continue
        value = _value(match)
        if value is None or value >= _LARGEST:
            continue
        is_percentage = bool(match["percent"] or match["sign"])
        ways = _percentages(value) if is_percentage else _ways(value, with_digits=bool(measure))
        forms = [way + measure for way in ways if way != match[0]]
        if forms:
            yield NumberInText(match.start(), end + len(measure), tuple(dict.fromkeys(forms)))


def _is_large(han: str | None) -> bool:
    """Whether Chinese numerals hold a unit from 百 on."""
    return han is not None and any(unit in han for unit in "百千万亿")


def _value(match: re.Match[str]) -> Decimal | None:
    """What a number is, or None for what is none."""
    text = match["percent"] or match["arabic"] or match["han"]
    unit = match["unit"]
    if text[0].isdecimal():
        return Decimal(text).scaleb(_UNITS[unit] if unit else 0)
    pointed = _HAN_WITH_POINT.fullmatch(text)
    if pointed:
        text, unit = pointed["number"], pointed["unit"]
    import cn2an  # loaded here: few queries hold a number

    try:
        value = Decimal(str(cn2an.cn2an(text, "normal")))
    except (ValueError, KeyError):  # KeyError: units without digits, such as 百十八
        return None
    # Normally cn2an reads 三五 as 35 and 一百八 as 180: a number in full is written as it was read.
    if value >= _LARGEST or _numerals(value) != text.replace("两", "二"):
        return None
    return value.scaleb(_UNITS[unit]) if unit else value


def _percentages(value: Decimal) -> list[str]:
    return [f"{_digits(value)}%", f"百分之{_numerals(value)}"]


def _ways(value: Decimal, *, with_digits: bool) -> Iterator[str]:
    """A number in digits, in numerals, and in either with a unit behind it."""
    digits = _digits(value)
    if with_digits and len(digits) <= _LONGEST_IN_DIGITS:
        yield digits
    numerals = _numerals(value)
    yield numerals
    if numerals[0] == "二" and numerals[1:2] in {"百", "千", "万", "亿"}:
        yield "两" + numerals[1:]
    for unit in _WRITTEN_WITH:
        share = value.scaleb(-_UNITS[unit]).normalize()
        places = -int(share.as_tuple().exponent)
        if _SMALLEST_SHARE <= share < _LARGEST_SHARE and places <= _PLACES:
            yield _digits(share) + unit
            if places > 0 and share >= 1:
                yield _numerals(share) + unit


def _digits(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _numerals(value: Decimal) -> str:
    import cn2an

    return str(cn2an.an2cn(_digits(value), "low"))
