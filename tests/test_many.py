"""Many at once: readers during builds, two builds, threads, processes, and who may be trusted."""

from __future__ import annotations

import fcntl
import math
import multiprocessing
import os
import pickle
import re
import shutil
import signal
import struct
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import bri_search
from bri_search.api.opened import reading
from bri_search.errors import IndexUntrusted, LibraryError, UsageError
from bri_search.index.trust import distrusted
from tests.faults.builds import in_child
from tests.program import COMMAND, environment, run


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.txt").write_text("甲方與合作夥伴加強互聯互通。\n", encoding="utf-8")
    (folder / "b.txt").write_text("乙方与合作伙伴推进数字丝绸之路。\n", encoding="utf-8")
    return folder


@pytest.fixture
def index(new_index: Callable[[], Path], corpus: Path) -> Path:
    folder = new_index()
    bri_search.build(corpus, folder)
    return folder


def generations(index: Path) -> list[str]:
    return sorted(path.name for path in index.glob("generation-*"))


# -- snapshots -------------------------------------------------------------------------------------


def test_a_reader_keeps_its_snapshot_until_it_is_refreshed(corpus: Path, index: Path) -> None:
    library = bri_search.open(index)
    for number in range(3):
        (corpus / "b.txt").write_text(f"第{number}次。\n", encoding="utf-8")
        bri_search.build(corpus, index)
    # Nothing was opened before: every file is read now, long after it was replaced.
    assert library.kwic("合作伙伴").total == 2
    assert library.search("数字丝绸之路").total == 1
    assert library.show("b")[0].text.startswith("乙方")
    assert len(generations(index)) == 2  # the one that is read, and the one that answers
    assert library.refresh()
    assert library.kwic("合作伙伴").total == 1
    assert library.kwic("第2次").total == 1
    assert not library.refresh()
    bri_search.build(corpus, index)
    assert len(generations(index)) == 1


