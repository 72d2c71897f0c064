"""The sections of a document: what each is called, and what it lies in.

The label of an innermost section is nearly always a stretch of the text, in the passage that it
begins with and not far from the others: then only its place is kept. Those of sections with others
in them may stand anywhere before, and are kept themselves, some together.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from bri_search.index.columns import LABELS, Column
from bri_search.index.packing import packed

# Only what writes them needs it.
if TYPE_CHECKING:
    from bri_search.sources.passages import Passages

__all__ = ["Sections", "section_columns"]

_CUT = 0x80
"""Set in the length of a label that goes on with `_ELLIPSIS`, which the text does not have."""

_LONGEST = _CUT - 1
_ELLIPSIS = "…"


def section_columns(text: str, passages: Passages) -> dict[str, Column]:
    """The columns of the sections: paths of labels become labels, each with what it lies in."""
    written = _Written(text, passages)
    starts, sections = array("I"), array("I")
    innermost = array("I")
    paths = passages.paths()
    for place, number in enumerate(passages.sections):
        if number == len(innermost):  # paths are numbered as they come first
            innermost.append(written.innermost(next(paths), place))
        if not sections or sections[-1] != innermost[number]:
            starts.append(place)
            sections.append(innermost[number])
    return {"section starts": starts, "sections": sections, **written.columns()}


class _Written:
    """The sections that were met so far, and their labels."""

    def __init__(self, text: str, passages: Passages) -> None:
        self._text = text
        self._passages = passages
        self._known: dict[tuple[int, str], int] = {}
        self._parents = array("I")
        self._starts = array("I")
        self._lengths = bytearray()

    def innermost(self, path: tuple[str, ...], passage: int) -> int:
        """The number of the last section of a path, of which a passage is the first."""
        inside = 0
        for label in path:
            section = self._known.get((inside, label))
            if section is None:
                section = self._known[inside, label] = len(self._parents) + 1
                self._parents.append(inside)
                start, length = self._in_text(label, passage)
                self._starts.append(start)
                self._lengths.append(length)
            inside = section
        return inside

    def _in_text(self, label: str, passage: int) -> tuple[int, int]:
        """Where in a passage a label stands, and its length with `_CUT`; 0 where it does not."""
        said = label.removesuffix(_ELLIPSIS)
        if not 0 < len(said) <= _LONGEST:
            return 0, 0
        passages = self._passages
        first, behind = passages.span_counts[passage : passage + 2]
        begin, end = passages.span_starts[first], passages.span_ends[behind - 1]
        start = self._text.find(said, begin, end)
        return (start, len(said) | (_CUT if said != label else 0)) if start >= 0 else (0, 0)

    def columns(self) -> dict[str, Column]:
        """What each section lies in, and its label."""
        others = _Others()
        for parent in self._parents:
            if parent:
                self._lengths[parent - 1] = 0
        for place, (_, label) in enumerate(self._known):
            if not self._lengths[place]:
                self._starts[place] = others.add(label)
        return {
            "section parents": self._parents,
            "label starts": self._starts,
            "label lengths": self._lengths,
            **others.columns(),
        }


class _Others:
    """The labels that are kept themselves."""

    def __init__(self) -> None:
        self._labels = bytearray()
        self._ends = array("I")
        self._waiting: list[str] = []

    def add(self, label: str) -> int:
        """Take in a label; gives its number among them."""
        number = len(self._ends) * LABELS + len(self._waiting)
        self._waiting.append(label)
        if len(self._waiting) == LABELS:
            self._pack()
        return number

    def _pack(self) -> None:
        self._labels += packed("\n".join(self._waiting))
        self._ends.append(len(self._labels))
        self._waiting.clear()

    def columns(self) -> dict[str, Column]:
        """All that were taken in."""
        if self._waiting:
            self._pack()
        return {"labels": self._labels, "label ends": self._ends}


class Sections:
    """Reads what `section_columns` made.

    `text` gives a stretch of the text, and `labels` those of a piece, by its number.
    """

    def __init__(
        self,
        columns: Mapping[str, memoryview],
        text: Callable[[int, int], str],
        labels: Callable[[int], list[str]],
    ) -> None:
        self._firsts = columns["section starts"]
        self._numbers = columns["sections"]
        self._parents = columns["section parents"]
        self._starts = columns["label starts"]
        self._lengths = columns["label lengths"]
        self._text = text
        self._labels = labels
        self._above: tuple[int, tuple[str, ...]] = 0, ()

    def number(self, passage: int) -> int:
        """The number of the innermost section that a passage is in, counted from 1; 0 for none."""
        return int(self._numbers[bisect_right(self._firsts, passage) - 1])

    def path(self, section: int) -> tuple[str, ...]:
        """The labels of a section and of those that it lies in, outermost first."""
        if not section:
            return ()
        parent = self._parents[section - 1]
        above, path = self._above
        if parent != above:  # what is asked for next often lies in the same
            path = self.path(parent)
            self._above = parent, path
        return (*path, self._label(section))

    def _label(self, section: int) -> str:
        start, length = self._starts[section - 1], self._lengths[section - 1]
        if not length:
            piece, place = divmod(start, LABELS)
            return self._labels(piece)[place]
        label = self._text(start, start + (length & _LONGEST))
        return label + _ELLIPSIS if length & _CUT else label
