"""`bri-search sources`: what is in the index."""

from __future__ import annotations

from pathlib import Path

import typer

from bri_search.cli import options
from bri_search.cli.output import Page, say, write_json, write_jsonl
from bri_search.cli.status import Status
from bri_search.cli.tables import show_table

__all__ = ["register"]

EXAMPLES = """
\b
Examples:
  bri-search sources
  bri-search sources --jsonl | jq -r .path
"""


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("sources", epilog=EXAMPLES)(sources)


def sources(
    as_json: options.AsJson = False,
    as_json_lines: options.AsJsonLines = False,
    index: options.Index = Path("index"),
) -> int:
    """List what is in the index."""
    from bri_search import api

    found = api.open(index).sources
    if as_json:
        write_json({"sources": [one.as_json() for one in found]})
    elif as_json_lines:
        write_jsonl(one.as_json() for one in found)
    elif found:
        show_table(
            Page(),
            ("id", "title", "issued", "script", "passages", "characters"),
            [
                (
                    one.source.id,
                    one.source.title,
                    one.source.issued or "",
                    one.source.script.value,
                    f"{one.passages:,}",
                    f"{one.characters:,}",
                )
                for one in found
            ],
            right=(4, 5),
        )
    else:
        say(f"no sources in {index}; put documents into corpus/ and run bri-search index")
    return Status.FOUND if found else Status.NOTHING
