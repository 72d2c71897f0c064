"""The command line: a thin caller of the API, and how its answers are shown."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command that was typed, and leave with its exit status."""
    try:
        from bri_search.cli.program import run

        status = run(sys.argv[1:])
    except KeyboardInterrupt:  # so early that nothing has begun
        status = 130
    sys.exit(status)
