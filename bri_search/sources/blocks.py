"""Blocks: lines that belong together, one for each passage."""

from __future__ import annotations

from dataclasses import dataclass, field

from bri_search.sources.document import Kind
from bri_search.sources.headings import Enumerator
from bri_search.sources.marks import Mark

__all__ = ["Block"]


@dataclass(slots=True)
class Block:
    """Lines that belong together, by index; `mark` is what the format says of them.

    `listed` is the number of a short item of a list, of which no section has its name; what stands
    `in_front` was begun above all text.
    """

    kind: Kind
    lines: list[int] = field(default_factory=list)
    number: Enumerator | None = None
    mark: Mark | None = None
    in_title: bool = False
    is_bullet: bool = False
    listed: Enumerator | None = None
    is_uncertain: bool = False
    in_front: bool = False
