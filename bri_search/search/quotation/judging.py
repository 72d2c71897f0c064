"""Judging: a quotation against the places it was found at, and the verdict on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bri_search.index.store import Store
from bri_search.search.quotation.differences import ELLIPSIS, compare
from bri_search.search.quotation.origins import Origin
from bri_search.search.quotation.results import Candidate, Difference, DifferenceKind, Verdict
from bri_search.search.selectors import select
from bri_search.text.reading import reading
from bri_search.text.wording import Wording

__all__ = ["Answer", "Judge"]


@dataclass(frozen=True, slots=True)
class Answer:
    """A quotation as it stands in one source: its parts in order, and what differs.

    `first` and `last` are places in the reading texts of the first and of the last origin.
    """

    origins: tuple[Origin, ...]
    verdict: Verdict
    differences: tuple[Difference, ...]
    first: int
    last: int

    @property
    def serial(self) -> int:
        """The serial number of the source."""
        return self.origins[0].serial

    @property
    def distance(self) -> int:
        """How many letters had to be edited."""
        return sum(origin.alignment.distance for origin in self.origins)

    @property
    def changed(self) -> int:
        """How many letters had to be edited of what is altered; 0 for what is right or elided."""
        return self.distance if self.verdict is Verdict.ALTERED else 0

    @property
    def similarity(self) -> float:
        """1 less the share of letters that had to be edited."""
        return 1 - self.distance / sum(origin.longer for origin in self.origins)


class Judge:
    """Compares one quotation with where it was found, and tells the result."""

    def __init__(self, store: Store, text: str, wording: Wording) -> None:
        self._store = store
        self._text = text
        self._wording = wording

    def answer(self, origins: tuple[Origin, ...]) -> Answer:
        """Compare a quotation, part by part, with the places it was found at."""
        differences: list[Difference] = []
        first = last = 0
        for number, origin in enumerate(origins):
            if number:
                differences += self._elision(origins[number - 1], last, origin)
            compared = compare(
                self._text,
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
        return Answer(origins, _verdict(differences), tuple(differences), first, last)

    def _elision(self, before: Origin, last: int, after: Origin) -> list[Difference]:
        """What is left out between two parts of a quotation; nothing if no letters are."""
        quoted = self._wording
        start = quoted.places[before.alignment.quoted_end - 1] + 1
        end = quoted.places[after.alignment.quoted]
        begin = before.window.wording.read.offsets[last - 1] + 1
        between = self.between(before, begin, after)
        mark = ELLIPSIS.search(quoted.read.text, start, end)
        told, kind = quoted.read.text[start:end], DifferenceKind.PUNCTUATION
        if mark is not None and between.letters:
            told, start, kind = mark.group(), mark.start(), DifferenceKind.ELISION
        elif "".join(told.split()) == "".join(between.read.text.split()):
            return []
        offset = quoted.read.offsets[min(start, len(quoted.read.offsets) - 1)]
        return [Difference(kind, told, between.read.text, offset, begin)]

    def between(self, before: Origin, begin: int, after: Origin) -> Wording:
        """What the file has between two parts, as it is read."""
        source = self._store.by_serial(before.serial).source
        text = self._store.document(before.serial).text(begin, after.start)
        return Wording.of(reading([(begin, text)], source.has_markup), self._store.folding)

    def candidate(self, answer: Answer) -> Candidate:
        """An answer as it is given back."""
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
        page = document.page_at(start)
        passage = document.passage(before.window.passage(before.alignment.original))
        return Candidate(
            source=store.by_serial(before.serial).source,
            section=passage.section,
            passage=passage.number,
            page=page,
            page_label=document.page_label(page),
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

    def _reading(self, answer: Answer, start: int, end: int) -> str:
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

    def _quoted_span(self, answer: Answer) -> tuple[int, int]:
        first = answer.origins[0].alignment.quoted
        last = answer.origins[-1].alignment.quoted_end
        offsets, places = self._wording.read.offsets, self._wording.places
        start = 0 if first == 0 else offsets[places[first]]
        is_whole = last == len(self._wording)
        return start, len(self._text) if is_whole else offsets[places[last - 1]] + 1


def _verdict(differences: Iterable[Difference]) -> Verdict:
    kinds = {difference.kind for difference in differences}
    if not kinds:
        return Verdict.VERBATIM
    if all(kind.keeps_wording for kind in kinds):
        return Verdict.SAME_WORDING
    if all(kind.keeps_wording or kind is DifferenceKind.ELISION for kind in kinds):
        return Verdict.ELIDED
    return Verdict.ALTERED
