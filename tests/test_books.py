"""EPUB: chapters, pages, and what a book lacks."""

from __future__ import annotations

import io
import zipfile

import pytest

from bri_search.sources.readers import Reading, read_bytes
from tests import making
from tests.building import LibraryOf
from tests.samples import SAMPLES, divided, read, refused, words


def test_a_book_names_what_is_missing_and_what_is_protected() -> None:
    whole = making.book()
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    less = {name: content for name, content in parts.items() if "第2章" not in name}
    reading = read_bytes("a.epub", ".epub", making.zipped(less))
    assert reading.notices == ("OPS/第2章.xhtml is named in its spine but not there",)
    drm = "<e><CipherReference URI='OPS/%E7%AC%AC2%E7%AB%A0.xhtml'/></e>"
    assert "DRM" in refused(".epub", making.zipped({**parts, "META-INF/encryption.xml": drm}))
    fonts = "<e><CipherReference URI='OPS/font.otf'/></e>"
    read_bytes("a.epub", ".epub", making.zipped({**parts, "META-INF/encryption.xml": fonts}))


CHAPTER = f"<html><body><p>{making.FIRST}</p></body></html>"


def book_of(manifest: str, spine: str, documents: dict[str, str | bytes]) -> Reading:
    """A book with its first chapter, and what else its manifest and its spine name."""
    package = (
        "<package><manifest><item id='c1' href='c1.xhtml' media-type='application/xhtml+xml'/>"
        f"{manifest}</manifest><spine><itemref idref='c1'/>{spine}</spine></package>"
    )
    parts = {f"OPS/{name}": content for name, content in documents.items()}
    content = making.zipped(
        {
            "META-INF/container.xml": making.CONTAINER,
            "OPS/package.opf": package,
            "OPS/c1.xhtml": CHAPTER,
            **parts,
        }
    )
    return read_bytes("a.epub", ".epub", content)


@pytest.mark.parametrize(
    "kind", ["text/xml", "application/xml", "Application/XHTML+XML", "text/html", "image/svg+xml"]
)
def test_a_chapter_is_read_whatever_a_book_calls_its_type(kind: str) -> None:
    page = f"<svg><text>{making.LAST}</text></svg>" if "svg" in kind else f"<p>{making.LAST}</p>"
    reading = book_of(
        f"<item id='c2' href='c2.xml' media-type='{kind}'/>",
        "<itemref idref='c2'/>",
        {"c2.xml": page},
    )
    assert reading.text == f"{making.FIRST}\n{making.LAST}\n"
    assert reading.notices == ()


def test_what_a_book_names_and_does_not_have_is_told() -> None:
    reading = book_of(
        "<item id='c3' href='c3.jpg' media-type='image/jpeg'/>"
        "<item id='c4' href='c4.jpg' media-type='image/jpeg' fallback='c5'/>"
        "<item id='c5' href='c5.html' media-type='text/html'/>"
        "<item id='c6' href='c6.xhtml' media-type='application/xhtml+xml'/>"
        "<item id='c7' href='c7.xhtml' media-type='application/xhtml+xml' properties='nav'/>",
        "<itemref idref='c2'/><itemref idref='c3'/><itemref idref='c4'/>",
        {"c5.html": "<p>甲", "c6.xhtml": "<p>乙", "c7.xhtml": "<p>丙"},
    )
    assert reading.text == f"{making.FIRST}\n甲\n"
    assert reading.notices == (
        "c2 is named in its spine but not in its manifest",
        "OPS/c3.jpg (image/jpeg) is in its spine but no page",
        "OPS/c6.xhtml is in its manifest but not in its spine, and not read",
    )


def test_a_book_of_too_many_documents_says_how_many_are_read() -> None:
    numbers = range(2, 20_010)
    reading = book_of(
        "".join(f"<item id='d{one}' href='d{one}' media-type='text/html'/>" for one in numbers),
        "".join(f"<itemref idref='d{one}'/>" for one in numbers),
        {"d2": "<p>甲"},
    )
    assert reading.text == f"{making.FIRST}\n甲\n"
    assert [one.partition(" ")[0] for one in reading.notices[:5]] == [
        f"OPS/d{number}" for number in range(3, 8)
    ]
    assert reading.notices[5].startswith("19,993 more documents")
    assert reading.notices[6] == (
        "its spine names 20,009 documents, of which the first 20,000 are read; divide it"
    )


def test_a_chapter_that_cannot_be_decoded_is_named_and_the_rest_is_read() -> None:
    item = "<item id='c2' href='c2.xhtml' media-type='application/xhtml+xml'/>"
    reference = "<itemref idref='c2'/>"
    bad = f"<p>{'路' * 800}".encode()
    reading = book_of(item, reference, {"c2.xhtml": bad[:303] + b"\xff" + bad[303:]})
    assert f"{'路' * 100}\ufffd{'路' * 700}" in reading.text
    assert reading.notices == ("OPS/c2.xhtml: 1 byte is not utf-8 (at byte 303), read as U+FFFD",)
    reading = book_of(item, reference, {"c2.xhtml": "<p>路".encode() + b"\xff\xfe\xfd</p>"})
    assert reading.text == f"{making.FIRST}\n"
    [notice] = reading.notices
    assert notice.startswith("OPS/c2.xhtml: ")
    assert "catalog" not in notice
    [notice] = book_of(item, reference, {"c2.xhtml": "<div>" * 5_000 + "路"}).notices
    assert notice == "OPS/c2.xhtml: nests more than 1,000 elements"
    only = making.book("", more={"OPS/第1章.xhtml": "<p>路".encode() + b"\xff\xfe\xfd</p>"})
    assert refused(".epub", only).endswith("and no other document of it has text")


