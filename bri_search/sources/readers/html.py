"""HTML, parsed as browsers do (lexbor, through selectolax): headings, lists, tables, notes, code.

All text of the page is kept. What HTML itself says is beside the main text (navigation, headers and
footers of the page, what is hidden) and, where there is one `main` or `article`, what stands
outside it, is furniture, unless it is much of all that the page says (`main_text`); where a page
says nothing of the kind, lists of nothing but short links are. trafilatura, which guesses further,
leaves text out without saying what, and a phrase that stands in a document would not be found.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bri_search.errors import UnreadableSource
from bri_search.sources.readers.decoding import decode
from bri_search.sources.readers.parsing import parse
from bri_search.sources.readers.reading import Metadata, Reading, TextBuilder, iso_date
from bri_search.sources.readers.tree import add_page

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

__all__ = ["declared_encoding", "metadata_of", "read", "read_xhtml"]

_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})
    |<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""",
    re.VERBOSE | re.IGNORECASE,
)
_DECLARED_WITHIN = 4096
"""Bytes: HTML asks for the first 1,024, and pages keep to it nearly."""
_TITLES = ("citation_title", "dc.title", "dcterms.title", "og:title")
_CREATORS = ("citation_author", "dc.creator", "dcterms.creator", "author", "article:author")
_DATES = (
    "citation_publication_date",
    "citation_date",
    "dc.date",
    "dcterms.issued",
    "article:published_time",
    "publishdate",
    "pubdate",
    "date",
)
_PUBLISHERS = ("citation_journal_title", "dc.publisher", "dcterms.publisher", "og:site_name")
_NOT_HTML = (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def read(name: str, content: bytes, encoding: str | None) -> Reading:
    """Read a page: its encoding by its declaration, unless that is plainly wrong.

    Raises UnreadableSource for a file that is none, is empty, or nests beyond measure.

    >>> page = "<h1>前言</h1><nav>首頁</nav><p>路<b>通</b>了。<ul><li>甲<li>乙</ul>"
    >>> reading = read("a.html", page.encode("big5"), None)
    >>> reading.text.split(), [mark.kind and mark.kind.value for mark in reading.structure]
    (['前言', '首頁', '路通了。', '甲', '乙'], ['heading', None, 'paragraph', 'item', 'item'])
    """
    return _read(name, content, encoding, is_xml=False)


def read_xhtml(name: str, content: bytes, encoding: str | None) -> Reading:
    r"""Read a page as `read` does, but as XML, whether or not it says that it is.

    >>> read_xhtml("a.xhtml", "<title/><p>路通了。".encode(), None).text
    '路通了。\n'
    """
    return _read(name, content, encoding, is_xml=True)


def _read(name: str, content: bytes, encoding: str | None, *, is_xml: bool) -> Reading:
    if content.startswith(_NOT_HTML):
        raise UnreadableSource(name, "is not HTML, whatever its name says; rename it")
    decoded = decode(name, content, encoding=encoding, declared=declared_encoding(content))
    tree = parse(name, decoded.text, is_xml=is_xml)
    builder = TextBuilder(name)
    notices = add_page(tree, builder)
    return Reading(
        builder.text,
        decoded.encoding,
        pages=tuple(builder.pages),
        structure=tuple(builder.marks),
        metadata=metadata_of(tree),
        notices=decoded.notices + notices,
    )


def declared_encoding(content: bytes) -> str | None:
    """The encoding that a page or an XML file says it is in.

    >>> declared_encoding(b'<meta http-equiv=Content-Type content="text/html; charset=gb2312">')
    'gb2312'
    """
    match = _DECLARED.search(content[:_DECLARED_WITHIN])
    return None if match is None else (match[1] or match[2]).decode("ascii", "replace")


def metadata_of(tree: LexborHTMLParser) -> Metadata:
    """What the `meta` elements of a page say; its title else from its only `h1` or its `title`."""
    said: dict[str, list[str]] = {}
    for meta in tree.css("meta[content]"):
        attributes = meta.attributes
        key = (attributes.get("name") or attributes.get("property") or "").casefold()
        said.setdefault(key, []).append(attributes.get("content") or "")

    def first(names: tuple[str, ...]) -> str | None:
        return next(
            (value for name in names for value in said.get(name, ()) if value.strip()), None
        )

    headings = [heading.text(deep=True) for heading in tree.css("h1")]
    title = tree.css_first("title")
    head = [headings[0]] if len(headings) == 1 else []
    head += [title.text(deep=True)] if title is not None else []
    root = tree.css_first("html")
    return Metadata(
        title=first(_TITLES) or next((text for text in head if text.strip()), None),
        creator=next((tuple(said[name]) for name in _CREATORS if name in said), ()),
        issued=iso_date(first(_DATES) or ""),
        publisher=first(_PUBLISHERS),
        language=root.attributes.get("lang") if root is not None else None,
    )
