"""Stretches: letters that were added, dropped or changed, and the punctuation beside them."""

from __future__ import annotations

from dataclasses import dataclass

from bri_search.search.quotation.gaps import without_note_marks
from bri_search.text.wording import Wording

__all__ = ["Stretch"]

_OPENING = frozenset("〔[［(（【")
_CLOSING = frozenset("〕]］)）】")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Letters from place `start` to `end`, between the letter that ends at `low` and the next."""

    text: str
    low: int
    start: int
    end: int
    high: int
    has_letters: bool

    @classmethod
    def of(cls, wording: Wording, first: int, last: int, is_first: bool, is_last: bool) -> Stretch:
        """Letters of a wording from the first to the last, or where none of them stands."""
        places = wording.places
        before = places[first - 1] + 1 if first else 0
        after = places[last] if last < len(places) else before
        if first == last:
            low = after if is_first else before
            high = before if is_last else after
            return cls(wording.read.text, low, low, high, high, False)
        start, end = wording.span(first, last)
        low = start if is_first else before
        high = end if is_last else after
        return cls(wording.read.text, low, start, end, high, True)

    def with_its_punctuation(self, gap: str) -> Stretch:
        """The stretch and the marks that came with it, where the other text has only `gap`."""
        low, start, end, high = self.low, self.start, self.end, self.high
        if self.text[low:start][-1:] in _OPENING and self.text[end:high][:1] in _CLOSING:
            start, end = start - 1, end + 1
        left, _ = without_note_marks(self.text, low, start)
        right, _ = without_note_marks(self.text, end, high)
        if left == gap or (left and right != gap and gap.strip()):
            end = high
        elif right == gap:
            start = low
        elif not gap.strip():
            start, end = low, high
        while start < self.start and self.text[start].isspace():
            start += 1
        while end > self.end and self.text[end - 1].isspace():
            end -= 1
        return Stretch(self.text, low if start > self.low else start, start, end, high, True)
