"""What the paragraphs of a Word document are, and how their characters look, by their styles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from bri_search.sources.document import Kind
from bri_search.sources.readers.archives import local_name

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Look", "Styles", "value_of"]

_HEADING_STYLE = re.compile(r"(?i)(?:heading|标题|標題) ?([1-9])")
_TITLE_STYLE = re.compile(r"(?i)title|标题|標題")
_CONTENTS_STYLE = re.compile(r"(?i)toc ?[1-9]|目录 ?[1-9]|目錄 ?[1-9]")
_CAPTION_STYLE = re.compile(r"(?i)caption|题注|題注|標號")
_QUOTE_STYLE = re.compile(
    r"(?i)(?:intense )?quote|quotations?|block ?(?:text|quot(?:e|ations?))"
    r"|(?:明显|明顯|鮮明)?(?:引用|引文)"
)
_LIST_STYLE = re.compile(r"(?i)list\b.*|列表.*|清單.*")
_OFF = frozenset({"0", "false", "off"})
_MOST_ANCESTORS = 16
"""Styles that a style is based on, one behind another."""


class Look(Enum):
    """How characters look, as far as it matters."""

    PLAIN = "plain"
    RAISED = "raised"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class _Said:
    """What properties of characters say: None where they do not say it."""

    is_hidden: bool | None = None
    is_raised: bool | None = None

    def or_else(self, other: _Said) -> _Said:
        return _Said(
            other.is_hidden if self.is_hidden is None else self.is_hidden,
            other.is_raised if self.is_raised is None else self.is_raised,
        )


class Styles:
    """What the styles of a document say of paragraphs and characters.

    What a paragraph is for is told by the names of its styles and by its outline level.
    """

    def __init__(self, styles: Iterable[_Element]) -> None:
        self.by_id = {value_of(style, "styleId"): style for style in styles}
        self._said: dict[str, _Said] = {}

    def look_of(self, run: _Element, paragraph: _Element) -> Look:
        """How the characters of a run look: what is nearest to them decides."""
        said = (
            _said_of(run)
            .or_else(self._said_by(_of(run, "rPr", "rStyle")))
            .or_else(self._said_by(_of(paragraph, "pPr", "pStyle")))
        )
        if said.is_hidden:
            return Look.HIDDEN
        return Look.RAISED if said.is_raised else Look.PLAIN

    def _said_by(self, style_id: str) -> _Said:
        said = self._said.get(style_id)
        if said is None:
            said = _Said()
            for style in self._ancestry(style_id):
                said = said.or_else(_said_of(style))
            self._said[style_id] = said
        return said

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

    def quoted_style(self, paragraph: _Element) -> str:
        """The style that makes a paragraph one of a block quotation; "" if it is of none."""
        styles = self._ancestry(_of(paragraph, "pPr", "pStyle"))
        names = (_of(style, "name") for style in styles)
        return next((name for name in names if _QUOTE_STYLE.fullmatch(name)), "")

    def _ancestry(self, style_id: str) -> Iterator[_Element]:
        """A style and those that it is based on."""
        for _ in range(_MOST_ANCESTORS):
            style = self.by_id.get(style_id)
            if style is None:
                return
            yield style
            style_id = _of(style, "basedOn")


def _said_of(element: _Element) -> _Said:
    """What a run or a style says of characters by itself."""
    properties = next((child for child in element if local_name(child) == "rPr"), ())
    said = {local_name(child): value_of(child, "val") for child in properties}
    return _Said(
        said["vanish"] not in _OFF if "vanish" in said else None,
        said["vertAlign"] == "superscript" if "vertAlign" in said else None,
    )


def _of(element: _Element, *path: str) -> str:
    """The `val` of an element below another; empty where there is none."""
    for step in path:
        found = next((child for child in element if local_name(child) == step), None)
        if found is None:
            return ""
        element = found
    return value_of(element, "val")


def value_of(element: _Element, attribute: str) -> str:
    """An attribute, whatever its namespace; empty where it is not there.

    >>> from lxml import etree
    >>> value_of(etree.fromstring("<p xmlns:w='w' w:val='7'/>"), "val")
    '7'
    """
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == attribute:
            return str(value)
    return ""
