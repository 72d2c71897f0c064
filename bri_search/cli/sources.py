"""`bri-search sources`: what is in the index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from bri_search.cli import options
from bri_search.cli.columns import Column
from bri_search.cli.formats import Format
from bri_search.cli.output import Page, location, named, say
from bri_search.cli.scripts import asked_rendering
from bri_search.cli.status import Status
from bri_search.cli.tables import show_columns

if TYPE_CHECKING:
    from bri_search.search.showing import SourceSummary

__all__ = ["register"]

EXAMPLES = """
\b
Examples:
  bri-search sources
  bri-search sources --jsonl | jq -r .path
  bri-search sources --csv
"""
_COLUMNS: Final[tuple[Column[SourceSummary], ...]] = (
    Column("id", lambda one: one.source.id, is_kept=True),
    Column("title", lambda one: one.source.title, source=lambda one: one.source),
    Column("creator", lambda one: "; ".join(one.source.creator), on_page=False),
    Column("issued", lambda one: one.source.issued),
    Column("publisher", lambda one: one.source.publisher, on_page=False),
    Column("type", lambda one: one.source.type, on_page=False),
    Column("language", lambda one: one.source.language, on_page=False),
    Column("script", lambda one: one.source.script.value),
    Column("encoding", lambda one: one.source.encoding, on_page=False),
    Column("passages", lambda one: one.passages),
    Column("characters", lambda one: one.characters),
    Column("path", lambda one: named(one.source.path), on_page=False),
    Column("sha256", lambda one: one.source.sha256, on_page=False),
)

_FEW = 5
"""Notices that are said; there may be one for every source."""


def register(app: typer.Typer) -> None:
    """Add the command to a program."""
    app.command("sources", epilog=EXAMPLES)(sources)


def sources(
    show_as: options.ShowAs = None,
    as_json: options.AsJson = False,
    as_json_lines: options.AsJsonLines = False,
    as_csv: options.AsCsv = False,
    as_tsv: options.AsTsv = False,
    index: options.Index = Path("index"),
    trust: options.Trust = False,
) -> int:
    """List what is in the index."""
    from bri_search import api

    form = Format.asked(as_json=as_json, as_json_lines=as_json_lines, as_csv=as_csv, as_tsv=as_tsv)
    library = api.open(index, trust=trust)
    rendering = asked_rendering(library, show_as, form.name)
    found = library.sources
    as_objects = (one.as_json() for one in found)
    if not form.write(lambda: {"sources": [*as_objects]}, as_objects, found, _COLUMNS):
        if found:
            is_told = any(one.source.encoding not in (None, "utf-8") for one in found)
            columns = [
                replace(column, on_page=True) if is_told and column.name == "encoding" else column
                for column in _COLUMNS
            ]
            show_columns(Page(rendering), found, columns)
            _say_notices(found)
        else:
            say(f"no sources in {index}; put documents into corpus/ and run bri-search index")
    return Status.FOUND if found else Status.NOTHING


def _say_notices(found: Sequence[SourceSummary]) -> None:
    """Say what of files could not be read; of many, a few and where the rest is."""
    notices = [(one.source.path, notice) for one in found for notice in one.notices]
    for path, notice in notices[:_FEW]:
        say(f"{location(path)}: {notice}")
    if len(notices) > _FEW:
        say(f"{len(notices) - _FEW:,} more notices; sources --json has them all")
