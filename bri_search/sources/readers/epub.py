"""EPUB 2 and 3 (W3C EPUB 3.3): the documents of the spine, in its order, each read as HTML is."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from bri_search.errors import UnreadableSource
from bri_search.sources.readers.archives import Archive, local_name
from bri_search.sources.readers.decoding import decode
from bri_search.sources.readers.html import declared_encoding
from bri_search.sources.readers.reading import Metadata, Reading, TextBuilder, iso_date, one_line
from bri_search.sources.readers.tree import add_page

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["read"]

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_DOCUMENTS = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})
_MOST_DOCUMENTS = 20_000
_SELF_CLOSED = re.compile(
    r"""<([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*/>"""
)
"""An empty element of XML; a parser of HTML would take all that follows into it."""


def read(name: str, content: bytes, _encoding: str | None) -> Reading:
    """Read a book: the text of its spine, its page list, and what its package says of it.

    A document of the spine that is missing is named in a notice. Raises UnreadableSource.
    """
    from selectolax.lexbor import LexborHTMLParser

    archive = Archive(name, content, "EPUB")
    package_path = _package_path(archive)
    package = archive.xml(package_path)
    paths = _spine(package, posixpath.dirname(package_path))
    if not paths:
        raise UnreadableSource(name, "is no EPUB: its spine names no document")
    protected = _protected(archive)
    builder = TextBuilder(name)
    missing = []
    for path in dict.fromkeys(paths[:_MOST_DOCUMENTS]):
        if path in protected:
            raise UnreadableSource(name, "is protected (DRM); get it without protection")
        if path not in archive:
            missing.append(one_line(path))
            continue
        page = archive.read(path)
        if not page.strip():
            continue
        text = decode(f"{name}: {one_line(path)}", page, declared=declared_encoding(page)).text
        tree = LexborHTMLParser(_SELF_CLOSED.sub(r"<\1\2></\1>", text))
        add_page(tree, builder, of_book=True)
    notices = [f"{path} is named in its spine but not there" for path in missing[:3]]
    if len(missing) > len(notices):
        notices.append(f"{len(missing)} documents of its spine are not there")
    return Reading(
        builder.text,
        pages=tuple(builder.pages),
        structure=tuple(builder.marks),
        metadata=_metadata(package),
        notices=tuple(notices),
    )


def _package_path(archive: Archive) -> str:
    for element in archive.xml(_CONTAINER).iter():
        if local_name(element) == "rootfile":
            return posixpath.normpath(unquote(str(element.get("full-path") or "")))
    raise UnreadableSource(archive.name, f"is no EPUB: {_CONTAINER} names no package")


def _spine(package: _Element, folder: str) -> list[str]:
    """The paths of the documents to be read, in the order of reading."""
    items: dict[str, tuple[str, str]] = {}
    order = []
    for element in package.iter():
        tag = local_name(element)
        if tag == "item":
            kind = str(element.get("media-type") or "")
            items[str(element.get("id"))] = (kind, str(element.get("href") or ""))
        elif tag == "itemref":
            order.append(str(element.get("idref")))
    found = (items[one] for one in order if one in items)
    return [
        posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0])))
        for kind, href in found
        if kind in _DOCUMENTS
    ]


def _protected(archive: Archive) -> frozenset[str]:
    """The parts that are encrypted; where only fonts are, the text can be read."""
    if _ENCRYPTION not in archive:
        return frozenset()
    return frozenset(
        unquote(str(element.get("URI") or ""))
        for element in archive.xml(_ENCRYPTION).iter()
        if local_name(element) == "CipherReference"
    )


def _metadata(package: _Element) -> Metadata:
    """The elements of Dublin Core; of several titles and dates the first."""
    said: dict[str, list[str]] = {}
    for element in package.iter():
        if "purl.org/dc/" in str(element.tag):
            text = "".join(map(str, element.itertext())).strip()
            said.setdefault(local_name(element), []).append(text)

    def first(key: str) -> str | None:
        return next(iter(said.get(key, ())), None)

    return Metadata(
        title=first("title"),
        creator=tuple(said.get("creator", ())),
        issued=iso_date(first("date") or ""),
        publisher=first("publisher"),
        language=first("language"),
    )
