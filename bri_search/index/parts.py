"""Writing a part: the columns of its documents one behind another, their suffix array, postings."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Literal

from bri_search.index.columns import COLUMNS, IN_STREAM, RUNS_ON, WALL
from bri_search.index.concordance import SAMPLED, STRIDE
from bri_search.index.container import write_container
from bri_search.index.postings import LIGHTER
from bri_search.index.preparing import PreparedDocument
from bri_search.index.suffix_array import SAMPLE
from bri_search.sources.document import KINDS, Kind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from bri_search.index.frequent import Ranked, Units

__all__ = ["LARGEST_PART", "PartWriter"]

LARGEST_PART = 16_000_000
"""UTF-16 units of folded text after which a part is closed; below 2 ** 24, a suffix has 3 bytes."""

_KIND_WEIGHTS = {Kind.HEADING: LIGHTER, Kind.CONTENTS: 0.0}
"""What a passage scores in relation to others, where that is less than all."""

_STRETCH = 1 << 20
_WALL_BYTES = WALL.encode("utf-16-be")


class PartWriter:
    """Takes in the documents of a part one by one, and writes it."""

    def __init__(self) -> None:
        self.serials = array("I")
        self._columns: dict[str, Any] = {
            name: bytearray() if kind == "B" else array(kind) for name, kind in COLUMNS.items()
        }
        self._starts = array("I")
        self._bounds = array("I", [0] * len(COLUMNS))

    @property
    def folded(self) -> int:
        """How many UTF-16 units of folded text there are so far."""
        return len(self._columns["folded"]) // 2

    def add(self, serial: int, document: PreparedDocument) -> None:
        """Take in the document of a source."""
        self.serials.append(serial)
        self._starts.append(start := self.folded)
        for name, column in self._columns.items():
            _append(column, document.columns[name], start if name in IN_STREAM else 0)
        self._columns["folded"] += _WALL_BYTES
        self._bounds.extend(map(len, self._columns.values()))

    def write(
        self, path: Path, told: Callable[[str, float], None] = lambda _step, _share: None
    ) -> str:
        """Write the part; gives the identity that it has to have when it is read.

        `told` is called with what is being done, and how much is done, from 0 to 1.
        """
        told("sorting", 0.0)
        suffixes = _sorted_suffixes(self._columns["folded"])
        sections = {
            **self._columns,
            "serials": self.serials,
            "text starts": self._starts,
            "bounds": self._bounds,
        }
        sections |= _looked_up(
            sections, suffixes, lambda share: told("frequent strings", (1 + share) / 2)
        )
        sections |= _in_two(suffixes, "B" if self.folded < 1 << 24 else "H")
        del suffixes
        told("writing a part", 1.0)
        return write_container(path, sections)


def _append(section: bytearray | array[int], column: Any, base: int) -> None:
    if isinstance(section, bytearray):
        section += column
    elif base:
        section.extend(item + base for item in column)
    else:
        section.frombytes(memoryview(column).cast("B"))


def _sorted_suffixes(text: bytearray) -> NDArray[np.uint32]:
    """Where each suffix begins, in their order, but for those that begin with a wall."""
    import numpy as np

    # Bytes are sorted and not units, which pydivsufsort would turn into bytes in copies of its
    # own: of big-endian units the order is the same, and every second suffix begins a unit.
    suffixes = _sorted_in_a_thread(text)
    walls = int((np.frombuffer(text, dtype=np.uint16) == 0).sum())
    count = 0
    # What is left takes the place of what was looked at, so that there are never two of it.
    for first in range(0, len(suffixes), _STRETCH):
        stretch = suffixes[first : first + _STRETCH]
        units = stretch[(stretch & 1) == 0] >> 1
        passed = min(walls, len(units))
        walls -= passed
        suffixes[count : count + len(units) - passed] = units[passed:]
        count += len(units) - passed
    in_order: NDArray[np.uint32] = suffixes[:count].astype(np.uint32)
    return in_order


def _sorted_in_a_thread(text: bytearray) -> NDArray[np.int32]:
    """The suffix array of bytes; whoever waits for it can be interrupted.

    In a thread of its own sorting also begins threads of its own, which one that was forked from
    another would wait for in vain. It goes on where nobody waits any more, and ends with the
    process.
    """
    import numpy as np
    import pydivsufsort

    made: Future[NDArray[np.int32]] = Future()

    def sort() -> None:
        try:
            made.set_result(pydivsufsort.divsufsort(np.frombuffer(text, dtype=np.uint8)))
        except Exception as error:  # noqa: BLE001 - raised where it is waited for
            made.set_exception(error)

    Thread(target=sort, name="sorting", daemon=True).start()
    return made.result()


def _in_two(suffixes: NDArray[np.uint32], high: Literal["B", "H"]) -> dict[str, Any]:
    """The columns of the suffixes: their low 16 bits, and those above them."""
    return {
        "suffixes low": _items("H", suffixes),
        "suffixes high": _items(high, suffixes >> 16),
    }


def _looked_up(
    sections: dict[str, Any], suffixes: NDArray[np.uint32], told: Callable[[float], None]
) -> dict[str, Any]:
    """What is made of a text and its suffixes, so that an answer need not look at many of them."""
    import numpy as np

    from bri_search.index.common import foremost
    from bri_search.index.frequent import Text, postings

    told(0.0)
    units = np.frombuffer(sections["folded"], dtype=">u2").astype(np.uint16)
    word_breaks = np.frombuffer(sections["word breaks"], dtype=np.uint32)
    starts = np.frombuffer(sections["starts"], dtype=np.uint32)
    lengths = np.diff(np.append(starts, len(units)))
    # Before the first passage stand the walls of documents that fold to nothing.
    bounds = np.concatenate(([0], starts[1:], [len(units)])) if len(starts) else np.array([0])
    passage_at = np.repeat(np.arange(len(starts), dtype=np.uint32), np.diff(bounds))
    ranked = _ranked(sections, lengths)
    return {
        "samples": _items("Q", _samples(units, suffixes)),
        "passages at": _items("I", passage_at[::STRIDE]),
        **postings(Text(units, word_breaks), suffixes, passage_at, ranked, told),
        **foremost(units, suffixes, passage_at, ranked),
    }


def _samples(units: Units, suffixes: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """The first units of every so many suffixes, as numbers that compare as they do."""
    import numpy as np

    places = suffixes[::SAMPLED].astype(np.int64)
    made = np.zeros(len(places), np.uint64)
    for depth in range(SAMPLE // 2):
        # Behind the last unit, which is a wall, there is as little as on a wall.
        following = units[np.minimum(places + depth, len(units) - 1)]
        made = made << np.uint64(16) | following
    return made


def _ranked(sections: dict[str, Any], lengths: NDArray[np.int64]) -> Ranked:
    """What makes the passages that have any folded text score, by their kinds, and their order."""
    import numpy as np

    from bri_search.index.frequent import Ranked

    by_kind = np.array([_KIND_WEIGHTS.get(kind, 1.0) for kind in KINDS], np.float32)
    kinds = np.frombuffer(sections["kinds"], dtype=np.uint8) & ~np.uint8(RUNS_ON)
    numbers = np.frombuffer(sections["order"], dtype=np.uint32)
    bounds = np.frombuffer(sections["bounds"], dtype=np.uint32).reshape(-1, len(COLUMNS))
    column = {name: bounds[:, place].tolist() for place, name in enumerate(COLUMNS)}
    weights = np.empty(len(lengths), np.float32)
    order = np.arange(len(lengths), dtype=np.uint32)
    for member in range(len(bounds) - 1):
        own = kinds[column["kinds"][member] : column["kinds"][member + 1]]
        begin, end = column["starts"][member], column["starts"][member + 1]
        numbered = numbers[column["order"][member] : column["order"][member + 1]]
        if len(numbered):
            weights[begin:end] = by_kind[own[numbered]]
            order[begin + np.argsort(numbered)] = np.arange(begin, end, dtype=np.uint32)
        else:
            weights[begin:end] = by_kind[own[: end - begin]]
    return Ranked(lengths.astype(np.float32), weights, order)


def _items(kind: Literal["B", "H", "I", "Q"], numbers: NDArray[Any]) -> memoryview:
    """Numbers as the items of a section; bits that have no room are left out."""
    import numpy as np

    return np.ascontiguousarray(numbers, np.dtype(kind)).data.cast("B").cast(kind)
