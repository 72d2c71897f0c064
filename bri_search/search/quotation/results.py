"""What a quotation turns out to be: verdict, candidates and every difference, with their JSON."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bri_search.search.as_json import Json, place_json
from bri_search.search.selectors import Selector
from bri_search.sources.document import Source, Span

__all__ = ["Candidate", "Difference", "DifferenceKind", "QuotationResult", "Verdict"]


class Verdict(StrEnum):
    """What a quotation is to the text it comes from, best first.

    `verbatim`: the same characters. `same wording`: only script, region, width or case,
    spacing, punctuation or the grouping of digits differ. `elided`: parts are left out where an
    ellipsis stands. `altered`: characters were added, dropped or changed. `spliced`: joined from
    two or more places, in which letters may have been changed as well. `not found`: none of these.

    >>> Verdict("same wording").is_right, Verdict.ELIDED.is_right
    (True, False)
    """

    VERBATIM = "verbatim"
    SAME_WORDING = "same wording"
    ELIDED = "elided"
    ALTERED = "altered"
    SPLICED = "spliced"
    NOT_FOUND = "not found"

    @property
    def is_right(self) -> bool:
        """Whether the quotation says what the source says, no more and no less."""
        return self in (Verdict.VERBATIM, Verdict.SAME_WORDING)

    @property
    def rank(self) -> int:
        """0 for the best."""
        return list(Verdict).index(self)


class DifferenceKind(StrEnum):
    """In what a quotation differs from its source at some place.

    `number` is another way of grouping digits (3000 for 3,000); another number is `replaced`.

    >>> DifferenceKind.SPACING.keeps_wording, DifferenceKind.DELETED.keeps_wording
    (True, False)
    """

    SCRIPT = "script"
    REGION = "region"
    WIDTH = "width"
    SPACING = "spacing"
    PUNCTUATION = "punctuation"
    NUMBER = "number"
    INSERTED = "inserted"
    DELETED = "deleted"
    REPLACED = "replaced"
    ELISION = "elision"

    @property
    def keeps_wording(self) -> bool:
        """Whether nothing was added, dropped or changed."""
        return self not in _CHANGES and self is not DifferenceKind.ELISION


_CHANGES = (DifferenceKind.INSERTED, DifferenceKind.DELETED, DifferenceKind.REPLACED)


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: what the quotation has, what the source has, and where.

    `quoted_start` counts code points in the quotation, `start` in the file. What is `inserted`
    has no `original`, what is `deleted` no `quoted`. Numbers and Latin words are given whole.

    >>> import bri_search
    >>> found = bri_search.open(example_index).quote("各方与合作伙伴增强互联互通").candidates[0]
    >>> [(one.kind.value, one.quoted, one.original) for one in found.differences]
    [('script', '伙', '夥'), ('replaced', '增', '加')]
    """

    kind: DifferenceKind
    quoted: str
    original: str
    quoted_start: int
    start: int

    def as_json(self) -> Json:
        """An object of the `differences` of a candidate."""
        return {
            "kind": self.kind.value,
            "quoted": self.quoted,
            "original": self.original,
            "quoted_start": self.quoted_start,
            "start": self.start,
        }


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a quotation, or where it is spliced a part of it, comes from.

    `text` is the file's own characters from `start` to `end`, and `spans` the pieces of the file
    that answer the quotation; `quoted` says which characters of the quotation do. `reading` is the
    same as it is read. `similarity` is 1 less the share of letters that had to be edited
    (Levenshtein distance over the longer of the two). `is_earliest` marks the
    one of several sources that was issued first, which is the one to cite. `citation` is in the
    style that was asked for, and `citation_missing` what the catalog does not know for it; the
    nearest passage to what was not found has none.

    >>> import bri_search
    >>> found = bri_search.open(example_index).quote("各方与合作伙伴加强联通").candidates[0]
    >>> found.source.id, found.line, found.verdict.value, found.text
    ('statement', 5, 'altered', '各方与合作夥伴加强互联互通')
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
    lines: tuple[int, int]
    text: str
    spans: tuple[Span, ...]
    reading: str
    quoted: Span
    similarity: float
    verdict: Verdict
    differences: tuple[Difference, ...]
    selector: Selector
    is_earliest: bool = False
    citation: str | None = None
    citation_missing: tuple[str, ...] = ()

    def as_json(self) -> Json:
        """An object of the `candidates` of `quote --json`."""
        return {
            **place_json(self),
            "lines": list(self.lines),
            "text": self.text,
            "spans": [list(span) for span in self.spans],
            "quoted": list(self.quoted),
            "similarity": self.similarity,
            "verdict": self.verdict.value,
            "differences": [difference.as_json() for difference in self.differences],
            "earliest": self.is_earliest,
            "selector": self.selector.as_json(),
            "citation": self.citation,
            "citation_missing": list(self.citation_missing),
        }


@dataclass(frozen=True, slots=True)
class QuotationResult:
    """Where a quotation comes from and whether it is right.

    Candidates come best verdict first, of altered ones those with the fewest letters changed, then
    earliest issued; those of a spliced quotation in the order of its parts. One that was not found
    has the nearest place there is, if there is any. `total` counts the candidates that a limit left
    out as well.

    >>> import bri_search
    >>> result = bri_search.open(example_index).quote("數字絲綢之路建設")
    >>> result.verdict.value, len(result.candidates), result.is_found
    ('verbatim', 1, True)
    """

    quotation: str
    verdict: Verdict
    candidates: tuple[Candidate, ...]
    total: int

    @property
    def is_found(self) -> bool:
        """Whether it comes from the sources at all."""
        return self.verdict is not Verdict.NOT_FOUND

    def as_json(self) -> Json:
        """The object of `quote --json`."""
        return {
            "quotation": self.quotation,
            "verdict": self.verdict.value,
            "total": self.total,
            "candidates": [candidate.as_json() for candidate in self.candidates],
        }
