"""Markup of Markdown and wiki pages, as spans of characters that carry no wording."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

__all__ = ["CUT_NOTE_MARK", "LINK", "NOTE_MARK", "SIGNS", "markup", "without_markup"]

_NUMBER = "[0-9０-９]{1,3}"
_FROM_ONE = "[1-9１-９][0-9０-９]{0,2}"
_AND = "[-–—~～,，、][ ]?"
_OTHERS = rf"(?:{_AND}{_FROM_ONE}){{0,7}}"
_NAME = r"\^[^\s^\[\]［］]{1,60}"
_SQUARE = rf"[\[［](?:\^?[注註]?(?:{_FROM_ONE}{_OTHERS}|{_NUMBER})|{_NAME})[\]］](?!\()"

NOTE_MARK = rf"{_SQUARE}|〔[注註]?{_NUMBER}〕|【[注註]?{_NUMBER}】"
"""A note mark in brackets, such as [12], [^3], [^name], [4-6], ［注7］ or 〔8〕."""

CUT_NOTE_MARK = rf"""
    \A[ ]?[注註]?(?:{_NUMBER})?{_OTHERS}[\]］](?!\()
  | [\[［]\^?[注註]?(?:{_FROM_ONE}{_OTHERS}(?:{_AND})?|{_NUMBER})?\Z"""
"""What is left of one in square brackets that the start or the end of a text cut off."""

LINK = re.compile(r"(!?\[)[^\[\]]*(\]\([^()\s]*\))")
"""A Markdown link or picture; its two groups are what is not read of it."""

SIGNS = frozenset("[]［］*~_`#><")
"""Every stretch of markup has one of them."""


def markup(text: str) -> Iterator[re.Match[str]]:
    """Every stretch of markup in a text, in order; what folding passes over.

    Known so that a part of a text folds like that part of the whole: a match never starts or ends
    inside a stretch, and a stretch is known without what stands before or behind it.

    >>> [found.group() for found in markup("资[[zh:金融]]通，[[丝绸之路|丝路]]**基金**[12]")]
    ['[[zh:', ']]', '[[丝绸之路|', ']]', '**', '**', '[12]']
    """
    return iter(()) if SIGNS.isdisjoint(text) else _pattern().finditer(text)


def without_markup(text: str) -> str:
    """A text without its markup.

    >>> without_markup("[[丝绸之路|丝路]]**基金**见[此](https://example.org)")
    '丝路基金见此'
    """
    return text if SIGNS.isdisjoint(text) else _pattern().sub("", text)


@cache
def _pattern() -> re.Pattern[str]:
    """Compiled where there may be markup: a search of text without any need not wait for it."""
    return re.compile(
        rf"""
          {CUT_NOTE_MARK}
        | {_SQUARE}
        | \[\[(?:[^\[\]|]{{0,200}}\|)+                   # [[target|
        | \[\[(?:[a-z][a-z-]{{1,11}}:)?                  # [[ or [[zh:
        | \]\((?:[^()\s]|\([^()\s]{{0,200}}\)){{0,2000}}(?:[ ]"[^"\n]{{0,200}}")?\)   # ](address)
        | \]\]
        | (?!!(?:{CUT_NOTE_MARK}|{_SQUARE}))!\[ | \[ | [\]［］]   # brackets of links and pictures
        | \*+ | ~~ | __ | `+
        | ^\#{{1,6}}[ \t]+                                # heading
        | ^[ ]{{0,3}}>[ \t]?                              # block quotation
        | <!--[^<-]*+(?:(?:<(?!!--)|-(?!->))[^<-]*+)*+-->  # a comment; none begins inside another
        """,
        re.VERBOSE | re.MULTILINE | re.DOTALL,
    )
