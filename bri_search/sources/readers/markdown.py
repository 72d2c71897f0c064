"""Markdown: the same text, read with its markup."""

from __future__ import annotations

from dataclasses import replace

from bri_search.sources.readers import plain

__all__ = ["decode"]


def decode(content: bytes) -> plain.Decoded:
    """Decode UTF-8 as plain text is decoded, and say that it has markup.

    >>> decode("# 前言".encode()).has_markup
    True
    """
    return replace(plain.decode(content), has_markup=True)
