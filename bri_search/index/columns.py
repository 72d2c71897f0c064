"""The columns in which an index has a document, as they are written and read.

A column is a string of bytes or an array of integers; a part of the index holds each column of all
its documents as one.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping
from typing import TypeAlias

__all__ = [
    "BLOCK",
    "COLUMNS",
    "IN_STREAM",
    "LABELS",
    "LINE_BREAK",
    "RUNS_ON",
    "WALL",
    "Column",
    "units_of",
]

Column: TypeAlias = "bytes | bytearray | array[int] | memoryview"

WALL = "\0"
"""Stands between passages that no phrase runs across; no text folds to it."""

BLOCK = 512
"""Code points of a document's text that are compressed together."""

LABELS = 32
"""Labels of sections that are compressed together."""

RUNS_ON = 0x80
"""Set in the byte of a passage's kind where the passage runs on into the next."""

COLUMNS: Mapping[str, str] = {
    "folded": "B",
    "starts": "I",
    "order": "I",
    "run starts": "I",
    "run offsets": "I",
    "expanded": "B",
    "inside characters": "I",
    "word breaks": "I",
    "number breaks": "I",
    "kinds": "B",
    "section starts": "I",
    "sections": "I",
    "section parents": "I",
    "label starts": "I",
    "label lengths": "B",
    "labels": "B",
    "label ends": "I",
    "span starts": "I",
    "span ends": "I",
    "further passages": "I",
    "further starts": "I",
    "further ends": "I",
    "page starts": "I",
    "page labels": "B",
    "furniture": "B",
    "blocks": "B",
    "block ends": "I",
    "block dictionaries": "I",
    "block lines": "I",
    "block line starts": "I",
    "length": "I",
}
"""The columns of a document, each with the type of its items: B bytes, I integers of 32 bits.

- `folded`: the folded text in UTF-16 units, big end first. It runs through the running text and the
  headings first, then through everything that stands beside them, so that a sentence meets its
  other half; walls between passages, but where the first runs on and the second is running text.
- `starts`, `order`: where in it each passage begins that folds to anything, and the passage's
  number; no `order` where those are 0, 1, 2 and so on.
- `run starts`, `run offsets`: stretches of consecutive offsets, the position and the offset in the
  file that each begins with; none for a passage whose offsets begin where the passage does.
- `expanded`: the characters beside which one is split that has folded to several, as UTF-16.
- `inside characters`: where in it what one character folded to goes on (… to three full stops).
- `word breaks`: where in it a quotation mark or an apostrophe that folds to nothing parts two words
  of a script that is written with spaces: China's is the folded text chinas, and two words.
- `number breaks`: where in it two digits meet that do not in the file, as those of 3,000.
- `kinds`: of each passage the number of its kind, and `RUNS_ON`.
- `section starts`, `sections`: of each run of passages in one section the first, and the number of
  the section, counted from 1; 0 where they are in none.
- `section parents`: of each section the one it lies in.
- `label starts`, `label lengths`: of each section where its label stands in the text, and how long
  it is there, as `sections` writes it; of one that is kept its number among those, and 0.
- `labels`, `label ends`: labels that are kept, `LABELS` as lines, compressed piece by piece, and
  where each piece ends.
- `span starts`, `span ends`: the first piece of each passage, offsets into the file.
- `further passages`, `further starts`, `further ends`: the passage of each further piece, in order.
- `page starts`, `page labels`: where pages begin, and JSON with what is printed on them.
- `furniture`: JSON, compressed, of what is in no passage, white space left out.
- `blocks`, `block ends`, `block dictionaries`, `block lines`, `block line starts`: the text in
  compressed blocks, where each ends, from where the folded text is its dictionary (`blocks` says
  how), and the line (number, offset) that it begins in.
- `length`: the code points of the text, one item.
"""

IN_STREAM = frozenset({"starts", "inside characters", "word breaks", "number breaks"})
"""Columns of places in the folded text; in a part they count from where the text of that begins."""

LINE_BREAK = re.compile(r"\r\n|\n|\r")


def units_of(folded: str) -> int:
    """How many UTF-16 units a folded text takes.

    >>> units_of("路\U00020000")
    3
    """
    return len(folded.encode("utf-16-be")) // 2
