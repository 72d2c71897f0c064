"""The text of a page of HTML as it is gone through: pieces become lines, lines become passages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from bri_search.sources.document import FurnitureKind, Kind
from bri_search.sources.readers.elements import APART, BLOCKS, is_out_of_line
from bri_search.sources.readers.line_pieces import (
    BREAK,
    PAGE_STARTS,
    joined,
    page_start,
    without_page_starts,
    without_reserved,
)
from bri_search.sources.readers.main_text import PagePassage

__all__ = ["Context", "Line", "PageText"]

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_BREAK_BETWEEN_CJK = re.compile(rf"(?<=[{_WIDE}])[ \t]*\n\s*(?=[{_WIDE}])")
_SPACES = re.compile(r"[ \t\n\r\f]+")
_PARAGRAPH_BREAK = re.compile(
    rf"[ ]?{BREAK}(?:\s*{BREAK}\s*|(?=\s*(?:{PAGE_STARTS})?[\u3000\u00a0]{{2}}))"
)
_DASHES = "—–―-"
_ENDS = "。！？!?.…」』”’\"')）]"
"""What a quotation may end with, before what says where it is from."""
_BELONGS_INSIDE = (FurnitureKind.NONE, FurnitureKind.ASIDE)
"""What a passage is that belongs to the main text where it stands inside it."""


@dataclass(slots=True)
class Line:
    """What was gone through of a passage, or of a row of a table with its cells.

    `page` is the label of a page that begins with it; with `has_text` it is not all white space.
    """

    pieces: list[str] = field(default_factory=list)
    in_links: int = 0
    in_controls: int = 0
    row: list[str] | None = None
    page: str | None = None
    has_text: bool = False


class Context(NamedTuple):
    """Where in the page the walk is: what the text that comes next belongs to.

    `outer` is the line that an element stands in without being a part of it.
    """

    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    what: FurnitureKind = FurnitureKind.NONE
    is_code: bool = False
    in_link: bool = False
    in_form: bool = False
    in_control: bool = False
    in_part: bool = False
    in_main: bool = False
    in_picture: bool = False
    quotation: int = 0
    marks: int = 0
    outer: Line | None = None


class PageText:
    """The passages that were found, and the line that is being put together."""

    def __init__(self, *, names_main: bool) -> None:
        self.passages: list[PagePassage] = []
        self.line = Line()
        self.context = Context()
        self._names_main = names_main
        self._out_of_line: list[PagePassage] = []

    # -- where elements begin and end --------------------------------------------------------------

    def begin(self, tag: str, what: FurnitureKind) -> Line | None:
        """Begin an element that is `what`; the line it stands in without being a part of it."""
        outer = self.context.outer
        if what != self.context.what and is_out_of_line(tag, what):
            outer, self.line = self.line, Line()
        elif tag in BLOCKS and not (tag in ("td", "th") and self.line.row is not None):
            self.flush_inside()
        elif tag in APART:
            self.line.pieces.append(" ")
        return outer

    def end(self, tag: str) -> None:
        """End an element: a cell, a row, a block, or what stands apart in a line."""
        row = self.line.row
        if row is not None and tag in ("td", "th"):
            row.append(self._cell())
        elif row is not None and tag == "tr":
            # Text of a row that is in no cell of it, as a row of no table has.
            rest = self._cell()
            self.line.row = None
            self._add("\t".join([*row, *filter(None, [rest])]), Kind.TABLE)
            self._add_out_of_line()
        elif tag in BLOCKS:
            self.flush_inside()
        elif tag in APART:
            self.line.pieces.append(" ")

    def go_back(self, context: Context) -> None:
        """Go back to where an element stands, and to the line around it if it had its own."""
        outer = self.context.outer
        if outer is not None and outer is not context.outer:
            self.flush()
            page, self.line = self.line.page, outer
            if page is not None:
                outer.pieces.append(page_start(page))
        self.context = context
        if not self.line.has_text:
            self._add_out_of_line()

    def end_quoted(self, tag: str) -> bool:
        """End what is quoted before what says where it is from; False inside a sentence.

        A dash between them belongs to the latter.
        """
        text = "".join(self.line.pieces)
        quoted = text.rstrip().rstrip(_DASHES).rstrip(" ")
        between = text[len(quoted) :].strip(" ")  # a dash, or a break
        is_end = tag == "footer" or not quoted or quoted[-1] in _ENDS or bool(between)
        if is_end and self.line.row is None:
            self.line.pieces = [quoted]
            self.flush()
            self.line.pieces = [text[len(quoted) :]]
        return is_end

    def _cell(self) -> str:
        """What was gone through, as a cell of a table."""
        pieces, self.line.pieces = self.line.pieces, []
        lines = (" ".join(line.split()) for line in joined(pieces).split(BREAK))
        return "\n".join(filter(None, lines))

    # -- text --------------------------------------------------------------------------------------

    def add(self, text: str) -> None:
        """Add text to the line."""
        text = without_reserved(text).replace("\x00", "\ufffd")
        if self.context.is_code:
            self.line.pieces.append(text)
        elif text:
            text = _BREAK_BETWEEN_CJK.sub("", text.replace("\r", "\n"))
            self.line.pieces.append(_SPACES.sub(" ", text))
        if not text.isspace():
            self.line.has_text = True
        if self.context.in_link:
            self.line.in_links += len(text.strip())
        if self.context.in_control:
            self.line.in_controls += len(text.strip())

    def flush_inside(self) -> None:
        """End a passage; inside a row of a table, part the words."""
        if self.line.row is None:
            self.flush()
        else:
            self.line.pieces.append(" ")

    def flush(self) -> None:
        """End a passage, or two where breaks stand for the end of a paragraph."""
        pieces, self.line.pieces = self.line.pieces, []
        if self.context.is_code:
            self._add("".join(pieces).replace(BREAK, "\n"), Kind.CODE)
        else:
            for text in _PARAGRAPH_BREAK.split(joined(pieces)):
                self._add(text.replace(BREAK, "\n"), self.context.kind)
        self.line.in_links = self.line.in_controls = 0
        self.line.has_text = False
        self._add_out_of_line()

    def _add_out_of_line(self) -> None:
        """Add what stands in a line without being a part of it, when the line is over."""
        if self.context.outer is None and self.line.row is None:
            self.passages += self._out_of_line
            self._out_of_line.clear()

    def _add(self, text: str, kind: Kind) -> None:
        text, pages = without_page_starts(text, self.line.page, is_code=kind is Kind.CODE)
        self.line.page = None
        if pages and pages[-1][0] == len(text):
            self.line.page = pages.pop()[1]
        if not text:
            return
        context = self.context
        what = context.what
        is_outside = self._names_main and not context.in_main and context.level != 1
        if is_outside and what in _BELONGS_INSIDE:
            what = FurnitureKind.OUTSIDE
        passages = self.passages if context.outer is None else self._out_of_line
        passages.append(
            PagePassage(
                text,
                kind,
                context.level if kind is Kind.HEADING else 0,
                what,
                self.line.in_links,
                self.line.in_controls,
                tuple(pages),
                context.quotation,
            )
        )
        self.line.in_links = self.line.in_controls = 0
