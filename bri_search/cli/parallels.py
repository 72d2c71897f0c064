"""`bri-search parallels`: passages that sources share, and how much of each is in each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bri_search.cli import options
from bri_search.cli.cells import Fragment, cells, section_cell, wrap
from bri_search.cli.columns import Column
from bri_search.cli.formats import Format
from bri_search.cli.output import Page, counted, location, named, page_of, part_shown, say
from bri_search.cli.progress import counting
from bri_search.cli.scripts import asked_rendering
from bri_search.cli.shares import MOST_IN_MATRIX, SHARE_COLUMNS, show_shares
from bri_search.cli.status import Status
from bri_search.cli.windows import around_matches
from bri_search.errors import UsageError

if TYPE_CHECKING:
    from bri_search.api import Library
    from bri_search.search.rendering import Rendering
    from bri_search.search.reuse.results import Parallel, Parallels, Side
    from bri_search.sources.document import Span

__all__ = ["register"]

EXAMPLES = """
\b
Examples:
  bri-search parallels                       all sources with one another
  bri-search parallels hk-newspaper.txt      by id, file or part of the title
  bri-search parallels specimen-white-paper --with specimen-report
  bri-search parallels --min-length 30 --limit 0 --jsonl
  bri-search parallels --summary             how much of each is in each other

