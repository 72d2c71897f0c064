"""Entities of HTML that stand for a space, for a quotation mark, for nothing that shows, or for &.

Pages that were copied into Markdown have them in their lines. One that stands for a character that
a phrase may have at its edge, such as `&lt;`, is left as it is: an answer points at characters of
the file, and this one has several.
"""

from __future__ import annotations

import re
from array import array

__all__ = ["ENTITY", "stands_for", "without_entities"]

_SPACES = "nbsp ensp emsp thinsp #160 #xa0 #8194 #8195 #x2002 #x2003 #12288 #x3000"
_AND = "amp #38 #x26"
_NOTHING = (
    "shy zwj zwnj lrm rlm #173 #xad #8203 #x200b "
    "quot apos ldquo rdquo lsquo rsquo laquo raquo lsaquo rsaquo #34 #x22 #39 #x27"
)

ENTITY = re.compile(
    rf"&(?:(?P<space>{_SPACES.replace(' ', '|')})|(?P<and>{_AND.replace(' ', '|')})"
    rf"|{_NOTHING.replace(' ', '|')});",
    re.IGNORECASE,
)
"""An entity that is known, however it is written."""


def stands_for(entity: re.Match[str]) -> str:
    """A space, an ampersand or nothing.

    >>> [stands_for(found) for found in ENTITY.finditer("Q&amp;A, 3&nbsp;000&#x200B;, &lt;")]
    ['&', ' ', '']
    """
    return {"space": " ", "and": "&"}.get(entity.lastgroup or "", "")


def without_entities(text: str) -> tuple[str, array[int]]:
    """A text with what its entities stand for, and the place that each character came from.

    >>> without_entities("R&amp;D&shy;")
    ('R&D', array('I', [0, 1, 6]))
    """
    pieces: list[str] = []
    places = array("I")
    position = 0
    for entity in ENTITY.finditer(text):
        sign = stands_for(entity)
        pieces += [text[position : entity.start()], sign]
        places.extend(range(position, entity.start() + len(sign)))
        position = entity.end()
    places.extend(range(position, len(text)))
    return "".join([*pieces, text[position:]]), places
