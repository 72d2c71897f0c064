"""Quotations that were found, each place with its citation."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bri_search.citation.citing import cite
from bri_search.citation.locating import locator_of
from bri_search.citation.styles import check_style

if TYPE_CHECKING:
    from bri_search.search.quotation.checking import CheckResult
    from bri_search.search.quotation.results import QuotationResult

__all__ = ["with_all_citations", "with_citations"]


def with_citations(result: QuotationResult, style: str) -> QuotationResult:
    """Where a quotation comes from, cited in a style; raises UsageError for an unknown one."""
    check_style(style)
    if not result.is_found:  # a nearest passage is no source of the quotation
        return result
    cited = []
    for one in result.candidates:
        citation = cite(one.source, style, locator_of(one))
        cited.append(replace(one, citation=citation.text, citation_missing=citation.missing))
    return replace(result, candidates=tuple(cited))


def with_all_citations(checked: CheckResult, style: str) -> CheckResult:
    """Every quotation of a draft with the citations of where it comes from."""
    return replace(
        checked,
        quotations=tuple(
            one if one.result is None else replace(one, result=with_citations(one.result, style))
            for one in checked
        ),
    )
