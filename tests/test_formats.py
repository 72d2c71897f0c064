"""One folder with every format and encoding, indexed and searched by the program itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import making
from tests.program import Ran, run, run_on_terminal

# The encoding that `sources` names, and the page and its label on which the phrase begins.
EXPECTED = {
    "utf8.txt": ("utf-8", None, None),
    "utf8-bom.txt": ("utf-8", None, None),
    "utf16.txt": ("utf-16-le", None, None),
    "utf16be.txt": ("utf-16-be", None, None),
    "utf16le-without-mark.txt": ("utf-16-le", None, None),
    "gb18030.txt": ("gb18030", None, None),
    "big5.txt": ("big5", None, None),
    "hkscs.txt": ("big5-hkscs", None, None),
    "properties.md": ("utf-8", None, None),
    "big5.md": ("big5", None, None),
    "page.html": ("utf-8", None, None),
    "big5.html": ("big5", None, None),
    "gb2312.htm": ("gb18030", None, None),
    "word.docx": (None, None, None),
    "book.epub": (None, None, None),
    "paged.pdf": (None, 2, "1"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, new_index: Callable[[], Path]) -> Path:
    """A folder with `corpus/` and its index, built by the program."""
    folder = tmp_path_factory.mktemp("formats")
    new_index().rename(folder / "index")
    corpus = folder / "corpus"
    corpus.mkdir()
    text = making.text()
    contents = {
        "utf8.txt": text.encode(),
        "utf8-bom.txt": text.encode("utf-8-sig"),
        "utf16.txt": text.encode("utf-16"),
        "utf16be.txt": ("\ufeff" + text).encode("utf-16-be"),
        "utf16le-without-mark.txt": text.encode("utf-16-le"),
        "gb18030.txt": text.encode("gb18030"),
        "big5.txt": text.encode("big5"),
        "hkscs.txt": (text + "\n佢哋嘅船喺碼頭度。\n").encode("big5hkscs"),
        "properties.md": making.markdown().encode(),
        "big5.md": making.markdown().encode("big5"),
        "page.html": making.page(),
        "big5.html": making.page(encoding="big5", declared="big5"),
        "gb2312.htm": making.page(encoding="gb18030", declared="gb2312"),
        "word.docx": making.word(),
        "book.epub": making.book(),
        "paged.pdf": making.paged(),
    }
    assert contents.keys() == EXPECTED.keys()
    for name, content in contents.items():
        (corpus / name).write_bytes(content)
    (corpus / "scanned.pdf").write_bytes(making.pdf([()], pictures=[1]))
    (corpus / "lying.docx").write_bytes(making.paged())
    return folder


@pytest.fixture(scope="module")
def built(folder: Path) -> Ran:
    return run("index", cwd=folder)


@pytest.fixture
def indexed(folder: Path, built: Ran) -> Path:
    assert built.status == 2
    return folder


def asked(folder: Path, *arguments: str) -> Any:
    return json.loads(run(*arguments, "--json", cwd=folder).out)


def test_what_cannot_be_read_is_named_and_the_rest_is_indexed(built: Ran) -> None:
    assert built.status == 2
    assert f"{len(EXPECTED)} sources" in built.out
    complaints = sorted(built.err.splitlines())
    assert complaints == [
        "bri-search: corpus/lying.docx: is not DOCX, whatever its name says; rename it",
        "bri-search: corpus/paged.pdf: page 4 without text (scanned?); the rest is indexed",
        "bri-search: corpus/scanned.pdf: has no text on its 1 page (scanned?); have their text "
        "recognised (OCR)",
    ]


def test_the_phrase_is_found_in_each_with_its_page(indexed: Path) -> None:
    found = asked(indexed, "search", "--exact", making.PHRASE, "--limit", "0")
    hits = {Path(hit["source"]["path"]).name: hit for hit in found["hits"]}
    assert found["total"] == len(EXPECTED)
    assert {name: (hit["page"], hit["page_label"]) for name, hit in hits.items()} == {
        name: (page, label) for name, (_, page, label) in EXPECTED.items()
    }
    for hit in hits.values():
        [match] = hit["matches"]
        assert match["text"].replace("\n", "").endswith("返其間，互聯互通")


def test_offsets_are_those_of_the_text_that_show_prints(indexed: Path) -> None:
    found = asked(indexed, "kwic", making.PHRASE, "--limit", "0")["occurrences"]
    lines = {Path(line["source"]["path"]).name: line for line in found}
    assert {name: (one["page"], one["page_label"]) for name, one in lines.items()} == {
        name: (page, label) for name, (_, page, label) in EXPECTED.items()
    }
    for name in ("utf16.txt", "page.html", "word.docx", "paged.pdf"):
        shown = asked(indexed, "show", name)["passages"]
        [passage] = [one for one in shown if one["passage"] == lines[name]["passage"]]
        assert passage["start"] <= lines[name]["start"] < lines[name]["end"] <= passage["end"]
        assert making.FIRST in passage["text"].replace("\n", "")


def test_sources_names_every_encoding(indexed: Path) -> None:
    sources = {Path(one["path"]).name: one for one in asked(indexed, "sources")["sources"]}
    assert {name: one["encoding"] for name, one in sources.items()} == {
        name: encoding for name, (encoding, _, _) in EXPECTED.items()
    }
    assert sources["paged.pdf"]["notices"] == [
        "page 4 without text (scanned?); the rest is indexed"
    ]
    assert "big5-hkscs" in run("sources", cwd=indexed).out


def test_what_a_file_says_of_itself_is_known(indexed: Path) -> None:
    for one in asked(indexed, "sources")["sources"]:
        name = Path(one["path"]).name
        assert one["title"] == making.TITLE
        assert one["creator"] == ([] if name.endswith(".txt") else ["林某某"])
        dated = name.endswith((".md", ".html", ".htm", ".epub"))
        assert one["issued"] == ("2023-10-18" if dated else None)


def test_a_citation_has_the_printed_page(indexed: Path) -> None:
    quoted = f"「{making.FIRST[:-1]}」"
    found = asked(indexed, "quote", quoted, "--cite", "gb7714", "--limit", "0")["candidates"]
    [one] = [one for one in found if one["source"]["path"].endswith("paged.pdf")]
    assert (one["page"], one["page_label"]) == (2, "1")
    assert "第1頁" in one["citation"]
    cited = asked(indexed, "show", "paged.pdf", "--line", "1", "--cite", "plain")
    assert "第iii頁" in cited["citation"]


def test_lines_are_cited_where_they_are_lines_of_the_file(indexed: Path) -> None:
    found = asked(indexed, "search", "--exact", making.PHRASE, "-n", "0", "--cite", "gb7714")
    cited = {Path(one["source"]["path"]).name: one["citation"] for one in found["hits"]}
    assert cited.keys() == EXPECTED.keys()
    for name, citation in cited.items():
        assert ("行" in citation) == name.endswith((".txt", ".md")), (name, citation)


def test_pages_are_shown(indexed: Path) -> None:
    shown = run("show", "paged.pdf", cwd=indexed)
    assert [line for line in shown.lines if line.startswith("page ")] == [
        "page iii",
        "page 1",
        "page 2",
    ]
    found = run("search", "--exact", making.PHRASE, "--source", "paged.pdf", cwd=indexed)
    assert "page 1 · " in found.out
    for columns in (80, 200):
        ran = run_on_terminal("show", "paged.pdf", columns=columns, cwd=indexed)
        assert ran.status == 0


def test_a_second_run_reads_nothing_again(indexed: Path) -> None:
    ran = run("index", cwd=indexed)
    assert ran.status == 2
    assert ran.lines == [f"nothing changed: {len(EXPECTED)} sources in index"]


def test_the_catalog_overrules_an_encoding_and_a_title(
    tmp_path: Path, new_index: Callable[[], Path]
) -> None:
    new_index().rename(tmp_path / "index")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.md").write_bytes(making.markdown().encode("big5"))
    assert run("index", cwd=tmp_path).status == 0
    assert asked(tmp_path, "sources")["sources"][0]["title"] == making.TITLE
    catalog = corpus / "catalog.toml"
    record = '[[source]]\nid = "a"\nfile = "a.md"\ntitle = "別名"\nencoding = "big5-hkscs"\n'
    catalog.write_text(record, encoding="utf-8")
    assert "changed" in run("index", cwd=tmp_path).out
    [source] = asked(tmp_path, "sources")["sources"]
    assert (source["title"], source["encoding"]) == ("別名", "big5-hkscs")
    assert source["creator"] == ["林某某"]
    assert run("index", cwd=tmp_path).lines == ["nothing changed: 1 source in index"]
    catalog.write_text(record.replace("big5-hkscs", "utf-8"), encoding="utf-8")
    ran = run("index", cwd=tmp_path)
    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert "bytes are not utf-8" in ran.err
    catalog.write_text(record.replace("big5-hkscs", "big6"), encoding="utf-8")
    ran = run("index", cwd=tmp_path)
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