def test_a_generation_that_is_cleared_while_it_is_opened_is_left_for_the_new_one(
    corpus: Path, index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one moment that cannot be hit from outside: between reading CURRENT and holding."""
    from bri_search.index import snapshot

    real = snapshot._hold
    builds = iter(range(2))

    def hold(manifest: Path) -> int:
        for number in builds:
            (corpus / "b.txt").write_text(f"第{number}次。\n", encoding="utf-8")
            assert run("index", corpus, "--index", index, cwd=tmp_path).status == 0
            assert not manifest.exists()
            break
        return real(manifest)

    monkeypatch.setattr(snapshot, "_hold", hold)
    assert bri_search.open(index).kwic("第1次").total == 1


# -- two builds ------------------------------------------------------------------------------------

HOLD = """
import sys, time
from pathlib import Path
from bri_search.index.publishing import hold
with hold(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


def held(index: Path) -> subprocess.Popen[str]:
    """Another process that holds the index until it is told to end."""
    process = subprocess.Popen(
        [COMMAND[0], "-c", HOLD, str(index)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


@pytest.mark.parametrize("wait", [math.nan, math.inf, -1])
def test_a_wait_has_an_end(wait: float, corpus: Path, index: Path) -> None:
    with pytest.raises(UsageError, match=f"^wait: {wait:g} is no number of seconds"):
        bri_search.build(corpus, index, wait=wait)


def test_a_second_build_waits_and_says_for_whom(corpus: Path, index: Path) -> None:
    notices: list[str] = []
    with held(index) as other, ThreadPoolExecutor(1) as pool:
        with pytest.raises(LibraryError, match=f"process {other.pid} on .*; waited 0.1 s; run"):
            bri_search.build(corpus, index, wait=0.1, notice=notices.append)
        build = pool.submit(bri_search.build, corpus, index, wait=60, notice=notices.append)
        while len(notices) < 2:
            assert not build.done()
            time.sleep(0.01)
        other.communicate("\n")
        assert build.result().report is not None
    assert re.search(rf"at work \(process {other.pid} on .*\); waiting for it, 60 s at", notices[1])
    assert (index / ".lock").read_bytes() == b""


def test_a_build_whose_holder_was_killed_goes_on(corpus: Path, index: Path) -> None:
    with held(index) as other:
        os.kill(other.pid, signal.SIGKILL)
        other.wait()
    assert bri_search.build(corpus, index, wait=0).kwic("合作伙伴").total == 2


def test_the_program_waits_and_leaves_with_an_error(
    corpus: Path, index: Path, tmp_path: Path
) -> None:
    with held(index) as other:
        ran = run("index", corpus, "--index", index, "--wait", "0.2", cwd=tmp_path)
        assert ran.status == 2
        first, second = ran.err.splitlines()
        assert first.endswith("waiting for it, 0.2 s at most")
        assert f"(process {other.pid} on " in second
        assert "--wait" in second
        other.communicate("\n")


def test_an_interrupted_build_leaves_the_index_as_it_was(
    corpus: Path, index: Path, tmp_path: Path
) -> None:
    """A real Ctrl-C in the midst of a real build."""
    (corpus / "big.txt").write_text("數字絲綢之路的建設與合作夥伴。\n\n" * 60_000, encoding="utf-8")
    # Without warnings, as it is run: an import of Python's own that is interrupted leaves a file open.
    command = [COMMAND[0], "-m", "bri_search", "index", str(corpus), "--index", str(index)]
    # A shell that runs the tests in the background lets them, and what they start, ignore it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment(), stderr=subprocess.PIPE, text=True
    ) as build:
        while not list(index.glob("building-*")):
            assert build.poll() is None, build.communicate()
            time.sleep(0.005)
        build.send_signal(signal.SIGINT)
        _, said = build.communicate()
    stopped = f"bri-search: stopped; the index in {index} is as it was\n"
    assert (build.returncode, said) == (130, stopped)
    assert not list(index.glob("building-*"))
    assert bri_search.open(index).kwic("合作伙伴").total == 2


CAUGHT_IN_A_STRING = """
from bri_search.cli import main, program
def run(arguments):
    print("said")
    try:
        exec("raise KeyboardInterrupt")
    except KeyboardInterrupt:
        return 130
program.run = run
main()
"""


def test_the_status_tells_of_an_interrupt_wherever_it_came(tmp_path: Path) -> None:
    """Python remembers one that left code made from a string, and ends a module by the signal."""
    (tmp_path / "caught.py").write_text(CAUGHT_IN_A_STRING, encoding="utf-8")
    ran = subprocess.run(
        [COMMAND[0], "-m", "caught"],
        capture_output=True,
        text=True,
        env=environment(),
        cwd=tmp_path,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "said\n", "")


# -- threads and processes -------------------------------------------------------------------------


def asked(library: bri_search.Library) -> list[object]:
    """Something of everything."""
    return [
        library.search("數字絲綢之路 互聯互通").as_json(),
        library.search("connectivity").as_json(),
        library.kwic("合作伙伴", sort="right1").as_json(),
        library.count("一带一路").as_json(),
        library.quote("让远处的人也能用上同样的工具").as_json(),
        [shown.as_json() for shown in library.show("specimen-report")],
        library.collocates("合作", min_count=1).as_json(),
        library.distribution("合作").as_json(),
    ]


def test_threads_may_share_a_library(corpus_library: bri_search.Library) -> None:
    expected = asked(corpus_library)
    library = bri_search.open(corpus_library._store.index)
    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(lambda _: asked(library), range(16)):
            assert found == expected


def test_a_refresh_does_not_show_in_the_midst_of_an_answer(corpus: Path, index: Path) -> None:
    library = bri_search.open(index)

    @reading
    def ask_and_ask_again(library: bri_search.Library) -> None:
        before = library.kwic("合作伙伴").as_json()
        (corpus / "b.txt").unlink()
        bri_search.build(corpus, index)
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(library.refresh).result()
            assert pool.submit(library.kwic, "合作伙伴").result().total == 1
        assert library.kwic("合作伙伴").as_json() == before

    ask_and_ask_again(library)
    assert library.kwic("合作伙伴").total == 1


def test_forked_processes_may_use_a_library(corpus_library: bri_search.Library) -> None:
    expected = repr(asked(corpus_library))
    for _ in range(3):
        assert in_child(lambda: repr(asked(corpus_library))) == expected
    assert repr(asked(corpus_library)) == expected


def test_a_forked_process_holds_what_it_reads(corpus: Path, index: Path) -> None:
    library = bri_search.open(index)
    reading, writing = os.pipe()
    answer, answering = os.pipe()
    child = os.fork()
    if not child:
        os.read(reading, 1)
        os.write(answering, str(library.kwic("合作伙伴").total).encode())
        os._exit(0)
    del library
    for text in ("乙方退出。\n", "乙方回来。\n"):
        (corpus / "b.txt").write_text(text, encoding="utf-8")
        bri_search.build(corpus, index)
    os.write(writing, b"!")
    os.waitpid(child, 0)
    assert os.read(answer, 10) == b"2"
    for handle in (reading, writing, answer, answering):
        os.close(handle)


def test_a_forked_process_may_build_where_its_parent_has_built(corpus: Path, index: Path) -> None:
    (corpus / "c.txt").write_text("丙方。\n", encoding="utf-8")
    bri_search.build(corpus, index)
    (corpus / "d.txt").write_text("丁方。\n", encoding="utf-8")
    assert in_child(lambda: str(bri_search.build(corpus, index).kwic("丁方").total)) == "1"


def count_in(library: bri_search.Library, phrase: str) -> int:
    return library.count(phrase).total


def test_a_spawned_process_may_be_given_a_library(index: Path) -> None:
    library = bri_search.open(index)
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(count_in, (library, "合作伙伴")) == 2
    assert pickle.loads(pickle.dumps(library)).count("合作伙伴").total == 2


# -- trust -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [".", "CURRENT", "generation-*", "generation-*/fields/*.toc"])
def test_what_others_may_write_is_opened_on_trust_alone(
    index: Path, corpus: Path, tmp_path: Path, name: str
) -> None:
    [path] = index.glob(name) if name != "." else [index]
    path.chmod(path.stat().st_mode | 0o002)
    with pytest.raises(IndexUntrusted, match="may be written by everybody"):
        bri_search.open(index)
    with pytest.raises(IndexUntrusted):
        bri_search.build(corpus, index)
    assert bri_search.open(index, trust=True).count("合作伙伴").total == 2
    refused = run("search", "合作", "--index", index, cwd=tmp_path)
    assert (refused.status, refused.out, refused.err.count("\n")) == (2, "", 1)
    assert "--trust" in refused.err
    assert run("search", "合作", "--index", index, "--trust", cwd=tmp_path).status == 0
    assert run("search", "合作", "--index", index, cwd=tmp_path, BRI_SEARCH_TRUST="1").status == 0


def test_an_access_control_list_is_not_trusted(index: Path) -> None:
    """Where there is one, the permissions of the group are what those it names may do at most."""
    [variants] = index.glob("generation-*/variants.json")
    user, named, group, mask, other = 1, 2, 4, 16, 32
    entries = [(user, 6, 0), (named, 6, 12345), (group, 4, 0), (mask, 6, 0), (other, 4, 0)]
    packed = struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)
    try:
        os.setxattr(variants, "system.posix_acl_access", packed)
    except OSError:
        pytest.skip("this file system has no access control lists")
    with pytest.raises(IndexUntrusted, match=r"json: may be written by .*access control list"):
        bri_search.open(index)
    os.removexattr(variants, "system.posix_acl_access")
    variants.chmod(0o644)
    assert bri_search.open(index).count("合作伙伴").total == 2


def test_what_somebody_else_owns_is_not_trusted(index: Path) -> None:
    status = (index / "CURRENT").stat()
    owner = status.st_uid
    assert distrusted(status, owner) == ""
    if owner:
        assert distrusted(status, owner + 1).startswith("belongs to ")
    else:  # root is trusted by everybody; root trusts nobody else
        assert distrusted(status, 12345) == ""
        os.chown(index / "CURRENT", 12345, -1)
        with pytest.raises(IndexUntrusted, match="CURRENT: belongs to user 12345"):
            bri_search.open(index)


def test_a_build_lets_nobody_else_write(corpus: Path, tmp_path: Path, index: Path) -> None:
    made = tmp_path / "made" / "index"
    shutil.copytree(index, made)
    (corpus / "c.txt").write_text("丙方。\n", encoding="utf-8")
    before = os.umask(0)
    try:
        bri_search.build(corpus, made)
    finally:
        os.umask(before)
    modes = [path.stat().st_mode for path in made.glob("generation-*/**/*")]
    assert modes
    assert not any(mode & 0o022 for mode in modes)
    assert bri_search.open(made).count("丙方").total == 1


def test_a_lock_of_a_reader_keeps_no_build_waiting(corpus: Path, index: Path) -> None:
    [manifest] = index.glob("generation-*/manifest.json")
    with manifest.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        (corpus / "c.txt").write_text("丙方。\n", encoding="utf-8")
        bri_search.build(corpus, index, wait=0)
        assert manifest.exists()
