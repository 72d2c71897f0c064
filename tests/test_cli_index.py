"""`bri-search index`: what it reports as files come, change, move and go, or cannot be read."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import validate

from tests.program import Ran, run


@pytest.fixture
def corpus(tmp_path: Path, new_index: Callable[[], Path]) -> Path:
    """A corpus of two documents in a folder with an index of other documents, soon replaced."""
    new_index().rename(tmp_path / "index")
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "甲.txt").write_text("甲國與乙國是合作夥伴。", encoding="utf-8")
    (folder / "b.md").write_text("# 标题\n\n互联互通。\n", encoding="utf-8")
    assert index(folder).status == 0
    return folder


def index(corpus: Path, *options: str) -> Ran:
    return run("index", *options, cwd=corpus.parent)


def report(ran: Ran) -> list[tuple[str, str]]:
    """The lines of a report but the last, as pairs."""
    return [(what, path) for what, path in (line.split(maxsplit=1) for line in ran.lines[:-1])]


def test_a_first_build_says_what_was_added(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text("一带一路", encoding="utf-8")
    ran = run("index", cwd=tmp_path)
    assert (ran.status, ran.err) == (0, "")
    assert ran.lines == ["added     corpus/a.txt", "1 source, 1 passage, 4 characters in index"]
    assert run("search", "一帶一路", cwd=tmp_path).status == 0


def test_an_unchanged_corpus_is_one_line_and_quick(corpus: Path) -> None:
    before = time.monotonic()
    ran = index(corpus)
    assert time.monotonic() - before < 2
    assert (ran.status, ran.err) == (0, "")
    assert ran.lines == ["nothing changed: 2 sources in index"]


def test_added_changed_renamed_and_removed(corpus: Path) -> None:
    (corpus / "new.txt").write_text("数字丝绸之路", encoding="utf-8")
    ran = index(corpus)
    assert (ran.status, report(ran)) == (0, [("added", "corpus/new.txt"), ("unchanged", "2")])

    (corpus / "new.txt").write_text("海上丝绸之路", encoding="utf-8")
    ran = index(corpus)
    assert (ran.status, report(ran)) == (0, [("changed", "corpus/new.txt"), ("unchanged", "2")])
    assert run("search", "--exact", "数字丝绸之路", cwd=corpus.parent).status == 1
    assert run("search", "--exact", "海上絲綢之路", cwd=corpus.parent).status == 0

    (corpus / "new.txt").rename(corpus / "old.txt")
    ran = index(corpus)
    assert ran.status == 0
    assert report(ran) == [("renamed", "corpus/new.txt → corpus/old.txt"), ("unchanged", "2")]
    assert "corpus/old.txt:1:" in run("search", "海上絲綢之路", cwd=corpus.parent).out

    (corpus / "old.txt").unlink()
    ran = index(corpus)
    assert (ran.status, report(ran)) == (0, [("removed", "corpus/old.txt"), ("unchanged", "2")])
    assert run("search", "--exact", "海上丝绸之路", cwd=corpus.parent).status == 1
    assert run("search", "--exact", "合作伙伴", cwd=corpus.parent).status == 0


def test_files_that_cannot_be_read_are_named_and_the_rest_is_indexed(corpus: Path) -> None:
    (corpus / "good.txt").write_text("数字丝绸之路", encoding="utf-8")
    (corpus / "empty.txt").touch()
    (corpus / "noise.txt").write_bytes(bytes(range(128, 256)) * 4)
    (corpus / "binary.txt").write_bytes(bytes(range(256)) * 4)
    (corpus / "broken.txt").symlink_to("nowhere.txt")
    (corpus / "loop.txt").symlink_to("loop.txt")
    (corpus / "round").symlink_to(".")
    (corpus / "table.xlsx").write_bytes(b"PK")
    for expected in ([("added", "corpus/good.txt")], None):
        ran = index(corpus)
        assert ran.status == 2
        if expected:
            assert ("added", "corpus/good.txt") in report(ran)
            assert ("skipped", "corpus/table.xlsx: no reader for .xlsx") in report(ran)
            assert ("skipped", f"corpus/round: is a link to {corpus}") in report(ran)
            left_out = {path.partition(": ")[0] for what, path in report(ran) if what == "skipped"}
            assert {"corpus/broken.txt", "corpus/loop.txt"} <= left_out
        else:
            unchanged, skipped = ran.lines
            assert unchanged == "nothing changed: 3 sources in index"
            assert skipped.startswith("skipped   corpus/")
            assert skipped.endswith(" and 1 more")
        complaints = dict(
            line.removeprefix("bri-search: ").split(": ", 1) for line in ran.err.splitlines()
        )
        assert set(complaints) == {f"corpus/{name}.txt" for name in ("empty", "noise", "binary")}
        assert "empty" in complaints["corpus/empty.txt"]
        assert "UTF-8" in complaints["corpus/noise.txt"]
        assert "binary" in complaints["corpus/binary.txt"]
    assert run("search", "數字絲綢之路", cwd=corpus.parent).status == 0


def test_nothing_to_index(corpus: Path) -> None:
    empty = corpus.parent / "empty"
    empty.mkdir()
    ran = index(corpus, "empty")
    assert ran.status == 1
    assert ran.err == "bri-search: no documents in empty; put documents there\n"


def test_a_folder_that_is_not_there_leaves_the_index_as_it_was(corpus: Path) -> None:
    ran = index(corpus, "nowhere")
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert run("search", "合作伙伴", cwd=corpus.parent).status == 0


def test_a_catalog_gives_titles_and_dates(corpus: Path) -> None:
    catalog = corpus.parent / "records.toml"
    catalog.write_text(
        '[[source]]\nid = "jia"\ntitle = "甲乙之间"\nissued = "2024-05"\nfile = "甲.txt"\n',
        encoding="utf-8",
    )
    assert index(corpus, "--catalog", "records.toml").status == 0
    sources = json.loads(run("sources", "--json", cwd=corpus.parent).out)["sources"]
    assert ("jia", "甲乙之间", "2024-05") in {(s["id"], s["title"], s["issued"]) for s in sources}
    catalog.write_text("[[source]\n", encoding="utf-8")
    ran = index(corpus, "--catalog", "records.toml")
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    ran = index(corpus, "--catalog", "nowhere.toml")
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)


def test_json_says_what_the_report_says(corpus: Path) -> None:
    (corpus / "new.txt").write_text("数字丝绸之路", encoding="utf-8")
    (corpus / "b.md").unlink()
    (corpus / "empty.txt").touch()
    ran = index(corpus, "--json")
    assert ran.status == 2
    assert ran.err == "bri-search: corpus/empty.txt: is empty; leave it out or fill it\n"
    found = json.loads(ran.out)
    paths = {"type": "array", "items": {"type": "string", "pattern": "^/"}}
    number = {"type": "integer", "minimum": 0}
    left_out = {
        "type": "array",
        "items": {"type": "object", "required": ["path", "reason"]},
    }
    properties = {
        "index": {"type": "string", "pattern": "^/"},
        **dict.fromkeys(("added", "changed", "removed"), paths),
        "renamed": {"type": "array", "items": paths},
        **dict.fromkeys(("skipped", "failed"), left_out),
        **dict.fromkeys(("unchanged", "sources", "passages", "characters"), number),
    }
    validate(found, {"type": "object", "properties": properties, "required": list(properties)})
    assert found["added"] == [str(corpus / "new.txt")]
    assert found["removed"] == [str(corpus / "b.md")]
    assert [entry["path"] for entry in found["failed"]] == [str(corpus / "empty.txt")]
    assert (found["unchanged"], found["sources"]) == (1, 2)


def test_what_an_index_was_built_with_is_remembered(corpus: Path) -> None:
    outside = corpus.parent / "outside.txt"
    outside.write_text("门外的丝绸之路", encoding="utf-8")
    (corpus / "large.txt").write_text("大文件" * 1000, encoding="utf-8")
    (corpus / "link.txt").symlink_to(outside)
    assert index(corpus).lines[-1].startswith("3 sources")
    assert index(corpus, "--follow-links", "--max-file-size", "1KB").lines[-1].startswith("3 sourc")
    names = {"甲.txt", "b.md", "link.txt"}
    for _ in range(2):
        sources = json.loads(run("sources", "--json", cwd=corpus.parent).out)["sources"]
        assert {Path(one["path"]).name for one in sources} == names
        (corpus / "new.txt").write_text("新的文件。", encoding="utf-8")
        names |= {"new.txt"}
        ran = index(corpus)
        assert "large.txt" in ran.err
    ran = index(corpus, "--no-follow-links", "--max-file-size", "0.2GB")
    assert (ran.status, ran.err) == (0, "")
    sources = json.loads(run("sources", "--json", cwd=corpus.parent).out)["sources"]
    assert {Path(one["path"]).name for one in sources} == names - {"link.txt"} | {"large.txt"}


def test_it_is_remembered_where_nothing_else_changed(corpus: Path) -> None:
    ran = index(corpus, "--follow-links")
    assert (ran.status, ran.lines) == (0, ["nothing changed: 2 sources in index"])
    (corpus.parent / "outside.txt").write_text("门外的丝绸之路", encoding="utf-8")
    (corpus / "link.txt").symlink_to("../outside.txt")
    assert report(index(corpus))[0] == ("added", "corpus/link.txt")
    assert index(corpus, "--no-follow-links").status == 0
    assert run("search", "--exact", "门外", cwd=corpus.parent).status == 1


def test_a_link_that_leads_nowhere_is_no_error(corpus: Path) -> None:
    (corpus / "broken.txt").symlink_to("nowhere.txt")
    (corpus / "new.txt").write_text("数字丝绸之路", encoding="utf-8")
    ran = index(corpus)
    told = ("skipped", "corpus/broken.txt: is a link that leads nowhere; mend or delete it")
    assert (ran.status, ran.err) == (0, "")
    assert told in report(ran)
    assert index(corpus).lines == [
        "nothing changed: 3 sources in index",
        "skipped   corpus/broken.txt",
    ]


def test_a_catalog_below_the_top_is_told(tmp_path: Path) -> None:
    below = tmp_path / "documents" / "below"
    below.mkdir(parents=True)
    (below / "a.txt").write_text("港口。\n", encoding="utf-8")
    (below / "catalog.toml").write_text("", encoding="utf-8")
    ran = run("index", "documents", cwd=tmp_path)
    assert ran.status == 0
    assert "below/catalog.toml: a catalog is read at the top of a folder; --catalog names one" in (
        ran.out + ran.err
    )
