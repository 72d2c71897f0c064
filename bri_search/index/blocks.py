"""The text of a document in compressed blocks, each with what the folded text has of it at hand.

Most characters fold to themselves or to another that they always fold to, so a block says little
that the folded text of the same place does not: it is compressed with that as a dictionary.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from bri_search.index.columns import BLOCK, LINE_BREAK, Column
from bri_search.index.packing import packed, piece

__all__ = ["BlockReader", "block_columns"]

_UNIT = 2
_BESIDE = 64
"""Units of folded text before the place where a block is thought to begin, and behind its end."""

_LENGTH = _BESIDE + BLOCK + _BESIDE


def block_columns(
    text: str, folded: bytearray, starts: array[int], order: array[int], span_starts: Sequence[int]
) -> dict[str, Column]:
    """The columns of the blocks.

    Where each begins in the folded text, `starts` and `order` tell, and `span_starts`, where the
    passages begin in the text.
    """
    blobs: list[bytes] = []
    dictionaries, ends, lines, line_starts = array("I"), array("I"), array("I"), array("I")
    begins = sorted(
        (span_starts[number], start) for number, start in zip(order, starts, strict=True)
    )
    last = max(0, len(folded) // _UNIT - _LENGTH)
    # No editor counts a byte order mark as a column.
    line, line_start = 1, int(text.startswith("\ufeff"))
    for begin in range(0, len(text), BLOCK):
        block = text[begin : begin + BLOCK]
        place = bisect_right(begins, (begin, len(folded))) - 1
        offset, start = begins[place] if place >= 0 else (begin, 0)
        dictionaries.append(min(max(0, start + begin - offset - _BESIDE), last))
        lines.append(line)
        line_starts.append(line_start)
        blobs.append(packed(block, _dictionary(folded, 0, len(folded), dictionaries[-1])))
        ends.append((ends[-1] if ends else 0) + len(blobs[-1]))
        if "\r" not in block:
            breaks = block.count("\n")
            if breaks:
                line, line_start = line + breaks, begin + block.rindex("\n") + 1
            continue
        for match in LINE_BREAK.finditer(text, begin, begin + len(block)):
            if match.group() == "\r" and text[match.end() : match.end() + 1] == "\n":
                continue
            line, line_start = line + 1, match.end()
    return {
        "blocks": b"".join(blobs),
        "block ends": ends,
        "block dictionaries": dictionaries,
        "block lines": lines,
        "block line starts": line_starts,
    }


class BlockReader:
    """Reads blocks out of the columns of one document, or of several one behind another."""

    def __init__(self, columns: Mapping[str, memoryview]) -> None:
        self._blocks = columns["blocks"]
        self._ends = columns["block ends"]
        self._dictionaries = columns["block dictionaries"]
        self._folded = columns["folded"]

    def read(self, number: int, base: int, first: int, begin: int, end: int) -> str:
        """A block of a document by its number.

        Of the document the blocks begin at `base`, what is told of each at `first`, and the folded
        text goes from `begin` to `end`, in bytes.
        """
        dictionary = _dictionary(self._folded, begin, end, self._dictionaries[first + number])
        return piece(self._blocks, self._ends, number, base, first, dictionary)


def _dictionary(
    folded: bytearray | memoryview, begin: int, end: int, start: int
) -> bytearray | memoryview:
    """The folded text from a place of a document's on, which goes from `begin` to `end`."""
    from_there = begin + _UNIT * start
    return folded[from_there : min(from_there + _UNIT * _LENGTH, end)]
