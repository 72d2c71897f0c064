"""Which document is in which part: parts that did not change are kept, the others written anew.

A part whose documents are all as they were is linked into the new generation. Documents that are
new go into new parts, with those that are left of a part that lost one, and with the small parts
that are there: so there are few parts, and adding a file does not write everything again. In each
part that is written documents come in the order of sources.
Method: merging as in O'Neil, Cheng, Gawlick and O'Neil, The Log-Structured Merge-Tree (1996).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from bri_search.index.advance import Meter
from bri_search.index.concordance import Part
from bri_search.index.integrity import check
from bri_search.index.manifest import PartFile
from bri_search.index.parts import LARGEST_PART, PartWriter
from bri_search.index.preparing import PreparedDocument
from bri_search.index.publishing import link
from bri_search.index.snapshot import Snapshot

__all__ = ["Partition"]

_GROWTH = 4
"""A part is written anew with what is new where it is at most so many times as large."""


class Partition:
    """The parts of a generation that is being written into a folder, upon the one before it."""

    def __init__(self, folder: Path, before: Snapshot | None, meter: Meter) -> None:
        self._folder = folder
        self._before = before
        self._meter = meter
        self._files: list[PartFile] = []
        self._part_of: dict[int, int] = {}
        self._waiting: deque[tuple[int, PreparedDocument]] = deque()
        self._order: Mapping[int, int] = {}
        self._folded = 0
        """UTF-16 units of folded text that the documents have that wait to be written."""
        old = () if before is None else before.manifest.parts
        taken = {part.file for part in old}
        self._names = (f"part-{n}" for n in range(1 << 32) if f"part-{n}" not in taken)

    def add(self, serial: int, document: PreparedDocument) -> None:
        """Take in a document that is new, or has another text than it had, in order of sources."""
        if self._waiting and self._folded + document.folded > LARGEST_PART:
            self._write()
        self._waiting.append((serial, document))
        self._folded += document.folded
        self._part_of[serial] = -1

    def finish(self, wanted: Sequence[int]) -> tuple[tuple[PartFile, ...], Mapping[int, int]]:
        """Write what is left to be written; the parts, and the part of each source by its place.

        `wanted` are the serial numbers of all sources in their order; those that were not added are
        in the parts that were there. Raises IndexDamaged where one of these is not as written.
        """
        order = self._order = {serial: place for place, serial in enumerate(wanted)}
        kept: list[tuple[PartFile, Part]] = []
        for file, part in self._old_parts():
            serials = part.serials
            if all(serial in order and serial not in self._part_of for serial in serials):
                kept.append((file, part))
            else:
                self._check(file)
                left = [one for one in serials if one in order and one not in self._part_of]
                self._add_from(part, left)
        kept.sort(key=lambda one: len(one[1]))
        while kept and self._is_small_beside(kept[0][1]):
            file, part = kept.pop(0)
            self._check(file)
            self._add_from(part, part.serials)
        if self._waiting:
            self._write()
        for file, part in kept:
            assert self._before is not None
            link(self._before.folder / file.file, self._folder / file.file)
            self._name(file, part.serials)
        return tuple(self._files), self._part_of

    def _old_parts(self) -> list[tuple[PartFile, Part]]:
        if self._before is None:
            return []
        return [
            (file, Part(self._before.file(file.file), file.identity))
            for file in self._before.manifest.parts
        ]

    def _is_small_beside(self, part: Part) -> bool:
        size = self._folded
        return len(part) <= _GROWTH * size and size + len(part.text) // 2 <= LARGEST_PART

    def _check(self, file: PartFile) -> None:
        """Raise IndexDamaged where a file that is to be read from is not what was written."""
        assert self._before is not None
        check(self._before.folder / file.file, self._before.manifest.files[file.file])

    def _add_from(self, part: Part, serials: Collection[int]) -> None:
        for serial in serials:
            self.add(serial, part.document(part.member(serial)).prepared)

    def _write(self) -> None:
        name, writer = next(self._names), PartWriter()
        waiting = self._waiting
        if self._order:  # those of older parts came behind the others
            waiting = deque(sorted(waiting, key=lambda one: self._order[one[0]]))
        self._waiting = deque()
        while waiting:  # what is taken over is let go of
            writer.add(*waiting.popleft())
        identity = writer.write(self._folder / name, self._meter.storing)
        self._meter.stored()
        self._name(PartFile(name, identity), writer.serials)
        self._folded = 0

    def _name(self, file: PartFile, serials: Collection[int]) -> None:
        for serial in serials:
            self._part_of[serial] = len(self._files)
        self._files.append(file)
