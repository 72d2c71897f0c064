"""The styles of citations by name."""

from __future__ import annotations

from bri_search.errors import UsageError

__all__ = ["DATA_STYLES", "STYLES", "check_style"]

STYLES = ("gb7714", "chicago", "apa", "mla", "bibtex", "csl-json", "plain")
"""The names of all styles; gb7714 is GB/T 7714-2015."""
DATA_STYLES = ("bibtex", "csl-json")
"""Those that programs read."""


def check_style(style: str) -> None:
    """Raise UsageError if there is no style of that name."""
    if style not in STYLES:
        raise UsageError(f"{style!r} is not one of {', '.join(STYLES)}", argument="cite")
