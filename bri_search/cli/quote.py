"""`bri-search quote`: where a quotation comes from and whether it is right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bri_search.cli import options
from bri_search.cli.cells import Fragment, wrap
from bri_search.cli.citations import wrote_references
from bri_search.cli.columns import Column
from bri_search.cli.formats import Format
from bri_search.cli.output import Page
from bri_search.cli.quotations import (
    CANDIDATE_COLUMNS,
    cited_candidates,
    show_candidates,
    verdict_fragments,
)
from bri_search.cli.reading import read_standard_input
from bri_search.cli.scripts import asked_rendering
from bri_search.cli.status import Status

if TYPE_CHECKING:
    from bri_search.search.quotation.results import Candidate, QuotationResult

__all__ = ["register"]

EXAMPLES = """
\b
Examples:
  bri-search quote '陆上看铁路……一匹不歇脚的马'
  bri-search quote '一個項目好不好，當地人說了算' --cite gb7714
  bri-search quote '一個項目好不好，當地人說了算' --show-as hk
  pbpaste | bri-search quote - --json

\b
Verdicts, best first:
  verbatim      the same characters; line breaks of the page do not count
  same wording  only script, region, width or case, spacing, punctuation
                or the grouping of digits differ
  elided        parts are left out where an ellipsis stands
  altered       characters were added, dropped or changed
  spliced       joined from two or more places
  not found     none of these; the nearest passage is shown
"""
_MOST_BYTES = 1_000_000
"""What is read of standard input: far more than a quotation may have."""

_COLUMNS: Final[tuple[Column[Candidate], ...]] = (
    Column("verdict", lambda one: one.verdict.value),
    Column("quoted_start", lambda one: one.quoted[0]),
    Column("quoted_end", lambda one: one.quoted[1]),
    *CANDIDATE_COLUMNS,
)


def register(app: typer.Typer) -> None:
    """Add the command to a program."""
    app.command("quote", epilog=EXAMPLES)(quote)


def quote(
    text: Annotated[
        list[str],
        typer.Argument(
            metavar="TEXT…", help="The quotation; - reads standard input.", show_default=False
        ),
    ],
    limit: options.Limit = 10,
    cite: options.Cite = None,
    show_as: options.ShowAs = None,
    as_json: options.AsJson = False,
    as_json_lines: options.AsJsonLines = False,
    as_csv: options.AsCsv = False,
    as_tsv: options.AsTsv = False,
    index: options.Index = Path("index"),
    trust: options.Trust = False,
) -> int:
    """Find where a quotation comes from, whether it is verbatim, and what was changed.

    Best verdict first, then the earliest issued, which is the one to cite.
    """
    from bri_search import api

    form = Format.asked(as_json=as_json, as_json_lines=as_json_lines, as_csv=as_csv, as_tsv=as_tsv)
    typed = (
        read_standard_input(_MOST_BYTES).decode("utf-8-sig") if text == ["-"] else " ".join(text)
    )
    library = api.open(index, trust=trust)
    rendering = asked_rendering(library, show_as, form.name)
    result = library.quote(typed, cite=cite or "plain", limit=limit)
    as_objects = (one.as_json() for one in result.candidates)
    if not form.write(result.as_json, as_objects, result.candidates, _COLUMNS):
        page = Page(rendering)
        if not wrote_references(page, library, cited_candidates(result), cite):
            _show(page, result, style=cite)
    return Status.FOUND if result.is_found else Status.NOTHING


def _show(page: Page, result: QuotationResult, *, style: str | None) -> None:
    head: list[Fragment] = verdict_fragments(result)
    for line in wrap(head, page.prose or 0):
        page.line(*line)
    show_candidates(page, result, style=style)
