"""DOCX (WordprocessingML, ECMA-376 Part 1): headings, lists, tables and notes, in order.

Read from its XML, so that nothing is passed over that Word shows as text: insertions that are not
accepted yet, content controls, fields, links and text boxes included. Deleted text is left out,
and hidden text is furniture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bri_search.sources.document import FurnitureKind, Kind
from bri_search.sources.marks import Mark
from bri_search.sources.readers.archives import Archive, local_name
from bri_search.sources.readers.docx_parts import WordParts
from bri_search.sources.readers.docx_shown import ShownText
from bri_search.sources.readers.docx_styles import Look, Styles, value_of
from bri_search.sources.readers.printed_numbers import printed_numbers
from bri_search.sources.readers.reading import Metadata, Reading, TextBuilder

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["read"]

_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
_STAND_FOR = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_LEFT_OUT = frozenset(
    {"del", "moveFrom", "instrText", "delText", "Fallback", "pPr", "rPr", "rt", "sectPr"}
)
"""Deletions, codes of fields, the older twin of a drawing, how a word is pronounced."""


def read(name: str, content: bytes, _encoding: str | None) -> Reading:
    """Read the text of a Word document.

    Notes stand behind the paragraph that refers to them, text boxes behind the one they hang on.
    Headers and footers, which Word prints on each page, come once and at the end, as furniture, and
    so does hidden text.
    Notices say how many comments, embedded documents, charts and diagrams there are, which are
    not read. Raises UnreadableSource.
    """
    archive = Archive(name, content, "DOCX")
    parts = WordParts.of(archive)
    builder = TextBuilder(name)
    story = _Story(archive, parts, builder)
    root = archive.xml(parts.main)
    story.add(root)
    if builder.marks:
        story.add_furniture()
    text = builder.text
    return Reading(
        text,
        structure=_without_page_numbers(text, builder.marks),
        metadata=_metadata(archive),
        notices=tuple(_notices(archive, parts, root)),
    )


class _Story:
    """Walks through the text of a document, whatever holds it: body, cell, text box or note."""

    def __init__(self, archive: Archive, parts: WordParts, builder: TextBuilder) -> None:
        self.archive = archive
        self.parts = parts
        self.builder = builder
        self.styles = Styles(
            style for part in parts.all_for("styles")[:1] for style in archive.xml(part)
        )
        self.notes = {
            (reference, value_of(note, "id")): note
            for reference, purpose in _NOTES.items()
            for part in parts.all_for(purpose)
            for note in archive.xml(part)
        }
        self.hidden: list[str] = []
        self.noted: list[tuple[str, str]] = []
        self.numbers: dict[tuple[str, str], int] = {}
        self.quotations = 0
        self.quoted_style = ""

    def add(self, root: _Element) -> None:
        """Add the blocks of the body, each with the notes it refers to."""
        for block in _blocks(root):
            self._block(block)
            while self.noted:
                self._note(self.noted.pop(0))

    def add_furniture(self) -> None:
        """Add what is printed on each page, once, and what is hidden."""
        for purpose in ("header", "footer"):
            texts = (
                " ".join(self._text(block).split())
                for part in self.parts.all_for(purpose)
                for block in _paragraphs(self.archive.xml(part))
            )
            for text in dict.fromkeys(texts):
                self.builder.add(text, None, what=FurnitureKind(purpose))
        for text in self.hidden:
            self.builder.add(" ".join(text.split()), None, what=FurnitureKind.HIDDEN)

    def _block(self, block: _Element, kind: Kind | None = None) -> None:
        if local_name(block) == "tbl":
            self._table(block)
            return
        told, level = self.styles.kind_of(block)
        self.builder.add(self._text(block), kind or told, level, quotation=self._quotation(block))
        self._boxes(block)

    def _quotation(self, paragraph: _Element) -> int:
        """The number of the block quotation that a paragraph is of, 0 if of none."""
        style = self.styles.quoted_style(paragraph)
        self.quotations += bool(style) and style != self.quoted_style
        self.quoted_style = style
        return self.quotations if style else 0

    def _boxes(self, paragraph: _Element) -> None:
        for box in _within(paragraph, "txbxContent"):
            for block in _blocks(box):
                self._block(block, Kind.CAPTION)

    def _table(self, table: _Element) -> None:
        """A row a passage, its cells parted by tabs; what else a cell holds comes behind its row.

        A line that breaks in a cell breaks in the row, so that the halves of a word are joined as
        anywhere. What comes behind is another table, or the text boxes that hang on its paragraphs.
        """
        for row in _within(table, "tr"):
            cells = []
            inner: list[_Element] = []
            for cell in _within(row, "tc"):
                blocks = list(_blocks(cell))
                inner += blocks
                texts = [self._text(block) for block in blocks if local_name(block) == "p"]
                cells.append(_in_lines(" ".join(texts)))
            self.builder.add("\t".join(cells), Kind.TABLE)
            for block in inner:
                if local_name(block) == "tbl":
                    self._table(block)
                else:
                    self._boxes(block)

    def _note(self, key: tuple[str, str]) -> None:
        """A note is one passage; its tables and text boxes come behind it."""
        note = self.notes.pop(key, None)
        if note is None:
            return
        blocks = list(_blocks(note))
        texts = [self._text(block) for block in blocks if local_name(block) == "p"]
        self.builder.add(f"[{self.numbers[key]}] " + "\n".join(texts).strip(), Kind.NOTE)
        for block in blocks:
            if local_name(block) == "tbl":
                self._table(block)
            else:
                self._boxes(block)

    def _text(self, paragraph: _Element) -> str:
        """What a paragraph shows; a reference to a note as its number in brackets."""
        shown = ShownText()
        for element in _elements(paragraph):
            tag = local_name(element)
            if tag == "fldChar":
                shown.mark_field(value_of(element, "fldCharType"))
                continue
            text = _characters(element)
            if not (text or tag in _NOTES):
                continue
            run = element.getparent()
            look = Look.PLAIN if run is None else self.styles.look_of(run, paragraph)
            if text:
                shown.add(text, look)
            elif look is not Look.HIDDEN:
                shown.add(self._reference(tag, value_of(element, "id")))
        self.hidden += shown.hidden
        return shown.text

    def _reference(self, tag: str, note: str) -> str:
        """The number of a note, which comes behind the block that refers to it."""
        key = (tag, note)
        if key in self.notes:
            self.noted.append(key)
            self.numbers.setdefault(key, len(self.numbers) + 1)
        return f"[{self.numbers[key]}]" if key in self.numbers else ""


def _without_page_numbers(text: str, marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """The marks of a text, with page numbers inside sentences as furniture."""
    read = [(mark.kind, text[slice(*mark.span)]) for mark in marks]
    numbers = printed_numbers(read)
    return tuple(
        replace(mark, kind=None, what=numbers[place], quotation=0) if place in numbers else mark
        for place, mark in enumerate(marks)
    )


def _characters(element: _Element) -> str:
    """The characters that an element of a run stands for; empty for most."""
    tag = local_name(element)
    if tag == "t":
        return element.text or ""
    if tag == "sym":
        return _symbol(element)
    return _STAND_FOR.get(tag, "")


def _in_lines(text: str) -> str:
    r"""The lines of a text that are not blank, with one space for white space in them.

    >>> _in_lines(" 委员会\t（com-\n\n mittee） ")
    '委员会 （com-\nmittee）'
    """
    return "\n".join(line for line in (" ".join(one.split()) for one in text.split("\n")) if line)


def _blocks(parent: _Element) -> Iterator[_Element]:
    """The paragraphs and tables inside an element, those in content controls included, in order."""
    stack = list(reversed(parent))
    while stack:
        element = stack.pop()
        tag = local_name(element)
        if tag in ("p", "tbl"):
            yield element
        elif tag not in _LEFT_OUT:
            stack.extend(reversed(element))


def _within(parent: _Element, wanted: str) -> Iterator[_Element]:
    """The outermost elements of a name inside an element, those in content controls included.

    Rows and cells are not looked for in what a cell holds.
    """
    walls = {"tr": ("p", "tbl"), "tc": ("p", "tbl")}.get(wanted, ())
    stack = list(reversed(parent))
    while stack:
        element = stack.pop()
        tag = local_name(element)
        if tag == wanted:
            yield element
        elif tag not in _LEFT_OUT and tag not in walls:
            stack.extend(reversed(element))


def _paragraphs(parent: _Element) -> Iterator[_Element]:
    """All paragraphs inside an element, those of tables and text boxes included, in order."""
    for paragraph in _within(parent, "p"):
        yield paragraph
        for box in _within(paragraph, "txbxContent"):
            yield from _paragraphs(box)


def _elements(paragraph: _Element) -> Iterator[_Element]:
    """What a paragraph is made of, in order, without text boxes and what is left out."""
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        tag = local_name(element)
        if tag in _LEFT_OUT or tag == "txbxContent":
            continue
        yield element
        stack.extend(reversed(element))


def _symbol(element: _Element) -> str:
    """A character of a symbol font: Word keeps those in private use, F000 above the font's own."""
    try:
        code = int(value_of(element, "char"), 16)
    except ValueError:
        return ""
    return chr(code) if 0x20 <= code <= 0xFFFF and not 0xD800 <= code <= 0xDFFF else ""


def _metadata(archive: Archive) -> Metadata:
    """Title, authors and language of the document's properties."""
    part = "docProps/core.xml"
    if part not in archive:
        return Metadata()
    values = {local_name(element): element.text or "" for element in archive.xml(part)}
    return Metadata(
        title=values.get("title"),
        creator=tuple(
            name for name in re.split("[;；]", values.get("creator", "")) if name.strip()
        ),
        language=values.get("language"),
    )


def _notices(archive: Archive, parts: WordParts, root: _Element) -> Iterator[str]:
    """What of a document is not read, counted."""
    comments = sum(
        local_name(element) == "comment"
        for part in parts.all_for("comments")
        for element in archive.xml(part)
    )
    embedded = sum(local_name(element) == "altChunk" for element in root.iter())
    pictures = len(parts.all_for("chart", "chartEx", "diagramData"))
    for count, what, one, remedy in (
        (comments, "comments", "comment", ""),
        (embedded, "embedded documents", "embedded document", "; Word takes them in when it saves"),
        (pictures, "charts and diagrams", "chart or diagram", ""),
    ):
        if count:
            yield f"{count:,} {one if count == 1 else what} not read{remedy}"
