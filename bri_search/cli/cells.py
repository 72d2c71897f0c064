"""Measuring and cutting text in the cells of a terminal, and making it harmless there.

A wide character takes two cells and a combining one none; those on whose width terminals do not
agree, such as “ and …, take one, as most have it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

__all__ = [
    "Fragment",
    "cells",
    "cut",
    "cut_left",
    "cut_right",
    "harmless",
    "pad",
    "section_cell",
    "whole",
    "wrap",
]

Fragment = tuple[str, str]
"""Text and the name of the style it is shown in; "" is none."""

_NO_LINE_BEGINS = frozenset("，。、；：！？）」』》〉】〕”’…—·,.;:!?)]}%％")
_NO_LINE_ENDS = frozenset("（「『《〈【〔“‘([{")
_LOOK_BACK = 30


class _Harmless(dict[int, str]):
    """What `str.translate` shall put for each character, worked out when one is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        category = unicodedata.category(char)
        if char in "\t\n\r" or category in {"Zl", "Zp"}:
            shown = " "
        elif category == "Cc":
            # U+2400 on are pictures of the control characters, in their order.
            shown = chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else " "
        elif category == "Cf":
            shown = ""
        else:
            shown = "\ufffd" if category == "Cs" else char
        self[code] = shown
        return shown


_HARMLESS = _Harmless()


def harmless(text: str) -> str:
    r"""A text as one line that does nothing to a terminal.

    Control characters become pictures of themselves, line ends and tabs spaces; what is invisible
    or turns the direction of writing is left out.

    >>> harmless("一带\n一路\x1b[0m\u200b")
    '一带 一路␛[0m'
    """
    return text.translate(_HARMLESS)


def section_cell(section: Sequence[str]) -> str:
    """A path of headings as one text.

    >>> section_cell(("主席声明", "前言"))
    '主席声明 › 前言'
    """
    return " › ".join(section)


@lru_cache(maxsize=16384)
def _cells(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def cells(text: str) -> int:
    """How many cells a text takes.

    >>> cells("“丝路” RCEP")
    11
    """
    return len(text) if text.isascii() else sum(map(_cells, text))


def cut(text: str, width: int) -> str:
    """A text in at most `width` cells; where something had to go, it ends in an ellipsis.

    >>> cut("数字丝绸之路", 9)
    '数字丝绸…'
    """
    if cells(text) <= width:
        return text
    return cut_right(text, width - 1) + "…" if width > 0 else ""


def cut_left(text: str, width: int) -> str:
    """The end of a text that fits into `width` cells.

    >>> cut_left("数字丝绸之路", 5)
    '之路'
    """
    return cut_right(text[::-1], width)[::-1]


def cut_right(text: str, width: int) -> str:
    """The beginning of a text that fits into `width` cells.

    >>> cut_right("数字丝绸之路", 5)
    '数字'
    """
    for place, char in enumerate(text):
        width -= _cells(char)
        if width < 0:
            return text[:place]
    return text


def pad(text: str, width: int, *, right: bool = False) -> str:
    """A text with spaces behind it, or before it with `right`, so that it takes `width` cells.

    >>> pad("路", 4), pad("路", 4, right=True)
    ('路  ', '  路')
    """
    spaces = " " * max(0, width - cells(text))
    return spaces + text if right else text + spaces


def wrap(fragments: Iterable[Fragment], width: int) -> Iterator[list[Fragment]]:
    """Lines of at most `width` cells, broken between Latin words and between any wide characters.

    No line begins with a closing punctuation mark or ends with an opening one, and no match is
    broken, where that can be.

    >>> [line[0][0] for line in wrap([("建设“丝路”。the Silk Road", "")], 9)]
    ['建设“丝', '路”。the', 'Silk Road']
    """
    text = ""
    styles: list[str] = []
    for piece, style in fragments:
        shown = harmless(piece)
        text += shown
        styles += [style] * len(shown)
    start = 0
    while start < len(text):
        end = start + len(cut_right(text[start:], width)) if width > 0 else len(text)
        end = _line_end(text, styles, start, max(end, start + 1))
        yield _styled(text, styles, start, start + len(text[start:end].rstrip()))
        start = end
        while start < len(text) and text[start] == " ":
            start += 1


def whole(text: str, width: int) -> list[str]:
    """All of a text, in lines of at most `width` cells.

    >>> whole("harbours-of-海岸", 8), whole("harbours", 8)
    (['harbours', '-of-海岸'], ['harbours'])
    """
    if cells(text) <= width:
        return [text]
    return ["".join(piece for piece, _ in line) for line in wrap([(text, "")], width)]


def _line_end(text: str, styles: list[str], start: int, end: int) -> int:
    """The last place up to `end` where a line may be broken, outside a match if there is one."""
    if end >= len(text):
        return len(text)
    places = [
        place
        for place in range(end, max(start, end - _LOOK_BACK), -1)
        if _may_break(text[place - 1], text[place])
    ]
    unbroken = (place for place in places if not styles[place - 1] == styles[place] == "match")
    return next(unbroken, places[0] if places else end)


def _may_break(before: str, after: str) -> bool:
    if before == " " or after == " ":
        return True
    if after in _NO_LINE_BEGINS or before in _NO_LINE_ENDS:
        return False
    return _cells(before) == 2 or _cells(after) == 2


def _styled(text: str, styles: list[str], start: int, end: int) -> list[Fragment]:
    line: list[Fragment] = []
    for place in range(start, end):
        if line and line[-1][1] == styles[place]:
            line[-1] = (line[-1][0] + text[place], styles[place])
        else:
            line.append((text[place], styles[place]))
    return line
