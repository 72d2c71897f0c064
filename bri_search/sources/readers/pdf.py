"""PDF, read by PDFium (pypdfium2): the text of each page, page by page.

What a page puts between the lines of its text is found by repair, as in plain text, with the help
of the page boundaries.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from bri_search.errors import UnreadableSource
from bri_search.sources.marks import PageStart
from bri_search.sources.printing import PrintedLines
from bri_search.sources.readers.pdf_annotations import count_annotations, notices_of
from bri_search.sources.readers.pdf_page import UNMAPPED, read_page
from bri_search.sources.readers.reading import (
    MOST_CHARACTERS,
    Metadata,
    Reading,
    one_line,
    page_label,
)

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

__all__ = ["read"]

_SEARCHED_FOR_HEADER = 1024
"""Bytes before which `%PDF-` stands, as Acrobat and PDFium have it."""
_MOST_PAGES = 100_000
_MOST_DAMAGED = 100
"""Pages that cannot be loaded, after which a file is given up: it may claim a million."""
_MANY_UNMAPPED = 0.1
"""Share of characters without Unicode from which on a page is as good as one without text."""
_MOST_RANGES = 12


def read(name: str, content: bytes, _encoding: str | None) -> Reading:
    """Read the pages of a PDF, with their labels; notices name pages without text.

    They also count the comments and the form fields filled in, which are not read.

    Raises UnreadableSource for a file that is damaged, encrypted, or without any text.
    """
    if b"%PDF-" not in content[:_SEARCHED_FOR_HEADER]:
        raise UnreadableSource(name, "is not a PDF, whatever its name says; rename it")
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise UnreadableSource(name, "is encrypted; save it without a password") from error
        raise UnreadableSource(
            name, f"is damaged or cut short ({one_line(str(error))}); get it anew"
        ) from error
    try:
        return _read(name, document, pypdfium2.PdfiumError)
    finally:
        document.close()


def _read(name: str, document: PdfDocument, error: type[Exception]) -> Reading:
    count = len(document)
    if count > _MOST_PAGES:
        raise UnreadableSource(name, f"claims {count:,} pages; at most {_MOST_PAGES:,} are read")
    texts: list[str] = []
    pages: list[PageStart] = []
    without_text: list[int] = []
    unmapped: list[int] = []
    damaged: list[int] = []
    annotations: Counter[str] = Counter()
    offset = 0
    for number in range(count):
        try:
            page = document[number]
            annotations.update(count_annotations(page))
            text, lines, has_content = read_page(page)
        except error:
            text, lines, has_content = "", PrintedLines(), False
            damaged.append(number + 1)
            if len(damaged) > _MOST_DAMAGED:
                raise UnreadableSource(name, "is damaged or cut short; get it anew") from None
        if has_content and not text.strip():
            without_text.append(number + 1)
        elif len(UNMAPPED.findall(text)) > _MANY_UNMAPPED * len(text):
            unmapped.append(number + 1)
        pages.append(PageStart(offset, page_label(document.get_page_label(number)), lines))
        texts.append(text)
        offset += len(text)
        if offset > MOST_CHARACTERS:
            raise UnreadableSource(
                name, f"holds more than {MOST_CHARACTERS:,} characters; divide it"
            )
    if len(damaged) == count:
        raise UnreadableSource(name, "is damaged or cut short: no page can be read; get it anew")
    if not any(text.strip() for text in texts):
        raise UnreadableSource(
            name,
            f"has no text on its {_counted(count)} (scanned?); have their text recognised (OCR)",
        )
    notices = [
        f"{_listed(numbers)} {what}"
        for numbers, what in (
            (without_text, "without text (scanned?); the rest is indexed"),
            (unmapped, "with characters that the file gives no Unicode for"),
            (damaged, "damaged; the rest is indexed"),
        )
        if numbers
    ]
    notices += notices_of(annotations)
    return Reading(
        "".join(texts),
        pages=tuple(pages),
        metadata=_metadata(document),
        notices=tuple(notices),
    )


def _metadata(document: PdfDocument) -> Metadata:
    """Title and author as the file has them; when it was made is not when it was issued."""
    creator = document.get_metadata_value("Author")
    return Metadata(
        title=document.get_metadata_value("Title"),
        creator=tuple(name for name in re.split("[;；、]", creator) if name.strip()),
    )


def _counted(count: int) -> str:
    return "1 page" if count == 1 else f"{count:,} pages"


def _listed(numbers: list[int]) -> str:
    """Page numbers as ranges.

    >>> _listed([3, 5, 6, 7]), _listed([2])
    ('pages 3, 5–7', 'page 2')
    """
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] + 1 == number:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    told = [f"{a}" if a == b else f"{a}–{b}" for a, b in ranges[:_MOST_RANGES]]
    more = f" and more ({len(numbers)} in all)" if len(ranges) > _MOST_RANGES else ""
    return f"{'page' if len(numbers) == 1 else 'pages'} {', '.join(told)}{more}"
