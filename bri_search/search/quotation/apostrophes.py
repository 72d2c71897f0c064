"""Apostrophes: what of it's and clerks' belongs to a word, where other marks close a quotation.

Folding passes over both. A quotation that has its for it's, or clerks' for clerk's, says something
else, however the apostrophe is shaped.
"""

from __future__ import annotations

import re

from bri_search.search.quotation.gaps import Gap
from bri_search.text.fold import QUOTATION_MARKS

__all__ = ["changed_words"]

_APOSTROPHES = frozenset("'’＇‘‛")
_WRITTEN_FOR_ONE = QUOTATION_MARKS | frozenset("`´′ʹ&")
"""What may stand for an apostrophe, an entity included."""
_LETTER = re.compile(r"[^\W\d_\u2e80-\U0010ffff]")
_OPENING = re.compile(r"[‘‛]|(?:\A|(?<=[\s(\[“\"—–-]))['＇](?=\S)")
"""A single quotation mark that opens."""
_LOOKED_BACK_AT = 1_000
"""Characters of the file in which a quotation may have begun."""


def changed_words(one: Gap, other: Gap) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The word of either text that only one of them writes with an apostrophe at a place.

    None where both have one there or neither has, and where what has it may be a quotation mark.
    """
    had = [_apostrophe_end(gap) > gap.start for gap in (one, other)]
    if had[0] == had[1]:
        return None
    having, lacking = (one, other) if had[0] else (other, one)
    if not _WRITTEN_FOR_ONE.isdisjoint(lacking.written()):
        return None
    if _is_inside_word(having) and lacking.read.text[lacking.start : lacking.end].strip():
        return None
    return _word(one), _word(other)


def _apostrophe_end(gap: Gap) -> int:
    """Where an apostrophe ends with which a gap begins; where the gap begins if it has none."""
    is_there = gap.read.text[gap.start : gap.end][:1] in _APOSTROPHES and _is_letter(gap.before)
    if is_there and (_is_inside_word(gap) or _is_possessive(gap)):
        return gap.start + 1
    return gap.start


def _is_inside_word(gap: Gap) -> bool:
    return gap.end == gap.start + 1 and _is_letter(gap.following)


def _is_possessive(gap: Gap) -> bool:
    """Whether a mark behind an s is an apostrophe: no quotation has begun that it may close."""
    if gap.before not in "sS":
        return False
    here = gap.read.offsets[gap.start]
    return _OPENING.search(gap.file(max(0, here - _LOOKED_BACK_AT), here)) is None


def _word(gap: Gap) -> tuple[int, int]:
    """From where to where the word goes that a gap is in, or right behind."""
    text, start, end = gap.read.text, gap.start, gap.start
    while start and _is_of_word(text, start - 1):
        start -= 1
    while end < len(text) and _is_of_word(text, end):
        end += 1
    after = Gap(gap.read, end, min(end + 1, len(text)), gap.file)
    return start, _apostrophe_end(after) if end < len(text) else end


def _is_of_word(text: str, place: int) -> bool:
    return _is_letter(text[place]) or (
        text[place] in _APOSTROPHES
        and _is_letter(text[place - 1 : place])
        and _is_letter(text[place + 1 : place + 2])
    )


def _is_letter(character: str) -> bool:
    return _LETTER.fullmatch(character) is not None
