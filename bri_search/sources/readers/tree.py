"""A tree of HTML becomes passages: what browsers show as blocks, in the order of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bri_search.sources.document import FurnitureKind, Kind
from bri_search.sources.readers.elements import (
    BLOCKS,
    HEADINGS,
    PARTS,
    Attributes,
    beside,
    is_back_link,
    is_control,
    is_layout,
    is_note,
    is_shown,
    page_break,
    roles_of,
    says_where_from,
)
from bri_search.sources.readers.line_pieces import BREAK, page_start
from bri_search.sources.readers.main_text import PagePassage, choose_main_text
from bri_search.sources.readers.note_references import note_mark
from bri_search.sources.readers.page_text import Context, PageText
from bri_search.sources.readers.printed_numbers import printed_numbers
from bri_search.sources.readers.reading import TextBuilder, page_label

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["add_page"]

_HIDDEN = FurnitureKind.HIDDEN
_ROWS = ("table", "tr")
_KINDS = {
    **dict.fromkeys(HEADINGS, Kind.HEADING),
    **dict.fromkeys(("figcaption", "caption"), Kind.CAPTION),
    "pre": Kind.CODE,
}
_ITEMS = ("li", "dt", "dd")
_MARKS = ("“”", "‘’")
"""What browsers put around a `q`, and around one inside it."""


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
    passages = _Walk(main, of_book=of_book).through(body)
    notices = choose_main_text(passages, of_book=of_book, names_main=main is not None)
    read = [(None if one.what else one.kind, one.text) for one in passages]
    for place, what in printed_numbers(read).items():
        passages[place].what = what
    for one in passages:
        for offset, label in one.pages:
            builder.begin_page(label, offset)
        if one.what:
            builder.add(one.text, None, one.level, one.what)
        else:
            builder.add(one.text, one.kind, one.level, quotation=one.quotation)
    return notices


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
        self.page = PageText(names_main=main is not None)
        self.layout_tables: set[int] = set()
        self.quotations = 0

    def through(self, root: LexborNode) -> list[PagePassage]:
        """The passages of all that is below a node."""
        # A context is put back when all below its element has been gone through.
        stack: list[tuple[LexborNode | None, Context | None, str]] = [(root, None, "")]
        while stack:
            node, context, tag = stack.pop()
            if node is None:
                assert context is not None
                self._leave(tag, context)
                continue
            if node.is_text_node:
                self.page.add(node.text_content or "")
                continue
            if not node.is_element_node:
                continue
            tag = node.tag or ""
            before = self.page.context
            if not is_shown(tag, in_picture=before.in_picture) or self._is_marked_off(node, tag):
                continue
            self._enter(node, tag)
            stack.append((None, before, tag))
            stack.extend(
                (child, None, "") for child in reversed(list(node.iter(include_text=True)))
            )
        self.page.flush()
        return self.page.passages

    def _is_marked_off(self, node: LexborNode, tag: str) -> bool:
        """Deal with what is a mark rather than text: breaks, page breaks, references to notes."""
        pieces = self.page.line.pieces
        if tag == "br":
            pieces.append(BREAK)
            return True
        attributes = node.attributes
        label = page_break(node)
        if label is not None and (not self.page.context.in_link or roles_of(attributes)):
            if tag in BLOCKS:
                self.page.flush_inside()
            self.page.line.pieces.append(page_start(page_label(label)))
            return True
        if tag == "hr":
            self.page.flush()
            return True
        if tag == "math" and not node.text(deep=True).strip():
            self.page.add(attributes.get("alttext") or "")
            return True
        mark = note_mark(node, tag, pieces)
        if mark:
            pieces.append(mark)
        return mark is not None

    def _enter(self, node: LexborNode, tag: str) -> None:
        """Enter an element: what stands in it belongs to what the element is."""
        context, attributes = self.page.context, node.attributes
        leads_back = is_back_link(node, tag, attributes)
        begins_note = is_note(attributes) and not leads_back
        what = self._what(tag, attributes, leads_back=leads_back, begins_note=begins_note)
        outer = self.page.begin(tag, what)
        if tag in _ROWS and not begins_note:
            self._begin_table(node, tag)
        quotation = context.quotation
        if quotation or tag == "blockquote":
            quotation = self._quotation(node, tag)
        if tag == "q":
            self.page.line.pieces.append(_MARKS[context.marks % 2][0])
        in_form = context.in_form or tag == "form"
        self.page.context = Context(
            Kind.NOTE if begins_note else _kind(tag, context),
            int(tag[1]) if tag in HEADINGS else context.level,
            what,
            context.is_code or tag == "pre",
            context.in_link or tag == "a",
            in_form,
            context.in_control or (in_form and is_control(tag, attributes)),
            context.in_part or tag in PARTS,
            context.in_main or begins_note or node.mem_id == self.main_id,
            context.in_picture or tag == "svg",
            quotation,
            context.marks + (tag == "q"),
            outer,
        )

    def _what(
        self, tag: str, attributes: Attributes, *, leads_back: bool, begins_note: bool
    ) -> FurnitureKind:
        """What an element is if it is not main text: hidden, or what it stands in, or itself."""
        context = self.page.context
        what = beside(tag, attributes, of_book=self.of_book, in_part=context.in_part)
        if what is _HIDDEN:
            return what
        if begins_note and context.what is not _HIDDEN:
            return FurnitureKind.NONE
        return context.what or what or (FurnitureKind.NAVIGATION if leads_back else what)

    def _begin_table(self, node: LexborNode, tag: str) -> None:
        """Begin a row of a table, unless the table only places things on the page."""
        if self.page.line.row is not None:
            return
        if tag == "table" and is_layout(node):
            self.layout_tables.add(node.mem_id)
        elif tag == "tr" and not self._in_layout_table(node):
            self.page.line.row = []

    def _in_layout_table(self, row: LexborNode) -> bool:
        node = row.parent
        while node is not None and node.tag != "table":
            node = node.parent
        return node is not None and node.mem_id in self.layout_tables

    def _quotation(self, node: LexborNode, tag: str) -> int:
        """The number of the block quotation that an element is of; what says its source is not."""
        quotation = self.page.context.quotation
        if tag == "blockquote":
            self.quotations += 1
            return self.quotations
        if quotation and says_where_from(node, tag) and self.page.end_quoted(tag):
            return 0
        return quotation

    def _leave(self, tag: str, context: Context) -> None:
        """Leave an element for where it stands."""
        if self.page.context.quotation == 0 and context.quotation:
            self.page.flush_inside()
        elif tag == "q":
            self.page.line.pieces.append(_MARKS[context.marks % 2][1])
        self.page.end(tag)
        self.page.go_back(context)


def _kind(tag: str, context: Context) -> Kind:
    """What a passage in an element is; items of lists only where nothing else is told."""
    if tag in _ITEMS and context.kind is Kind.PARAGRAPH:
        return Kind.ITEM
    if tag == "text" and context.in_picture:
        return Kind.CAPTION
    return _KINDS.get(tag, context.kind)
