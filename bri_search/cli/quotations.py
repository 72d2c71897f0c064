"""How a quotation, its verdict and its candidates are shown on a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from bri_search.citation.styles import DATA_STYLES
from bri_search.cli.cells import Fragment, harmless, section_cell, wrap
from bri_search.cli.columns import Cell, Column, place_columns
from bri_search.cli.output import Page, counted, location, page_of

if TYPE_CHECKING:
    from bri_search.search.quotation.results import Candidate, Difference, QuotationResult

__all__ = [
    "CANDIDATE_COLUMNS",
    "VERDICT_STYLES",
    "cited_candidates",
    "show_candidates",
    "verdict_fragments",
]

VERDICT_STYLES: Final = {
    "verbatim": "ok",
    "same wording": "ok",
    "elided": "warning",
    "altered": "match",
    "spliced": "match",
    "not found": "match",
}
_INDENT = " " * 4
_LONGEST = 400
_LONGEST_DIFFERENCE = 60
_LABEL = 10
_DIFFERENCES = 20
_FEW = 3
"""Characters."""

CANDIDATE_COLUMNS: Final[tuple[Column[Candidate], ...]] = (
    *place_columns(),
    Column("similarity", lambda one: one.similarity),
    Column("text", lambda one: one.reading),
    Column("differences", lambda one: _listed(one.differences)),
    Column("citation", lambda one: one.citation),
)


def _listed(differences: Sequence[Difference]) -> Cell:
    """All differences as one text: kind, what the original has, what was put for it."""
    changes_first = sorted(differences, key=lambda one: one.kind.keeps_wording)
    return "; ".join(f"{one.kind.value}: {one.original} → {one.quoted}" for one in changes_first)


def verdict_fragments(result: QuotationResult) -> list[Fragment]:
    """The verdict, and in how many places and sources it was reached."""
    verdict = result.verdict.value
    fragments: list[Fragment] = [(verdict, VERDICT_STYLES[verdict])]
    if verdict == "not found":
        near = result.candidates[0].similarity if result.candidates else None
        said = "; nothing is near" if near is None else f"; the nearest is {near:.0%} alike"
        return [*fragments, (said, "")]
    if verdict == "spliced":
        return [*fragments, (f", joined from {counted(result.total, 'place')}", "")]
    if result.total > 1:
        fragments.append((f", {counted(result.total, 'place')}", ""))
        if len(result.candidates) < result.total:
            fragments.append((f", {len(result.candidates)} shown", ""))
    return fragments


def cited_candidates(result: QuotationResult, *, in_short: bool = False) -> Sequence[Candidate]:
    """The places whose citations are shown: in short only the first, unless it is spliced."""
    is_first_only = in_short and result.verdict.value != "spliced"
    candidates = result.candidates[:1] if is_first_only else result.candidates
    return [one for one in candidates if one.citation]


def show_candidates(
    page: Page, result: QuotationResult, *, style: str | None, in_short: bool = False
) -> None:
    """Where a quotation comes from: for each place its text and all that differs.

    In short, the places of a right quotation take a line each, and so do those of another one
    behind the first.
    """
    is_spliced = result.verdict.value == "spliced"
    cited = cited_candidates(result, in_short=in_short) if style else ()
    for number, candidate in enumerate(result.candidates, 1):
        is_line = in_short and not is_spliced and (result.verdict.is_right or number > 1)
        if is_line:
            _show_line(page, candidate, result)
        else:
            if number > 1 or not in_short:
                page.gap()
            _show_candidate(page, number, candidate, result)
        if candidate in cited:
            for line in (candidate.citation or "").split("\n"):
                if style in DATA_STYLES:  # to be copied as it stands
                    page.line((_INDENT, ""), (line, ""))
                else:
                    _block(page, [(line, "")])
            if candidate.citation_missing:
                missing = ", ".join(candidate.citation_missing)
                _block(page, [(f"the catalog does not say: {missing}", "aside")])


def _show_line(page: Page, one: Candidate, result: QuotationResult) -> None:
    kinds = dict.fromkeys(each.kind.value for each in one.differences)
    said = [
        page.shown(one.source.title, one.source),
        *([one.source.issued] if one.source.issued else []),
    ]
    if one.verdict is not result.verdict:
        said.append(one.verdict.value)
    elif kinds:
        said.append(f"differs in {', '.join(kinds)}")
    place = f"{location(one.source.path)}:{one.line}:{one.column}"
    _block(page, [(place, "place"), (" · " + " · ".join(said), "aside")])


def _show_candidate(page: Page, number: int, one: Candidate, result: QuotationResult) -> None:
    from bri_search.citation.cleaning import section_labels

    def shown(text: str) -> str:
        return page.shown(text, one.source)

    title: list[Fragment] = [(shown(one.source.title), "title")]
    if one.source.issued:
        title.append((f" · {one.source.issued}", "aside"))
    if one.is_earliest:
        title.append((" · the earliest dated", "ok"))
    if result.verdict.value != one.verdict.value:
        title.append((f" · {one.verdict.value}", VERDICT_STYLES[one.verdict.value]))
    _block(page, title, f"{number:>2}  ")
    if labels := section_labels(one.section, one.source):
        _block(page, [(shown(section_cell(labels)), "section")])
    place = f"{location(one.source.path)}:{one.line}:{one.column}"
    on_page = page_of(one.page, one.page_label)
    _block(page, [(place, "place"), (f" · {on_page}" if on_page else "", "aside")])
    if result.verdict.value == "spliced":
        start, end = one.quoted
        part = result.quotation[start:end].lstrip("> ")
        _block(page, [("for “", "aside"), (part, ""), ("”", "aside")])
    _block(page, _marked(page, one, shown(one.reading)))
    _show_differences(page, one)


def _marked(page: Page, one: Candidate, shown: str) -> list[Fragment]:
    """The original as it is read and shown, with what was dropped or changed marked."""
    changed = [
        difference.original
        for difference in one.differences
        if difference.original and difference.kind.value in ("deleted", "replaced")
    ]
    fragments: list[Fragment] = []
    place = 0
    for original in changed:
        at = one.reading.find(original, place)
        if at >= 0:
            fragments.append((shown[place:at], ""))
            place = at + len(original)
            fragments.append((shown[at:place], "match"))
    fragments.append((page.short(harmless(shown[place:]), _LONGEST), ""))
    return fragments


def _show_differences(page: Page, one: Candidate) -> None:
    shown = [each for each in one.differences if not each.kind.keeps_wording]
    for each in shown[:_DIFFERENCES]:
        _block(page, [(f"{each.kind.value:<{_LABEL}}", "aside"), *_said(page, each)])
    if len(shown) > _DIFFERENCES:
        _block(page, [(f"and {counted(len(shown) - _DIFFERENCES, 'more change')}", "aside")])
    kept = [each for each in one.differences if each.kind.keeps_wording]
    kinds = Counter(each.kind.value for each in kept)
    if kinds:
        listed = ", ".join(
            f"{kind} ({_pairs(kept, kind) or number})" for kind, number in kinds.items()
        )
        _block(page, [(f"differs in {listed}", "aside")])


def _pairs(kept: Sequence[Difference], kind: str) -> str:
    """The few characters that differ in script or region: among so few may be a misprint."""
    of_kind = [each for each in kept if each.kind.value == kind]
    if kind not in ("script", "region") or sum(len(each.quoted) for each in of_kind) > _FEW:
        return ""
    return ", ".join(dict.fromkeys(f"{each.original} → {each.quoted}" for each in of_kind))


def _said(page: Page, each: Difference) -> list[Fragment]:
    quoted, original = (
        page.short(harmless(text).strip(), _LONGEST_DIFFERENCE)
        for text in (each.quoted, each.original)
    )
    if each.kind.value == "inserted":
        return [(quoted, "match"), (" was added", "")]
    if each.kind.value == "deleted":
        return [(original, "match"), (" was left out", "")]
    if each.kind.value == "elision":
        if not original:
            return [(quoted, ""), (" stands at the edge of the quotation", "")]
        length = counted(len(each.original), "character")
        return [(quoted, "match"), (f" stands for {length}: ", ""), (original, "")]
    return [(original, "match"), (" → ", ""), (quoted, "match"), (" (source → quotation)", "aside")]


def _block(page: Page, fragments: list[Fragment], margin: str = _INDENT) -> None:
    width = 0 if page.prose is None else max(page.prose - len(margin), 10)
    for line in wrap(fragments, width):
        page.line((margin, "aside"), *line)
        margin = " " * len(margin)
