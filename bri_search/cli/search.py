"""`bri-search search`: the passages that answer a query, best first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from bri_search.cli import options
from bri_search.cli.cells import Fragment, section_cell, wrap
from bri_search.cli.citations import citation_lines, wrote_references
from bri_search.cli.explaining import explained_reasons, explained_terms
from bri_search.cli.formats import Format
from bri_search.cli.nothing import nothing_shown
from bri_search.cli.output import Page, location, page_of, part_shown, say
from bri_search.cli.scripts import asked_rendering
from bri_search.cli.windows import around_matches

if TYPE_CHECKING:
    from bri_search.citation.citing import Citation
    from bri_search.search.results import Hit, SearchResult

__all__ = ["register"]

EXAMPLES = """
\b
Examples:
  bri-search search '數字絲綢之路'                 any script finds every script
  bri-search search 互联互通 基础设施              passages with both come first
  bri-search search '"Silk Road" OR 海上丝绸之路'  a phrase, or another
  bri-search search '+数字* -论坛' --since 2023    must and must not, from 2023 on
  bri-search search --exact '货值逾3000亿美元' --json
  bri-search search --exact '小而美' --cite gb7714  each with its citation
  bri-search search 數位經濟 --explain              finds 数字经济 too, and says why
  bri-search search 肯尼亚 --strict                not Kenya, only what is typed
  bri-search search 互联互通 --show-as hk           shown in Hong Kong characters

