"""Readers: a file becomes text, with the reason where it cannot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bri_search.errors import UnreadableSource
from bri_search.sources.readers import markdown, plain

__all__ = ["MAX_CHARACTERS", "READABLE_SUFFIXES", "Reading", "read_bytes"]

_READERS: dict[str, Callable[[bytes], plain.Decoded]] = {
    ".txt": plain.decode,
    ".text": plain.decode,
    ".md": markdown.decode,
    ".markdown": markdown.decode,
}
READABLE_SUFFIXES = frozenset(_READERS)

MAX_CHARACTERS = 32_000_000
"""Code points that a document may have: what one part of the concordance holds."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of a file and whether it holds markup."""

    text: str
    has_markup: bool


def read_bytes(name: str, suffix: str, content: bytes) -> Reading:
    """Read a file's bytes by the reader for its suffix.

    >>> read_bytes("a.txt", ".txt", "一带一路".encode())
    Reading(text='一带一路', has_markup=False)
    """
    reader = _READERS.get(suffix.lower())
    if reader is None:
        known = ", ".join(sorted(READABLE_SUFFIXES))
        raise UnreadableSource(name, f"no reader for {suffix or 'a file without suffix'} ({known})")
    decoded = reader(content)
    if decoded.problem:
        raise UnreadableSource(name, decoded.problem)
    if len(decoded.text) > MAX_CHARACTERS:
        raise UnreadableSource(
            name,
            f"has {len(decoded.text):,} characters and may have {MAX_CHARACTERS:,}; divide it",
        )
    return Reading(decoded.text, decoded.has_markup)
