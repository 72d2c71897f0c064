"""Bars of block characters, an eighth of a cell exact."""

from __future__ import annotations

__all__ = ["bar"]

_EIGHTHS = " ▏▎▍▌▋▊▉█"


def bar(share: float, width: int) -> str:
    """A bar that fills a share, 0 to 1, of `width` cells; what is above 0 shows.

    >>> bar(1, 4), bar(0.5, 3), bar(0.0001, 4), bar(0, 4)
    ('████', '█▌', '▏', '')
    """
    eighths = max(round(share * width * 8), 1) if share > 0 else 0
    return _EIGHTHS[-1] * (eighths // 8) + _EIGHTHS[eighths % 8].strip()
