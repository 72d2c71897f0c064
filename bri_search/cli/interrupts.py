"""Ctrl-C: noted when it is typed, since a library that is being loaded may swallow it."""

from __future__ import annotations

import signal
from types import FrameType

__all__ = ["check", "typed", "watch"]

typed: list[int] = []
"""Empty until Ctrl-C is typed."""


def watch() -> None:
    """Note interrupts from now on; KeyboardInterrupt is raised all the same."""

    def note(number: int, frame: FrameType | None) -> None:
        typed.append(number)
        signal.default_int_handler(number, frame)

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, note)


def check() -> None:
    """Raise KeyboardInterrupt once more if one was typed."""
    if typed:
        raise KeyboardInterrupt
