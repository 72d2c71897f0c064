"""The command line: a thin caller of the API, and how its answers are shown."""

from __future__ import annotations

import gc
import sys

__all__ = ["main"]

_OBJECTS = 200_000
"""Made before Python looks for some that nothing leads to; loading a search makes half as many."""


def main() -> None:
    """Run the command that was typed, and leave with its exit status."""
    gc.set_threshold(_OBJECTS)
    try:
        from bri_search.cli.program import run

        status = run(sys.argv[1:])
    except KeyboardInterrupt:  # so early that nothing has begun
        status = 130
    gc.freeze()  # all memory goes with the process; looking through it first takes a tenth of it
    sys.exit(status)
