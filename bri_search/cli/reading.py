"""What a command reads itself, a draft or standard input: never more than it can use."""

from __future__ import annotations

import sys
from typing import BinaryIO

from bri_search.errors import UsageError

__all__ = ["read_most", "read_standard_input"]


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


def read_standard_input(most: int) -> bytes:
    """All bytes of standard input; raises UsageError where they are more than `most`, or no UTF-8.

    What comes through a pipe has no name by which a catalog could say in which encoding it is.
    """
    content = read_most(sys.stdin.buffer, most)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"standard input is not UTF-8 (byte at offset {error.start}); convert it"
        ) from error
    return content
