"""Standard input, as a command reads it: never more than it can use."""

from __future__ import annotations

import sys

from bri_search.api.drafts import read_most
from bri_search.errors import UsageError

__all__ = ["read_standard_input"]


def read_standard_input(most: int) -> bytes:
    """All bytes of standard input; raises UsageError where they are more than `most`, or no UTF-8.

    So it does where it is closed. What comes through a pipe has no name by which a catalog could
    say in which encoding it is.
    """
    if sys.stdin is None:  # as the shell's <&- leaves it
        raise UsageError("standard input is closed; give it a file or a pipe")
    content = read_most(sys.stdin.buffer, most)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"standard input is not UTF-8 (byte at offset {error.start}); convert it"
        ) from error
    return content
