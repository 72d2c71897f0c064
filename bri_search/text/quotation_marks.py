"""Quotation marks in pairs: which open a quotation, and which close it."""

from __future__ import annotations

__all__ = ["ALIKE", "BY_POSITION", "CLOSING", "PAIRS"]

PAIRS = ("「」", "『』", "“”", "‘’", "﹁﹂", "﹃﹄", "«»", "｢｣", "〝〞〟", "❝❞", "❛❜", "‹›", "„“”")
"""Marks that open a quotation, each with those that close it."""

BY_POSITION = ("””“", "»«»")
"""Marks that open one at the beginning of a word only, where they do not close one."""

ALIKE = frozenset("\"'＂＇")
"""Marks that open and close alike."""

CLOSING = {pair[0]: pair[1:] for pair in (*PAIRS, *BY_POSITION)} | {mark: mark for mark in ALIKE}
"""Of every mark that may open a quotation, those that may close it."""
