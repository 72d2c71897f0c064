"""`bri-search kwic`: every occurrence of a phrase, one line each, or how many there are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from bri_search.cli import concordance, options
from bri_search.cli.formats import Format
from bri_search.cli.nothing import nothing_shown
from bri_search.cli.output import Page, counted, part_shown, say
from bri_search.cli.progress import counting
from bri_search.cli.scripts import asked_rendering
from bri_search.cli.status import Status
from bri_search.errors import UsageError
from bri_search.search.kwic.choices import GROUPINGS, RANKINGS, SORTS

if TYPE_CHECKING:
    from bri_search.api import Library
    from bri_search.search.filtering import Filters
    from bri_search.search.kwic.collocates import Collocate
    from bri_search.search.kwic.counting import SourceCount
    from bri_search.search.kwic.distribution import GroupCount
    from bri_search.search.kwic.results import KwicLine
    from bri_search.search.rendering import Rendering
    from bri_search.search.suggestions import Suggestion

__all__ = ["register"]

EXAMPLES = f"""
\b
Examples:
  bri-search kwic 互联互通
  bri-search kwic 合作伙伴 --sort right1,date --width 20
  bri-search kwic 合作 --sample 10 --sort left1,left2
  bri-search kwic 合作伙伴 --count            by form (合作夥伴, …) and by source
  bri-search kwic 合作 --collocates --window 3
  bri-search kwic 數字 --by source           and how often in 10,000 characters
  bri-search kwic 互联互通 --show-as tw       in Taiwan characters
  bri-search kwic port --words               and not ports
  bri-search kwic 'Silk Road' --source specimen-english-briefing --csv

