"""What a command says and leaves with where it has nothing to show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bri_search.cli.output import say
from bri_search.cli.status import Status

if TYPE_CHECKING:
    from bri_search.search.results import Suggestion

__all__ = ["nothing_shown"]

_LONGEST = 120
"""Characters of what was typed that are told again."""


def nothing_shown(
    typed: str, shown: int, total: int, suggestions: Sequence[Suggestion], *, quietly: bool
) -> Status:
    """The exit status; where nothing is shown, says so on standard error unless `quietly`."""
    if shown:
        return Status.FOUND
    if len(typed) > _LONGEST:
        typed = typed[:_LONGEST] + "…"
    if total and not quietly:
        say(f"{total:,} found and none shown; give a smaller --offset")
    elif suggestions and suggestions[0].is_whole and not quietly:
        there = f"{suggestions[0].text} stands there {suggestions[0].count:,} times"
        say(f"nothing found for {typed!r}: {there}, but nowhere that the options admit")
    elif not quietly:
        near = ", ".join(f"{one.text} ({one.count:,})" for one in suggestions)
        say(f"nothing found for {typed!r}" + (f"; the nearest there is: {near}" if near else ""))
    return Status.NOTHING
