"""`bri-search index --watch`: real files, the real program, and the generator behind it."""

import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

import bri_search
from tests.program import COMMAND, environment, run

PATIENCE = 60.0
"""Seconds after which something that shall happen has not; it takes about one."""


class Watching:
    """The program at work; `lines` is what it has said until now."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.folder = folder
        self.out = folder / "said"
        with self.out.open("wb") as said:
            self.process = subprocess.Popen(
                [*COMMAND, "index", "--watch", *arguments],
                cwd=folder,
                env=environment(),
                stdout=said,
                stderr=subprocess.STDOUT,
                # A shell lets what it starts in the background ignore Ctrl-C.
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
            )

    @property
    def lines(self) -> list[str]:
        return self.out.read_text(encoding="utf-8").splitlines()

    def until(self, holds: Callable[[], object], what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not holds():
            assert self.process.poll() is None, self.lines
            assert time.monotonic() < end, (what, self.lines)
            time.sleep(0.05)

    def says(self, what: str) -> None:
        self.until(lambda: any(what in line for line in self.lines), what)

    def finds(self, phrase: str, *, times: int = 1) -> None:
        def found() -> bool:
            ran = run("search", "--exact", phrase, "--json", cwd=self.folder)
            return ran.status < 2 and json.loads(ran.out)["total"] == times

        self.until(found, phrase)

    def interrupt(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


@pytest.fixture
def folder(tmp_path: Path, new_index: Callable[[], Path]) -> Path:
    new_index().rename(tmp_path / "index")
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text("数字丝绸之路", encoding="utf-8")
    return tmp_path


@pytest.fixture
def watching(folder: Path) -> Iterator[Watching]:
    program = Watching(folder)
    program.says("1 added")
    yield program
    if program.process.poll() is None:
        program.process.kill()
        program.process.wait()


def test_files_that_come_change_move_and_go(watching: Watching) -> None:
    corpus = watching.folder / "corpus"
    (corpus / "b.txt").write_text("海上丝绸之路", encoding="utf-8")
    watching.finds("海上絲綢之路")
    # As editors do it: another file in the place of the old one.
    (corpus / ".b.txt.swp").write_text("冰上丝绸之路", encoding="utf-8")
    (corpus / ".b.txt.swp").replace(corpus / "b.txt")
    watching.finds("冰上絲綢之路")
    (corpus / "below").mkdir()
    (corpus / "b.txt").rename(corpus / "below" / "c.txt")
    watching.says("1 renamed")
    (corpus / "below").rename(watching.folder / "away")
    watching.finds("冰上丝绸之路", times=0)
    (corpus / "catalog.toml").write_text('[[source]]\nid = "x"\nfile = "a.txt"\ntitle = "题"\n')
    watching.until(lambda: "题" in run("sources", cwd=watching.folder).out, "catalog")
    (corpus / "glossary.tsv").write_text("甲\t乙\t丙\tjia\tus\n", encoding="utf-8")
    watching.says("the vocabulary changed")
    (corpus / "notes.xyz").write_text("nothing to read")
    assert watching.interrupt() == 130
    assert not any("Traceback" in line for line in watching.lines)
    changes = [line.partition(": ")[0] for line in watching.lines]
    assert re.fullmatch(r"1 added \(corpus/a\.txt\), 2 removed \(.*paper\.txt, .*\)", changes[0])
    assert changes[1:5] == [
        "1 added (corpus/b.txt)",
        "1 changed (corpus/b.txt)",
        "1 renamed (corpus/below/c.txt)",
        "1 removed (corpus/below/c.txt)",
    ]


def test_a_burst_is_few_builds_and_a_failing_one_is_survived(watching: Watching) -> None:
    corpus = watching.folder / "corpus"
    for number in range(500):
        (corpus / f"n{number}.txt").write_text(f"第{number}篇，合作。", encoding="utf-8")
    watching.until(
        lambda: run("sources", "--csv", cwd=watching.folder).out.count("\n") == 502, "500 files"
    )
    assert len(watching.lines) <= 6
    (corpus / "catalog.toml").write_text("[[source]\n", encoding="utf-8")
    watching.says("cannot be read as TOML")
    (corpus / "bad.txt").write_bytes(b"\xff\xfe\xfa")
    (corpus / "catalog.toml").unlink()
    watching.says("bad.txt: ")
    (corpus / "late.txt").write_text("迟到的文章", encoding="utf-8")
    watching.finds("遲到的文章")
    corpus.rename(watching.folder / "gone")
    watching.says("corpus: does not exist")
    (watching.folder / "gone").rename(corpus)
    (corpus / "later.txt").write_text("再来一篇", encoding="utf-8")
    watching.finds("再來一篇")
    assert watching.interrupt() == 130


def test_a_file_that_goes_on_being_written_is_one_burst(watching: Watching) -> None:
    """watchfiles tells many changes of one file as one, so silence alone ends a burst."""
    path = watching.folder / "corpus" / "long.txt"
    with path.open("w", encoding="utf-8") as file:
        for _ in range(20):
            file.write("还没有写完。\n")
            file.flush()
            time.sleep(0.1)
    (watching.folder / "corpus" / "notes.xyz").touch()
    (watching.folder / "corpus" / "last.txt").write_text("最后一篇。", encoding="utf-8")
    watching.finds("最后一篇")
    watching.finds("还没有写完", times=20)
    watching.says("1 skipped (corpus/notes.xyz)")
    _, *said = watching.lines
    assert len(said) <= 3
    assert not any("removed" in line or "being written" in line for line in said)


def test_a_file_named_itself_is_watched_and_json_is_a_line_an_update(folder: Path) -> None:
    program = Watching(folder, "corpus/a.txt", "--json")
    program.until(lambda: program.lines, "the first update")
    new = folder / "new.txt"
    new.write_text("新的丝绸之路", encoding="utf-8")
    new.replace(folder / "corpus" / "a.txt")
    program.finds("新的絲綢之路")
    assert program.interrupt() == 130
    first, second = map(json.loads, program.lines)
    assert (len(first["added"]), len(second["changed"])) == (1, 1)


def test_from_python_until_it_is_stopped(folder: Path) -> None:
    stop = Event()
    updates: list[bri_search.Update] = []

    def watch() -> None:
        for update in bri_search.watch(folder / "corpus", folder / "index", stop=stop):
            updates.append(update)
            if len(updates) == 1:
                # During a build, or right after it: neither is missed.
                (folder / "corpus" / "new").mkdir()
                (folder / "corpus" / "new" / "b.txt").write_text("互联互通", encoding="utf-8")

    thread = Thread(target=watch)
    thread.start()
    end = time.monotonic() + PATIENCE
    while len(updates) < 2 and time.monotonic() < end:
        time.sleep(0.05)
    stop.set()
    thread.join(PATIENCE)
    assert not thread.is_alive()
    assert [update.error for update in updates] == [None, None]
    reports = [update.report for update in updates]
    assert [report and len(report.added) for report in reports] == [1, 1]
    assert bri_search.open(folder / "index").search("互聯互通", exact=True).total == 1


def test_a_name_that_is_no_text_is_watched_as_well(
    tmp_path: Path, new_index: Callable[[], Path]
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("数字丝绸之路。", encoding="utf-8")
    stop = Event()
    updates = bri_search.watch(corpus, new_index(), stop=stop)
    assert next(updates).report is not None
    with open(os.fsencode(corpus) + b"/\xff.txt", "wb") as file:  # noqa: PTH123
        file.write("合作伙伴。".encode())
    update = next(updates)
    assert update.report is not None
    assert len(update.report.added) == 1
    stop.set()
    assert next(updates, None) is None


def test_what_was_named_is_watched_wherever_the_program_goes(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "elsewhere"
    (other / "corpus").mkdir(parents=True)
    (other / "corpus" / "b.txt").write_text("此处没有。", encoding="utf-8")
    monkeypatch.chdir(folder)
    updates = bri_search.watch("corpus", "index")
    monkeypatch.chdir(other)
    update = next(updates)
    updates.close()
    assert update.report is not None
    assert {path.name for path in update.report.added} == {"a.txt"}
    assert not (other / "index").exists()
