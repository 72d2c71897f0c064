"""Where a sentence ends, and a paragraph may."""

from __future__ import annotations

import re
from functools import lru_cache

from bri_search.sources.note_marks import MARK_BEHIND_STOP, MARK_OF_NOTE, NUMBERED_SIGNS

__all__ = ["ends_paragraph", "ends_sentence"]

_CLOSERS = "」』》〉）)］]】〕”’\"'■□◆▲●★※*_` 　"
_ANY_CLOSERS = f"[{re.escape(_CLOSERS)}]*"
_BRACKETS = frozenset("）)]］】〕")
_CLOSES = re.compile(rf"[{re.escape(_CLOSERS)}>{NUMBERED_SIGNS}]")
"""What any of these ends with, or a note's mark; most lines end with none."""
_CLOSING = re.compile(rf"(?:{MARK_OF_NOTE}|[{re.escape(_CLOSERS)}])+\Z")
_STOP = r"[!?]|(?<=[a-z]{4})\.|(?<=[a-z]{4}[)\"”’])\."
"""What ends a sentence, and no `No.` or `vol.`."""
_BEFORE_NUMBER = re.compile(
    rf"(?:[^\W\d]|[%{re.escape(_CLOSERS)}])"
    rf"(?:(?P<lost>{_STOP})[)\"”’']{{0,2}}[0-9]{{1,3}}"
    rf"|(?P<stop>[。！？…]|{_STOP}){_ANY_CLOSERS}{MARK_BEHIND_STOP}){_ANY_CLOSERS}\Z"
)
"""What a sentence ends with behind which a note's number stands, bare or in round brackets.

Behind a Chinese full stop no space stands, and the next sentence may begin with a bare number.
"""
_REMARK = re.compile(
    rf"(?:[。！？!?…]|(?<=[a-z]{{4}})\.){_ANY_CLOSERS}(?P<remark>"
    r"（[^（）]*）|\([^()]*\)|\[[^\[\]]*\]|［[^［］]*］|【[^【】]*】|〔[^〔〕]*〕)\s*\Z"
)
"""What stands in brackets behind the end of a sentence, as 。（掌声） does."""
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
    >>> [ends_sentence(line) for line in ("是对的。[1][2]", "是对的（2）", "tickets.”2")]
    [True, False, True]
    >>> [ends_sentence(line) for line in ("往返其間。¹", "往返其間。¹,³–⁵」", "其間，¹")]
    [True, True, False]
    >>> [
    ...     ends_sentence(line)
    ...     for line in ("越走越宽。（掌声）", "peace. [Applause]", "越走越宽（掌声）")
    ... ]
    [True, True, False]
    """
    return _ends(text[-_LONGEST_ENDING:])[0]


def ends_paragraph(text: str) -> bool:
    """Whether a paragraph may end here: a sentence, a clause before a list, an item of one."""
    return _ends(text[-_LONGEST_ENDING:])[1]


@lru_cache(maxsize=_KEPT)
def _ends(ending: str) -> tuple[bool, bool]:
    """Whether a sentence ends with the ending of a line, and whether a paragraph may."""
    text = _without_closing(ending)
    last = text[-1:]
    is_sentence = last in _ENDS_SENTENCE or (last == "." and not text.endswith(".."))
    return is_sentence, is_sentence or last in _ENDS_PARAGRAPH


def _without_closing(ending: str) -> str:
    """The ending of a line without what closes it: brackets and marks of notes."""
    if any(map(str.isdecimal, ending[-3:])) and (found := _BEFORE_NUMBER.search(ending)):
        return ending[: max(found.end("lost"), found.end("stop"))]
    if not _CLOSES.match(ending[-1:]):
        return ending
    if ending[-1] in _BRACKETS and (remark := _REMARK.search(ending)):
        ending = ending[: remark.start("remark")]
    closing = _CLOSING.search(ending)
    return ending[: closing.start()] if closing else ending
