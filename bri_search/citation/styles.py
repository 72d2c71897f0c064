"""The styles of citations by name."""

from __future__ import annotations

from collections.abc import Sequence

from bri_search.errors import UsageError

__all__ = ["DATA_STYLES", "STYLES", "check_style"]

STYLES = ("gb7714", "chicago", "apa", "mla", "bibtex", "csl-json", "plain")
"""The names of all styles; gb7714 is GB/T 7714-2015."""
DATA_STYLES = ("bibtex", "csl-json")
"""Those that programs read."""


def check_style(style: str, *, argument: str = "cite", known: Sequence[str] = STYLES) -> None:
    """Raise UsageError of an argument if there is no style of that name among those known to it."""
    if style not in known:
        raise UsageError(f"{style!r:.80} is not one of {', '.join(known)}", argument=argument)
