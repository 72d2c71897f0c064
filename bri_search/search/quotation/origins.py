"""Origins: the places that a part of a quotation may come from, aligned with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from bri_search.index.store import Store
from bri_search.search.quotation.aligning import (
    SHORT_GAP,
    Alignment,
    Block,
    Edit,
    align,
    blocks,
    chain,
    extended,
)
from bri_search.search.quotation.edits import is_inside_word, with_whole_words
from bri_search.search.quotation.seeding import Region, regions, same_letters
from bri_search.search.quotation.windows import Window, open_window
from bri_search.text.wording import Wording

__all__ = ["Origin", "Origins"]

_EDGE = 24
"""Positions on either side of an exact place that are read too, for the words and marks there."""
_MOST_SAME = 2_000
"""Places with the same letters that are compared character by character."""
_LEAST_NEAR = 4
"""Letters from which a quotation is looked for although it may be altered."""
_LONGEST_ELISION = 1_000
"""Characters of the original that an ellipsis may stand for: about a page of print."""
_LEAST_SIMILAR = 0.7
"""The similarity from which a part of an elided quotation counts as placed."""
_MOST_IN_REGION = 8
"""Alignments that are looked for in one stretch of a source."""
_WHOLE_GAP, _PART_GAP = 0.5, 2.0
"""What a gap costs between stretches that agree: of a whole quotation, and of a part of it, which
should end where its source ends.
"""
_WHOLE_LEFT_OUT, _PART_LEFT_OUT = 0.01, 2.0
"""What it costs for each letter left out: of two places of a whole quotation the nearer is taken; a
part is worth twice as much less for each letter that had to be edited.
"""


@dataclass(frozen=True, slots=True)
class Origin:
    """A place in a source and its alignment with letters of the quotation."""

    window: Window
    alignment: Alignment

    @property
    def serial(self) -> int:
        """The source's serial number."""
        return self.window.serial

    @property
    def place(self) -> int:
        """Where it begins in the reading text of its window."""
        return self.window.wording.places[self.alignment.original]

    @property
    def place_end(self) -> int:
        """Where it ends in the reading text of its window."""
        return self.window.wording.places[self.alignment.original_end - 1] + 1

    @property
    def start(self) -> int:
        """The offset in the file of its first letter."""
        return self.window.offset(self.alignment.original)

    @property
    def end(self) -> int:
        """The offset in the file behind its last letter."""
        return self.window.offset(self.alignment.original_end - 1) + 1

    @property
    def longer(self) -> int:
        """The letters of the quotation or of the original, whichever has more."""
        one = self.alignment
        return max(one.quoted_end - one.quoted, one.original_end - one.original)


