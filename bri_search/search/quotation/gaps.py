"""Gaps: what stands between two letters of a quotation and of its original.

Most of it says nothing of its own: punctuation, white space, the marks of notes. Some does, and
must be the same in both: exponents, minutes and inches, what is less or greater, a space between
two numbers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile

from bri_search.search.quotation.results import DifferenceKind
from bri_search.text.fold import is_note_mark
from bri_search.text.line_breaks import LINE_BREAKS
from bri_search.text.markup import NOTE_MARK
from bri_search.text.reading import ReadingText

__all__ = ["Gap", "kind_of_gap", "note_mark_end", "signs_at_edge", "without_note_marks"]

_NOTE_MARK = re.compile(NOTE_MARK)
_LINE_BREAK = re.compile(f"[{LINE_BREAKS}]")
_GROUPING = frozenset(",，")
_BASE = re.compile(r"(?:(?<![0-9])(?![12][0-9]{3}\Z)[0-9]{1,12}|(?<![A-Za-z])[A-Za-z]{1,2})\Z")
"""What may have an exponent: a number that is no year, a unit, a variable."""
_LONGEST_BASE = 12
"""Characters."""
_SIGN_OF_NUMBER = re.compile(r"\s[-−－]\Z|[>＞]")
"""A minus behind a word, which is not the hyphen of covid-19, and what folding takes for markup."""
_LONGEST_MARK = 8
"""Characters of a mark of a note without brackets."""
_PRIMES = re.compile("[′″‴]+|''|’’|['’\"”]")
_ONE_BY_ONE = str.maketrans({"'": "′", "’": "′", '"': "′′", "”": "′′", "″": "′′", "‴": "′′′"})
_SECONDS = r"""\s?[0-9]{1,2}(?:\.[0-9]+)?(?:["”]|''|’’)"""
_QUOTES_AS_UNITS = re.compile(
    rf"""°\s?[0-9]{{1,2}}(?:\.[0-9]+)?['’](?:{_SECONDS})? | (?<![0-9])[0-9]{{1,3}}['’]{_SECONDS}""",
    re.VERBOSE,
)
"""Minutes behind degrees, and feet or minutes with what is less: 30°15', 5'6", 3’20”."""
_LONGEST_UNITS = 16
"""Characters."""
_COMPARISONS = {"<": "<", "＜": "<", "‹": "<", "〈": "<", ">": ">", "＞": ">", "›": ">", "〉": ">"}
_IN_BRACKETS = re.compile("[<＜][^<>＜＞]{1,60}[>＞]")
_LONGEST_BRACKETS = 62
_GROUP = 3
"""Digits from which a number may be a group of a longer one: 3 000, 010 6512 3456."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands in a reading text from `start` to `end`, between two letters.

    `file` gives the characters of the file, or of the quotation as it was typed, by their offsets.
    """

    read: ReadingText
    start: int
    end: int
    file: Callable[[int, int], str]

    @property
    def before(self) -> str:
        """The letter before it."""
        return self.read.text[self.start - 1 : self.start]

    @property
    def following(self) -> str:
        """The letter behind it."""
        return self.read.text[self.end : self.end + 1]

    def with_numbers(self) -> tuple[int, int]:
        """From where to where it is with the digits on either side."""
        text, start, end = self.read.text, self.start, self.end
        while start and text[start - 1].isdecimal():
            start -= 1
        while end < len(text) and text[end].isdecimal():
            end += 1
        return start, end

    def written(self) -> str:
        """What the file has there, from the letter before it to the letter behind it."""
        offsets = self.read.offsets
        first, last = max(0, self.start - 1), min(self.end, len(offsets) - 1)
        return self.file(offsets[first], offsets[last] + 1)

    def breaks_line(self) -> bool:
        """Whether a line of the file ends in it."""
        return _LINE_BREAK.search(self.written()) is not None


def kind_of_gap(one: Gap, other: Gap, marks: str, other_marks: str) -> DifferenceKind:
    """What kind of difference it is that a quotation and its original have other marks there."""
    if "".join(marks.split()) == "".join(other_marks.split()):
        if _are_in_numbers(one, other) and (
            _parts_numbers(one, marks) != _parts_numbers(other, other_marks)
        ):
            return DifferenceKind.REPLACED
        return DifferenceKind.SPACING
    both = (marks, other_marks)
    exponents = ["".join(filter(is_note_mark, each)) for each in both]
    if exponents[0] != exponents[1]:
        return _changed_sign(*exponents)
    units = _kind_of_units(one, other)
    if units is not None:
        return units
    if other.following.isdecimal():
        signs = ["".join(_SIGN_OF_NUMBER.findall(each)).strip() for each in both]
        if signs[0] != signs[1]:
            return _changed_sign(*signs)
    compared = _kind_of_comparison(one, other, marks.strip(), other_marks.strip())
    if compared is not None:
        return compared
    if one.before.isdecimal() and set(marks + other_marks) <= _GROUPING and not all(both):
        return DifferenceKind.NUMBER
    plain = [unicodedata.normalize("NFKC", each) for each in both]
    return DifferenceKind.WIDTH if plain[0] == plain[1] else DifferenceKind.PUNCTUATION


def _kind_of_units(one: Gap, other: Gap) -> DifferenceKind | None:
    """What was done to minutes, seconds, feet or inches that stand behind a number, if it was.

    A quotation mark is one of them where its number shows it; else it closes a quotation.
    """
    units = [_primes(gap) for gap in (one, other)]
    counted = [len(each.translate(_ONE_BY_ONE)) for each in units]
    if counted[0] == counted[1] or not any(map(_are_units, (one, other), units)):
        return None
    return _changed_sign(*units)


def _changed_sign(one: str, other: str) -> DifferenceKind:
    """What was done to a sign that the quotation has or not, and the original."""
    if not one:
        return DifferenceKind.DELETED
    return DifferenceKind.REPLACED if other else DifferenceKind.INSERTED


def signs_at_edge(one: Gap, other: Gap) -> tuple[tuple[int, int], DifferenceKind | None]:
    """Where exponents end that stand behind an edge, or minutes, seconds, feet or inches.

    And what was done to them, if they differ.
    """
    signs = _primes(one), _primes(other)
    kind: DifferenceKind | None
    if any(map(_are_units, (one, other), signs)):
        kind = _kind_of_units(one, other) or DifferenceKind.PUNCTUATION
    else:
        first, last = (_exponents(gap.read.text, gap.start, gap.end) for gap in (one, other))
        signs = first, last
        kind = _changed_sign(*signs)
    ends = one.start + len(signs[0]), other.start + len(signs[1])
    return ends, None if signs[0] == signs[1] else kind


def without_note_marks(text: str, start: int, end: int) -> tuple[str, list[int]]:
    """What stands between two letters without the marks of notes, and the place of each character.

    A last place is that of what follows. Exponents are no marks of notes.
    """
    marks = {at for mark in _NOTE_MARK.finditer(text, start, end) for at in range(*mark.span())}
    exponents = start + len(_exponents(text, start, end))
    places = [
        at
        for at in range(start, end)
        if at < exponents or not (at in marks or is_note_mark(text[at]))
    ]
    return "".join([text[at] for at in places]), [*places, end]


def note_mark_end(text: str, start: int) -> int:
    """Where a mark of a note ends that stands at a place; the place itself if none does."""
    found = _NOTE_MARK.match(text, start)
    if found:
        return found.end()
    return start + len("".join(takewhile(is_note_mark, text[start : start + _LONGEST_MARK])))


def _exponents(text: str, start: int, end: int) -> str:
    """The exponents that stand at a place: behind a digit, a unit (m²), a variable.

    Behind a year stands the mark of a note.
    """
    if not _BASE.search(text, max(0, start - _LONGEST_BASE), start):
        return ""
    return "".join(takewhile(is_note_mark, text[start:end]))


def _primes(gap: Gap) -> str:
    """The primes, or quotation marks that may be primes, right behind a number."""
    found = _PRIMES.match(gap.read.text, gap.start, gap.end) if gap.before.isdecimal() else None
    return found.group() if found else ""


def _are_units(gap: Gap, primes: str) -> bool:
    if any(each in "′″‴" for each in primes):
        return True
    low, high = max(0, gap.start - _LONGEST_UNITS), gap.start + _LONGEST_UNITS
    return primes != "" and any(
        found.start() < gap.start < found.end()
        for found in _QUOTES_AS_UNITS.finditer(gap.read.text, low, high)
    )


def _kind_of_comparison(
    one: Gap, other: Gap, marks: str, other_marks: str
) -> DifferenceKind | None:
    """What was done to a sign for less or greater, if the marks are one, or one and nothing.

    What is between two of them is a title, and before a line one is the mark of a letter's answer.
    """
    signs = [_COMPARISONS.get(each, "") for each in (marks, other_marks)]
    if signs[0] == signs[1] or not (all(signs) or marks == "" or other_marks == ""):
        return None
    if not all(signs):
        gap = one if marks else other
        text, low = gap.read.text, max(0, gap.start - _LONGEST_BRACKETS)
        brackets = _IN_BRACKETS.finditer(text, low, gap.end + _LONGEST_BRACKETS)
        if any(found.start() < gap.end and gap.start < found.end() for found in brackets):
            return None
    if one.breaks_line() or other.breaks_line():
        return None
    return _changed_sign(*signs)


def _are_in_numbers(*gaps: Gap) -> bool:
    return all(gap.before.isdecimal() and gap.following.isdecimal() for gap in gaps)


def _parts_numbers(gap: Gap, marks: str) -> bool:
    """Whether white space parts two numbers, and no groups of digits nor digits spaced out."""
    if not marks:
        return False
    text, start, end = gap.read.text, gap.start, gap.end
    is_spaced_out = (
        text[max(0, start - 2) : start - 1].isspace() and text[end + 1 : end + 2].isspace()
    )
    group = text[end : end + _GROUP]
    is_group = len(group) == _GROUP and group.isdecimal()
    return not (is_spaced_out or is_group or gap.breaks_line())
