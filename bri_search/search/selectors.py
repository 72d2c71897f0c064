"""Selectors: how other tools find a place in a file again.

Specification: W3C, Web Annotation Data Model, 4.2.4 Text Quote Selector and 4.2.5 Text Position
Selector, https://www.w3.org/TR/annotation-model/.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bri_search.index.documents import StoredDocument

__all__ = ["CONTEXT", "Selector", "select"]

CONTEXT = 32
"""How many code points a prefix and a suffix have, where the file has as many."""


@dataclass(frozen=True, slots=True)
class Selector:
    r"""A place in a file by its text and by its position.

    `exact` is the file's own characters from `start` to `end` (offsets in code points), `prefix`
    and `suffix` up to 32 code points before and behind; nothing in them is folded or normalised.

    >>> import bri_search
    >>> selector = bri_search.open(example_index).search("互联互通")[0].matches[0].selector
    >>> selector.prefix[-4:], selector.exact, selector.suffix[:2]
    ('夥伴加强', '互联互通', '。\n')
    """

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int

    def as_json(self) -> list[dict[str, Any]]:
        """A TextQuoteSelector and a TextPositionSelector, as a Web Annotation has them."""
        return [
            {
                "type": "TextQuoteSelector",
                "exact": self.exact,
                "prefix": self.prefix,
                "suffix": self.suffix,
            },
            {"type": "TextPositionSelector", "start": self.start, "end": self.end},
        ]


def select(document: StoredDocument, start: int, end: int) -> Selector:
    """The selector of a stretch of a document; offsets are code points, the end is outside."""
    before, behind = max(0, start - CONTEXT), min(document.length, end + CONTEXT)
    text = document.text(before, behind)
    return Selector(
        exact=text[start - before : end - before],
        prefix=text[: start - before],
        suffix=text[end - before :],
        start=start,
        end=end,
    )
