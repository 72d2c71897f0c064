"""What a source says, made fit for one line of a citation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bri_search.sources.document import Source

__all__ = ["clean", "section_labels", "without_stop"]

_STOP = re.compile(r"(?<=.)。\Z|(?:(?<=\s)|\A)([^\s.]+)\.\Z")
"""A full stop at the end, but for that of U.S. or of an ellipsis."""


def clean(text: str) -> str:
    r"""A text as one line, without characters that control or that are none.

    >>> clean("一带\n一路\x1b[0m\u200b")
    '一带 一路 [0m'
    """
    kept = []
    for character in text:
        category = unicodedata.category(character)
        if category in {"Cc", "Zl", "Zp"}:
            kept.append(" ")
        elif category == "Cs" or (category == "Cn" and _is_noncharacter(ord(character))):
            kept.append("\ufffd")
        elif category != "Cf":
            kept.append(character)
    return re.sub(" {2,}", " ", "".join(kept)).strip()


def without_stop(title: str) -> str:
    """A title without the full stop that it ends with, for a style puts marks of its own there.

    >>> [without_stop(title) for title in ("港口合作。", "On ports.", "In the U.S.", "Why?")]
    ['港口合作', 'On ports', 'In the U.S.', 'Why?']
    """
    return _STOP.sub(r"\1", title)


def _is_noncharacter(code: int) -> bool:
    return 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE


def section_labels(section: Sequence[str], source: Source) -> list[str]:
    """The labels of a section path; a first one that says the title again is left out."""
    labels = [label for label in map(clean, section) if label]
    if labels and _letters(source.title) in _letters(labels[0]):
        return labels[1:]
    return labels


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
