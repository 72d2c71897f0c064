"""DOCX (WordprocessingML, ECMA-376 Part 1): headings, lists, tables and notes, in order.

Read from its XML, so that nothing is passed over that Word shows as text: insertions that are not
accepted yet, content controls, fields, links and text boxes included. Deleted text is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bri_search.sources.document import Kind
from bri_search.sources.readers.archives import Archive, local_name
from bri_search.sources.readers.reading import Metadata, Reading, TextBuilder

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["read"]

_DOCUMENT = "word/document.xml"
_NOTES = {"footnoteReference": "word/footnotes.xml", "endnoteReference": "word/endnotes.xml"}
_LEFT_OUT = frozenset(
    {"del", "moveFrom", "instrText", "delText", "Fallback", "pPr", "rPr", "rt", "sectPr"}
)
"""Deletions, codes of fields, the older twin of a drawing, how a word is pronounced."""
_HEADING_STYLE = re.compile(r"(?i)(?:heading|标题|標題) ?([1-9])")
_TITLE_STYLE = re.compile(r"(?i)title|标题|標題")
_CONTENTS_STYLE = re.compile(r"(?i)toc ?[1-9]|目录 ?[1-9]|目錄 ?[1-9]")
_CAPTION_STYLE = re.compile(r"(?i)caption|题注|題注|標號")
_LIST_STYLE = re.compile(r"(?i)list\b.*|列表.*|清單.*")
_MOST_ANCESTORS = 16
"""Styles that a style is based on, one behind another."""


def read(name: str, content: bytes, _encoding: str | None) -> Reading:
    """Read the text of a Word document; notes stand behind the paragraph that refers to them."""
    archive = Archive(name, content, "DOCX")
    builder = TextBuilder(name)
    _Body(archive, builder).add()
    return Reading(builder.text, structure=tuple(builder.marks), metadata=_metadata(archive))


class _Body:
    """Walks through the body of a document."""

    def __init__(self, archive: Archive, builder: TextBuilder) -> None:
        self.root = archive.xml(_DOCUMENT)
        self.builder = builder
        self.styles = _Styles(archive)
        self.notes = {
            (reference, _value(note, "id")): note
            for reference, part in _NOTES.items()
            if part in archive
            for note in archive.xml(part)
        }
        self.noted: list[tuple[str, str]] = []
        self.numbers: dict[tuple[str, str], int] = {}

    def add(self) -> None:
        for block in _blocks(self.root):
            if local_name(block) == "tbl":
                self._table(block)
            else:
                self._paragraph(block)
            self._notes()

    def _paragraph(self, paragraph: _Element, kind: Kind | None = None) -> None:
        told, level = self.styles.kind_of(paragraph)
        self.builder.add(self._text(paragraph), kind or told, level)
        for box in _boxes(paragraph):
            for inner in _blocks(box):
                self.builder.add(self._text(inner), Kind.CAPTION)

    def _table(self, table: _Element) -> None:
        """A row a passage, its cells parted by tabs; a table inside a cell comes behind its row."""
        for row in _inside(table, "tr"):
            cells = []
            inner: list[_Element] = []
            for cell in _inside(row, "tc"):
                blocks = list(_blocks(cell))
                inner += [block for block in blocks if local_name(block) == "tbl"]
                texts = [self._text(block) for block in blocks if local_name(block) == "p"]
                cells.append(" ".join(" ".join(texts).split()))
            self.builder.add("\t".join(cells), Kind.TABLE)
            for one in inner:
                self._table(one)

    def _notes(self) -> None:
        while self.noted:
            key = self.noted.pop(0)
            note = self.notes.pop(key, None)
            if note is not None:
                texts = [self._text(block) for block in _blocks(note) if local_name(block) == "p"]
                self.builder.add(f"[{self.numbers[key]}] " + "\n".join(texts).strip(), Kind.NOTE)

    def _text(self, paragraph: _Element) -> str:
        """The characters of a paragraph; a reference to a note as its number in brackets."""
        pieces = []
        for element in _elements(paragraph):
            tag = local_name(element)
            if tag == "t":
                pieces.append(element.text or "")
            elif tag == "tab":
                pieces.append("\t")
            elif tag in ("br", "cr"):
                pieces.append("\n")
            elif tag == "noBreakHyphen":
                pieces.append("-")
            elif tag == "sym":
                pieces.append(_symbol(element))
            elif tag in _NOTES:
                key = (tag, _value(element, "id"))
                if key in self.notes:
                    self.noted.append(key)
                    self.numbers[key] = len(self.numbers) + 1
                    pieces.append(f"[{self.numbers[key]}]")
        return "".join(pieces)


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


def _inside(parent: _Element, wanted: str) -> Iterator[_Element]:
    """The rows of a table or the cells of a row, those in content controls included."""
    stack = list(reversed(parent))
    while stack:
        element = stack.pop()
        tag = local_name(element)
        if tag == wanted:
            yield element
        elif tag not in _LEFT_OUT and tag not in ("tbl", "p"):
            stack.extend(reversed(element))


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


def _boxes(paragraph: _Element) -> Iterator[_Element]:
    """The text boxes that are anchored in a paragraph."""
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        tag = local_name(element)
        if tag == "txbxContent":
            yield element
        elif tag not in _LEFT_OUT:
            stack.extend(reversed(element))


class _Styles:
    """What the paragraph styles of a document are for, by their names and outline levels."""

    def __init__(self, archive: Archive) -> None:
        part = "word/styles.xml"
        styles = archive.xml(part) if part in archive else ()
        self.by_id = {_value(style, "styleId"): style for style in styles}

    def kind_of(self, paragraph: _Element) -> tuple[Kind, int]:
        """The kind of a paragraph, and the level of a heading (0 for the title)."""
        chain = [paragraph, *self._ancestry(_of(paragraph, "pPr", "pStyle"))]
        outline = next((level for one in chain if (level := _of(one, "pPr", "outlineLvl"))), "")
        for style in chain[1:]:
            name = _of(style, "name")
            if heading := _HEADING_STYLE.fullmatch(name):
                return Kind.HEADING, int(heading.group(1))
            for pattern, kind in (
                (_TITLE_STYLE, Kind.HEADING),
                (_CONTENTS_STYLE, Kind.CONTENTS),
                (_CAPTION_STYLE, Kind.CAPTION),
            ):
                if pattern.fullmatch(name):
                    return kind, 0
        if outline.isdecimal() and int(outline) < 9:
            return Kind.HEADING, int(outline) + 1
        numbering = next((n for one in chain if (n := _of(one, "pPr", "numPr", "numId"))), "0")
        is_listed = any(_LIST_STYLE.fullmatch(_of(style, "name")) for style in chain[1:])
        return (Kind.ITEM if is_listed or numbering != "0" else Kind.PARAGRAPH), 0

    def _ancestry(self, style_id: str) -> Iterator[_Element]:
        """A style and those that it is based on."""
        for _ in range(_MOST_ANCESTORS):
            style = self.by_id.get(style_id)
            if style is None:
                return
            yield style
            style_id = _of(style, "basedOn")


def _of(element: _Element, *path: str) -> str:
    """The `val` of an element below another; empty where there is none."""
    for step in path:
        found = next((child for child in element if local_name(child) == step), None)
        if found is None:
            return ""
        element = found
    return _value(element, "val")


def _value(element: _Element, attribute: str) -> str:
    """An attribute, whatever its namespace; empty where it is not there."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == attribute:
            return str(value)
    return ""


def _symbol(element: _Element) -> str:
    """A character of a symbol font: Word keeps those in private use, F000 above the font's own."""
    try:
        code = int(_value(element, "char"), 16)
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
