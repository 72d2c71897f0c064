"""Building: what a catalog says of the documents, and which catalog is read."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import bri_search
from bri_search.errors import CatalogError
from bri_search.index import build as building
from bri_search.index.publishing import hold
from tests.building import TEXTS, names, report, write


def test_a_changed_record_shows(corpus: Path, index: Path) -> None:
    write(
        corpus / "catalog.toml",
        '[[source]]\nid = "b"\ntitle = "乙"\nissued = "2023"\nfile = "b.txt"\n',
    )
    library = bri_search.build(corpus, index)
    assert names(report(library).changed) == ["b.txt"]
    [line] = library.kwic("数字丝绸之路", since="2023")
    assert (line.source.title, line.source.issued) == ("乙", "2023")
    assert report(bri_search.build(corpus, index)).nothing_changed
    (corpus / "catalog.toml").unlink()
    library = bri_search.build(corpus, index)
    [line] = library.kwic("数字丝绸之路")
    assert line.source.issued is None
    assert line.source.title != "乙"
    assert report(bri_search.build(corpus, index)).nothing_changed


RECORD = '[[source]]\nid = "{}"\ntitle = "{}"\nfile = "{}"\nsha256 = "{}"\n'


def test_records_with_the_same_bytes_go_each_to_its_file(corpus: Path, index: Path) -> None:
    wire = "通訊社發的同一條消息，兩家報紙照登。\n"
    write(corpus / "morning.txt", wire)
    write(corpus / "evening.txt", wire)
    hashed = sha256(wire.encode()).hexdigest()
    records = [
        RECORD.format("first", "早報", "morning.txt", hashed),
        RECORD.format("second", "晚報", "evening.txt", hashed),
    ]
    for catalog in (records, records[::-1]):
        write(corpus / "catalog.toml", "\n".join(catalog))
        library = bri_search.build(corpus, index)
        found = {(line.source.path.name, line.source.id) for line in library.kwic("照登")}
        assert found == {("morning.txt", "first"), ("evening.txt", "second")}
    (corpus / "evening.txt").rename(corpus / "a-later.txt")
    library = bri_search.build(corpus, index)
    titles = {(line.source.path.name, line.source.title) for line in library.kwic("照登")}
    assert titles == {("morning.txt", "早報"), ("a-later.txt", "晚報")}
    write(corpus / "copy.txt", wire)
    library = bri_search.build(corpus, index)
    ids = {line.source.id for line in library.kwic("照登")}
    assert len(ids) == 3
    assert {"first", "second"} < ids


def test_an_id_of_the_catalog_is_not_taken_by_a_file_without_record(
    corpus: Path, index: Path
) -> None:
    write(corpus / "z.txt", TEXTS["a.txt"])
    write(corpus / "catalog.toml", '[[source]]\nid = "b"\nfile = "z.txt"\n')
    library = bri_search.build(corpus, index)
    ids = {one.source.path.name: one.source.id for one in library.sources}
    assert ids == {"a.txt": "a", "b.txt": "b-2", "c.md": "deep/c", "z.txt": "b"}
    assert report(bri_search.build(corpus, index)).nothing_changed
    write(corpus / "deep" / "z.txt", TEXTS["b.txt"])
    library = bri_search.build(corpus, index)
    assert {"b", "b-2", "b-3"} < {one.source.id for one in library.sources}


def test_a_catalog_that_was_named_is_remembered(corpus: Path, index: Path, tmp_path: Path) -> None:
    named = tmp_path / "named.toml"
    write(named, '[[source]]\nid = "b"\ntitle = "乙"\nissued = "2023"\nfile = "b.txt"\n')
    bri_search.build(corpus, index, catalog=named)
    library = bri_search.build(corpus, index)
    assert report(library).nothing_changed
    assert [one.source.issued for one in library.sources if one.source.id == "b"] == ["2023"]
    named.unlink()
    library = bri_search.build(corpus, index)
    assert all(one.source.issued is None for one in library.sources)


def test_of_a_named_catalog_no_other_is_read(corpus: Path, index: Path, tmp_path: Path) -> None:
    named = tmp_path / "named.toml"
    write(named, '[[source]]\nid = "b"\nissued = "2023"\nfile = "b.txt"\n')
    bri_search.build(corpus, index, catalog=named)
    write(corpus / "catalog.toml", "[[source]\n")
    assert report(bri_search.build(corpus, index)).nothing_changed
    named.unlink()
    with pytest.raises(CatalogError, match=r"catalog\.toml"):
        bri_search.build(corpus, index)


def test_what_a_build_was_told_that_is_waited_for_is_remembered(
    corpus: Path, index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = tmp_path / "named.toml"
    write(named, '[[source]]\nid = "b"\nissued = "2023"\nfile = "b.txt"\n')

    @contextmanager
    def waiting(*arguments: Any) -> Iterator[None]:
        monkeypatch.setattr(building, "hold", hold)
        bri_search.build(
            corpus, index, catalog=named, follow_links=True, max_file_size=1000
        ).close()
        with hold(*arguments):
            yield

    monkeypatch.setattr(building, "hold", waiting)
    manifest = bri_search.build(corpus, index)._store.manifest
    assert manifest.catalog == str(named)
    assert (manifest.follow_links, manifest.max_file_size) == (True, 1000)


def test_a_catalog_that_cannot_be_read_changes_nothing(corpus: Path, index: Path) -> None:
    write(corpus / "catalog.toml", "[[source]\n")
    with pytest.raises(CatalogError, match=r"catalog\.toml"):
        bri_search.build(corpus, index)
    assert bri_search.open(index).kwic("合作伙伴").total == 3
