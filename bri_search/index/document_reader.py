"""The documents of a part: views of what it holds of each in its columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Generic, TypeVar

from bri_search.index.columns import COLUMNS
from bri_search.index.container import Container
from bri_search.index.documents import StoredDocument
from bri_search.index.packing import lines, piece

__all__ = ["PLACES", "DocumentReader"]

_WIDTH = len(COLUMNS)
_BLOCKS_KEPT = 8192
"""Blocks of text that are kept once they were read, some 2 KB each: 17 MB a part."""

_LABELS_KEPT = 8192
"""Pieces of labels that are kept once they were read, less than 1 KB each: 8 MB a part."""

_WALL_BYTES = 2

_Piece_co = TypeVar("_Piece_co", covariant=True)

PLACES = {name: place for place, name in enumerate(COLUMNS)}


class DocumentReader:
    """Makes views of documents; apart from the part, which would else hold itself."""

    def __init__(self, container: Container) -> None:
        self._bounds = container.array("bounds")
        self._text_starts = container.array("text starts")
        self._columns = {
            name: container.bytes(name) if kind == "B" else container.array(name)
            for name, kind in COLUMNS.items()
        }
        self._block = lru_cache(maxsize=_BLOCKS_KEPT)(
            _PieceReader(self._bounds, self._columns, piece, "blocks", "block ends")
        )
        self._labels = lru_cache(maxsize=_LABELS_KEPT)(
            _PieceReader(self._bounds, self._columns, lines, "labels", "label ends")
        )

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


class _PieceReader(Generic[_Piece_co]):
    """Reads what is packed in pieces; apart from what keeps them, which would else hold itself."""

    def __init__(
        self,
        bounds: memoryview,
        columns: Mapping[str, memoryview],
        read: Callable[[memoryview, memoryview, int, int, int], _Piece_co],
        pieces: str,
        ends: str,
    ) -> None:
        self._bounds = bounds
        self._read = read
        self._pieces, self._base = columns[pieces], PLACES[pieces]
        self._ends, self._first = columns[ends], PLACES[ends]

    def __call__(self, member: int, number: int) -> _Piece_co:
        """A piece of a document, by the place of this in `serials`."""
        bounds, place = self._bounds, member * _WIDTH
        base, first = bounds[place + self._base], bounds[place + self._first]
        return self._read(self._pieces, self._ends, number, base, first)
