"""Alignment: a part of a quotation against what stands in a source, letter by letter.

Stretches that agree are found first and chained; what lies between two of them, and what is left
at either end, is aligned by Levenshtein distance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

__all__ = ["SHORT_GAP", "Alignment", "Block", "Edit", "align", "blocks", "chain", "extended"]

_FREE_END = 32
"""How many letters longer or shorter than the quotation an end of the original may be."""
SHORT_GAP = 8
"""Letters that may be left out across the boundary of two passages."""
_LEFT_OUT = 4
"""As how many letters a stretch counts at most that was left out."""
_BEYOND_COST = 0.5
"""What each letter of the original costs that stands behind the end of the sentence."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of letters that agree: where it begins in the quotation and in the original."""

    quoted: int
    original: int
    length: int


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of the quotation and the stretch of the original it stands for.

    They agree if `is_equal`; otherwise one of the two may be empty.
    """

    quoted: int
    quoted_end: int
    original: int
    original_end: int
    is_equal: bool


@dataclass(frozen=True, slots=True)
class Alignment:
    """Edits in order, which together cover the part of the quotation and of the original.

    `distance` is their Levenshtein distance and `agreeing` the number of letters that agree.
    """

    edits: tuple[Edit, ...]
    distance: int
    agreeing: int

    @property
    def quoted(self) -> int:
        """The first letter of the quotation."""
        return self.edits[0].quoted

    @property
    def quoted_end(self) -> int:
        """The letter behind the last of the quotation."""
        return self.edits[-1].quoted_end

    @property
    def original(self) -> int:
        """The first letter of the original."""
        return self.edits[0].original

    @property
    def original_end(self) -> int:
        """The letter behind the last of the original."""
        return self.edits[-1].original_end

    @property
    def cost(self) -> int:
        """Its distance, in which a stretch that was left out counts as a few letters."""
        return self.distance - self.saved

    @property
    def saved(self) -> int:
        """By how much its cost is less than its distance."""
        return sum(
            max(0, edit.original_end - edit.original - _LEFT_OUT)
            for edit in self.edits
            if edit.quoted == edit.quoted_end
        )

    def moved(self, letters: int) -> Alignment:
        """The same for a quotation that begins so many letters earlier."""
        edits = tuple(
            replace(edit, quoted=edit.quoted + letters, quoted_end=edit.quoted_end + letters)
            for edit in self.edits
        )
        return replace(self, edits=edits)

    @property
    def similarity(self) -> float:
        """1 less the share of letters that had to be edited."""
        longer = max(self.quoted_end - self.quoted, self.original_end - self.original)
        return 1 - self.distance / longer if longer else 0.0


def blocks(quoted: str, original: str, seeds: Iterable[tuple[int, int]]) -> list[Block]:
    """The longest stretches around seeds (first letter, length) that agree.

    >>> blocks("丝路海运航线", "“丝路海运”航线", [(0, 2)])
    [Block(quoted=0, original=1, length=4)]
    """
    found: dict[tuple[int, int], Block] = {}
    for first, length in seeds:
        key = quoted[first : first + length]
        at = original.find(key)
        for _ in range(_MOST_PLACES):
            if at < 0:
                break
            start, place = first, at
            while start and place and quoted[start - 1] == original[place - 1]:
                start, place = start - 1, place - 1
            if (start, place) not in found:
                end, last = first + length, at + length
                while end < len(quoted) and last < len(original) and quoted[end] == original[last]:
                    end, last = end + 1, last + 1
                found[start, place] = Block(start, place, end - start)
            at = original.find(key, at + 1)
    return list(found.values())


_MOST_PLACES = 4
"""Places in one window that a seed is looked for at."""


def chain(
    found: Sequence[Block],
    most_left_out: int,
    passage: Callable[[int], int],
    gap_cost: float,
    left_out_cost: float,
) -> list[Block]:
    """The blocks that stand in the same order in both and leave the least between them.

    Between two blocks `most_left_out` letters of the original may be left out, but only a few where
    another passage begins; `passage` gives the passage of a letter of the original. `gap_cost` is
    what a gap costs, in letters: itself, and each letter of it in the quotation; `left_out_cost`
    each letter that the original has more or fewer.
    """
    ordered = sorted(found, key=lambda block: (block.quoted, block.original))
    best: list[tuple[float, int]] = []
    for number, block in enumerate(ordered):
        score, before = float(block.length), -1
        for other in range(number):
            joined = _following(
                ordered[other], block, most_left_out, passage, gap_cost, left_out_cost
            )
            if joined is not None and best[other][0] + joined > score:
                score, before = best[other][0] + joined, other
        best.append((score, before))
    if not best:
        return []
    number = max(range(len(best)), key=lambda one: best[one][0])
    kept: list[Block] = []
    while number >= 0:
        kept.append(ordered[number])
        number = best[number][1]
    return kept[::-1]


def _following(
    block: Block,
    following: Block,
    most_left_out: int,
    passage: Callable[[int], int],
    gap_cost: float,
    left_out_cost: float,
) -> float | None:
    """What a block adds to a chain that ends with another; None if it cannot follow there."""
    end, place = block.quoted + block.length, block.original + block.length
    overlap = max(0, end - following.quoted, place - following.original)
    if overlap >= following.length or following.quoted <= block.quoted:
        return None
    if following.original <= block.original:
        return None
    quoted_gap = following.quoted + overlap - end
    original_gap = following.original + overlap - place
    left_out = original_gap - quoted_gap
    if left_out > SHORT_GAP and (
        left_out > most_left_out or passage(place - 1) != passage(following.original)
    ):
        return None
    gap = gap_cost * (1 + quoted_gap + (left_out > 0)) + left_out_cost * abs(left_out)
    return following.length - overlap - gap


def align(
    quoted: str,
    original: str,
    chained: Sequence[Block],
    parts_before: Callable[[int], bool],
    *,
    whole: bool,
) -> Alignment:
    """Align a quotation with the part of the original that chained blocks lie in.

    With `whole` all of the quotation is aligned, else what lies between the ends of the blocks.
    `parts_before` says of a letter of the original whether a sentence ends before it: what was
    added at an end of the quotation is not set against another sentence.

    >>> seeds = blocks("43个国家的116个港口", "达全球43个国家的117个港口", [(0, 4), (9, 3)])
    >>> found = align("43个国家的116个港口", "达全球43个国家的117个港口", seeds, bool, whole=True)
    >>> found.distance, found.original, found.original_end
    (1, 3, 15)
    """
    first, last = chained[0], chained[-1]
    letters = first.quoted, last.quoted + last.length
    places = first.original, last.original + last.length
    if whole:
        wanted = 0, len(quoted)
        places = _with_ends(quoted, original, parts_before, letters, places, wanted)
        letters = wanted
    return _alignment(_edits(quoted, original, letters, places))


def extended(
    alignment: Alignment,
    quoted: str,
    original: str,
    parts_before: Callable[[int], bool],
    wanted: tuple[int, int],
) -> Alignment:
    """An alignment with all letters wanted of the quotation, from the first to behind the last.

    >>> found = Alignment((Edit(2, 5, 3, 6, is_equal=True),), 0, 3)
    >>> found = extended(found, "桥上明月光", "，桥下明月光。", bool, (0, 5))
    >>> found.distance, found.original, found.original_end
    (1, 1, 6)
    """
    letters = alignment.quoted, alignment.quoted_end
    places = alignment.original, alignment.original_end
    ends = _with_ends(quoted, original, parts_before, letters, places, wanted)
    head = _edits(quoted, original, (wanted[0], letters[0]), (ends[0], places[0]))
    tail = _edits(quoted, original, (letters[1], wanted[1]), (places[1], ends[1]))
    more = _alignment([*head, *tail])
    return Alignment(
        _joined([*head, *alignment.edits, *tail]),
        alignment.distance + more.distance,
        alignment.agreeing + more.agreeing,
    )


def _with_ends(
    quoted: str,
    original: str,
    parts_before: Callable[[int], bool],
    letters: tuple[int, int],
    places: tuple[int, int],
    wanted: tuple[int, int],
) -> tuple[int, int]:
    """What of the original some letters stand for, once those wanted beside them do so too."""
    (start, end), (left, right) = letters, places
    before, behind = quoted[wanted[0] : start], quoted[end : wanted[1]]
    return (
        left
        - _free_end(before[::-1], original[:left][::-1], lambda count: parts_before(left - count)),
        right + _free_end(behind, original[right:], lambda count: parts_before(right + count)),
    )


def _alignment(edits: Sequence[Edit]) -> Alignment:
    widths = [
        (max(edit.quoted_end - edit.quoted, edit.original_end - edit.original), edit.is_equal)
        for edit in edits
    ]
    return Alignment(
        _joined(edits),
        sum(width for width, is_equal in widths if not is_equal),
        sum(width for width, is_equal in widths if is_equal),
    )


def _joined(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Edits in order, each that differs joined with one that differs right before it."""
    joined: list[Edit] = []
    for edit in edits:
        if joined and not (edit.is_equal or joined[-1].is_equal):
            ends = edit.quoted_end, edit.original_end
            joined[-1] = replace(joined[-1], quoted_end=ends[0], original_end=ends[1])
        else:
            joined.append(edit)
    return tuple(joined)


