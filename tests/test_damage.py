"""A file that is lost, cut short or altered: told in one line, or the answer is right."""

import json
import shutil
import signal
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest

import bri_search
from bri_search.errors import IndexDamaged
from tests.faults.builds import AFTER, BEFORE, answers, in_child, prepared, write
from tests.program import run

DAMAGE: dict[str, Callable[[Path], Any]] = {
    "lost": Path.unlink,
    "empty": lambda path: path.write_bytes(b""),
    "cut short": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "grown": lambda path: path.write_bytes(path.read_bytes() + b"\0"),
    "first byte": lambda path: flip(path, 0),
    "middle byte": lambda path: flip(path, path.stat().st_size // 2),
    "last byte": lambda path: flip(path, path.stat().st_size - 1),
}


def flip(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 0x41
    path.unlink()
    path.write_bytes(content)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A small index with its corpus; copied, and never changed."""
    folder = tmp_path_factory.mktemp("whole")
    write(folder / "corpus", BEFORE)
    with prepared():
        in_child(lambda: str(bri_search.build(folder / "corpus", folder / "index")))
        yield folder


def files(index: Path) -> list[Path]:
    return sorted(
        path
        for path in index.rglob("*")
        if path.is_file() and path.name not in (".lock", "MAIN_WRITELOCK")
    )


def said(index: Path) -> str:
    """What opening and asking an index gives, in a process of its own."""
    try:
        return answers(bri_search.open(index))
    except bri_search.LibraryError as error:
        return f"error: {error}"


def repaired(corpus: Path, index: Path, *, rebuild: bool) -> str:
    return answers(bri_search.build(corpus, index, rebuild=rebuild))


@pytest.mark.parametrize("what", DAMAGE)
def test_damage_to_any_file_is_told_or_does_no_harm(whole: Path, tmp_path: Path, what: str) -> None:
    expected = answers(bri_search.open(whole / "index"))
    for number, path in enumerate(files(whole / "index")):
        index = tmp_path / str(number) / "index"
        shutil.copytree(whole / "index", index)
        damaged = index / path.relative_to(whole / "index")
        DAMAGE[what](damaged)
        found = in_child(partial(said, index))
        is_told = found.startswith("error: ") and "\n" not in found and "bri-search index" in found
        # A large file is looked at as a whole by `verify` only.
        is_hidden = "byte" in what and damaged.stat().st_size > 64 * 1024
        assert is_told or found == expected or is_hidden, (damaged.name, found[:2000])
        if path.name != "CURRENT":  # without it there is no index, and its last byte is a line end
            verified = bri_search.verify(index)
            assert not verified.is_whole, damaged
            assert "bri-search index --rebuild" in verified.advice
        # What is told helps; of what is not, `verify` tells.
        rebuild = "--rebuild" in found if is_told else "byte" in what
        again = in_child(partial(repaired, whole / "corpus", index, rebuild=rebuild))
        assert again == expected, (damaged.name, again[:2000])
        assert bri_search.verify(index).is_whole


def test_what_is_told_of_damage_helps(whole: Path, tmp_path: Path) -> None:
    """A build that finds nothing changed does not read what it leaves as it is."""
    index = tmp_path / "index"
    shutil.copytree(whole / "index", index)
    [variants] = index.glob("generation-*/variants.json")
    flip(variants, variants.stat().st_size // 2)
    found = in_child(partial(said, index))
    assert "variants.json" in found
    assert found.endswith("; run bri-search index --rebuild")


def test_a_concordance_of_another_build_is_refused(whole: Path, tmp_path: Path) -> None:
    """Of the same name and size: only what it says of itself tells them apart."""
    index, other = tmp_path / "index", tmp_path / "other"
    shutil.copytree(whole / "index", index)
    texts = {**BEFORE, "b.txt": BEFORE["b.txt"].replace("乙", "庚")}
    write(tmp_path / "corpus", texts)
    in_child(lambda: str(bri_search.build(tmp_path / "corpus", other)))
    [part], [foreign] = index.glob("generation-*/part-0"), other.glob("generation-*/part-0")
    assert part.stat().st_size == foreign.stat().st_size
    shutil.copy(foreign, part)
    with pytest.raises(IndexDamaged, match="part-0"):
        bri_search.open(index).kwic("合作")


def test_metadata_of_another_build_are_refused(whole: Path, tmp_path: Path) -> None:
    index, other = tmp_path / "index", tmp_path / "other"
    shutil.copytree(whole / "index", index)
    shutil.copytree(whole / "index", other)
    write(tmp_path / "corpus", AFTER)
    in_child(lambda: str(bri_search.build(tmp_path / "corpus", other)))
    [fields], [foreign] = index.glob("generation-*/fields"), other.glob("generation-*/fields")
    shutil.rmtree(fields)
    shutil.copytree(foreign, fields)
    with pytest.raises(IndexDamaged, match="fields"):
        bri_search.open(index)


def test_verify_says_what_is_wrong_and_what_to_do(
    example_corpus: Path, example_index: Path, tmp_path: Path
) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    shutil.copytree(example_corpus, corpus)
    shutil.copytree(example_index, index)
    bri_search.build(corpus, index)
    ran = run("verify", cwd=tmp_path)
    assert (ran.status, ran.err) == (0, "")
    assert ran.lines[1] == "current: as the documents are now"

    (corpus / "new.txt").write_text("新的。\n", encoding="utf-8")
    (corpus / "paper.txt").write_text("改了。\n", encoding="utf-8")
    (corpus / "statement.md").unlink()
    ran = run("verify", cwd=tmp_path)
    assert (ran.status, ran.err) == (1, "")
    assert [line.split() for line in ran.lines[:3]] == [
        ["added", "corpus/new.txt"],
        ["changed", "corpus/paper.txt"],
        ["gone", "corpus/statement.md"],
    ]
    assert ran.lines[-1] == "not current; run bri-search index, which brings it up to date"

    [lexicon] = index.glob("generation-*/lexicon.marisa")
    flip(lexicon, 1000)
    ran = run("verify", cwd=tmp_path)
    assert ran.status == 2
    assert "lexicon.marisa: has other contents than were written" in ran.out
    assert ran.err == (
        "bri-search: index: damaged; run bri-search index --rebuild, "
        "which reads the documents again\n"
    )
    found = run("verify", "--json", cwd=tmp_path)
    assert (found.status, found.err) == (2, "")
    assert '"is_whole": false' in found.out

    shutil.rmtree(corpus)
    (index / "CURRENT").write_text("generation-99\n", encoding="utf-8")
    ran = run("verify", cwd=tmp_path)
    assert ran.status == 2
    assert "generation-99" in ran.out


@pytest.mark.usefixtures("whole")
def test_verify_knows_a_corpus_that_is_gone(tmp_path: Path) -> None:
    write(tmp_path / "corpus", BEFORE)
    in_child(lambda: str(bri_search.build(tmp_path / "corpus", tmp_path / "index")))
    shutil.rmtree(tmp_path / "corpus")
    verified = bri_search.open(tmp_path / "index").verify()
    assert verified.is_whole
    assert len(verified.gone) == len(BEFORE)
    assert verified.other_reasons == (f"{tmp_path / 'corpus'}: is not there any more",)


def test_a_full_disk_is_told_in_one_line(
    example_corpus: Path, example_index: Path, tmp_path: Path
) -> None:
    """A real limit of the operating system on the size of a file."""
    import resource
    import subprocess

    from tests.program import COMMAND, environment

    shutil.copytree(example_index, tmp_path / "index")
    corpus = tmp_path / "corpus"
    shutil.copytree(example_corpus, corpus)
    bri_search.build(corpus, tmp_path / "index")
    before = run("kwic", "合作", cwd=tmp_path)
    (corpus / "big.txt").write_text("數字絲綢之路。\n" * 20_000, encoding="utf-8")
    ran = subprocess.run(
        [*COMMAND, "index"],
        cwd=tmp_path,
        env=environment(PYTHONDONTWRITEBYTECODE="1"),
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
        timeout=60,
        check=False,
    )
    assert ran.returncode == 2
    assert ran.stderr.count("\n") == 1, ran.stderr
    assert "cannot be written (File too large)" in ran.stderr
    assert run("kwic", "合作", cwd=tmp_path) == before
    assert not list((tmp_path / "index").glob("building-*"))
    assert run("index", cwd=tmp_path).status == 0


EVERYTHING: tuple[Callable[[bri_search.Library], Any], ...] = (
    lambda library: library.search("合作", exact=True, limit=0).as_json(),
    lambda library: library.search("合作伙伴 数字", limit=0).as_json(),
    lambda library: library.search("互联互道").as_json(),
    lambda library: library.count("合作伙伴").as_json(),
    lambda library: library.kwic("合作").as_json(),
    lambda library: library.kwic("，", sort="right").as_json(),
    lambda library: library.kwic("合作", sort="left1,date").as_json(),
    lambda library: library.distribution("合作", by="section").as_json(),
    lambda library: library.collocates("合作").as_json(),
    lambda library: library.quote("甲方与合作伙伴加强互联互通，乙方退出。").as_json(),
    lambda library: [one.as_json() for one in library.show("a")],
    lambda library: library.shares().as_json(),
)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """An index whose part is too large to be looked at as a whole when it is opened."""
    folder = tmp_path_factory.mktemp("large")
    chance = Random(7)
    words = ["合作", "伙伴", "数字", "互联互通", "，", "。", "建设", "退出", "[1]", "\n\n"]
    texts = {f"{name}.txt": "".join(chance.choices(words, k=4000)) for name in "abcdefgh"}
    write(folder / "corpus", texts)
    with prepared():
        in_child(lambda: str(bri_search.build(folder / "corpus", folder / "index")))
        [part] = folder.glob("index/generation-*/part-0")
        assert part.stat().st_size > 64 * 1024
        yield folder


def asked(index: Path) -> str:
    """What happens to whatever is asked for, in a process of its own."""
    signal.alarm(60)
    for ask in EVERYTHING:
        with suppress(bri_search.LibraryError):
            ask(bri_search.open(index))
    return "answered"


@pytest.mark.parametrize("place", range(64))
def test_what_is_asked_of_a_large_file_that_is_damaged_ends_and_breaks_nothing(
    large: Path, tmp_path: Path, place: int
) -> None:
    index = tmp_path / "index"
    shutil.copytree(large / "index", index)
    [part] = index.glob("generation-*/part-0")
    chance = Random(place)
    # In each section in turn, for a few of them take most of the file.
    content = bytearray(part.read_bytes())
    behind_head = 16 + int.from_bytes(content[8:16], "little")
    sections = json.loads(content[16:behind_head])["sections"]
    filled = sorted((begin, length) for _, begin, length in sections.values() if length)
    begin, length = filled[place % len(filled)]
    for _ in range(4):
        at = behind_head + begin + chance.randrange(length)
        content[at] = chance.choice((0, 1, 127, 255))
    part.unlink()
    part.write_bytes(content)
    assert in_child(partial(asked, index)) == "answered"
