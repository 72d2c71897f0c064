"""ZIP files that hold XML (DOCX, EPUB): opened and read within bounds.

The XML is other people's: no entity is expanded but those that XML itself defines, nothing outside
the file is opened, and no part is unpacked beyond what `reading` allows.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from bri_search.errors import UnreadableSource
from bri_search.sources.readers.reading import MOST_UNPACKED, one_line

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Archive", "local_name", "unpacked_size"]

_MOST_PARTS = 100_000
_MOST_UNPACKED_TOGETHER = 4 * MOST_UNPACKED
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a Word 97 file begins, and a DOCX that is encrypted."""
_DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
)
"""What zipfile and the modules below it raise for a file that is damaged or made to harm."""
_BEYOND_BOUNDS = (
    ("Excessive depth", "nests more than 256 elements"),
    ("Resource limit", "has more than 10 MB in one element"),
)
"""What libxml2 says of XML that may be well formed, and what it means."""


class Archive:
    """The parts of a ZIP file by name; raises UnreadableSource for whatever is wrong with it."""

    def __init__(self, name: str, content: bytes, form: str) -> None:
        self.name = name
        self.form = form
        self._unpacked = 0
        if content.startswith(_OLE):
            raise UnreadableSource(
                name, f"is no {form} but an old or encrypted Office file; save it as {form}"
            )
        if not content.startswith(b"PK"):
            raise UnreadableSource(name, f"is not {form}, whatever its name says; rename it")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _DAMAGES as error:
            raise self._damaged(error) from error
        self._sizes = {info.filename: info for info in self._zip.infolist()}
        if len(self._sizes) > _MOST_PARTS:
            raise UnreadableSource(name, f"holds more than {_MOST_PARTS:,} parts; divide it")

    def __contains__(self, part: str) -> bool:
        return part in self._sizes

    def read(self, part: str) -> bytes:
        """Unpack one part, up to the bounds; what the file claims of its size is not believed."""
        info = self._sizes.get(part)
        if info is None:
            raise UnreadableSource(self.name, f"is no {self.form}: it has no {one_line(part)}")
        if info.flag_bits & 1:
            raise UnreadableSource(self.name, "is encrypted; save it without a password")
        room = min(MOST_UNPACKED, _MOST_UNPACKED_TOGETHER - self._unpacked)
        try:
            with self._zip.open(info) as file:
                content = file.read(room + 1)
        except _DAMAGES as error:
            raise self._damaged(error) from error
        if len(content) > room:
            raise UnreadableSource(
                self.name,
                f"unpacks to more than {MOST_UNPACKED >> 20} MB a part, or "
                f"{_MOST_UNPACKED_TOGETHER >> 20} MB in all; divide it",
            )
        self._unpacked += len(content)
        return content

    def xml(self, part: str) -> _Element:
        """The root element of an XML part."""
        from lxml import etree

        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(self.read(part), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            for told, what in _BEYOND_BOUNDS:
                if told in str(error):
                    raise UnreadableSource(
                        self.name, f"{what} in {one_line(part)}; save it as text"
                    ) from error
            raise self._damaged(error) from error
        if any(True for _ in root.iter(etree.Entity)):
            raise UnreadableSource(
                self.name,
                f"declares entities of its own in {one_line(part)}; they are not expanded",
            )
        return root

    def _damaged(self, error: Exception) -> UnreadableSource:
        what = one_line(str(error)) or type(error).__name__
        return UnreadableSource(self.name, f"is damaged or cut short ({what}); get it anew")


def unpacked_size(content: bytes) -> int:
    """The bytes that the parts of a ZIP file claim to unpack to; 0 where it is none.

    zipfile never unpacks more of a part than it claims.

    >>> unpacked_size(b"no ZIP file")
    0
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return sum(info.file_size for info in archive.infolist())
    except _DAMAGES:
        return 0


def local_name(element: _Element) -> str:
    """The name of an element without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
