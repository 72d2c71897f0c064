"""`bri-search kwic`: every occurrence of a phrase, one line each, or how many there are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bri_search.cli import options
from bri_search.cli.cells import cells, cut, cut_left, cut_right, harmless, pad
from bri_search.cli.nothing import nothing_shown
from bri_search.cli.output import Page, write_json, write_jsonl
from bri_search.cli.tables import show_table

if TYPE_CHECKING:
    from bri_search.search.results import Count, KwicLine, KwicResult

__all__ = ["register"]

EXAMPLES = """
\b
Examples:
  bri-search kwic 互联互通
  bri-search kwic 合作伙伴 --sort right --width 20
  bri-search kwic 合作伙伴 --count            by form (合作夥伴, …) and by source
  bri-search kwic 'Silk Road' --source specimen-english-briefing --jsonl
"""
_SORTS = ["position", "left", "right"]
_WIDTH = 40


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("kwic", epilog=EXAMPLES)(kwic)


def _complete_sort(incomplete: str) -> list[str]:
    return [sort for sort in _SORTS if sort.startswith(incomplete)]


def kwic(
    phrase: Annotated[
        list[str], typer.Argument(metavar="PHRASE…", help="The phrase.", show_default=False)
    ],
    sort: Annotated[
        str,
        typer.Option(
            "--sort",
            metavar="HOW",
            help=f"By what the lines are sorted: {', '.join(_SORTS)}.",
            autocompletion=_complete_sort,
        ),
    ] = "position",
    width: Annotated[
        int | None,
        typer.Option(
            "--width",
            metavar="N",
            help="Cells of text on either side, two a Chinese character; in JSON, characters.",
            show_default=f"as the terminal is wide; {_WIDTH} in a pipe",
        ),
    ] = None,
    count: Annotated[
        bool, typer.Option("--count", help="Count by the form found and by source instead.")
    ] = False,
    limit: options.Limit = 0,
    offset: options.Offset = 0,
    source: options.SourceFilter = None,
    section: options.SectionFilter = None,
    kind: options.KindFilter = None,
    script: options.ScriptFilter = None,
    since: options.Since = None,
    until: options.Until = None,
    as_json: options.AsJson = False,
    as_json_lines: options.AsJsonLines = False,
    index: options.Index = Path("index"),
) -> int:
    """Show every occurrence of a phrase in its context, one line each."""
    from bri_search import api

    library = api.open(index)
    typed = " ".join(phrase)
    quietly = as_json or as_json_lines
    if count:
        counted = library.count(
            typed,
            source=source,
            section=section,
            kind=kind,
            script=script,
            since=since,
            until=until,
        )
        _write_count(counted, as_json, as_json_lines)
        return nothing_shown(
            typed, counted.total, counted.total, counted.suggestions, quietly=quietly
        )
    page = None if quietly else Page()
    wanted = width if width is not None else _WIDTH
    if page and width is None and page.width:
        wanted = page.width
    result = library.kwic(
        typed,
        sort=sort,
        width=wanted,
        limit=limit,
        offset=offset,
        source=source,
        section=section,
        kind=kind,
        script=script,
        since=since,
        until=until,
    )
    if as_json:
        write_json(result.as_json())
    elif as_json_lines:
        write_jsonl(line.as_json() for line in result)
    elif page and result.occurrences:
        _show(page, result, width)
    return nothing_shown(typed, len(result), result.total, result.suggestions, quietly=quietly)


def _show(page: Page, result: KwicResult, width: int | None) -> None:
    """Lines with the place first, and all matches beginning in one column."""
    most = max(cells(_place(line)) for line in result)
    if page.width is None:
        _show_plain(page, result, most, _WIDTH if width is None else width)
        return
    label = min(most, max(page.width // 4, 10))
    free = page.width - label - 2
    match = min(max(cells(line.match) for line in result), free // 2)
    side = min((free - match) // 2, free if width is None else width)
    for line in result:
        match_shown = cut(line.match, free - side)
        right = min(side, free - side - cells(match_shown))
        page.line(
            (pad(_place(line, label), label) + "  ", "aside"),
            (pad(cut_left(harmless(line.left), side), side, right=True), ""),
            (match_shown, "match"),
            (cut_right(harmless(line.right), right), ""),
        )


def _show_plain(page: Page, result: KwicResult, label: int, side: int) -> None:
    """The same in columns two spaces apart, since no colour says where a match ends."""
    for line in result:
        left = cut_left(harmless(line.left).rstrip(), side)
        right = cut_right(harmless(line.right).lstrip(), side)
        columns = (pad(_place(line), label), pad(left, side, right=True), line.match, right)
        page.line(("  ".join(columns), ""))


def _write_count(count: Count, as_json: bool, as_json_lines: bool) -> None:
    if as_json:
        write_json(count.as_json())
        return
    if as_json_lines:
        write_jsonl(source.as_json() for source in count.sources)
        return
    if not count.total:
        return
    page = Page()
    show_table(
        page,
        ("count", "form"),
        [(f"{form.count:,}", form.form) for form in count.forms],
        right=(0,),
    )
    page.gap()
    show_table(
        page,
        ("count", "source", "title"),
        [(f"{one.count:,}", one.source.id, one.source.title) for one in count.sources],
        right=(0,),
    )
    page.gap()
    page.line((f"{count.total:,}", "number"), (" in all", ""))


def _place(line: KwicLine, width: int | None = None) -> str:
    """The id of the source and the line; the id is cut where there is no room for it."""
    number = f":{line.line}"
    return (line.source.id if width is None else cut(line.source.id, width - len(number))) + number
