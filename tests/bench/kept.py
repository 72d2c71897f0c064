"""What was measured, in a file, so that a run can be made in pieces and go on where it broke off."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.bench.figures import Figure
from tests.bench.run import CorpusFacts

__all__ = ["Differs", "Kept"]

_FILE = "measured.json"


class Differs(Exception):
    """What was measured before was measured in another way, or of other code."""


class Kept:
    """The corpora and figures so far; written after each measurement."""

    def __init__(self, folder: Path, settings: Mapping[str, Any]) -> None:
        """`settings` is what decides the figures; what has other ones does not belong to it."""
        self._path = folder / _FILE
        self._settings = dict(settings)
        self._done: set[tuple[str, str, str]] = set()
        self._minutes_before = 0.0
        self.corpora: dict[str, CorpusFacts] = {}
        self.figures: list[Figure] = []
        self.pieces = 1
        self.minutes = 0.0
        """How long it has taken so far, in all pieces."""

    @classmethod
    def resumed(cls, folder: Path, settings: Mapping[str, Any]) -> Kept:
        """What is there of earlier pieces, to go on with; raises Differs where it cannot be."""
        kept = cls(folder, settings)
        if not kept._path.is_file():
            return kept
        before = json.loads(kept._path.read_text(encoding="utf-8"))
        different = [
            name for name, value in settings.items() if before["settings"].get(name) != value
        ]
        if different:
            raise Differs(f"{', '.join(different)} differed when the rest was measured")
        kept._done = {(task, corpus, engine) for task, corpus, engine in before["done"]}
        kept.corpora = {one["name"]: CorpusFacts(**one) for one in before["corpora"]}
        kept.figures = [Figure(**one) for one in before["figures"]]
        kept.pieces = before["pieces"] + 1
        kept.minutes = kept._minutes_before = before["minutes"]
        return kept

    def has(self, task: str, corpus: str, engine: str) -> bool:
        """Whether a measurement has been made."""
        return (task, corpus, engine) in self._done

    def add(self, task: str, corpus: str, engine: str, figures: Sequence[Figure]) -> None:
        """Keep the figures of a measurement."""
        self._done.add((task, corpus, engine))
        self.figures += figures

    def write(self, minutes: float) -> None:
        """Write all of it, after so many minutes of this piece."""
        self.minutes = self._minutes_before + minutes
        self._path.parent.mkdir(parents=True, exist_ok=True)
        everything = {
            "settings": self._settings,
            "pieces": self.pieces,
            "minutes": self.minutes,
            "done": sorted(self._done),
            "corpora": [asdict(one) for one in self.corpora.values()],
            "figures": [one.as_json() for one in self.figures],
        }
        written = self._path.with_suffix(".new")
        written.write_text(json.dumps(everything, ensure_ascii=False), encoding="utf-8")
        written.replace(self._path)
