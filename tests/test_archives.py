"""What is packed: archives and entities that would unpack to more than they should."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from bri_search.sources.readers import read_bytes
from tests import making
from tests.samples import refused


def bomb(name: str) -> bytes:
    """A part of 200 MB that packs to a fifth of a MB."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("META-INF/container.xml", making.CONTAINER)
        with archive.open(name, "w") as part:
            for _ in range(200):
                part.write(b"<a>" + b" " * (1 << 20))
    return file.getvalue()


@pytest.mark.parametrize(
    ("suffix", "part"), [(".docx", "word/document.xml"), (".epub", "OPS/package.opf")]
)
def test_a_zip_bomb_is_refused(suffix: str, part: str) -> None:
    content = bomb(part)
    assert "unpacks to more than 64 MB" in refused(suffix, content)
    # A file may lie about how much it holds; then it does not add up.
    directory = content.rindex(b"PK\x01\x02")
    lying = bytearray(content)
    struct.pack_into("<I", lying, directory + 24, 100)
    assert refused(suffix, bytes(lying))


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "declared",
    [
        f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]>',
        '<!DOCTYPE a [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://example.org/p"> %p; <!ENTITY l9 "x">]>',
    ],
)
def test_entities_are_not_expanded(declared: str) -> None:
    body = "<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>甲&l9;</w:t></w:r></w:p></w:body></w:document>"
    assert refused(".docx", making.zipped({"word/document.xml": declared + body}))
    package = f"{declared}<package><metadata>&l9;</metadata></package>"
    assert refused(
        ".epub",
        making.zipped({"META-INF/container.xml": making.CONTAINER, "OPS/package.opf": package}),
    )


def test_entities_in_a_chapter_are_not_expanded() -> None:
    chapter = f"<!DOCTYPE html [{LAUGHS}]><html><body><p>甲&l9;&nbsp;乙</p></body></html>"
    content = making.book(more={"OPS/第1章.xhtml": chapter})
    assert "甲&l9;" in read_bytes("a.epub", ".epub", content).text
