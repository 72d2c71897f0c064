"""Splicing: the parts that a quotation was joined from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from bri_search.search.quotation.judging import Judge
from bri_search.search.quotation.origins import Origin, Origins
from bri_search.text.wording import Wording

__all__ = ["Splicing", "is_one_place"]

_LEAST_PART = 6
"""Letters of the shortest part of a spliced quotation."""
_MOST_PARTS = 5
"""Parts of a spliced quotation that are looked for."""
_MOST_COMPARED = 16
"""Places with the same part that are compared character by character."""
_WIDEST_SEAM = 200
"""Characters without a letter, white space mostly, that may stand between two passages."""


class Splicing:
    """Takes the letters of one quotation apart by where they stand."""

    def __init__(self, origins: Origins, judge: Judge, wording: Wording) -> None:
        self._wording = wording
        self._origins = origins
        self._judge = judge

    def parts(self, first: int, last: int) -> list[Origin]:
        """The longest part of some letters that stands somewhere, and the parts on either side.

        Of places where as much of it stands, one that has the same characters; then the earliest.
        """
        if last - first < _LEAST_PART:
            return []
        part = self._longest(first, last)
        if part is None or part.alignment.agreeing < _LEAST_PART:
            return []
        # Of a text that stands nowhere every part is short.
        if last - first > _MOST_PARTS * part.alignment.agreeing:
            return []
        before = self.parts(first, part.alignment.quoted)
        return [*before, part, *self.parts(part.alignment.quoted_end, last)]

    def _longest(self, first: int, last: int) -> Origin | None:
        found = self._origins.same(first, last) or self._origins.parts(first, last)
        most = max(map(_worth, found), default=0)
        longest = [part for part in found if _worth(part) == most][:_MOST_COMPARED]
        return min(
            longest,
            key=lambda part: (
                self._judge.answer((part,)).verdict.rank,
                self._origins.issued(part.serial),
            ),
            default=None,
        )

    def with_all_letters(self, parts: Sequence[Origin]) -> list[Origin]:
        """The parts with every letter of the quotation, also those that stand in none of them.

        Between two parts they go to the one they differ less from, or to either as they are parted.
        """
        bounds = [0]
        for before, after in pairwise(parts):
            cuts = self._cuts(before.alignment.quoted_end, after.alignment.quoted)
            bounds.append(min(cuts, key=partial(self._distance, before, after)))
        bounds.append(len(self._wording))
        return [
            self._origins.extended(part, first, last)
            for part, (first, last) in zip(parts, pairwise(bounds), strict=True)
        ]

    def _cuts(self, first: int, last: int) -> list[int]:
        """Before which letters a part may end and the next begin; best behind punctuation."""
        places = self._wording.places
        inside = (at for at in range(first + 1, last) if places[at] - places[at - 1] > 1)
        return [*inside, last, first]

    def _distance(self, before: Origin, after: Origin, cut: int) -> int:
        first = self._origins.extended(before, before.alignment.quoted, cut)
        second = self._origins.extended(after, cut, after.alignment.quoted_end)
        return first.alignment.distance + second.alignment.distance

    def together(self, parts: Sequence[Origin]) -> list[tuple[Origin, ...]]:
        """The places where parts that the stream took apart follow one another in the file."""
        choices = [
            self._origins.same(part.alignment.quoted, part.alignment.quoted_end) or [part]
            for part in parts
        ]
        found = []
        for origin in choices[0]:
            chained = [origin]
            for following in choices[1:]:
                chained += [one for one in following if self._follows(chained[-1], one)][:1]
            if len(chained) == len(choices):
                found.append(tuple(chained))
        return found

    def _follows(self, before: Origin, after: Origin) -> bool:
        """Whether no letter stands between two places, in the quotation or in the file."""
        return (
            before.serial == after.serial
            and before.alignment.quoted_end == after.alignment.quoted
            and 0 <= after.start - before.end <= _WIDEST_SEAM
            and not self._judge.between(before, before.end, after).letters
        )


def _worth(part: Origin) -> int:
    return part.alignment.agreeing - 2 * part.alignment.distance


def is_one_place(parts: Sequence[Origin], length: int) -> bool:
    """Whether parts follow one another in one passage, so that something was left out silently."""
    passages = {
        (part.serial, part.window.passage(place))
        for part in parts
        for place in (part.alignment.original, part.alignment.original_end - 1)
    }
    gaps = [after.start - before.end for before, after in pairwise(parts)]
    return len(passages) == 1 and all(0 <= gap <= length for gap in gaps)
