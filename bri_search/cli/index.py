"""`bri-search index`: build the index of a corpus, or bring it up to date."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bri_search.cli import interrupts, options
from bri_search.cli.cells import Fragment, harmless
from bri_search.cli.output import Page, counted, location, say, write_json, write_jsonl
from bri_search.cli.status import Status
from bri_search.errors import UsageError
from bri_search.index.manifest import generation_named

if TYPE_CHECKING:
    from bri_search.index.report import BuildReport
    from bri_search.index.watching import Update

__all__ = ["register"]

EXAMPLES = """
\b
Examples:
  bri-search index
  bri-search index ~/papers ~/news/today.txt --index ~/papers.index
  bri-search index ~/papers --index ~/papers.index --watch

\b
Text, Markdown and Word files (.docx) are read, and with the extras PDF, HTML
and EPUB: pip install 'bri-search[all]'. Encodings are found; a catalog may
name them. Only what changed since the last time is read again. A file that
cannot be read is reported, the rest is indexed, and the exit status is 2;
what could be read but for a page or a few bytes is only noted.
Until the index is whole, and whatever happens, the one before answers.
A glossary.tsv in the folder adds terms that searches are widened by.
Hidden files and a README beside the documents are passed over. Links that
lead out of the folders are not followed, and what is neither a file nor a
folder is never opened. Larger files than --max-file-size says are left out
(it may say 256MB at most), as are texts of more than 16 million characters;
so no index takes more than 1 GB of memory to build. An index is brought up
to date with the --catalog, --follow-links and --max-file-size that it was
built with, unless others are given. A text is read where bytes that cannot be
decoded stand in at most one place in 1,000 bytes, and refused where they
stand in more.
--watch builds again whenever a document, a catalog.toml or a glossary.tsv has
changed, a line for each time.
"""


_SIZE = re.compile(
    r"([0-9]{1,15}(?:\.[0-9]{1,15})?|\.[0-9]{1,15})\s*(?:([kmg])(?:i?b)?)?", re.IGNORECASE
)
_UNITS = {"k": 1024, "m": 1024**2, "g": 1024**3}
_FEW = 3
"""Files that a line of --watch names of each kind of change."""


def register(app: typer.Typer) -> None:
    """Add the command to a program."""
    app.command("index", epilog=EXAMPLES)(index_)


def index_(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH…]",
            help="Folders of documents, or files.",
            show_default="corpus",
            parser=options.named_path,
        ),
    ] = None,
    catalog: Annotated[
        Path | None,
        typer.Option(
            "--catalog",
            metavar="FILE",
            help="Titles, issuers and dates of the documents.",
            show_default="catalog.toml in each folder",
            parser=options.named_path,
        ),
    ] = None,
    follow_links: Annotated[
        bool | None,
        typer.Option(
            "--follow-links/--no-follow-links",
            help="Read what links lead to outside of the folders.",
            show_default=False,
        ),
    ] = None,
    max_file_size: Annotated[
        str | None,
        typer.Option(
            "--max-file-size",
            metavar="SIZE",
            help="Leave out larger files: megabytes, or 500KB, 0.2GB.",
            show_default="128MB",
        ),
    ] = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Keep the index current until Ctrl-C is typed.")
    ] = False,
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
    settings: api.BuildOptions = {
        "catalog": catalog,
        "follow_links": follow_links,
        "max_file_size": None if max_file_size is None else _bytes(max_file_size),
        "trust": trust,
        "wait": wait,
        "notice": say,
    }
    if watch:
        settings["progress"] = lambda *_: interrupts.check()
        return _follow(api.watch(roots, index, **settings), index, as_json=as_json)
    settings["rebuild"] = rebuild
    with _saying_what_is_left(index), progress() as settings["progress"]:
        report = api.build(roots, index, **settings).report
    assert report is not None  # a library that was just built has one
    if as_json:
        write_json(_json(report, index))
    elif report.total or not report.nothing_changed:
        _show(report, index)
    _say_problems(report)
    if report.failed or report.glossary_problems:
        return Status.ERROR
    if not report.total:
        if not as_json:
            say(f"no documents in {', '.join(map(str, roots))}; put documents there")
        return Status.NOTHING
    return Status.FOUND


def _bytes(size: str) -> int:
    """A size with its unit as bytes.

    >>> _bytes("2"), _bytes("0.2GB"), _bytes("500 kb")
    (2097152, 214748364, 512000)
    """
    found = _SIZE.fullmatch(size.strip())
    number = 0 if found is None else int(float(found[1]) * _UNITS[(found[2] or "m").lower()])
    if number < 1:
        raise UsageError(
            f"--max-file-size: {size!r} is no size; give megabytes, or a number with KB, MB or GB"
        )
    return number


@contextmanager
def _saying_what_is_left(index: Path) -> Iterator[None]:
    """Say what index there is where Ctrl-C ends a build."""
    before = generation_named(index)
    try:
        yield
    except BaseException as error:
        # A library that was interrupted may have made another exception of it.
        if isinstance(error, KeyboardInterrupt) or interrupts.typed:
            after = generation_named(index)
            state = "as it was" if after == before else "the new one"
            left = f"the index in {index} is {state}" if after else f"there is no index in {index}"
            say(f"stopped; {left}")
        raise


def _follow(updates: Iterable[Update], index: Path, *, as_json: bool) -> int:
    """Show each update in a line, until there is none any more."""
    named: set[Path] = set()
    for update in updates:
        if update.error is not None:
            say(str(update.error))
        if update.report is not None:
            if as_json:
                write_jsonl([_json(update.report, index)])
            else:
                skipped = [path for path, _ in update.report.skipped]
                fresh = [path for path in skipped if path not in named]
                named = set(skipped)
                Page().line(*_in_short(update.report, fresh, index))
            _say_problems(update.report)
        sys.stdout.flush()
    return Status.FOUND


def _in_short(report: BuildReport, skipped: list[Path], index: Path) -> Iterator[Fragment]:
    changes: dict[str, Sequence[Path]] = {
        "added": report.added,
        "changed": report.changed,
        "renamed": [new for _, new in report.renamed],
        "removed": report.removed,
        "skipped": skipped,
    }
    said = [f"{len(paths):,} {what} ({_named(paths)})" for what, paths in changes.items() if paths]
    if report.vocabulary_changed:
        said.append("the vocabulary changed")
    yield ", ".join(said) or "nothing changed", "ok"
    yield f": {counted(report.total, 'source')} in {index}", ""


def _named(paths: Sequence[Path]) -> str:
    """Some files by their paths, a few of them where there are many."""
    more = f" and {len(paths) - _FEW:,} more" if len(paths) > _FEW else ""
    return ", ".join(harmless(location(path)) for path in paths[:_FEW]) + more


def _say_problems(report: BuildReport) -> None:
    for path, notice in report.notices:
        say(f"{location(path)}: {notice}")
    for path, reason in report.failed:
        say(f"{location(path)}: {reason}")
    for problem in report.glossary_problems:
        say(problem)


def _show(report: BuildReport, index: Path) -> None:
    page = Page()
    if report.nothing_changed:
        page.line((f"nothing changed: {counted(report.total, 'source')} in {index}", ""))
        if report.skipped:
            names = _named([path for path, _ in report.skipped])
            page.line((f"{'skipped':<10}", "aside"), (names, ""))
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
    return {"index": str(index.absolute()), **report.as_json()}
