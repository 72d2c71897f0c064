"""Packing: texts compressed piece by piece, so that any piece is read alone.

UTF-16 is unpacked in less than half the time that UTF-8 takes, and of Chinese no larger.
"""

from __future__ import annotations

import zlib

__all__ = ["packed", "unpacked"]

_BARE = -zlib.MAX_WBITS
"""Without the header and the checksum of zlib: the file that it stands in has its own."""


def packed(text: str) -> bytes:
    """A text, compressed."""
    return zlib.compress(text.encode("utf-16-le", "surrogatepass"), wbits=_BARE)


def unpacked(piece: bytes | memoryview) -> str:
    """What was packed.

    >>> unpacked(packed("數字絲綢之路"))
    '數字絲綢之路'
    """
    return zlib.decompress(piece, _BARE).decode("utf-16-le", "surrogatepass")
