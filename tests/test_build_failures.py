"""Building: what cannot be read is told, and the index is whole, or the one before it."""

import fcntl
import os
import pickle
import shutil
import subprocess
import zlib
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import bri_search
from bri_search.errors import (
    IndexDamaged,
    IndexForeign,
    IndexMissing,
    IndexOutdated,
    LibraryError,
    UsageError,
)
from bri_search.index import build as building
from bri_search.index import preparers
from bri_search.index.planning import Wanted
from bri_search.sources.finding import Found
from bri_search.sources.helping import helper_process
from tests import making
from tests.building import PHRASES, TEXTS, answers, report, write


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
