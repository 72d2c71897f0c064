"""How long a query may be, a phrase that is looked for as it is, and a draft."""

from __future__ import annotations

from typing import Final

from bri_search.errors import QueryError

__all__ = ["MAX_DRAFT", "MAX_LENGTH", "check_length"]

MAX_LENGTH: Final = 100_000
"""The most code points a query may have."""

MAX_DRAFT: Final = 2_000_000
"""The most code points a draft may have: a book of several volumes."""


def check_length(query: str) -> None:
    """Raise QueryError where a query, or a phrase that is looked for as it is, is too long."""
    if len(query) > MAX_LENGTH:
        raise QueryError(
            f"the query has {len(query):,} characters and may have {MAX_LENGTH:,}",
            query,
            MAX_LENGTH,
            "search for a part of it",
        )
