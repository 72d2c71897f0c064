"""Which lines of a text begin with a number of its own, and not with one of a sentence.

Some numbers are sure only in sequence: `A.` and `I.` begin names as well, and 甲、 a list of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bri_search.sources.headings import Enumerator, Style, enumerator, roman
from bri_search.sources.lines import Line
from bri_search.sources.sentences import ends_paragraph

__all__ = ["Numbering", "is_believable"]

_FORMAL = "壹貳參肆伍陸柒捌玖拾"
_FORMAL_SIMPLIFIED = "壹贰叁肆伍陆柒捌玖拾"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_ROMANS = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SIGNS = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
_FIRST_CHARACTERS = frozenset(
    _FORMAL + _FORMAL_SIMPLIFIED + _STEMS + _ROMANS + _LETTERS + _SIGNS + "(（"
)
_CLOSING = frozenset(")）")
_DIGITS = re.compile("[0-9]+")
_MEASURE = re.compile(
    r"\s*(?:[公千厘釐毫英平立海]?方?(?:米|里|克|吨|噸|升|斤|尺|亩|畝|顷|頃)|[美欧歐日港]?元|[人户戶次天度岁歲秒级級]"
    r"|小时|小時|分钟|分鐘)(?:[，。；：、！？）,;)]|[的以左之或]|\Z)"
)
"""What stands behind a decimal that counts or measures something."""
_LONGEST_LETTERED = 12
"""Words of a heading behind a letter or a Roman numeral."""


@dataclass(frozen=True, slots=True)
class _Sequence:
    """A way of numbering that is sure only where the next number comes as well."""

    style: Style
    digits: tuple[str, ...] = ()
    is_english: bool = False

    def match(self, text: str) -> Enumerator | None:
        """The number a line begins with, if it begins with one of these."""
        found = self.style.pattern.match(text)
        if found is None:
            return None
        if self.is_english and (ends_paragraph(text) or len(text.split()) > _LONGEST_LETTERED):
            return None
        number = found.group(1)
        if number.isdecimal():
            value = int(number)
        else:
            value = next((d.index(number) + 1 for d in self.digits if number in d), 0)
            value = value or roman(number)
        return Enumerator(self.style, value, self.style.rank, found.end())


def _sequence(
    name: str, rank: float, pattern: str, *digits: str, english: bool = False
) -> _Sequence:
    return _Sequence(Style(name, rank, re.compile(pattern)), digits, english)


_SEQUENCES = (
    _sequence("Roman numeral", 3.6, r"([IVX]{1,6})\.[ ]+(?=[A-Z0-9])", english=True),
    _sequence("Roman number", 3.6, rf"([{_ROMANS}])\s*[.．、\s]", _ROMANS),
    _sequence(
        "formal numeral",
        3.7,
        rf"([{_FORMAL}{_FORMAL_SIMPLIFIED}])\s*[、．.]",
        _FORMAL,
        _FORMAL_SIMPLIFIED,
    ),
    _sequence("letter", 4.5, r"([A-Z])\.[ ]+(?=[A-Z0-9])", _LETTERS, english=True),
    _sequence("bracketed sign", 5, rf"([{_SIGNS}])", _SIGNS),
    _sequence("number and bracket", 10.2, "([0-9０-９]{1,2})[)）](?=.)"),
    _sequence("letter and bracket", 10.6, "([a-z])[)）](?=.)", _LETTERS.lower()),
    _sequence("bracketed Roman numeral", 10.7, "[（(]([ivx]{1,5})[）)](?=.)"),
    _sequence("stem", 4.5, rf"([{_STEMS}])\s*[、．.]", _STEMS),
)


@dataclass(slots=True)
class Numbering:
    """The numbers that lines begin with, by index."""

    lines: Sequence[Line]
    _found: dict[int, Enumerator] = field(init=False, default_factory=dict)
    _decimals: set[tuple[int, ...]] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        """Look for all that have to come in sequence."""
        candidates = [index for index, line in enumerate(self.lines) if _may_have_number(line.text)]
        for sequence in _SEQUENCES:
            self._find(sequence, candidates)
        for line in self.lines:
            number = enumerator(line.text) if line.text[0].isdecimal() else None
            if number is not None and number.style.name == "decimal":
                self._decimals.add(_parts(line.text, number))

    def at(self, index: int) -> Enumerator | None:
        """The number that a line begins with."""
        if index in self._found:
            return self._found[index]
        text = self.lines[index].text
        number = enumerator(text)
        if number is None or number.style.name != "decimal":
            return number
        parts = _parts(text, number)
        begins = parts[-1] == 1 and _MEASURE.match(text, number.end) is None
        return number if parts[0] > 0 and (begins or self._is_in_order(parts)) else None

    def _is_in_order(self, parts: tuple[int, ...]) -> bool:
        """Whether others stand near a decimal such as 1.4."""
        *outer, last = parts
        near = [(*outer, last + step) for step in (-2, -1, 1, 2)]
        near += [tuple(outer), (*parts, 1)]
        return not self._decimals.isdisjoint(near)

    def _find(self, sequence: _Sequence, candidates: list[int]) -> None:
        """Keep the runs of numbers that begin with the first and have the second."""
        run: list[tuple[int, Enumerator]] = []
        for index in candidates:
            number = sequence.match(self.lines[index].text)
            if number is None:
                continue
            if number.value == 1:
                self._keep(run)
                run = [(index, number)]
            elif run and number.value == run[-1][1].value + 1:
                run.append((index, number))
        self._keep(run)

    def _keep(self, run: list[tuple[int, Enumerator]]) -> None:
        if len(run) > 1:
            for index, number in run:
                self._found.setdefault(index, number)


def is_believable(number: Enumerator, line: Line) -> bool:
    """Whether a number at the start of a line numbers something."""
    if number.style.name in ("chapter", "part", "section"):
        return line.width <= 90 and not ends_paragraph(line.text)
    return number.style.name != "number" or number.value > 0


def _may_have_number(text: str) -> bool:
    """Whether a line may begin with a number of a sequence: most begin with none."""
    return text[0] in _FIRST_CHARACTERS or not _CLOSING.isdisjoint(text[1:3])


def _parts(text: str, number: Enumerator) -> tuple[int, ...]:
    return tuple(int(part) for part in _DIGITS.findall(text[: number.end]))