class Origins:
    """Finds the origins of one quotation, or of a part of it given as its first and last letter."""

    def __init__(self, store: Store, wording: Wording) -> None:
        self._store = store
        self._wording = wording
        self.not_opened = 0
        self._regions = cache(self._regions_by_source)
        self._opened = cache(self._open)
        self.near = cache(self._near)

    def same(self, first: int, last: int) -> list[Origin]:
        """Every place that has the same letters, those of the earliest sources first.

        Of many thousands, those that are not opened are counted by `not_opened`.
        """
        by_source = self._regions(first, last)
        serials = sorted(by_source, key=lambda serial: (self.issued(serial), serial))
        found = [region for serial in serials for region in by_source[serial]]
        self.not_opened = max(0, len(found) - _MOST_SAME)
        opened = (self._exact(region, first, last) for region in found[:_MOST_SAME])
        return [origin for origin in opened if origin is not None]

    def issued(self, serial: int) -> str:
        """When a source was issued, for comparison: undated sources come last."""
        return self._store.by_serial(serial).source.issued or "~"

    def _near(self, first: int, last: int) -> list[Origin]:
        """Places that have most of the letters, those with the same left out; the best first."""
        if last - first < _LEAST_NEAR:
            return []
        found = [
            origin for origin in self._aligned(first, last, whole=True) if origin.alignment.distance
        ]
        return _apart(sorted(found, key=lambda one: one.alignment.distance))

    def parts(self, first: int, last: int) -> list[Origin]:
        """Places that have some stretch of the letters, as far as they agree."""
        return self._aligned(first, last, whole=False)

    def extended(self, origin: Origin, first: int, last: int) -> Origin:
        """A place with all letters from one to another of the quotation."""
        window = origin.window
        alignment = extended(
            origin.alignment,
            self._wording.letters,
            window.wording.letters,
            window.parts_before,
            (first, last),
        )
        return Origin(window, with_whole_words(alignment, window.wording))

    def in_order(self, segments: Sequence[tuple[int, int]]) -> list[tuple[Origin, ...]]:
        """For each source that has all segments of a quotation in order, where they stand."""
        counts = [sum(map(len, self._regions(*segment).values())) for segment in segments]
        # The rarest part is the one whose neighbours are the right ones.
        base = min(
            range(len(segments)),
            key=lambda one: (not counts[one], counts[one], segments[one][0] - segments[one][1]),
        )
        best: dict[int, tuple[Origin, ...]] = {}
        for origin in [*self.same(*segments[base]), *self.near(*segments[base])]:
            if origin.alignment.agreeing < origin.longer // 2:
                continue
            chained = self._chained(segments, base, origin)
            if chained is not None:
                before = best.get(origin.serial)
                if before is None or _cost(chained) < _cost(before):
                    best[origin.serial] = chained
        return list(best.values())

    def _chained(
        self, segments: Sequence[tuple[int, int]], base: int, origin: Origin
    ) -> tuple[Origin, ...] | None:
        chained = [origin]
        for segment in segments[base + 1 :]:
            after = self._beside(segment, chained[-1], is_after=True)
            if after is None:
                return None
            chained.append(after)
        for segment in reversed(segments[:base]):
            before = self._beside(segment, chained[0], is_after=False)
            if before is None:
                return None
            chained.insert(0, before)
        return tuple(chained)

    def _beside(self, segment: tuple[int, int], origin: Origin, *, is_after: bool) -> Origin | None:
        """The place of a segment that is nearest behind another, or before it, in its source."""
        document = self._store.document(origin.serial)

        def gap(start: int, end: int) -> int:
            return start - origin.end if is_after else origin.start - end

        def distance(region: Region) -> int:
            return gap(document.offset(region.begin), document.offset(region.end - 1) + 1)

        same = self._regions(*segment).get(origin.serial, [])
        exact = [region for region in same if 0 <= distance(region) <= _LONGEST_ELISION]
        if exact:
            return self._exact(min(exact, key=distance), *segment)
        near = [
            one
            for one in self.near(*segment)
            if one.serial == origin.serial
            and 0 <= gap(one.start, one.end) <= _LONGEST_ELISION
            and one.alignment.similarity >= _LEAST_SIMILAR
        ]
        return min(
            near, key=lambda one: (one.alignment.distance, gap(one.start, one.end)), default=None
        )

    def _regions_by_source(self, first: int, last: int) -> dict[int, list[Region]]:
        found: dict[int, list[Region]] = {}
        for region in same_letters(self._store, self._wording, first, last):
            found.setdefault(region.serial, []).append(region)
        return found

    def _exact(self, region: Region, first: int, last: int) -> Origin | None:
        """Open the place that has the same letters, and no more of a word or of a number.

        None if it has, or if reading it gives others after all.
        """
        document = self._store.document(region.serial)
        window = open_window(self._store, region.serial, region.begin, region.end, _EDGE)
        offset = document.offset(region.begin)
        letters = self._wording.letters[first:last]
        at = window.wording.letters.find(letters)
        while at >= 0 and window.offset(at) != offset:
            at = window.wording.letters.find(letters, at + 1)
        if at < 0:
            return None
        end = at + len(letters)
        if is_inside_word(window.wording, at) or is_inside_word(window.wording, end):
            return None
        edit = Edit(first, last, at, end, is_equal=True)
        return Origin(window, Alignment((edit,), 0, len(letters)))

    def _open(self, first: int, last: int) -> list[tuple[Window, list[Block]]]:
        """The stretches of sources that share most with some letters, and what agrees in them."""
        letters = self._wording.letters[first:last]
        opened = []
        for region in regions(self._store, self._wording, first, last):
            window = open_window(self._store, region.serial, region.begin, region.end)
            seeds = [(seed.first, seed.length) for seed in region.seeds]
            opened.append((window, blocks(letters, window.wording.letters, seeds)))
        return opened

    def _aligned(self, first: int, last: int, *, whole: bool) -> list[Origin]:
        letters = self._wording.letters[first:last]
        found = []
        for window, agreeing_blocks in self._opened(first, last):
            original = window.wording.letters
            left = agreeing_blocks
            for number in range(_MOST_IN_REGION if whole else 1):
                chained = chain(
                    left,
                    len(letters) if whole else SHORT_GAP,
                    window.passage,
                    _WHOLE_GAP if whole else _PART_GAP,
                    _WHOLE_LEFT_OUT if whole else _PART_LEFT_OUT,
                )
                agreeing = sum(one.length for one in chained)
                if not chained or (number and 2 * agreeing < len(letters)):
                    break
                alignment = align(letters, original, chained, window.parts_before, whole=whole)
                if whole and alignment.saved:
                    # What seems to be left out may stand behind what a few letters were put for.
                    chained = chain(left, SHORT_GAP, window.passage, _WHOLE_GAP, _PART_LEFT_OUT)
                    closer = align(letters, original, chained, window.parts_before, whole=True)
                    if closer.edits[0].is_equal and closer.edits[-1].is_equal:
                        alignment = min(alignment, closer, key=lambda one: one.cost)
                whole_words = with_whole_words(alignment.moved(first), window.wording)
                found.append(Origin(window, whole_words))
                left = [one for one in left if not _shares(one, alignment)]
        return found


def _shares(block: Block, alignment: Alignment) -> bool:
    """Whether a block has letters of the original that an alignment has."""
    return block.original < alignment.original_end and (
        alignment.original < block.original + block.length
    )


def _cost(origins: Iterable[Origin]) -> tuple[int, int]:
    chained = list(origins)
    return sum(one.alignment.distance for one in chained), chained[-1].end - chained[0].start


def _apart(origins: Iterable[Origin]) -> list[Origin]:
    """Origins that share no characters; of those that do, the first."""
    kept: list[Origin] = []
    for origin in origins:
        if not any(
            one.serial == origin.serial and one.start < origin.end and origin.start < one.end
            for one in kept
        ):
            kept.append(origin)
    return kept