\b
Keys for --sort: {", ".join(SORTS)}, left1 … left9 and
right1 … right9. left1 (L1 and 1L are the same) is the last word before the
match, right1 the first behind it; left and right are all that stands there.
Words, here and in a --window, are those the index cuts text into.
--by date counts by month where all dates of sources have one, else by year.
"""
_WORD_SORTS = [f"{side}{number}" for side in ("left", "right") for number in (1, 2, 3)]
_COLLOCATES = 50
_WINDOW = 5
_MIN_COUNT = 3
_BEGINNING = re.compile(r"(?<!\S)\w+\*(?!\S)")
"""A word that is to go on, as a query has it."""

_NEEDED: Final = {
    "--seed": "--sample",
    "--window": "--collocates",
    "--min-count": "--collocates",
    "--rank-by": "--collocates",
}
"""What an option does nothing without."""
_ALSO_WITH: Final = {"--collocates": ("--limit", "--offset")}
"""Of the options of the lines, those that another view has as well."""


def register(app: typer.Typer) -> None:
    """Add the command to a program."""
    app.command("kwic", epilog=EXAMPLES)(kwic)


def _complete_sort(incomplete: str) -> list[str]:
    """The keys that begin with what was typed behind the last comma; words where a side was."""
    before, comma, last = incomplete.rpartition(",")
    keys = [*SORTS, *_WORD_SORTS] if last in {"left", "right"} else SORTS
    return [f"{before}{comma}{key}" for key in keys if key.startswith(last)]


def kwic(
    phrase: Annotated[
        list[str], typer.Argument(metavar="PHRASE…", help="The phrase.", show_default=False)
    ],
    words: Annotated[
        bool,
        typer.Option(
            "--words",
            help="Leave out what begins or ends inside a Latin word or a number.",
        ),
    ] = False,
    sort: Annotated[
        list[str] | None,
        typer.Option(
            "--sort",
            metavar="KEYS",
            help="Up to three keys, the most important first, commas between.",
            autocompletion=_complete_sort,
            show_default="position",
        ),
    ] = None,
    sample: Annotated[
        int | None,
        typer.Option("--sample", metavar="N", help="Only N occurrences, drawn at random."),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(
            "--seed", metavar="N", help="The same seed draws the same sample.", show_default="0"
        ),
    ] = None,
    width: Annotated[
        int | None,
        typer.Option(
            "--width",
            metavar="N",
            help="Cells of text on either side, two a Chinese character; in JSON, CSV and TSV, "
            "characters.",
            show_default=f"as the terminal is wide; {concordance.WIDTH} in a pipe",
        ),
    ] = None,
    count: Annotated[
        bool, typer.Option("--count", help="Count by the form found and by source instead.")
    ] = False,
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="WHAT",
            help=f"Count by {', '.join(GROUPINGS)} instead, in bars on a terminal.",
            autocompletion=options.completing(GROUPINGS),
        ),
    ] = None,
    collocates: Annotated[
        bool, typer.Option("--collocates", help="List the words that stand near it instead.")
    ] = False,
    window: Annotated[
        str | None,
        typer.Option(
            "--window",
            metavar="N[,N]",
            help="With --collocates: so many words to the left and to the right.",
            show_default=f"{_WINDOW},{_WINDOW}",
        ),
    ] = None,
    min_count: Annotated[
        int | None,
        typer.Option(
            "--min-count",
            metavar="N",
            help="With --collocates: only words that stand there at least N times.",
            show_default=str(_MIN_COUNT),
        ),
    ] = None,
    rank_by: Annotated[
        str | None,
        typer.Option(
            "--rank-by",
            metavar="MEASURE",
            help=f"With --collocates: {', '.join(RANKINGS)}.",
            autocompletion=options.completing(RANKINGS),
            show_default=RANKINGS[0],
        ),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            "-n",
            metavar="N",
            help="Show at most this many; 0 means all.",
            show_default=f"all; {_COLLOCATES} collocates",
        ),
    ] = None,
    offset: options.Offset = 0,
    source: options.SourceFilter = None,
    section: options.SectionFilter = None,
    kind: options.KindFilter = None,
    script: options.ScriptFilter = None,
    since: options.Since = None,
    until: options.Until = None,
    show_as: options.ShowAs = None,
    as_json: options.AsJson = False,
    as_json_lines: options.AsJsonLines = False,
    as_csv: options.AsCsv = False,
    as_tsv: options.AsTsv = False,
    index: options.Index = Path("index"),
    trust: options.Trust = False,
) -> int:
    """Show every occurrence of a phrase in its context, one line each.

    It is found by its characters, also inside longer words: us in business. With --words it is not.
    """
    from bri_search import api

    form = Format.asked(as_json=as_json, as_json_lines=as_json_lines, as_csv=as_csv, as_tsv=as_tsv)
    _fit_together(
        {"--count": count, "--by": by is not None, "--collocates": collocates},
        {
            "--sort": sort or None,
            "--sample": sample,
            "--seed": seed,
            "--width": width,
            "--window": window,
            "--min-count": min_count,
            "--rank-by": rank_by,
            "--limit": limit,
            "--offset": offset or None,
        },
    )
    typed = " ".join(phrase)
    library = api.open(index, trust=trust)
    rendering = asked_rendering(library, show_as, form.name)
    if _BEGINNING.search(typed):
        say("* is passed over here; bri-search search 'word*' finds words that begin alike")
    filters: Filters = {
        "source": source,
        "section": section,
        "kind": kind,
        "script": script,
        "since": since,
        "until": until,
    }
    asked = _Asked(library, typed, words, filters, form, rendering, limit, offset)
    if count:
        return _count(asked)
    if by is not None:
        return _distribution(asked, by)
    if collocates:
        return _collocates(asked, window, min_count, rank_by)
    return _lines(asked, sort, sample, seed, width)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked for, whichever view of it."""

    library: Library
    typed: str
    words: bool
    filters: Filters
    form: Format
    rendering: Rendering
    limit: int | None
    offset: int

    def status(self, shown: int, total: int, suggestions: Sequence[Suggestion]) -> int:
        """The exit status; where nothing is shown, says so."""
        return nothing_shown(self.typed, shown, total, suggestions, quietly=bool(self.form))


