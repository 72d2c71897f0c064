"""Strings in passages: what is compiled, where it could be, else the same in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bri_search.search import passage_strings
else:
    try:
        from bri_search.search import _passage_strings as passage_strings
    except ImportError:  # not compiled, or for another machine
        from bri_search.search import passage_strings

__all__ = ["Strings", "frequencies"]

Strings = passage_strings.Strings
frequencies = passage_strings.frequencies
