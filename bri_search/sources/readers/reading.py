"""What every reader gives: the text of a file, and what the file's format says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import groupby

from bri_search.errors import UnreadableSource
from bri_search.sources.document import FurnitureKind, Kind, Span
from bri_search.sources.marks import Mark, PageStart

__all__ = [
    "MOST_CHARACTERS",
    "MOST_UNPACKED",
    "Metadata",
    "Reading",
    "TextBuilder",
    "iso_date",
    "one_line",
    "page_label",
]

MOST_CHARACTERS = 16_000_000
"""Code points that a file may hold; with more, reading it and writing its part takes over 1 GB."""
MOST_UNPACKED = 64 * 1024 * 1024
"""Bytes that one part of a ZIP file may have unpacked: XML takes several times that in memory."""

_LONGEST_VALUE = 300
_LONGEST_LABEL = 40
_MOST_CREATORS = 100
_YEAR_FIRST = re.compile(
    r"\s*([0-9]{4})(?:[-/.年]\s?([0-9]{1,2})(?:[-/.月]\s?([0-9]{1,2}))?)?(?![0-9])"
)
_NO_TITLE = re.compile(
    r"(?i)|(?:untitled|unspecified|no title|无标题|無標題|未命名|document)\s*[0-9]*"
    r"|microsoft word\s*-.*|.*\.(?:docx?|pdf|indd|wps|rtf|txt|tmp|html?|pptx?|qxd|fm|p65)"
)
_NO_CREATOR = re.compile(r"(?i)(?:anonymous|unknown|user|admin(?:istrator)?|python-docx)?")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says of itself; the catalog's record goes before it.

    `issued` is an ISO 8601 date as exact as it is known. When a file was made is not when the
    document was issued, so the dates that word processors and PDF writers put in are left alone.

    >>> Metadata(title="白皮书").issued is None
    True
    """

    title: str | None = None
    creator: tuple[str, ...] = ()
    issued: str | None = None
    publisher: str | None = None
    language: str | None = None

    def tidied(self) -> Metadata:
        """The same, each value one line, without what only says that nobody filled it in.

        >>> Metadata(title="Microsoft Word - 草稿.doc", creator=("王 小明", "admin")).tidied()
        Metadata(title=None, creator=('王 小明',), issued=None, publisher=None, language=None)
        """
        title = one_line(self.title or "")
        creators = map(one_line, self.creator[:_MOST_CREATORS])
        language = one_line(self.language or "")
        return replace(
            self,
            title=None if _NO_TITLE.fullmatch(title) else title,
            creator=tuple(name for name in creators if not _NO_CREATOR.fullmatch(name)),
            publisher=one_line(self.publisher or "") or None,
            language=language
            if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", language)
            else None,
        )


@dataclass(frozen=True, slots=True)
class Reading:
    r"""The text of a file, and what its format says of the text.

    Offsets are code points of `text`: of the decoded file where that is text (plain text and
    Markdown), else of the text that the reader took out of it. `encoding` is None where the format
    settles it. `pages` are where the file's pages begin; `structure` marks lines whose kind the
    format knows, in order and never overlapping. `notices` are lines on what could not be read.

    >>> from bri_search.sources.readers import read_bytes
    >>> reading = read_bytes("a.md", ".md", "# 前言\n\n正文。\n".encode())
    >>> reading.encoding, reading.has_markup, [mark.kind.value for mark in reading.structure]
    ('utf-8', True, ['heading'])
    """

    text: str
    encoding: str | None = None
    has_markup: bool = False
    pages: tuple[PageStart, ...] = ()
    structure: tuple[Mark, ...] = ()
    metadata: Metadata = Metadata()
    notices: tuple[str, ...] = ()

    @property
    def block_quotations(self) -> tuple[Span, ...]:
        """The stretches that the format says are quotations, as far as nothing parts them."""
        together = (list(marks) for _, marks in groupby(self.structure, lambda one: one.quotation))
        return tuple(
            (marks[0].span[0], marks[-1].span[1]) for marks in together if marks[0].quotation
        )


def one_line(text: str) -> str:
    r"""A value as one line that can be stored and shown, at most 300 characters of it.

    >>> one_line(" 一带\n一路\x00 ")
    '一带 一路'
    """
    printable = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(printable.split())[:_LONGEST_VALUE]


def page_label(text: str | None) -> str | None:
    """What is printed on a page for its number; None for nothing, and for what is no number.

    A file may ask for two thousand million in Roman numerals.

    >>> page_label(" xii "), page_label("m" * 1000), page_label("")
    ('xii', None, None)
    """
    label = one_line(text or "")
    return label if 0 < len(label) <= _LONGEST_LABEL else None


def iso_date(text: str) -> str | None:
    """A date that begins with its year, as ISO 8601 has it; None where there is none.

    >>> iso_date("2023年10月"), iso_date("2023-10-18T08:00+08:00"), iso_date("18 October")
    ('2023-10', '2023-10-18', None)
    """
    match = _YEAR_FIRST.match(text)
    if not match:
        return None
    year, month, day = match.groups()
    if month is None or not 1 <= int(month) <= 12:
        return year
    if day is None or not 1 <= int(day) <= 31:
        return f"{year}-{int(month):02}"
    return f"{year}-{int(month):02}-{int(day):02}"


class TextBuilder:
    """Puts the text of a file together, passage by passage, each on a line of its own."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.marks: list[Mark] = []
        self.pages: list[PageStart] = []
        self._pieces: list[str] = []
        self._length = 0

    def add(
        self,
        text: str,
        kind: Kind | None,
        level: int = 0,
        what: FurnitureKind = FurnitureKind.NONE,
        quotation: int = 0,
    ) -> None:
        """Add a passage, or furniture where `kind` is None; raises UnreadableSource if too long."""
        text = text.strip("\n").rstrip() if kind is Kind.CODE else text.strip()
        if not text:
            return
        start = self._length
        self._pieces += [text, "\n"]
        self._length += len(text) + 1
        if self._length > MOST_CHARACTERS:
            raise UnreadableSource(
                self.name, f"holds more than {MOST_CHARACTERS:,} characters; divide it"
            )
        self.marks.append(Mark((start, start + len(text)), kind, level, what, quotation))

    def begin_page(self, label: str | None, offset: int = 0) -> None:
        """Let a page begin with what is added next, or so many characters behind its beginning."""
        self.pages.append(PageStart(self._length + offset, page_label(label)))

    @property
    def text(self) -> str:
        """What was added so far."""
        return "".join(self._pieces)
