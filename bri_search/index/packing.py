"""Packing: texts compressed piece by piece, so that any piece is read alone.

A piece may be compressed with a dictionary, a text that is much like it: what both have is then
told by where it stands there. UTF-16 is unpacked in less than half the time that UTF-8 takes, and
of Chinese no larger.
"""

from __future__ import annotations

import zlib

__all__ = ["lines", "packed", "piece", "unpacked"]

_ENCODING = "utf-16-be"
"""The encoding of the folded text as well, which is a dictionary."""

_BARE = -12
"""Without the header and the checksum of zlib: the file that it stands in has its own.

Pieces with their dictionaries are shorter than 2 ** 12 bytes, which is as far as any refers back.
"""


def packed(text: str, dictionary: bytes | bytearray | memoryview = b"") -> bytes:
    """A text, compressed."""
    packing = zlib.compressobj(wbits=_BARE, zdict=dictionary)
    return packing.compress(text.encode(_ENCODING, "surrogatepass")) + packing.flush()


def unpacked(piece: bytes | memoryview, dictionary: bytes | bytearray | memoryview = b"") -> str:
    """What was packed, with the dictionary that it was packed with.

    >>> unpacked(packed("數字絲綢之路"))
    '數字絲綢之路'
    >>> folded = "数字丝绸之路".encode("utf-16-be")
    >>> unpacked(packed("数字丝绸之路", folded), folded)
    '数字丝绸之路'
    """
    unpacking = zlib.decompressobj(_BARE, dictionary)
    return unpacking.decompress(piece).decode(_ENCODING, "surrogatepass")


def piece(
    pieces: memoryview,
    ends: memoryview,
    number: int,
    base: int = 0,
    first: int = 0,
    dictionary: bytes | bytearray | memoryview = b"",
) -> str:
    """One of several texts that were packed, by its number.

    `ends` are where each ends in `pieces`; theirs begin at `base` and at `first`.

    >>> from array import array
    >>> both = packed("数字") + packed("丝路")
    >>> piece(memoryview(both), memoryview(array("I", [len(both) // 2, len(both)])), 1)
    '丝路'
    """
    begin = ends[first + number - 1] if number else 0
    return unpacked(pieces[base + begin : base + ends[first + number]], dictionary)


def lines(
    pieces: memoryview, ends: memoryview, number: int, base: int = 0, first: int = 0
) -> list[str]:
    """As `piece`, of a text that is read by its lines."""
    return piece(pieces, ends, number, base, first).split("\n")
