"""What has been set aside of a text, and what has not."""

from __future__ import annotations

from collections import defaultdict

from bri_search.sources.document import FurnitureKind, Kind
from bri_search.sources.lines import Line

__all__ = ["Asides", "free_above", "is_free", "is_open", "next_free", "previous_free"]

_FARTHEST_NEIGHBOUR = 60
"""Lines to look back for text over what was set aside: a long table, but no whole file."""


class Asides:
    """What was found, by index into the lines: a kind of passage, or of furniture.

    The finders write into it, one after the other (`find_asides`), and nobody else does.
    """

    def __init__(self) -> None:
        self.kinds: dict[int, Kind] = {}
        self.furniture: dict[int, FurnitureKind] = {}
        self.continues: set[int] = set()
        """Lines that go on with the aside of the line before them."""
        self.settled: set[int] = set()
        """Running text and headings that the format names: they are in the text, and no aside."""
        self.marks: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        """Where in lines the marks of notes stand that are nothing but numbers, in characters."""
        self.small_print: set[int] = set()
        """Lines in smaller print at the foot of a page, all of them parts of notes."""


def is_free(index: int, asides: Asides) -> bool:
    """Whether a line has not been set aside."""
    return index not in asides.kinds and index not in asides.furniture


def is_open(index: int, asides: Asides) -> bool:
    """Whether it is still to be found out if a line is an aside."""
    return is_free(index, asides) and index not in asides.settled


def free_above(lines: list[Line], index: int, asides: Asides, most: int) -> list[Line]:
    """The nearest lines of running text above one, nearest first, over what was set aside."""
    found: list[Line] = []
    for before in range(index - 1, max(-1, index - 1 - _FARTHEST_NEIGHBOUR), -1):
        if is_free(before, asides):
            found.append(lines[before])
            if len(found) == most:
                break
    return found


def previous_free(index: int, asides: Asides) -> int | None:
    """The nearest line of running text above one, over what was set aside."""
    for before in range(index - 1, max(-1, index - 1 - _FARTHEST_NEIGHBOUR), -1):
        if is_free(before, asides):
            return before
    return None


def next_free(lines: list[Line], index: int, asides: Asides) -> Line | None:
    """The nearest line of running text from one on, over what was set aside."""
    for after in range(index, min(len(lines), index + _FARTHEST_NEIGHBOUR)):
        if is_free(after, asides):
            return lines[after]
    return None
