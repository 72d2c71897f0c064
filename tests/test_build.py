"""Building: only what changed is read again, and the index answers as one built at once."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import bri_search
from bri_search.index import partition, preparers
from bri_search.index.fields import SourceFilter
from bri_search.index.planning import Wanted
from bri_search.text.fold import Folding
from tests.building import PHRASES, TEXTS, answers, names, report, write

ROOT = Path(__file__).resolve().parent.parent


def test_an_unchanged_corpus_writes_nothing(corpus: Path, index: Path) -> None:
    bri_search.build(corpus, index)  # clears the generation before this one away
    before = {path: path.stat().st_mtime_ns for path in index.rglob("*") if path.name != ".lock"}
    library = bri_search.build(corpus, index)
    after = {path: path.stat().st_mtime_ns for path in index.rglob("*") if path.name != ".lock"}
    assert after == before
    assert report(library).nothing_changed
    assert (report(library).unchanged, report(library).total) == (3, 3)


def test_a_new_file_is_added(corpus: Path, index: Path) -> None:
    write(corpus / "d.txt", "丁方加入。\n")
    library = bri_search.build(corpus, index)
    assert names(report(library).added) == ["d.txt"]
    assert (report(library).unchanged, report(library).total) == (3, 4)
    assert library.kwic("丁方加入").total == 1
    assert library.kwic("合作伙伴").total == 3


def test_a_changed_file_is_read_again(corpus: Path, index: Path) -> None:
    write(corpus / "b.txt", "乙方退出。\n")
    library = bri_search.build(corpus, index)
    assert names(report(library).changed) == ["b.txt"]
    assert not report(library).added
    assert library.kwic("数字丝绸之路").total == 0
    assert library.search("数字丝绸之路").total == 0
    assert library.kwic("乙方退出").total == 1


def test_metadata_are_kept_of_the_sources_that_are_there_and_of_no_others(
    corpus: Path, index: Path
) -> None:
    for text in ("乙方退出。\n", "乙方回来。\n\n丁方也来。\n", ""):
        write(corpus / "b.txt", text)
        library = bri_search.build(corpus, index)
        assert len(library._store.fields.serials(SourceFilter())) == report(library).total
    (corpus / "a.txt").rename(corpus / "z.txt")
    assert len(bri_search.build(corpus, index)._store.fields.serials(SourceFilter())) == 2
    (corpus / "z.txt").unlink()
    assert len(bri_search.build(corpus, index)._store.fields.serials(SourceFilter())) == 1


def test_a_deleted_file_is_removed(corpus: Path, index: Path) -> None:
    (corpus / "b.txt").unlink()
    library = bri_search.build(corpus, index)
    assert names(report(library).removed) == ["b.txt"]
    assert library.kwic("数字丝绸之路").total == 0
    assert [one.source.path.name for one in library.sources] == ["a.txt", "c.md"]


def test_a_renamed_file_is_known_again(corpus: Path, index: Path) -> None:
    (corpus / "b.txt").rename(corpus / "z.txt")
    library = bri_search.build(corpus, index)
    assert [(a.name, b.name) for a, b in report(library).renamed] == [("b.txt", "z.txt")]
    assert not report(library).added
    assert not report(library).removed
    [line] = library.kwic("数字丝绸之路")
    assert (line.source.path, line.source.id) == (corpus / "z.txt", "z")
    [hit] = library.search("数字丝绸之路", exact=True)
    assert hit.source.path == corpus / "z.txt"


def test_two_files_of_one_content_are_two_sources(corpus: Path, index: Path) -> None:
    write(corpus / "copy.txt", TEXTS["b.txt"])
    write(corpus / "deep" / "copy.txt", TEXTS["b.txt"])
    library = bri_search.build(corpus, index)
    assert sorted(names(report(library).added)) == ["copy.txt", "copy.txt"]
    assert library.kwic("数字丝绸之路").total == 3
    assert len({one.source.id for one in library.sources}) == 5
    (corpus / "b.txt").unlink()
    library = bri_search.build(corpus, index)
    assert library.kwic("数字丝绸之路").total == 2


def test_two_files_of_one_content_that_are_renamed_are_two_sources(
    corpus: Path, index: Path
) -> None:
    (corpus / "copy.txt").write_bytes((corpus / "a.txt").read_bytes())
    bri_search.build(corpus, index)
    for name in ("a", "copy"):
        (corpus / f"{name}.txt").rename(corpus / f"new-{name}.txt")
    library = bri_search.build(corpus, index)
    assert names([new for _, new in report(library).renamed]) == ["new-a.txt", "new-copy.txt"]
    assert not report(library).removed
    assert [hit.source.id for hit in library.search("互联互通", limit=0)] == ["new-a", "new-copy"]


def test_names_that_are_alike_are_all_told_apart(corpus: Path, index: Path) -> None:
    for suffix in ("md", "html", "text"):
        (corpus / f"a.{suffix}").write_text(TEXTS["a.txt"], encoding="utf-8")
    library = bri_search.build(corpus, index)
    ids = [entry.source.id for entry in library.sources]
    assert len(set(ids)) == len(ids) > 5
    assert {"a", "a-2", "a-3"} <= set(ids)


def test_two_files_that_change_places(corpus: Path, index: Path) -> None:
    write(corpus / "a.txt", TEXTS["b.txt"])
    write(corpus / "b.txt", TEXTS["a.txt"])
    library = bri_search.build(corpus, index)
    [line] = library.kwic("数字丝绸之路")
    assert line.source.path.name == "a.txt"
    [line] = library.kwic("加強互聯互通")
    assert line.source.path.name == "b.txt"


def test_an_index_built_step_by_step_answers_as_one_built_at_once(
    tmp_path: Path, new_index: Callable[[], Path]
) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(ROOT / "corpus", corpus)
    texts = sorted(
        path
        for path in corpus.iterdir()
        if path.suffix in (".txt", ".md") and path.name != "README.md"
    )
    index = new_index()
    bri_search.build([texts[0], texts[3]], index)
    contents = texts[3].read_bytes()
    texts[3].write_text("别的文字。\n", encoding="utf-8")
    bri_search.build(corpus, index)
    aside = texts[1].rename(tmp_path / "aside.txt")
    texts[3].write_bytes(contents)
    bri_search.build(corpus, index)
    aside.rename(texts[1])
    stepwise = bri_search.build(corpus, index)
    at_once = bri_search.build(corpus, tmp_path / "fresh")
    assert answers(stepwise, *PHRASES) == answers(at_once, *PHRASES)
    assert answers(bri_search.open(index), *PHRASES) == answers(at_once, *PHRASES)


def test_updates_keep_the_documents_of_a_part_in_the_order_of_sources(
    tmp_path: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    rng = random.Random(0)
    for largest in (10_000, 40):
        monkeypatch.setattr(partition, "LARGEST_PART", largest)
        for _ in range(6):
            (folder / f"{rng.choice('abcdefgh')}.txt").write_text("合作" * rng.randrange(1, 9))
            library = bri_search.build(folder, index)
            assert all(library._store.in_order)


def test_many_parts_answer_as_one(
    corpus: Path, index: Path, new_index: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = answers(bri_search.open(index), *PHRASES)
    monkeypatch.setattr(partition, "LARGEST_PART", 10)
    other = new_index()
    assert answers(bri_search.build(corpus, other), *PHRASES) == whole
    assert len(list(other.glob("generation-*/part-*"))) > 1
    write(corpus / "b.txt", TEXTS["b.txt"] + "添一句。\n")
    changed = bri_search.build(corpus, other)
    assert changed.kwic("添一句").total == 1
    assert changed.kwic("合作伙伴").total == 3
    write(corpus / "b.txt", TEXTS["b.txt"])
    assert answers(bri_search.build(corpus, other), *PHRASES) == whole


def test_a_library_that_is_open_goes_on_answering(corpus: Path, index: Path) -> None:
    opened = bri_search.open(index)
    used = bri_search.open(index)
    before = answers(used, *PHRASES)
    assert opened.kwic("合作伙伴").total == 3
    for text in ("乙方退出。\n", "乙方回来。\n"):
        write(corpus / "b.txt", text)
        bri_search.build(corpus, index)
    assert answers(used, *PHRASES) == before
    assert bri_search.open(index).kwic("乙方回来").total == 1


def test_a_seed_that_a_program_sets_does_no_harm(corpus: Path, index: Path) -> None:
    for number in range(3):
        write(corpus / "b.txt", f"乙方第{number}次。\n")
        random.seed(1)
        library = bri_search.build(corpus, index)
        assert random.random() == random.Random(1).random()
        assert library.search("甲方 互联互通")[0].source.path.name == "a.txt"
        assert library.kwic(f"第{number}次").total == 1


def test_an_index_inside_its_corpus_is_no_document(corpus: Path, index: Path) -> None:
    inside = corpus / "index"
    shutil.copytree(index, inside)
    write(inside / "note.txt", "不是文献。\n")
    library = bri_search.build(corpus, inside)
    assert library.kwic("不是文献").total == 0
    assert report(library).total == 3


def test_progress_is_told(corpus: Path, index: Path) -> None:
    write(corpus / "b.txt", "乙方退出。\n")
    write(corpus / "new.txt", "丙方加入。\n")
    told: list[bri_search.BuildProgress] = []
    bri_search.build(corpus, index, progress=told.append)
    names = ["b.txt", "new.txt"]
    size = sum((corpus / name).stat().st_size for name in names)
    assert {(one.files, one.bytes) for one in told} == {(2, size)}
    assert [one.doing for one in told if (corpus / one.doing).is_file()] == names
    for count in ("files_done", "bytes_done", "share"):
        done = [getattr(one, count) for one in told]
        assert done == sorted(done)
        assert done[0] == 0
    last = told[-1]
    assert (last.files_done, last.bytes_done, last.share) == (2, size, 1)
    assert {"sorting", "frequent strings", "writing a part"} <= {one.doing for one in told}


def test_one_file_may_be_named(corpus: Path, new_index: Callable[[], Path]) -> None:
    library = bri_search.build(str(corpus / "b.txt"), new_index())
    assert [one.source.path for one in library.sources] == [corpus / "b.txt"]


def test_what_does_not_change_is_not_read_again(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    real = preparers._prepared

    def spy(wanted: Wanted, folding: Folding) -> Any:
        read.append(wanted.found.relative)
        return real(wanted, folding)

    monkeypatch.setattr(preparers, "_prepared", spy)
    write(corpus / "b.txt", "乙方退出。\n")
    (corpus / "a.txt").rename(corpus / "aa.txt")
    bri_search.build(corpus, index)
    # The changed one, and the renamed one, whose id changes with its name.
    assert read == ["aa.txt", "b.txt"]


def test_a_library_that_is_open_answers_from_what_it_has_not_yet_read(
    corpus: Path, index: Path
) -> None:
    opened = bri_search.open(index)
    write(corpus / "b.txt", "乙方退出。\n")
    bri_search.build(corpus, index)
    assert opened.kwic("合作伙伴").total == 3
    assert len(opened.search("合作伙伴", exact=True, limit=0)) == 3
