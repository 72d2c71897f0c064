"""Reading text: a stretch of a file as a reader wants to see it, and where each character stands.

Line breaks inside a sentence go (as one space between words), and so does the markup of a page
that has markup. Nothing else changes: what is left are the file's own characters.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Sequence
from typing import NamedTuple

from bri_search.text.entities import ENTITY, stands_for
from bri_search.text.fold import QUOTATION_MARKS, SOFT_HYPHEN, is_word_character
from bri_search.text.line_breaks import LINE_BREAKS
from bri_search.text.markup import (
    LINK,
    SIGNS,
    is_break,
    is_shown,
    markup,
    without_markup,
)

__all__ = ["MAY_BE_LEFT_OUT", "ReadingText", "reading"]

_BREAK = re.compile(rf"(?<![^\S{LINE_BREAKS}])[^\S{LINE_BREAKS}]*+[{LINE_BREAKS}]\s*")
MAY_BE_LEFT_OUT = re.compile(f"[{LINE_BREAKS}&{re.escape(''.join(sorted(SIGNS)))}]")
"""What every line break, all markup and every entity has in it."""

_LOOKED_AT = 256
"""Characters behind a line break."""


class ReadingText(NamedTuple):
    """Characters to be read, and the code point offset in the file of each."""

    text: str
    offsets: Sequence[int]


def reading(pieces: list[tuple[int, str]], has_markup: bool) -> ReadingText:
    r"""Put pieces of a file together for reading; each piece comes with its offset.

    A line break stands between two pieces, unless they touch.

    >>> reading([(0, "第三屆「一帶一\n\n路」"), (30, "論壇")], has_markup=False).text
    '第三屆「一帶一路」論壇'
    >>> list(reading([(0, "China\nEurope")], has_markup=False).offsets)[4:7]
    [4, 5, 6]
    """
    if len(pieces) == 1 and not MAY_BE_LEFT_OUT.search(pieces[0][1]):
        origin, piece = pieces[0]
        return ReadingText(piece, range(origin, origin + len(piece)))
    characters: list[str] = []
    offsets = array("I")
    last = halved = -1
    for origin, piece in pieces:
        if characters and origin != last:
            halved = _join(characters, offsets, origin, piece, halved)
        last = origin + len(piece)
        position = 0
        for start, end, breaks in _left_out(piece, has_markup):
            if end <= position:  # inside what is left out already
                continue
            characters.extend(piece[position:start])
            offsets.extend(range(origin + position, origin + start))
            if breaks and characters:
                at = origin + max(start, position)
                rest = _behind(piece, end, has_markup)
                halved = _join(characters, offsets, at, rest, halved)
            position = end
        characters.extend(piece[position:])
        offsets.extend(range(origin + position, origin + len(piece)))
    return ReadingText("".join(characters), offsets)


def _left_out(piece: str, has_markup: bool) -> list[tuple[int, int, bool]]:
    """Stretches that are not read, in order: line breaks (True) and markup (False)."""
    stretches = [(match.start(), match.end(), True) for match in _BREAK.finditer(piece)]
    if has_markup:
        for link in LINK.finditer(piece):
            stretches += [(*link.span(1), False), (*link.span(2), False)]
        stretches += [
            (match.start(), match.end(), is_break(match))
            for match in markup(piece)
            if not is_shown(match) and not match.group().startswith(("](", "]{"))
        ]
        for entity in ENTITY.finditer(piece):
            sign = stands_for(entity)
            stretches.append((entity.start() + (sign == "&"), entity.end(), sign == " "))
        stretches.sort()
    return stretches


def _join(characters: list[str], offsets: array[int], offset: int, rest: str, halved: int) -> int:
    """What stands for a line break: a space between words, nothing elsewhere.

    Gives how many characters there are where a soft hyphen has halved a word, else -1; `halved` is
    what it gave before. Until something else shows, further breaks are inside that word too.
    """
    following = rest.lstrip()[:1]
    if not following or characters[-1].isspace():
        return halved
    is_still_halved = halved >= 0 and not any(map(_shows, characters[halved:]))
    if is_still_halved or _is_broken_by_soft_hyphen(characters, offsets):
        if characters[-1] == SOFT_HYPHEN:
            characters.pop()
            offsets.pop()
        return len(characters)
    if characters[-1] in "-‐" and following.islower():
        first_half = next(filter(_shows, reversed(characters[:-1])), "")
        if first_half and is_word_character(first_half) and not first_half.isdecimal():
            characters.pop()
            offsets.pop()
        return -1
    before = next(filter(_shows, reversed(characters)), "")
    after = next(filter(_shows, rest.lstrip()), "")
    if (before and (is_word_character(before) or before in ",.;:!?)%")) and (
        after and (is_word_character(after) or after == "(" or _is_currency(after))
    ):
        characters.append(" ")
        offsets.append(offset)
    return -1


def _is_broken_by_soft_hyphen(characters: list[str], offsets: array[int]) -> bool:
    """Whether a soft hyphen stands at the end of a line, with no break before it."""
    end = len(characters)
    shown = end - 1
    while shown >= 0 and not _shows(characters[shown]):
        shown -= 1
    behind = shown + 1
    while behind < end and shown >= 0 and offsets[behind] - offsets[shown] == behind - shown:
        if characters[behind] == SOFT_HYPHEN:
            return True
        behind += 1
    return False


def _behind(piece: str, break_end: int, has_markup: bool) -> str:
    """What is read behind a line break, as far as it decides what this stands for."""
    rest = piece[break_end : break_end + _LOOKED_AT]
    return without_markup(rest) if has_markup else rest


def _is_currency(character: str) -> bool:
    return unicodedata.category(character) == "Sc"


def _shows(character: str) -> bool:
    """Whether a character decides about a space beside it, as a quotation mark does not."""
    return character not in QUOTATION_MARKS and (character.isprintable() or character.isspace())
