"""The scripts in which a text is written, and those in which it can be read."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["ReaderScript", "Writing"]


class ReaderScript(StrEnum):
    """The script that a reader wants to see; `hk` and `tw` have the characters of the region.

    >>> [script.value for script in ReaderScript]
    ['original', 'hans', 'hant', 'hk', 'tw']
    """

    ORIGINAL = "original"
    SIMPLIFIED = "hans"
    TRADITIONAL = "hant"
    HONG_KONG = "hk"
    TAIWAN = "tw"


class Writing(StrEnum):
    """How a text is written, as far as that is known; `Hant` may be that of any region."""

    SIMPLIFIED = "Hans"
    TRADITIONAL = "Hant"
    HONG_KONG = "Hant-HK"
    TAIWAN = "Hant-TW"
    MIXED = "mixed"
