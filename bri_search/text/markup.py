"""Markup of Markdown and wiki pages, as spans of characters that carry no wording.

HTML that stands in a line of them is markup too: tags of an element that is known, with nothing in
them but attributes, are unmistakable in any text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import compress

__all__ = [
    "LINK",
    "NOTE_MARK",
    "SIGNS",
    "is_break",
    "is_shown",
    "markup",
    "without_markup",
]

_NUMBER = "[0-9０-９]{1,3}"
_FROM_ONE = "[1-9１-９][0-9０-９]{0,2}"
_AND = "[-–—~～,，、][ ]?"
_OTHERS = rf"(?:{_AND}{_FROM_ONE}){{0,7}}"
_NAME = r"\^[^\s^\[\]［］]{1,60}"
_SQUARE = rf"[\[［](?:\^?[注註]?(?:{_FROM_ONE}{_OTHERS}|{_NUMBER})|{_NAME})\\?[\]］](?![({{])"

_VALUE = r"""(?:"[^"<>]{0,999}+"|'[^'<>]{0,999}+'|[^\s"'<>=`]{1,999}+)"""
_IN_TAG = rf"(?:\s{{1,9}}+[A-Za-z][\w:.-]{{0,40}}+\s?=\s?{_VALUE}){{0,20}}\s{{0,9}}+"
_ELEMENTS = (
    "a|abbr|b|bdi|bdo|big|cite|code|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small|span|strike"
    "|strong|sub|sup|tt|u|var|wbr"
)
_TAG = rf"</?(?i:{_ELEMENTS}){_IN_TAG}/?>"
_RAISED = (
    rf"<(?i:sup){_IN_TAG}>(?:<[Aa]{_IN_TAG}>)?"
    rf"[注註]?(?:{_FROM_ONE}{_OTHERS}|{_NUMBER})(?:</[Aa]>)?</(?i:sup)>"
)

_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
RAISED_NUMBERS = rf"[{_SUPERSCRIPTS}]+(?:[-–—~～,，、]\s?[{_SUPERSCRIPTS}]+)+"
"""The numbers of several notes, such as ¹,² or ³–⁵; one by itself folding passes over anyway."""

NOTE_MARK = rf"{_SQUARE}|〔[注註]?{_NUMBER}〕|【[注註]?{_NUMBER}】|{_RAISED}|{RAISED_NUMBERS}"
"""A note mark in brackets or raised: [12], [^name], [4-6], ［注7］, 〔8〕, ³–⁵, <sup>9</sup>."""

_CUT_NOTE_MARK = rf"""
    \A[ ]?[注註]?(?:{_NUMBER})?{_OTHERS}\\?[\]］](?![({{])
  | [\[［]\^?[注註]?(?:{_FROM_ONE}{_OTHERS}(?:{_AND})?|{_NUMBER})?\\?\Z"""
"""What is left of one in square brackets that the start or the end of a text cut off."""

_ADDRESS = r"""
    \]\((?:(?:[^()\s]|\([^()\s]{0,200}\)){0,2000}|<[^<>\n]{0,2000}>)(?:[ ]"[^"\n]{0,200}")?\)"""
_MARK_WITH_ADDRESS = rf"\[\\?\[\^?[注註]?(?:{_FROM_ONE}{_OTHERS}|{_NUMBER})\\?\]{_ADDRESS}"

_CLASS = r"""[.\#][\w-]{1,60}|[a-z][\w-]{0,40}="[^"\n{}]{0,200}\""""
_CLASSES = rf"\]\{{(?:{_CLASS})(?:[ ](?:{_CLASS})){{0,9}}\}}"

LINK = re.compile(rf"(!?\[)[^\[\]]*({_ADDRESS}|{_CLASSES})", re.VERBOSE)
"""A Markdown link or picture, or `[text]{.class}`; its two groups are what is not read of it."""

_BRACKETS, _LINKED, _LESS_SIGNS = tuple("[]［］"), ("](", "]{"), tuple("<＜﹤≮")
_STAR, _LESS = "[*＊﹡]", f"[{''.join(_LESS_SIGNS)}]"
_MULTIPLIES = r"(?<=\d.)\d | (?<=\d\\.)\d | (?<=\d\s.)\s\d"
"""What stands around a single * between two numbers."""
_NUMBER_BEHIND = r"\s*+(?:[-‐‑‒–—―−－﹣=＝.．]\s*+)?\d"
"""What stands behind < where it compares with a number, and is not one of a pair around a title."""

SIGNS = frozenset("[]［］*＊﹡~_`#><＜﹤≮" + _SUPERSCRIPTS)
"""Every stretch of markup has one of them."""


_NOTES = frozenset({"note", "numbers", "raised"})
"""The groups that a note mark ends with, or what is left of one."""

