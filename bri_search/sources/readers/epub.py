"""EPUB 2 and 3 (W3C EPUB 3.3): the documents of the spine, in its order, each read as HTML is."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from bri_search.errors import UnreadableSource
from bri_search.sources.readers.archives import Archive, local_name
from bri_search.sources.readers.decoding import decode
from bri_search.sources.readers.html import declared_encoding
from bri_search.sources.readers.parsing import parse
from bri_search.sources.readers.reading import Metadata, Reading, TextBuilder, iso_date, one_line
from bri_search.sources.readers.tree import add_page

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["read"]

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_DOCUMENTS = frozenset(
    {
        "application/xhtml+xml",
        "text/html",
        "text/xml",
        "application/xml",
        "image/svg+xml",
        "application/x-dtbook+xml",
        "text/x-oeb1-document",
        "",
    }
)
"""What is read as a page: the types that the standard names, and those that books have for them."""
_MOST_DOCUMENTS = 20_000
_MOST_NAMED = 5
"""Documents that notices name one by one."""
_MOST_FALLBACKS = 16


def read(name: str, content: bytes, _encoding: str | None) -> Reading:
    """Read a book: the text of its spine, its page list, and what its package says of it.

    A document that cannot be read is named in a notice, with the reason; the rest is read. Raises
    UnreadableSource where none can, or what is wrong is wrong with the whole file.
    """
    archive = Archive(name, content, "EPUB")
    package_path = _package_path(archive)
    package = archive.xml(package_path)
    spine = _spine(package, posixpath.dirname(package_path))
    if not spine.paths:
        raise UnreadableSource(name, "is no EPUB: its spine names no document")
    protected = _protected(archive)
    builder = TextBuilder(name)
    notices = list(spine.problems)
    refused: list[str] = []
    for path in spine.paths[:_MOST_DOCUMENTS]:
        if path in protected:
            raise UnreadableSource(name, "is protected (DRM); get it without protection")
        if path not in archive:
            notices.append(f"{one_line(path)} is named in its spine but not there")
            continue
        try:
            said = _add_document(name, archive.read(path), builder)
        except _UnreadableDocument as error:
            said = (error.reason,)
            refused.append(error.reason)
        notices += [f"{one_line(path)}: {one}" for one in said]
    if refused and not builder.marks:
        raise UnreadableSource(name, f"{refused[0]}, and no other document of it has text")
    if len(notices) > _MOST_NAMED:
        more = len(notices) - _MOST_NAMED
        notices[_MOST_NAMED:] = [f"{more:,} more documents of it are not there or not as expected"]
    if len(spine.paths) > _MOST_DOCUMENTS:
        notices.append(
            f"its spine names {len(spine.paths):,} documents, of which the first "
            f"{_MOST_DOCUMENTS:,} are read; divide it"
        )
    return Reading(
        builder.text,
        pages=tuple(builder.pages),
        structure=tuple(builder.marks),
        metadata=_metadata(package),
        notices=tuple(notices),
    )


class _UnreadableDocument(UnreadableSource):
    """A document of a book that cannot be read; the reason says nothing of what to do."""


def _add_document(name: str, content: bytes, builder: TextBuilder) -> tuple[str, ...]:
    """Add a document of the spine to the text; gives what of it is not read as it is."""
    if not content.strip():
        return ()
    try:
        decoded = decode(name, content, declared=declared_encoding(content))
        tree = parse(name, decoded.text, is_xml=True)
    except UnreadableSource as error:
        # What to do is told to those who can change the file; a book's documents are not theirs.
        raise _UnreadableDocument(name, error.reason.rpartition("; ")[0]) from error
    return decoded.notices + add_page(tree, builder, of_book=True)


def _package_path(archive: Archive) -> str:
    for element in archive.xml(_CONTAINER).iter():
        if local_name(element) == "rootfile":
            return posixpath.normpath(unquote(str(element.get("full-path") or "")))
    raise UnreadableSource(archive.name, f"is no EPUB: {_CONTAINER} names no package")


@dataclass(frozen=True, slots=True)
class _Spine:
    """The paths of the documents to be read, each once and in order, and what it lacks."""

    paths: tuple[str, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Item:
    """A file of a book as the manifest has it."""

    kind: str
    path: str
    fallback: str
    is_navigation: bool


def _spine(package: _Element, folder: str) -> _Spine:
    items: dict[str, _Item] = {}
    order: list[str] = []
    for element in package.iter():
        tag = local_name(element)
        if tag == "item":
            href = unquote(str(element.get("href") or "").partition("#")[0])
            items[str(element.get("id"))] = _Item(
                str(element.get("media-type") or "").strip().casefold(),
                posixpath.normpath(posixpath.join(folder, href)),
                str(element.get("fallback") or ""),
                "nav" in str(element.get("properties") or "").split(),
            )
        elif tag == "itemref":
            order.append(str(element.get("idref")))
    paths: list[str] = []
    problems: list[str] = []
    for one in dict.fromkeys(order):
        if one not in items:
            problems.append(f"{one_line(one)} is named in its spine but not in its manifest")
        elif (document := _document(items, one)) is None:
            what = f"{one_line(items[one].path)} ({one_line(items[one].kind)})"
            problems.append(f"{what} is in its spine but no page")
        else:
            paths.append(document)
    read = set(paths)
    problems += [
        f"{one_line(item.path)} is in its manifest but not in its spine, and not read"
        for item in items.values()
        if item.kind == "application/xhtml+xml" and not item.is_navigation and item.path not in read
    ]
    return _Spine(tuple(dict.fromkeys(paths)), tuple(problems))


def _document(items: dict[str, _Item], one: str) -> str | None:
    """The path of what is read for an item of the spine: itself, or what stands in for it."""
    for _ in range(_MOST_FALLBACKS):
        item = items.get(one)
        if item is None:
            return None
        if item.kind in _DOCUMENTS:
            return item.path
        one = item.fallback
    return None


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
