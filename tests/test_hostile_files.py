"""Files as hostile as a disk can hold them: every one is read, or named with a reason."""

import contextlib
import csv
import json
import os
import re
import socket
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

import bri_search
from bri_search.errors import UnreadableSource, UsageError
from bri_search.sources import readers
from bri_search.sources.finding import find_files, read_content
from tests.program import Ran, plain, run, run_on_terminal

TEXT = "数字丝绸之路通到村口。\n"
NAMES = [
    b"line\nbreak.txt",
    b"tab\tand\rreturn.txt",
    b"quotes \"'`$(x);&.txt",
    b"\xff\xfe not utf-8.txt",
    "字".encode() * 83 + b".txt",
    b"-option.txt",
    "\u202eright to left.txt".encode(),
    b"\x1b[31mred\x1b]0;title\x07.txt",
    b"[red][bold]{}.txt",
    b" .txt",
    b"con\\u0041.txt",
]


@pytest.fixture
def corpus(tmp_path: Path, new_index: Callable[[], Path]) -> Path:
    new_index().rename(tmp_path / "index")
    folder = tmp_path / "corpus"
    folder.mkdir()
    return folder


def index(corpus: Path, *options: str) -> Ran:
    return run("index", *options, cwd=corpus.parent)


def said(ran: Ran) -> dict[str, str]:
    """Why each file that is named in a report was left out."""
    lines = [line.removeprefix("skipped") for line in ran.lines if line.startswith("skipped")]
    lines += [line.removeprefix("bri-search:") for line in ran.err.splitlines()]
    pairs = (line.strip().partition(": ") for line in lines)
    return {path.removeprefix("corpus/"): reason for path, _, reason in pairs}


def is_harmless(text: str) -> bool:
    return all(char == "\n" or char.isprintable() for char in text)


def test_any_name_is_indexed_shown_found_again_and_written_as_json(corpus: Path) -> None:
    for number, name in enumerate(NAMES):
        Path(os.fsdecode(bytes(corpus) + b"/" + name)).write_text(f"第{number}篇。{TEXT}", "utf-8")
    deep = corpus / ("深" * 85) / ("深" * 85) / ("深" * 85)
    deep.mkdir(parents=True)
    (deep / "a.txt").write_text(TEXT, encoding="utf-8")
    ran = index(corpus)
    assert (ran.status, ran.err) == (0, "")
    assert is_harmless(ran.out)
    listed = run("sources", "--json", cwd=corpus.parent)
    sources = json.loads(listed.out)["sources"]
    assert len(sources) == len(NAMES) + 1
    assert len({source["id"] for source in sources}) == len(sources)
    assert {os.fsencode(Path(source["path"]).name) for source in sources} == {*NAMES, b"a.txt"}
    for command in (["sources"], ["search", "数字"], ["kwic", "数字"], ["kwic", "数字", "--count"]):
        assert is_harmless(run(*command, cwd=corpus.parent).out)
        shown = run_on_terminal(*command, columns=80, cwd=corpus.parent)
        assert is_harmless(plain(shown.out)), command
        table = run(*command, "--tsv", cwd=corpus.parent).out
        rows = [line.count("\t") for line in table.splitlines()]
        assert set(rows) == {rows[0]}, command
    library = bri_search.open(corpus.parent / "index")
    for number, name in enumerate(NAMES):
        [first] = library.show(os.fsdecode(name))
        assert first.text.startswith(f"第{number}篇")
    ran = run("show", "--", os.fsdecode(NAMES[3]), cwd=corpus.parent)
    assert (ran.status, is_harmless(ran.out)) == (0, True)
    assert "第3篇" in ran.out


