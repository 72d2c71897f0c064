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
_LONGEST_ENDING = 16
_KEPT = 1024
"""Lines: of one and of those around it this is asked again and again."""


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


@lru_cache(maxsize=_KEPT)
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
