"""Where a sentence ends, and a paragraph may."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["ends_paragraph", "ends_sentence"]

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
_ENDS_SENTENCE = frozenset("。！？!?…｡")
_ENDS_PARAGRAPH = frozenset("；;：:….")
_LONGEST_ENDING = 64
"""Characters: the marks that close a line, and the number of a note."""
_KEPT = 8192
"""Endings of lines, as many as a chapter or two has: of each this is asked again and again."""


def ends_sentence(text: str) -> bool:
    """Whether a sentence ends with the last character that is not a closing mark.

    >>> [ends_sentence(line) for line in ("貢獻。」", "如下：", "Road (BRI).", "第三屆「一帶一")]
    [True, False, True, False]
    >>> [ends_sentence(line) for line in ("of those States.12", "共十年。28", "see No.12", "1.5")]
    [True, False, False, False]
    """
    return _ends(text[-_LONGEST_ENDING:])[0]


def ends_paragraph(text: str) -> bool:
    """Whether a paragraph may end here: a sentence, a clause before a list, an item of one."""
    return _ends(text[-_LONGEST_ENDING:])[1]


@lru_cache(maxsize=_KEPT)
def _ends(ending: str) -> tuple[bool, bool]:
    """Whether a sentence ends with the ending of a line, and whether a paragraph may."""
    last = _last(ending)
    is_sentence = last in _ENDS_SENTENCE or (
        last == "." and not ending.rstrip(_CLOSERS).endswith("..")
    )
    return is_sentence, is_sentence or last in _ENDS_PARAGRAPH


def _last(ending: str) -> str:
    """The last character that is no closing mark and no digit of a note's mark."""
    if any(map(str.isdecimal, ending[-3:])) and (lost := _LOST_SUPERSCRIPT.search(ending)):
        return lost[1]
    for character in reversed(ending):
        if character in _CLOSERS or character in _SUPERSCRIPTS or _CIRCLED.match(character):
            continue
        if character.isdecimal() and ending.endswith("]"):
            continue
        return character
    return ""
