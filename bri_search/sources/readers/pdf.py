"""PDF, read by PDFium (pypdfium2): the text of each page, page by page.

The order of lines and columns is PDFium's. What a page puts between the lines of its text is found
by repair, as in plain text, with the help of the page boundaries.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median_low
from typing import TYPE_CHECKING

from bri_search.errors import UnreadableSource
from bri_search.sources.document import PageStart
from bri_search.sources.printing import PrintedLine, PrintedLines
from bri_search.sources.readers.reading import MOST_CHARACTERS, Metadata, Reading, one_line

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

__all__ = ["read"]

_SEARCHED_FOR_HEADER = 1024
"""Bytes before which `%PDF-` stands, as Acrobat and PDFium have it."""
_MOST_PAGES = 100_000
_MOST_DAMAGED = 100
"""Pages that cannot be loaded, after which a file is given up: it may claim a million."""
_MANY_UNMAPPED = 0.1
"""Share of characters without Unicode from which on a page is as good as one without text."""
_BROKEN_WORD = "\ufffe"
"""What PDFium puts for a hyphen and the line break behind it."""
_BREAK = re.compile("\r\n|[\r\n\ufffe]")
_UNMAPPED = re.compile("[\x00\ufffd\ufffe\uffff]")
_CONTROL = re.compile("[\x01-\x08\x0b-\x1f\x7f]")
_MOST_RANGES = 12
_NO_WIDTH = 0.01
"""Points, as PDFium has it."""
_DEEPEST_FORM = 20
"""Forms within one another in which text is looked for."""
_LARGEST = 10_000
"""Points of a type size: more is a mistake of the file."""
_THICKEST_RULE = 2.0
_SHORTEST_RULE = 30.0
_BESIDE_RULE = 20.0
"""Points; so far to the left of a rule a line below it may begin."""
_LONGEST_RULE = 0.4
"""Share of the width of the page."""
_SAMPLED = 4
"""Parts of a line at whose ends characters are measured."""
_SLANT = 0.05
"""The slope from which on a line is not level."""


def read(name: str, content: bytes, _encoding: str | None) -> Reading:
    """Read the pages of a PDF, with their labels; pages without text are named in a notice.

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
    offset = 0
    for number in range(count):
        try:
            text, lines, has_content = _page(document[number])
        except error:
            text, lines, has_content = "", PrintedLines(), False
            damaged.append(number + 1)
            if len(damaged) > _MOST_DAMAGED:
                raise UnreadableSource(name, "is damaged or cut short; get it anew") from None
        if has_content and not text.strip():
            without_text.append(number + 1)
        elif len(_UNMAPPED.findall(text)) > _MANY_UNMAPPED * len(text):
            unmapped.append(number + 1)
        label = one_line(document.get_page_label(number)) or None
        pages.append(PageStart(offset, label, lines))
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
    return Reading(
        "".join(texts),
        pages=tuple(pages),
        metadata=_metadata(document),
        notices=tuple(notices),
    )


def _page(page: PdfPage) -> tuple[str, PrintedLines, bool]:
    """The text of a page and how it is printed; whether anything is on it."""
    try:
        has_content = _give_width(page)
        textpage = page.get_textpage()
        try:
            text = textpage.get_text_range(errors="replace")
            lines = _printed(page, textpage, text)
        finally:
            textpage.close()
    finally:
        page.close()
    text = _BREAK.sub(lambda found: _broken(found[0]), text)
    text = _CONTROL.sub(" ", _UNMAPPED.sub("\ufffd", text))
    return (text.rstrip() + "\n" if text.strip() else ""), lines, has_content


def _broken(line_break: str) -> str:
    return "-\n" if line_break == _BROKEN_WORD else "\n"


