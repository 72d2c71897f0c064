"""Quotation: where a text that claims to come from a source does come from, and what was changed.

A quotation is looked for by its letters, whole, then in the parts that its ellipses leave, then
in the parts that it may have been joined from. What is found is compared character by character,
and the comparison gives the verdict.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from bri_search.errors import QueryError, UsageError
from bri_search.index.store import Store
from bri_search.search.quotation.differences import ELLIPSIS, compare
from bri_search.search.quotation.origins import Origin, Origins
from bri_search.search.quotation.results import (
    Candidate,
    Difference,
    DifferenceKind,
    QuotationResult,
    Verdict,
)
from bri_search.search.selectors import select
from bri_search.text.reading import ReadingText, reading
from bri_search.text.wording import Wording

__all__ = ["LONGEST", "find_quotation"]

LONGEST = 10_000
"""Letters of the longest quotation that is looked for."""

_LEAST_AGREEING = 0.7
"""The share of a quotation's letters that must stand in its original for it to be altered."""
_LEAST_SIMILAR = 0.65
"""How similar it must be, a clause that was left out silently counting as a few letters."""
_LEFT_OUT = 4
"""As how many letters a stretch counts at most that was left out."""
_LEAST_BESIDE_RIGHT = 0.8
"""The similarity from which altered text of one source is told beside right text of another."""
_SHORTEST_BESIDE_RIGHT = 10
"""Letters from which it is: a shorter quotation is near to much that is not its source."""
_SIMILARITY_STEP = 0.1
"""How much less similar than the best an altered candidate may be."""
_PART_COST = 2
"""What each part of a spliced quotation weighs against letters that had to be edited."""
_LEAST_PART = 6
"""Letters of the shortest part of a spliced quotation."""
_MOST_PARTS = 5
"""Parts of a spliced quotation that are looked for."""
_MOST_UNPLACED = 0.1
"""The share of a spliced quotation's letters that may stand in none of its parts."""
_LEAST_NEAR = 0.3
"""The similarity from which a passage is told as the nearest to what was not found."""
_WIDEST_SEAM = 200
"""Characters without a letter, white space mostly, that may stand between two passages."""
_PAIRS = {
    "「": "」",
    "『": "』",
    "“": "”",
    "‘": "’",
    '"': '"',
    "'": "'",
    "﹁": "﹂",
    "﹃": "﹄",
    "«": "»",
}


@dataclass(frozen=True, slots=True)
class _Answer:
    """A quotation as it stands in one source: its parts in order, and what differs."""

    origins: tuple[Origin, ...]
    verdict: Verdict
    differences: tuple[Difference, ...]
    first: int
    last: int

    @property
    def distance(self) -> int:
        return sum(origin.alignment.distance for origin in self.origins)

    @property
    def similarity(self) -> float:
        return 1 - self.distance / sum(origin.longer for origin in self.origins)


def find_quotation(store: Store, text: str, limit: int = 0) -> QuotationResult:
    """Where a quotation comes from, best verdict first, then earliest issued, undated last.

    Raises QueryError where it has no letters, and UsageError where it has more than LONGEST.
    """
    wording = Wording.of(_quoted_text(text), store.folding)
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


def _quoted_text(text: str) -> ReadingText:
    """A quotation as it is read, without the marks that enclose it."""
    start, end = 0, len(text)
    while True:
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if end - start < 2 or not _encloses(text[start:end]):
            return reading([(start, text[start:end])], has_markup=True)
        start, end = start + 1, end - 1


def _encloses(text: str) -> bool:
    """Whether the first and the last character are a pair of quotation marks around all of it."""
    opening, closing = text[0], text[-1]
    if _PAIRS.get(opening) != closing:
        return False
    if opening == closing:
        return text.count(opening) == 2
    depth = 0
    for place, character in enumerate(text):
        depth += (character == opening) - (character == closing)
        if depth == 0:
            return place == len(text) - 1
    return False


