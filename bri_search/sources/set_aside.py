"""What has been set aside of a text, and what has not; and where sentences end."""

from __future__ import annotations

import re

from bri_search.sources.document import Kind
from bri_search.sources.lines import Line

__all__ = [
    "Asides",
    "ends_paragraph",
    "ends_sentence",
    "is_free",
    "is_open",
    "next_free",
    "previous_free",
]

_CLOSERS = "」』》〉）)］]】〕”’\"'■□◆▲●★※*_` 　"
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_CIRCLED = re.compile(r"[①-⑳㉑-㉟㊱-㊿]")
_LOST_SUPERSCRIPT = re.compile(
    rf"(?:[^\W\d]|[%{re.escape(_CLOSERS)}])([!?]|(?<=[a-z]{{4}})\.|(?<=[a-z]{{4}}[)\"”’])\.)"
    rf"[0-9]{{1,3}}[{re.escape(_CLOSERS)}]*\Z"
)
"""The number of a note right behind a mark that ends a sentence, and behind no `No.` or `vol.`.

Behind a Chinese full stop no space stands, and the next sentence may begin with a number.
"""
_LONGEST_ENDING = 16
_FARTHEST_NEIGHBOUR = 60
"""Lines to look back for text over what was set aside: a long table, but no whole file."""


class Asides:
    """What was found, by index into the lines: a kind of passage, or a name of furniture."""

    def __init__(self) -> None:
        self.kinds: dict[int, Kind] = {}
        self.furniture: dict[int, str] = {}
        self.continues: set[int] = set()
        """Lines that go on with the aside of the line before them."""
        self.settled: set[int] = set()
        """Running text and headings that the format names: they are in the text, and no aside."""
        self.small_print: set[int] = set()
        """Lines in smaller print at the foot of a page, all of them parts of notes."""


def ends_sentence(text: str) -> bool:
    """Whether a sentence ends with the last character that is not a closing mark.

    >>> [ends_sentence(line) for line in ("貢獻。」", "如下：", "Road (BRI).", "第三屆「一帶一")]
    [True, False, True, False]
    >>> [ends_sentence(line) for line in ("of those States.12", "共十年。28", "see No.12", "1.5")]
    [True, False, False, False]
    """
    last = _last(text)
    return last in set("。！？!?…｡") or (last == "." and not text.rstrip(_CLOSERS).endswith(".."))


def ends_paragraph(text: str) -> bool:
    """Whether a paragraph may end here: a sentence, a clause before a list, an item of one."""
    return ends_sentence(text) or _last(text) in set("；;：:….")


def _last(text: str) -> str:
    """The last character that is no closing mark and no digit of a note's mark."""
    end = text[-_LONGEST_ENDING:]
    if any(map(str.isdecimal, end[-3:])) and (lost := _LOST_SUPERSCRIPT.search(end)):
        return lost[1]
    for character in reversed(text):
        if character in _CLOSERS or character in _SUPERSCRIPTS or _CIRCLED.match(character):
            continue
        if character.isdecimal() and text.endswith("]"):
            continue
        return character
    return ""


def is_free(index: int, asides: Asides) -> bool:
    """Whether a line has not been set aside."""
    return index not in asides.kinds and index not in asides.furniture


def is_open(index: int, asides: Asides) -> bool:
    """Whether it is still to be found out if a line is an aside."""
    return is_free(index, asides) and index not in asides.settled


def previous_free(index: int, asides: Asides) -> int | None:
    """The nearest line of running text above one, over what was set aside."""
    for before in range(index - 1, max(-1, index - 1 - _FARTHEST_NEIGHBOUR), -1):
        if is_free(before, asides):
            return before
    return None


def next_free(lines: list[Line], index: int, asides: Asides) -> Line | None:
    """The nearest line of running text from one on, over what was set aside."""
    for after in range(index, min(len(lines), index + _FARTHEST_NEIGHBOUR)):
        if is_free(after, asides):
            return lines[after]
    return None