\b
Both scripts are one: 互聯互通 and 互联互通 are the same. What differs is
marked; in a pipe, [-117-] is only in the first source and {+116+} only in
the second. The first is the one issued earlier.
"""
_DEFAULT_LIMIT = 20
_SIDE_BY_SIDE = 120
_GAP = "  "
_LINES = 12
_MARKS: Final = (("[-", "-]"), ("{+", "+}"))


def _side_columns(number: int, name: str) -> tuple[Column[Parallel], ...]:
    return (
        Column(name, lambda one: one.sides[number].source.id),
        Column(f"{name}_section", lambda one: section_cell(one.sides[number].section)),
        Column(f"{name}_path", lambda one: named(one.sides[number].source.path)),
        Column(f"{name}_line", lambda one: one.sides[number].line),
        Column(f"{name}_start", lambda one: one.sides[number].start),
        Column(f"{name}_end", lambda one: one.sides[number].end),
        Column(f"{name}_text", lambda one: one.sides[number].reading),
    )


_COLUMNS: Final[tuple[Column[Parallel], ...]] = (
    Column("length", lambda one: one.length),
    Column("similarity", lambda one: round(one.similarity, 4)),
    Column("differences", lambda one: len(one.differences)),
    *_side_columns(0, "first"),
    *_side_columns(1, "second"),
)


def register(app: typer.Typer) -> None:
    """Add the command to a program."""
    app.command("parallels", epilog=EXAMPLES)(parallels)


def parallels(
    source: Annotated[
        str | None,
        typer.Argument(
            metavar="SOURCE",
            help="Only what this source shares: its id, file name or part of its title.",
            show_default=False,
            autocompletion=options.complete_source,
        ),
    ] = None,
    with_source: Annotated[
        str | None,
        typer.Option(
            "--with",
            metavar="SOURCE",
            help="Only what it shares with this one.",
            autocompletion=options.complete_source,
        ),
    ] = None,
    min_length: Annotated[
        int,
        typer.Option(
            "--min-length", metavar="N", help="The fewest characters that both have in common."
        ),
    ] = 15,
    summary: Annotated[
        bool,
        typer.Option("--summary", help="How much of each source is found in each other instead."),
    ] = False,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            "-n",
            metavar="N",
            help="Show at most this many; 0 means all.",
            show_default=f"{_DEFAULT_LIMIT}; all with --summary of up to {MOST_IN_MATRIX} sources",
        ),
    ] = None,
    offset: options.Offset = 0,
    show_as: options.ShowAs = None,
    as_json: options.AsJson = False,
    as_json_lines: options.AsJsonLines = False,
    as_csv: options.AsCsv = False,
    as_tsv: options.AsTsv = False,
    index: options.Index = Path("index"),
    trust: options.Trust = False,
) -> int:
    """List the passages that sources share, in whichever script, longest first."""
    from bri_search import api

    form = Format.asked(as_json=as_json, as_json_lines=as_json_lines, as_csv=as_csv, as_tsv=as_tsv)
    library = api.open(index, trust=trust)
    rendering = asked_rendering(library, show_as, form.name)
    if summary:
        if source is not None or with_source is not None or offset:
            raise UsageError("--summary is of all sources; leave out SOURCE, --with and --offset")
        return _summary(library, form, rendering, min_length, limit)
    with counting("comparing") as progress:
        result = library.parallels(
            source,
            with_source,
            min_length=min_length,
            limit=_DEFAULT_LIMIT if limit is None else limit,
            offset=offset,
            progress=progress,
        )
    as_objects = (one.as_json() for one in result)
    if not form.write(result.as_json, as_objects, result, _COLUMNS):
        if len(result):
            _show(Page(rendering), result, offset)
        elif result.total:
            say(f"{result.total:,} found and none shown; give a smaller --offset")
        else:
            say(f"no passage of {min_length} characters is shared; --min-length finds shorter ones")
    return Status.FOUND if len(result) else Status.NOTHING


def _summary(
    library: Library, form: Format, rendering: Rendering, min_length: int, limit: int | None
) -> Status:
    many = len(library.sources) > MOST_IN_MATRIX
    if limit is None:
        limit = _DEFAULT_LIMIT if many and not form else 0
    with counting("comparing") as progress:
        shares = library.shares(min_length=min_length, limit=limit, progress=progress)
    as_objects = (one.as_json() for one in shares)
    if not form.write(shares.as_json, as_objects, shares, SHARE_COLUMNS):
        if len(shares):
            show_shares(shares, rendering)
        else:
            say(f"no passage of {min_length} characters is shared; --min-length finds shorter ones")
    return Status.FOUND if len(shares) else Status.NOTHING


def _show(page: Page, result: Parallels, offset: int) -> None:
    header = part_shown(result.total, "parallel", offset, len(result))
    for line in wrap(header, page.width or 0):
        page.line(*line)
    for rank, parallel in enumerate(result, offset + 1):
        page.gap()
        if page.width is None:
            _show_plain(page, rank, parallel)
        else:
            _show_sides(page, page.width, rank, parallel)


def _details(parallel: Parallel) -> str:
    details = counted(parallel.length, "character")
    if parallel.differences:
        details += f" · {counted(len(parallel.differences), 'difference')}"
        details += f" · {parallel.similarity:.0%} alike"
    return details


def _show_plain(page: Page, rank: int, parallel: Parallel) -> None:
    from bri_search.citation.cleaning import section_labels

    page.line((f"{rank}  {_details(parallel)}", ""))
    for side, marks in zip(parallel.sides, _MARKS, strict=True):
        text = "".join(_bracketed(page.shown(side.reading, side.source), side.marked, marks))
        section = section_cell(section_labels(side.section, side.source))
        labels = (side.source.title, section)
        heading = " › ".join(page.shown(part, side.source) for part in labels if part)
        page.line((heading, ""))
        page.line((f"{location(side.source.path)}:{side.line}: {text}", ""))


def _bracketed(text: str, marked: Sequence[Span], marks: tuple[str, str]) -> Iterator[str]:
    """A side with what only it has between marks, those that wdiff uses."""
    place = 0
    for start, end in marked:
        yield text[place:start]
        yield marks[0] + text[start:end] + marks[1]
        place = end
    yield text[place:]


def _show_sides(page: Page, width: int, rank: int, parallel: Parallel) -> None:
    number = f"{rank:>2}  "
    indent = (" " * len(number), "")
    inner = width - len(number)
    first_line, *more = wrap([(_details(parallel), "number")], inner)
    page.line((number, "aside"), *first_line)
    for further in more:
        page.line(indent, *further)
    if width < _SIDE_BY_SIDE:
        for side in parallel.sides:
            for line in chain.from_iterable(_side(page, side, inner)):
                page.line(indent, *line)
        return
    column = (inner - len(_GAP)) // 2
    for first, second in zip(*(_side(page, side, column) for side in parallel.sides), strict=True):
        for left, right in zip_longest(first, second, fillvalue=()):
            taken = sum(cells(text) for text, _ in left)
            page.line(indent, *left, (" " * (column - taken) + _GAP, ""), *right)


def _side(page: Page, side: Side, width: int) -> list[list[Sequence[Fragment]]]:
    """The lines of a side's title, section, place and text."""
    from bri_search.citation.cleaning import section_labels

    def shown(text: str) -> str:
        return page.shown(text, side.source)

    title: list[Fragment] = [(shown(side.source.title), "title")]
    if side.source.issued:
        title.append((f" · {side.source.issued}", "aside"))
    on_page = page_of(side.page, side.page_label)
    place = f"{location(side.source.path)}:{side.line}"
    blocks: list[list[Fragment]] = [
        title,
        [(shown(section_cell(section_labels(side.section, side.source))), "section")],
        [(place, "place"), (f" · {on_page}" if on_page else "", "aside")],
        around_matches(shown(side.reading), side.marked, width * _LINES),
    ]
    return [list(wrap(block, width)) for block in blocks]
