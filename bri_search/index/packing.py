"""Packing: texts compressed piece by piece, so that any piece is read alone.

UTF-16 is unpacked in less than half the time that UTF-8 takes, and of Chinese no larger.
"""

from __future__ import annotations

import zlib

__all__ = ["lines", "packed", "piece", "unpacked"]

_BARE = -zlib.MAX_WBITS
"""Without the header and the checksum of zlib: the file that it stands in has its own."""

_ROOM = 4096
"""Bytes that are made room for at first; most pieces are smaller."""


def packed(text: str) -> bytes:
    """A text, compressed."""
    return zlib.compress(text.encode("utf-16-le", "surrogatepass"), wbits=_BARE)


def unpacked(piece: bytes | memoryview) -> str:
    """What was packed.

    >>> unpacked(packed("數字絲綢之路"))
    '數字絲綢之路'
    """
    return zlib.decompress(piece, _BARE, _ROOM).decode("utf-16-le", "surrogatepass")


def piece(pieces: memoryview, ends: memoryview, number: int, base: int = 0, first: int = 0) -> str:
    """One of several texts that were packed, by its number.

    `ends` are where each ends in `pieces`; theirs begin at `base` and at `first`.

    >>> from array import array
    >>> both = packed("数字") + packed("丝路")
    >>> piece(memoryview(both), memoryview(array("I", [len(both) // 2, len(both)])), 1)
    '丝路'
    """
    begin = ends[first + number - 1] if number else 0
    return unpacked(pieces[base + begin : base + ends[first + number]])


def lines(
    pieces: memoryview, ends: memoryview, number: int, base: int = 0, first: int = 0
) -> list[str]:
    """As `piece`, of a text that is read by its lines."""
    return piece(pieces, ends, number, base, first).split("\n")
