"""Checking: every quotation in a draft, judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bri_search.errors import QueryError, UsageError
from bri_search.index.store import Store
from bri_search.search.as_json import Json
from bri_search.search.length import MAX_DRAFT
from bri_search.search.listing import Listing
from bri_search.search.quotation.draft_blocks import without_block_tags
from bri_search.search.quotation.drafts import DraftQuotation, UnbalancedMark, find_quotations
from bri_search.search.quotation.finding import find_quotation
from bri_search.search.quotation.results import QuotationResult, Verdict

__all__ = ["CheckResult", "CheckedQuotation", "check_draft"]


@dataclass(frozen=True, slots=True)
class CheckedQuotation:
    """A quotation of a draft, its place there, and what it turned out to be.

    `problem` says why it could not be judged; `result` is then None.

    >>> import bri_search
    >>> [checked] = (
    ...     bri_search.open(example_index).check("「各方与合作伙伴加强互联互通」").quotations
    ... )
    >>> checked.line, checked.column, checked.result.verdict.value
    (1, 2, 'same wording')
    """

    quotation: DraftQuotation
    result: QuotationResult | None
    problem: str = ""

    @property
    def line(self) -> int:
        """The line of the draft, counted from 1."""
        return self.quotation.line

    @property
    def column(self) -> int:
        """The column of its first character, counted from 1."""
        return self.quotation.column

    @property
    def verdict(self) -> str | None:
        """The name of the verdict; None where it could not be judged."""
        return None if self.result is None else self.result.verdict.value

    @property
    def is_right(self) -> bool:
        """Whether it says what its source says."""
        return self.result is not None and self.result.verdict.is_right

    def as_json(self) -> Json:
        """An object of the `quotations` of `check --json`: that of `quote`, with its place."""
        one = self.quotation
        place = {
            "line": one.line,
            "column": one.column,
            "start": one.start,
            "end": one.end,
            "mark": one.mark,
            "depth": one.depth,
        }
        if self.result is None:
            return {**place, "quotation": one.text, "verdict": None, "problem": self.problem}
        return {**place, **self.result.as_json()}


@dataclass(frozen=True, slots=True)
class CheckResult(Listing[CheckedQuotation]):
    """All quotations of a draft in order.

    `passed_over` counts those that are too short to be told from mere names and words, and
    `unbalanced` are quotation marks without a partner.

    >>> import bri_search
    >>> checked = bri_search.open(example_index).check("“互联互通”和“加强互联网互通”")
    >>> checked.passed_over, checked.is_right, checked.counts
    (2, True, {})
    """

    quotations: tuple[CheckedQuotation, ...]
    passed_over: int
    unbalanced: tuple[UnbalancedMark, ...]

    @property
    def _found(self) -> Sequence[CheckedQuotation]:
        return self.quotations

    @property
    def is_right(self) -> bool:
        """Whether every quotation says what its source says, and none may have been missed."""
        return not self.unbalanced and all(one.is_right for one in self.quotations)

    @property
    def counts(self) -> dict[str, int]:
        """How many quotations there are of each verdict, best first."""
        found = Counter(one.result.verdict for one in self.quotations if one.result)
        return {verdict.value: found[verdict] for verdict in Verdict if found[verdict]}

    def as_json(self) -> Json:
        """The object of `check --json`."""
        return {
            "right": self.is_right,
            "counts": self.counts,
            "passed_over": self.passed_over,
            "unbalanced": [
                {"mark": one.mark, "line": one.line, "column": one.column}
                for one in self.unbalanced
            ],
            "quotations": [one.as_json() for one in self.quotations],
        }


def check_draft(
    store: Store,
    draft: str,
    *,
    min_length: int,
    limit: int,
    block_quotations: Sequence[tuple[int, int]] = (),
    progress: Callable[[int, int], None] | None = None,
) -> CheckResult:
    """Judge every quotation of a draft that has `min_length` folded characters or more.

    `block_quotations` are those of `find_quotations`. `limit` is how many candidates of each are
    wanted; `progress` is called with the number of quotations judged and of all. Raises UsageError
    where the draft has more than `MAX_DRAFT` code points, and for a block quotation that lies
    outside it or ends before it begins.
    """
    if len(draft) > MAX_DRAFT:
        raise UsageError(
            f"the draft has {len(draft):,} characters and may have {MAX_DRAFT:,}; check it in parts"
        )
    for begin, end in block_quotations:
        if not 0 <= begin <= end <= len(draft):
            raise UsageError(
                f"{begin} to {end} is no stretch of the draft; give where one "
                f"begins and ends, from 0 to {len(draft)}",
                argument="block_quotations",
            )
    found = find_quotations(draft, block_quotations)
    long_enough = [
        one
        for one in found.quotations
        if len(store.folding.text(without_block_tags(one.text))) >= min_length
    ]
    checked = []
    for number, one in enumerate(long_enough):
        if progress is not None:
            progress(number, len(long_enough))
        try:
            quoted = without_block_tags(one.text)
            checked.append(CheckedQuotation(one, find_quotation(store, quoted, limit)))
        except (QueryError, UsageError) as error:
            checked.append(CheckedQuotation(one, None, str(error)))
    passed_over = len(found.quotations) - len(long_enough)
    return CheckResult(tuple(checked), passed_over, found.unbalanced)
