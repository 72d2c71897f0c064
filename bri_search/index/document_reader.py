"""The documents of a part: views of what it holds of each in its columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Generic, TypeVar

from bri_search.index.columns import COLUMNS
from bri_search.index.container import Container
from bri_search.index.documents import Blocks, Labels, StoredDocument

__all__ = ["PLACES", "DocumentReader"]

_WIDTH = len(COLUMNS)
_BLOCKS_KEPT = 4096
"""Blocks of text that are kept once they were read, some 6 KB each: 25 MB a part."""

_LABELS_KEPT = 4096
"""Pieces of labels that are kept once they were read, some 3 KB each: 12 MB a part."""

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
            _PieceReader(self._bounds, self._columns, Blocks, "blocks", "block ends")
        )
        self._labels = lru_cache(maxsize=_LABELS_KEPT)(
            _PieceReader(self._bounds, self._columns, Labels, "labels", "label ends")
        )

    def __call__(self, member: int) -> StoredDocument:
        """A document by its place among those of the part."""
        bounds = self._bounds[member * _WIDTH : (member + 2) * _WIDTH].tolist()
        columns = {
            name: column[first:last]
            for (name, column), first, last in zip(
                self._columns.items(), bounds[:_WIDTH], bounds[_WIDTH:], strict=True
            )
        }
        columns["folded"] = columns["folded"][:-2]  # without the wall behind it
        return StoredDocument(
            columns,
            self._text_starts[member],
            partial(self._block, member),
            partial(self._labels, member),
        )


class _PieceReader(Generic[_Piece_co]):
    """Reads what is packed in pieces; apart from what keeps them, which would else hold itself."""

    def __init__(
        self,
        bounds: memoryview,
        columns: Mapping[str, memoryview],
        kind: Callable[[memoryview, memoryview], Callable[[int], _Piece_co]],
        pieces: str,
        ends: str,
    ) -> None:
        self._bounds = bounds
        self._columns = columns
        self._kind = kind
        self._names = pieces, ends

    def __call__(self, member: int, number: int) -> _Piece_co:
        """A piece of a document, by the place of this in `serials`."""
        pieces, ends = self._names
        return self._kind(self._of(member, pieces), self._of(member, ends))(number)

    def _of(self, member: int, name: str) -> memoryview:
        place = member * _WIDTH + PLACES[name]
        return self._columns[name][self._bounds[place] : self._bounds[place + _WIDTH]]