def test_a_link_is_another_name_and_leads_out_only_when_asked(corpus: Path) -> None:
    outside = corpus.parent / "outside"
    (outside / "below").mkdir(parents=True)
    (outside / "out.txt").write_text("门外的丝绸之路", encoding="utf-8")
    (outside / "below" / "in.txt").write_text("门内的丝绸之路", encoding="utf-8")
    (outside / "below" / "round").symlink_to(outside)
    (outside / "back").symlink_to(corpus)
    (corpus / "a.txt").write_text(TEXT, encoding="utf-8")
    (corpus / "b.txt").symlink_to("a.txt")
    (corpus / "home").symlink_to(".")
    (corpus / "out.txt").symlink_to("../outside/out.txt")
    (corpus / "folder").symlink_to("../outside")
    (corpus / "zero.txt").symlink_to("/dev/zero")
    ran = index(corpus)
    assert ran.status == 0
    assert said(ran) == {
        "b.txt": f"is a link to {corpus / 'a.txt'}",
        "home": f"is a link to {corpus}",
        **dict.fromkeys(
            ("out.txt", "folder", "zero.txt"),
            "is a link out of the corpus; --follow-links follows it",
        ),
    }
    ran = index(corpus, "--follow-links")
    assert ran.status == 0
    assert said(ran) == {
        "b.txt": f"is a link to {corpus / 'a.txt'}",
        "home": f"is a link to {corpus}",
        "out.txt": f"is a link to {corpus / 'folder' / 'out.txt'}",
        "folder/back": f"is a link to {corpus}",
        "folder/below/round": f"is a link to {corpus / 'folder'}",
        "zero.txt": "is not a regular file",
    }
    library = bri_search.open(corpus.parent / "index")
    assert {one.source.path.name for one in library.sources} == {"a.txt", "out.txt", "in.txt"}
    (corpus.parent / "named").symlink_to(corpus)
    found, _ = find_files([corpus.parent / "named", corpus / "b.txt"])
    assert [entry.path.name for entry in found] == ["b.txt", "a.txt"]
    assert [read_content(entry).decode() for entry in found] == [TEXT, TEXT]


def test_what_is_no_file_is_never_opened(corpus: Path) -> None:
    os.mkfifo(corpus / "pipe.txt")
    (corpus / "folder.txt").mkdir()
    (corpus / "a.txt").write_text(TEXT, encoding="utf-8")
    # The name of a socket may not be long.
    with contextlib.chdir(corpus), socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.txt")
    ran = index(corpus)
    assert ran.status == 0
    assert said(ran) == dict.fromkeys(("pipe.txt", "socket.txt"), "is not a regular file")
    for named in (corpus / "pipe.txt", Path("/dev/null")):
        with pytest.raises(UsageError, match="is no regular file"):
            find_files([named])


def test_a_catalog_and_a_glossary_that_cannot_be_read_are_told(corpus: Path) -> None:
    (corpus / "a.txt").write_text(TEXT, encoding="utf-8")
    pipe, large = corpus.parent / "pipe", corpus.parent / "large"
    os.mkfifo(pipe)
    with large.open("wb") as file:
        file.truncate(1 << 30)
    for path in (pipe, large, Path("/dev/zero"), corpus):
        ran = index(corpus, "--catalog", str(path))
        assert (ran.status, ran.err.count("\n")) == (2, 1)
        assert f"{path}: cannot be read (" in ran.err
    for path in (pipe, large, corpus.parent / "nowhere"):
        (corpus / "catalog.toml").symlink_to(path)
        assert "catalog.toml: cannot be read (" in index(corpus).err
        (corpus / "catalog.toml").unlink()
        (corpus / "glossary.tsv").symlink_to(path)
        ran = index(corpus)
        assert (ran.status, ran.err.count("\n")) == (2, 1)
        assert "glossary.tsv: cannot be read (" in ran.err
        assert run("search", "村口", cwd=corpus.parent).status == 0
        (corpus / "glossary.tsv").unlink()
    assert index(corpus).status == 0


def test_what_lies_beside_documents_is_told_or_passed_over(corpus: Path) -> None:
    for name in ("a.txt", "README.txt", "~$a.docx", ".hidden.txt", "deep/README.txt"):
        (corpus / name).parent.mkdir(exist_ok=True)
        (corpus / name).write_text(TEXT, encoding="utf-8")
    ran = index(corpus)
    assert ran.status == 0
    assert said(ran) == {"README.txt": "says what the folder is, and is no document"}
    assert "2 sources" in ran.out


@pytest.mark.parametrize("other", ["fifo", "link", "nothing", "folder", "growing"])
def test_a_file_that_becomes_another_after_it_was_found(corpus: Path, other: str) -> None:
    path = corpus / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    [found], _ = find_files([corpus], max_file_size=100)
    path.unlink()
    if other == "fifo":
        os.mkfifo(path)
    elif other == "link":
        path.symlink_to("/etc/hostname")
    elif other == "folder":
        path.mkdir()
    elif other == "growing":
        path.write_text(TEXT * 10, encoding="utf-8")
    with pytest.raises(UnreadableSource) as raised:
        read_content(found)
    says = {"fifo": "regular file", "link": "--follow-links", "nothing": "gone"}
    says |= {"folder": "regular file", "growing": "--max-file-size"}
    assert says[other] in raised.value.reason


