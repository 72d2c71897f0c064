"""Exit statuses, those of grep."""

from __future__ import annotations

from enum import IntEnum

__all__ = ["Status"]


class Status(IntEnum):
    """What a command leaves with."""

    FOUND = 0
    NOTHING = 1
    ERROR = 2
    INTERRUPTED = 130
