"""Quotation: where a text that claims to come from a source does come from, and what was changed.

A quotation is looked for by its letters, whole, then in the parts that its ellipses leave, then
in the parts that it may have been joined from. What is found is compared character by character,
and the comparison gives the verdict.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace

from bri_search.errors import QueryError, UsageError
from bri_search.index.store import Store
from bri_search.search.quotation.differences import ELLIPSIS
from bri_search.search.quotation.enclosing import quoted_text
from bri_search.search.quotation.judging import Answer, Judge
from bri_search.search.quotation.origins import Origin, Origins
from bri_search.search.quotation.results import QuotationResult, Verdict
from bri_search.search.quotation.splicing import Splicing, is_one_place
from bri_search.text.wording import Wording

__all__ = ["find_quotation"]

LONGEST = 10_000
"""Letters of the longest quotation that is looked for."""

_LEAST_AGREEING = 0.7
"""The share of a quotation's letters that must stand in its original for it to be altered."""
_LEAST_SIMILAR = 0.65
"""How similar it must be, a clause that was left out silently counting as a few letters."""
_LEAST_BESIDE_RIGHT = 0.8
"""The similarity from which altered text of one source is told beside right text of another."""
_SHORTEST_BESIDE_RIGHT = 10
"""Letters from which it is: a shorter quotation is near to much that is not its source."""
_SIMILARITY_STEP = 0.1
"""How much less similar than the best an altered candidate may be."""
_PART_COST = 2
"""What each part of a spliced quotation weighs against letters that had to be edited."""
_MOST_UNPLACED = 0.1
"""The share of a spliced quotation's letters that may have been changed beside its parts."""
_LEAST_NEAR = 0.3
"""The similarity from which a passage is told as the nearest to what was not found."""


def find_quotation(store: Store, text: str, limit: int = 0) -> QuotationResult:
    """Where a quotation comes from, best verdict first, then earliest issued, undated last.

    Of altered ones, those with the fewest letters changed come first.

    Raises QueryError where it has no letters, and UsageError where it has more than LONGEST.
    """
    wording = Wording.of(quoted_text(text), store.folding)
    if not wording.letters:
        raise QueryError(
            "the quotation holds only punctuation" if text.strip() else "the quotation is empty",
            text,
            0,
            "give the words that are quoted",
        )
    if len(wording) > LONGEST:
        raise UsageError(
            f"the quotation has {len(wording):,} characters, more than {LONGEST:,}; "
            "quote it in parts"
        )
    return _Search(store, text, wording).result(limit)


