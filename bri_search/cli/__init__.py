"""The command line: a thin caller of the API, and how its answers are shown."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress

__all__ = ["main"]

_INTERRUPTED = 130
_OBJECTS = 200_000
"""Made before Python looks for some that nothing leads to; loading a search makes half as many."""


def main() -> None:
    """Run the command that was typed, and leave with its exit status.

    Where Ctrl-C was typed, leave at once: Python would end `python -m bri_search` by the signal and
    not with the status if it came in code made from a string, as `dataclass` makes some.
    """
    gc.set_threshold(_OBJECTS)
    try:
        from bri_search.cli.program import run

        status = run(sys.argv[1:])
    except KeyboardInterrupt:  # so early that nothing has begun
        status = _INTERRUPTED
    if status == _INTERRUPTED:
        with suppress(OSError):
            sys.stdout.flush()
        os._exit(_INTERRUPTED)
    gc.freeze()  # all memory goes with the process; looking through it first takes a tenth of it
    sys.exit(status)
