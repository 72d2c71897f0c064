"""The writer: adds, changes, removes and renames documents, and builds, or is killed building."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from pathlib import Path

import bri_search
from bri_search.index.manifest import read_current
from tests.soak.ledger import Ledger

__all__ = ["Writer"]

_FEWEST, _MOST = 6, 14
_KILLED_OF_TEN = 2


class Writer:
    """Changes a corpus and builds its index; each build is a process, of which some are killed."""

    def __init__(self, folder: Path, index: Path, paragraphs: list[str], seed: int) -> None:
        self.corpus = folder / "corpus"
        self.index = index
        self.ledger = Ledger(folder / "ledger")
        self.done: Counter[str] = Counter()
        self.failures: list[str] = []
        self._paragraphs = paragraphs
        self._random = random.Random(seed)
        self._texts: dict[str, str] = {}
        self._made = 0
        self.corpus.mkdir()
        self.ledger.folder.mkdir()
        for _ in range(_FEWEST):
            self._add()

    def build(self, *, may_be_killed: bool = True) -> None:
        """Build in a process of its own, kill some of them, and note what was published."""
        is_killed = may_be_killed and self._random.randrange(10) < _KILLED_OF_TEN
        child = os.fork()
        if not child:
            status = 1
            try:
                bri_search.build(self.corpus, self.index)
                status = 0
            finally:
                os._exit(status)
        if is_killed:
            time.sleep(self._random.uniform(0, 0.1))
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status) and os.WEXITSTATUS(status):
            self.failures.append("a build failed")
        self.done["builds killed" if os.WIFSIGNALED(status) else "builds"] += 1
        checksum = read_current(self.index).checksum
        if not self.ledger.has(checksum):
            self.ledger.write(checksum, self._texts)

    def change(self) -> None:
        """Do something to the corpus, sometimes several things."""
        for _ in range(self._random.choice((1, 1, 1, 3))):
            steps = [self._edit, self._rename]
            steps += [self._add] if len(self._texts) < _MOST else []
            steps += [self._remove] if len(self._texts) > _FEWEST else []
            self._random.choice(steps)()

    def _text(self) -> str:
        count = self._random.randint(2, 8)
        return "\n\n".join(self._random.choice(self._paragraphs) for _ in range(count)) + "\n"

    def _put(self, name: str, text: str) -> None:
        (self.corpus / name).write_text(text, encoding="utf-8")
        self._texts[name] = text

    def _any(self) -> str:
        return self._random.choice(sorted(self._texts))

    def _new_name(self) -> str:
        self._made += 1
        return f"{self._made}.txt"

    def _add(self) -> None:
        self._put(self._new_name(), self._text())
        self.done["documents added"] += 1

    def _edit(self) -> None:
        self._put(self._any(), self._text())
        self.done["documents changed"] += 1

    def _remove(self) -> None:
        name = self._any()
        (self.corpus / name).unlink()
        del self._texts[name]
        self.done["documents removed"] += 1

    def _rename(self) -> None:
        name, new = self._any(), self._new_name()
        (self.corpus / name).rename(self.corpus / new)
        self._texts[new] = self._texts.pop(name)
        self.done["documents renamed"] += 1
