"""A build made to fail at each of its operations in turn, and what stands there afterwards."""

from __future__ import annotations

import gc
import os
import pickle
import shutil
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from pathlib import Path
from unittest import mock

import bri_search
from bri_search.errors import BriSearchError
from bri_search.index import build as building
from bri_search.text import segment
from bri_search.text.variants import Variants
from bri_search.text.vocabulary import Terms
from tests.faults.disk import Disk, Tree, fingerprint, lay_out, tree_of
from tests.faults.operations import Fault, Operation, Watch, watching

__all__ = ["Case", "Faults", "first_build", "prepared", "update"]

NO_INDEX = "no index"
PHRASES = ("合作伙伴", "数字丝绸之路", "退出")
BEFORE = {
    "a.txt": "甲方與合作夥伴加強互聯互通。\n",
    "b.txt": "乙方与合作伙伴推进数字丝绸之路建设。\n",
    "deep/c.md": "# 前言\n\n丙方的[[zh:合作]]伙伴。\n",
    "old.txt": "只此一家。\n",
    "name.txt": "数字丝绸之路。\n",
}
AFTER = {
    "a.txt": BEFORE["a.txt"],
    "b.txt": "乙方退出，合作伙伴留下。\n",
    "deep/c.md": BEFORE["deep/c.md"],
    "new.txt": "丁方加入互联互通。\n",
    "renamed.txt": BEFORE["name.txt"],
}
WORDS = ("合作", "伙伴", "合作伙伴", "数字", "丝绸之路", "互联", "互联互通", "建设", "退出")


@contextmanager
def prepared() -> Iterator[None]:
    """Builds in which what takes seconds, and writes no file, is made once and small.

    The classes of characters are derived once; the dictionary and the vocabulary have a few words.
    Every file is written all the same, in the same steps.
    """
    for module in ("numpy", "pydivsufsort", "whoosh.searching", "whoosh.writing"):
        import_module(module)  # once, and not in every process that builds
    segment._jieba()
    gc.collect()
    gc.freeze()  # so that a fork shares what is there
    variants = Variants.derive()
    with (
        mock.patch.object(Variants, "derive", return_value=variants),
        mock.patch.object(segment, "_folded_frequencies", return_value=dict.fromkeys(WORDS, 10)),
        mock.patch.object(building, "gather", return_value=[Terms(("网络", "網路"), "usage")]),
    ):
        yield


def answers(library: bri_search.Library) -> str:
    """What a library says, of everything that is asked for in it."""
    said = (
        [one.as_json() for one in library.sources],
        [library.kwic(phrase).as_json() for phrase in PHRASES],
        [
            [(hit.source.id, hit.passage, hit.text) for hit in library.search(phrase, limit=0)]
            for phrase in PHRASES
        ],
    )
    return repr(said)


@dataclass(frozen=True, slots=True)
class Case:
    """A build to be watched: the folder it works in, with the corpus, and with an index or none."""

    name: str
    folder: Path
    before: str
    after: str
    operations: tuple[Operation, ...]

    @property
    def index(self) -> Path:
        return self.folder / "index"

    @property
    def corpus(self) -> Path:
        return self.folder.parent / "corpus"

    @property
    def published(self) -> int:
        """The number, from 1, of the operation that publishes the new index."""
        current = str(self.index / "CURRENT")
        return 1 + next(
            number
            for number, operation in enumerate(self.operations)
            if operation.kind == "rename" and operation.other == current
        )

    def build(self) -> str:
        """Build, and say what the index says then."""
        with watching(Watch(str(self.folder))):
            return answers(bri_search.build(self.corpus, self.index, wait=0))


def first_build(folder: Path) -> Case:
    """The build of an index where there is none."""
    write(folder / "corpus", AFTER)
    (folder / "disk").mkdir()
    return _recorded("a first build", folder / "disk", NO_INDEX)


def update(folder: Path) -> Case:
    """The update of an index: sources are added, changed, renamed, removed and kept."""
    write(folder / "corpus", BEFORE)
    (folder / "disk").mkdir()
    index = folder / "disk" / "index"
    before = in_child(lambda: answers(bri_search.build(folder / "corpus", index)))
    shutil.rmtree(folder / "corpus")
    write(folder / "corpus", AFTER)
    return _recorded("an update", folder / "disk", before)


