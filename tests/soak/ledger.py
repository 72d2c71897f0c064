"""What the corpus was when each generation was built: what readers hold their snapshots against."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Ledger"]

_PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Ledger:
    """A folder with a file for each generation: the names of its documents and their texts."""

    folder: Path

    def write(self, checksum: str, texts: dict[str, str]) -> None:
        """Note what a generation was built from; it appears whole."""
        new = self.folder / f"{checksum}.new"
        new.write_text(json.dumps(texts), encoding="utf-8")
        new.rename(self.folder / checksum)

    def has(self, checksum: str) -> bool:
        """Whether a generation is noted."""
        return (self.folder / checksum).exists()

    def read(self, checksum: str) -> dict[str, str]:
        """What a generation was built from; the writer notes it just after publishing it."""
        until = time.monotonic() + _PATIENCE
        while not self.has(checksum) and time.monotonic() < until:
            time.sleep(0.01)
        texts: dict[str, str] = json.loads((self.folder / checksum).read_text(encoding="utf-8"))
        return texts
