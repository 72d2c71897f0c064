"""The options that commands share, each defined once."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Annotated, Final

import typer

from bri_search.citation.styles import STYLES, check_style
from bri_search.cli.cells import harmless
from bri_search.cli.scripts import NAMES, VARIABLE
from bri_search.errors import UsageError
from bri_search.sources.document import Kind, Script

__all__ = [
    "AsCsv",
    "AsJson",
    "AsJsonLines",
    "AsTsv",
    "Cite",
    "Index",
    "KindFilter",
    "Limit",
    "Offset",
    "ScriptFilter",
    "SectionFilter",
    "ShowAs",
    "Since",
    "SourceFilter",
    "Trust",
    "Until",
    "complete_source",
    "completing",
    "named_path",
]

_KINDS: Final = [kind.value for kind in Kind]
_SCRIPTS: Final = [script.value for script in Script]


def named_path(word: str) -> Path:
    """A path as it was typed; raises UsageError for an empty word, which would mean this folder.

    >>> named_path("papers/")
    PosixPath('papers')
    """
    if not word:
        raise UsageError("a path is empty; name a file or a folder, or . for this one")
    return Path(word)


def complete_source(context: typer.Context, incomplete: str) -> list[str]:
    """The ids of the sources of the index that begin with what was typed."""
    from bri_search import api
    from bri_search.errors import BriSearchError

    try:
        sources = api.open(
            context.params.get("index") or "index", trust=bool(context.params.get("trust"))
        ).sources
    except (BriSearchError, OSError):
        return []
    ids = (harmless(one.source.id) for one in sources)
    return [name for name in ids if name.startswith(incomplete)]


def completing(values: Collection[str]) -> Callable[[str], list[str]]:
    """What completes an option: gives those of its values that begin with what was typed.

    >>> completing(["hans", "hant", "hk"])("ha")
    ['hans', 'hant']
    """

    def complete(incomplete: str) -> list[str]:
        return [value for value in values if value.startswith(incomplete)]

    return complete


def _known_style(style: str | None) -> str | None:
    """Refuse an unknown style before anything is looked for."""
    if style is not None:
        check_style(style)
    return style


Index = Annotated[
    Path,
    typer.Option(
        "--index",
        metavar="DIR",
        envvar="BRI_SEARCH_INDEX",
        help="The folder of the index.",
        parser=named_path,
    ),
]
Trust = Annotated[
    bool,
    typer.Option(
        "--trust",
        envvar="BRI_SEARCH_TRUST",
        help="Open an index that others could have written.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Write one JSON object.")]
AsJsonLines = Annotated[bool, typer.Option("--jsonl", help="Write a JSON object a line.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Write a table with commas, in UTF-8.")]
AsTsv = Annotated[bool, typer.Option("--tsv", help="Write a table with tabs, in UTF-8.")]
Cite = Annotated[
    str | None,
    typer.Option(
        "--cite",
        metavar="STYLE",
        help=f"Cite what is found, with its place: {', '.join(STYLES)}.",
        autocompletion=completing(STYLES),
        callback=_known_style,
    ),
]
Limit = Annotated[
    int, typer.Option("--limit", "-n", metavar="N", help="Show at most this many; 0 means all.")
]
Offset = Annotated[int, typer.Option("--offset", metavar="N", help="Pass over the first N.")]
ShowAs = Annotated[
    str | None,
    typer.Option(
        "--show-as",
        metavar="SCRIPT",
        help=f"Show texts of sources in the script you read: {', '.join(NAMES)}.",
        autocompletion=completing(NAMES),
        show_default=f"what {VARIABLE} says, or original",
    ),
]
SourceFilter = Annotated[
    str | None,
    typer.Option(
        "--source",
        metavar="SOURCE",
        help="Only this source: its id, its file name or part of its title.",
        autocompletion=complete_source,
    ),
]
SectionFilter = Annotated[
    str | None,
    typer.Option(
        "--section", metavar="TEXT", help="Only below headings that hold this, in any script."
    ),
]
KindFilter = Annotated[
    str | None,
    typer.Option(
        "--kind",
        metavar="KIND",
        help=f"Only passages of this kind: {', '.join(_KINDS)}.",
        autocompletion=completing(_KINDS),
    ),
]
ScriptFilter = Annotated[
    str | None,
    typer.Option(
        "--script",
        metavar="SCRIPT",
        help=f"Only sources written in this script: {', '.join(_SCRIPTS)}.",
        autocompletion=completing(_SCRIPTS),
    ),
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="DATE",
        help="Only sources issued then or later: YYYY[-MM[-DD]]; none without a date.",
    ),
]
Until = Annotated[
    str | None,
    typer.Option(
        "--until",
        metavar="DATE",
        help="Only sources issued then or earlier: YYYY[-MM[-DD]]; none without a date.",
    ),
]