def _edits(
    quoted: str, original: str, letters: tuple[int, int], places: tuple[int, int]
) -> list[Edit]:
    """What makes some letters of the quotation of some of the original."""
    from rapidfuzz.distance import Levenshtein

    (start, end), (place, stop) = letters, places
    return [
        Edit(
            start + operation.src_start,
            start + operation.src_end,
            place + operation.dest_start,
            place + operation.dest_end,
            operation.tag == "equal",
        )
        for operation in Levenshtein.opcodes(quoted[start:end], original[place:stop])
    ]


def _free_end(quoted: str, original: str, parts_at: Callable[[int], bool]) -> int:
    """How much of the original's beginning the quotation stands for, the rest being free.

    Of lengths at the same distance one that shares most letters; then one as near as can be to the
    length of the quotation, so that a changed last letter counts as changed and not as added. What
    stands behind the end of a sentence has to share more than words do by chance. `parts_at` says
    whether a sentence ends behind so many letters.
    """
    from rapidfuzz.distance import LCSseq, Levenshtein

    if not quoted:
        return 0
    length = len(quoted)
    lengths = range(max(0, length - _FREE_END), min(len(original), length + _FREE_END) + 1)
    if length <= _FREE_END:
        sentence = next((one for one in range(min(length, len(original)) + 1) if parts_at(one)), -1)
    else:
        sentence = -1
    wanted = length if sentence < 0 else sentence
    sentence_end = len(original) if sentence < 0 else sentence
    return min(
        lengths,
        key=lambda one: (
            Levenshtein.distance(quoted, original[:one])
            + _BEYOND_COST * max(0, one - sentence_end),
            -LCSseq.similarity(quoted, original[:one]),
            abs(one - wanted),
        ),
        default=0,
    )