_SHOWN = frozenset({"[", "![", *"]［］<＜﹤≮"})
_WIDE_STARS = frozenset("＊﹡")


def markup(text: str) -> Iterator[re.Match[str]]:
    """Every stretch of markup in a text, in order; what folding passes over.

    Known so that a part of a text folds like that part of the whole: a match never starts or ends
    inside a stretch, and a stretch is known without what stands before or behind it. Some stand for
    a line break (`is_break`).

    >>> [found.group() for found in markup("资[[zh:金融]]通，[[丝绸之路|丝路]]**基金**[12]")]
    ['[[zh:', ']]', '[[丝绸之路|', ']]', '**', '**', '[12]']
    >>> [(found.group(), is_break(found)) for found in markup("a<b and c>d<br/><u>e</u>")]
    [('<', False), ('<br/>', True), ('<u>', False), ('</u>', False)]
    """
    return iter(()) if SIGNS.isdisjoint(text) else _pattern(text).finditer(text)


def is_break(found: re.Match[str]) -> bool:
    """Whether a stretch of markup stands for a line break."""
    return found.lastgroup == "break"


def is_shown(found: re.Match[str]) -> bool:
    """Whether a stretch of markup is shown to a reader: a note mark, a bracket, a wide star.

    >>> [
    ...     found.group()
    ...     for found in markup("**资**[金](https://example.org)[12]＊")
    ...     if is_shown(found)
    ... ]
    ['[', '[12]', '＊']
    """
    stretch = found.group()
    return found.lastgroup in _NOTES or stretch in _SHOWN or _WIDE_STARS.issuperset(stretch)


def without_markup(text: str) -> str:
    """A text without its markup.

    >>> without_markup("[[丝绸之路|丝路]]**基金**见[此](https://example.org)")
    '丝路基金见此'
    """
    return text if SIGNS.isdisjoint(text) else _pattern(text).sub("", text)


# Each alternative with signs of which every stretch that it matches has one, in the order in which
# they are tried; without signs it is always tried.
_ALTERNATIVES: tuple[tuple[tuple[str, ...], str], ...] = (
    (_BRACKETS, rf"(?:{_CUT_NOTE_MARK} | {_SQUARE})(?P<note>)"),
    (_LINKED, rf"\^?{_MARK_WITH_ADDRESS}\^?"),
    (_BRACKETS, rf"\^\\?{_SQUARE}\^"),
    (tuple(_SUPERSCRIPTS), rf"{RAISED_NUMBERS}(?P<numbers>)"),
    (_BRACKETS, r"\[\[(?:[^\[\]|]{0,200}\|)+"),  # [[target|
    (_BRACKETS, r"\[\[(?:[a-z][a-z-]{1,11}:)?"),  # [[ or [[zh:
    (_LINKED, _ADDRESS),
    (_LINKED, _CLASSES),  # ]{.underline}
    (_BRACKETS, r"\]\]"),
    (("![",), rf"(?!!(?:{_CUT_NOTE_MARK}|{_SQUARE}|{_MARK_WITH_ADDRESS}))!\["),  # of a picture
    (_BRACKETS, r"\[ | [\]［］]"),  # of a link
    ((), rf"{_STAR}(?:{_STAR}+|(?!{_MULTIPLIES})) | ~~ | __ | `+"),
    ((), r"^\#{1,6}[ \t]+"),  # heading
    ((), r"^[ ]{0,3}>[ \t]?"),  # block quotation
    (_LESS_SIGNS, rf"<(?i:br){_IN_TAG}/?>(?P<break>)"),
    (_LESS_SIGNS, rf"{_RAISED}(?P<raised>) | {_TAG}"),
    (_LESS_SIGNS, r"<!--[^<-]*+(?:(?:<(?!!--)|-(?!->))[^<-]*+)*-->"),  # none begins inside another
    (_LESS_SIGNS, rf"{_LESS}(?!{_NUMBER_BEHIND})"),  # a title mark, or as > is
)
_SIGNS_OF_ALTERNATIVES = tuple({signs for signs, _ in _ALTERNATIVES if signs})


def _pattern(text: str) -> re.Pattern[str]:
    """What matches any markup of a text: compiling all there could be takes a search too long."""
    there = [any(sign in text for sign in signs) for signs in _SIGNS_OF_ALTERNATIVES]
    return _pattern_with(tuple(compress(_SIGNS_OF_ALTERNATIVES, there)))


@cache
def _pattern_with(signs: tuple[tuple[str, ...], ...]) -> re.Pattern[str]:
    """The pattern for texts that have some of these signs, and none of the others."""
    tried = [pattern for needed, pattern in _ALTERNATIVES if not needed or needed in signs]
    return re.compile(" | ".join(tried), re.VERBOSE | re.MULTILINE | re.DOTALL)