class _Search:
    """Looks for one quotation and judges what is found."""

    def __init__(self, store: Store, text: str, wording: Wording) -> None:
        self._store = store
        self._text = text
        self._wording = wording
        self._origins = Origins(store, wording)
        self._judge = Judge(store, text, wording)
        self._splicing = Splicing(self._origins, self._judge, wording)
        self._not_opened = 0

    def result(self, limit: int) -> QuotationResult:
        answers = self._answers()
        if answers and answers[0].verdict is Verdict.SPLICED:
            parts = [self._judge.candidate(answer) for answer in answers]
            return QuotationResult(self._text, Verdict.SPLICED, tuple(parts), len(parts))
        chosen = answers[:limit] if limit else answers
        candidates = [self._judge.candidate(answer) for answer in chosen]
        verdict = answers[0].verdict if answers else Verdict.NOT_FOUND
        earliest = self._earliest(answers)
        if earliest is not None and earliest < len(candidates):
            candidates[earliest] = replace(candidates[earliest], is_earliest=True)
        total = len(answers) + self._not_opened
        return QuotationResult(self._text, verdict, tuple(candidates), total)

    def _earliest(self, answers: list[Answer]) -> int | None:
        """Which answer is from the source that was issued first, of those that are as good.

        Right ones are as good as one another, whatever their script, and altered ones with as many
        letters changed. None if all are of one source, or none has a date.
        """
        serials = {answer.serial for answer in answers}
        dated = [
            (self._origins.issued(answer.serial), number)
            for number, answer in enumerate(answers)
            if (answer.verdict, answer.changed) == (answers[0].verdict, answers[0].changed)
            or (answer.verdict.is_right and answers[0].verdict.is_right)
        ]
        issued, number = min(dated, default=("~", 0))
        return number if len(serials) > 1 and issued != "~" else None

    def _answers(self) -> list[Answer]:
        length = len(self._wording)
        same = [self._judge.answer((origin,)) for origin in self._origins.same(0, length)]
        self._not_opened = self._origins.not_opened
        # The same letters may stand beside other signs: 10⁶ for 10⁷, ≠ for =.
        found = [answer for answer in same if answer.verdict.is_right]
        altered = [answer for answer in same if not answer.verdict.is_right]
        segments = self._segments()
        if len(segments) > 1 and not same:
            found = [self._judge.answer(origins) for origins in self._origins.in_order(segments)]
        if found and length < _SHORTEST_BESIDE_RIGHT:
            return self._sorted(found)
        near = self._origins.near(0, length)
        altered += [self._judge.answer((origin,)) for origin in near if _is_from(origin, length)]
        if found:
            best_of_source = {answer.serial for answer in found}
            found += [
                answer
                for answer in altered
                if answer.similarity >= _LEAST_BESIDE_RIGHT and answer.serial not in best_of_source
            ]
            return self._sorted(found)
        spliced = self._spliced(segments, altered)
        if spliced:
            return spliced
        if altered:
            best = max(answer.similarity for answer in altered)
            return self._sorted(
                answer for answer in altered if answer.similarity >= best - _SIMILARITY_STEP
            )
        nearest = max(near, key=lambda origin: origin.alignment.similarity, default=None)
        if nearest is None or nearest.alignment.similarity < _LEAST_NEAR:
            return []
        return [replace(self._judge.answer((nearest,)), verdict=Verdict.NOT_FOUND)]

    def _segments(self) -> list[tuple[int, int]]:
        """The stretches of letters that ellipses leave: first and last letter."""
        places = self._wording.places
        segments: list[tuple[int, int]] = []
        first = 0
        for mark in ELLIPSIS.finditer(self._wording.read.text):
            before = bisect_left(places, mark.start())
            after = bisect_left(places, mark.end())
            if before > first:
                segments.append((first, before))
            first = after
        if first < len(places):
            segments.append((first, len(places)))
        return segments

    def _spliced(self, segments: list[tuple[int, int]], altered: list[Answer]) -> list[Answer]:
        """The parts of a quotation that was joined from several places, if it was."""
        length = len(self._wording)
        best = min(altered, key=lambda answer: -answer.similarity, default=None)
        distance = length if best is None else best.distance
        if distance <= 2 * _PART_COST:
            return []
        parts = [part for first, last in segments for part in self._splicing.parts(first, last)]
        if len(parts) < 2:
            return []
        whole = self._splicing.with_all_letters(parts)
        placed = sum(part.alignment.distance for part in parts)
        unplaced = sum(part.alignment.distance for part in whole) - placed
        if unplaced > length * _MOST_UNPLACED:
            return []
        if together := self._splicing.together(parts):
            return self._sorted(map(self._judge.answer, together))
        if best is not None and is_one_place(parts, length):
            return []
        if unplaced + placed + _PART_COST * len(parts) >= distance:
            return []
        return [replace(self._judge.answer((part,)), verdict=Verdict.SPLICED) for part in whole]

    def _sorted(self, answers: Iterable[Answer]) -> list[Answer]:
        return sorted(
            answers,
            key=lambda answer: (
                answer.verdict.rank,
                answer.changed,
                self._origins.issued(answer.serial),
                -answer.similarity,
                self._store.place(answer.serial),
                answer.origins[0].start,
            ),
        )


def _is_from(origin: Origin, length: int) -> bool:
    """Whether enough of a quotation stands at a place for it to come from there."""
    if origin.alignment.agreeing < length * _LEAST_AGREEING:
        return False
    longer = max(length, origin.longer - origin.alignment.saved)
    return origin.alignment.cost <= longer * (1 - _LEAST_SIMILAR)
