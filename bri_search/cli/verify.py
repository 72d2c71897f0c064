"""`bri-search verify`: whether an index is whole, and as its corpus is now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bri_search.cli import options
from bri_search.cli.output import Page, counted, location, say, write_json
from bri_search.cli.progress import counting
from bri_search.cli.status import Status

if TYPE_CHECKING:
    from bri_search.index.verifying import Verification

__all__ = ["register"]

EXAMPLES = """
\b
Examples:
  bri-search verify
  bri-search verify --json | jq .advice

\b
Reads every file of the index and compares its checksum, and looks at the
documents it was built from.
Exit status: 0 whole and as the documents are, 1 whole but the documents are
others now, 2 damaged.
"""


def register(app: typer.Typer) -> None:
    """Add the command to a program."""
    app.command("verify", epilog=EXAMPLES)(verify)


def verify(
    as_json: options.AsJson = False,
    index: options.Index = Path("index"),
    trust: options.Trust = False,
) -> int:
    """Check that the index is whole, and as the documents are now."""
    from bri_search import api

    with counting("verifying") as advance:
        found = api.verify(index, trust=trust, progress=advance)
    if as_json:
        write_json(found.as_json())
    else:
        _show(found, index)
    if not found.is_whole:
        return Status.ERROR
    return Status.FOUND if found.is_current else Status.NOTHING


def _show(found: Verification, index: Path) -> None:
    page = Page()
    lines = [("damaged", f"{location(path)}: {reason}") for path, reason in found.damaged]
    lines += [("added", location(path)) for path in found.added]
    lines += [("changed", location(path)) for path in found.changed]
    lines += [("renamed", f"{location(old)} → {location(new)}") for old, new in found.renamed]
    lines += [("gone", location(path)) for path in found.gone]
    lines += [("other", reason) for reason in found.other_reasons]
    for what, path in lines:
        page.line((f"{what:<10}", "warning"), (path, ""))
    if not found.is_whole:
        say(f"{index}: damaged; {found.advice}")
        return
    sizes = f"{counted(found.files, 'file')}, {counted(found.bytes, 'byte')}"
    page.line(("whole", "title"), (f": {counted(found.sources, 'source')}, {sizes} in {index}", ""))
    if found.is_current:
        page.line(("current", "title"), (": as the documents are now", ""))
    else:
        page.line(("not current", "title"), (f"; {found.advice}", ""))
