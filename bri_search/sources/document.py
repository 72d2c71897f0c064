"""A document as the index knows it: a source and its passages, with their places in the file."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

__all__ = [
    "KINDS",
    "LARGEST_FILE",
    "MARKDOWN_SUFFIXES",
    "MAX_FILE_SIZE",
    "PLAIN_SUFFIXES",
    "FurnitureKind",
    "Kind",
    "Passage",
    "Script",
    "Source",
    "Span",
    "is_date",
]

MAX_FILE_SIZE = 128 * 1024 * 1024
"""Bytes; a larger file is left out unless more is asked for."""

LARGEST_FILE = 256 * 1024 * 1024
"""Bytes; no more can be asked for, since it would take more than 1 GB of memory to index it."""

PLAIN_SUFFIXES = (".txt", ".text")
MARKDOWN_SUFFIXES = (".md", ".markdown")
"""How the names of files end that are text themselves, so that their lines are the text's lines."""

_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")
_FIRST_DAY = "-01-01"

Span = tuple[int, int]
"""Start and end of a stretch of a file, in code points; the end is outside."""


class Kind(StrEnum):
    """What a passage is on its page.

    >>> Kind("note").is_running_text, Kind.PARAGRAPH.is_running_text
    (False, True)
    """

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    CAPTION = "caption"
    NOTE = "note"
    TABLE = "table"
    CONTENTS = "contents"
    CODE = "code"

    @property
    def is_running_text(self) -> bool:
        """Whether sentences of this kind run on from one passage into the next."""
        return self in (Kind.PARAGRAPH, Kind.ITEM)


KINDS = tuple(Kind)
"""The kinds of passages by the number that stands for each."""


class FurnitureKind(StrEnum):
    """What a stretch of a file is that is in no passage; NONE where it is in one.

    >>> str(FurnitureKind.PAGE_NUMBER), bool(FurnitureKind.NONE)
    ('page number', False)
    """

    NONE = ""
    WHITE_SPACE = "white space"
    PAGE_NUMBER = "page number"
    RUNNING_HEAD = "running head"
    RULE = "rule"
    FRONT_MATTER = "front matter"
    FENCE = "fence"
    COMMENT = "comment"
    SCRIPT = "script"
    STYLE = "style"
    HEADER = "header"
    FOOTER = "footer"
    HIDDEN = "hidden"
    NOTE_MARK = "note mark"
    NAVIGATION = "navigation"
    FORM = "form"
    FALLBACK = "fallback"
    ASIDE = "aside"
    DIALOG = "dialog"
    OUTSIDE = "outside the main text"


class Script(StrEnum):
    """The script a source is written in, named as in ISO 15924 where it is one script.

    >>> [script.value for script in Script]
    ['Hans', 'Hant', 'Latn', 'mixed']
    """

    SIMPLIFIED = "Hans"
    TRADITIONAL = "Hant"
    LATIN = "Latn"
    MIXED = "mixed"


class Passage(NamedTuple):
    """One repaired paragraph, heading, item, caption, note, table row or line of contents.

    `spans` are the pieces of the file that make it up, in order; between them stands what the
    page put in. `number` counts from 0 in the order of the file; `section` is the path of headings
    above the passage, outermost first, each on one line. `page` is the page it begins on, counted
    from 1; None where the file has no pages. `runs_on` says that no sentence ends with it, so that
    a phrase may continue in the next passage of running text.
    """

    number: int
    kind: Kind
    section: tuple[str, ...]
    spans: tuple[Span, ...]
    page: int | None = None
    runs_on: bool = False

    @property
    def start(self) -> int:
        """Offset of the first character."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Offset behind the last character."""
        return self.spans[-1][1]


@dataclass(frozen=True, slots=True)
class Source:
    """One document of the corpus and what is known of it.

    `path` is absolute; `issued` and `accessed` are ISO 8601 dates as exact as they are known; what
    is not known is None or empty. `publisher` is the newspaper, journal, press or site that carries
    the document, `container` the book that it is a chapter or a paper of, and `pages` are those it
    takes up there. `sha256` is that of the file's bytes, and `encoding` how they stand for
    characters; None where the format settles it (PDF, DOCX, EPUB).

    >>> import bri_search
    >>> source = bri_search.open(example_index).sources[0].source
    >>> source.id, source.script.value, source.issued
    ('paper', 'Hant', None)
    """

    id: str
    title: str
    path: Path
    sha256: str
    script: Script
    creator: tuple[str, ...] = ()
    issued: str | None = None
    publisher: str | None = None
    place: str | None = None
    type: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    url: str | None = None
    accessed: str | None = None
    language: str | None = None
    encoding: str | None = None
    has_markup: bool = False
    container: str | None = None


def is_date(text: str) -> bool:
    """Whether an ISO 8601 date, as exact as it is known, is one of the calendar.

    >>> [is_date(text) for text in ("2023", "2023-02-28", "2023-02-30", "2023-2")]
    [True, True, False, False]
    """
    if not _DATE.fullmatch(text):
        return False
    try:
        datetime.date.fromisoformat(text + _FIRST_DAY[len(text) - len("YYYY") :])
    except ValueError:
        return False
    return True