def _fit_together(views: dict[str, bool], given: dict[str, object]) -> None:
    """Refuse views that exclude one another, and options that would do nothing in a view."""
    chosen = [name for name, is_chosen in views.items() if is_chosen]
    if len(chosen) > 1:
        raise UsageError(f"{' and '.join(chosen)} exclude one another; give one of them")
    there = {*chosen, *(name for name, value in given.items() if value is not None)}
    for name in (one for one in given if one in there):
        needed = _NEEDED.get(name)
        if needed is not None and needed not in there:
            raise UsageError(f"{name} goes with {needed} only; leave it out")
        if chosen and needed is None and name not in _ALSO_WITH.get(chosen[0], ()):
            raise UsageError(f"{name} does not go with {chosen[0]}; leave it out")


def _window(typed: str) -> int | tuple[int, int]:
    """How many words on either side, or to the left and to the right."""
    try:
        left, *more = map(int, typed.split(","))
        [right] = more or [left]
    except ValueError:
        raise UsageError(
            f"{typed!r} is none; write 5, or 3,0 for the left alone", argument="window"
        ) from None
    return left, right


def _objects(
    parts: Iterable[KwicLine | SourceCount | Collocate | GroupCount],
) -> Iterator[dict[str, Any]]:
    return (part.as_json() for part in parts)


def _lines(
    asked: _Asked,
    sort: list[str] | None,
    sample: int | None,
    seed: int | None,
    width: int | None,
) -> int:
    page = None if asked.form else Page(asked.rendering)
    result = asked.library.kwic(
        asked.typed,
        words=asked.words,
        sort=sort or "position",
        sample=sample,
        seed=seed or 0,
        width=width if width is not None else (page and page.width) or concordance.WIDTH,
        limit=asked.limit or 0,
        offset=asked.offset,
        **asked.filters,
    )
    asked.form.write(result.as_json, _objects(result), result, concordance.COLUMNS)
    if page and result.occurrences:
        concordance.show_lines(page, result, asked.rendering, width)
        drawn = result.total if sample is None else min(sample, result.total)
        if sample is not None:
            page.gap()
            page.line((f"{drawn:,}", "number"), (f" of {result.total:,}, a random sample", ""))
        if len(result) < drawn:
            # Beside the lines: `kwic | wc -l` counts occurrences.
            part = part_shown(drawn, "occurrence", asked.offset, len(result))
            say("".join(text for text, _ in part))
    return asked.status(len(result), result.total, result.suggestions)


def _collocates(
    asked: _Asked, window: str | None, min_count: int | None, rank_by: str | None
) -> int:
    from bri_search.cli import collocates as company

    form = asked.form
    rank_by = rank_by or RANKINGS[0]
    min_count = _MIN_COUNT if min_count is None else min_count
    with counting("counting words") as progress:
        found = asked.library.collocates(
            asked.typed,
            words=asked.words,
            window=_WINDOW if window is None else _window(window),
            min_count=min_count,
            rank_by=rank_by,
            limit=_COLLOCATES if asked.limit is None else asked.limit,
            offset=asked.offset,
            progress=progress,
            **asked.filters,
        )
    if not form.write(found.as_json, _objects(found), found, company.COLUMNS) and len(found):
        company.show_collocates(found, rank_by, asked.rendering)
    if found.total and not found.found:
        if not form:
            often = counted(min_count, "time")
            say(f"no word stands near {asked.typed!r} {often}; give a smaller --min-count")
        return Status.NOTHING
    return asked.status(len(found), found.found, found.suggestions)


def _distribution(asked: _Asked, by: str) -> int:
    from bri_search.cli import distribution

    found = asked.library.distribution(asked.typed, words=asked.words, by=by, **asked.filters)
    columns = distribution.columns(by)
    if not asked.form.write(found.as_json, _objects(found), found, columns) and found.total:
        distribution.show_distribution(found, asked.rendering)
    return asked.status(found.total, found.total, found.suggestions)


def _count(asked: _Asked) -> int:
    from bri_search.cli import counts

    counted = asked.library.count(asked.typed, words=asked.words, **asked.filters)
    objects, rows = _objects(counted.sources), counts.rows(counted)
    if not asked.form.write(counted.as_json, objects, rows, counts.COLUMNS) and counted.total:
        counts.show_count(counted, asked.rendering)
    return asked.status(counted.total, counted.total, counted.suggestions)
