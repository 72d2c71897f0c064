"""Which characters write numbers."""

from __future__ import annotations

__all__ = ["NUMERALS"]

NUMERALS = frozenset("0123456789零〇一二两三四五六七八九十廿卅百千万亿点.")
"""Folded characters that make a number another one, where they stand beside it."""
