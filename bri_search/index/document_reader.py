"""The documents of a part: views of what it holds of each in its columns."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial

from bri_search.index.blocks import BlockReader
from bri_search.index.columns import COLUMNS
from bri_search.index.container import Container
from bri_search.index.documents import StoredDocument
from bri_search.index.packing import lines

__all__ = ["PLACES", "DocumentReader"]

_WIDTH = len(COLUMNS)
_BLOCKS_KEPT = 16384
"""Blocks of text that are kept once they were read, some 1 KB each: 17 MB a part."""

_LABELS_KEPT = 8192
"""Pieces of labels that are kept once they were read, less than 1 KB each: 8 MB a part."""

_WALL_BYTES = 2

PLACES = {name: place for place, name in enumerate(COLUMNS)}
_FOLDED, _BLOCKS, _BLOCK_ENDS = PLACES["folded"], PLACES["blocks"], PLACES["block ends"]
_LABELS, _LABEL_ENDS = PLACES["labels"], PLACES["label ends"]


class DocumentReader:
    """Makes views of documents; apart from the part, which would else hold itself."""

    def __init__(self, container: Container) -> None:
        self._bounds = container.array("bounds")
        self._text_starts = container.array("text starts")
        self._columns = {
            name: container.bytes(name) if kind == "B" else container.array(name)
            for name, kind in COLUMNS.items()
        }
        self._block = lru_cache(maxsize=_BLOCKS_KEPT)(_BlockReader(self._bounds, self._columns))
        self._labels = lru_cache(maxsize=_LABELS_KEPT)(_LabelReader(self._bounds, self._columns))

    def __call__(self, member: int) -> StoredDocument:
        """A document by its place among those of the part."""
        columns = _DocumentColumns(self._columns, self._bounds, member * _WIDTH)
        return StoredDocument(
            columns,
            self._text_starts[member],
            partial(self._block, member),
            partial(self._labels, member),
        )


class _DocumentColumns(dict[str, memoryview]):
    """The columns of a document, each cut out of that of the part when it is first asked for."""

    __slots__ = ("_bounds", "_columns", "_place")

    def __init__(self, columns: Mapping[str, memoryview], bounds: memoryview, place: int) -> None:
        super().__init__()
        self._columns = columns
        self._bounds = bounds
        self._place = place

    def __missing__(self, name: str) -> memoryview:
        bounds, place = self._bounds, self._place + PLACES[name]
        end = bounds[place + _WIDTH]
        if name == "folded":
            end -= _WALL_BYTES  # without the wall behind it
        column = self[name] = self._columns[name][bounds[place] : end]
        return column


class _BlockReader:
    """Reads blocks of the text; apart from what keeps them, which would else hold itself."""

    def __init__(self, bounds: memoryview, columns: Mapping[str, memoryview]) -> None:
        self._bounds = bounds
        self._read = BlockReader(columns).read

    def __call__(self, member: int, number: int) -> str:
        """A block of a document, by the place of this in `serials`."""
        bounds, place = self._bounds, member * _WIDTH
        folded = place + _FOLDED
        return self._read(
            number,
            bounds[place + _BLOCKS],
            bounds[place + _BLOCK_ENDS],
            bounds[folded],
            bounds[folded + _WIDTH] - _WALL_BYTES,
        )


class _LabelReader:
    """Reads pieces of the labels; apart from what keeps them, which would else hold itself."""

    def __init__(self, bounds: memoryview, columns: Mapping[str, memoryview]) -> None:
        self._bounds = bounds
        self._labels, self._ends = columns["labels"], columns["label ends"]

    def __call__(self, member: int, number: int) -> list[str]:
        """A piece of a document, by the place of this in `serials`."""
        bounds, place = self._bounds, member * _WIDTH
        base, first = bounds[place + _LABELS], bounds[place + _LABEL_ENDS]
        return lines(self._labels, self._ends, number, base, first)