\b
In a query: "…" “…” 「…」 a phrase, +must, -not, OR, ( ), 词* a beginning.
Put quotation marks of the shell, '…', around a query that holds such signs.
In a pipe each passage is one line, file:line: text.
Terms for corpus/glossary.tsv: zh-Hans, zh-Hant-HK, zh-Hant-TW, en and source,
with tabs between them and | between several renderings.
"""
_LINES = 4
_INDENT = " " * 4
_PLAIN_BUDGET = 320
_ALL = "put + before what has to be there: +丝路 +海丝"
_FOREIGN_OPERATORS: Final = {
    "AND": _ALL,
    "&&": _ALL,
    "NOT": "put - right before what must not be there: 丝路 -海丝",
    "||": "write OR: 丝路 OR 海丝",
}
_PROXIMITY = re.compile(r"[\"”」』]~[0-9]")


def register(app: typer.Typer) -> None:
    """Add the command to a program."""
    app.command("search", epilog=EXAMPLES)(search)


def search(
    query: Annotated[
        list[str], typer.Argument(metavar="QUERY…", help="What to look for.", show_default=False)
    ],
    exact: Annotated[
        bool,
        typer.Option("--exact", help="Find the phrase, also inside words; no sign has a meaning."),
    ] = False,
    strict: Annotated[
        bool,
        typer.Option("--strict", help="Find no counterparts: regional words, English, numbers."),
    ] = False,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Say what the query became and why each hit is there."),
    ] = False,
    limit: options.Limit = 10,
    offset: options.Offset = 0,
    source: options.SourceFilter = None,
    section: options.SectionFilter = None,
    kind: options.KindFilter = None,
    script: options.ScriptFilter = None,
    since: options.Since = None,
    until: options.Until = None,
    cite: options.Cite = None,
    show_as: options.ShowAs = None,
    as_json: options.AsJson = False,
    as_json_lines: options.AsJsonLines = False,
    as_csv: options.AsCsv = False,
    as_tsv: options.AsTsv = False,
    index: options.Index = Path("index"),
    trust: options.Trust = False,
) -> int:
    """Find the passages that answer a query, best first.

    Passages with all words come before those with some, and those with the query as typed first.
    A word finds its counterparts in other regions and in English as well, below the word itself.
    """
    from bri_search import api

    form = Format.asked(as_json=as_json, as_json_lines=as_json_lines, as_csv=as_csv, as_tsv=as_tsv)
    library = api.open(index, trust=trust)
    rendering = asked_rendering(library, show_as, form.name)
    result = library.search(
        " ".join(query),
        exact=exact,
        strict=strict,
        explain=explain,
        limit=limit,
        offset=offset,
        source=source,
        section=section,
        kind=kind,
        script=script,
        since=since,
        until=until,
    )
    citations: list[Citation | None] = [None] * len(result)
    if cite is not None:
        citations = [library.cite(hit, cite) for hit in result]
    if form:
        from bri_search.cli.hits import hit_columns, hit_rows  # a page has no table

        objects = _hits_json(result, citations)
        rows = hit_rows(result.hits, citations, offset)
        columns = hit_columns(with_citation=cite is not None)
        form.write(lambda: {**result.as_json(), "hits": [*objects]}, objects, rows, columns)
    else:
        page = Page(rendering)
        if not wrote_references(page, library, result, cite) and (len(result) or explain):
            _show(page, result, citations, offset)
    if not exact:
        _say_foreign_operators(result.query)
    return nothing_shown(
        result.query,
        len(result),
        result.total,
        result.suggestions,
        quietly=bool(form),
    )


def _say_foreign_operators(query: str) -> None:
    """Say of what is an operator elsewhere that it is none here, and how to ask for the same."""
    for token in dict.fromkeys(query.split()):
        if remedy := _FOREIGN_OPERATORS.get(token):
            say(f"{token} is looked for as a word; {remedy}")
    if _PROXIMITY.search(query):
        say("~ and a number ask for no nearness here; words that stand together come first")


def _hits_json(result: SearchResult, citations: list[Citation | None]) -> Iterator[dict[str, Any]]:
    return (
        hit.as_json() | ({} if citation is None else citation.as_json())
        for hit, citation in zip(result, citations, strict=True)
    )


def _show(page: Page, result: SearchResult, citations: list[Citation | None], offset: int) -> None:
    header = part_shown(result.total, "passage", offset, len(result))
    for block in (*explained_terms(result.explanation or ()), header):
        for line in wrap(block, page.width or 0):
            page.line(*line)
    for rank, (hit, citation) in enumerate(zip(result, citations, strict=True), offset + 1):
        page.gap()
        if page.prose is None:
            _show_plain(page, rank, hit)
        else:
            _show_hit(page, page.prose, rank, hit)
        indent = "" if page.prose is None else _INDENT
        if citation is not None:
            for line in citation_lines(citation, page.prose, indent):
                page.line(*line)
        if result.explanation is not None:
            for line in wrap(explained_reasons(hit), (page.prose or 0) - len(indent)):
                page.line((indent, ""), *line)


def _show_hit(page: Page, width: int, rank: int, hit: Hit) -> None:
    number = f"{rank:>2}  "
    inner = width - len(number)
    indent = (_INDENT, "")

    def block(fragments: list[Fragment]) -> None:
        for line in wrap(fragments, inner):
            page.line(indent, *line)

    title, *more = wrap([(_text(page, hit.source.title, hit), "title")], inner)
    page.line((number, "aside"), *title)
    for line in more:
        page.line(indent, *line)
    if section := _section(page, hit):
        block([(section, "section")])
    block([(_place(hit), "place"), (f" · {_details(hit)}", "aside")])
    block(around_matches(_text(page, hit.text, hit), hit.marked, inner * _LINES - 24))


def _show_plain(page: Page, rank: int, hit: Hit) -> None:
    title = _text(page, hit.source.title, hit)
    heading = " › ".join(part for part in (title, _section(page, hit)) if part)
    page.line((f"{rank}  {heading} · {_details(hit)}", ""))
    text = _text(page, hit.text, hit)
    page.line((f"{_place(hit)}: ", ""), *around_matches(text, hit.marked, _PLAIN_BUDGET))


def _text(page: Page, text: str, hit: Hit) -> str:
    return page.shown(text, hit.source)


def _section(page: Page, hit: Hit) -> str:
    from bri_search.citation.cleaning import section_labels

    labels = section_labels(hit.section, hit.source)
    return section_cell([_text(page, label, hit) for label in labels])


def _place(hit: Hit) -> str:
    line = hit.matches[0].line if hit.matches else hit.lines[0]
    return f"{location(hit.source.path)}:{line}"


def _details(hit: Hit) -> str:
    kind = "" if hit.kind.value == "paragraph" else hit.kind.value
    parts = [kind, page_of(hit.page, hit.page_label), f"{hit.score:.2f}"]
    return " · ".join(part for part in parts if part)
