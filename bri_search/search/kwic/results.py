"""What a concordance is: a line for each occurrence, with its JSON (docs/json.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bri_search.search.as_json import Json, place_json, suggestions_json
from bri_search.search.listing import Listing
from bri_search.search.selectors import Selector
from bri_search.sources.document import Source

if TYPE_CHECKING:
    from bri_search.search.suggestions import Suggestion

__all__ = ["KwicLine", "KwicResult"]


@dataclass(frozen=True, slots=True)
class KwicLine:
    """One occurrence with what stands left and right of it, as it is read.

    >>> import bri_search
    >>> line = bri_search.open(example_index).kwic("夥伴", width=2).occurrences[0]
    >>> line.left, line.match, line.right
    ('合作', '夥伴', '加强')
    """

    source: Source
    section: tuple[str, ...]
    passage: int
    page: int | None
    page_label: str | None
    start: int
    end: int
    line: int
    column: int
    left: str
    match: str
    right: str
    selector: Selector

    def as_json(self) -> Json:
        """The object of `kwic --json`'s `occurrences`."""
        return {
            **place_json(self),
            "left": self.left,
            "match": self.match,
            "right": self.right,
            "selector": self.selector.as_json(),
        }


@dataclass(frozen=True, slots=True)
class KwicResult(Listing[KwicLine]):
    """Occurrences in the order asked for; `total` counts all of them.

    `sample` is the size of the random sample that the occurrences are from, None if they are not.

    >>> import bri_search
    >>> bri_search.open(example_index).kwic("伙伴").total
    1
    """

    phrase: str
    total: int
    occurrences: Sequence[KwicLine]
    suggestions: Sequence[Suggestion] = ()
    sample: int | None = None

    @property
    def _found(self) -> Sequence[KwicLine]:
        return self.occurrences

    def as_json(self) -> Json:
        """The object of `kwic --json`; it has a `sample` only where one was asked for."""
        return {
            "phrase": self.phrase,
            "total": self.total,
            **({} if self.sample is None else {"sample": self.sample}),
            "occurrences": [line.as_json() for line in self.occurrences],
            **suggestions_json(self.suggestions),
        }
