"""The text of a quotation: what stands between the quotation marks around it."""

from __future__ import annotations

from bri_search.text.quotation_marks import CLOSING
from bri_search.text.reading import ReadingText, reading

__all__ = ["quoted_text"]


def quoted_text(text: str) -> ReadingText:
    """A quotation as it is read, without the marks that enclose it; offsets are those in `text`.

    >>> quoted_text("「“互联互通”」").text, quoted_text("“互联”和“互通”").text
    ('互联互通', '“互联”和“互通”')
    """
    start, end = 0, len(text)
    while True:
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if end - start < 2 or not _encloses(text[start:end]):
            return reading([(start, text[start:end])], has_markup=True)
        start, end = start + 1, end - 1


def _encloses(text: str) -> bool:
    """Whether the first and the last character are a pair of quotation marks around all of it."""
    opening, closing = text[0], text[-1]
    if closing not in CLOSING.get(opening, ""):
        return False
    if opening == closing:
        return text.count(opening) == 2
    depth = 0
    for place, character in enumerate(text):
        depth += (character == opening) - (character == closing)
        if depth == 0:
            return place == len(text) - 1
    return False
