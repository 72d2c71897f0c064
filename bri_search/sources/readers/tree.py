"""A tree of HTML becomes passages: what browsers show as blocks, in the order of the page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bri_search.sources.document import Kind
from bri_search.sources.readers.elements import (
    APART,
    BLOCKS,
    HEADINGS,
    PARTS,
    beside,
    is_back_link,
    is_control,
    is_layout,
    is_note,
    is_out_of_line,
    is_shown,
    page_break,
    roles_of,
    says_where_from,
)
from bri_search.sources.readers.line_pieces import (
    BREAK,
    PAGE_STARTS,
    joined,
    page_start,
    without_page_starts,
    without_reserved,
)
from bri_search.sources.readers.main_text import PagePassage, choose_main_text
from bri_search.sources.readers.note_references import note_mark
from bri_search.sources.readers.printed_numbers import printed_numbers
from bri_search.sources.readers.reading import TextBuilder, page_label

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["add_page"]

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_BREAK_BETWEEN_CJK = re.compile(rf"(?<=[{_WIDE}])[ \t]*\n\s*(?=[{_WIDE}])")
_SPACES = re.compile(r"[ \t\n\r\f]+")
_PARAGRAPH_BREAK = re.compile(
    rf"[ ]?{BREAK}(?:\s*{BREAK}\s*|(?=\s*(?:{PAGE_STARTS})?[\u3000\u00a0]{{2}}))"
)
_DASHES = "—–―-"
_ENDS = "。！？!?.…」』”’\"')）]"
"""What a quotation may end with, before what says where it is from."""
_MARKS = ("“”", "‘’")
"""What browsers put around a `q`, and around one inside it."""
_BELONGS_INSIDE = ("", "aside")
"""What a passage is that belongs to the main text where it stands inside it."""


def add_page(
    tree: LexborHTMLParser, builder: TextBuilder, *, of_book: bool = False
) -> tuple[str, ...]:
    """Add the passages of a page to a text, and give notices of what of it is not main text.

    Of a book's page, all is main text but navigation.
    """
    body = tree.body
    if body is None:
        return ()
    main = None if of_book else _main(tree)
    walk = _Walk(main, of_book=of_book)
    walk.through(body)
    notices = choose_main_text(walk.passages, of_book=of_book, names_main=main is not None)
    read = [(None if one.what else one.kind, one.text) for one in walk.passages]
    for place, what in printed_numbers(read).items():
        walk.passages[place].what = what
    for one in walk.passages:
        for offset, label in one.pages:
            builder.begin_page(label, offset)
        if one.what:
            builder.add(one.text, None, one.level, one.what)
        else:
            builder.add(one.text, one.kind, one.level, quotation=one.quotation)
    return notices


@dataclass(slots=True)
class _Line:
    """What was gone through of a passage, or of a row of a table with its cells.

    `page` is the label of a page that begins with it; with `has_text` it is not all white space.
    """

    pieces: list[str] = field(default_factory=list)
    in_links: int = 0
    in_controls: int = 0
    row: list[str] | None = None
    page: str | None = None
    has_text: bool = False


@dataclass(slots=True)
class _Context:
    """Where in the page the walk is: what the text that comes next belongs to.

    `outer` is the line that an element stands in without being a part of it.
    """

    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    what: str = ""
    is_code: bool = False
    in_link: bool = False
    in_form: bool = False
    in_control: bool = False
    in_part: bool = False
    in_main: bool = False
    in_picture: bool = False
    quotation: int = 0
    marks: int = 0
    outer: _Line | None = None


def _main(tree: LexborHTMLParser) -> LexborNode | None:
    """The one element that holds the main text, where the page names one."""
    for selector in ("main, [role=main]", "article"):
        found = tree.css(selector)
        if len(found) == 1 and found[0].text(deep=True).strip():
            return found[0]
    return None


class _Walk:
    """Goes through the nodes of a page in order, without recursion, however deep they nest."""

    def __init__(self, main: LexborNode | None, *, of_book: bool) -> None:
        self.of_book = of_book
        self.main_id = None if main is None else main.mem_id
        self.passages: list[PagePassage] = []
        self.out_of_line: list[PagePassage] = []
        self.line = _Line()
        self.context = _Context()
        self.layout_tables: set[int] = set()
        self.quotations = 0

    def through(self, root: LexborNode) -> None:
        # A context is put back when all below its element has been gone through.
        stack: list[tuple[LexborNode | None, _Context | None, str]] = [(root, None, "")]
        while stack:
            node, context, tag = stack.pop()
            if node is None:
                assert context is not None
                self._leave(tag, context)
                continue
            if node.is_text_node:
                self._text(node.text_content or "")
                continue
            if not node.is_element_node:
                continue
            tag = node.tag or ""
            if not is_shown(tag, in_picture=self.context.in_picture) or self._is_marked_off(
                node, tag
            ):
                continue
            before = self.context
            self._enter(node, tag)
            stack.append((None, before, tag))
            stack.extend(
                (child, None, "") for child in reversed(list(node.iter(include_text=True)))
            )
        self._flush()

    # -- elements ----------------------------------------------------------------------------------

    def _is_marked_off(self, node: LexborNode, tag: str) -> bool:
        """Deal with what is a mark rather than text: breaks, page breaks, references to notes."""
        if tag == "br":
            self.line.pieces.append(BREAK)
            return True
        attributes = node.attributes
        label = page_break(node)
        if label is not None and (not self.context.in_link or roles_of(attributes)):
            if tag in BLOCKS:
                self._flush_inside()
            self.line.pieces.append(page_start(page_label(label)))
            return True
        if tag == "hr":
            self._flush()
            return True
        if tag == "math" and not node.text(deep=True).strip():
            self._text(attributes.get("alttext") or "")
            return True
        mark = note_mark(node, tag, self.line.pieces)
        if mark:
            self.line.pieces.append(mark)
        return mark is not None

    def _enter(self, node: LexborNode, tag: str) -> None:
        attributes = node.attributes
        context = self.context
        what = beside(tag, attributes, of_book=self.of_book, in_part=context.in_part)
        leads_back = is_back_link(node, tag, attributes)
        if leads_back:
            what = what or "navigation"
        begins_note = is_note(attributes) and not leads_back
        if what != "hidden":
            what = "" if begins_note and context.what != "hidden" else context.what or what
        outer = context.outer
        if what != context.what and is_out_of_line(tag, what):
            outer, self.line = self.line, _Line()
        elif tag in BLOCKS and not (tag in ("td", "th") and self.line.row is not None):
            self._flush_inside()
        elif tag in APART:
            self.line.pieces.append(" ")
        kind, level, is_code = context.kind, context.level, context.is_code
        if tag in HEADINGS:
            kind, level = Kind.HEADING, int(tag[1])
        elif tag in ("li", "dt", "dd") and kind is Kind.PARAGRAPH:
            kind = Kind.ITEM
        elif tag == "pre":
            kind, is_code = Kind.CODE, True
        elif tag in ("figcaption", "caption") or (tag == "text" and context.in_picture):
            kind = Kind.CAPTION
        is_in_main = context.in_main or node.mem_id == self.main_id
        if begins_note:
            kind, is_in_main = Kind.NOTE, True
        elif tag == "table" and self.line.row is None and is_layout(node):
            self.layout_tables.add(node.mem_id)
        elif tag == "tr" and self.line.row is None and not self._in_layout_table(node):
            self.line.row = []
        quotation = context.quotation
        if tag == "blockquote":
            self.quotations += 1
            quotation = self.quotations
        elif quotation and says_where_from(node, tag) and self._end_quoted(tag):
            quotation = 0
        elif tag == "q":
            self.line.pieces.append(_MARKS[context.marks % 2][0])
        in_form = context.in_form or tag == "form"
        self.context = _Context(
            kind,
            level,
            what,
            is_code,
            context.in_link or tag == "a",
            in_form,
            context.in_control or (in_form and is_control(tag, attributes)),
            context.in_part or tag in PARTS,
            is_in_main,
            context.in_picture or tag == "svg",
            quotation,
            context.marks + (tag == "q"),
            outer,
        )

    def _leave(self, tag: str, context: _Context) -> None:
        """Leave an element for where it stands."""
        if self.context.quotation == 0 and context.quotation:
            self._flush_inside()
        elif tag == "q":
            self.line.pieces.append(_MARKS[context.marks % 2][1])
        if self.line.row is not None and tag in ("td", "th"):
            self.line.row.append(self._cell())
        elif self.line.row is not None and tag == "tr":
            # Text of a row that is in no cell of it, as a row of no table has.
            rest = self._cell()
            cells, self.line.row = [*self.line.row, *filter(None, [rest])], None
            self._add("\t".join(cells), Kind.TABLE)
            self._add_out_of_line()
        elif tag in BLOCKS:
            self._flush_inside()
        elif tag in APART:
            self.line.pieces.append(" ")
        outer = self.context.outer
        if outer is not None and outer is not context.outer:
            self._flush()
            page, self.line = self.line.page, outer
            if page is not None:
                outer.pieces.append(page_start(page))
        self.context = context
        if not self.line.has_text:
            self._add_out_of_line()

    def _cell(self) -> str:
        """What was gone through, as a cell of a table."""
        pieces, self.line.pieces = self.line.pieces, []
        lines = (" ".join(line.split()) for line in joined(pieces).split(BREAK))
        return "\n".join(filter(None, lines))

    def _in_layout_table(self, row: LexborNode) -> bool:
        node = row.parent
        while node is not None and node.tag != "table":
            node = node.parent
        return node is not None and node.mem_id in self.layout_tables

    # -- text --------------------------------------------------------------------------------------

    def _text(self, text: str) -> None:
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

    def _flush_inside(self) -> None:
        """End a passage; inside a row of a table, part the words."""
        if self.line.row is None:
            self._flush()
        else:
            self.line.pieces.append(" ")

    def _end_quoted(self, tag: str) -> bool:
        """End what is quoted before what says where it is from; False inside a sentence.

        A dash between them belongs to the latter.
        """
        text = "".join(self.line.pieces)
        quoted = text.rstrip().rstrip(_DASHES).rstrip(" ")
        between = text[len(quoted) :].strip(" ")  # a dash, or a break
        is_end = tag == "footer" or not quoted or quoted[-1] in _ENDS or bool(between)
        if is_end and self.line.row is None:
            self.line.pieces = [quoted]
            self._flush()
            self.line.pieces = [text[len(quoted) :]]
        return is_end

    def _flush(self) -> None:
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
            self.passages += self.out_of_line
            self.out_of_line.clear()

    def _add(self, text: str, kind: Kind) -> None:
        text, pages = without_page_starts(text, self.line.page, is_code=kind is Kind.CODE)
        self.line.page = None
        if pages and pages[-1][0] == len(text):
            self.line.page = pages.pop()[1]
        if not text:
            return
        context = self.context
        what = context.what
        is_outside = self.main_id is not None and not context.in_main and context.level != 1
        if is_outside and what in _BELONGS_INSIDE:
            what = "outside the main text"
        level = context.level if kind is Kind.HEADING else 0
        passages = self.passages if context.outer is None else self.out_of_line
        passages.append(
            PagePassage(
                text,
                kind,
                level,
                what,
                self.line.in_links,
                self.line.in_controls,
                tuple(pages),
                context.quotation,
            )
        )
        self.line.in_links = self.line.in_controls = 0
