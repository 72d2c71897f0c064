"""Building: only what changed is read again, and the index is whole or the one before."""

import fcntl
import os
import pickle
import random
import shutil
import subprocess
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import bri_search
from bri_search.errors import (
    CatalogError,
    IndexDamaged,
    IndexForeign,
    IndexMissing,
    IndexOutdated,
    LibraryError,
    UsageError,
)
from bri_search.index import build as building
from bri_search.index import partition, preparers
from bri_search.index.fields import SourceFilter
from bri_search.index.planning import Wanted
from bri_search.index.publishing import hold
from bri_search.sources.finding import Found
from bri_search.sources.helping import helper_process
from bri_search.text.fold import Folding
from tests import making

ROOT = Path(__file__).resolve().parent.parent
TEXTS = {
    "a.txt": "甲方與合作夥伴加強互聯互通。\n",
    "b.txt": "乙方与合作伙伴推进数字丝绸之路建设。\n",
    "deep/c.md": "# 前言\n\n丙方的[[zh:合作]]伙伴。\n",
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    for name, text in TEXTS.items():
        write(folder / name, text)
    return folder


@pytest.fixture
def index(new_index: Callable[[], Path], corpus: Path) -> Path:
    """An index of the corpus, built upon a copy that has the dictionary already."""
    folder = new_index()
    bri_search.build(corpus, folder)
    return folder


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def report(library: bri_search.Library) -> Any:
    assert library.report is not None
    return library.report


def names(paths: Iterable[Path]) -> list[str]:
    return [path.name for path in paths]


def answers(library: bri_search.Library, *phrases: str) -> object:
    """All that a library says of some phrases, but for how words score.

    Whoosh counts a passage that was deleted among those that hold a word until it merges its file.
    """
    return (
        [summary.as_json() for summary in library.sources],
        [
            [shown.as_json() for shown in library.show(summary.source.id)]
            for summary in library.sources
        ],
        [library.kwic(phrase).as_json() for phrase in phrases],
        [library.count(phrase).as_json() for phrase in phrases],
        [library.search(phrase, exact=True, limit=0).as_json() for phrase in phrases],
        [
            sorted(str({**hit.as_json(), "score": 0}) for hit in library.search(phrase, limit=0))
            for phrase in phrases
        ],
    )


PHRASES = ("合作伙伴", "的", "建设", "数字丝绸之路", "3000", "高质量发展", "互联互通")


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


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (bytes(range(128, 256)) * 4, "in no encoding that can be told"),
        (b"ab\0cd", "binary"),
    ],
)
def test_a_file_that_becomes_unreadable_is_reported_and_left_out(
    corpus: Path, index: Path, content: bytes, reason: str
) -> None:
    (corpus / "b.txt").write_bytes(content)
    library = bri_search.build(corpus, index)
    [(path, problem)] = report(library).failed
    assert path == corpus / "b.txt"
    assert reason in problem
    assert library.kwic("数字丝绸之路").total == 0
    assert library.kwic("合作伙伴").total == 2
    # It is reported as long as it is there, and nothing is written for it.
    again = bri_search.build(corpus, index)
    assert report(again).nothing_changed
    assert [entry[0] for entry in report(again).failed] == [corpus / "b.txt"]
    write(corpus / "b.txt", TEXTS["b.txt"])
    assert bri_search.build(corpus, index).kwic("合作伙伴").total == 3


