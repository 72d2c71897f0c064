"""`bri-search index`: build the index of a corpus, or bring it up to date."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bri_search.cli import options
from bri_search.cli.output import Page, counted, location, say, write_json
from bri_search.cli.status import Status

if TYPE_CHECKING:
    from bri_search.index.build import BuildReport

__all__ = ["register"]

EXAMPLES = """
\b
Examples:
  bri-search index
  bri-search index ~/papers ~/news/today.txt --index ~/papers.index

\b
Only what changed since the last time is read again. A file that cannot be
read is reported, the rest is indexed, and the exit status is 2.
Until the index is whole, and whatever happens, the one before answers.
A glossary.tsv in the folder adds terms that searches are widened by.
"""


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("index", short_help="Build the index, or bring it up to date.", epilog=EXAMPLES)(
        index_
    )


def index_(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH…]", help="Folders of documents, or files.", show_default="corpus"
        ),
    ] = None,
    catalog: Annotated[
        Path | None,
        typer.Option(
            "--catalog",
            metavar="FILE",
            help="Titles, issuers and dates of the documents.",
            show_default="catalog.toml in each folder",
        ),
    ] = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Read everything again, as after damage.")
    ] = False,
    wait: Annotated[
        float,
        typer.Option(
            "--wait", metavar="SECONDS", min=0, help="How long to wait for another build to end."
        ),
    ] = 60,
    as_json: options.AsJson = False,
    index: options.Index = Path("index"),
    trust: options.Trust = False,
) -> int:
    """Build the index of a folder of documents, or bring it up to date."""
    from bri_search import api
    from bri_search.cli.progress import progress

    roots = paths or [Path("corpus")]
    with progress() as advance:
        report = api.build(
            roots,
            index,
            catalog=catalog,
            rebuild=rebuild,
            trust=trust,
            wait=wait,
            notice=say,
            progress=advance,
        ).report
    assert report is not None  # a library that was just built has one
    if as_json:
        write_json(_json(report, index))
    elif report.total or not report.nothing_changed:
        _show(report, index)
    for path, reason in report.failed:
        say(f"{location(path)}: {reason}")
    for problem in report.glossary_problems:
        say(problem)
    if report.failed or report.glossary_problems:
        return Status.ERROR
    if not report.total:
        if not as_json:
            say(f"no documents in {', '.join(map(str, roots))}; put .txt or .md files there")
        return Status.NOTHING
    return Status.FOUND


def _show(report: BuildReport, index: Path) -> None:
    page = Page()
    if report.nothing_changed:
        skipped = f", {counted(len(report.skipped), 'file')} skipped" if report.skipped else ""
        page.line((f"nothing changed: {counted(report.total, 'source')} in {index}{skipped}", ""))
        return
    lines = [("added", location(path)) for path in report.added]
    lines += [("changed", location(path)) for path in report.changed]
    lines += [("renamed", f"{location(old)} → {location(new)}") for old, new in report.renamed]
    lines += [("removed", location(path)) for path in report.removed]
    lines += [("skipped", f"{location(path)}: {reason}") for path, reason in report.skipped]
    for what, path in lines:
        page.line((f"{what:<10}", "aside" if what == "skipped" else "ok"), (path, ""))
    if report.vocabulary_changed:
        page.line((f"{'changed':<10}", "ok"), ("the vocabulary that searches are widened by", ""))
    if report.unchanged:
        page.line((f"{'unchanged':<10}", "aside"), (f"{report.unchanged:,}", ""))
    sizes = [counted(report.passages, "passage"), counted(report.characters, "character")]
    page.line((counted(report.total, "source"), "title"), (f", {', '.join(sizes)} in {index}", ""))


def _json(report: BuildReport, index: Path) -> dict[str, Any]:
    return {
        "index": str(index.absolute()),
        "added": [str(path) for path in report.added],
        "changed": [str(path) for path in report.changed],
        "renamed": [[str(old), str(new)] for old, new in report.renamed],
        "removed": [str(path) for path in report.removed],
        "unchanged": report.unchanged,
        "skipped": [{"path": str(path), "reason": reason} for path, reason in report.skipped],
        "failed": [{"path": str(path), "reason": reason} for path, reason in report.failed],
        "glossary_problems": list(report.glossary_problems),
        "vocabulary_changed": report.vocabulary_changed,
        "sources": report.total,
        "passages": report.passages,
        "characters": report.characters,
    }