def write(folder: Path, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def _recorded(name: str, folder: Path, before: str) -> Case:
    """Record a build, and see that what was recorded is all that happened."""

    def build() -> bytes:
        with watching(Watch(str(folder))) as watch:
            library = bri_search.build(folder.parent / "corpus", folder / "index")
        return pickle.dumps((answers(library), watch.done))

    kept = folder.with_name("kept")
    shutil.copytree(folder, kept)
    disk = Disk(folder)
    after, operations = pickle.loads(bytes_from_child(build))
    for operation in operations:
        disk.do(operation)
    found = tree_of(folder)
    assert disk.now() == found, "something was written that was not watched"
    shutil.rmtree(folder)
    shutil.copytree(kept, folder)
    return Case(name, folder, before, after, tuple(operations))


@dataclass
class Faults:
    """What was injected into the builds of one case, and what came of it."""

    case: Case
    injected: Counter[str] = field(default_factory=Counter)
    power_cuts: int = 0
    failures: list[str] = field(default_factory=list)

    def inject(self, faults: Iterable[Fault]) -> None:
        """Inject every fault at every operation."""
        kept = self.case.folder.with_name("kept")
        for fault in faults:
            for at in range(1, len(self.case.operations) + 1):
                shutil.rmtree(self.case.folder)
                shutil.copytree(kept, self.case.folder)
                said = in_child(partial(self._build, fault, at))
                self.injected[fault.value] += 1
                operation = self.case.operations[at - 1]
                where = f"{self.case.name}, {fault.value} at {at} ({operation.kind})"
                self._judge(where, said, is_kill=fault.name.startswith("KILL"), at=at)

    def cut_power(self, *, until_failure: bool = False) -> None:
        """After each operation, open and repair what a power cut would leave."""
        disk = Disk(self.case.folder.with_name("kept"))
        there = str(self.case.folder)
        seen: set[str] = set()
        for at, operation in enumerate(self.case.operations, 1):
            if until_failure and self.failures:
                return
            moved = Operation(
                operation.kind,
                operation.path.replace(there, str(self.case.folder.with_name("kept"))),
                operation.other.replace(there, str(self.case.folder.with_name("kept"))),
                operation.data,
                operation.position,
            )
            disk.do(moved)
            for tree in disk.after_power_loss():
                self.power_cuts += 1
                mark = fingerprint(tree)
                if mark not in seen:
                    seen.add(mark)
                    self._restore(tree)
                    where = f"{self.case.name}, power cut after {at} ({operation.kind})"
                    self._judge(where, "", is_kill=False, at=at)

    def _restore(self, tree: Tree) -> None:
        shutil.rmtree(self.case.folder)
        lay_out(tree, self.case.folder)

    def _build(self, fault: Fault, at: int) -> str:
        with watching(Watch(str(self.case.folder), at, fault)) as watch:
            try:
                bri_search.build(self.case.corpus, self.case.index, wait=0)
            except BriSearchError as error:
                return f"error: {error}"
            except KeyboardInterrupt:
                return "interrupted"
            finally:
                watch.fault = None
        return "built"

    def _judge(self, where: str, said: str, *, is_kill: bool, at: int) -> None:
        """The index is the one before or the new one, the next build repairs, nothing piles up."""
        case = self.case
        if is_kill and said != "killed":
            self.failures.append(f"{where}: was not killed but {said}")
        if said.startswith("error: ") and ("\n" in said or str(case.index) not in said):
            self.failures.append(f"{where}: says {said!r}")
        if said.startswith("Traceback"):
            self.failures.append(f"{where}: {said}")
        found = self._answers()
        if is_kill:
            expected = [case.after if at > case.published else case.before]
        elif said == "built":
            expected = [case.after]
        else:
            expected = [case.before, case.after]
        if found not in expected:
            self.failures.append(f"{where}: answers otherwise: {found[:300]}")
        repaired = in_child(case.build)
        if repaired != case.after:
            self.failures.append(f"{where}: the next build does not repair: {repaired[:2000]}")
        left = sorted(entry.name.partition("-")[0] for entry in case.index.iterdir())
        if left != [".lock", "CURRENT", "generation"]:
            self.failures.append(f"{where}: left behind {left}")

    def _answers(self) -> str:
        """What the index says now."""
        try:
            return answers(bri_search.open(self.case.index))
        except bri_search.IndexMissing:
            return NO_INDEX
        except Exception as error:  # noqa: BLE001 - whatever it is, it is counted
            return repr(error)


def in_child(work: Callable[[], str]) -> str:
    """What some work says that is done in a process of its own; `killed` where that was."""
    return bytes_from_child(lambda: work().encode("utf-8", "replace")).decode("utf-8")


def bytes_from_child(work: Callable[[], bytes]) -> bytes:
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            said = work()
        except BaseException:  # noqa: BLE001 - the parent tells
            said = traceback.format_exc().encode("utf-8", "replace")
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(said)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    return said if os.WIFEXITED(status) else b"killed"