class _Search:
    """Looks for one quotation and judges what is found."""

    def __init__(self, store: Store, text: str, wording: Wording) -> None:
        self._store = store
        self._text = text
        self._wording = wording
        self._origins = Origins(store, wording)
        self._not_opened = 0

    def result(self, limit: int) -> QuotationResult:
        answers = self._answers()
        if answers and answers[0].verdict is Verdict.SPLICED:
            parts = [self._candidate(answer) for answer in answers]
            return QuotationResult(self._text, Verdict.SPLICED, tuple(parts), len(parts))
        chosen = answers[:limit] if limit else answers
        candidates = [self._candidate(answer) for answer in chosen]
        verdict = answers[0].verdict if answers else Verdict.NOT_FOUND
        earliest = self._earliest(answers)
        if earliest is not None and earliest < len(candidates):
            candidates[earliest] = replace(candidates[earliest], is_earliest=True)
        total = len(answers) + self._not_opened
        return QuotationResult(self._text, verdict, tuple(candidates), total)

    def _earliest(self, answers: list[_Answer]) -> int | None:
        """Which answer is from the source that was issued first, of those that are as good.

        Right ones are as good as one another, whatever their script. None if all are of one
        source, or none has a date.
        """
        serials = {answer.origins[0].serial for answer in answers}
        dated = [
            (self._origins.issued(answer.origins[0].serial), number)
            for number, answer in enumerate(answers)
            if answer.verdict is answers[0].verdict
            or (answer.verdict.is_right and answers[0].verdict.is_right)
        ]
        issued, number = min(dated, default=("~", 0))
        return number if len(serials) > 1 and issued != "~" else None

    def _answers(self) -> list[_Answer]:
        length = len(self._wording)
        found = [self._judged((origin,)) for origin in self._origins.same(0, length)]
        self._not_opened = self._origins.not_opened
        segments = self._segments()
        if len(segments) > 1 and not found:
            found = [self._judged(origins) for origins in self._origins.in_order(segments)]
        is_right = bool(found)
        if is_right and length < _SHORTEST_BESIDE_RIGHT:
            return self._sorted(found)
        near = self._origins.near(0, length)
        altered = [self._judged((origin,)) for origin in near if _is_from(origin, length)]
        if is_right:
            best_of_source = {answer.origins[0].serial for answer in found}
            found += [
                answer
                for answer in altered
                if answer.similarity >= _LEAST_BESIDE_RIGHT
                and answer.origins[0].serial not in best_of_source
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
        return [replace(self._judged((nearest,)), verdict=Verdict.NOT_FOUND)]

    def _segments(self) -> list[tuple[int, int]]:
        """The stretches of letters that ellipses leave: first and last letter."""
        places = self._wording.places
        segments: list[tuple[int, int]] = []
        first = 0
        for mark in ELLIPSIS.finditer(self._wording.read.text):
            before = sum(1 for place in places if place < mark.start())
            after = sum(1 for place in places if place < mark.end())
            if before > first:
                segments.append((first, before))
            first = after
        if first < len(places):
            segments.append((first, len(places)))
        return segments

    def _judged(self, origins: tuple[Origin, ...]) -> _Answer:
        """Compare a quotation, part by part, with the places it was found at."""
        differences: list[Difference] = []
        first = last = 0
        for number, origin in enumerate(origins):
            if number:
                differences += self._elision(origins[number - 1], last, origin)
            compared = compare(
                self._wording,
                origin.window,
                origin.alignment.edits,
                self._store.folding,
                begins=number == 0 and origin.alignment.quoted == 0,
                ends=number == len(origins) - 1
                and origin.alignment.quoted_end == len(self._wording),
            )
            differences += compared.differences
            first = compared.first if number == 0 else first
            last = compared.last
        return _Answer(origins, _verdict(differences), tuple(differences), first, last)

    def _elision(self, before: Origin, last: int, after: Origin) -> list[Difference]:
        """What is left out between two parts of a quotation; nothing if no letters are."""
        quoted = self._wording
        start = quoted.places[before.alignment.quoted_end - 1] + 1
        end = quoted.places[after.alignment.quoted]
        begin = before.window.wording.read.offsets[last - 1] + 1
        between = self._between(before, begin, after)
        mark = ELLIPSIS.search(quoted.read.text, start, end)
        told, kind = quoted.read.text[start:end], DifferenceKind.PUNCTUATION
        if mark is not None and between.letters:
            told, start, kind = mark.group(), mark.start(), DifferenceKind.ELISION
        elif "".join(told.split()) == "".join(between.read.text.split()):
            return []
        offset = quoted.read.offsets[min(start, len(quoted.read.offsets) - 1)]
        return [Difference(kind, told, between.read.text, offset, begin)]

    def _spliced(self, segments: list[tuple[int, int]], altered: list[_Answer]) -> list[_Answer]:
        """The parts of a quotation that was joined from several places, if it was."""
        length = len(self._wording)
        best = min(altered, key=lambda answer: -answer.similarity, default=None)
        distance = length if best is None else best.distance
        if distance <= 2 * _PART_COST:
            return []
        parts = [part for first, last in segments for part in self._parts(first, last)]
        covered = sum(part.alignment.quoted_end - part.alignment.quoted for part in parts)
        unplaced = length - covered
        if len(parts) < 2 or unplaced > length * _MOST_UNPLACED:
            return []
        if together := self._together(parts):
            return self._sorted(map(self._judged, together))
        if best is not None and _is_one_place(parts, length):
            return []
        cost = unplaced + sum(part.alignment.distance + _PART_COST for part in parts)
        if cost >= distance:
            return []
        return [replace(self._judged((part,)), verdict=Verdict.SPLICED) for part in parts]

    def _together(self, parts: list[Origin]) -> list[tuple[Origin, ...]]:
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
            and not self._between(before, before.end, after).letters
        )

    def _between(self, before: Origin, begin: int, after: Origin) -> Wording:
        """What the file has between two parts, as it is read."""
        source = self._store.by_serial(before.serial).source
        text = self._store.document(before.serial).text(begin, after.start)
        return Wording.of(reading([(begin, text)], source.has_markup), self._store.folding)

    def _parts(self, first: int, last: int) -> list[Origin]:
        """The longest part of some letters that stands somewhere, and the parts on either side."""
        if last - first < _LEAST_PART:
            return []
        part = self._longest(first, last)
        if part is None or part.alignment.agreeing < _LEAST_PART:
            return []
        # Of a text that stands nowhere every part is short.
        if last - first > _MOST_PARTS * part.alignment.agreeing:
            return []
        before = self._parts(first, part.alignment.quoted)
        return [*before, part, *self._parts(part.alignment.quoted_end, last)]

    def _longest(self, first: int, last: int) -> Origin | None:
        return max(
            self._origins.same(first, last) or self._origins.parts(first, last),
            key=lambda part: (
                part.alignment.agreeing - 2 * part.alignment.distance,
                [-ord(c) for c in self._origins.issued(part.serial)],
            ),
            default=None,
        )

    def _sorted(self, answers: Iterable[_Answer]) -> list[_Answer]:
        return sorted(
            answers,
            key=lambda answer: (
                answer.verdict.rank,
                self._origins.issued(answer.origins[0].serial),
                -answer.similarity,
                self._store.place(answer.origins[0].serial),
                answer.origins[0].start,
            ),
        )

    def _candidate(self, answer: _Answer) -> Candidate:
        store = self._store
        before = answer.origins[0]
        document = store.document(before.serial)
        firsts = [answer.first, *(origin.place for origin in answer.origins[1:])]
        lasts = [*(origin.place_end for origin in answer.origins[:-1]), answer.last]
        spans = tuple(
            span
            for origin, first, last in zip(answer.origins, firsts, lasts, strict=True)
            for span in origin.window.spans(first, last)
        )
        start, end = min(spans)[0], max(stop for _, stop in spans)
        line, column = document.line_and_column(start)
        passage = document.passage(before.window.passage(before.alignment.original))
        return Candidate(
            source=store.by_serial(before.serial).source,
            section=passage.section,
            passage=passage.number,
            page=passage.page,
            start=start,
            end=end,
            line=line,
            column=column,
            lines=(line, document.line_and_column(end - 1)[0]),
            text=document.text(start, end),
            spans=spans,
            reading=self._reading(answer, start, end),
            quoted=self._quoted_span(answer),
            similarity=round(answer.similarity, 4),
            verdict=answer.verdict,
            differences=() if answer.verdict is Verdict.NOT_FOUND else answer.differences,
            selector=select(document, start, end),
        )

    def _reading(self, answer: _Answer, start: int, end: int) -> str:
        """The original as it is read, with an ellipsis for what was left out at one."""
        origins = answer.origins
        if len(origins) > 1 and answer.verdict.is_right:
            source = self._store.by_serial(origins[0].serial).source
            text = self._store.document(origins[0].serial).text(start, end)
            return reading([(start, text)], source.has_markup).text
        firsts = [answer.first, *(origin.place for origin in origins[1:])]
        lasts = [*(origin.place_end for origin in origins[:-1]), answer.last]
        return " … ".join(
            origin.window.wording.read.text[first:last]
            for origin, first, last in zip(origins, firsts, lasts, strict=True)
        )

    def _quoted_span(self, answer: _Answer) -> tuple[int, int]:
        first = answer.origins[0].alignment.quoted
        last = answer.origins[-1].alignment.quoted_end
        offsets, places = self._wording.read.offsets, self._wording.places
        start = 0 if first == 0 else offsets[places[first]]
        is_whole = last == len(self._wording)
        return start, len(self._text) if is_whole else offsets[places[last - 1]] + 1


