"""What a command says and leaves with where it has nothing to show."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final

from bri_search.cli.cells import cut
from bri_search.cli.output import counted, say
from bri_search.cli.status import Status

if TYPE_CHECKING:
    from bri_search.search.suggestions import Suggestion

__all__ = ["nothing_shown"]

_LONGEST: Final = 60
"""The most cells of what was typed that are said again."""


def nothing_shown(
    typed: str, shown: int, total: int, suggestions: Sequence[Suggestion], *, quietly: bool
) -> Status:
    """The exit status; says on standard error that nothing is shown, and what may have been meant.

    Where what was found is shown, only the latter; `quietly`, neither.
    """
    if not quietly:
        said = cut(typed, _LONGEST)
        meant = [one for one in suggestions if one.reason.is_correction]
        if shown:
            if meant:
                say(_question(typed, meant))
        elif total:
            say(f"{total:,} found and none shown; give a smaller --offset")
        elif meant:
            say(f"nothing found for {said!r}; {_question(typed, meant)}")
        elif suggestions and suggestions[0].reason.value == "as typed":
            there = f"{suggestions[0].text} stands there {counted(suggestions[0].count, 'time')}"
            say(f"nothing found for {said!r}: {there}, but nowhere that the options admit")
        elif suggestions and suggestions[0].reason.value == "inside words":
            times = counted(suggestions[0].count, "time")
            say(f"nothing found for {said!r}: it stands in longer words only, {times}; add --exact")
        elif suggestions and suggestions[0].reason.value == "across passages":
            times = counted(suggestions[0].count, "time")
            across = f"it runs from one passage into the next, {times}"
            say(f"nothing found for {said!r}: {across}; bri-search quote shows where")
        else:
            near = f"; the nearest there is: {_listed(suggestions)}" if suggestions else ""
            say(f"nothing found for {said!r}{near}")
    return Status.FOUND if shown else Status.NOTHING


def _question(typed: str, meant: Sequence[Suggestion]) -> str:
    """What may have been meant, by the part of a query that it is for where it is a part."""
    asked = []
    for part, suggestions in groupby(meant, key=lambda one: one.typed):
        of_part = "" if part == typed else f"for {cut(part, _LONGEST)!r}, "
        asked.append(f"{of_part}{_listed(list(suggestions))}")
    begins = "did you mean, " if asked[0].startswith("for ") else "did you mean "
    return f"{begins}{'; '.join(asked)}?"


def _listed(suggestions: Sequence[Suggestion]) -> str:
    return ", ".join(f"{one.text} ({one.count:,}, {one.reason.value})" for one in suggestions)
