"""What a concordance may be sorted, counted and ranked by; apart, for who wants the names alone."""

from __future__ import annotations

from typing import Final

__all__ = ["GROUPINGS", "RANKINGS", "SORTS"]

SORTS: Final = ("source", "date", "position", "left", "right")
"""Keys by name; with them go left1 … left9 and right1 … right9, single words."""

GROUPINGS: Final = ("section", "source", "date", "year")
"""What a distribution counts by."""

RANKINGS: Final = ("log-likelihood", "log-dice", "count")
"""Measures of collocates, the usual one first."""