def test_files_that_change_while_they_are_read(corpus: Path) -> None:
    """Written to all the time: whatever a build reads, the index agrees with some whole state."""
    for number in range(20):
        (corpus / f"{number}.txt").write_text("甲" * 1000, encoding="utf-8")
    stop = threading.Event()

    def write() -> None:
        turn = 0
        while not stop.is_set():
            turn += 1
            (corpus / f"{turn % 20}.txt").write_text("甲乙"[turn % 2] * 1000, encoding="utf-8")
            (corpus / f"new{turn % 7}.txt").write_text("丙" * turn, encoding="utf-8")
            (corpus / f"new{(turn + 3) % 7}.txt").unlink(missing_ok=True)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(4):
            report = bri_search.build(corpus, corpus.parent / "index").report
            assert report is not None
            reasons = {reason.partition("(")[0].partition(";")[0] for _, reason in report.failed}
            assert reasons <= {"is being written", "is empty", "is gone"}
    finally:
        stop.set()
        writer.join()
    library = bri_search.build(corpus, corpus.parent / "index")
    for one in library.sources:
        text = "".join(shown.text for shown in library.show(one.source.id))
        assert text == one.source.path.read_text(encoding="utf-8")


def test_what_is_too_large_is_left_out_with_a_reason(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (corpus / "a.txt").write_text(TEXT, encoding="utf-8")
    with (corpus / "sparse.txt").open("wb") as file:
        file.truncate(1 << 30)
    ran = index(corpus)
    assert ran.status == 2
    assert "and no more than 16,000,000 characters are read" in said(ran)["sparse.txt"]
    assert "1 source" in ran.out
    (corpus / "sparse.txt").rename(corpus / "sparse.pdf")
    ran = index(corpus)
    assert said(ran)["sparse.pdf"].startswith("has 1,024.0 MB, and no more than 128.0 MB are read")
    too_much = index(corpus, "--max-file-size", "1GB")
    assert (too_much.status, too_much.err.count("\n")) == (2, 1)
    assert "a file has at most 256 MB" in too_much.err
    assert run("search", "村口", cwd=corpus.parent).status == 0
    for size in ("0", "0.0000001", "much", "1TB", "-1", ""):
        ran = index(corpus, f"--max-file-size={size}")
        assert (ran.status, ran.out) == (2, "")
        assert ran.err.startswith(f"bri-search: --max-file-size: {size!r} is no size; give ")
    assert "0.0 MB" in said(index(corpus, "--max-file-size", "0.01KB"))["a.txt"]
    monkeypatch.setattr(readers, "MOST_CHARACTERS", 10)
    with pytest.raises(UnreadableSource, match="has 12 characters and may have 10; divide it"):
        readers.read_bytes("a.txt", ".txt", TEXT.encode())


def test_folders_that_cannot_be_read_and_paths_of_any_depth(corpus: Path) -> None:
    (corpus / "a.txt").write_text(TEXT, encoding="utf-8")
    here = os.open(corpus, os.O_RDONLY)
    for _ in range(1200):  # deeper than Python recurses
        os.mkdir("d", dir_fd=here)
        below = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    handle = os.open("deep.txt", os.O_WRONLY | os.O_CREAT, dir_fd=here)
    os.write(handle, "深处的丝绸之路".encode())
    os.close(handle)
    os.close(here)
    ran = index(corpus)
    assert ran.status == 0
    assert "2 sources" in ran.out
    if os.geteuid():  # root reads everything
        (corpus / "closed").mkdir(mode=0)
        ran = index(corpus)
        assert (ran.status, said(ran)["closed"]) == (2, "cannot be opened (Permission denied)")
        (corpus / "closed").chmod(0o700)
    # What clears away the folders of tests recurses.
    subprocess.run(["rm", "-rf", str(corpus / "d")], check=True)


def test_no_two_names_are_shown_alike(corpus: Path) -> None:
    names = [b"a b.txt", b"a\nb.txt", b"\xff.txt", b"\xfe.txt", "\ufffd.txt".encode(), b"$'a.txt"]
    for name in names:
        with open(os.path.join(os.fsencode(corpus), name), "wb") as file:  # noqa: PTH118, PTH123
            file.write("数字丝绸之路".encode())
    index(corpus)
    folder = corpus.parent
    shown = run("search", "--exact", "数字丝绸之路", "-n", "0", cwd=folder).out
    places = set(re.findall(r"^(.*):1: ", shown, re.MULTILINE))
    assert places == {
        "corpus/a b.txt",
        r"$'corpus/a\nb.txt'",
        r"$'corpus/\xff.txt'",
        r"$'corpus/\xfe.txt'",
        "corpus/\ufffd.txt",
        "corpus/$'a.txt",
    }
    table = run("search", "--exact", "数字丝绸之路", "-n", "0", "--csv", cwd=folder).out
    paths = {row["path"] for row in csv.DictReader(table.splitlines())}
    assert len(paths) == len(names)
