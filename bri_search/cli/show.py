"""`bri-search show`: a source to be read, or a part of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bri_search.cli import options
from bri_search.cli.cells import wrap
from bri_search.cli.citations import citation_lines, wrote_references
from bri_search.cli.formats import Format
from bri_search.cli.output import Page, location, page_of, say, write_json, write_jsonl
from bri_search.cli.scripts import asked_rendering
from bri_search.cli.status import Status

if TYPE_CHECKING:
    from bri_search.citation.citing import Citation
    from bri_search.search.showing import ShownPassage

__all__ = ["register"]

EXAMPLES = """
\b
Examples:
  bri-search show specimen-report --outline
  bri-search show specimen-white-paper --section 前言
  bri-search show hk-newspaper.txt --line 40 --around 2
  bri-search show hk-newspaper.txt --line 40 --cite bibtex
  bri-search show hk-newspaper.txt --line 40 --show-as hans
"""
_KIND_WIDTH = 10


def register(app: typer.Typer) -> None:
    """Add the command to a program."""
    app.command("show", epilog=EXAMPLES)(show)


def show(
    source: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE",
            help="The id of a source, its file name or part of its title.",
            show_default=False,
            autocompletion=options.complete_source,
        ),
    ],
    section: Annotated[
        str | None,
        typer.Option(
            "--section", metavar="TEXT", help="Only below headings that hold this, in any script."
        ),
    ] = None,
    passage: Annotated[
        int | None, typer.Option("--passage", metavar="N", help="Only the passage of this number.")
    ] = None,
    line: Annotated[
        int | None,
        typer.Option("--line", metavar="N", help="Only the passage on this line of the file."),
    ] = None,
    around: Annotated[
        int,
        typer.Option(
            "--around", metavar="N", help="With --passage or --line: so many before and behind too."
        ),
    ] = 0,
    outline: Annotated[
        bool, typer.Option("--outline", help="Only the headings of its sections.")
    ] = False,
    cite: options.Cite = None,
    show_as: options.ShowAs = None,
    as_json: options.AsJson = False,
    as_json_lines: options.AsJsonLines = False,
    index: options.Index = Path("index"),
    trust: options.Trust = False,
) -> int:
    """Read a source, a section of it, or the surroundings of a passage."""
    from bri_search import api
    from bri_search.search.showing import outline as opening_passages

    form = Format.asked(as_json=as_json, as_json_lines=as_json_lines, as_csv=False, as_tsv=False)
    library = api.open(index, trust=trust)
    rendering = asked_rendering(library, show_as, form.name)
    found = library.show(source, section=section, passage=passage, line=line, around=around)
    shown = list(opening_passages(found)) if outline else list(found)
    is_part = (section, passage, line) != (None, None, None)
    citation = None
    if cite is not None and found:
        # All of a source is cited as such, a part of it with its place.
        citation = library.cite(found if is_part else found[0].source, cite)
    cited = {} if citation is None else citation.as_json()
    if as_json:
        from bri_search.search.as_json import source_json

        described = source_json(found[0].source) if found else None
        passages = [one.as_json() for one in shown]
        write_json({"source": described, "passages": passages} | cited)
    elif as_json_lines:
        write_jsonl(one.as_json() | cited for one in shown)
    elif shown:
        page = Page(rendering)
        if not wrote_references(page, library, [found if is_part else found[0].source], cite):
            _show(page, shown, citation, is_outline=outline)
    elif found:
        say(f"{found[0].source.id} has no headings here")
    else:
        say(f"nothing of section {section!r} stands there; leave out --section, or the place")
    return Status.FOUND if shown else Status.NOTHING


def _show(
    page: Page, passages: list[ShownPassage], citation: Citation | None, *, is_outline: bool
) -> None:
    source = passages[0].source
    about = [source.issued, source.publisher, location(source.path)]
    title = page.shown(source.title, source)
    for line in wrap([(title, "title")], page.prose or 0):
        page.line(*line)
    for line in wrap([(" · ".join(part for part in about if part), "place")], page.prose or 0):
        page.line(*line)
    page.gap()
    digits = len(str(passages[-1].lines[0]))
    on_page: tuple[int | None, str | None] = (None, None)
    for one in passages:
        if (one.page, one.page_label) != on_page:
            on_page = one.page, one.page_label
            page.line((page_of(*on_page), "aside"))
        number = f"{one.lines[0]:>{digits}}  "
        if is_outline:
            text = one.text if one.kind.value == "heading" else one.section[-1]
            _block(page, number, "  " * max(0, len(one.section) - 1), text, one, "heading")
        else:
            kind = "" if one.kind.value == "paragraph" else one.kind.value
            style = "heading" if one.kind.value == "heading" else ""
            _block(page, f"{number}{kind:<{_KIND_WIDTH}}", "", one.text, one, style)
    if citation is not None:
        page.gap()
        for line in citation_lines(citation, page.prose):
            page.line(*line)


def _block(
    page: Page, margin: str, indent: str, words: str, passage: ShownPassage, style: str
) -> None:
    """Words of a passage beside its line number, which only their first line has."""
    taken = len(margin) + len(indent)
    width = 0 if page.prose is None else max(page.prose - taken, 10)
    text = page.shown(words, passage.source)
    for line in wrap([(text, style)], width):
        page.line((margin, "aside"), (indent, ""), *line)
        margin = " " * len(margin)
