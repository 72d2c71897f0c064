"""`bri-search check`: every quotation in a draft, judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bri_search.cli import options
from bri_search.cli.cells import Fragment, harmless, wrap
from bri_search.cli.citations import wrote_references
from bri_search.cli.columns import Column
from bri_search.cli.formats import Format
from bri_search.cli.output import Page, counted, named, say
from bri_search.cli.progress import counting
from bri_search.cli.quotations import (
    CANDIDATE_COLUMNS,
    VERDICT_STYLES,
    cited_candidates,
    show_candidates,
    verdict_fragments,
)
from bri_search.cli.reading import read_standard_input
from bri_search.cli.scripts import asked_rendering
from bri_search.cli.status import Status

if TYPE_CHECKING:
    from bri_search.api.drafts import Draft
    from bri_search.search.quotation.checking import CheckedQuotation, CheckResult
    from bri_search.search.quotation.results import Candidate

__all__ = ["register"]

EXAMPLES = """
\b
Examples:
  bri-search check draft.md
  bri-search check 书稿.docx --cite gb7714
  bri-search check draft.md --min-length 12 --json
  pandoc draft.odt -t markdown | bri-search check -

\b
Quotations are taken from 「」 『』 “” ‘’ " ', from lines that begin with > and
from the block quotations of Word files (paragraphs of the style Quote), web
pages and books.
Exit status: 0 all are verbatim or of the same wording, 1 some are not or a
mark has no partner, 2 an error; so a build can stop at a wrong quotation.
"""
_SHOWN = 160
_MOST_MARKS = 20
"""Marks without a partner that are told one by one; JSON has them all."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A quotation of the draft with one of its candidates, if it has any."""

    checked: CheckedQuotation
    candidate: Candidate | None


def _of_candidate(column: Column[Candidate]) -> Column[_Row]:
    return Column(
        column.name, lambda row: None if row.candidate is None else column.value(row.candidate)
    )


_COLUMNS: Final[tuple[Column[_Row], ...]] = (
    Column("draft_line", lambda row: row.checked.line),
    Column("draft_column", lambda row: row.checked.column),
    Column("quotation", lambda row: _wording(row.checked)),
    Column("verdict", lambda row: row.checked.verdict),
    _of_candidate(Column("candidate_verdict", lambda one: one.verdict.value)),
    *(_of_candidate(column) for column in CANDIDATE_COLUMNS),
)


def register(app: typer.Typer) -> None:
    """Add the command to a program."""
    app.command("check", epilog=EXAMPLES)(check)


def check(
    draft: Annotated[
        Path,
        typer.Argument(
            metavar="DRAFT",
            help="The draft, in any format that index reads; - reads standard input (UTF-8).",
            show_default=False,
            parser=options.named_path,
        ),
    ],
    min_length: Annotated[
        int,
        typer.Option(
            "--min-length", metavar="N", help="Pass over quotations of fewer folded characters."
        ),
    ] = 8,
    limit: Annotated[
        int,
        typer.Option(
            "--limit",
            "-n",
            metavar="N",
            help="Show at most this many places for each quotation; 0 means all.",
        ),
    ] = 3,
    cite: options.Cite = None,
    show_as: options.ShowAs = None,
    as_json: options.AsJson = False,
    as_json_lines: options.AsJsonLines = False,
    as_csv: options.AsCsv = False,
    as_tsv: options.AsTsv = False,
    index: options.Index = Path("index"),
    trust: options.Trust = False,
) -> int:
    """Check every quotation in a draft: where it comes from, and whether it is right."""
    from bri_search import api

    form = Format.asked(as_json=as_json, as_json_lines=as_json_lines, as_csv=as_csv, as_tsv=as_tsv)
    library = api.open(index, trust=trust)
    rendering = asked_rendering(library, show_as, form.name)
    read = _read(draft)
    with counting("quotations") as progress:
        result = library.check(
            read.text,
            min_length=min_length,
            cite=cite or "plain",
            limit=limit,
            block_quotations=read.block_quotations,
            progress=progress,
        )
    as_objects = (one.as_json() for one in result)
    if not form.write(result.as_json, as_objects, _rows(result), _COLUMNS):
        page = Page(rendering)
        if not wrote_references(page, library, _cited(result), cite):
            _show(page, str(draft), result, style=cite)
    for mark in result.unbalanced[:_MOST_MARKS]:
        where = f"{named(draft)}:{mark.line}:{mark.column}"
        say(f"{where}: {mark.mark} has no partner; what it quotes was not checked")
    if more := len(result.unbalanced[_MOST_MARKS:]):
        say(f"{named(draft)}: {counted(more, 'more mark')} without a partner")
    return Status.FOUND if result.is_right else Status.NOTHING


def _read(draft: Path) -> Draft:
    """The draft; raises UnreadableSource where it is none."""
    from bri_search.api.drafts import MOST_BYTES, read_draft

    if str(draft) == "-":
        return read_draft("standard input", read_standard_input(MOST_BYTES))
    read = read_draft(draft)
    for notice in read.notices:
        say(f"{named(draft)}: {notice}")
    return read


def _rows(result: CheckResult) -> Iterator[_Row]:
    for checked in result:
        candidates = checked.result.candidates if checked.result else ()
        for candidate in candidates or (None,):
            yield _Row(checked, candidate)


def _cited(result: CheckResult) -> list[Candidate]:
    found = (one.result for one in result if one.result is not None)
    return [one for each in found for one in cited_candidates(each, in_short=True)]


def _show(page: Page, draft: str, result: CheckResult, *, style: str | None) -> None:
    """A summary, then a line for each quotation that is right, and all about those that are not."""
    _lines(page, _summary(result))
    for checked in result:
        place = f"{named(draft)}:{checked.line}:{checked.column}"
        page.gap()
        _lines(page, [(place, "place"), ("  ", ""), *_verdict(checked)])
        _lines(page, [(page.short(harmless(_wording(checked)), _SHOWN), "")], "    ")
        if checked.result is not None:
            show_candidates(page, checked.result, style=style, in_short=True)


def _wording(checked: CheckedQuotation) -> str:
    """A quotation as it is read, without the marks of a quoted block of lines."""
    from bri_search.search.quotation.draft_blocks import without_block_tags
    from bri_search.text.reading import reading

    quoted = without_block_tags(checked.quotation.text)
    return reading([(0, quoted)], has_markup=True).text.strip()


def _verdict(checked: CheckedQuotation) -> list[Fragment]:
    if checked.result is None:
        return [(f"not checked: {checked.problem}", "match")]
    return verdict_fragments(checked.result)


def _summary(result: CheckResult) -> list[Fragment]:
    fragments: list[Fragment] = [(counted(len(result), "quotation"), "title")]
    for number, (verdict, count) in enumerate(result.counts.items()):
        fragments += [(": " if number == 0 else ", ", ""), (f"{count:,} ", "number")]
        fragments.append((verdict, VERDICT_STYLES[verdict]))
    not_checked = sum(checked.result is None for checked in result)
    if not_checked:
        fragments += [(", " if result.counts else ": ", ""), (f"{not_checked:,} ", "number")]
        fragments.append(("not checked", "match"))
    if result.passed_over:
        fragments.append((f"; {counted(result.passed_over, 'short one')} passed over", "aside"))
    return fragments


def _lines(page: Page, fragments: list[Fragment], indent: str = "") -> None:
    for line in wrap(fragments, 0 if page.prose is None else page.prose - len(indent)):
        page.line((indent, ""), *line)
