"""Documents are read, repaired and folded here, by several processes where there are many.

The order is that of the files, whoever has prepared them. A process that dies is not missed: what
it was at is done again here, where whatever is wrong with it is told. So is what takes more memory
than several processes may each have; then, and for large documents, all of them rest.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Lock, Thread

from bri_search.errors import UnreadableSource
from bri_search.index.planning import Wanted, read_wanted
from bri_search.index.preparing import PreparedDocument, prepare
from bri_search.sources.describing import describe
from bri_search.sources.document import KINDS, Kind, Source
from bri_search.sources.finding import UnsettledSource
from bri_search.sources.helping import helper_process
from bri_search.sources.page_labels import labelled
from bri_search.sources.passages import Passages
from bri_search.sources.readers.confined import MOST_MEMORY, SHARED_MEMORY, ShortOfMemory
from bri_search.sources.sections import divide
from bri_search.text.fold import Folding
from bri_search.text.variants import Variants

__all__ = ["Prepared", "Preparers", "Unprepared", "serve"]

_WORTH_IT = 2_000_000
"""Bytes of documents from which on it takes less time to start processes than to do without."""
_MOST_AT_ONCE = 8_000_000
"""Bytes of a document above which it is prepared here, so that it is in memory only once."""
_MOST_WAITING = 32_000_000
"""Bytes of documents that are prepared, or being prepared, before they are wanted."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document ready for the index, with what is known of it."""

    source: Source
    document: PreparedDocument
    passages: int
    characters: int
    kinds: tuple[Kind, ...]
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unprepared:
    """A document that cannot be read, and why; `is_unsettled` where it can when it is written."""

    reason: str
    is_unsettled: bool = False


class Preparers:
    """Prepares documents; `variants` is the file with those that the index folds by."""

    def __init__(self, folding: Folding, variants: Path) -> None:
        self._folding = folding
        self._variants = variants

    @contextmanager
    def preparing(self, documents: Iterable[Wanted]) -> Iterator[Iterator[Prepared | Unprepared]]:
        """Each document in its order, prepared, or why it cannot be.

        Where there are many, other processes begin at once, and go on while nothing is asked for.
        """
        documents = list(documents)
        processes = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
        if processes < 2 or sum(one.size for one in documents) < _WORTH_IT:
            yield map(self._here, documents)
            return
        with _Processes(min(processes, len(documents)), self._variants) as there:
            queue = _Queue(documents, there)
            yield (self._alone(one, there) if found is None else found for one, found in queue)

    def _alone(self, wanted: Wanted, there: _Processes) -> Prepared | Unprepared:
        with there.resting():
            return self._here(wanted)

    def _here(self, wanted: Wanted) -> Prepared | Unprepared:
        return _prepared(wanted, self._folding)


def _prepared(wanted: Wanted, folding: Folding, memory: int = MOST_MEMORY) -> Prepared | Unprepared:
    """A document prepared; raises ShortOfMemory where it cannot be read with so many bytes."""
    try:
        content = read_wanted(wanted, memory)
    except ShortOfMemory:
        raise
    except UnreadableSource as error:
        return Unprepared(error.reason, isinstance(error, UnsettledSource))
    found, furniture = divide(content.text, content.has_markup, content.structure, content.pages)
    pages = labelled(content.pages, content.text, furniture)
    passages = Passages.of(found)
    source = describe(
        wanted.found.path,
        wanted.sha256,
        content,
        passages,
        wanted.record,
        folding.variants,
        source_id=wanted.id,
    )
    return Prepared(
        source,
        prepare(content.text, passages, furniture, folding, pages),
        len(passages),
        len(content.text),
        tuple(KINDS[kind] for kind in sorted(set(passages.kinds))),
        content.notices,
    )


class _Queue:
    """Documents in their order with what other processes have made of them, or None."""

    def __init__(self, documents: Iterable[Wanted], there: _Processes) -> None:
        self._there = there
        self._rest = deque(documents)
        self._waiting: deque[tuple[Wanted, Future[Prepared | Unprepared | None] | None]] = deque()
        self._size = 0
        self._fill()

    def _fill(self) -> None:
        while self._rest and self._size + self._rest[0].size <= max(
            _MOST_WAITING, self._rest[0].size
        ):
            one = self._rest.popleft()
            self._size += one.size
            is_large = one.size > _MOST_AT_ONCE
            self._waiting.append((one, None if is_large else self._there.submit(one)))

    def __iter__(self) -> Iterator[tuple[Wanted, Prepared | Unprepared | None]]:
        while self._waiting:
            one, future = self._waiting.popleft()
            found = None if future is None else future.result()
            self._size -= one.size
            self._fill()
            yield one, found


class _Processes:
    """Processes that prepare documents, each with a thread here that talks to it."""

    def __init__(self, count: int, variants: Path) -> None:
        self._count = count
        self._idle: SimpleQueue[subprocess.Popen[bytes] | None] = SimpleQueue()
        self._all: list[subprocess.Popen[bytes]] = []
        self._taking = Lock()
        command, environment = helper_process(__name__, str(variants))
        for _ in range(count):
            process = None
            with suppress(OSError):
                process = subprocess.Popen(
                    command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    env=environment,
                    # What is typed on a terminal is for the process that began the build.
                    start_new_session=True,
                )
                self._all.append(process)
            self._idle.put(process)
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="preparing")

    def __enter__(self) -> _Processes:
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process in self._all:
            process.kill()
        self._threads.shutdown()
        for process in self._all:
            process.communicate()

    def submit(self, wanted: Wanted) -> Future[Prepared | Unprepared | None]:
        """What becomes of a document; None where a process has died of it, or would have."""
        return self._threads.submit(self._ask, wanted)

    @contextmanager
    def resting(self) -> Iterator[None]:
        """Wait until no process is at work, and let none begin."""
        with self._taking:
            taken: list[subprocess.Popen[bytes] | None] = []
            try:
                while len(taken) < self._count:
                    taken.append(self._idle.get())
                yield
            finally:
                for process in taken:
                    self._idle.put(process)

    def _ask(self, wanted: Wanted) -> Prepared | Unprepared | None:
        with self._taking:
            process = self._idle.get()
        if process is None:
            self._idle.put(None)
            return None
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            pickle.dump(wanted, process.stdin)
            process.stdin.flush()
            answer: Prepared | Unprepared | None = pickle.load(process.stdout)
        except (OSError, EOFError, pickle.UnpicklingError):
            self._idle.put(None)
            return None
        self._idle.put(process)
        return answer


def serve() -> None:
    """Prepare what is asked for on standard input, one document after another, until it ends.

    The argument is the file of the variants; answers go to standard output. None is one: the
    document takes more memory than is shared out.
    """
    asked: SimpleQueue[Wanted] = SimpleQueue()
    Thread(target=_listen, args=(asked,), daemon=True).start()
    folding = Folding(Variants.read(Path(sys.argv[1])))
    answer: Prepared | Unprepared | None
    while True:
        try:
            answer = _prepared(asked.get(), folding, SHARED_MEMORY)
        except ShortOfMemory:
            answer = None
        pickle.dump(answer, sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
        sys.stdout.buffer.flush()


def _listen(asked: SimpleQueue[Wanted]) -> None:
    """Take what is asked for; end the process, whatever it is at, when nobody can ask any more."""
    while True:
        try:
            asked.put(pickle.load(sys.stdin.buffer))
        except EOFError:
            os._exit(0)
