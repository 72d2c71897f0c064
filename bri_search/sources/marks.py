"""What a format says of a text: what its lines are, and where its pages begin."""

from __future__ import annotations

from dataclasses import dataclass, field

from bri_search.sources.document import FurnitureKind, Kind, Span
from bri_search.sources.printing import PrintedLines

__all__ = ["Mark", "PageStart"]


@dataclass(frozen=True, slots=True)
class Mark:
    """What the format of a file says of a stretch of its text, of whole lines: one passage.

    `kind` is None for what is no passage, and `what` then names it. `level` is that of a heading:
    0 for a title, 1 for the outermost headings below it, and so on. `quotation` is the number of
    the block quotation that it is of, from 1; 0 where it is of none.

    >>> bool(Mark((0, 4), Kind.HEADING, level=1).what)
    False
    """

    span: Span
    kind: Kind | None
    level: int = 0
    what: FurnitureKind = FurnitureKind.NONE
    quotation: int = 0


@dataclass(frozen=True, slots=True)
class PageStart:
    """Where a page begins, and the label printed on it (`iv`, `A-3`), where the file tells it.

    `lines` are how its lines are printed, by offsets from where it begins, as far as it is known.
    """

    offset: int
    label: str | None = None
    lines: PrintedLines = field(default_factory=PrintedLines)