def test_the_pages_of_a_book_are_those_of_its_page_list() -> None:
    reading = read(SAMPLES["epub"])
    assert [page.label for page in reading.pages] == ["8"]
    pages = {words(reading, passage): passage.page for passage in divided(reading)}
    assert (pages[making.FIRST], pages[making.LAST]) == (None, 1)


def paged(chapter: str) -> list[str]:
    """The passages of a book of one chapter, with the labels of pages where they begin."""
    reading = read_bytes("a.epub", ".epub", making.book(chapter))
    text = reading.text
    for page in sorted(reading.pages, key=lambda page: -page.offset):
        text = f"{text[: page.offset]}<{page.label or ''}>{text[page.offset :]}"
    return text.splitlines()


BREAK = "<span epub:type='pagebreak' title='12'/>"


@pytest.mark.parametrize(
    ("chapter", "passages"),
    [
        (f"<p>船隊在港{BREAK}口停泊。它們</p>", ["船隊在港<12>口停泊。它們"]),
        (f"<p>船隊停泊。{BREAK}它們</p>", ["船隊停泊。<12>它們"]),
        (f"<p>a fleet {BREAK} of ships</p>", ["a fleet <12>of ships"]),
        (f"<p>{BREAK} 船隊</p><p>它們</p>", ["<12>船隊", "它們"]),
        (f"<p>船隊 {BREAK}</p> <p>它們</p>", ["船隊", "<12>它們"]),
        (f"<p>船隊<br/>{BREAK}<br/>它們</p>", ["船隊", "<12>它們"]),
        (
            f"<p>船隊</p><div epub:type='pagebreak' title='12'/>{BREAK}<p>它們</p>",
            ["船隊", "<12>它們"],
        ),
        (f"<p>船隊</p>{BREAK}<hr/><p>它們</p>", ["船隊", "<12>它們"]),
        ("<p>船隊</p><hr role='doc-pagebreak' aria-label='iv'/><p>它</p>", ["船隊", "<iv>它"]),
        (
            f"<table><tr><td>甲{BREAK}港</td><td>十二</td></tr></table>",
            ["甲<12>港\t十二"],
        ),
        (f"<pre>  a = 1\n  {BREAK}b = 2</pre>", ["  a = 1", "  <12>b = 2"]),
        ("<p>船隊在港<span class='pagenum'>[12]</span>口</p>", ["船隊在港<12>口"]),
        ("<p>船隊在港<span class='x Page-Number' id='p'>第12頁</span>口</p>", ["船隊在港<12>口"]),
        ("<p>港<span class='pageno'><a id='p12'>[Pg xii]</a></span>口</p>", ["港<xii>口"]),
        ("<p>港<a class='page-break' title='12'/>口</p>", ["港<12>口"]),
        ("<p>港<span class='page-break'/>口</p>", ["港口"]),
        ("<p>港<span class='pagenum'>十二號</span>口</p>", ["港十二號口"]),
        ("<p>港<a href='c2.xhtml'>口 <span class='pagenum'>12</span></a></p>", ["港口 12"]),
        ("<p>港<a class='pagenum' href='c2.xhtml'>12</a>口</p>", ["港12口"]),
        ("<p>港<span class='homepage-number'>12</span>口</p>", ["港12口"]),
        ("<p>港\ufdd012\ufdd1口</p>", ["港 12 口"]),
        (f"<p>船隊{BREAK}<span hidden=''>一</span>停泊</p>", ["船隊<12>停泊", "一"]),
        (f"<p>船隊<span hidden=''>一{BREAK}</span>停泊</p>", ["船隊<12>停泊", "一"]),
        (f"<p>船隊</p>{BREAK}<p hidden=''>一</p><p>停泊</p>", ["船隊", "一", "<12>停泊"]),
    ],
)
def test_a_page_that_begins_inside_a_passage_parts_nothing(
    chapter: str, passages: list[str]
) -> None:
    assert paged(chapter) == passages


def test_a_phrase_is_found_where_a_page_of_a_book_begins_inside_it(library_of: LibraryOf) -> None:
    chapter = f"<p>船隊停泊。{BREAK}它們在港口<span class='page-num'>13</span>過冬。</p>"
    library = library_of({"a.epub": making.book(chapter)})
    found = [library.search(one, exact=True) for one in ("停泊。它们在", "港口过冬", "过冬")]
    assert [hits[0].page for hits in found] == [None, 1, 2]
