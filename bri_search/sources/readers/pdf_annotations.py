"""What lies on the pages of a PDF and is none of their text: comments, and forms filled in."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

__all__ = ["count_annotations", "notices_of"]

_MOST_ON_PAGE = 10_000
_COMMENT = "comment"
_FIELD = "form field filled in"
_SEVERAL = {_COMMENT: "comments", _FIELD: "form fields filled in"}


def count_annotations(page: PdfPage) -> Counter[str]:
    """How many comments with text, and form fields with a value, are on a page."""
    from pypdfium2 import raw

    found: Counter[str] = Counter()
    for number in range(min(raw.FPDFPage_GetAnnotCount(page.raw), _MOST_ON_PAGE)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, number)
        if not annotation:
            continue
        subtype = raw.FPDFAnnot_GetSubtype(annotation)
        is_field = subtype == raw.FPDF_ANNOT_WIDGET
        if subtype not in (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP):
            key = b"V" if is_field else b"Contents"
            # The length counts bytes of UTF-16, with the zero at the end.
            if raw.FPDFAnnot_GetStringValue(annotation, key, None, 0) > 2:
                found[_FIELD if is_field else _COMMENT] += 1
        raw.FPDFPage_CloseAnnot(annotation)
    return found


def notices_of(counted: Counter[str]) -> list[str]:
    """A notice for each kind, with its number.

    >>> notices_of(Counter({"comment": 2, "form field filled in": 1}))
    ['2 comments not read', '1 form field filled in not read']
    """
    return [
        f"{counted[what]:,} {what if counted[what] == 1 else several} not read"
        for what, several in _SEVERAL.items()
        if counted[what]
    ]
