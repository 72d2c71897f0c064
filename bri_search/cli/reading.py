"""What a command reads itself, a draft or standard input: never more than it can use."""

from __future__ import annotations

from typing import BinaryIO

from bri_search.errors import UsageError

__all__ = ["read_most"]


def read_most(file: BinaryIO, most: int) -> bytes:
    """All bytes of a file or a stream; raises UsageError where there are more than `most`.

    >>> from io import BytesIO
    >>> read_most(BytesIO(b"road"), 4)
    b'road'
    """
    content = file.read(most + 1)
    if len(content) > most:
        raise UsageError(f"what was given has more than {most:,} bytes; give less of it at once")
    return content
