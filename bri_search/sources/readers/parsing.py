"""A page becomes a tree, as browsers parse it (lexbor, through selectolax).

What only XML knows (elements that close themselves, character data) is first written as HTML has it
where a page is XML.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from bri_search.sources.readers.nesting import check_nesting

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

__all__ = ["parse"]

_DECLARES_XML = re.compile(
    r"""(?i)\A\s*\ufeff?\s*<\?xml\b|<html\b[^<>]*\bxmlns\s*=\s*["']?http://www\.w3\.org/1999/xhtml"""
)
_DECLARED_WITHIN = 4096
"""Characters."""
_SELF_CLOSED = re.compile(
    r"""<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)[\s/])
    ([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*/>""",
    re.VERBOSE,
)
"""An empty element of XML; a parser of HTML would take all that follows into it."""
_CHARACTER_DATA = re.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|\Z)", re.DOTALL)
"""Text of XML as it is; to a parser of HTML, a comment."""
_FRAMES = re.compile(r"(?i)</?(?:frameset|frame|noframes)\b[^<>]*>")
"""What places other pages, in whose stead a page has the text between."""


def parse(name: str, page: str, *, is_xml: bool = False) -> LexborHTMLParser:
    """Parse a page, as XHTML too where it says so of itself or `is_xml`; `name` is the file's.

    Raises UnreadableSource for a page that takes a parser beyond measure.

    >>> page = "<title/><p>一<![CDATA[<二>]]>三"
    >>> parse("a.xhtml", page, is_xml=True).body.text()
    '一<二>三'
    """
    from selectolax.lexbor import LexborHTMLParser

    if is_xml or _DECLARES_XML.search(page, 0, _DECLARED_WITHIN):
        page = _CHARACTER_DATA.sub(lambda found: html.escape(found[1], quote=False), page)
        page = _SELF_CLOSED.sub(r"<\1\2></\1>", page)
    page = _FRAMES.sub("", page)
    check_nesting(name, page)
    return LexborHTMLParser(page)