def _printed(page: PdfPage, textpage: PdfTextPage, text: str) -> PrintedLines:
    """How each line of a page is printed, by some of its characters; nothing where it is turned."""
    lines = PrintedLines()
    left, foot, right, top = page.get_cropbox()
    if page.get_rotation() or top <= foot:
        return lines
    rule = _rule(page, right - left, (foot + top) / 2)
    start = unit = position = 0
    while position < len(text):
        found = _BREAK.search(text, position)
        line = text[position : found.start() if found else len(text)]
        inked = [place for place, character in enumerate(line) if not character.isspace()]
        if inked:
            # PDFium counts in units of UTF-16.
            wide = len(line.encode("utf-16-le", "surrogatepass")) // 2 > len(line)
            sampled = [inked[(len(inked) - 1) * part // _SAMPLED] for part in range(_SAMPLED + 1)]
            units = [
                unit
                + (len(line[:place].encode("utf-16-le", "surrogatepass")) // 2 if wide else place)
                for place in sampled
            ]
            measured = _measured(textpage, units, foot, top)
            if measured is not None and rule is not None:
                is_below = foot + measured.height * (top - foot) < rule[1]
                is_of_column = rule[0] - _BESIDE_RULE <= measured.left <= rule[2]
                measured = measured._replace(below_rule=is_below and is_of_column)
            lines.add(start, measured or PrintedLine(0, 0, 0, 0))
        position = found.end() if found else len(text)
        start += len(line) + (len(_broken(found[0])) if found else 0)
        unit += len(line.encode("utf-16-le", "surrogatepass")) // 2
        unit += len(found[0]) if found else 0
    return lines


def _rule(page: PdfPage, width: float, middle: float) -> tuple[float, float, float] | None:
    """Where the only short level line below the middle of a page is drawn: left, height, right.

    Where there are several, they are those of a table or below words.
    """
    import ctypes

    from pypdfium2 import raw

    left, bottom, right, top = edges = tuple(ctypes.c_float() for _ in range(4))
    pointers = [ctypes.byref(edge) for edge in edges]
    found = []
    for number in range(raw.FPDFPage_CountObjects(page.raw)):
        one = raw.FPDFPage_GetObject(page.raw, number)
        if raw.FPDFPageObj_GetType(one) == raw.FPDF_PAGEOBJ_PATH:
            raw.FPDFPageObj_GetBounds(one, *pointers)
            length = right.value - left.value
            is_level = top.value - bottom.value <= _THICKEST_RULE
            if is_level and length >= _SHORTEST_RULE and top.value < middle:
                found.append((left.value, bottom.value, right.value))
    is_single = len(found) == 1 and found[0][2] - found[0][0] <= _LONGEST_RULE * width
    return found[0] if is_single else None


def _measured(
    textpage: PdfTextPage, units: list[int], foot: float, top: float
) -> PrintedLine | None:
    """A line by some of its characters, from the first to the last; None where it is not level."""
    import ctypes

    from pypdfium2 import raw

    sizes = []
    edges = []
    matrix = raw.FS_MATRIX()
    box = tuple(ctypes.c_double() for _ in range(4))
    x, y = ctypes.c_double(), ctypes.c_double()
    for unit in units:
        index = raw.FPDFText_GetCharIndexFromTextIndex(textpage.raw, unit)
        if index < 0 or not (
            raw.FPDFText_GetMatrix(textpage.raw, index, ctypes.byref(matrix))
            and raw.FPDFText_GetCharBox(textpage.raw, index, *map(ctypes.byref, box))
            and raw.FPDFText_GetCharOrigin(textpage.raw, index, ctypes.byref(x), ctypes.byref(y))
        ):
            continue
        if abs(matrix.b) > _SLANT * abs(matrix.a):
            return None
        sizes.append(raw.FPDFText_GetFontSize(textpage.raw, index) * abs(matrix.d))
        edges.append((box[0].value, box[1].value, y.value))
    sizes = [size for size in sizes if math.isfinite(size) and 0 < size <= _LARGEST]
    if not sizes or not all(math.isfinite(edge) for one in edges for edge in one):
        return None
    left, right = min(one[0] for one in edges), max(one[1] for one in edges)
    baseline = median_low(one[2] for one in edges)
    return PrintedLine(median_low(sizes), left, right, (baseline - foot) / (top - foot))


def _give_width(page: PdfPage) -> bool:
    """Give the text that has no width one, and tell whether anything is on a page.

    In a font that is neither in the file nor on this computer glyphs have no outline. What is set
    in it upright, or a glyph at a time, has then no width, and PDFium takes what has none for
    nothing. A line drawn around it has some, at any size of type.
    """
    import ctypes

    from pypdfium2 import raw

    left, _, right, _ = edges = tuple(ctypes.c_float() for _ in range(4))
    pointers = [ctypes.byref(edge) for edge in edges]
    size = ctypes.c_float()
    matrix = raw.FS_MATRIX()
    for one in _text_objects(page):
        raw.FPDFPageObj_GetBounds(one, *pointers)
        if right.value - left.value > _NO_WIDTH:
            continue
        if raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(one)) == 1:
            continue  # spaces, or nothing to see
        raw.FPDFTextObj_GetFontSize(one, ctypes.byref(size))
        raw.FPDFPageObj_GetMatrix(one, ctypes.byref(matrix))
        scale = math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
        raw.FPDFTextObj_SetTextRenderMode(one, raw.FPDF_TEXTRENDERMODE_STROKE)
        raw.FPDFPageObj_SetStrokeWidth(one, size.value * scale)
        # PDFium measures text anew when it is moved, were it by nothing.
        raw.FPDFPageObj_Transform(one, 1, 0, 0, 1, 0, 0)
    return bool(raw.FPDFPage_CountObjects(page.raw) > 0)


def _text_objects(page: PdfPage) -> Iterator[object]:
    """The pieces of text of a page, those of the forms on it too."""
    from pypdfium2 import raw

    def within(count: int, get: Callable[[int], object], depth: int) -> Iterator[object]:
        for number in range(count):
            one = get(number)
            kind = raw.FPDFPageObj_GetType(one)
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                yield one
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
                inner = partial(raw.FPDFFormObj_GetObject, one)
                yield from within(raw.FPDFFormObj_CountObjects(one), inner, depth + 1)

    get = partial(raw.FPDFPage_GetObject, page.raw)
    return within(raw.FPDFPage_CountObjects(page.raw), get, 0)


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
