"""Stretches of a long text: what repair looks at at one sitting, so that its memory is bounded.

What a page does is seen within some pages of it, so a long text is repaired as several files
would be, one after the other, below the headings of those before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from bri_search.text.line_breaks import LINE_BREAKS

__all__ = ["LONGEST_LINE", "LONGEST_PASSAGE", "STRETCH", "Stretch", "cut_places", "stretches"]

STRETCH = 500_000
"""Characters of a stretch: two or three books."""

LONGEST_LINE = 100_000
"""Characters; a longer line is none of a page, but running text to which nothing is joined."""

LONGEST_PASSAGE = 20_000
"""Characters; longer running text is cut into passages between which no wall stands."""

_BREAK = re.compile(rf"\r\n|[{LINE_BREAKS}]")
_LOOK_BACK = 2_000
"""Characters in which the end of a sentence is looked for, to cut there."""
_SENTENCE_END = re.compile(r"[。！？!?.][」』”’）)]*\s*")
_GAP = re.compile(r"\s+|(?<=[\u3400-\u9fff])(?=[\u3400-\u9fff])")


class Stretch(NamedTuple):
    """A part of a text, by its offsets: some lines, or one line that is too long to be one."""

    start: int
    end: int
    is_long_line: bool


def stretches(text: str) -> Iterator[Stretch]:
    r"""Cut a text into stretches, where it can be at a blank line.

    >>> [tuple(stretch) for stretch in stretches("数字\n\n丝绸之路\n")]
    [(0, 9, False)]
    """
    if len(text) <= LONGEST_LINE:
        yield Stretch(0, len(text), is_long_line=False)
        return
    begin = line = 0
    for end in _line_ends(text):
        if end - line > LONGEST_LINE:
            if begin < line:
                yield Stretch(begin, line, is_long_line=False)
            yield Stretch(line, end, is_long_line=True)
            begin = end
        elif end - begin > STRETCH and (end - begin > 1.1 * STRETCH or text[line:end].isspace()):
            yield Stretch(begin, end, is_long_line=False)
            begin = end
        line = end
    if begin < len(text):
        yield Stretch(begin, len(text), is_long_line=False)


def _line_ends(text: str) -> Iterator[int]:
    end = 0
    for found in _BREAK.finditer(text):
        end = found.end()
        yield end
    if end < len(text):
        yield len(text)


def cut_places(text: str, start: int, end: int) -> Iterator[int]:
    """Where to cut a piece of a text so that no part is longer than a passage may be.

    Behind a sentence if one ends near, else in white space or between two ideographs, else
    anywhere.
    """
    while end - start > LONGEST_PASSAGE:
        limit = start + LONGEST_PASSAGE
        for pattern in (_SENTENCE_END, _GAP):
            ends = [found.end() for found in pattern.finditer(text, limit - _LOOK_BACK, limit)]
            if ends:
                break
        start = ends[-1] if ends else limit
        yield start