def test_a_file_that_may_not_be_read_is_reported(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def refuse(path: Any, *arguments: Any, **options: Any) -> int:
        if path == corpus / "b.txt":
            raise PermissionError(13, "Permission denied")
        return real(path, *arguments, **options)

    with monkeypatch.context() as patched:
        patched.setattr(os, "open", refuse)
        library = bri_search.build(corpus, index)
    assert [entry[0] for entry in report(library).failed] == [corpus / "b.txt"]
    assert "Permission denied" in report(library).failed[0][1]
    assert library.kwic("数字丝绸之路").total == 0
    assert library.kwic("合作伙伴").total == 2


def test_links_that_lead_nowhere_or_in_a_loop_are_reported(corpus: Path, index: Path) -> None:
    (corpus / "nowhere.txt").symlink_to(corpus / "missing.txt")
    (corpus / "loop.txt").symlink_to(corpus / "loop.txt")
    (corpus / "again").symlink_to(corpus, target_is_directory=True)
    library = bri_search.build(corpus, index)
    assert report(library).failed == ()
    skipped = {path.name: reason for path, reason in report(library).skipped}
    assert skipped.keys() == {"again", "loop.txt", "nowhere.txt"}
    assert (skipped["loop.txt"][:20], skipped["nowhere.txt"][:28]) == (
        "is a loop of links; ",
        "is a link that leads nowhere",
    )
    assert report(library).total == 3


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


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("step", ["write_sources", "Partition", "publish"])
def test_a_build_that_fails_leaves_the_index_as_it_was(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, step: str
) -> None:
    before = answers(bri_search.open(index), *PHRASES)
    write(corpus / "b.txt", "乙方退出。\n")

    def fail(*_: object) -> None:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(building, step, fail)
        expected = LibraryError if isinstance(error, OSError) else KeyboardInterrupt
        with pytest.raises(expected):
            bri_search.build(corpus, index)
    assert answers(bri_search.open(index), *PHRASES) == before
    assert not list(index.glob("building-*"))
    library = bri_search.build(corpus, index)
    assert library.kwic("乙方退出").total == 1
    assert library.kwic("合作伙伴").total == 2


def test_what_an_interrupted_build_left_is_cleared_away(corpus: Path, index: Path) -> None:
    for name in ("building-1", "generation-77"):
        shutil.copytree(next(index.glob("generation-*")), index / name)
    bri_search.build(corpus, index)
    assert len([path for path in index.iterdir() if path.is_dir()]) == 1
    assert bri_search.open(index).kwic("合作伙伴").total == 3


def test_a_second_build_at_the_same_time_is_refused(corpus: Path, index: Path) -> None:
    with (index / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(LibraryError, match="another build is at work"):
            bri_search.build(corpus, index, wait=0)
    assert report(bri_search.build(corpus, index)).nothing_changed


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


def test_a_source_that_is_being_written_stays_as_it_was(corpus: Path, index: Path) -> None:
    path = corpus / "b.txt"
    before = bri_search.open(index).search("乙方", exact=True).total
    write(path, "丁方加入。\n")
    write(corpus / "new.txt", "丙方加入。\n")

    def go_on_writing(told: bri_search.BuildProgress) -> None:
        if told.doing == "b.txt":
            with path.open("a", encoding="utf-8") as file:
                file.write("还没有写完。\n")

    library = bri_search.build(corpus, index, progress=go_on_writing)
    assert report(library).failed == ((path, "is being written; run bri-search index again"),)
    assert report(library).removed == ()
    assert library.search("乙方", exact=True).total == before
    assert library.search("丙方加入", exact=True).total == 1
    library = bri_search.build(corpus, index)
    assert report(library).changed == (path,)
    assert library.search("丁方", exact=True).total == 1


def test_what_takes_much_memory_is_read_while_nothing_else_is(tmp_path: Path, index: Path) -> None:
    """More than each of several processes may have is given to one after the other."""
    corpus = tmp_path / "large"
    for number in range(4):
        spaces = b" " * (100 << 20)
        text = b"BT /F1 12 Tf 20 20 Td (Harbour %d) Tj ET" % number
        corpus.mkdir(exist_ok=True)
        (corpus / f"{number}.pdf").write_bytes(making.streamed(zlib.compress(text + spaces, 1)))
        write(corpus / f"{number}.txt", f"第{number}港。\n" * 50_000)
    library = bri_search.build(corpus, index)
    assert report(library).failed == ()
    assert [library.search(f'"Harbour {number}"').total for number in range(4)] == [1] * 4
    assert library.count("港").total == 200_000


def test_a_process_that_prepares_ends_when_nobody_asks_any_more(
    index: Path, tmp_path: Path
) -> None:
    """Else it would go on, and then wait for ever for somebody to take what it has made."""
    path = tmp_path / "big.txt"
    write(path, TEXTS["a.txt"] * 10_000)
    content = path.read_bytes()
    wanted = Wanted(
        Found(path, path.name), sha256(content).hexdigest(), len(content), None, "a", None
    )
    [variants] = index.glob("generation-*/variants.json")
    command, environment = helper_process(preparers.__name__, str(variants))
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        pickle.dump(wanted, process.stdin)
        process.stdin.close()
        assert process.wait(timeout=60) == 0


def test_one_file_may_be_named(corpus: Path, new_index: Callable[[], Path]) -> None:
    library = bri_search.build(str(corpus / "b.txt"), new_index())
    assert [one.source.path for one in library.sources] == [corpus / "b.txt"]


def test_a_root_that_is_not_there_is_an_error(tmp_path: Path, index: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        bri_search.build(tmp_path / "nowhere", index)
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="leads nowhere"):
        bri_search.build(tmp_path / "link", index)


def test_somebody_elses_folder_is_left_alone(corpus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    write(folder / "holiday.jpg", "x")
    with pytest.raises(IndexForeign, match=r"holiday\.jpg"):
        bri_search.build(corpus, folder)
    with pytest.raises(IndexForeign):
        bri_search.open(folder)
    with pytest.raises(IndexForeign, match="is a file"):
        bri_search.build(corpus, folder / "holiday.jpg")
    with pytest.raises(IndexForeign, match="is a file"):
        bri_search.open(folder / "holiday.jpg")
    assert [path.name for path in folder.iterdir()] == ["holiday.jpg"]


def test_no_index_is_missing(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        bri_search.open(tmp_path / "nowhere")
    with pytest.raises(IndexMissing):
        bri_search.open(tmp_path)


@pytest.mark.parametrize(
    "name", ["manifest.json", "variants.json", "part-*", "sources", "lexicon.marisa"]
)
@pytest.mark.parametrize("content", [None, b"", b"garbage", b'{"format": '])
def test_a_damaged_index_says_so_and_can_be_built_again(
    corpus: Path, index: Path, name: str, content: bytes | None
) -> None:
    write(corpus / "only.txt", "只此一家。\n")
    bri_search.build(corpus, index)
    for path in index.glob(f"generation-*/{name}"):
        path.unlink()
        if content is not None:
            path.write_bytes(content)
    with pytest.raises(IndexDamaged) as caught:
        bri_search.open(index).search("甲方 互联互通 合作伙伴加强")
    assert "\n" not in str(caught.value)
    assert " again" in str(caught.value) or "bri-search index" in str(caught.value)


def test_a_current_that_names_nothing_is_damaged(index: Path, corpus: Path) -> None:
    (index / "CURRENT").write_text("generation-99\n", encoding="utf-8")
    with pytest.raises(IndexDamaged, match="generation-99"):
        bri_search.open(index)
    assert bri_search.build(corpus, index).kwic("合作伙伴").total == 3


def test_an_index_of_another_format_is_outdated(index: Path) -> None:
    manifest = index / (index / "CURRENT").read_text(encoding="utf-8").split()[0] / "manifest.json"
    text = manifest.read_text(encoding="utf-8")
    manifest.unlink()
    manifest.write_text(text.replace('"format": ', '"format": 99'), encoding="utf-8")
    with pytest.raises(IndexOutdated):
        bri_search.open(index)


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