def _is_from(origin: Origin, length: int) -> bool:
    """Whether enough of a quotation stands at a place for it to come from there."""
    if origin.alignment.agreeing < length * _LEAST_AGREEING:
        return False
    saved = sum(
        max(0, edit.original_end - edit.original - _LEFT_OUT)
        for edit in origin.alignment.edits
        if edit.quoted == edit.quoted_end
    )
    distance, longer = origin.alignment.distance - saved, max(length, origin.longer - saved)
    return distance <= longer * (1 - _LEAST_SIMILAR)


def _is_one_place(parts: list[Origin], length: int) -> bool:
    """Whether parts follow one another in one passage, so that something was left out silently."""
    passages = {
        (part.serial, part.window.passage(place))
        for part in parts
        for place in (part.alignment.original, part.alignment.original_end - 1)
    }
    gaps = [after.start - before.end for before, after in pairwise(parts)]
    return len(passages) == 1 and all(0 <= gap <= length for gap in gaps)


def _verdict(differences: Iterable[Difference]) -> Verdict:
    kinds = {difference.kind for difference in differences}
    if not kinds:
        return Verdict.VERBATIM
    if all(kind.keeps_wording for kind in kinds):
        return Verdict.SAME_WORDING
    if all(kind.keeps_wording or kind is DifferenceKind.ELISION for kind in kinds):
        return Verdict.ELIDED
    return Verdict.ALTERED
